//! Tables of a page image, read cell by cell: what stands beside another cell is never one line with it.
//!
//! In: the picture, its ruling lines and how far it is askew. Out: the words of the cells, in place of those
//! that the whole page gave there. It deliberately does not know what a table says.

use super::Skew;
use super::picture::Picture;
use super::rules::{self, Stroke};
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

/// Dots darker than this are ink.
const INK: u8 = 140;

/// A word read as surely as this is no figure, …
const SURE_WORD: f32 = 0.8;

/// … and what has more signs is none either.
const LONGEST_FIGURE: usize = 10;

/// Reads the cells of the tables, given in dots of the straightened page, and puts their words in place of the others.
pub(super) fn read(picture: &Picture, strokes: &[Stroke], skew: Skew, tables: &[Vec<Rect>], seen: &mut Vec<SeenWord>) {
    let cells: Vec<Rect> = tables.iter().filter(|table| table.len() >= FEWEST_CELLS).flatten().copied().collect();
    if cells.is_empty() || cells.len() > MOST_CELLS {
        return;
    }
    let mut bare = picture.clone();
    rules::erase(&mut bare, strokes);
    let bare = bare.levelled();
    let cut: Vec<(Rect, Picture)> = cells
        .into_iter()
        .map(|cell| (cell, bare.piece(cell, 1.0, FRAME, |place| skew.tilt(place))))
        .filter(|(_, own)| has_ink(own))
        .collect();
    let pictures: Vec<&Picture> = cut.iter().map(|(_, own)| own).collect();
    let Ok(mut read) = tesseract::recognise_each(&pictures, Script::Vietnamese) else { return };
    read_figures(&pictures, &mut read);
    for ((cell, _), words) in cut.iter().zip(read) {
        if words.is_empty() {
            continue;
        }
        seen.retain(|word| !holds(*cell, skew.straighten(word.middle())));
        let line = seen.iter().map(|word| word.line.0).max().unwrap_or_default() + 1;
        seen.extend(words.into_iter().map(|word| placed(word, *cell, skew, line)));
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
        {
            *own = words;
        }
    }
}

/// At most two words, each short, and neither a word of some letters that was read surely.
fn may_be_figure(words: &[SeenWord]) -> bool {
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
        let mut seen = vec![word("chữ", (10.0, 10.0))];
        read(&picture, &[], LEVEL, &[vec![cell; 2]], &mut seen);
        read(&picture, &[], LEVEL, &[vec![cell; 4]], &mut seen);
        assert_eq!(seen, [word("chữ", (10.0, 10.0))]);
    }
}
