//! Percentages against the counts that stand beside them.

use regex::Captures;
use serde_json::json;

use super::{Evidence, finding};
use crate::extract::{decimals, figure};
use crate::record::{Finding, FindingCode};
use crate::words::findings as words;

/// Checks every percentage whose part and whole stand in the same sentence.
pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rules = &evidence.patterns.findings;
    let mut found: Vec<Finding> = Vec::new();
    for paragraph in evidence.paragraphs.iter().filter(|paragraph| paragraph.contains(|letter: char| letter.is_ascii_digit())) {
        for rule in [&rules.fraction_percent, &rules.whole_part_percent, &rules.of_which_percent, &rules.done_percent_undone] {
            let wrong = rule.regex().captures_iter(paragraph).filter_map(|captures| one(evidence, &captures));
            found.extend(wrong);
        }
    }
    found
}

fn one(evidence: &Evidence<'_>, captures: &Captures<'_>) -> Option<Finding> {
    let read = |name: &str| captures.name(name).and_then(|found| figure(found.as_str()));
    let (part, stated) = (read("part")?, read("percent")?);
    let whole = read("whole").or_else(|| Some(part + read("rest")?))?;
    if whole <= 0.0 || part > whole {
        return None;
    }
    let places = i32::try_from(decimals(captures.name("percent")?.as_str())).ok()?;
    let computed = part / whole * 100.0;
    if (computed - stated).abs() <= 10f64.powi(-places) + 1e-6 {
        return None;
    }
    let computed = (computed * 100.0).round() / 100.0;
    let values = [stated, part, whole].map(Some).into_iter().chain([read("rest")]).flatten();
    let pointers = values.filter_map(|value| pointer(evidence, value)).collect();
    let message = words::percent(part, whole, stated, computed);
    Some(finding(FindingCode::PercentMismatch, message, pointers, [("stated", json!(stated)), ("computed", json!(computed))]))
}

/// The indicator that holds a figure.
fn pointer(evidence: &Evidence<'_>, value: f64) -> Option<String> {
    let at = evidence.facts.indicators.iter().position(|indicator| (indicator.value - value).abs() < 1e-9)?;
    Some(format!("/indicators/{at}/value"))
}
