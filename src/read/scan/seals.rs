//! Text under seals and signatures, read a second time without their ink.
//!
//! In: the page in colours, its picture and where the engine saw a drawing in place of text. Out: the words there, in place of those
//! that the whole page gave. It deliberately does not know who signs: every drawing is looked into alike.

use std::collections::BTreeSet;

use image::{DynamicImage, RgbaImage};

use super::marks;
use super::picture::{Picture, is_red};
use super::tesseract::{self, Script, SeenWord};
use crate::layout::Rect;

/// How far around a drawing text may have been lost to it, in inches: to the sides, and above and below.
const AROUND: (f32, f32) = (0.4, 0.3);

/// How much further an edge may move so that it cuts no word, in inches: to the sides, and above and below.
const REACH: (f32, f32) = (1.6, 0.3);

/// White space beside the block of a signature is at least so wide, in inches, …
const GUTTER: f32 = 0.12;

/// … and between two lines so high.
const LEADING: f32 = 0.025;

/// So many dots of ink are specks.
const CLEAR: usize = 1;

/// A dot whose colours differ by more is coloured; …
const COLOURED: u8 = 40;

/// … a scan has colours where one dot in so many is coloured, …
const GREY: usize = 2000;

/// … of which one in so many is looked at.
const EVERY: usize = 7;

/// A drawing is at least this wide and high, in inches, …
const LEAST: f32 = 0.4;

/// … and takes no more than this part of the page: larger ones are photographs.
const MOST: f32 = 0.25;

/// More drawings than this on a page are a picture book.
const MOST_SEALS: usize = 6;

/// Ink is looked for in squares, so many to an inch, …
const SQUARES: usize = 10;

/// … which are inked from one dot in so many.
const INKED: usize = 25;

/// Seals are at least this wide and high, in inches: the smallest are 3 cm wide.
const SEAL: f32 = 0.9;

/// White space around a piece, in dots.
const FRAME: usize = 12;

/// Words nearer to the edge of a piece than this, in dots, may be cut.
const EDGE: f32 = 3.0;

/// Words read less surely than this are strokes of a pen, …
const SURE: f32 = 0.6;

/// … and so are those that are so much lower or higher than the usual word of the page.
const HEIGHT: (f32, f32) = (0.5, 1.9);

/// Reads the surroundings of drawings anew and puts the words in place of those of the first reading.
pub(super) fn read(image: &DynamicImage, picture: &Picture, drawings: &[Rect], seen: &mut Vec<SeenWord>) {
    let colours = image.as_rgba8();
    let seals = colours.map_or_else(Vec::new, |image| seals(image, picture.dpi));
    // A seal that is no longer red may be seen as a drawing.
    let others = drawings.iter().filter(|drawing| !seals.iter().any(|seal| touch(seal, drawing)));
    let drawn = seals.iter().map(|seal| (*seal, true)).chain(others.map(|drawing| (*drawing, false)));
    let drawn: Vec<(Rect, bool, Rect)> =
        drawn.filter_map(|(drawing, red)| Some((drawing, red, surroundings(drawing, picture)?))).take(MOST_SEALS).collect();
    if drawn.is_empty() {
        return;
    }
    let black = match colours {
        Some(image) if !seals.is_empty() || !is_grey(image) => picture.black(image),
        _ => picture.blackest(),
    };
    let places: Vec<Rect> = drawn.iter().map(|(_, _, around)| uncut(*around, &black)).collect();
    let pieces: Vec<Picture> = places.iter().map(|place| black.piece(*place, 1.0, FRAME, |place| place)).collect();
    let Ok(read) = tesseract::recognise_each(&pieces.iter().collect::<Vec<_>>(), Script::Vietnamese) else { return };
    for (((drawing, red, _), place), words) in drawn.into_iter().zip(places).zip(read) {
        put(place, red.then_some(drawing), words, seen);
    }
}

/// A scan without colours.
fn is_grey(image: &RgbaImage) -> bool {
    let coloured = |dot: &image::Rgba<u8>| {
        let [red, green, blue, _] = dot.0;
        red.max(green).max(blue) - red.min(green).min(blue) > COLOURED
    };
    image.pixels().step_by(EVERY).filter(|dot| coloured(dot)).count() * EVERY * GREY < image.width() as usize * image.height() as usize
}

