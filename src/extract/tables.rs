//! Tables of data as read: header paths, titles, rows with merged cells filled.
//!
//! In: the text's tables. Out: [`Grid`]s, whose cells remember their place in the text, and the
//! records' [`Table`]s made from them. What the columns mean is `columns`' business.

use std::ops::Range;

use super::folded::Folded;
use super::{Found, Reading};
use crate::pattern::tables::TableRules;
use crate::record::Table;
use crate::text::{self, Region, Text, fold};

/// A table of data, rectangular.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Grid {
    /// Its title.
    pub(super) caption: Option<String>,
    /// One header path for each column.
    pub(super) columns: Vec<String>,
    /// Its rows; merged cells repeated downward.
    pub(super) rows: Vec<Vec<Cell>>,
    /// The page where it begins.
    pub(super) page: Option<u32>,
    /// How many paragraphs stand before it.
    pub(super) after: usize,
    end: usize,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cell {
    /// What it says.
    pub(super) text: String,
    /// Where it stands in the text; empty where it says nothing.
    pub(super) range: Range<usize>,
}

impl Grid {
    /// A column's header path without its last part; empty where it has only one.
    pub(super) fn above(&self, column: usize) -> &str {
        self.columns.get(column).and_then(|path| path.rsplit_once(" / ")).map_or("", |(above, _)| above)
    }

    /// The last part of a column's header path.
    pub(super) fn leaf(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |path| path.rsplit(" / ").next().unwrap_or(path))
    }
}

/// Gives every table of data in the document.
pub(super) fn grids(reading: &Reading<'_>) -> Vec<Grid> {
    let rules = &reading.patterns.tables;
    let mut grids: Vec<Grid> = Vec::new();
    for table in reading.text.tables().iter().filter(|table| !is_stamp(reading, table)) {
        let Some(grid) = grid(reading.text, table, rules) else { continue };
        match grids.last_mut() {
            Some(before) if continues(reading.text, before, &grid) => before.append(grid),
            _ => grids.push(grid),
        }
    }
    grids
}

/// The frame of an incoming stamp in the letterhead of an image.
fn is_stamp(reading: &Reading<'_>, table: &text::Table) -> bool {
    let own = reading.zones.head.contains(&table.after).then(|| reading.text.paragraphs().get(table.after)).flatten();
    own.is_some_and(|own| matches!(own.region, Region::Cell { .. }) && reading.text.locate(&own.range).ocr_confidence.is_some())
}

/// The records' form of the grids.
pub(super) fn find(reading: &Reading<'_>, grids: &[Grid]) -> Vec<Found<Table>> {
    let text = |cell: &Cell| cell.text.clone();
    let found = grids.iter().map(|grid| {
        let rows = grid.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let range = grid.rows.first().and_then(|row| row.iter().find(|cell| !cell.range.is_empty())).map(|cell| cell.range.clone());
        let evidence = range.map(|range| (String::new(), reading.evidence(&range, "tables/grid", 0.95)));
        let value = Table { caption: grid.caption.clone(), page: grid.page, columns: grid.columns.clone(), rows };
        Found { value, evidence: evidence.into_iter().collect() }
    });
    found.collect()
}

impl Grid {
    fn append(&mut self, other: Grid) {
        let headless = other.columns.iter().all(String::is_empty) || other.columns == self.columns;
        if !headless {
            let header = other.columns.into_iter().map(|text| Cell { text, range: 0..0 }).collect();
            self.rows.push(header);
        }
        self.rows.extend(other.rows);
        self.end = other.end;
    }
}

/// Whether a table is the rest of the one before it, cut by a page's end.
fn continues(text: &Text, before: &Grid, grid: &Grid) -> bool {
    let between = before.end..grid.after;
    let only_margin = between.clone().all(|index| {
        let margin = text.paragraphs().get(index).is_some_and(|paragraph| matches!(paragraph.region, Region::Margin | Region::Footnote));
        margin || text.paragraph(index).bytes().all(|byte| byte.is_ascii_digit())
    });
    let next_page = grid.page.is_some() && grid.page != before.page;
    let same = grid.columns == before.columns;
    only_margin && before.columns.len() == grid.columns.len() && (same || next_page && looks_like_row(&grid.columns))
}

