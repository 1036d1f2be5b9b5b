//! Sums, second figures, maxima, ranks, ratings and changes of scorecards.

use serde_json::json;

use super::{Evidence, finding, tidy};
use crate::extract::figure;
use crate::pattern::Rule;
use crate::pattern::vocabulary::{Band, Framework};
use crate::record::{Finding, FindingCode, Scorecard};
use crate::text::fold;
use crate::words::findings as words;

/// So many cards that add up are no accident.
const FEWEST_SUMS: usize = 3;

/// Checks every card, and cards against one another.
pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bands = stated_bands(evidence);
    for (index, card) in evidence.facts.scorecards.iter().enumerate() {
        findings.extend(sum(evidence, index, card));
        findings.extend(above_max(index, card));
        findings.extend(out_of_range(index, card));
        findings.extend(rating(evidence, &bands, index, card));
        findings.extend(change(evidence, index, card));
    }
    // What goes wrong card after card was misread, not miswritten.
    let limit = 3.max(evidence.facts.scorecards.len() / 3);
    let counts = findings.clone();
    findings.retain(|one| counts.iter().filter(|other| other.code == one.code).count() <= limit);
    findings.extend(impossible(evidence));
    findings.extend(conflicts(evidence));
    findings.extend(rank_order(evidence));
    findings
}

/// The unit of a card as messages name it.
pub(super) fn unit(card: &Scorecard) -> &str {
    card.unit.as_deref().unwrap_or("Đơn vị")
}

/// The total of a card and what its criteria add up to, where they are all there.
fn sums(evidence: &Evidence<'_>, card: &Scorecard) -> Option<(f64, f64)> {
    let framework = evidence.patterns.frameworks.iter().find(|framework| Some(&framework.id) == card.framework.as_ref());
    if framework.is_some_and(|framework| framework.weighted) {
        return None;
    }
    let known = |id: &String| card.criteria.iter().any(|criterion| criterion.id == *id);
    let complete = |framework: &&Framework| {
        card.criteria.len() == framework.criteria.len() && framework.criteria.iter().all(|criterion| known(&criterion.id))
    };
    let Some(framework) = framework.filter(|framework| !framework.criteria.is_empty()).filter(complete) else {
        return sums_like_others(evidence, card);
    };
    let computed: Option<f64> = card.criteria.iter().map(|criterion| criterion.score).sum();
    let maxima: Option<f64> = card.criteria.iter().map(|criterion| criterion.max).sum();
    let told = maxima.is_some_and(|maxima| (maxima - card.max.unwrap_or(framework.max)).abs() <= 0.01);
    told.then_some((card.total?, tidy(computed?)))
}

/// The same where no file knows all the criteria: they are all there where those of other cards, the same ones, add up to
/// their totals.
fn sums_like_others(evidence: &Evidence<'_>, card: &Scorecard) -> Option<(f64, f64)> {
    let own = |card: &Scorecard| {
        let scores: Option<f64> = card.criteria.iter().map(|criterion| criterion.max.and(criterion.score)).sum();
        scores.filter(|_| card.criteria.len() > 1).and_then(|scores| Some((card.total?, tidy(scores))))
    };
    let same = |other: &&Scorecard| {
        let ids = other.criteria.iter().map(|criterion| &criterion.id);
        other.framework == card.framework && ids.eq(card.criteria.iter().map(|criterion| &criterion.id))
    };
    let all: Vec<(f64, f64)> = evidence.facts.scorecards.iter().filter(same).filter_map(own).collect();
    let right = all.iter().filter(|(total, computed)| (total - computed).abs() < 1e-6).count();
    (right >= FEWEST_SUMS && right * 10 >= all.len() * 7).then(|| own(card))?
}

/// Whether the criteria of a card add up to its total to the last digit: none of them was misread.
pub(super) fn adds_up(evidence: &Evidence<'_>, card: &Scorecard) -> bool {
    sums(evidence, card).is_some_and(|(total, computed)| (total - computed).abs() < 1e-6)
}

