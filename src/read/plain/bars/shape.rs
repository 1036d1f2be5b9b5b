//! What a table is for: data, or a letterhead, a signature block, a list of addressees, a frame around text.
//!
//! In: the rows of a table. Out: blocks. Only data stay a table.

use super::align;
use super::look::{Kind, Look};
use super::pieces::Piece;
use super::rows::Cells;
use crate::layout::Block;
use crate::read::flow;
use crate::read::plain::wrap::{Setting, Wrap};

/// The most rows of a letterhead or signature block.
const MOST_LAYOUT_ROWS: usize = 4;
/// The most columns of a row that stands alone.
const MOST_LAYOUT_COLUMNS: usize = 4;
/// The least letters of a frame around text.
const LEAST_FRAMED: usize = 600;

/// The blocks of a table.
pub(super) fn blocks(width: usize, rows: &[Cells], texts: &[Piece<'_>], looks: &[Look], wrap: &Wrap) -> Vec<Block> {
    let read = |index: usize| {
        let lines = texts.get(index).map_or(&[][..], |piece| piece.lines);
        wrap.paragraphs(lines, Setting::Cell)
    };
    let (narrow, small) = told_columns(width, rows, looks);
    if is_frame(rows, texts) {
        return rows.iter().flatten().flatten().flat_map(|&index| framed(index, texts, looks, wrap)).collect();
    }
    let layout = rows.len() == 1 && narrow <= MOST_LAYOUT_COLUMNS || narrow <= 2 && rows.len() <= MOST_LAYOUT_ROWS;
    if narrow > 1 && !layout || narrow == 2 && is_data(&small, looks) {
        return vec![Block::Table(align::table(width, rows, looks, read))];
    }
    let rows = small.iter().map(|cells| cells.iter().map(|cell| cell.map(&read).unwrap_or_default()).collect());
    side_by_side(rows)
}

/// How many columns of a small table say anything, and its rows without the others.
fn told_columns(width: usize, rows: &[Cells], looks: &[Look]) -> (usize, Vec<Cells>) {
    let told = |cell: Option<&Option<usize>>| {
        cell.copied().flatten().and_then(|index| looks.get(index)).is_some_and(|look| look.kind != Kind::Empty)
    };
    let columns: Vec<usize> = (0..width).filter(|&column| rows.iter().any(|cells| told(cells.get(column)))).collect();
    let kept = |cells: &Cells| columns.iter().filter_map(|&column| cells.get(column).copied()).collect();
    (columns.len(), rows.iter().map(kept).collect())
}

/// A few rows of two short cells below bold headings that are no names in capitals.
fn is_data(rows: &[Cells], looks: &[Look]) -> bool {
    let look = |cell: &Option<usize>| cell.and_then(|index| looks.get(index));
    let [first, data @ ..] = rows else { return false };
    let pair =
        |cells: &Cells| cells.len() == 2 && cells.iter().all(|cell| look(cell).is_some_and(|look| look.kind != Kind::Long && !look.list));
    let bold = |cells: &Cells| cells.iter().all(|cell| look(cell).is_some_and(|look| look.bold));
    let capital = rows.iter().flatten().filter_map(look).any(|look| look.capital_line);
    data.len() > 1 && rows.iter().all(pair) && bold(first) && !data.iter().any(bold) && !capital
}

/// Much of the letters stands in rows of one cell, and the first row is one.
fn is_frame(rows: &[Cells], texts: &[Piece<'_>]) -> bool {
    let letters = |index: usize| texts.get(index).map_or(0, |piece| piece.lines.iter().map(|line| line.chars().count()).sum::<usize>());
    let all = |cells: &Cells| cells.iter().flatten().map(|&index| letters(index)).sum::<usize>();
    let alone = rows.iter().filter(|cells| cells.iter().flatten().count() == 1).map(all).sum::<usize>();
    let headed = rows.first().is_some_and(|cells| cells.iter().flatten().count() > 1);
    !headed && alone > LEAST_FRAMED && 3 * alone > rows.iter().map(all).sum::<usize>()
}

/// A text in a frame; a long one is wrapped like the running text.
fn framed(index: usize, texts: &[Piece<'_>], looks: &[Look], wrap: &Wrap) -> Vec<Block> {
    let long = looks.get(index).is_some_and(|look| look.kind == Kind::Long);
    let lines = texts.get(index).map_or(&[][..], |piece| piece.lines);
    wrap.paragraphs(lines, if long { Setting::Body } else { Setting::Cell })
}

/// Columns; a label and the list or the names beside it are read one after the other.
fn side_by_side(rows: impl Iterator<Item = Vec<Vec<Block>>>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut columns: Vec<Vec<Block>> = Vec::new();
    for mut cells in rows {
        let listed = matches!(cells.as_slice(), [left, right] if flow::is_lead_in(left, right));
        if cells.len() < 2 || listed || flow::join_label(&mut cells) {
            flush(&mut columns, &mut blocks);
            blocks.extend(cells.into_iter().flatten());
            continue;
        }
        columns.resize_with(columns.len().max(cells.len()), Vec::new);
        for (column, mut cell) in columns.iter_mut().zip(cells) {
            column.append(&mut cell);
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
