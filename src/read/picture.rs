//! PNG, JPEG and TIFF as documents: every picture one page, recognised as a scan is.
//!
//! In: the bytes. Out: the layout. The size of the paper comes from the dots per inch that the file
//! states; a file that states none, or what cameras put there, is taken for A4.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};

use super::arrange::{Sheet, arrange};
use super::{Notice, ReadError, ReadErrorCode, paint, scan};
use crate::layout::{Encoding, Layout, Reader, Turn};
use crate::warning::{Warned, Warning, WarningCode};

/// Dots beyond which a picture is refused: A3 at 600 dots per inch has 70 million.
const MOST_DOTS: u64 = 80_000_000;

/// What decoding one picture may take.
const MOST_MEMORY: u64 = 512 << 20;

/// Pages of a TIFF file beyond which it is cut off.
const MOST_PAGES: usize = 200;

/// Stated resolutions that scanners have; below stand the defaults of cameras and screens.
const STATED: std::ops::RangeInclusive<f32> = 100.0..=1200.0;

/// The longer side of A4 in inches.
const A4: f32 = 11.69;

/// Reads a picture file.
pub(super) fn read(bytes: &[u8], recognising: Notice<'_>) -> Result<Warned<Layout>, ReadError> {
    let offsets = tiff_pages(bytes);
    let (count, mut warnings) = (offsets.len().max(1), Vec::new());
    if count > MOST_PAGES {
        warnings.push(Warning { code: WarningCode::LimitReached, detail: format!("{MOST_PAGES} / {count}") });
    }
    recognising(count.min(MOST_PAGES));
    let mut sheets = Vec::new();
    for number in 1..=u32::try_from(count.min(MOST_PAGES)).unwrap_or(1) {
        let (picture, dpi) = page(bytes, &offsets, number)?;
        sheets.push(sheet(picture, dpi, number)?);
    }
    let layout = Layout { reader: Reader::ImageOcr, encoding: Encoding::Unicode, pages: arrange(sheets), signatures: Vec::new() };
    Ok(Warned { value: layout, warnings })
}

/// A page as a PNG file to be looked at.
pub(super) fn view(bytes: &[u8], number: u32, turn: Turn) -> Result<Vec<u8>, ReadError> {
    let (picture, dpi) = page(bytes, &tiff_pages(bytes), number)?;
    paint::view_picture(&picture, dpi, turn)
}

/// A page and its dots per inch.
fn page(bytes: &[u8], offsets: &[usize], number: u32) -> Result<(DynamicImage, f32), ReadError> {
    let offset = usize::try_from(number).ok().and_then(|number| offsets.get(number.checked_sub(1)?));
    let file = offset.map_or_else(|| bytes.to_vec(), |&offset| beginning_at(bytes, offset));
    let (picture, stated) = decode(&file)?;
    #[expect(clippy::cast_precision_loss, reason = "a picture has some thousand dots a side")]
    let longer = picture.width().max(picture.height()) as f32;
    let dpi = stated.filter(|dpi| STATED.contains(dpi)).unwrap_or(longer / A4);
    Ok((picture, dpi))
}

fn sheet(picture: DynamicImage, dpi: f32, number: u32) -> Result<Sheet, ReadError> {
    #[expect(clippy::cast_precision_loss, reason = "a picture has some thousand dots a side")]
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let seen = scan::recognise_picture(picture, dpi, number);
    let seen = seen.ok_or_else(|| ReadError::new(ReadErrorCode::NeedsOcr, "a picture, and it could not be recognised"))?;
    Ok(Sheet {
        number,
        size: seen.turn.upright((width * 72.0 / dpi, height * 72.0 / dpi)),
        words: seen.words,
        notes: seen.notes,
        rulings: seen.rules,
        turn: seen.turn,
        ..Sheet::default()
    })
}

