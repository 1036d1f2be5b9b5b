//! A page as a picture, to be recognised or to be looked at.
//!
//! In: a page of a PDF, or a picture file's page, and how it was laid straight. Out: its dots. It deliberately knows
//! nothing of what stands on the page. `hayro` is named here only.

use std::io::Cursor;

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::page::Page;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::{ReadError, ReadErrorCode};
use crate::layout::Turn;

/// Dots per inch of a page to be looked at.
const VIEW: f32 = 144.0;

/// Dots beyond which such a page is drawn coarser.
const MOST_DOTS: f32 = 20_000_000.0;

/// Paints a page of a PDF, upright as the file says, on white.
pub(super) fn page(page: &Page<'_>, dpi: f32) -> RgbaImage {
    let scale = dpi / 72.0;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    RgbaImage::from_raw(pixmap.width().into(), pixmap.height().into(), pixmap.data_as_u8_slice().to_vec()).unwrap_or_default()
}

/// A page of a PDF as a PNG file, laid straight as its layout is.
pub(super) fn view(drawn: &Page<'_>, turn: Turn) -> Result<Vec<u8>, ReadError> {
    let (width, height) = drawn.render_dimensions();
    png(straight(page(drawn, resolution(width, height)), turn))
}

/// A picture of so many dots per inch as a PNG file, laid straight as its layout is.
pub(super) fn view_picture(picture: &DynamicImage, dpi: f32, turn: Turn) -> Result<Vec<u8>, ReadError> {
    #[expect(clippy::cast_precision_loss, reason = "a picture has some thousand dots a side")]
    let points = |dots: u32| dots as f32 * 72.0 / dpi;
    let wanted = resolution(points(picture.width()), points(picture.height()));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousand dots a side")]
    let side = |dots: u32| (points(dots) * wanted / 72.0).round().max(1.0) as u32;
    png(straight(picture.thumbnail_exact(side(picture.width()), side(picture.height())).into_rgba8(), turn))
}

/// Dots per inch for a page of so many points a side.
fn resolution(width: f32, height: f32) -> f32 {
    VIEW.min(72.0 * (MOST_DOTS / (width * height).max(1.0)).sqrt())
}

/// A picture so many quarter turns clockwise.
pub(super) fn turned(picture: DynamicImage, quarters: u8) -> DynamicImage {
    match quarters {
        1 => picture.rotate90(),
        2 => picture.rotate180(),
        3 => picture.rotate270(),
        _ => picture,
    }
}

fn straight(picture: RgbaImage, turn: Turn) -> RgbaImage {
    let upright = turned(picture.into(), turn.quarters).into_rgba8();
    if turn.slope == 0.0 { upright } else { level(&upright, turn.slope) }
}

/// Turns a picture about its middle until lines that fell by `slope` run level.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a picture has some thousand dots a side")]
fn level(picture: &RgbaImage, slope: f32) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    RgbaImage::from_fn(width, height, |x, y| {
        let from_x = x as f32 - slope * (y as f32 - middle_y);
        let from_y = y as f32 + slope * (x as f32 - middle_x);
        let inside = u32::try_from(from_x.round() as i64).ok().zip(u32::try_from(from_y.round() as i64).ok());
        inside.and_then(|(x, y)| picture.get_pixel_checked(x, y)).copied().unwrap_or(Rgba([255; 4]))
    })
}

fn png(picture: RgbaImage) -> Result<Vec<u8>, ReadError> {
    let mut file = Cursor::new(Vec::new());
    let written = DynamicImage::from(picture).into_rgb8().write_to(&mut file, ImageFormat::Png);
    written.map_err(|error| ReadError::new(ReadErrorCode::TooLarge, format!("a page that cannot be drawn: {error}")))?;
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_turned_clockwise() {
        let picture = RgbaImage::from_fn(3, 2, |x, y| Rgba([u8::try_from(y * 3 + x + 1).unwrap(); 4]));
        let turned = |quarters| {
            let turned = turned(picture.clone().into(), quarters).into_rgba8();
            (turned.width(), turned.pixels().map(|dot| dot.0[0]).collect::<Vec<_>>())
        };
        assert_eq!(turned(1), (2, vec![4, 1, 5, 2, 6, 3]));
        assert_eq!(turned(2), (3, vec![6, 5, 4, 3, 2, 1]));
        assert_eq!(turned(3), (2, vec![3, 6, 2, 5, 1, 4]));
    }

    #[test]
    fn a_picture_is_laid_straight_as_its_layout_was() {
        let mut picture = RgbaImage::from_pixel(200, 100, Rgba([255; 4]));
        // A line that falls by a tenth, through the middle.
        for x in 0..200 {
            picture.put_pixel(x, 40 + x / 10, Rgba([0, 0, 0, 255]));
        }
        let dark = |picture: &RgbaImage| {
            picture.enumerate_pixels().filter(|(_, _, dot)| dot.0[0] == 0).map(|(x, y, _)| (x, y)).collect::<Vec<_>>()
        };
        let level = straight(picture.clone(), Turn { quarters: 0, slope: 0.1 });
        assert!(dark(&level).iter().all(|(_, y)| (49..=51).contains(y)));
        let turned = straight(picture, Turn { quarters: 1, slope: 0.0 });
        assert_eq!(turned.dimensions(), (100, 200));
        assert_eq!(dark(&turned).first(), Some(&(59, 0)));
    }
}
