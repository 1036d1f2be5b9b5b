//! Tables by signs on one line for each row: Markdown pipes, or tabs.
//!
//! In: lines. Out: a table and how many lines it takes. In a table by tabs, a cell merged over
//! columns is followed by empty ones, and the row beneath has its parts.

use super::marks;
use super::wrap::Wrap;
use crate::layout::{Block, Cell, Row, Table};
use crate::read::flow;

/// The widest row that is taken.
const MOST_COLUMNS: usize = 200;

/// A table at the head of the lines.
pub(super) fn take(lines: &[&str]) -> Option<(usize, Vec<Block>)> {
    let first = lines.first()?;
    if is_pipe_row(first) {
        return pipes(lines, is_pipe_row);
    }
    let bare = bare_cells(first);
    if bare > 0 && lines.get(1).is_some_and(|second| bare_cells(second) == bare) {
        return pipes(lines, |line| bare_cells(line) == bare);
    }
    if tab_cells(first) >= 3 || tab_cells(first) == 2 && lines.get(1).is_some_and(|second| tab_cells(second) >= 2) {
        return tabs(lines);
    }
    None
}

fn is_pipe_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2
}

/// How many cells a row has whose pipes stand only between cells, `1 | Xã A | 80`; 0 for a line with fewer than three.
fn bare_cells(line: &str) -> usize {
    let line = line.trim();
    let inner = !line.starts_with('|') && line.matches(" | ").count() >= 2;
    if inner { line.matches('|').count() + 1 } else { 0 }
}

fn is_separator(line: &str) -> bool {
    line.contains('-') && line.chars().all(|character| matches!(character, '-' | '|' | ':' | ' '))
}

fn pipes(lines: &[&str], is_row: impl Fn(&str) -> bool) -> Option<(usize, Vec<Block>)> {
    let used = lines.iter().take_while(|line| is_row(line) || line.contains('|') && is_separator(line)).count();
    if used < 2 {
        return None;
    }
    let rows: Vec<&str> = lines.iter().take(used).copied().collect();
    let header_rows = rows.iter().position(|row| is_separator(row)).unwrap_or(0);
    let cells = |row: &&str| {
        let escaped = row.replace("\\|", "\u{E000}");
        let inner = escaped.trim();
        let inner = inner.strip_prefix('|').unwrap_or(inner);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        let cells = inner.split('|').take(MOST_COLUMNS).enumerate();
        Row { cells: cells.map(|(column, cell)| flow::cell(content(&cell.replace('\u{E000}', "|")), column)).collect() }
    };
    let rows = rows.iter().filter(|row| !is_separator(row)).map(cells).collect();
    Some((used, vec![Block::Table(Table { rows, header_rows })]))
}

fn content(cell: &str) -> Vec<Block> {
    let broken = cell.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    let lines: Vec<&str> = broken.lines().collect();
    let lines = marks::lines(&lines);
    flow::paragraph(lines).map(Block::Paragraph).into_iter().collect()
}

/// How many cells a row by tabs has; 0 for a line of text that is only indented by a tab.
fn tab_cells(line: &str) -> usize {
    let parts: Vec<&str> = line.split('\t').collect();
    let filled = parts.iter().filter(|part| !part.trim().is_empty()).count();
    let labelled = parts.first().is_some_and(|first| crate::read::label::is_bare(first)) && parts.len() == 2;
    if filled < 2 || labelled { 0 } else { parts.len() }
}

fn tabs(lines: &[&str]) -> Option<(usize, Vec<Block>)> {
    let used = lines.iter().take_while(|line| line.contains('\t')).count();
    let grid: Vec<Vec<&str>> = lines.iter().take(used).map(|line| line.split('\t').map(str::trim).take(MOST_COLUMNS).collect()).collect();
    if let Some(columns) = side_by_side(&grid) {
        return Some((used, vec![columns]));
    }
    let (header, grouped) = match grid.as_slice() {
        [first, second, ..] if is_second_header(first, second) => (merged_header(first, second), 2),
        _ => (Vec::new(), 0),
    };
    let width = grid.iter().map(Vec::len).max()?;
    let body = grid.iter().skip(grouped).map(|row| {
        let filled = (0..width).map(|column| flow::cell(content(row.get(column).copied().unwrap_or_default()), column));
        Row { cells: filled.collect() }
    });
    let rows = header.into_iter().chain(body).collect();
    Some((used, vec![Block::Table(Table { rows, header_rows: grouped })]))
}

/// One or two rows of two cells are no data, but a letterhead or signatures.
fn side_by_side(grid: &[Vec<&str>]) -> Option<Block> {
    let pair = |row: &Vec<&str>| row.iter().filter(|cell| !cell.is_empty()).count() <= 2 && row.len() <= 4;
    if grid.len() > 3 || !grid.iter().all(pair) {
        return None;
    }
    let wrap = Wrap::of(&[]);
    let side = |last: bool| {
        let cell = |row: &Vec<&str>| -> Option<String> {
            let found = if last { row.iter().skip(1).find(|cell| !cell.is_empty()) } else { row.first() };
            found.map(|cell| (*cell).to_owned())
        };
        let texts: Vec<String> = grid.iter().filter_map(cell).collect();
        wrap.paragraphs(&texts.iter().map(String::as_str).collect::<Vec<_>>(), super::wrap::Setting::Cell)
    };
    Some(Block::Columns(vec![side(false), side(true)]))
}

/// Whether the second row only names the parts of merged cells of the first.
fn is_second_header(first: &[&str], second: &[&str]) -> bool {
    let named: Vec<usize> = (0..second.len()).filter(|&column| second.get(column).is_some_and(|cell| !cell.is_empty())).collect();
    let leading = second.first().is_some_and(|cell| cell.is_empty());
    let in_group = |column: &usize| group_of(first, *column).is_some_and(|start| second.get(start).is_some_and(|cell| !cell.is_empty()));
    let splits = named.iter().any(|&column| first.get(column).is_none_or(|cell| cell.is_empty()));
    leading && splits && !named.is_empty() && named.iter().all(in_group)
}

/// The column of the filled cell that reaches over a column.
fn group_of(first: &[&str], column: usize) -> Option<usize> {
    (0..=column).rev().find(|&start| first.get(start).is_some_and(|cell| !cell.is_empty()))
}

fn merged_header(first: &[&str], second: &[&str]) -> Vec<Row> {
    let width = first.len().max(second.len());
    let named = |column: usize| second.get(column).copied().filter(|cell| !cell.is_empty());
    let mut top: Vec<Cell> = Vec::new();
    for column in 0..width {
        let text = first.get(column).copied().unwrap_or_default();
        let over_parts = named(column).is_some();
        match top.last_mut() {
            Some(group) if text.is_empty() && over_parts => group.column_span = column + 1 - group.column,
            _ => top.push(Cell { row_span: if over_parts { 1 } else { 2 }, ..flow::cell(content(text), column) }),
        }
    }
    let parts = (0..width).filter_map(|column| named(column).map(|text| flow::cell(content(text), column))).collect();
    vec![Row { cells: top }, Row { cells: parts }]
}