fn sum(evidence: &Evidence<'_>, index: usize, card: &Scorecard) -> Option<Finding> {
    let (total, computed) = sums(evidence, card)?;
    let count = card.criteria.len();
    let tolerance = 0.05 * f64::from(u32::try_from(count).ok()?) + 1e-6;
    if (total - computed).abs() <= tolerance {
        return None;
    }
    let pointers = vec![format!("/scorecards/{index}/total"), format!("/scorecards/{index}/criteria")];
    let message = words::sum(unit(card), count, computed, total);
    Some(finding(FindingCode::SumMismatch, message, pointers, [("stated", json!(total)), ("computed", json!(computed))]))
}

fn above_max(index: usize, card: &Scorecard) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |what: &str, score: Option<f64>, max: Option<f64>, pointer: String| {
        if let (Some(score), Some(max)) = (score, max)
            && score > max + 1e-6
        {
            let message = words::above_max(what, score, max);
            found.push(finding(FindingCode::ScoreAboveMax, message, vec![pointer], [("score", json!(score)), ("max", json!(max))]));
        }
    };
    add(unit(card), card.total, card.max, format!("/scorecards/{index}/total"));
    for (at, criterion) in card.criteria.iter().enumerate() {
        add(&criterion.name, criterion.score, criterion.max, format!("/scorecards/{index}/criteria/{at}/score"));
    }
    found
}

/// Figures of other periods above their own maximum: no card holds them, but no period makes them possible.
fn impossible(evidence: &Evidence<'_>) -> Vec<Finding> {
    let one = |figure: &crate::extract::Impossible| {
        let message = words::above_max(&figure.name, figure.score, figure.max);
        let pointers = figure.card.map(|card| format!("/scorecards/{card}/unit")).into_iter().collect();
        let details = [("score", json!(figure.score)), ("max", json!(figure.max))];
        finding(FindingCode::ScoreAboveMax, message, pointers, details)
    };
    evidence.facts.score_notes.impossible.iter().map(one).collect()
}

fn out_of_range(index: usize, card: &Scorecard) -> Vec<Finding> {
    let own = std::iter::once((unit(card), card.rank, card.rank_of, format!("/scorecards/{index}/rank")));
    let criteria = card.criteria.iter().enumerate();
    let criteria = criteria.map(|(at, one)| (one.name.as_str(), one.rank, one.rank_of, format!("/scorecards/{index}/criteria/{at}/rank")));
    let wrong = own.chain(criteria).filter_map(|(what, rank, of, pointer)| {
        let (rank, of) = (rank?, of?);
        let message = words::rank_out_of_range(what, rank, of);
        (rank > of).then(|| finding(FindingCode::RankOutOfRange, message, vec![pointer], [("rank", json!(rank)), ("rank_of", json!(of))]))
    });
    wrong.collect()
}

/// The bands that the document itself states.
fn stated_bands(evidence: &Evidence<'_>) -> Vec<Band> {
    let rules = [&evidence.patterns.findings.bands, &evidence.patterns.findings.bands_before];
    let mut bands: Vec<Band> = Vec::new();
    let told = |paragraph| rules.into_iter().flat_map(move |rule: &Rule| rule.regex().captures_iter(paragraph));
    for captures in evidence.paragraphs.iter().flat_map(|paragraph| told(paragraph)) {
        let (Some(rating), Some(from)) = (captures.name("rating"), captures.name("from").and_then(|from| figure(from.as_str()))) else {
            continue;
        };
        if !bands.iter().any(|band| band.rating == rating.as_str()) {
            bands.push(Band { rating: rating.as_str().to_owned(), from });
        }
    }
    bands
}

fn rating(evidence: &Evidence<'_>, stated: &[Band], index: usize, card: &Scorecard) -> Option<Finding> {
    let framework = evidence.patterns.frameworks.iter().find(|framework| Some(&framework.id) == card.framework.as_ref());
    let own = framework.map(|framework| framework.bands.as_slice()).unwrap_or_default();
    let bands = if stated.len() >= 2 { stated } else { own };
    let (rating, total) = (card.rating.as_deref()?, card.total?);
    bands.iter().find(|band| fold(&band.rating) == fold(rating))?;
    let expected = bands.iter().filter(|band| band.from <= total + 1e-9).max_by(|one, other| one.from.total_cmp(&other.from))?;
    if fold(&expected.rating) == fold(rating) {
        return None;
    }
    let known = evidence.patterns.scores.ratings.iter().find(|known| fold(known) == fold(&expected.rating));
    let expected = known.unwrap_or(&expected.rating);
    let pointers = vec![format!("/scorecards/{index}/rating"), format!("/scorecards/{index}/total")];
    let message = words::rating(unit(card), total, rating, expected);
    Some(finding(FindingCode::RatingMismatch, message, pointers, [("stated", json!(rating)), ("computed", json!(expected))]))
}

