//! Tables of a page image, read cell by cell: what stands beside another cell is never one line with it.
//!
//! In: the picture, its ruling lines and how far it is askew. Out: the words of the cells, in place of those
//! that the whole page gave there. It deliberately does not know what a table says.

use super::Skew;
use super::picture::Picture;
use super::rules::{self, Stroke};
use super::tesseract::{self, SeenWord};
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

/// Reads the cells of the tables, given in dots of the straightened page, and puts their words in place of the others.
pub(super) fn read(picture: &Picture, strokes: &[Stroke], skew: Skew, tables: &[Vec<Rect>], seen: &mut Vec<SeenWord>) {
    let cells: Vec<Rect> = tables.iter().filter(|table| table.len() >= FEWEST_CELLS).flatten().copied().collect();
    if cells.is_empty() || cells.len() > MOST_CELLS {
        return;
    }
    let mut bare = picture.clone();
    rules::erase(&mut bare, strokes);
    let cut: Vec<(Rect, Picture)> = cells
        .into_iter()
        .map(|cell| (cell, bare.piece(cell, 1.0, FRAME, |place| skew.tilt(place))))
        .filter(|(_, own)| has_ink(own))
        .collect();
    let pictures: Vec<&Picture> = cut.iter().map(|(_, own)| own).collect();
    let Ok(read) = tesseract::recognise_each(&pictures) else { return };
    for ((cell, _), words) in cut.iter().zip(read) {
        if words.is_empty() {
            continue;
        }
        seen.retain(|word| !holds(*cell, skew.straighten(word.middle())));
        let line = seen.iter().map(|word| word.line.0).max().unwrap_or_default() + 1;
        seen.extend(words.into_iter().map(|word| placed(word, *cell, skew, line)));
    }
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
    fn frames_and_pages_without_tables_are_left_as_they_were_read() {
        let picture = Picture { width: 200, height: 200, dpi: 200, grey: vec![255; 40_000] };
        let cell = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let mut seen = vec![word("chữ", (10.0, 10.0))];
        read(&picture, &[], LEVEL, &[vec![cell; 2]], &mut seen);
        read(&picture, &[], LEVEL, &[vec![cell; 4]], &mut seen);
        assert_eq!(seen, [word("chữ", (10.0, 10.0))]);
    }
}