/// Where red ink lies close together, as wide and high as a seal; a frame with words in it, such as HỎA TỐC, is flat.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn seals(image: &RgbaImage, dpi: u32) -> Vec<Rect> {
    let side = (dpi as usize / SQUARES).max(1);
    let (width, height) = (image.width() as usize, image.height() as usize);
    let columns = width.div_ceil(side).max(1);
    let mut counts = vec![0_usize; columns * height.div_ceil(side)];
    for (row, dots) in image.as_raw().chunks((4 * width).max(1)).enumerate() {
        let squares = counts.iter_mut().skip(row / side * columns);
        for (count, dots) in squares.zip(dots.chunks(4 * side)) {
            *count += dots.as_chunks().0.iter().filter(|dot| is_red(**dot)).count();
        }
    }
    let mut inked: BTreeSet<(usize, usize)> =
        counts.iter().enumerate().filter(|(_, count)| **count * INKED > side * side).map(|(at, _)| (at / columns, at % columns)).collect();
    let mut seals = Vec::new();
    while let Some(first) = inked.pop_first() {
        let (mut low, mut high, mut open) = (first, first, vec![first]);
        while let Some((row, column)) = open.pop() {
            low = (low.0.min(row), low.1.min(column));
            high = (high.0.max(row), high.1.max(column));
            let near =
                (row.saturating_sub(1)..=row + 1).flat_map(|row| (column.saturating_sub(1)..=column + 1).map(move |column| (row, column)));
            open.extend(near.filter(|place| inked.remove(place)));
        }
        let at = |square: usize| (square * side) as f32;
        seals.push(Rect { left: at(low.1), top: at(low.0), right: at(high.1 + 1), bottom: at(high.0 + 1) });
    }
    seals.retain(|seal| seal.width().min(seal.height()) >= SEAL * dpi as f32);
    seals
}

fn touch(one: &Rect, other: &Rect) -> bool {
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/// The piece of the page to read, where a drawing may hide text.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn surroundings(drawing: Rect, picture: &Picture) -> Option<Rect> {
    let (width, height, dpi) = (picture.width as f32, picture.height as f32, picture.dpi as f32);
    let fits = drawing.width().min(drawing.height()) >= LEAST * dpi && drawing.width() * drawing.height() <= MOST * width * height;
    fits.then(|| Rect {
        left: (drawing.left - AROUND.0 * dpi).max(0.0),
        top: (drawing.top - AROUND.1 * dpi).max(0.0),
        right: (drawing.right + AROUND.0 * dpi).min(width),
        bottom: (drawing.bottom + AROUND.1 * dpi).min(height),
    })
}

/// The place made larger to where no ink crosses its edges, to the sides and then above and below: no word is cut.
fn uncut(place: Rect, black: &Picture) -> Rect {
    #[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
    let dpi = black.dpi as f32;
    let (height, width) = (dots(place.top)..dots(place.bottom), 0..black.width);
    let column = |at: usize| black.ink_down(at, &height);
    let (left, right) = (
        free(dots(place.left), 0, dots(REACH.0 * dpi), dots(GUTTER * dpi), &column).map_or(place.left, coordinate),
        free(dots(place.right), width.end, dots(REACH.0 * dpi), dots(GUTTER * dpi), &column).map_or(place.right, coordinate),
    );
    let width = dots(left)..dots(right);
    let row = |at: usize| black.ink_across(at, &width);
    Rect {
        left,
        right,
        top: free(dots(place.top), 0, dots(REACH.1 * dpi), dots(LEADING * dpi), &row).map_or(place.top, coordinate),
        bottom: free(dots(place.bottom), black.height, dots(REACH.1 * dpi), dots(LEADING * dpi), &row).map_or(place.bottom, coordinate),
    }
}

