//! From the layout to one string that rules can read, with a way back to every word.
//!
//! In: a [`Layout`]. Out: [`Text`]: one NFC string (lines of a paragraph joined by a space,
//! paragraphs ended by a line feed), the paragraphs and tables as ranges in it, and for every
//! range the place and origin of its words. Nobody downstream normalises; what a person types
//! into a search goes through the same [`normalise()`] and [`fold()`].
//!
//! It deliberately knows nothing of document types, rules or records.

mod normal;
mod spelling;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) use normal::is_word_sign;
pub use normal::{fold, modern_tone, normalise};

pub use crate::layout::Align;
use crate::layout::{Block, Layout, Line, Origin, Part, Place, Rect, Word};
use spelling::Spelling;

/// A document as one string with structure.
#[derive(Debug, Clone, Default)]
pub struct Text {
    string: String,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    words: Vec<WordSpan>,
    signed: bool,
}

/// One paragraph of the string.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Its characters, without the line feed; begins with the list label, where there is one.
    pub range: Range<usize>,
    /// Its printed lines.
    pub lines: Vec<Range<usize>>,
    /// Where on the page it belongs.
    pub region: Region,
    /// Where its lines stand between the margins.
    pub align: Align,
    /// All its words are bold.
    pub bold: bool,
    /// All its words are italic.
    pub italic: bool,
    /// The page where it begins, from 1.
    pub page: Option<u32>,
}

/// Where on the page a paragraph belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// The running flow.
    Body,
    /// A column of a letterhead or signature block, not of data.
    Column {
        /// The group of columns, counted over the document from 0.
        group: usize,
        /// From 0 at the left.
        column: usize,
    },
    /// A cell of a table.
    Cell {
        /// Index in [`Text::tables`].
        table: usize,
    },
    /// Running head or foot, page number.
    Margin,
    /// A footnote.
    Footnote,
    /// A stamp, form field, note or text box.
    Overlay,
}

/// A table of the string.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The rows; a cell spanning rows stands only in its first.
    pub rows: Vec<Vec<Cell>>,
    /// Rows at the top that the file marks as headings; 0 where it does not say.
    pub header_rows: usize,
    /// How many paragraphs stand before it: its place in the flow.
    pub after: usize,
    /// The page where it begins, from 1.
    pub page: Option<u32>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Indices in [`Text::paragraphs`].
    pub paragraphs: Range<usize>,
    /// The first grid column that it covers, from 0.
    pub column: usize,
    /// How many grid columns it covers.
    pub column_span: usize,
    /// How many rows it covers.
    pub row_span: usize,
}

#[derive(Debug, Clone)]
struct WordSpan {
    range: Range<usize>,
    place: Place,
    origin: Origin,
    /// What recognition saw, where that was put right.
    seen: Option<String>,
}

/// Where a range of the string stands on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The page of its first word.
    pub page: Option<u32>,
    /// The box around its words on that page.
    pub rect: Option<Rect>,
    /// The lowest OCR confidence among its words; `None` where nothing was recognised.
    pub ocr_confidence: Option<f32>,
}

