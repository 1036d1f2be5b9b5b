//! Compares what was read with itself: contradictions and gaps become [`Finding`]s.
//!
//! In: [`Facts`], the text and the frameworks. Out: findings, each with the pointers and figures
//! compared. A finding is only raised when both sides were really read: a false alarm costs more
//! trust than a silence. Its sentences are in `words`.

mod claims;
mod document;
mod percentages;
mod scores;
mod tables;

use std::collections::BTreeSet;

use crate::extract::Facts;
use crate::pattern::Patterns;
use crate::record::{Finding, FindingCode, Severity};
use crate::text::{Region, Text, fold};

/// What checks look at.
struct Evidence<'a> {
    facts: &'a Facts,
    patterns: &'a Patterns,
    /// The running paragraphs, folded.
    paragraphs: Vec<String>,
    /// Short lines anywhere, in cells too, folded: what a heading may be.
    short_lines: Vec<String>,
    /// The file bears digital signatures.
    signed: bool,
}

/// A heading has at most so many bytes.
const HEADING: usize = 200;

/// Gives everything that does not agree inside the document.
#[must_use]
pub fn check(facts: &Facts, text: &Text, patterns: &Patterns) -> Vec<Finding> {
    let running =
        text.paragraphs().iter().enumerate().filter(|(_, paragraph)| !matches!(paragraph.region, Region::Cell { .. } | Region::Margin));
    let paragraphs = running.map(|(index, _)| fold(text.paragraph(index))).collect();
    let lines = text.paragraphs().iter().flat_map(|paragraph| {
        let whole = std::slice::from_ref(&paragraph.range);
        if paragraph.lines.is_empty() { whole } else { paragraph.lines.as_slice() }
    });
    let short_lines = lines.filter(|line| line.len() < HEADING).map(|line| fold(text.slice(line.clone()))).collect();
    let evidence = Evidence { facts, patterns, paragraphs, short_lines, signed: text.is_signed() };
    let mut findings = scores::check(&evidence);
    findings.extend(percentages::check(&evidence));
    findings.extend(claims::check(&evidence));
    // A table of scores is checked card by card.
    let told = |one: &Finding| findings.iter().any(|known| known.code == one.code && known.details == one.details);
    let of_tables: Vec<Finding> = tables::check(&evidence).into_iter().filter(|one| !told(one)).collect();
    findings.extend(of_tables);
    findings.extend(document::check(&evidence));
    let recognised = text.recognised_pages();
    if !recognised.is_empty() {
        let sure = |pointer: &String| is_typed(pointer, facts, &recognised) || is_proven(pointer, &evidence);
        findings.retain(|finding| finding.pointers.iter().all(sure));
    }
    findings
}

/// Whether nothing of a value was recognised in an image, where one wrong digit makes a contradiction.
fn is_typed(pointer: &str, facts: &Facts, recognised: &BTreeSet<u32>) -> bool {
    let below = |key: &str| key.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut pages = facts.evidence.iter().filter(|(key, _)| below(key)).map(|(_, evidence)| evidence.page).peekable();
    pages.peek().is_some() && pages.all(|page| page.is_some_and(|page| !recognised.contains(&page)))
}

/// Whether a value is a criterion's whose card adds up.
fn is_proven(pointer: &str, evidence: &Evidence<'_>) -> bool {
    let card = || pointer.strip_prefix("/scorecards/")?.split_once("/criteria/")?.0.parse::<usize>().ok();
    card().and_then(|index| evidence.facts.scorecards.get(index)).is_some_and(|card| scores::adds_up(evidence, card))
}

fn finding<const N: usize>(code: FindingCode, message: String, pointers: Vec<String>, details: [(&str, serde_json::Value); N]) -> Finding {
    let details = details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Finding { code, severity: Severity::Warning, message, pointers, details }
}

/// A figure rounded away from the noise of sums.
fn tidy(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
