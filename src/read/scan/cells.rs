//! Tables of a page image, read cell by cell: what stands beside another cell is never one line with it.
//!
//! In: the picture, its ruling lines and how far it is askew. Out: the words of the cells, and the picture without the cells
//! that were read surely: they are recognised once. It deliberately does not know what a table says.

use super::picture::Picture;
use super::rules::{self, Stroke};
use super::skew::Skew;
use super::tesseract::{self, Script, SeenWord};
use crate::layout::Rect;

/// Smaller grids are frames and boxes, whose text the whole page shows as well.
const FEWEST_CELLS: usize = 4;

/// More cells than this on a page are left as the whole page gave them.
const MOST_CELLS: usize = 600;

/// White space around a cell, in dots, without which the engine misses its first letters.
const FRAME: usize = 12;

/// A cell with fewer dark dots than this is empty.
const FEWEST_DOTS: usize = 12;

/// What is read less surely by itself is read with the whole page as well.
const SURE_CELL: f32 = 0.65;

/// A line around a cell reaches so far into it, in inches.
const LINE: f32 = 0.02;

/// Dots darker than this are ink.
const INK: u8 = 140;

/// A word read as surely as this is no figure, …
const SURE_WORD: f32 = 0.8;

/// … a figure read as surely as this is one (measured: where the English data then read another it was wrong), …
const SURE_FIGURE: f32 = 0.85;

/// … and what has more signs is none.
const LONGEST_FIGURE: usize = 10;

/// A cell as it was read by itself.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its table, counted from 0.
    table: usize,
    /// In dots of the straightened page.
    place: Rect,
    has_ink: bool,
    words: Vec<SeenWord>,
}

impl Cell {
    pub(super) fn words(&self) -> &[SeenWord] {
        &self.words
    }

    /// Whether nothing can be missing from it, so that the page need not be read there again.
    fn is_done(&self) -> bool {
        !self.has_ink || !self.words.is_empty() && super::confidence(&self.words) >= SURE_CELL
    }
}

/// Reads the cells of tables, given in dots of the straightened page.
pub(super) fn read(picture: &Picture, strokes: &[Stroke], skew: Skew, tables: &[Vec<Rect>]) -> Vec<Cell> {
    let tables = tables.iter().filter(|table| table.len() >= FEWEST_CELLS).enumerate();
    let cells: Vec<(usize, Rect)> = tables.flat_map(|(table, cells)| cells.iter().map(move |cell| (table, *cell))).collect();
    if cells.is_empty() || cells.len() > MOST_CELLS {
        return Vec::new();
    }
    let mut bare = picture.clone();
    rules::erase(&mut bare, strokes);
    let bare = bare.levelled();
    let cut: Vec<Picture> = cells.iter().map(|(_, cell)| bare.piece(*cell, 1.0, FRAME, |place| skew.tilt(place))).collect();
    let inked: Vec<&Picture> = cut.iter().filter(|own| has_ink(own)).collect();
    let Ok(mut read) = tesseract::recognise_each(&inked, Script::Vietnamese) else { return Vec::new() };
    read_figures(&inked, &mut read);
    let mut read = read.into_iter();
    let cell = |((table, place), own): ((usize, Rect), &Picture)| {
        let has_ink = has_ink(own);
        Cell { table, place, has_ink, words: if has_ink { read.next().unwrap_or_default() } else { Vec::new() } }
    };
    cells.into_iter().zip(&cut).map(cell).collect()
}

/// The picture without the cells that have been read, or nothing where all of it must be read: a table of which little was
/// read surely is read whole.
pub(super) fn without(picture: &Picture, cells: &[Cell], skew: Skew) -> Option<Picture> {
    let surely_read = |table: &&[Cell]| {
        let inked = || table.iter().filter(|cell| cell.has_ink);
        inked().filter(|cell| cell.is_done()).count() * 5 >= inked().count() * 4
    };
    let tables = cells.chunk_by(|one, next| one.table == next.table).filter(surely_read);
    let mut done = tables.flatten().filter(|cell| cell.is_done()).peekable();
    done.peek()?;
    let mut rest = picture.clone();
    done.for_each(|cell| whiten(cell.place, skew, &mut rest));
    Some(rest)
}

