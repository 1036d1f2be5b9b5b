//! Tables of duties, as plans have them: one row, one duty.
//!
//! In: the tables of the text. Out: drafts, with the columns found by their headings. A table
//! without a column of duties and one of those who lead is none. It deliberately does not read
//! the sentences in the cells, except for bodies and deadlines.

use std::ops::Range;

use super::lexicon::{Lexicon, tokens};
use super::{Draft, parties};
use crate::extract::deadlines::{Due, Finder};
use crate::extract::{Reading, bodies};
use crate::text::{Cell, Table};

/// How many rows may stand above the first duty.
const HEADING_ROWS: usize = 3;

/// The grid columns that matter.
struct Columns {
    duty: usize,
    lead: usize,
    help: Option<usize>,
    due: Option<usize>,
}

/// Reads the duties of the tables whose first paragraph stands in a range of paragraphs.
pub(super) fn read(reading: &Reading<'_>, lexicon: &Lexicon, finder: Finder<'_>, within: &Range<usize>) -> Vec<Draft> {
    let tables = reading.text.tables().iter().filter(|table| within.contains(&table.after));
    tables.flat_map(|table| rows(reading, lexicon, finder, table)).collect()
}

fn rows(reading: &Reading<'_>, lexicon: &Lexicon, finder: Finder<'_>, table: &Table) -> Vec<Draft> {
    let Some((heading, columns)) =
        table.rows.iter().take(HEADING_ROWS).enumerate().find_map(|(index, row)| Some((index, columns(reading, row)?)))
    else {
        return Vec::new();
    };
    let mut lead: Vec<String> = Vec::new();
    let mut drafts = Vec::new();
    for row in table.rows.iter().skip(heading + 1) {
        let cell = |column: usize| row.iter().find(|cell| cell.column == column && cell.column_span == 1);
        if let Some(names) = cell(columns.lead).map(|cell| names(reading, lexicon, cell)).filter(|names| !names.is_empty()) {
            lead = names;
        }
        let Some(action) = cell(columns.duty).and_then(|cell| range(reading, cell)) else { continue };
        if lead.is_empty() || reading.text.slice(action.clone()).split_whitespace().count() < 3 {
            continue;
        }
        drafts.push(Draft {
            place: row.iter().find_map(|cell| reading.outline.of_paragraph(cell.paragraphs.start)).unwrap_or_default(),
            assignees: lead.clone(),
            coordinators: columns.help.and_then(cell).map(|cell| names(reading, lexicon, cell)).unwrap_or_default(),
            number: row.first().filter(|cell| cell.column < columns.duty).and_then(|cell| number(&reading.text.cell(cell))),
            giver: None,
            due: columns.due.and_then(cell).and_then(|cell| due(reading, finder, cell)),
            action,
            confidence: 0.8,
            rule: "tasks/task_columns",
        });
    }
    drafts
}

/// The number that a cell consists of: `3`, `II.2`, `4.1.`.
fn number(cell: &str) -> Option<String> {
    let bare = cell.trim().trim_end_matches(['.', ')']);
    let fits = !bare.is_empty() && bare.chars().count() <= 8 && bare.split('.').all(|part| part.chars().all(|mark| mark.is_ascii_digit()));
    fits.then(|| bare.to_owned())
}

fn columns(reading: &Reading<'_>, row: &[Cell]) -> Option<Columns> {
    let rules = &reading.patterns.tasks;
    let find = |rule: &crate::pattern::Rule, other: Option<usize>| {
        let fits = |cell: &&Cell| other != Some(cell.column) && rule.regex().is_match(reading.text.cell(cell).trim());
        row.iter().find(fits).map(|cell| cell.column)
    };
    let duty = find(&rules.task_columns, None)?;
    let help = find(&rules.help_columns, Some(duty));
    let due = find(&rules.due_columns, Some(duty));
    let lead = row.iter().find(|cell| {
        let text = reading.text.cell(cell);
        cell.column != duty && Some(cell.column) != help && Some(cell.column) != due && rules.lead_columns.regex().is_match(text.trim())
    })?;
    Some(Columns { duty, lead: lead.column, help, due })
}

fn range(reading: &Reading<'_>, cell: &Cell) -> Option<Range<usize>> {
    let paragraphs = reading.text.paragraphs().get(cell.paragraphs.clone())?;
    Some(paragraphs.first()?.range.start..paragraphs.last()?.range.end)
}

/// The bodies of a cell: one a line, or several in a line.
fn names(reading: &Reading<'_>, lexicon: &Lexicon, cell: &Cell) -> Vec<String> {
    let text = reading.text.cell(cell);
    let words = tokens(&text);
    let Some(read) = parties::read(lexicon, &words, 0) else { return Vec::new() };
    let names = read.names.into_iter().filter_map(|name| text.get(name));
    names.map(|name| bodies::normal_form(name, reading.patterns)).filter(|name| !name.is_empty()).collect()
}

fn due(reading: &Reading<'_>, finder: Finder<'_>, cell: &Cell) -> Option<Due> {
    let whole = range(reading, cell)?;
    let due = finder.of_cell(reading.text.slice(whole.clone()))?;
    Some(Due { range: due.range.start + whole.start..due.range.end + whole.start, ..due })
}
