//! A page as a grey picture, with stamps taken out of the way of text.

use std::ops::Range;

use image::{DynamicImage, RgbaImage};

use crate::layout::Rect;

/// A grey picture, row by row, 0 black to 255 white.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Dots per inch.
    pub(super) dpi: u32,
    pub(super) grey: Vec<u8>,
}

/// A dot whose lightest colour is darker is print, what is lighter is paper or coloured ink; between them grey is stretched.
const PRINT: (u8, u8) = (70, 150);

/// Most of a page is paper: the middle one of its dots is.
pub(super) const USUAL: f32 = 0.5;

/// The grain of paper is darker than its middle by so much.
const GRAIN: u8 = 12;

/// So small a part of a page is its blackest print, …
const BLACKEST: f32 = 0.01;

/// … which is no lighter than this; what is lighter is all that an empty page has.
const DARKEST: u8 = 120;

/// A picture is transposed in squares of so many dots.
const SQUARE: usize = 32;

/// A dot that is darker than this is inked.
const INK: u8 = 140;

/// How much redder than green and blue a dot must be to count as stamp ink.
const RED: u8 = 40;

impl Picture {
    /// Makes a grey picture of a coloured one.
    ///
    /// Red ink (seals, received stamps) is read through a red filter: it becomes light, and black text
    /// under it stays dark.
    pub(super) fn of(image: &DynamicImage, dpi: u32) -> Self {
        let size = |dots| usize::try_from(dots).unwrap_or_default();
        let grey = match image {
            DynamicImage::ImageLuma8(image) => image.as_raw().clone(),
            DynamicImage::ImageRgba8(image) => image.pixels().map(|dot| grey(dot.0)).collect(),
            other => other.to_rgba8().pixels().map(|dot| grey(dot.0)).collect(),
        };
        Self { width: size(image.width()), height: size(image.height()), dpi, grey }
    }

    /// The same with nothing but black print: seals, signatures in blue and the paper are white. It is that of the image
    /// in colours.
    pub(super) fn black(&self, image: &RgbaImage) -> Self {
        let lightest = |dot: &image::Rgba<u8>| dot.0.into_iter().take(3).max().unwrap_or(255);
        let grey = self.grey.iter().zip(image.pixels()).map(|(own, dot)| stretched(lightest(dot).max(*own), PRINT));
        Self { grey: grey.collect(), ..*self }
    }

    /// The same with its blackest print alone, for scans without colours, where the ink of seals is grey.
    pub(super) fn blackest(&self) -> Self {
        let (black, paper) = (self.shade(BLACKEST), self.shade(USUAL));
        let part =
            |tenths: u8| black.saturating_add(u8::try_from(u16::from(paper.saturating_sub(black)) * u16::from(tenths) / 20).unwrap_or(0));
        let bounds = (part(2), part(7));
        self.mapped(|grey| stretched(grey, bounds))
    }

    /// The same with its paper white and its print black, whatever lamp and paper made of them: the engine takes the
    /// grain of grey paper for ink where there is little print.
    pub(super) fn levelled(&self) -> Self {
        let black = self.shade(BLACKEST).min(DARKEST);
        let white = self.shade(USUAL).saturating_sub(GRAIN).max(black + 1);
        let level = |grey: u8| {
            let above = usize::from(grey.clamp(black, white) - black);
            u8::try_from(above * 255 / usize::from(white - black)).unwrap_or(255)
        };
        self.mapped(level)
    }

    /// The same with every grey made another.
    fn mapped(&self, other: impl Fn(u8) -> u8) -> Self {
        let mut others = [0; 256];
        (0..=255).zip(&mut others).for_each(|(grey, slot)| *slot = other(grey));
        let grey = self.grey.iter().map(|&grey| others.get(usize::from(grey)).copied().unwrap_or(grey));
        Self { grey: grey.collect(), ..*self }
    }