/// Headers that are no headers: the first row of a part without repeated heading.
fn looks_like_row(columns: &[String]) -> bool {
    columns.iter().any(|column| super::numbers::parse(column).is_some())
}

type Raw = Vec<Vec<Option<Cell>>>;

fn grid(text: &Text, table: &text::Table, rules: &TableRules) -> Option<Grid> {
    let (raw, own) = rectangle(text, table);
    let width = raw.first().map_or(0, Vec::len);
    let all = || raw.iter().flatten().flatten();
    if width < 2 || raw.len() < 2 || all().any(|cell| rules.layout_only.regex().is_match(&fold(&cell.text))) {
        return None;
    }
    let mut top = 0;
    let mut inner_title = None;
    while raw.len() > top + 2 && own.get(top).is_some_and(|cells| *cells == 1) && filled(raw.get(top)?) == width {
        inner_title = raw.get(top)?.first()?.clone().map(|cell| cell.text);
        top += 1;
    }
    let header = header_rows(table, &raw, top, rules);
    let mut heading: Raw = raw.get(top..top + header).unwrap_or_default().to_vec();
    heading.retain(|row| !numbers_columns(row, rules));
    for cell in heading.iter_mut().flatten().flatten() {
        let together: String = cell.text.split_whitespace().collect();
        if rules.short_headers.contains(&together) {
            cell.text = together;
        }
    }
    let columns = (0..width).map(|column| path(&heading, column)).collect();
    let mut start = top + header;
    if raw.get(start).is_some_and(|row| numbers_columns(row, rules)) {
        start += 1;
    }
    let mut rows: Vec<Vec<Cell>> = (start..raw.len()).filter_map(|index| data_row(raw.get(index)?, table.rows.get(index)?)).collect();
    let numbered =
        heading.last().and_then(|row| row.first()?.as_ref()).is_some_and(|cell| rules.serial.regex().is_match(&fold(&cell.text)));
    if numbered {
        mend_serials(text, &mut rows);
    }
    let end = table.rows.iter().flatten().map(|cell| cell.paragraphs.end).max().unwrap_or(table.after);
    let caption = inner_title.or_else(|| caption(text, table, rules));
    Some(Grid { caption, columns, rows, page: table.page, after: table.after, end })
}

/// Serial numbers of which recognition made a sign, `ị` for 1: where all others count the rows, they do too.
fn mend_serials(text: &Text, rows: &mut [Vec<Cell>]) {
    let mut misread = Vec::new();
    for (index, cell) in rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.first()?))) {
        match cell.text.trim().parse::<usize>() {
            Ok(number) if number == index + 1 => {}
            Err(_) if cell.text.chars().count() == 1 && text.locate(&cell.range).ocr_confidence.is_some() => misread.push(index),
            _ => return,
        }
    }
    if misread.len() > 1 && misread.len() * 2 > rows.len() {
        return;
    }
    for index in misread {
        if let Some(cell) = rows.get_mut(index).and_then(|row| row.first_mut()) {
            cell.text = (index + 1).to_string();
        }
    }
}

fn filled(row: &[Option<Cell>]) -> usize {
    row.iter().flatten().filter(|cell| !cell.text.is_empty()).count()
}

/// Every cell at every place that it covers, and how many cells each row has of its own.
fn rectangle(text: &Text, table: &text::Table) -> (Raw, Vec<usize>) {
    let cells = || table.rows.iter().flatten();
    let width = cells().map(|cell| cell.column + cell.column_span).max().unwrap_or(0);
    let mut raw: Raw = vec![vec![None; width]; table.rows.len()];
    for (row, cells) in table.rows.iter().enumerate() {
        for cell in cells {
            let value = Cell { text: text.cell(cell), range: range_of(text, cell) };
            for line in raw.iter_mut().skip(row).take(cell.row_span) {
                for place in line.iter_mut().skip(cell.column).take(cell.column_span) {
                    *place = Some(value.clone());
                }
            }
        }
    }
    (raw, table.rows.iter().map(Vec::len).collect())
}

