//! Duties that the document gives downward, and requests that it makes upward or sideways.
//!
//! In: the outlined body. Out: tasks and proposals, each in the document's order. The outline is
//! walked once; headings and lead-ins (`Frame`) say to whom the items under them are given. It
//! deliberately does not know who is above whom except by the levels in `tasks.toml`.

mod clause;
mod lexicon;
mod parties;
mod sentences;
mod table;
mod walk;

use std::ops::Range;

use lexicon::Lexicon;

use super::deadlines::{Due, Finder};
use super::tables::Grid;
use super::{Found, Reading, bodies};
use crate::record::{Document, Proposal, Task};

/// A duty before it becomes a record.
#[derive(Debug, Clone, PartialEq, Default)]
struct Draft {
    /// Place in the outline.
    place: usize,
    /// The printed number of its row, for a duty out of a table.
    number: Option<String>,
    assignees: Vec<String>,
    coordinators: Vec<String>,
    giver: Option<String>,
    /// Character range in the text.
    action: Range<usize>,
    /// Its own deadline or that of a scope line, with its place in the text.
    due: Option<Due>,
    /// How sure it is.
    confidence: f32,
    /// The rule that found it.
    rule: &'static str,
}

/// The rule of a request by a word that asks, not by one that gives.
const ASKED: &str = "tasks/askers";

/// A request before it becomes a record.
#[derive(Debug, Clone, PartialEq)]
struct Request {
    to: Option<String>,
    text: Range<usize>,
    rule: &'static str,
}

/// Finds duties and requests, each in the document's order.
pub(super) fn find(reading: &Reading<'_>, document: &Document, grids: &[Grid]) -> (Vec<Found<Task>>, Vec<Found<Proposal>>) {
    let lexicon = Lexicon(&reading.patterns.tasks);
    let finder = Finder::new(reading.patterns, document.date.as_deref());
    let (drafts, requests) = walk::walk(reading, document, lexicon, finder);
    let plans = document.kind.as_ref().is_none_or(|kind| !reading.patterns.tasks.reporting.contains(&kind.code));
    let mut drafts = drafts;
    if plans {
        let zones = std::iter::once(&reading.zones.body).chain(&reading.zones.annexes);
        drafts.extend(zones.flat_map(|zone| table::read(reading, lexicon, finder, grids, zone)));
        drafts.sort_by_key(|draft| draft.action.start);
    }
    let tasks = drafts.into_iter().enumerate().map(|(index, draft)| task(reading, lexicon, index, draft)).collect();
    let rules = &reading.patterns.tasks.rulemaking;
    let asks = document.kind.as_ref().is_none_or(|kind| !rules.contains(&kind.code));
    // A council's resolution on a single matter may ask by that word.
    let single = document.kind.as_ref().is_some_and(|kind| reading.patterns.tasks.asking.contains(&kind.code))
        && document.number.as_deref().is_some_and(|number| !bears_year(number));
    let proposals =
        requests.into_iter().filter(|request| asks || single && request.rule == ASKED).map(|request| proposal(reading, request)).collect();
    (tasks, proposals)
}

/// The number is one of an act that makes rules: `12/2025/QĐ-UBND`.
fn bears_year(number: &str) -> bool {
    number.contains("/20")
}

fn task(reading: &Reading<'_>, lexicon: Lexicon<'_>, index: usize, draft: Draft) -> Found<Task> {
    let action = trimmed(reading, draft.action.clone());
    let text = reading.text.slice(action.clone());
    let mut evidence = vec![("/action".to_owned(), reading.evidence(&action, draft.rule, draft.confidence))];
    if let Some(due) = &draft.due {
        evidence.push(("/deadline".to_owned(), reading.evidence(&due.range, &due.rule, due.confidence)));
    }
    let closing = closes(reading, &draft, text);
    let item = draft.number.clone().or_else(|| reading.outline.path_of(draft.place).map(str::to_owned));
    let value = Task {
        id: (index + 1).to_string(),
        item: item.filter(|_| !closing),
        assignees: draft.assignees,
        coordinators: draft.coordinators,
        assigned_by: draft.giver.filter(|_| !closing),
        action: text.to_owned(),
        deadline: draft.due.map(|due| due.deadline),
        report_to: report_to(reading, lexicon, text),
    };
    Found { value, evidence }
}

/// A closing paragraph that has somebody watch over the whole document: it belongs to no item and no lead-in.
fn closes(reading: &Reading<'_>, draft: &Draft, action: &str) -> bool {
    let labelled = reading.outline.items.get(draft.place).is_some_and(|item| item.label.is_some());
    draft.number.is_none() && !labelled && reading.patterns.tasks.watching.regex().is_match(action)
}

fn proposal(reading: &Reading<'_>, request: Request) -> Found<Proposal> {
    let text = trimmed(reading, request.text);
    let evidence = vec![(String::new(), reading.evidence(&text, request.rule, 0.8))];
    Found { value: Proposal { to: request.to, text: reading.text.slice(text).to_owned() }, evidence }
}

/// A range without the marks at its ends.
fn trimmed(reading: &Reading<'_>, range: Range<usize>) -> Range<usize> {
    let text = reading.text.slice(range.clone());
    let open = text.trim_start_matches([' ', ',', ':', ';', '\n']);
    // The dash of a list in a cell.
    let open = ["- ", "– ", "+ ", "• "].iter().find_map(|bullet| open.strip_prefix(bullet)).unwrap_or(open).trim_start();
    let start = range.start + (text.len() - open.len());
    let end = range.end - (text.len() - text.trim_end_matches([' ', '.', ',', ';', ':', '/', '\n', '*']).len());
    start..end.max(start)
}

fn report_to(reading: &Reading<'_>, lexicon: Lexicon<'_>, action: &str) -> Option<String> {
    let rules = &reading.patterns.tasks;
    let found = rules.report_to.regex().captures_iter(action).chain(rules.report_far.regex().captures_iter(action));
    let mut names = found.filter_map(|found| {
        let start = found.name("body")?.start();
        let rest = action.get(start..)?;
        let words = lexicon::tokens(rest);
        let name = parties::read(lexicon, &words, 0)?.names.into_iter().next()?;
        Some(bodies::normal_form(rest.get(name)?, reading.patterns))
    });
    names.next()
}

#[cfg(test)]
mod tests;