    /// Its columns as rows.
    pub(super) fn transposed(&self) -> Self {
        let mut grey = vec![255; self.grey.len()];
        // Square by square, so that neither reading nor writing jumps far.
        for (top, left) in (0..self.height).step_by(SQUARE).flat_map(|top| (0..self.width).step_by(SQUARE).map(move |left| (top, left))) {
            for column in left..(left + SQUARE).min(self.width) {
                for row in top..(top + SQUARE).min(self.height) {
                    if let (Some(to), Some(from)) = (grey.get_mut(column * self.height + row), self.grey.get(row * self.width + column)) {
                        *to = *from;
                    }
                }
            }
        }
        Self { width: self.height, height: self.width, dpi: self.dpi, grey }
    }

    /// The grey that so large a part of its dots is darker than.
    pub(super) fn shade(&self, part: f32) -> u8 {
        let mut counts = Counts::default();
        counts.add(&self.grey);
        counts.darker_than(part)
    }

    /// How many dots of a column are inked between two rows.
    pub(super) fn ink_down(&self, column: usize, rows: &Range<usize>) -> usize {
        let dots = rows.clone().filter_map(|row| self.grey.get(row * self.width + column));
        dots.filter(|&&grey| grey < INK).count()
    }

    /// How many dots of a row are inked between two columns.
    pub(super) fn ink_across(&self, row: usize, columns: &Range<usize>) -> usize {
        let dots = self.grey.get(row * self.width + columns.start..row * self.width + columns.end).unwrap_or_default();
        dots.iter().filter(|&&grey| grey < INK).count()
    }

    /// A piece of it as a picture of its own, drawn larger or smaller, with a white frame of so many dots around it; `place`
    /// says where in the picture a place of the piece is.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has a few thousand dots a side"
    )]
    pub(super) fn piece(&self, rect: Rect, size: f32, frame: usize, place: impl Fn((f32, f32)) -> (f32, f32)) -> Self {
        let (wide, high) = ((rect.width() * size).max(1.0) as usize, (rect.height() * size).max(1.0) as usize);
        let (width, height) = (wide + 2 * frame, high + 2 * frame);
        let mut grey = vec![255; width * height];
        for (row, line) in grey.chunks_exact_mut(width).enumerate().skip(frame).take(high) {
            for (column, dot) in line.iter_mut().enumerate().skip(frame).take(wide) {
                let (x, y) = ((column - frame) as f32 + 0.5, (row - frame) as f32 + 0.5);
                *dot = self.between(place((rect.left + x / size, rect.top + y / size)));
            }
        }
        Self { width, height, dpi: self.dpi, grey }
    }

    /// The grey between dots, white outside.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is not in the picture is left out before")]
    fn between(&self, (x, y): (f32, f32)) -> u8 {
        let (x, y) = (x - 0.5, y - 0.5);
        if x < 0.0 || y < 0.0 {
            return 255;
        }
        let (column, row) = (x as usize, y as usize);
        let (right, low) = (x.fract(), y.fract());
        let dot = |column: usize, row: usize| {
            let inside = column < self.width && row < self.height;
            f32::from(inside.then(|| self.grey.get(row * self.width + column)).flatten().copied().unwrap_or(255))
        };
        let upper = dot(column, row) * (1.0 - right) + dot(column + 1, row) * right;
        let lower = dot(column, row + 1) * (1.0 - right) + dot(column + 1, row + 1) * right;
        (upper * (1.0 - low) + lower * low + 0.5) as u8
    }
}