/// The upright picture and the dots per inch that its file states.
pub(super) fn decode(bytes: &[u8]) -> Result<(DynamicImage, Option<f32>), ReadError> {
    let refused = |error: &dyn std::fmt::Display| ReadError::new(ReadErrorCode::Damaged, format!("a picture that does not open: {error}"));
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| refused(&error))?;
    if !reader.format().is_some_and(|format| format.reading_enabled()) {
        return Err(ReadError::new(ReadErrorCode::Unsupported, "a picture of a kind that is not read; save it as PNG, JPEG or PDF"));
    }
    let mut decoder = reader.into_decoder().map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(ReadError::new(ReadErrorCode::TooLarge, format!("a picture of {width} by {height} dots")));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(|error| refused(&error))?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    picture.apply_orientation(turned);
    Ok((picture, resolution(bytes)))
}

/// Dots per inch as PNG (chunk `pHYs`), JPEG (JFIF header) and TIFF (tags 282 and 296) state them.
fn resolution(bytes: &[u8]) -> Option<f32> {
    if bytes.starts_with(b"\x89PNG") {
        let at = bytes.get(..4096.min(bytes.len()))?.windows(4).position(|window| window == b"pHYs")? + 4;
        let (number, unit) = (u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?), *bytes.get(at + 8)?);
        #[expect(clippy::cast_precision_loss, reason = "a resolution")]
        return (unit == 1).then_some(number as f32 * 0.0254);
    }
    if bytes.starts_with(b"\xFF\xD8") {
        let header = bytes.get(2..18).filter(|header| header.get(4..9) == Some(b"JFIF\0"))?;
        let number = f32::from(u16::from_be_bytes(*header.get(12..)?.first_chunk()?));
        return match header.get(11)? {
            1 => Some(number),
            2 => Some(number * 2.54),
            _ => None,
        };
    }
    let tiff = Tiff::of(bytes)?;
    let directory = tiff.long(4)?;
    let at = tiff.tag(directory, 282).and_then(|entry| tiff.long(entry + 8))?;
    let unit = tiff.tag(directory, 296).and_then(|entry| tiff.short(entry + 8)).unwrap_or(2);
    #[expect(clippy::cast_precision_loss, reason = "a resolution")]
    let number = tiff.long(at)? as f32 / tiff.long(at + 4)?.max(1) as f32;
    Some(if unit == 3 { number * 2.54 } else { number })
}

/// The structure of a TIFF file (TIFF 6.0, section 2), as far as pages and resolutions go.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let little = bytes.starts_with(b"II*\0");
        (little || bytes.starts_with(b"MM\0*")).then_some(Self { bytes, little })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        usize::try_from(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    }

    /// Where the entry of a tag stands in a directory.
    fn tag(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.short(directory)?);
        (0..count).map(|index| directory + 2 + 12 * index).find(|&entry| self.short(entry) == Some(tag))
    }
}

/// Where the directories of a TIFF file's pages stand; nothing for other files.
fn tiff_pages(bytes: &[u8]) -> Vec<usize> {
    let Some(tiff) = Tiff::of(bytes) else { return Vec::new() };
    let mut pages = Vec::new();
    let mut next = tiff.long(4);
    while let Some(directory) = next.filter(|&directory| directory > 0 && !pages.contains(&directory) && pages.len() <= MOST_PAGES) {
        pages.push(directory);
        next = tiff.short(directory).and_then(|count| tiff.long(directory + 2 + 12 * usize::from(count)));
    }
    pages
}

/// A TIFF file whose first page is another one of its pages.
fn beginning_at(bytes: &[u8], directory: usize) -> Vec<u8> {
    let mut file = bytes.to_vec();
    let offset = u32::try_from(directory).unwrap_or_default();
    if let Some(place) = file.get_mut(4..8) {
        place.copy_from_slice(&if bytes.starts_with(b"II") { offset.to_le_bytes() } else { offset.to_be_bytes() });
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let mut png = Vec::new();
        DynamicImage::new_luma8(10, 10).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        assert_eq!(decode(&png).unwrap().0.width(), 10);
        // Width and height in the header, whose checksum does not come first.
        png[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
        assert!(decode(&png).is_err());
    }

    #[test]
    fn resolutions_are_read_where_they_are_stated() {
        let jpeg = [b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\x01\x01\x2C\x01\x2C".as_slice(), &[0; 8]].concat();
        assert_eq!(resolution(&jpeg), Some(300.0));
        assert_eq!(resolution(b"GIF89a"), None);
    }
}