impl Text {
    /// The whole string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The file bears digital signatures: number and day may have been stamped on it as pictures when it was issued.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signed
    }

    /// The same as if its file were signed; for tests of other rooms.
    #[cfg(test)]
    pub(crate) fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// The characters of a range; empty where it does not lie on character bounds.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.string.get(range).unwrap_or_default()
    }

    /// The characters of a range as they were read, before misread words were put right.
    #[must_use]
    pub fn as_read(&self, range: &Range<usize>) -> String {
        let mut read = String::new();
        let mut at = range.start;
        for word in self.words_in(range).filter(|word| range.start <= word.range.start && word.range.end <= range.end) {
            if let Some(seen) = &word.seen {
                read.push_str(self.slice(at..word.range.start));
                read.push_str(seen);
                at = word.range.end;
            }
        }
        read.push_str(self.slice(at..range.end));
        read
    }

    fn words_in(&self, range: &Range<usize>) -> impl Iterator<Item = &WordSpan> {
        let (first, end) = (self.words.partition_point(|word| word.range.end <= range.start), range.end);
        self.words.iter().skip(first).take_while(move |word| word.range.start < end)
    }

    /// The paragraphs in reading order, those in table cells too.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The tables in reading order.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The characters of the n-th paragraph; empty where there is none.
    #[must_use]
    pub fn paragraph(&self, index: usize) -> &str {
        self.paragraphs.get(index).map_or("", |paragraph| self.slice(paragraph.range.clone()))
    }

    /// What a cell says, its paragraphs joined by a space.
    #[must_use]
    pub fn cell(&self, cell: &Cell) -> String {
        let parts: Vec<&str> = cell.paragraphs.clone().map(|index| self.paragraph(index)).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// The pages with words that were recognised in an image.
    #[must_use]
    pub fn recognised_pages(&self) -> BTreeSet<u32> {
        let recognised = self.words.iter().filter(|word| matches!(word.origin, Origin::Ocr { .. }));
        recognised.filter_map(|word| if let Place::OnPage { page, .. } = word.place { Some(page) } else { None }).collect()
    }

    /// Where a range stands on paper.
    #[must_use]
    pub fn locate(&self, range: &Range<usize>) -> Located {
        let mut located = Located { page: None, rect: None, ocr_confidence: None };
        for word in self.words_in(range) {
            if let Place::OnPage { page, rect } = word.place
                && located.page.is_none_or(|first| first == page)
            {
                located.page = Some(page);
                located.rect = Some(located.rect.map_or(rect, |so_far| so_far.union(rect)));
            }
            if let Origin::Ocr { confidence } = word.origin {
                located.ocr_confidence = Some(located.ocr_confidence.map_or(confidence, |lowest| lowest.min(confidence)));
            }
        }
        located
    }
}

/// Turns a layout into a text.
#[must_use]
pub fn from_layout(layout: &Layout) -> Text {
    from_layout_with(layout, &[])
}

/// Turns a layout into a text; recognised words that differ only by marks from one of these words of two syllables and
/// more are put right.
#[must_use]
pub fn from_layout_with(layout: &Layout, words: &[String]) -> Text {
    let mut builder = Builder { words, ..Builder::default() };
    for page in &layout.pages {
        builder.page = page.number;
        builder.blocks(&page.blocks, Region::Body);
    }
    builder.text.signed = !layout.signatures.is_empty();
    builder.text
}

/// A text of one paragraph for each line, as a plain file gives it; for tests of other rooms.
#[cfg(test)]
pub(crate) fn from_lines(lines: &[&str]) -> Text {
    from_paragraphs(&lines.iter().map(std::slice::from_ref).collect::<Vec<_>>())
}

/// A text of paragraphs of printed lines; for tests of other rooms.
#[cfg(test)]
pub(crate) fn from_paragraphs(paragraphs: &[&[&str]]) -> Text {
    from_blocks(paragraphs.iter().zip(0..).map(|(lines, paragraph)| printed(lines, paragraph)).collect())
}

/// A text that is one table of cells, each with the rows that it covers; for tests of other rooms.
#[cfg(test)]
pub(crate) fn from_table(rows: &[&[(&str, usize)]]) -> Text {
    use crate::layout::{Cell, Row, Table};
    let cell = |(column, &(text, row_span)): (usize, &(&str, usize))| {
        let blocks = vec![printed(&[text], 0)];
        Cell { blocks, column, column_span: 1, row_span, place: None }
    };
    let rows = rows.iter().map(|cells| Row { cells: cells.iter().enumerate().map(cell).collect() }).collect();
    from_blocks(vec![Block::Table(Table { rows, header_rows: 0 })])
}

/// A paragraph of printed lines.
#[cfg(test)]
fn printed(lines: &[&str], paragraph: u32) -> Block {
    use crate::layout::{Font, Paragraph};
    let word = |word: &str| Word { text: word.into(), place: Place::InFlow { paragraph }, font: Font::default(), origin: Origin::Flow };
    let lines = lines.iter().map(|line| Line { words: line.split_whitespace().map(word).collect() });
    Block::Paragraph(Paragraph { lines: lines.collect(), ..Paragraph::default() })
}

#[cfg(test)]
fn from_blocks(blocks: Vec<Block>) -> Text {
    use crate::layout::{Encoding, Page, Reader};
    let pages = vec![Page { blocks, ..Page::default() }];
    from_layout(&Layout { reader: Reader::Text, encoding: Encoding::Unicode, pages, signatures: Vec::new() })
}

