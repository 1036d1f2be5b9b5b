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
    let (pieces, ends) = pieces(lines, opened);
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

/// One row at a bar: its cells and the pieces it takes, its closing bar included.
fn row<'a>(pieces: &[Piece<'a>], width: Option<usize>) -> Option<(Cells<'a>, usize)> {
    let bounded = bounded_cells(pieces);
    let limit = match (width, bounded) {
        (Some(width), Some(cells)) if width > 2 => width.max(cells),
        (Some(width), _) => width,
        (None, Some(cells)) => cells,
        (None, None) => 2,
    };
    let mut cells: Cells<'a> = Vec::new();
    let mut at = 1;
    while cells.len() < limit {
        match pieces.get(at) {
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

/// Whether the bar at `at` closes an empty cell: the cells up to the next double bar would
/// otherwise be fewer than the table has.
fn is_empty_cell(pieces: &[Piece<'_>], at: usize, cells: usize, limit: usize) -> bool {
    let bars = pieces.iter().skip(at).take_while(|piece| matches!(piece, Piece::Bar)).count();
    cells > 0 && bars >= 1 && cells + bars <= limit + 1 && bars > 1 || cells > 0 && bars + cells > limit
}

/// The number of cells up to the first double bar, all of them short.
fn bounded_cells(pieces: &[Piece<'_>]) -> Option<usize> {
    let mut cells = 0;
    for pair in pieces.windows(2).skip(1) {
        match pair {
            [Piece::Text(lines), _] => {
                let size: usize = lines.iter().map(|line| line.chars().count()).sum();
                if size > LONGEST_CELL {
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
    Table { rows: out, header_rows: 0 }
}
