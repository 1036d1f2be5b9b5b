//! Tables: their grid, and whether they are data or only hold columns side by side.

use super::body::Body;
use super::styles;
use super::tree::Node;
use crate::layout::{Block, Cell, Row, Table};
use crate::read::flow;

/// The widest grid that is taken.
const MOST_COLUMNS: usize = 200;

impl Body<'_> {
    /// Adds a table, or its blocks as columns where it is none.
    pub(super) fn table(&mut self, node: Node<'_>, out: &mut Vec<Block>) {
        let lined = self.is_lined(node);
        let mut rows = Vec::new();
        gather(node, "tr", &mut rows);
        rows.retain(|row| row.child("trPr").and_then(|properties| properties.child("del")).is_none());
        let header_rows =
            rows.iter().take_while(|row| row.child("trPr").and_then(|properties| properties.switch("tblHeader")).unwrap_or(false)).count();
        let mut table = Table { rows: Vec::new(), header_rows };
        for (index, row) in rows.into_iter().enumerate() {
            let cells = self.row(row, &mut table);
            if table.rows.len() == index {
                table.rows.push(Row { cells });
            }
        }
        flow::side_by_side(table, lined, out);
    }

    fn row(&mut self, node: Node<'_>, above: &mut Table) -> Vec<Cell> {
        let mut column = span(node.child("trPr"), "gridBefore").unwrap_or(0);
        let mut nodes = Vec::new();
        gather(node, "tc", &mut nodes);
        let mut cells = Vec::new();
        for node in nodes {
            let properties = node.child("tcPr");
            let column_span = span(properties, "gridSpan").unwrap_or(1).max(1);
            let merge = properties.and_then(|properties| properties.child("vMerge"));
            let continues = merge.is_some_and(|merge| merge.attribute("val").as_deref() != Some("restart"));
            let mut blocks = Vec::new();
            self.blocks(node, &mut blocks);
            let owner = continues.then(|| owner(above, column)).flatten();
            match owner {
                Some(owner) => {
                    owner.row_span += 1;
                    owner.blocks.append(&mut blocks);
                }
                None => cells.push(Cell { blocks, column, column_span, row_span: 1, place: None }),
            }
            column = column.saturating_add(column_span);
            if column > MOST_COLUMNS {
                break;
            }
        }
        cells
    }

    /// Whether lines are drawn around cells.
    fn is_lined(&self, node: Node<'_>) -> bool {
        let properties = node.child("tblPr");
        let own = properties.and_then(|properties| properties.child("tblBorders")).map(styles::are_visible);
        let by_style = || self.styles.table_borders(properties.and_then(|properties| properties.value("tblStyle")).as_deref());
        if own.or_else(by_style).unwrap_or(false) {
            return true;
        }
        let mut rows = Vec::new();
        gather(node, "tr", &mut rows);
        let mut cells = Vec::new();
        rows.into_iter().for_each(|row| gather(row, "tc", &mut cells));
        let sides = |cell: &&Node<'_>| cell.child("tcPr").and_then(|properties| properties.child("tcBorders")).is_some_and(has_most_sides);
        cells.iter().filter(|cell| sides(cell)).count() * 2 > cells.len()
    }
}

/// One line under a cell is an ornament; lines on most sides make a grid.
fn has_most_sides(borders: Node<'_>) -> bool {
    styles::drawn_sides(borders) >= 2
}

/// The cell that a merged cell goes on with.
fn owner(table: &mut Table, column: usize) -> Option<&mut Cell> {
    let next = table.rows.len();
    for (index, row) in table.rows.iter_mut().enumerate().rev() {
        if let Some(cell) = row.cells.iter_mut().find(|cell| cell.column == column) {
            return (index + cell.row_span == next).then_some(cell);
        }
    }
    None
}

fn span(properties: Option<Node<'_>>, name: &str) -> Option<usize> {
    let value = properties?.number(name)?;
    Some(usize::try_from(value).unwrap_or(MOST_COLUMNS).min(MOST_COLUMNS))
}

/// The rows or cells of an element, those in content controls too.
fn gather<'t>(node: Node<'t>, name: &str, out: &mut Vec<Node<'t>>) {
    for child in node.children() {
        match child.name() {
            own if own == name => out.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => gather(child, name, out),
            _ => {}
        }
    }
}