/// Whitens a cell and the lines around it.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn whiten(cell: Rect, skew: Skew, picture: &mut Picture) {
    let line = LINE * picture.dpi as f32;
    let cell = Rect { left: cell.left - line, top: cell.top - line, right: cell.right + line, bottom: cell.bottom + line };
    let corners = [(cell.left, cell.top), (cell.right, cell.top), (cell.left, cell.bottom), (cell.right, cell.bottom)];
    let corners = corners.map(|corner| skew.tilt(corner));
    let bounds = |values: [f32; 4], most: usize| {
        let (low, high) = values.into_iter().fold((f32::MAX, 0.0_f32), |(low, high), value| (low.min(value), high.max(value)));
        dots(low).min(most)..dots(high + 1.0).min(most)
    };
    let (columns, rows) = (bounds(corners.map(|corner| corner.0), picture.width), bounds(corners.map(|corner| corner.1), picture.height));
    for row in rows {
        for column in columns.clone() {
            if holds(cell, skew.straighten((column as f32, row as f32)))
                && let Some(dot) = picture.grey.get_mut(row * picture.width + column)
            {
                *dot = 255;
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few thousand dots a side")]
fn dots(place: f32) -> usize {
    place.max(0.0) as usize
}

/// Puts the words of cells in place of those that the whole page gave there.
pub(super) fn put(cells: Vec<Cell>, skew: Skew, seen: &mut Vec<SeenWord>) {
    for Cell { place, words, .. } in cells.into_iter().filter(|cell| !cell.words.is_empty()) {
        seen.retain(|word| !holds(place, skew.straighten(word.middle())));
        let line = seen.iter().map(|word| word.line.0).max().unwrap_or_default() + 1;
        seen.extend(words.into_iter().map(|word| placed(word, place, skew, line)));
    }
}

/// Reads cells that hold no words a second time, as figures, and keeps what is a figure.
fn read_figures(pictures: &[&Picture], read: &mut [Vec<SeenWord>]) {
    let (places, wordless): (Vec<usize>, Vec<&Picture>) =
        read.iter().zip(pictures).enumerate().filter(|(_, (words, _))| may_be_figure(words)).map(|(place, (_, own))| (place, own)).unzip();
    let Ok(figures) = tesseract::recognise_each(&wordless, Script::Figures) else { return };
    for (place, words) in places.into_iter().zip(figures) {
        if let ([word], Some(own)) = (words.as_slice(), read.get_mut(place))
            && is_figure(&word.text)
            && word.confidence > super::confidence(own.iter())
        {
            *own = words;
        }
    }
}

/// At most two words, each short, and neither a word of some letters that was read surely, nor a sure figure already.
fn may_be_figure(words: &[SeenWord]) -> bool {
    if let [word] = words
        && word.confidence >= SURE_FIGURE
        && is_figure(&word.text)
    {
        return false;
    }
    let is_word = |word: &SeenWord| word.confidence >= SURE_WORD && word.text.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    words.len() <= 2 && words.iter().all(|word| word.text.chars().count() <= LONGEST_FIGURE && !is_word(word))
}

/// Digits with at most the signs that figures have.
fn is_figure(text: &str) -> bool {
    let bare = text.trim_matches(|sign| matches!(sign, '(' | ')' | '[' | ']' | '-' | '+' | '%'));
    bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.ends_with(|last: char| last.is_ascii_digit())
        && bare.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '/' | '-'))
}

fn holds(cell: Rect, (x, y): (f32, f32)) -> bool {
    cell.left <= x && x <= cell.right && cell.top <= y && y <= cell.bottom
}

fn has_ink(picture: &Picture) -> bool {
    picture.grey.iter().filter(|&&grey| grey < INK).count() >= FEWEST_DOTS
}

/// A word of a cell, as a word of the page.
#[expect(clippy::cast_precision_loss, reason = "the frame has few dots")]
fn placed(word: SeenWord, cell: Rect, skew: Skew, line: u32) -> SeenWord {
    let (x, y) = word.middle();
    let middle = skew.tilt((cell.left + x - FRAME as f32, cell.top + y - FRAME as f32));
    let corner = (middle.0 - word.size.0 / 2.0, middle.1 - word.size.1 / 2.0);
    let (block, paragraph, own) = word.line;
    SeenWord { corner, line: (line, block * 1000 + paragraph, own), ..word }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVEL: Skew = Skew { slope: 0.0, middle: (100.0, 100.0) };

    fn word(text: &str, corner: (f32, f32)) -> SeenWord {
        SeenWord { text: text.into(), corner, size: (20.0, 10.0), confidence: 0.9, line: (1, 1, 1) }
    }

    #[test]
    fn words_of_a_cell_stand_where_the_cell_stands_on_the_page() {
        let cell = Rect { left: 100.0, top: 50.0, right: 180.0, bottom: 80.0 };
        let frame = 12.0;
        assert_eq!(placed(word("91,3", (frame + 5.0, frame + 7.0)), cell, LEVEL, 9).corner, (105.0, 57.0));
        let askew = Skew { slope: 0.02, ..LEVEL };
        let found = placed(word("91,3", (frame + 5.0, frame + 7.0)), cell, askew, 9);
        let (x, y) = askew.straighten(found.middle());
        assert!((x - 115.0).abs() < 0.1 && (y - 62.0).abs() < 0.1, "{x} {y}");
    }

    #[test]
    fn cells_without_words_may_hold_a_figure() {
        let seen = |text: &str, confidence: f32| SeenWord { confidence, ..word(text, (0.0, 0.0)) };
        assert!(may_be_figure(&[]));
        assert!(may_be_figure(&[seen("ĐẠĐ", 0.1)]));
        assert!(may_be_figure(&[seen("1U/", 0.2), seen("11", 0.5)]));
        assert!(!may_be_figure(&[seen("Tốt", 0.96)]));
        assert!(!may_be_figure(&[seen("17,55", 0.93)]) && may_be_figure(&[seen("180", 0.8)]));
        assert!(!may_be_figure(&[seen("xã", 0.9), seen("Bình", 0.9), seen("An", 0.9)]));
        for figure in ["17,55", "9", "(18)", "05/12", "-1,5", "100%"] {
            assert!(is_figure(figure), "{figure}");
        }
        for other in ["a1", "1U", "", "-", "Q20)", "1:"] {
            assert!(!is_figure(other), "{other}");
        }
    }

    #[test]
    fn frames_and_pages_without_tables_are_left_as_they_were_read() {
        let picture = Picture { width: 200, height: 200, dpi: 200, grey: vec![255; 40_000] };
        let cell = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        assert!(read(&picture, &[], LEVEL, &[vec![cell; 2]]).is_empty());
        let cells = read(&picture, &[], LEVEL, &[vec![cell; 4]]);
        let mut seen = vec![word("chữ", (10.0, 10.0))];
        put(cells, LEVEL, &mut seen);
        assert_eq!(seen, [word("chữ", (10.0, 10.0))]);
    }

    #[test]
    fn what_was_read_surely_is_not_there_to_be_read_again() {
        let picture = Picture { width: 200, height: 200, dpi: 200, grey: vec![0; 40_000] };
        let place = |left: f32| Rect { left, top: 50.0, right: left + 50.0, bottom: 100.0 };
        let cell = |table: usize, left: f32, words: &[&SeenWord]| {
            let words = words.iter().copied().cloned().collect();
            Cell { table, place: place(left), has_ink: true, words }
        };
        let sure = word("Tốt", (10.0, 10.0));
        let poor = SeenWord { confidence: 0.3, ..sure.clone() };
        let mut cells: Vec<Cell> = [0.0, 0.0, 0.0, 0.0].map(|left| cell(0, left, &[&sure])).into();
        cells.push(cell(0, 60.0, &[&poor]));
        cells.extend([cell(1, 120.0, &[]), cell(1, 120.0, &[&sure])]);
        let rest = without(&picture, &cells, LEVEL).unwrap();
        assert_eq!([25, 85, 145].map(|x| rest.grey[75 * 200 + x]), [255, 0, 0]);
        assert_eq!((rest.grey[110 * 200 + 25], rest.grey[47 * 200 + 25]), (0, 255));
        assert_eq!(without(&picture, &cells[3..], LEVEL), None);
    }
}
