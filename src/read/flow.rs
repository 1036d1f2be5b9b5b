//! Small tools of the flow readers: words without a place on paper, in the order of the flow.
//!
//! In: characters and fonts. Out: [`Word`]s, [`Line`]s and [`Paragraph`]s numbered in the flow. It
//! deliberately does not know which format they came from.

use crate::layout::{Block, Cell, Font, Line, Origin, Paragraph, Place, Word};

/// Cuts characters with their fonts into words; the font of a word is that of its first character
/// that is not a mere sign.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    words: Vec<(String, Font, bool)>,
    open: bool,
}

impl LineBuilder {
    /// Adds characters in one font.
    pub(super) fn push(&mut self, text: &str, font: Font) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.open = false;
                continue;
            }
            let letter = character.is_alphanumeric();
            match self.words.last_mut().filter(|_| self.open) {
                Some((word, own, settled)) => {
                    word.push(character);
                    if letter && !*settled {
                        *own = font;
                        *settled = true;
                    }
                }
                None => self.words.push((character.to_string(), font, letter)),
            }
            self.open = true;
        }
    }

    /// The line so far; the builder is empty afterwards.
    pub(super) fn take(&mut self) -> Line {
        self.open = false;
        let place = Place::InFlow { paragraph: 0 };
        let words = std::mem::take(&mut self.words);
        Line { words: words.into_iter().map(|(text, font, _)| Word { text, place, font, origin: Origin::Flow }).collect() }
    }
}

/// Numbers the paragraphs of some blocks in reading order.
pub(super) fn number(blocks: &mut [Block]) {
    number_from(blocks, &mut 0);
}

fn number_from(blocks: &mut [Block], next: &mut u32) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                for word in paragraph.lines.iter_mut().flat_map(|line| &mut line.words) {
                    word.place = Place::InFlow { paragraph: *next };
                }
                *next = next.saturating_add(1);
            }
            Block::Columns(columns) => columns.iter_mut().for_each(|column| number_from(column, next)),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    number_from(&mut cell.blocks, next);
                }
            }
        }
    }
}

/// A paragraph of lines; `None` where no line has a word.
pub(super) fn paragraph(lines: Vec<Line>) -> Option<Paragraph> {
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.words.is_empty()).collect();
    (!lines.is_empty()).then(|| Paragraph { lines, ..Paragraph::default() })
}

/// A cell of one grid square.
pub(super) fn cell(blocks: Vec<Block>, column: usize) -> Cell {
    Cell { blocks, column, column_span: 1, row_span: 1 }
}