fn range_of(text: &Text, cell: &text::Cell) -> Range<usize> {
    let paragraphs = text.paragraphs().get(cell.paragraphs.clone()).unwrap_or_default();
    match (paragraphs.first(), paragraphs.last()) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}

/// How many rows from `top` are headings: as the file says, or those that spans reach into and that hold no figures.
fn header_rows(table: &text::Table, raw: &Raw, top: usize, rules: &TableRules) -> usize {
    let marked = table.header_rows.saturating_sub(top).min(raw.len().saturating_sub(top + 1));
    let mut rows = marked.max(1);
    while rows + top + 1 < raw.len()
        && raw.get(top + rows).is_some_and(|row| !numbers_columns(row, rules))
        && belongs_to_header(table, raw, top, top + rows)
    {
        rows += 1;
    }
    rows
}

fn belongs_to_header(table: &text::Table, raw: &Raw, top: usize, index: usize) -> bool {
    let Some(row) = raw.get(index) else { return false };
    let figures = row.iter().flatten().any(|cell| is_figure(&cell.text));
    let numbered = row.first().and_then(Option::as_ref).is_some_and(|cell| is_serial(&cell.text));
    if figures || numbered {
        return false;
    }
    let header = table.rows.get(top..index).unwrap_or_default();
    let reached = header.iter().enumerate().any(|(at, cells)| cells.iter().any(|cell| top + at + cell.row_span > index));
    let wide = header.last().is_some_and(|cells| cells.len() > 1 && cells.iter().any(|cell| cell.column_span > 1));
    // Without spans, a heading of two rows shows by a gap: its second row names only what the first left blank.
    let above = raw.get(index - 1).map(Vec::as_slice).unwrap_or_default();
    let blank =
        |cells: &[Option<Cell>], column: usize| cells.get(column).is_none_or(|cell| cell.as_ref().is_none_or(|cell| cell.text.is_empty()));
    let first_two_blank = blank(row, 0) && blank(row, 1) && filled(row) >= 2;
    let complements = first_two_blank && (0..row.len()).any(|column| blank(above, column) && !blank(row, column));
    reached || wide || complements
}

/// The number of a row, `5.1.2`.
fn is_serial(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.chars().all(|mark| mark.is_ascii_digit() || mark == '.')
}

/// A cell that only holds a figure, other than a year.
fn is_figure(text: &str) -> bool {
    super::numbers::parse(text).is_some_and(|value| !(text.len() == 4 && (1990.0..2100.0).contains(&value)))
}

fn path(header: &[Vec<Option<Cell>>], column: usize) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (depth, row) in header.iter().enumerate() {
        let own = row.get(column).and_then(Option::as_ref).map_or("", |cell| cell.text.as_str());
        // A wide heading that lost its span stands only over its first column; the next ones lie under it.
        let below_filled = header
            .get(depth + 1)
            .is_some_and(|next| next.get(column).is_some_and(|cell| cell.as_ref().is_some_and(|cell| !cell.text.is_empty())));
        let text = if own.is_empty() && below_filled {
            row.iter().take(column).flatten().rev().find(|cell| !cell.text.is_empty()).map_or("", |cell| cell.text.as_str())
        } else {
            own
        };
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    parts.join(" / ")
}

/// `(1) (2) (3)` under the header.
fn numbers_columns(row: &[Option<Cell>], rules: &TableRules) -> bool {
    let texts: Vec<String> = row.iter().flatten().map(|cell| fold(&cell.text)).filter(|text| !text.is_empty()).collect();
    if texts.len() < 2 || !texts.iter().all(|text| rules.column_number.regex().is_match(text)) {
        return false;
    }
    let bracketed = texts.iter().filter(|text| text.starts_with(['(', '['])).count() * 2 > texts.len();
    let counted = texts.iter().enumerate().all(|(index, text)| *text == (index + 1).to_string());
    let lettered = texts.first().is_some_and(|text| text == "a");
    bracketed || lettered || counted && texts.len() >= 3
}

