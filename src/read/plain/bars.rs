//! Tables of web pages as text: a line that holds only `|` stands before, between and behind cells.
//!
//! In: lines. Out: columns (letterhead, signature block), label and list, or a data table, and how
//! many lines they take. The notation does not tell an empty cell from the bound of two rows, nor
//! a cell from the text behind a table; the number of cells in the rows decides.

use super::wrap::{Setting, Wrap};
use crate::layout::{Block, Row, Table};
use crate::read::flow;

/// Either a bar or the lines between two bars.
enum Piece<'a> {
    Bar,
    Text(&'a [&'a str]),
}

/// Longer text than this between bars is no cell of a first row.
const LONGEST_CELL: usize = 900;
/// A longer table is read in parts.
const MOST_LINES: usize = 6000;
/// The first cell may lack its bar, if it has no more lines than this.
const MOST_HEAD_LINES: usize = 8;

type Cells<'a> = Vec<&'a [&'a str]>;

/// A table at the head of the lines. `first` says that only blank lines stand before.
pub(super) fn take(lines: &[&str], first: bool, wrap: &Wrap) -> Option<(usize, Vec<Block>)> {
    let opened = is_bar(lines.first()?);
    let headless = first && !opened && !lines.first()?.trim().is_empty() && lines.iter().take(MOST_HEAD_LINES).any(|line| is_bar(line));
    if !opened && !headless {
        return None;
    }
    if opened && lines.get(1).is_none_or(|line| is_bar(line)) {
        return None;
    }
    let (pieces, ends) = pieces(lines.get(..MOST_LINES.min(lines.len()))?, opened);
    let (rows, used) = rows(&pieces);
    if rows.is_empty() {
        return None;
    }
    let used = ends.get(used.checked_sub(1)?).copied()?;
    Some((used, shape(&rows, wrap)))
}

fn is_bar(line: &str) -> bool {
    line.trim() == "|"
}

/// Bars and texts in order, each with the number of lines up to its end. Ends at a blank line
/// behind a bar where the file parts its paragraphs by blank lines.
fn pieces<'a>(lines: &'a [&'a str], opened: bool) -> (Vec<Piece<'a>>, Vec<usize>) {
    let mut pieces = Vec::new();
    let mut ends = Vec::new();
    if !opened {
        pieces.push(Piece::Bar);
        ends.push(0);
    }
    let mut index = 0;
    let mut told = false;
    while let Some(line) = lines.get(index) {
        if is_bar(line) {
            index += 1;
            pieces.push(Piece::Bar);
            ends.push(index);
            let blank_behind = lines.get(index).is_some_and(|line| line.trim().is_empty());
            if blank_behind && told {
                break;
            }
            continue;
        }
        let rest = lines.get(index..).unwrap_or_default();
        let length = rest.iter().take_while(|line| !is_bar(line)).count();
        pieces.push(Piece::Text(rest.get(..length).unwrap_or_default()));
        told = true;
        index += length;
        ends.push(index);
    }
    (pieces, ends)
}

/// The rows of the table, and how many pieces they take.
fn rows<'a>(pieces: &[Piece<'a>]) -> (Vec<Cells<'a>>, usize) {
    if let Some(width) = data_width(pieces) {
        return data_rows(pieces, width);
    }
    let mut rows: Vec<Cells<'a>> = Vec::new();
    let mut width: Option<usize> = None;
    let mut at = 0;
    while matches!(pieces.get(at), Some(Piece::Bar)) {
        let rest = pieces.get(at..).unwrap_or_default();
        let Some((cells, used)) = row(rest, width) else { break };
        at += used;
        width = Some(width.unwrap_or(0).max(cells.len()));
        rows.push(cells);
    }
    (rows, at)
}

/// The widest grid of data.
const MOST_COLUMNS: usize = 40;
/// How many rows are looked at to tell the width.
const SAMPLE_ROWS: usize = 12;
/// How many rows are looked ahead to tell an empty cell from the end of a row.
const AHEAD: usize = 3;