/// The nearest place from a start towards an end, no further than `reach`, before which so many rows or columns are free of ink.
fn free(start: usize, end: usize, reach: usize, wanted: usize, ink: &dyn Fn(usize) -> usize) -> Option<usize> {
    let mut clear = 0;
    for away in 0..=reach {
        let at = if end < start { start.checked_sub(away)? } else { start + away };
        let outside = if end < start { at == 0 } else { at >= end };
        clear = if outside || ink(at) <= CLEAR { clear + 1 } else { 0 };
        if outside || clear >= wanted {
            return Some(at.min(start.max(end)));
        }
    }
    None
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few thousand dots a side")]
fn dots(place: f32) -> usize {
    place.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn coordinate(at: usize) -> f32 {
    at as f32
}

/// Puts words of a piece in place of those that stand wholly in it; what was read more surely the first time stays, unless
/// it is the print of a red seal.
#[expect(clippy::cast_precision_loss, reason = "the frame has few dots")]
fn put(place: Rect, seal: Option<Rect>, words: Vec<SeenWord>, seen: &mut Vec<SeenWord>) {
    let inside = Rect { left: place.left + EDGE, top: place.top + EDGE, right: place.right - EDGE, bottom: place.bottom - EDGE };
    let block = seen.iter().map(|word| word.line.0).max().unwrap_or_default() + 1;
    let usual = marks::usual_height(seen);
    let fits = |word: &SeenWord| (HEIGHT.0 * usual..=HEIGHT.1 * usual).contains(&word.size.1);
    let sure = |word: &SeenWord| word.confidence >= SURE && word.text.chars().any(char::is_alphanumeric);
    let moved = words.into_iter().filter(|word| sure(word) && fits(word)).map(|word| {
        let corner = (word.corner.0 - FRAME as f32 + place.left, word.corner.1 - FRAME as f32 + place.top);
        let (_, paragraph, line) = word.line;
        SeenWord { corner, line: (block, paragraph, line), ..word }
    });
    let mut new: Vec<SeenWord> = moved.filter(|word| holds(inside, word)).collect();
    let surer = |old: &SeenWord, new: &SeenWord| touch(&old.rect(), &new.rect()) && new.confidence >= old.confidence;
    seen.retain(|word| {
        !holds(inside, word) || sure(word) && !seal.is_some_and(|seal| holds(seal, word)) && !new.iter().any(|new| surer(word, new))
    });
    new.retain(|word| !seen.iter().any(|other| touch(&word.rect(), &other.rect())));
    seen.extend(new);
}

fn holds(place: Rect, word: &SeenWord) -> bool {
    let own = word.rect();
    place.left <= own.left && own.right <= place.right && place.top <= own.top && own.bottom <= place.bottom
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    fn word(text: &str, corner: (f32, f32), confidence: f32) -> SeenWord {
        SeenWord { text: text.into(), corner, size: (60.0, 20.0), confidence, line: (1, 1, 1) }
    }

    fn texts(seen: &[SeenWord]) -> Vec<&str> {
        seen.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn what_stood_under_a_seal_takes_the_place_of_what_was_seen_of_it() {
        let place = Rect { left: 800.0, top: 900.0, right: 1200.0, bottom: 1100.0 };
        // One word beside the piece, one across its edge, one dirt inside.
        let mut seen = vec![word("Lưu:", (200.0, 950.0), 0.9), word("dân", (770.0, 1000.0), 0.9), word("SX", (900.0, 1000.0), 0.1)];
        let frame = 12.0;
        let read = vec![
            word("CHỦ", (frame + 100.0, frame + 20.0), 0.9),
            word("TỊCH", (frame + 170.0, frame + 20.0), 0.9),
            word("ẻn", (frame + 1.0, frame + 100.0), 0.9),
            word("~v", (frame + 200.0, frame + 120.0), 0.2),
        ];
        put(place, Some(place), read, &mut seen);
        assert_eq!(texts(&seen), ["Lưu:", "dân", "CHỦ", "TỊCH"]);
        assert_eq!((seen[2].corner, seen[2].line), ((900.0, 920.0), (2, 1, 1)));
    }

    #[test]
    fn what_was_read_well_the_first_time_stays() {
        let place = Rect { left: 800.0, top: 900.0, right: 1200.0, bottom: 1100.0 };
        let mut seen = vec![word("CHỦ", (900.0, 920.0), 0.9), word("TỊCH", (970.0, 920.0), 0.9)];
        put(place, None, vec![word("CHỦ", (112.0, 32.0), 0.8)], &mut seen);
        assert_eq!(texts(&seen), ["CHỦ", "TỊCH"]);
    }

    #[test]
    fn red_ink_that_lies_together_is_a_seal() {
        let inked = |x, y| (100..200).contains(&x) && (50..150).contains(&y);
        let image = RgbaImage::from_fn(400, 300, |x, y| Rgba(if inked(x, y) { [220, 30, 30, 255] } else { [255; 4] }));
        assert_eq!(seals(&image, 100), [Rect { left: 100.0, top: 50.0, right: 200.0, bottom: 150.0 }]);
    }

    #[test]
    fn photographs_and_specks_are_no_seals() {
        let picture = Picture { width: 1600, height: 2300, dpi: 200, grey: Vec::new() };
        let rect = |width: f32, height: f32| Rect { left: 100.0, top: 100.0, right: 100.0 + width, bottom: 100.0 + height };
        assert!(surroundings(rect(300.0, 300.0), &picture).is_some());
        assert!(surroundings(rect(1400.0, 2000.0), &picture).is_none());
        assert!(surroundings(rect(300.0, 20.0), &picture).is_none());
    }
}