fn change(evidence: &Evidence<'_>, index: usize, card: &Scorecard) -> Option<Finding> {
    let (total, stated) = (card.total?, card.change?);
    let previous = evidence.facts.score_notes.previous.iter().find(|previous| previous.card == index)?;
    if card.compared_to.as_ref().is_some_and(|compared| *compared != previous.period) {
        return None;
    }
    let computed = tidy(total - previous.value);
    if (computed - stated).abs() <= 0.0501 {
        return None;
    }
    let message = words::change(unit(card), stated, total, previous.value);
    let pointers = vec![format!("/scorecards/{index}/change"), format!("/scorecards/{index}/total")];
    Some(finding(FindingCode::ChangeMismatch, message, pointers, [("stated", json!(stated)), ("computed", json!(computed))]))
}

fn conflicts(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for other in &evidence.facts.score_notes.others {
        if found.iter().any(|finding| finding.pointers.contains(&other.pointer)) {
            continue;
        }
        let mut parts = other.pointer.split('/').skip(2);
        let Some(card) = parts.next().and_then(|at| at.parse::<usize>().ok()).and_then(|at| evidence.facts.scorecards.get(at)) else {
            continue;
        };
        let criterion = parts.nth(1).and_then(|at| at.parse::<usize>().ok()).and_then(|at| card.criteria.get(at));
        let known = criterion.map_or(card.total, |criterion| criterion.score);
        let Some(known) = known else { continue };
        let what = criterion.map_or_else(|| unit(card).to_owned(), |criterion| format!("{}, {}", unit(card), criterion.name));
        let message = words::conflict(&what, known, other.value);
        found.push(finding(
            FindingCode::ConflictingValues,
            message,
            vec![other.pointer.clone()],
            [("values", json!([known, other.value]))],
        ));
    }
    found
}

/// Neighbours in one table's ranking, where the better rank has the lower total.
fn rank_order(evidence: &Evidence<'_>) -> Vec<Finding> {
    let cards = &evidence.facts.scorecards;
    let ranked_in = &evidence.facts.score_notes.ranked_in;
    let mut tables: Vec<usize> = ranked_in.iter().flatten().copied().collect();
    tables.sort_unstable();
    tables.dedup();
    let mut found = Vec::new();
    for table in tables {
        let own = cards.iter().zip(ranked_in).enumerate().filter(|(_, (_, ranked))| **ranked == Some(table));
        let mut ranked: Vec<(usize, u32, f64, &Scorecard)> =
            own.filter_map(|(index, (card, _))| Some((index, card.rank?, card.total?, card))).collect();
        ranked.sort_by_key(|(_, rank, _, _)| *rank);
        let distinct = ranked.windows(2).all(|pair| matches!(pair, [one, other] if one.1 < other.1));
        let rises = ranked.windows(2).filter(|pair| matches!(pair, [one, other] if one.2 < other.2 - 1e-9)).count();
        // Where most neighbours rise, the ranking is of something else than these totals.
        if !distinct || rises * 3 > ranked.len() {
            continue;
        }
        for pair in ranked.windows(2) {
            if let [upper, lower] = pair
                && upper.2 < lower.2 - 1e-9
            {
                let message = words::rank_order(unit(upper.3), upper.2, upper.1, unit(lower.3), lower.2, lower.1);
                let pointers = vec![format!("/scorecards/{}/rank", upper.0), format!("/scorecards/{}/rank", lower.0)];
                let details = [("ranks", json!([upper.1, lower.1])), ("totals", json!([upper.2, lower.2]))];
                found.push(finding(FindingCode::RankOrder, message, pointers, details));
            }
        }
    }
    found
}