/// Several pictures as the pages of one TIFF file (TIFF 6.0, baseline grey, PackBits): the engine takes a quarter of a
/// second to take in a page that is not packed.
pub(super) fn to_tiff(pictures: &[&Picture]) -> Vec<u8> {
    let word = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for (place, picture) in pictures.iter().enumerate() {
        let packed: Vec<u8> = picture.grey.chunks(picture.width.max(1)).flat_map(packed).collect();
        let start = file.len();
        let resolution = start + 2 + FIELDS * 12 + 4;
        let dots = resolution + 8;
        let end = (dots + packed.len()).next_multiple_of(2);
        let next = if place + 1 < pictures.len() { end } else { 0 };
        // Tag, type (3 short, 4 long, 5 fraction) and value, by rising tag.
        let fields: [(u16, u16, u32); FIELDS] = [
            (256, 4, word(picture.width)),
            (257, 4, word(picture.height)),
            (258, 3, 8),
            (259, 3, PACK_BITS),
            (262, 3, 1),
            (273, 4, word(dots)),
            (277, 3, 1),
            (278, 4, word(picture.height)),
            (279, 4, word(packed.len())),
            (282, 5, word(resolution)),
            (283, 5, word(resolution)),
            (296, 3, 2),
        ];
        file.extend_from_slice(&FIELD_COUNT.to_le_bytes());
        for (tag, kind, value) in fields {
            file.extend_from_slice(&tag.to_le_bytes());
            file.extend_from_slice(&kind.to_le_bytes());
            file.extend_from_slice(&1_u32.to_le_bytes());
            file.extend_from_slice(&value.to_le_bytes());
        }
        file.extend_from_slice(&word(next).to_le_bytes());
        file.extend_from_slice(&picture.dpi.to_le_bytes());
        file.extend_from_slice(&1_u32.to_le_bytes());
        file.extend_from_slice(&packed);
        file.resize(end, 0);
    }
    file
}

/// A row in the packing of TIFF 6.0, section 9: a length and as many bytes, or a negative length and the byte that is repeated.
fn packed(row: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(row.len() / 4);
    let length = |count: usize| u8::try_from(count - 1).unwrap_or(u8::MAX);
    let mut plain: &[u8] = &[];
    let flush = |packed: &mut Vec<u8>, plain: &[u8]| {
        for piece in plain.chunks(MOST_PACKED) {
            packed.push(length(piece.len()));
            packed.extend_from_slice(piece);
        }
    };
    let mut at = 0;
    while let Some((&first, rest)) = row.get(at..).and_then(<[u8]>::split_first) {
        let same = 1 + rest.iter().take(MOST_PACKED - 1).take_while(|&&dot| dot == first).count();
        at += same;
        if same < 3 {
            plain = row.get(at - same - plain.len()..at).unwrap_or_default();
        } else {
            flush(&mut packed, plain);
            plain = &[];
            packed.extend_from_slice(&[length(same).wrapping_neg(), first]);
        }
    }
    flush(&mut packed, plain);
    packed
}

/// The TIFF number of the packing.
const PACK_BITS: u32 = 32_773;

/// So many bytes at most follow, or are repeated.
const MOST_PACKED: usize = 128;

/// Fields of each page in a TIFF file.
const FIELDS: usize = FIELD_COUNT as usize;
const FIELD_COUNT: u16 = 12;

