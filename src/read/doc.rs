//! DOC: Word 97–2003, by the library `office_oxide`.
//!
//! In: bytes. Out: a [`Layout`] of one page without number. It deliberately knows nothing of the
//! binary format, which is the library's business, nor of what documents say.

use std::io::Cursor;

use office_oxide::ir::{Element, HeaderFooter, InlineContent, List, ParagraphAlignment, TableBorder};
use office_oxide::{Document, DocumentFormat, OfficeError, ir};

use super::flow::Typed;
use super::tabs::Tabs;
use super::{ReadError, ReadErrorCode, flow, legacy};
use crate::layout::{Align, Block, Cell, Encoding, Font, Layout, Line, Page, Paragraph, Part, Reader, Row, Table};
use crate::warning::{Warned, Warning, WarningCode};

/// The deepest nesting that is read.
const DEEPEST: usize = 64;
/// The widest table row that is read.
const MOST_COLUMNS: usize = 200;

/// Reads a Word 97–2003 file.
pub(super) fn read(bytes: &[u8]) -> Result<Warned<Layout>, ReadError> {
    refuse_others(bytes)?;
    let document = Document::from_reader(Cursor::new(bytes.to_vec()), DocumentFormat::Doc).map_err(|error| refused(&error))?;
    let content = document.to_ir();
    let mut reader = Doc { part: Part::Body, met: None, depth: 0, listed: false };
    let mut blocks = Vec::new();
    let mut heads: Vec<Block> = Vec::new();
    let mut feet: Vec<Block> = Vec::new();
    for section in &content.sections {
        reader.margin(&[&section.first_page_header, &section.header, &section.even_page_header], Part::Header, &mut heads);
        reader.elements(&section.elements, &mut blocks);
        reader.margin(&[&section.first_page_footer, &section.footer, &section.even_page_footer], Part::Footer, &mut feet);
    }
    heads.append(&mut blocks);
    heads.append(&mut feet);
    flow::number(&mut heads);
    let detail = || content.metadata.warnings.first().cloned().unwrap_or_default();
    let mut warnings = Vec::new();
    if content.metadata.text_truncated {
        warnings.push(Warning { code: WarningCode::LimitReached, detail: detail() });
    } else if !content.metadata.warnings.is_empty() {
        warnings.push(Warning { code: WarningCode::PartDamaged, detail: detail() });
    }
    if reader.listed {
        warnings
            .push(Warning { code: WarningCode::PartDamaged, detail: "automatic list numbers; save it as DOCX to have them".to_owned() });
    }
    let pages = vec![Page { blocks: heads, ..Page::default() }];
    let encoding = reader.met.unwrap_or(Encoding::Unicode);
    Ok(Warned { value: Layout { reader: Reader::Doc, encoding, pages, signatures: Vec::new() }, warnings })
}

/// An OLE file may also be a workbook, a message, or a DOCX behind a password.
fn refuse_others(bytes: &[u8]) -> Result<(), ReadError> {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if named("WordDocument") {
        return Ok(());
    }
    if named("EncryptedPackage") {
        return Err(ReadError::new(ReadErrorCode::Locked, "opens only with a password; save it without one"));
    }
    let kind = [
        ("Workbook", "an Excel workbook"),
        ("Book", "an Excel workbook"),
        ("PowerPoint Document", "a presentation"),
        ("__substg1.0_", "a mail message"),
    ];
    match kind.iter().find(|(stream, _)| named(stream)) {
        Some((_, what)) => Err(ReadError::new(ReadErrorCode::Unsupported, format!("{what}; save its text as DOCX or PDF"))),
        None => Err(ReadError::new(ReadErrorCode::Damaged, "an OLE file without a Word document in it")),
    }
}

fn refused(error: &OfficeError) -> ReadError {
    let code = match error {
        OfficeError::Doc(office_oxide::doc::DocError::Encrypted) => ReadErrorCode::Locked,
        OfficeError::Doc(office_oxide::doc::DocError::UnsupportedVersion(_)) | OfficeError::UnsupportedFormat(_) => {
            ReadErrorCode::Unsupported
        }
        OfficeError::Panic(_) => ReadErrorCode::Crashed,
        _ => ReadErrorCode::Damaged,
    };
    ReadError::new(code, format!("{error}; open it in Word and save it as DOCX"))
}

struct Doc {
    part: Part,
    met: Option<Encoding>,
    depth: usize,
    /// An automatic list was met.
    listed: bool,
}

impl Doc {
    /// Running heads or feet, each text once.
    fn margin(&mut self, margins: &[&Option<HeaderFooter>], part: Part, out: &mut Vec<Block>) {
        for margin in margins.iter().copied().flatten() {
            let mut blocks = Vec::new();
            self.within(part, &margin.content, &mut blocks);
            for block in blocks {
                if !out.contains(&block) {
                    out.push(block);
                }
            }
        }
    }

    fn within(&mut self, part: Part, elements: &[Element], out: &mut Vec<Block>) {
        let outer = std::mem::replace(&mut self.part, part);
        self.elements(elements, out);
        self.part = outer;
    }