#[derive(Default)]
struct Builder<'a> {
    text: Text,
    /// Known words; they are made ready for the first paragraph that was recognised.
    words: &'a [String],
    spelling: OnceCell<Spelling>,
    page: Option<u32>,
    groups: usize,
}

impl Builder<'_> {
    fn blocks(&mut self, blocks: &[Block], region: Region) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, region),
                Block::Columns(columns) => self.columns(columns, region),
                Block::Table(table) if region == Region::Body => self.table(table),
                // A table inside a cell or a column is read as text in its place.
                Block::Table(table) => {
                    for cell in table.rows.iter().flat_map(|row| &row.cells) {
                        self.blocks(&cell.blocks, region);
                    }
                }
            }
        }
    }

    fn columns(&mut self, columns: &[Vec<Block>], region: Region) {
        let group = self.groups;
        self.groups += 1;
        for (column, blocks) in columns.iter().enumerate() {
            let inner = if region == Region::Body { Region::Column { group, column } } else { region };
            self.blocks(blocks, inner);
        }
    }

    fn table(&mut self, table: &crate::layout::Table) {
        let index = self.text.tables.len();
        let after = self.text.paragraphs.len();
        self.text.tables.push(Table { header_rows: table.header_rows, after, page: self.page, ..Table::default() });
        let mut rows = Vec::new();
        for row in &table.rows {
            let mut cells = Vec::new();
            for cell in &row.cells {
                let start = self.text.paragraphs.len();
                self.blocks(&cell.blocks, Region::Cell { table: index });
                cells.push(Cell {
                    paragraphs: start..self.text.paragraphs.len(),
                    column: cell.column,
                    column_span: cell.column_span.max(1),
                    row_span: cell.row_span.max(1),
                });
            }
            rows.push(cells);
        }
        if let Some(own) = self.text.tables.get_mut(index) {
            own.rows = rows;
        }
    }

    fn paragraph(&mut self, paragraph: &crate::layout::Paragraph, region: Region) {
        let start = self.text.string.len();
        if let Some(label) = &paragraph.label {
            self.label(label, paragraph.lines.first());
        }
        let mut lines = Vec::new();
        let mut right = self.put_right(&paragraph.lines).into_iter();
        for line in &paragraph.lines {
            if let Some(range) = self.line(line, start, &mut right) {
                lines.push(range);
            }
        }
        let range = start..self.text.string.len();
        if range.is_empty() {
            return;
        }
        if let Some(first) = lines.first_mut() {
            first.start = start;
        }
        self.text.string.push('\n');
        let words = || paragraph.lines.iter().flat_map(|line| &line.words);
        self.text.paragraphs.push(Paragraph {
            page: self.text.locate(&range).page.or(self.page),
            range,
            lines,
            region: region_of(paragraph.part, region),
            align: paragraph.align,
            bold: words().next().is_some() && words().all(|word| word.font.bold),
            italic: words().next().is_some() && words().all(|word| word.font.italic),
        });
    }

    fn label(&mut self, label: &str, line: Option<&Line>) {
        let start = self.text.string.len();
        self.text.string.push_str(&normalise(label));
        if let Some(word) = line.and_then(|line| line.words.first()) {
            self.text.words.push(WordSpan { range: start..self.text.string.len(), place: word.place, origin: word.origin, seen: None });
        }
    }

    /// For each word of a paragraph that was recognised: its text where it was misread.
    fn put_right(&self, lines: &[Line]) -> Vec<Option<String>> {
        let words: Vec<&Word> = lines.iter().flat_map(|line| &line.words).collect();
        if !words.iter().any(|word| matches!(word.origin, Origin::Ocr { .. })) {
            return Vec::new();
        }
        let spelling = self.spelling.get_or_init(|| Spelling::of(self.words));
        let is_recognised = |word: &&Word| matches!(word.origin, Origin::Ocr { .. });
        // Words that a text layer gives keep apart what was recognised around them.
        let seen: Vec<String> = words.iter().map(|word| if is_recognised(word) { normalise(&word.text) } else { String::new() }).collect();
        spelling.put_right(&seen)
    }

    fn line(&mut self, line: &Line, paragraph_start: usize, right: &mut impl Iterator<Item = Option<String>>) -> Option<Range<usize>> {
        let mut range: Option<Range<usize>> = None;
        for word in &line.words {
            let seen = normalise(&word.text);
            let right = right.next().flatten().filter(|right| *right != seen);
            let normal = right.as_ref().unwrap_or(&seen);
            if normal.is_empty() {
                continue;
            }
            if self.text.string.len() > paragraph_start {
                self.text.string.push(' ');
            }
            let start = self.text.string.len();
            self.text.string.push_str(normal);
            let end = self.text.string.len();
            let origin = if right.is_some() { unsure(word.origin) } else { word.origin };
            let seen = right.is_some().then_some(seen);
            self.text.words.push(WordSpan { range: start..end, place: word.place, origin, seen });
            range = Some(range.map_or(start, |so_far| so_far.start)..end);
        }
        range
    }
}