/// How many dots have each grey.
#[derive(Clone)]
pub(super) struct Counts([usize; 256]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Counts {
    pub(super) fn add(&mut self, dots: &[u8]) {
        for &grey in dots {
            if let Some(count) = self.0.get_mut(usize::from(grey)) {
                *count += 1;
            }
        }
    }

    /// The grey that so large a part of the dots is darker than.
    #[expect(clippy::cast_precision_loss, reason = "a page has some million dots")]
    pub(super) fn darker_than(&self, part: f32) -> u8 {
        let all = self.0.iter().sum::<usize>() as f32;
        let mut so_far = 0;
        let found = self.0.iter().position(|count| {
            so_far += count;
            so_far as f32 > part * all
        });
        found.and_then(|grey| u8::try_from(grey).ok()).unwrap_or(255)
    }
}

/// A grey between two bounds, the darker one black and the lighter one white.
fn stretched(grey: u8, (dark, light): (u8, u8)) -> u8 {
    let (dark, light) = (u16::from(dark), u16::from(light));
    u8::try_from((u16::from(grey).clamp(dark, light) - dark) * 255 / (light - dark).max(1)).unwrap_or(255)
}

fn grey(dot: [u8; 4]) -> u8 {
    let [red, green, blue, _] = dot;
    if is_red(dot) || red == green && green == blue {
        return red;
    }
    let luma = (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000;
    u8::try_from(luma).unwrap_or(255)
}

/// Whether a dot is red ink.
pub(super) fn is_red([red, green, blue, _]: [u8; 4]) -> bool {
    red > green.saturating_add(RED) && red > blue.saturating_add(RED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_fade_and_text_stays() {
        let image = RgbaImage::from_raw(3, 1, vec![220, 30, 30, 255, 20, 20, 20, 255, 255, 255, 255, 255]).unwrap();
        let picture = Picture::of(&image.into(), 200);
        assert_eq!(picture.grey, [220, 20, 255]);
    }

    #[test]
    fn only_black_print_is_left() {
        let dots = [220, 30, 30, 255, 60, 70, 190, 255, 20, 20, 20, 255, 255, 255, 255, 255];
        let image = RgbaImage::from_raw(4, 1, dots.to_vec()).unwrap();
        assert_eq!(Picture::of(&image.clone().into(), 200).black(&image).grey, [255, 255, 0, 255]);
    }

    #[test]
    fn grey_paper_becomes_white_and_grey_print_black() {
        let grey = (0..1000).map(|at| if at < 20 { 60 } else { 225 + u8::try_from(at % 10).unwrap() }).collect();
        let levelled = Picture { width: 100, height: 10, dpi: 200, grey }.levelled();
        assert_eq!((levelled.grey[0], levelled.grey[500], levelled.grey[509]), (0, 255, 255));
        let empty = Picture { width: 2, height: 1, dpi: 200, grey: vec![240, 240] }.levelled();
        assert_eq!(empty.grey, [255, 255]);
    }

    #[test]
    fn columns_become_rows() {
        let picture = Picture { width: 40, height: 3, dpi: 200, grey: (0..120).collect() };
        let turned = picture.transposed();
        assert_eq!((turned.width, turned.height, &turned.grey[..6]), (3, 40, &[0, 40, 80, 1, 41, 81][..]));
        assert_eq!(turned.transposed(), picture);
    }

    #[test]
    fn a_piece_is_cut_out_and_framed() {
        let picture = Picture { width: 3, height: 2, dpi: 200, grey: vec![10, 20, 30, 40, 50, 60] };
        let rect = Rect { left: 1.0, top: 0.0, right: 3.0, bottom: 2.0 };
        let piece = picture.piece(rect, 1.0, 0, |place| place);
        assert_eq!((piece.width, piece.height, piece.grey), (2, 2, vec![20, 30, 50, 60]));
        let framed = picture.piece(rect, 2.0, 1, |place| place);
        assert_eq!((framed.width, framed.height, framed.grey[0]), (6, 6, 255));
    }

    #[test]
    fn pages_of_a_tiff_follow_each_other() {
        let one = Picture { width: 3, height: 1, dpi: 200, grey: vec![1, 2, 3] };
        let file = to_tiff(&[&one, &one]);
        let long = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]) as usize;
        let next = long(8 + 2 + FIELDS * 12);
        assert_eq!((&file[..4], long(4), next % 2), (&b"II*\0"[..], 8, 0));
        assert_eq!(&file[next - 4..next], [2, 1, 2, 3]);
        assert_eq!(long(next + 2 + FIELDS * 12), 0);
    }

    #[test]
    fn rows_are_packed_as_tiff_has_it() {
        assert_eq!(packed(&[7, 7, 8, 9, 9, 9, 9, 1]), [2, 7, 7, 8, 253, 9, 0, 1]);
        assert_eq!(packed(&[255; 300]), [129, 255, 129, 255, 213, 255]);
        let plain: Vec<u8> = (0..200).collect();
        let own = packed(&plain);
        assert_eq!((own.len(), own[0], own[129], own[130]), (202, 127, 71, 128));
        assert!(packed(&[]).is_empty());
    }
}