/// How many columns a table of data has; `None` for a letterhead and the like.
fn data_width(pieces: &[Piece<'_>]) -> Option<usize> {
    if matches!(pieces.get(1), Some(Piece::Text(lines)) if is_list(lines)) {
        return None;
    }
    let first = bounded_cells(pieces).filter(|cells| (3..=MOST_COLUMNS).contains(cells))?;
    let mut lengths = Vec::new();
    let mut at = 0;
    while let Some(rest) = pieces.get(at..).filter(|rest| !rest.is_empty() && lengths.len() < SAMPLE_ROWS) {
        let Some(cells) = bounded_cells(rest) else { break };
        if cells > 0 {
            lengths.push(cells);
        }
        at += (2 * cells).max(1);
    }
    let twice = |length: &&usize| lengths.iter().filter(|own| own == length).count() > 1 && **length <= MOST_COLUMNS;
    Some(lengths.iter().filter(twice).copied().max().unwrap_or(first).max(first))
}

fn data_rows<'a>(pieces: &[Piece<'a>], width: usize) -> (Vec<Cells<'a>>, usize) {
    let mut rows: Vec<Cells<'a>> = Vec::new();
    let mut at = 0;
    while matches!(pieces.get(at), Some(Piece::Bar)) {
        let best = lengths_at(pieces, at, width).max_by_key(|&length| (fit(pieces, at, length, width, AHEAD), length));
        let Some((cells, next)) = best.and_then(|length| cells_at(pieces, at, length)) else { break };
        at = next;
        rows.push(cells);
    }
    (rows, at)
}

/// The lengths that the row at a bar may have: the full width, or those that end in the first run
/// of bars, whose inner ones may be empty cells.
fn lengths_at(pieces: &[Piece<'_>], at: usize, width: usize) -> impl Iterator<Item = usize> + use<> {
    let rest = pieces.get(at..).unwrap_or_default();
    let cells = bounded_cells(rest).filter(|&cells| cells > 0).unwrap_or(width);
    let run = rest.iter().skip(2 * cells).take_while(|piece| matches!(piece, Piece::Bar)).count();
    let last = (cells + run.saturating_sub(2)).min(width);
    [cells, last, width].into_iter().filter(move |&length| length <= width)
}

/// Exactly so many cells, empty ones too, and where the next row begins.
fn cells_at<'a>(pieces: &[Piece<'a>], at: usize, length: usize) -> Option<(Cells<'a>, usize)> {
    let mut cells: Cells<'a> = Vec::new();
    let mut at = at + 1;
    while cells.len() < length {
        match pieces.get(at)? {
            Piece::Text(lines) => {
                cells.push(lines);
                at += 1;
                match pieces.get(at) {
                    Some(Piece::Bar) => at += 1,
                    Some(Piece::Text(_)) => return None,
                    // The last cell of a file may lack its bar.
                    None => break,
                }
            }
            Piece::Bar => {
                cells.push(&[]);
                at += 1;
            }
        }
    }
    cells.iter().any(|cell| !cell.is_empty()).then_some((cells, at))
}

/// How well the rows behind go on if the row at a bar has so many cells.
fn fit(pieces: &[Piece<'_>], at: usize, length: usize, width: usize, ahead: usize) -> usize {
    let Some((cells, next)) = cells_at(pieces, at, length) else { return 0 };
    let begun = 2 * usize::from(cells.first().is_some_and(|cell| !cell.is_empty()));
    let full = usize::from(length == width);
    match pieces.get(next) {
        Some(Piece::Bar) if ahead > 0 => {
            4 + begun + full + lengths_at(pieces, next, width).map(|length| fit(pieces, next, length, width, ahead - 1)).max().unwrap_or(0)
        }
        Some(Piece::Bar) => 4 + begun + full,
        Some(Piece::Text(_)) => begun + full,
        None => (ahead + 1) * 7,
    }
}

/// One row at a bar: its cells and the pieces it takes, its closing bar included.
fn row<'a>(pieces: &[Piece<'a>], width: Option<usize>) -> Option<(Cells<'a>, usize)> {
    let bounded = bounded_cells(pieces);
    let listed = matches!(pieces.get(1), Some(Piece::Text(lines)) if is_list(lines));
    let limit = match (width, bounded) {
        // A list beside a signature has no third cell; what follows is the next text.
        (None, _) if listed => 2,
        (Some(width), Some(cells)) if width > 2 => width.max(cells),
        (Some(width), _) => width,
        (None, Some(cells)) => cells,
        (None, None) => 2,
    };
    let mut cells: Cells<'a> = Vec::new();
    let mut at = 1;
    while cells.len() < limit {
        match pieces.get(at) {
            // Behind the closing bar of a table the text goes on.
            Some(Piece::Text(lines)) if width.is_none() && is_long(lines) && !is_list(lines) => break,
            Some(Piece::Text(lines)) => {
                cells.push(lines);
                // The last cell of a file may lack its bar.
                at += 1 + usize::from(matches!(pieces.get(at + 1), Some(Piece::Bar)));
            }
            Some(Piece::Bar)
                if width.is_some()
                    && bounded.is_none_or(|bounded| bounded <= cells.len())
                    && is_empty_cell(pieces, at, cells.len(), limit) =>
            {
                cells.push(&[]);
                at += 1;
            }
            _ => break,
        }
    }
    let told = cells.iter().any(|cell| cell.iter().any(|line| !line.trim().is_empty()));
    (told && (width.is_some() || cells.len() > 1)).then_some((cells, at))
}

