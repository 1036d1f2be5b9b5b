//! Pages → pages whose paragraphs and tables are whole: what goes on over a page end stands on
//! the page where it begins.

use super::paragraphs::{Measure, goes_on, mend};
use crate::layout::{Block, Cell, Origin, Page, Paragraph, Part, Place, Rect, Row, Table};

/// Joins what page ends cut.
pub(super) fn join(pages: &mut [Page], measure: &Measure) {
    // From the end, so that a table over several pages grows towards its first.
    for index in (1..pages.len()).rev() {
        let (before, after) = pages.split_at_mut(index);
        if let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) {
            join_two(before, after, measure);
        }
    }
}

fn join_two(before: &mut Page, after: &mut Page, measure: &Measure) {
    let is_flow = |block: &Block| !matches!(block, Block::Paragraph(paragraph) if paragraph.part != Part::Body);
    let (Some(last), Some(first)) = (before.blocks.iter().rposition(is_flow), after.blocks.iter().position(is_flow)) else { return };
    let margins = |page: &Page| measure.margins(page.size.unwrap_or_default());
    let (old, new) = (margins(before), margins(after));
    let joined = match (before.blocks.get_mut(last), after.blocks.get_mut(first)) {
        (Some(Block::Paragraph(last)), Some(Block::Paragraph(first))) if goes_on(last, first, old, new) => {
            last.lines.append(&mut first.lines);
            mend(&mut last.lines);
            true
        }
        (Some(Block::Table(last)), Some(Block::Table(first))) if same_columns(last, first) => {
            append(last, std::mem::take(first));
            true
        }
        _ => false,
    };
    if joined {
        after.blocks.remove(first);
    }
}

/// How many grid columns a table has.
fn columns(table: &Table) -> usize {
    table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column + cell.column_span).max().unwrap_or(0)
}

/// The left and right edge of the words of a table.
fn extent(table: &Table) -> Option<Rect> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let words =
        cells.flat_map(|cell| &cell.blocks).filter_map(paragraph).flat_map(|paragraph| &paragraph.lines).flat_map(|line| &line.words);
    let rects = words.filter_map(|word| match word.place {
        Place::OnPage { rect, .. } => Some(rect),
        Place::InFlow { .. } => None,
    });
    rects.reduce(Rect::union)
}

fn same_columns(last: &Table, first: &Table) -> bool {
    let (Some(a), Some(b)) = (extent(last), extent(first)) else { return false };
    let beside = a.left < b.right && b.left < a.right;
    beside && columns(last) == columns(first) && columns(first) > 1
}

fn append(table: &mut Table, mut more: Table) {
    let repeated = table.rows.iter().zip(&more.rows).take_while(|(own, next)| same_text(own, next)).count();
    if repeated > 0 && repeated < more.rows.len() {
        more.rows.drain(..repeated);
        let headings = table.rows.iter().take(repeated).take_while(|row| !is_numbering(row)).count();
        table.header_rows = table.header_rows.max(headings);
    } else if let Some(first) = more.rows.first()
        && table.rows.last().is_some_and(|last| goes_on_in(last, first))
    {
        let rest = more.rows.remove(0);
        if let Some(last) = table.rows.last_mut() {
            merge(last, rest);
        }
    }
    table.header_rows = table.header_rows.max(more.header_rows);
    table.rows.append(&mut more.rows);
}

fn paragraph(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) | Block::Columns(_) => None,
    }
}

fn cell_text(cell: &Cell) -> String {
    let words = cell.blocks.iter().filter_map(paragraph).flat_map(|paragraph| &paragraph.lines).flat_map(|line| &line.words);
    words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A row that only numbers the columns, as `(1) (2) (3)`: repeated, but no heading.
fn is_numbering(row: &Row) -> bool {
    let short = |cell: &Cell| cell_text(cell).chars().filter(|character| character.is_alphanumeric()).count() <= 2;
    row.cells.len() > 1 && row.cells.iter().all(short)
}

/// Two rows say the same; recognised ones may differ by letters, never by figures.
fn same_text(a: &Row, b: &Row) -> bool {
    let texts = |row: &Row| row.cells.iter().map(cell_text).collect::<Vec<_>>();
    let (own, next) = (texts(a), texts(b));
    let some = own.iter().any(|text| !text.is_empty());
    let recognised = is_recognised(a) && is_recognised(b);
    let alike = |(own, next): (&String, &String)| own == next || recognised && is_near(own, next);
    let numbering = recognised && is_numbering(a) && is_numbering(b);
    some && own.len() == next.len() && (numbering || own.iter().zip(&next).all(alike))
}

/// One of four signs may be misread in words.
fn is_near(own: &str, next: &str) -> bool {
    let words = |text: &str| text.chars().filter(|sign| sign.is_alphabetic()).count() > 1;
    let most = own.chars().count().max(next.chars().count()) / 4;
    words(own) && words(next) && strsim::levenshtein(own, next) <= most.max(1)
}

fn is_recognised(row: &Row) -> bool {
    let mut words =
        row.cells.iter().flat_map(|cell| &cell.blocks).filter_map(paragraph).flat_map(|own| &own.lines).flat_map(|line| &line.words);
    words.any(|word| matches!(word.origin, Origin::Ocr { .. }))
}

/// A row cut by the page end: its first cell stands above, what is left has no first cell.
fn goes_on_in(last: &Row, first: &Row) -> bool {
    let empty = |row: &Row| row.cells.first().is_none_or(|cell| cell_text(cell).is_empty());
    let spans = |row: &Row| row.cells.iter().map(|cell| (cell.column, cell.column_span)).collect::<Vec<_>>();
    let filled = first.cells.iter().filter(|cell| !cell_text(cell).is_empty()).count();
    !empty(last) && empty(first) && filled > 0 && filled * 2 <= first.cells.len() + 1 && spans(last) == spans(first)
}

fn merge(last: &mut Row, rest: Row) {
    for (own, more) in last.cells.iter_mut().zip(rest.cells) {
        for block in more.blocks {
            match (own.blocks.last_mut(), block) {
                (Some(Block::Paragraph(own)), Block::Paragraph(mut more)) => own.lines.append(&mut more.lines),
                (_, block) => own.blocks.push(block),
            }
        }
    }
}
