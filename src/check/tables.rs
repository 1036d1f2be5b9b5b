//! Tables against their own rows of sums, and against superlatives that sentences say of their rows.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::json;

use super::{Evidence, claims, finding, tidy};
use crate::extract::{decimals, figure, periods_in, unit_key};
use crate::record::{Finding, FindingCode, Table};
use crate::text::fold;
use crate::words::findings as words;

/// So many rows make a sum, and so many values an order.
const FEWEST_ROWS: usize = 3;

/// So many columns that add up prove that the others should.
const FEWEST_COLUMNS: usize = 2;

/// A stated sum that is further from the computed one, in parts of it, is something else than a slip.
const SLIP: f64 = 0.2;

/// Names of rows stand in one of the first cells.
const NAME_CELLS: usize = 3;

/// What a superlative is of stands within so many bytes before it.
const NEAR: usize = 40;

/// Checks every table.
pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let tables = || evidence.facts.tables.iter().enumerate();
    let mut found: Vec<Finding> = tables().filter_map(|(index, table)| sum(evidence, index, table)).collect();
    let rows = named_rows(evidence);
    let clauses = evidence.paragraphs.iter().flat_map(|paragraph| paragraph.split(". ")).flat_map(|sentence| sentence.split(';'));
    for one in clauses.filter_map(|clause| superlative(evidence, &rows, clause)) {
        if !found.iter().any(|known| known.pointers == one.pointers) {
            found.push(one);
        }
    }
    found
}

/// How many cells of a row say something.
pub(super) fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.is_empty()).count()
}

/// Whether a row stands for no unit: sums, means, what can be reached.
pub(super) fn is_of_none(evidence: &Evidence<'_>, row: &[String]) -> bool {
    let rules = &evidence.patterns.tables;
    row.iter().take(2).any(|cell| [&rules.total_row, &rules.bounds_row].iter().any(|rule| rule.regex().is_match(&fold(cell))))
}

/// The one column that does not add up to the row of sums, where others do.
fn sum(evidence: &Evidence<'_>, index: usize, table: &Table) -> Option<Finding> {
    let rules = &evidence.patterns.tables;
    let (totals, rows): (Vec<_>, Vec<_>) =
        table.rows.iter().enumerate().filter(|(_, row)| filled(row) >= 2).partition(|(_, row)| is_of_none(evidence, row));
    let [(place, total)] = totals.as_slice() else { return None };
    let mut wrong = Vec::new();
    let mut right = 0;
    for (column, header) in table.columns.iter().enumerate() {
        let cell = |row: &[String]| row.get(column).map(|cell| cell.trim().to_owned());
        let Some(stated) = cell(total).as_deref().and_then(figure) else { continue };
        let cells: Vec<String> = rows.iter().filter_map(|(_, row)| cell(row)).filter(|cell| !matches!(cell.as_str(), "" | "-")).collect();
        let Some(values) = cells.iter().map(|cell| figure(cell)).collect::<Option<Vec<f64>>>() else { continue };
        if values.len() < FEWEST_ROWS || rules.rate.regex().is_match(&fold(header)) {
            continue;
        }
        let computed: f64 = values.iter().sum();
        let places = cells.iter().map(|cell| decimals(cell)).max().unwrap_or(0);
        let rounding = if places == 0 { 0.0 } else { 0.5 * cells.len() as f64 * 10f64.powi(-i32::try_from(places).unwrap_or(0)) };
        let most = values.iter().copied().fold(f64::MIN, f64::max);
        if (computed - stated).abs() <= rounding + 1e-6 {
            right += 1;
        } else if stated > most && (computed - stated).abs() <= SLIP * computed {
            wrong.push((column, computed, stated));
        }
    }
    let [(column, computed, stated)] = wrong.as_slice() else { return None };
    if right < FEWEST_COLUMNS {
        return None;
    }
    let message = words::column_sum(table.columns.get(*column)?, tidy(*computed), *stated);
    let details = [("stated", json!(stated)), ("computed", json!(tidy(*computed)))];
    Some(finding(FindingCode::SumMismatch, message, vec![format!("/tables/{index}/rows/{place}/{column}")], details))
}

/// A row of a table by its name.
struct Named<'a> {
    index: usize,
    table: &'a Table,
    row: usize,
    /// What clauses call it, folded.
    key: String,
}

