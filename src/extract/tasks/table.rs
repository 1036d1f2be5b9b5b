//! Tables of duties, as plans have them: one row, one duty.
//!
//! In: the tables of data. Out: drafts, with the columns found by their headings. A table without a
//! column of duties and one of those who lead is none. It deliberately does not read the sentences
//! in the cells, except for bodies and deadlines.

use std::ops::Range;

use super::lexicon::{Lexicon, tokens};
use super::{Draft, parties};
use crate::extract::deadlines::{Due, Finder};
use crate::extract::tables::{Cell, Grid};
use crate::extract::{Reading, bodies};
use crate::pattern::Rule;

/// A name that no word gives away has no more words than this.
const LONGEST_NAME: usize = 8;

/// The columns that matter.
struct Columns {
    duty: usize,
    lead: usize,
    help: Option<usize>,
    due: Option<usize>,
}

/// Reads the duties of the tables that stand in a range of paragraphs.
pub(super) fn read(reading: &Reading<'_>, lexicon: Lexicon<'_>, finder: Finder<'_>, grids: &[Grid], within: &Range<usize>) -> Vec<Draft> {
    grids.iter().filter(|grid| within.contains(&grid.after)).flat_map(|grid| rows(reading, lexicon, finder, grid)).collect()
}

fn rows(reading: &Reading<'_>, lexicon: Lexicon<'_>, finder: Finder<'_>, grid: &Grid) -> Vec<Draft> {
    let Some(columns) = columns(reading, grid).filter(|columns| !is_procedure(reading, grid, columns)) else { return Vec::new() };
    let mut lead: Vec<String> = Vec::new();
    let mut drafts = Vec::new();
    for row in &grid.rows {
        let cell = |column: usize| row.get(column).filter(|cell| !cell.text.is_empty());
        if let Some(names) = cell(columns.lead).map(|cell| names(reading, lexicon, cell)).filter(|names| !names.is_empty()) {
            lead = names;
        }
        let Some(action) = cell(columns.duty).filter(|cell| cell.text.split_whitespace().count() >= 3) else { continue };
        if lead.is_empty() || is_name(lexicon, &action.text) || heads_rows(row, &columns) {
            continue;
        }
        drafts.push(Draft {
            place: reading.place_at(action.range.start).unwrap_or_default(),
            assignees: lead.clone(),
            coordinators: columns.help.and_then(cell).map(|cell| names(reading, lexicon, cell)).unwrap_or_default(),
            number: row.first().filter(|_| columns.duty > 0).and_then(|cell| number(&cell.text)),
            giver: None,
            due: columns.due.and_then(cell).and_then(|cell| due(reading, finder, cell)),
            action: action.range.clone(),
            confidence: 0.8,
            rule: "tasks/task_columns",
        });
    }
    drafts
}

/// The row is the heading of those below it: nothing but its text and a number that is no figure, or all in capitals.
fn heads_rows(row: &[Cell], columns: &Columns) -> bool {
    let number = row.first().filter(|_| columns.duty > 0).map_or("", |cell| cell.text.trim());
    let filled = row.iter().enumerate().filter(|(column, cell)| !(cell.text.is_empty() || *column == 0 && columns.duty > 0));
    let alone = filled.map(|(column, _)| column).eq([columns.duty]);
    let text = row.get(columns.duty).map_or("", |cell| cell.text.as_str());
    alone && (number.starts_with(char::is_uppercase) || !text.chars().any(char::is_lowercase))
}

/// The rows are the steps in which cases of one kind are handled.
fn is_procedure(reading: &Reading<'_>, grid: &Grid, columns: &Columns) -> bool {
    let rules = &reading.patterns.tasks;
    let headed = (0..grid.columns.len()).any(|column| rules.procedure_columns.regex().is_match(grid.leaf(column).trim()));
    let times = || grid.rows.iter().filter_map(|row| row.get(columns.due?)).filter(|cell| !cell.text.is_empty());
    let spans = times().filter(|cell| rules.procedure_time.regex().is_match(cell.text.trim())).count();
    headed
        || spans > 0 && spans * 2 >= times().count()
        || grid.rows.iter().flat_map(|row| row.iter().take(2)).any(|cell| rules.procedure_step.regex().is_match(&cell.text))
}

/// The cell holds nothing but bodies: it was meant for another column.
fn is_name(lexicon: Lexicon<'_>, cell: &str) -> bool {
    let words = tokens(cell);
    parties::read(lexicon, &words, 0).is_some_and(|read| read.end == parties::End::Nothing && read.next == words.len())
}

/// The number that a cell consists of: `3`, `II.2`, `4.1.`.
fn number(cell: &str) -> Option<String> {
    let bare = cell.trim().trim_end_matches(['.', ')']);
    let fits = !bare.is_empty() && bare.chars().count() <= 8 && bare.split('.').all(|part| part.chars().all(|mark| mark.is_ascii_digit()));
    fits.then(|| bare.to_owned())
}

fn columns(reading: &Reading<'_>, grid: &Grid) -> Option<Columns> {
    let rules = &reading.patterns.tasks;
    let mut taken: Vec<usize> = Vec::new();
    let mut find = |rule: &Rule| {
        let found = (0..grid.columns.len()).find(|column| !taken.contains(column) && rule.regex().is_match(grid.leaf(*column).trim()));
        taken.extend(found);
        found
    };
    let duty = find(&rules.task_columns)?;
    let help = find(&rules.help_columns);
    let due = find(&rules.due_columns);
    // `Đơn vị` alone leads only beside those who help.
    let lead = find(&rules.lead_columns).or_else(|| help.and_then(|_| find(&rules.bare_lead_columns)))?;
    Some(Columns { duty, lead, help, due })
}

/// The bodies and persons of a cell: one a line, or several in a line.
fn names(reading: &Reading<'_>, lexicon: Lexicon<'_>, cell: &Cell) -> Vec<String> {
    let parts = cell.text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let names = parts.flat_map(|part| {
        let words = tokens(part);
        match parties::read(lexicon, &words, 0) {
            Some(read) => read.names.into_iter().filter_map(|name| part.get(name)).collect(),
            // In this column a capital is enough: `Văn thư`, `Kế toán`.
            None if words.first().is_some_and(|first| first.capital) && words.len() <= LONGEST_NAME => vec![part],
            None => Vec::new(),
        }
    });
    names.map(|name| bodies::normal_form(name, reading.patterns)).filter(|name| !name.is_empty()).collect()
}

fn due(reading: &Reading<'_>, finder: Finder<'_>, cell: &Cell) -> Option<Due> {
    let due = finder.of_cell(reading.text.slice(cell.range.clone()))?;
    Some(Due { range: due.range.start + cell.range.start..due.range.end + cell.range.start, ..due })
}
