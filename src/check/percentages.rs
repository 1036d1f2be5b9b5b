//! Percentages against the counts that stand beside them.

use std::collections::{BTreeMap, BTreeSet};

use regex::Captures;
use serde_json::json;

use super::{Evidence, finding};
use crate::extract::{decimals, figure};
use crate::pattern::Rule;
use crate::record::{Finding, FindingCode, Indicator};
use crate::text::fold;
use crate::words::findings as words;

/// So many units whose rates are the share of the same two counts are no accident.
const FEWEST_UNITS: usize = 3;

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
    for one in in_time(evidence).into_iter().chain(in_columns(evidence)) {
        if !found.iter().any(|known| known.details == one.details) {
            found.push(one);
        }
    }
    found
}

/// The places of the indicators of one unit and period, by their names.
type Named<'a> = BTreeMap<&'a str, Vec<usize>>;

/// Rates of several units against two counts of each, where most rates are the first count's share of the second: the
/// others are wrong. A rate that could be the share of several pairs says nothing.
fn in_columns(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut units: BTreeMap<(&Option<String>, &Option<String>), Named<'_>> = BTreeMap::new();
    let all = &evidence.facts.indicators;
    for (at, one) in all.iter().enumerate() {
        units.entry((&one.unit, &one.period)).or_default().entry(&one.name).or_default().push(at);
    }
    let of = |names: &Named<'_>, name: &str| match names.get(name).map(Vec::as_slice) {
        Some([only]) => all.get(*only).map(|one| (*only, one.value)),
        _ => None,
    };
    let rates: BTreeSet<&str> = all.iter().filter(|one| is_rate(one)).map(|one| one.name.as_str()).collect();
    let counts: BTreeSet<&str> = all.iter().filter(|one| !is_rate(one)).map(|one| one.name.as_str()).collect();
    let wrong_of = |rate: &str| -> Option<Vec<Finding>> {
        let own = units.values().filter_map(|names| Some((of(names, rate)?, names)));
        let (own, names): (Vec<(usize, f64)>, Vec<&Named<'_>>) = own.unzip();
        if own.len() < FEWEST_UNITS {
            return None;
        }
        // One column for each count, a row for each rate.
        let columns: Vec<Vec<_>> = counts.iter().map(|count| names.iter().map(|names| of(names, count)).collect()).collect();
        let rates: Vec<_> = own.into_iter().map(|(at, stated)| (at, stated, places_of(stated))).collect();
        let pairs = (0..columns.len()).flat_map(|part| (0..columns.len()).map(move |whole| (part, whole)));
        let mut proven = pairs.filter(|(part, whole)| part != whole).filter_map(|(part, whole)| {
            let counts = columns.get(part)?.iter().zip(columns.get(whole)?);
            let rows =
                rates.iter().zip(counts).filter_map(|(rate, (part, whole))| Some((*rate, (*part)?, whole.filter(|whole| whole.1 > 0.0)?)));
            let (right, wrong): (Vec<_>, Vec<_>) =
                rows.partition(|((_, stated, places), part, whole)| agree(part.1 / whole.1 * 100.0, *stated, *places));
            (right.len() >= FEWEST_UNITS && right.len() >= wrong.len() * 3).then_some(wrong)
        });
        let wrong = proven.next().filter(|_| proven.next().is_none())?;
        let told = wrong.into_iter().map(|((at, stated, _), (part_at, part), (whole_at, whole))| {
            let pointers = [at, part_at, whole_at].map(|index| format!("/indicators/{index}/value")).to_vec();
            mismatch(part, whole, stated, part / whole * 100.0, pointers)
        });
        Some(told.collect())
    };
    rates.into_iter().filter_map(wrong_of).flatten().collect()
}

/// A rate of files answered in time against the counts of the same unit and period, where those in time and those late are
/// all that were answered, or all answered, those in time and the rate stand in a row.
fn in_time(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rules = &evidence.patterns.findings;
    let all = &evidence.facts.indicators;
    let early = |one: &Indicator| {
        rules.in_time.regex().captures(&fold(&one.name)).map(|found| found.name("early").or(found.name("also")).is_some())
    };
    let rates = all.iter().enumerate().filter(|(_, one)| is_rate(one) && early(one).is_some());
    let wrong = rates.filter_map(|(at, rate)| {
        let beside = |rule: &Rule| {
            let fits = |one: &Indicator| {
                one.unit == rate.unit && one.period == rate.period && !is_rate(one) && rule.regex().is_match(&fold(&one.name))
            };
            let mut fitting = all.iter().enumerate().filter(|(_, one)| fits(one)).map(|(index, one)| (index, one.value));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let ((part_at, part), (whole_at, whole)) = (beside(&rules.in_time)?, beside(&rules.answered)?);
        // Where no count of those late closes the sum, the three must be said one after the other, and nothing of early ones.
        let closed = match beside(&rules.late) {
            Some((_, late)) => (part + late - whole).abs() <= 1e-9,
            None => whole_at + 1 == part_at && part_at + 1 == at && early(rate) == Some(false) && part <= whole,
        };
        if !closed || whole <= 0.0 || early(rate) != early(all.get(part_at)?) {
            return None;
        }
        let computed = part / whole * 100.0;
        if agree(computed, rate.value, places_of(rate.value)) {
            return None;
        }
        let pointers = [at, part_at, whole_at].map(|index| format!("/indicators/{index}/value")).to_vec();
        Some(mismatch(part, whole, rate.value, computed, pointers))
    });
    wrong.collect()
}

fn is_rate(indicator: &Indicator) -> bool {
    indicator.measure.as_deref() == Some("%")
}

/// How many decimals a value has.
fn places_of(value: f64) -> usize {
    value.to_string().split_once('.').map_or(0, |(_, places)| places.len())
}

/// Whether a percentage is the computed one, rounded or cut off at so many places.
fn agree(computed: f64, stated: f64, places: usize) -> bool {
    let (last, beyond) = (10f64.powi(-i32::try_from(places).unwrap_or(0)), computed - stated);
    beyond.abs() <= last / 2.0 + 1e-6 || (0.0..last).contains(&beyond)
}

fn mismatch(part: f64, whole: f64, stated: f64, computed: f64, pointers: Vec<String>) -> Finding {
    let computed = (computed * 100.0).round() / 100.0;
    let message = words::percent(part, whole, stated, computed);
    finding(FindingCode::PercentMismatch, message, pointers, [("stated", json!(stated)), ("computed", json!(computed))])
}

fn one(evidence: &Evidence<'_>, captures: &Captures<'_>) -> Option<Finding> {
    let read = |name: &str| captures.name(name).and_then(|found| figure(found.as_str()));
    let (part, stated) = (read("part")?, read("percent")?);
    let whole = read("whole").or_else(|| Some(part + read("rest")?))?;
    if whole <= 0.0 || part > whole {
        return None;
    }
    let computed = part / whole * 100.0;
    if agree(computed, stated, decimals(captures.name("percent")?.as_str())) {
        return None;
    }
    let values = [stated, part, whole].map(Some).into_iter().chain([read("rest")]).flatten();
    let pointers = values.filter_map(|value| pointer(evidence, value)).collect();
    Some(mismatch(part, whole, stated, computed, pointers))
}

/// The indicator that holds a figure.
fn pointer(evidence: &Evidence<'_>, value: f64) -> Option<String> {
    let at = evidence.facts.indicators.iter().position(|indicator| (indicator.value - value).abs() < 1e-9)?;
    Some(format!("/indicators/{at}/value"))
}