/// What was put right is believed no more than this.
const PUT_RIGHT: f32 = 0.8;

fn unsure(origin: Origin) -> Origin {
    match origin {
        Origin::Ocr { confidence } => Origin::Ocr { confidence: confidence.min(PUT_RIGHT) },
        Origin::TextLayer | Origin::Flow => origin,
    }
}

fn region_of(part: Part, outer: Region) -> Region {
    match part {
        Part::Body => outer,
        Part::Header | Part::Footer => Region::Margin,
        Part::Footnote => Region::Footnote,
        Part::Annotation | Part::TextBox => Region::Overlay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Encoding, Font, Page, Reader, Word};

    fn word(text: &str, left: f32) -> Word {
        let rect = Rect { left, top: 10.0, right: left + 10.0, bottom: 20.0 };
        Word { text: text.into(), place: Place::OnPage { page: 1, rect }, font: Font::default(), origin: Origin::TextLayer }
    }

    #[test]
    fn recognised_words_are_put_right_and_what_was_read_is_kept() {
        let read = |origin: Origin| {
            let words =
                [("được", 0.0), ("bố", 20.0), ("sung,", 40.0), ("sửa", 60.0)].map(|(text, left)| Word { origin, ..word(text, left) });
            let (one, two) = words.split_at(2);
            let lines = vec![Line { words: one.to_vec() }, Line { words: two.to_vec() }];
            let page = Page { blocks: vec![Block::Paragraph(crate::layout::Paragraph { lines, ..Default::default() })], ..Page::default() };
            let layout = Layout { reader: Reader::PdfOcr, encoding: Encoding::Unicode, pages: vec![page], signatures: Vec::new() };
            from_layout_with(&layout, &["bổ sung".to_owned()])
        };
        let text = read(Origin::Ocr { confidence: 0.9 });
        assert_eq!(text.as_str(), "được bổ sung, sửa\n");
        let (whole, right) = (0..text.as_str().len() - 1, text.as_str().find("bổ").unwrap());
        assert_eq!(text.as_read(&whole), "được bố sung, sửa");
        assert_eq!(text.locate(&(right..right + 4)).ocr_confidence, Some(PUT_RIGHT));
        assert_eq!(read(Origin::TextLayer).as_str(), "được bố sung, sửa\n");
    }

    #[test]
    fn joins_lines_and_finds_the_way_back() {
        let lines = vec![Line { words: vec![word("U\u{309}y", 0.0), word("ban", 20.0)] }, Line { words: vec![word("nhân", 40.0)] }];
        let paragraph = crate::layout::Paragraph { lines, label: Some("1.".into()), ..Default::default() };
        let page = Page { number: Some(1), blocks: vec![Block::Paragraph(paragraph)], ..Page::default() };
        let text = from_layout(&Layout { reader: Reader::PdfText, encoding: Encoding::Unicode, pages: vec![page], signatures: Vec::new() });
        assert_eq!(text.as_str(), "1. Ủy ban nhân\n");
        assert_eq!(text.paragraphs()[0].lines.iter().map(|line| text.slice(line.clone())).collect::<Vec<_>>(), ["1. Ủy ban", "nhân"]);
        let ban = text.as_str().find("ban").unwrap();
        let located = text.locate(&(ban..ban + 3));
        assert_eq!((located.page, located.rect.unwrap().left), (Some(1), 20.0));
    }
}
