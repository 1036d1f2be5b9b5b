//! From a text to the passages that searches look through and show.

use std::collections::BTreeMap;

use crate::record::Passage;
use crate::text::{Paragraph, Region, Text};

/// Stands between the cells of a table's row.
const CELL_BOUND: &str = " | ";

/// Cuts a text into passages: its paragraphs, and each row of a table as one.
#[must_use]
pub fn passages(text: &Text) -> Vec<Passage> {
    let rows = rows(text);
    let mut passages = Vec::new();
    let mut last_row = None;
    for (index, paragraph) in text.paragraphs().iter().enumerate() {
        let row = rows.get(&index).copied();
        match (passages.last_mut(), row) {
            (Some(passage), Some(row)) if last_row == Some(row) => append(passage, text, paragraph),
            _ => passages.push(passage(text, paragraph)),
        }
        last_row = row.filter(|_| matches!(paragraph.region, Region::Cell { .. }));
    }
    passages
}

/// Paragraph → the row (table, row) that it stands in.
fn rows(text: &Text) -> BTreeMap<usize, (usize, usize)> {
    let mut rows = BTreeMap::new();
    for (table_index, table) in text.tables().iter().enumerate() {
        for (row_index, row) in table.rows.iter().enumerate() {
            for paragraph in row.iter().flat_map(|cell| cell.paragraphs.clone()) {
                rows.insert(paragraph, (table_index, row_index));
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

fn append(passage: &mut Passage, text: &Text, paragraph: &Paragraph) {
    passage.text.push_str(CELL_BOUND);
    let start = passage.text.len();
    let last = passage.turns.last().map(|&(_, page)| page).or(passage.page);
    if let (Some(page), true) = (paragraph.page, paragraph.page != last) {
        passage.turns.push((start, page));
    }
    passage.text.push_str(text.slice(paragraph.range.clone()));
}