/// `phường X có tỷ lệ đúng hạn thấp nhất` against the other rows of the table's column of that name.
fn superlative(evidence: &Evidence<'_>, rows: &[Named<'_>], clause: &str) -> Option<Finding> {
    let (claim, lowest) = claims::superlative(evidence, clause)?;
    let (named, at) = named_row(rows, clause)?;
    let (column, phrase) = column_of(named.table, clause.get(..claim.start)?)?;
    let limits = evidence.patterns.findings.claim_limits.regex();
    // From the row, or the column where the row comes last, to the claim.
    let behind = at.start >= claim.end;
    let (apart, between) =
        if behind { (claim.end..at.start, phrase..claim.start) } else { (at.end.max(phrase)..claim.start, at.end..claim.start) };
    let unlimited = |range: Range<usize>| clause.get(range).is_some_and(|between| !limits.is_match(between));
    if apart.len() > NEAR || behind && between.len() > NEAR || !unlimited(apart) || !unlimited(between) || elsewhere(evidence, clause) {
        return None;
    }
    let kinds = scope(evidence, clause.get(claim.end..)?)?;
    let value =
        |row: usize| named.table.rows.get(row).filter(|row| !is_of_none(evidence, row)).and_then(|row| figure(row.get(column)?.trim()));
    let name = |row: usize| named.table.rows.get(row).and_then(|row| name_of(row));
    let own = value(named.row)?;
    // A figure beside the claim must be the table's.
    let stated: Vec<f64> =
        clause.get(claim.end..)?.split([' ', '(', ')', '%']).filter_map(|word| figure(word.trim_end_matches([',', '.']))).collect();
    if !stated.is_empty() && !stated.contains(&own) {
        return None;
    }
    let in_scope = |row: &usize| {
        kinds.is_empty() || name(*row).is_some_and(|name| kinds.iter().any(|kind| unit_key(&name).starts_with(kind.as_str())))
    };
    let rivals: Vec<(usize, f64)> =
        block(named.table, named.row).filter(|row| *row != named.row && in_scope(row)).filter_map(|row| Some((row, value(row)?))).collect();
    let refuting = rivals.iter().filter(|(_, other)| if lowest { *other < own - 1e-6 } else { *other > own + 1e-6 });
    let worst = refuting.min_by(|one, other| if lowest { one.1.total_cmp(&other.1) } else { other.1.total_cmp(&one.1) })?;
    if rivals.len() + 1 < FEWEST_ROWS {
        return None;
    }
    let pointers = [named.row, worst.0].map(|row| format!("/tables/{}/rows/{row}/{column}", named.index)).to_vec();
    let said = claims::said(lowest);
    let message = words::superlative(&name(named.row)?, said, own, &name(worst.0)?, worst.1);
    let details = [("claim", json!(said)), ("stated", json!(own)), ("found", json!(worst.1))];
    Some(finding(FindingCode::ClaimMismatch, message, pointers, details))
}

/// A clause names a period other than the document's.
fn elsewhere(evidence: &Evidence<'_>, clause: &str) -> bool {
    let own = evidence.facts.document.period.as_deref();
    periods_in(clause, &evidence.patterns.periods, None).iter().any(|(_, period)| Some(period.as_str()) != own)
}

/// The kinds of units that a superlative is among, `trong các xã, phường`, folded; none where it is among all; `None` where it
/// is among something else.
fn scope(evidence: &Evidence<'_>, after: &str) -> Option<Vec<String>> {
    let rules = &evidence.patterns.findings;
    let Some(among) = rules.claim_scope.regex().captures(after).and_then(|found| found.name("kinds")) else { return Some(Vec::new()) };
    let known: Vec<String> = rules.kinds.iter().map(|kind| fold(kind)).collect();
    let kinds: Vec<String> = among.as_str().split(',').flat_map(|part| part.split(" va ")).map(|part| part.trim().to_owned()).collect();
    let any = kinds.iter().any(|kind| rules.any_unit.iter().any(|any| fold(any) == *kind));
    kinds.iter().all(|kind| known.contains(kind)).then(|| if any { Vec::new() } else { kinds })
}

/// The rows of all tables that have a name.
fn named_rows<'a>(evidence: &Evidence<'a>) -> Vec<Named<'a>> {
    let tables = evidence.facts.tables.iter().enumerate();
    let rows = tables.flat_map(|(index, table)| table.rows.iter().enumerate().map(move |(row, cells)| (index, table, row, cells)));
    rows.filter_map(|(index, table, row, cells)| Some(Named { index, table, row, key: unit_key(&name_of(cells)?) })).collect()
}

/// The one row whose name a clause holds, and where.
fn named_row<'r, 'a>(rows: &'r [Named<'a>], clause: &str) -> Option<(&'r Named<'a>, Range<usize>)> {
    let mut named = rows.iter().filter_map(|row| Some((row, claims::place(clause, &row.key)?)));
    named.next().filter(|_| named.next().is_none())
}

/// The name of a row: the first of its first cells with letters.
fn name_of(row: &[String]) -> Option<String> {
    let words = |cell: &&String| cell.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 2;
    row.iter().take(NAME_CELLS).find(words).cloned()
}

/// The rows around one up to rows that only head a group.
fn block(table: &Table, row: usize) -> impl Iterator<Item = usize> + '_ {
    let heads = move |at: &usize| table.rows.get(*at).is_some_and(|row| filled(row) < 2);
    let first = (0..row).rev().find(heads).map_or(0, |head| head + 1);
    let end = (row..table.rows.len()).find(heads).unwrap_or(table.rows.len());
    first..end
}

/// The one column that words before a superlative name, and where they end: its last heading of three words and more stands
/// there, or all words of its whole header do.
fn column_of(table: &Table, before: &str) -> Option<(usize, usize)> {
    let bare = |text: &str| fold(text.split('(').next().unwrap_or_default()).trim().to_owned();
    let words: BTreeSet<&str> = words_of(before).collect();
    let fits = |(column, path): (usize, &String)| {
        let parts: Vec<String> = path.split(" / ").map(bare).collect();
        let leaf = parts.last()?;
        let all: Vec<&str> = parts.iter().flat_map(|part| words_of(part)).collect();
        let whole = all.len() >= 3 && all.iter().all(|word| words.contains(word));
        let phrase = claims::place(before, leaf).filter(|_| leaf.split_whitespace().count() >= 3).map(|at| at.end);
        let end = all.iter().filter_map(|word| Some(before.rfind(word)? + word.len())).max()?;
        phrase.or_else(|| whole.then_some(end)).map(|end| (column, all.len(), end))
    };
    let fitting: Vec<(usize, usize, usize)> = table.columns.iter().enumerate().filter_map(fits).collect();
    let most = fitting.iter().map(|(_, words, _)| *words).max()?;
    let mut longest = fitting.iter().filter(|(_, words, _)| *words == most);
    longest.next().filter(|_| longest.next().is_none()).map(|(column, _, end)| (*column, *end))
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty())
}