/// A row of data: a cell merged over columns speaks in its first, one merged over rows in each.
fn data_row(row: &[Option<Cell>], own: &[text::Cell]) -> Option<Vec<Cell>> {
    let inside = |column: usize| own.iter().any(|cell| cell.column < column && column < cell.column + cell.column_span);
    let mut cells: Vec<Cell> = row
        .iter()
        .enumerate()
        .map(|(column, cell)| if inside(column) { Cell::default() } else { cell.clone().unwrap_or_default() })
        .collect();
    let spoken: Vec<usize> = cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column).collect();
    let group = own.len() < row.len() && own.iter().any(|cell| cell.column_span > 1);
    if let [only] = spoken.as_slice()
        && group
    {
        cells.swap(0, *only);
    }
    (!spoken.is_empty()).then_some(cells)
}

/// The title just above a table: lines in capitals or all bold, below remarks in brackets.
fn caption(text: &Text, table: &text::Table, rules: &TableRules) -> Option<String> {
    let mut lines: Vec<&str> = Vec::new();
    let mut passed = 0;
    for index in (0..table.after).rev() {
        let paragraph = text.paragraphs().get(index)?;
        if matches!(paragraph.region, Region::Margin | Region::Footnote | Region::Overlay) {
            continue;
        }
        if matches!(paragraph.region, Region::Cell { .. } | Region::Column { .. }) {
            break;
        }
        let line = text.paragraph(index);
        let folded = fold(line);
        let title = is_title(line, paragraph) && !rules.not_caption.regex().is_match(&folded);
        if lines.is_empty() && !title && passed < 3 && rules.beside_caption.regex().is_match(&folded) {
            passed += 1;
            continue;
        }
        if !title || lines.len() >= 4 {
            break;
        }
        lines.push(line);
    }
    lines.reverse();
    let joined = lines.join(" ");
    let folded = Folded::new(&joined);
    let prefix = rules.annex_prefix.regex().find(folded.as_str()).map_or(0, |found| folded.original(&found.range()).end);
    let caption = joined.get(prefix..).unwrap_or(&joined).to_owned();
    (!caption.is_empty()).then_some(caption)
}

fn is_title(line: &str, paragraph: &text::Paragraph) -> bool {
    let letters: Vec<char> = line.chars().filter(|character| character.is_alphabetic()).collect();
    let small = letters.iter().filter(|letter| letter.is_lowercase()).count();
    let capitals = letters.len() >= 6 && small * 8 <= letters.len();
    let centred = paragraph.bold && paragraph.align == text::Align::Center && letters.len() >= 6;
    (capitals || centred) && !line.trim_end().ends_with([';', '.', ':']) && !line.starts_with(['-', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Patterns;

    fn read(rows: &[&[(&str, usize)]]) -> Grid {
        let text = text::from_table(rows);
        let patterns = Patterns::embedded().unwrap();
        grid(&text, text.tables().first().unwrap(), &patterns.tables).unwrap()
    }

    #[test]
    fn a_numbered_row_is_no_header_however_far_a_cell_above_reaches() {
        let found = read(&[
            &[("TT", 1), ("Nhiệm vụ", 1), ("Lĩnh vực", 4)],
            &[("5.1", 1), ("Rà soát sổ", 1)],
            &[("5.1.1", 1), ("Lập danh sách", 1)],
        ]);
        assert_eq!((found.columns.join("|"), found.rows.len()), ("TT|Nhiệm vụ|Lĩnh vực".into(), 2));
        let parted = read(&[&[("TT", 2), ("Phân công", 1)], &[("", 1), ("Chủ trì", 1)], &[("1", 1), ("Sở Y tế", 1)]]);
        assert_eq!(parted.rows.len(), 1);
    }
}