/// Longer than a cell of a first row.
fn is_long(lines: &[&str]) -> bool {
    lines.iter().map(|line| line.chars().count()).sum::<usize>() > LONGEST_CELL
}

/// A cell whose lines, but for a heading, are items with dashes.
fn is_list(lines: &[&str]) -> bool {
    lines.iter().filter(|line| line.trim_start().trim_start_matches('*').starts_with('-')).count() > 1
}

/// Whether the bar at `at` closes an empty cell: the cells up to the next double bar would
/// otherwise be fewer than the table has.
fn is_empty_cell(pieces: &[Piece<'_>], at: usize, cells: usize, limit: usize) -> bool {
    let bars = pieces.iter().skip(at).take_while(|piece| matches!(piece, Piece::Bar)).count();
    cells > 0 && bars >= 1 && cells + bars <= limit + 1 && bars > 1 || cells > 0 && bars + cells > limit
}

/// The number of cells up to the first double bar, all of them short.
fn bounded_cells(pieces: &[Piece<'_>]) -> Option<usize> {
    let mut cells = 0;
    for pair in pieces.windows(2).skip(1).take(2 * MOST_COLUMNS + 2) {
        match pair {
            [Piece::Text(lines), _] => {
                if is_long(lines) {
                    return None;
                }
                cells += 1;
            }
            [Piece::Bar, Piece::Bar] => return Some(cells),
            [Piece::Bar, Piece::Text(_)] => {}
            _ => return None,
        }
    }
    None
}

/// Columns for a few rows of two cells, else a table.
fn shape(rows: &[Cells<'_>], wrap: &Wrap) -> Vec<Block> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width > 2 || rows.len() > 4 {
        return vec![Block::Table(table(rows, width, wrap))];
    }
    let mut blocks = Vec::new();
    let mut columns: Vec<Vec<Block>> = Vec::new();
    for cells in rows {
        let read: Vec<Vec<Block>> = cells.iter().map(|cell| wrap.paragraphs(cell, Setting::Cell)).collect();
        if read.len() < 2 || matches!(read.as_slice(), [left, right] if flow::is_lead_in(left, right)) {
            flush(&mut columns, &mut blocks);
            blocks.extend(read.into_iter().flatten());
            continue;
        }
        for (index, mut cell) in read.into_iter().enumerate() {
            if columns.len() <= index {
                columns.push(Vec::new());
            }
            if let Some(column) = columns.get_mut(index) {
                column.append(&mut cell);
            }
        }
    }
    flush(&mut columns, &mut blocks);
    blocks
}

fn flush(columns: &mut Vec<Vec<Block>>, blocks: &mut Vec<Block>) {
    if !columns.is_empty() {
        blocks.push(Block::Columns(std::mem::take(columns)));
    }
}

fn table(rows: &[Cells<'_>], width: usize, wrap: &Wrap) -> Table {
    let mut out = Vec::new();
    for cells in rows {
        let mut row: Vec<_> =
            cells.iter().enumerate().map(|(column, cell)| flow::cell(wrap.paragraphs(cell, Setting::Cell), column)).collect();
        if let [only] = row.as_mut_slice() {
            only.column_span = width.max(1);
        }
        out.push(Row { cells: row });
    }
    if let Some(above) = split_header(rows, width) {
        under_last(&mut out, above);
    }
    Table { rows: out, header_rows: 0 }
}

/// The cells of a header whose last one is parted in the row below: together they are as many as the data rows have.
fn split_header(rows: &[Cells<'_>], width: usize) -> Option<usize> {
    let [first, second, data, ..] = rows else { return None };
    let full = |row: &Cells<'_>| row.iter().all(|cell| !cell.is_empty());
    let parted = first.len() > 1 && second.len() > 1 && first.len() - 1 + second.len() == width;
    (parted && full(first) && full(second) && data.len() == width).then_some(first.len())
}

/// Puts the second row under the last of so many cells of the first; the others reach down beside it.
fn under_last(rows: &mut [Row], above: usize) {
    let [first, second, ..] = rows else { return };
    for cell in &mut first.cells {
        cell.row_span = 2;
    }
    if let Some(last) = first.cells.last_mut() {
        (last.row_span, last.column_span) = (1, second.cells.len());
    }
    for cell in &mut second.cells {
        cell.column += above - 1;
    }
}
