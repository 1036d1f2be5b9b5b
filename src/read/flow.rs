//! Small tools of the flow readers: words without a place on paper, in the order of the flow.
//!
//! In: characters and fonts. Out: [`Word`]s, [`Line`]s and [`Paragraph`]s numbered in the flow. It
//! deliberately does not know which format they came from.

use super::label;
use crate::layout::{Block, Cell, Font, Line, Origin, Paragraph, Place, Table, Word};

/// Cuts characters with their fonts into words; the font of a word is that of its first character
/// that is not a mere sign.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    words: Vec<Word>,
    /// The last word goes on with what is pushed next.
    open: bool,
    /// The last word has its font.
    settled: bool,
    /// White space since the last word, a tab counting as a wide gap.
    blank: usize,
    /// The word behind the last wide gap.
    gap: Option<usize>,
}

/// A line as typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) line: Line,
    /// The first word behind the last tab or run of spaces that parts columns.
    pub(super) gap: Option<usize>,
}

/// So many spaces part columns, as a tab does.
const WIDE: usize = 6;

/// A Vietnamese syllable and the space behind it take about so many bytes.
const USUAL: usize = 6;

impl LineBuilder {
    /// Adds characters in one font.
    pub(super) fn push(&mut self, text: &str, font: Font) {
        self.words.reserve(text.len() / USUAL);
        for piece in text.split_inclusive(char::is_whitespace) {
            let part = piece.trim_end_matches(char::is_whitespace);
            if !part.is_empty() {
                if self.blank >= WIDE {
                    self.gap = Some(self.words.len());
                }
                self.blank = 0;
                self.extend(part, font);
            }
            self.open = part.len() == piece.len();
            self.blank += match piece.get(part.len()..) {
                Some("\t") => WIDE,
                None | Some("") => 0,
                Some(_) => 1,
            };
        }
    }

    fn extend(&mut self, part: &str, font: Font) {
        if let Some(word) = self.words.last_mut().filter(|_| self.open) {
            word.text.push_str(part);
            if !self.settled && part.contains(char::is_alphanumeric) {
                word.font = font;
                self.settled = true;
            }
        } else {
            self.settled = part.contains(char::is_alphanumeric);
            self.words.push(Word { text: part.to_owned(), place: Place::InFlow { paragraph: 0 }, font, origin: Origin::Flow });
        }
    }

    /// The line so far; the builder is empty afterwards.
    pub(super) fn take(&mut self) -> Line {
        self.typed().line
    }

    /// The line so far as it was typed; the builder is empty afterwards.
    pub(super) fn typed(&mut self) -> Typed {
        let Self { words, gap, .. } = std::mem::take(self);
        Typed { line: Line { words }, gap }
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

/// A paragraph of lines; `None` where no line has a word. Lines that only draw a rule go.
pub(super) fn paragraph(lines: Vec<Line>) -> Option<Paragraph> {
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.words.is_empty() && !is_drawn(line)).collect();
    (!lines.is_empty()).then(|| Paragraph { lines, ..Paragraph::default() })
}

/// Three signs or more, all of which only draw a line.
fn is_drawn(line: &Line) -> bool {
    let signs = || line.words.iter().flat_map(|word| word.text.chars());
    signs().take(3).count() == 3 && signs().all(|sign| matches!(sign, '-' | '_' | '=' | '~' | '–' | '—' | '─' | '*' | '¯'))
}

/// The list items of a paragraph that was typed as one with hard line breaks; an automatic bullet
/// before a typed one goes.
pub(super) fn items(mut whole: Paragraph) -> Vec<Paragraph> {
    let is_bullet = |text: &str| matches!(text, "+" | "-");
    if let Some(first) = whole.lines.first_mut() {
        let bullets = first.words.iter().take_while(|word| is_bullet(&word.text)).count();
        if bullets > 0 && whole.label.as_deref().is_some_and(is_bullet) {
            whole.label = None;
        }
        first.words.drain(..bullets.saturating_sub(1));
    }
    if whole.lines.len() == 1 {
        return vec![whole];
    }
    let model = Paragraph { lines: Vec::new(), label: None, ..whole };
    let mut items: Vec<Paragraph> = Vec::new();
    for line in whole.lines {
        let text: Vec<&str> = line.words.iter().take(3).map(|word| word.text.as_str()).collect();
        let begins = label::length(&text.join(" ")).is_some();
        match items.last_mut() {
            Some(item) if !begins => item.lines.push(line),
            _ => items.push(Paragraph { lines: vec![line], ..model.clone() }),
        }
    }
    if let Some(first) = items.first_mut() {
        first.label = whole.label;
    }
    items
}

/// A cell of one grid square.
pub(super) fn cell(blocks: Vec<Block>, column: usize) -> Cell {
    Cell { blocks, column, column_span: 1, row_span: 1, place: None }
}

/// The most rows of a letterhead or signature block.
const MOST_LAYOUT_ROWS: usize = 3;

/// Adds a table of a Word file as what it is: a table of data, columns that only stand side by side,
/// or, with one column, its blocks. `lined` says whether its grid is drawn.
pub(super) fn side_by_side(table: Table, lined: bool, out: &mut Vec<Block>) {
    let width = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column.saturating_add(cell.column_span)).max().unwrap_or(0);
    let most = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let told = cells().filter(|cell| !cell.blocks.is_empty()).count();
    if told == 0 {
        return;
    }
    if most == 1 && table.rows.len() == 1 {
        out.extend(table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks));
        return;
    }
    let merged = cells().any(|cell| cell.row_span > 1);
    let small = (2..=3).contains(&most) && width <= 6 && table.rows.len() <= MOST_LAYOUT_ROWS && table.header_rows == 0 && !merged;
    let full = cells().filter(|cell| cell.blocks.len() > 1).count();
    let figures = cells().filter(|cell| is_figure(&cell.blocks)).count();
    let layout = if lined { most == 2 && table.rows.len() <= 2 && full * 2 > told } else { figures * 3 <= told };
    if small && layout {
        columns(table, out);
    } else {
        out.push(Block::Table(table));
    }
}

