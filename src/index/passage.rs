//! From a text to the passages that searches look through and show.

use std::collections::BTreeMap;

use crate::record::Passage;
use crate::text::{Paragraph, Text};

/// Stands between the cells of a table's row.
const CELL_BOUND: &str = " | ";

/// Where a paragraph stands: table, row, cell.
type CellPlace = (usize, usize, usize);

/// Cuts a text into passages: its paragraphs, and each row of a table as one.
#[must_use]
pub fn passages(text: &Text) -> Vec<Passage> {
    let rows = rows(text);
    let mut passages = Vec::new();
    let mut last: Option<CellPlace> = None;
    for (index, paragraph) in text.paragraphs().iter().enumerate() {
        let place = rows.get(&index).copied();
        match (passages.last_mut(), last, place) {
            (Some(passage), Some((table, row, cell)), Some(here)) if (table, row) == (here.0, here.1) => {
                append(passage, text, paragraph, if cell == here.2 { " " } else { CELL_BOUND });
            }
            _ => passages.push(passage(text, paragraph)),
        }
        last = place;
    }
    passages
}

/// Paragraph → the cell that it stands in.
fn rows(text: &Text) -> BTreeMap<usize, CellPlace> {
    let mut rows = BTreeMap::new();
    for (table_index, table) in text.tables().iter().enumerate() {
        for (row_index, row) in table.rows.iter().enumerate() {
            for (cell_index, cell) in row.iter().enumerate() {
                rows.extend(cell.paragraphs.clone().map(|paragraph| (paragraph, (table_index, row_index, cell_index))));
            }
        }
    }
    rows
}

fn passage(text: &Text, paragraph: &Paragraph) -> Passage {
    let mut turns = Vec::new();
    let mut page = paragraph.page;
    for line in &paragraph.lines {
        let here = text.locate(line).page;
        if let (Some(number), true) = (here, here != page) {
            turns.push((line.start.saturating_sub(paragraph.range.start), number));
            page = here;
        }
    }
    Passage { page: paragraph.page, text: text.slice(paragraph.range.clone()).to_owned(), turns }
}

fn append(passage: &mut Passage, text: &Text, paragraph: &Paragraph, bound: &str) {
    passage.text.push_str(bound);
    let start = passage.text.len();
    let last = passage.turns.last().map(|&(_, page)| page).or(passage.page);
    if let (Some(page), true) = (paragraph.page, paragraph.page != last) {
        passage.turns.push((start, page));
    }
    passage.text.push_str(text.slice(paragraph.range.clone()));
}
