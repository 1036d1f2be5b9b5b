//! A grid and its words → a table.

use super::grid::{Grid, GridCell, inside};
use super::paragraphs::{Measure, paragraphs};
use super::rect_of;
use super::rows::rows;
use crate::layout::{Block, Cell, Place, Row, Table, Word};

/// The space that cells leave at their sides.
const PADDING: f32 = 4.0;

/// Puts words of a page into the cells that they stand in.
pub(super) fn fill(grid: &Grid, words: Vec<Word>, measure: &Measure, page: u32) -> Table {
    let mut filled: Vec<(&GridCell, Vec<Word>)> = grid.cells.iter().map(|cell| (cell, Vec::new())).collect();
    for word in words {
        if let Some((_, own)) = filled.iter_mut().find(|(cell, _)| inside(cell.rect, rect_of(&word))) {
            own.push(word);
        }
    }
    let mut table = Table { rows: vec![Row::default(); grid.rows], header_rows: 0 };
    for (cell, words) in filled {
        let margins = (cell.rect.left + PADDING, cell.rect.right - PADDING);
        let blocks = paragraphs(rows(words), margins, measure).into_iter().map(Block::Paragraph).collect();
        if let Some(row) = table.rows.get_mut(cell.row) {
            let place = Some(Place::OnPage { page, rect: cell.rect });
            row.cells.push(Cell { blocks, column: cell.column, column_span: cell.column_span, row_span: cell.row_span, place });
        }
    }
    table
}