    fn elements(&mut self, elements: &[Element], out: &mut Vec<Block>) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        let mut tabs = Tabs::default();
        for element in elements {
            if !matches!(element, Element::Paragraph(_) | Element::Heading(_)) {
                tabs.end(out);
            }
            match element {
                Element::Paragraph(paragraph) => self.paragraph(&paragraph.content, paragraph.alignment.as_ref(), &mut tabs, out),
                Element::Heading(heading) => self.paragraph(&heading.content, heading.alignment.as_ref(), &mut tabs, out),
                Element::Table(table) => self.table(table, out),
                Element::List(list) => self.list(list, out),
                Element::TextBox(text_box) => self.within(Part::TextBox, &text_box.content, out),
                Element::Footnote(note) | Element::Endnote(note) => self.within(Part::Footnote, &note.content, out),
                Element::CodeBlock(code) => out.extend(flow::paragraph(vec![plain_line(&code.content)]).map(Block::Paragraph)),
                _ => {}
            }
        }
        tabs.end(out);
        self.depth -= 1;
    }

    fn paragraph(&mut self, content: &[InlineContent], align: Option<&ParagraphAlignment>, tabs: &mut Tabs, out: &mut Vec<Block>) {
        let lines = self.lines(content);
        let align = match align {
            Some(ParagraphAlignment::Center) => Align::Center,
            Some(ParagraphAlignment::Right) => Align::Right,
            _ => Align::Left,
        };
        tabs.paragraph(lines, &Paragraph { align, part: self.part, ..Paragraph::default() }, out);
    }

    fn lines(&mut self, content: &[InlineContent]) -> Vec<Typed> {
        let mut lines = Vec::new();
        let mut builder = flow::LineBuilder::default();
        for piece in content {
            match piece {
                InlineContent::LineBreak => lines.push(builder.typed()),
                InlineContent::Text(span) => {
                    let face = span.font_name.as_deref().unwrap_or_default();
                    let encoding = legacy::of_font(face);
                    let mut text = legacy::decode(&span.text, encoding);
                    if encoding != Encoding::Unicode && !text.is_ascii() {
                        self.met.get_or_insert(encoding);
                    }
                    if span.all_caps || legacy::is_capital_font(face) {
                        text = text.to_uppercase();
                    }
                    let half_points = u16::try_from(span.font_size_half_pt.unwrap_or(0)).unwrap_or(0);
                    let font = Font { size: f32::from(half_points) / 2.0, bold: span.bold, italic: span.italic };
                    for (index, line) in text.split(['\n', '\u{0B}', '\u{0C}', '\r']).enumerate() {
                        if index > 0 {
                            lines.push(builder.typed());
                        }
                        builder.push(line, font);
                    }
                }
                _ => {}
            }
        }
        lines.push(builder.typed());
        lines
    }

    /// The library does not tell bullets from numbers, nor how a list goes on: a label is given only
    /// where the items can be no numbered clauses.
    fn list(&mut self, list: &List, out: &mut Vec<Block>) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        self.listed = true;
        let enumerates = is_enumeration(list);
        for item in &list.items {
            let mut blocks = Vec::new();
            self.elements(&item.content, &mut blocks);
            if let Some(Block::Paragraph(first)) = blocks.first_mut().filter(|_| enumerates) {
                first.label = Some("-".to_owned());
            }
            out.append(&mut blocks);
            if let Some(nested) = &item.nested {
                self.list(nested, out);
            }
        }
        self.depth -= 1;
    }

    fn table(&mut self, source: &ir::Table, out: &mut Vec<Block>) {
        let header_rows = source.rows.iter().take_while(|row| row.repeat_as_header).count();
        let mut table = Table { rows: Vec::new(), header_rows };
        // How many more rows the cell above covers, for each grid column.
        let mut covered = [0_usize; MOST_COLUMNS];
        for row in &source.rows {
            let mut cells = Vec::new();
            let mut column = 0;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let column_span = usize::try_from(cell.col_span).unwrap_or(1).clamp(1, MOST_COLUMNS);
                let row_span = usize::try_from(cell.row_span).unwrap_or(1).clamp(1, source.rows.len().max(1));
                if column + column_span > MOST_COLUMNS {
                    break;
                }
                let mut blocks = Vec::new();
                self.elements(&cell.content, &mut blocks);
                covered.iter_mut().skip(column).take(column_span).for_each(|rows| *rows = row_span);
                cells.push(Cell { blocks, column, column_span, row_span, place: None });
                column += column_span;
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            table.rows.push(Row { cells });
        }
        flow::side_by_side(table, is_lined(source), out);
    }
}

fn plain_line(text: &str) -> Line {
    let mut builder = flow::LineBuilder::default();
    builder.push(text, Font::default());
    builder.take()
}

/// Several items that end with semicolons, as lists of names do.
fn is_enumeration(list: &List) -> bool {
    let ends = |element: &Element| {
        let Element::Paragraph(paragraph) = element else { return false };
        matches!(paragraph.content.last(), Some(InlineContent::Text(span)) if span.text.trim_end().ends_with(';'))
    };
    let listed = list.items.iter().filter(|item| item.content.first().is_some_and(ends)).count();
    listed > 0 && (listed + 1) * 4 >= list.items.len() * 3
}

/// Whether lines are drawn around cells.
fn is_lined(table: &ir::Table) -> bool {
    let drawn = |border: &TableBorder| {
        let sides = [&border.top, &border.bottom, &border.left, &border.right, &border.inside_h, &border.inside_v];
        sides.iter().filter(|side| side.as_ref().is_some_and(|line| line.style != ir::BorderStyle::None)).count()
    };
    if table.border.as_ref().is_some_and(|border| drawn(border) > 1) {
        return true;
    }
    let cells: Vec<&ir::TableCell> = table.rows.iter().flat_map(|row| &row.cells).collect();
    cells.iter().filter(|cell| cell.border.as_ref().is_some_and(|border| drawn(border) > 1)).count() * 2 > cells.len()
}