/// One group of columns over all rows; a row that leads in a list is read one cell after the other.
fn columns(table: Table, out: &mut Vec<Block>) {
    let mut held: Vec<Vec<Block>> = Vec::new();
    let flush = |held: &mut Vec<Vec<Block>>, out: &mut Vec<Block>| {
        if held.iter().any(|column| !column.is_empty()) {
            out.push(Block::Columns(std::mem::take(held)));
        }
        held.clear();
    };
    for row in table.rows {
        if matches!(row.cells.as_slice(), [left, right] if is_lead_in(&left.blocks, &right.blocks)) {
            flush(&mut held, out);
            out.extend(row.cells.into_iter().flat_map(|cell| cell.blocks));
            continue;
        }
        for (index, cell) in row.cells.into_iter().enumerate() {
            if held.len() <= index {
                held.push(Vec::new());
            }
            if let Some(column) = held.get_mut(index) {
                column.extend(cell.blocks);
            }
        }
    }
    flush(&mut held, out);
}

/// A short left cell that leads in the list to its right, or an empty one before a list.
pub(super) fn is_lead_in(left: &[Block], right: &[Block]) -> bool {
    let short = match left {
        [] => true,
        [Block::Paragraph(only)] => only.lines.last().and_then(|line| line.words.last()).is_some_and(|word| word.text.ends_with(':')),
        _ => false,
    };
    short && right.iter().any(is_item)
}

/// A paragraph with an automatic label or a dash.
pub(super) fn is_item(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let first = paragraph.lines.first().and_then(|line| line.words.first());
    paragraph.label.is_some() || first.is_some_and(|word| word.text.starts_with(['-', '+', '–']))
}

/// Joins a label that is an item with a dash, `- Các bộ:`, and the names beside it into one paragraph.
pub(super) fn join_label(cells: &mut Vec<Vec<Block>>) -> bool {
    let [left, right] = cells.as_mut_slice() else { return false };
    let ([Block::Paragraph(label)], [Block::Paragraph(names), ..]) = (left.as_mut_slice(), right.as_mut_slice()) else { return false };
    let mut words = label.lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str());
    let item = words.next().is_some_and(|first| first.starts_with(['-', '+', '–']));
    if !item || !words.next_back().is_some_and(|last| last.ends_with(':')) {
        return false;
    }
    label.lines.append(&mut names.lines);
    right.remove(0);
    true
}

/// A cell of one short paragraph with a figure and no long word.
fn is_figure(blocks: &[Block]) -> bool {
    let [Block::Paragraph(only)] = blocks else { return false };
    let words: Vec<&Word> = only.lines.iter().flat_map(|line| &line.words).collect();
    matches!(words.as_slice(), [one] if one.text.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_on_over_pieces_and_take_the_font_of_their_first_letter() {
        let font = |size| Font { size, ..Font::default() };
        let mut builder = LineBuilder::default();
        for (text, size) in [("Số", 1.0), ("", 2.0), (" (", 3.0), ("nộp", 4.0), (")\u{a0}", 5.0), ("hồ s", 6.0), ("ơ", 7.0)] {
            builder.push(text, font(size));
        }
        let words = builder.take().words;
        let found: Vec<(&str, f32)> = words.iter().map(|word| (word.text.as_str(), word.font.size)).collect();
        assert_eq!(found, [("Số", 1.0), ("(nộp)", 4.0), ("hồ", 6.0), ("sơ", 6.0)]);
        builder.push("mới", font(1.0));
        assert_eq!(builder.take().words.len(), 1);
    }
}
