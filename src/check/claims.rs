//! Statements that the document's own figures refute.

use std::ops::Range;

use serde_json::json;

use super::scores::unit;
use super::{Evidence, finding, tidy};
use crate::extract::{Lexicon, figure, periods_in, unit_key};
use crate::pattern::Rule;
use crate::record::{Finding, FindingCode, Scorecard};
use crate::text::fold;
use crate::words::findings as words;

/// Checks superlatives and statements that nothing occurred.
pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let lexicon = Lexicon::new(evidence.patterns);
    let mut found: Vec<Finding> = Vec::new();
    for paragraph in &evidence.paragraphs {
        for sentence in paragraph.split(". ") {
            let others = [total(evidence, sentence), change(evidence, sentence), none_occurred(evidence, &lexicon, sentence)];
            // `A thấp nhất …; B cao nhất …` are two claims.
            let criteria = sentence.split(';').filter_map(|clause| criterion(evidence, &lexicon, clause));
            for one in criteria.chain(others.into_iter().flatten()) {
                if !found.iter().any(|known| known.code == one.code && known.pointers == one.pointers) {
                    found.push(one);
                }
            }
        }
    }
    found
}

fn framework(evidence: &Evidence<'_>, card: &Scorecard) -> Option<usize> {
    evidence.patterns.frameworks.iter().position(|framework| Some(&framework.id) == card.framework.as_ref())
}

/// The card that a sentence is about: of the one unit that it names, else the issuer's.
fn card_of<'a>(evidence: &Evidence<'a>, sentence: &str) -> Option<(usize, &'a Scorecard)> {
    let cards = || evidence.facts.scorecards.iter().enumerate();
    let named: Vec<(usize, &Scorecard)> =
        cards().filter(|(_, card)| card.unit.as_deref().is_some_and(|unit| names(sentence, &unit_key(unit)))).collect();
    match named.as_slice() {
        [one] => Some(*one),
        [] => cards().find(|(_, card)| card.unit.is_some() && card.unit == evidence.facts.document.issuer),
        _ => None,
    }
}

/// Whether a sentence holds a name as whole words.
fn names(sentence: &str, key: &str) -> bool {
    place(sentence, key).is_some()
}

/// Where a sentence first holds a phrase as whole words.
pub(super) fn place(sentence: &str, phrase: &str) -> Option<Range<usize>> {
    let edge = |text: Option<char>| text.is_none_or(|character| !character.is_alphanumeric());
    let mut places = sentence.match_indices(phrase).map(|(at, _)| at..at + phrase.len()).filter(|_| !phrase.is_empty());
    places.find(|at| {
        let before = sentence.get(..at.start).and_then(|before| before.chars().next_back());
        let after = sentence.get(at.end..).and_then(|after| after.chars().next());
        edge(before) && edge(after)
    })
}

/// Where a sentence says that something is the lowest, or the highest, and which; `None` where it says both or neither.
pub(super) fn superlative(evidence: &Evidence<'_>, sentence: &str) -> Option<(Range<usize>, bool)> {
    let rules = &evidence.patterns.findings;
    match (rules.lowest.regex().find(sentence), rules.highest.regex().find(sentence)) {
        (Some(claim), None) => Some((claim.range(), true)),
        (None, Some(claim)) => Some((claim.range(), false)),
        _ => None,
    }
}

/// `X đạt tỷ lệ thấp nhất: 16,7/18 điểm` against the card's other criteria.
fn criterion(evidence: &Evidence<'_>, lexicon: &Lexicon<'_>, sentence: &str) -> Option<Finding> {
    let rules = &evidence.patterns.findings;
    let (claim, lowest) = superlative(evidence, sentence)?;
    let (index, card) = card_of(evidence, sentence)?;
    let framework = framework(evidence, card)?;
    let before = sentence.get(..claim.start)?;
    let (range, at) = lexicon.criteria(framework, before).pop()?;
    let between = before.get(range.end..)?;
    if between.len() > 40 || rules.claim_limits.regex().is_match(between) {
        return None;
    }
    let id = &lexicon.criterion(framework, at)?.id;
    let place = card.criteria.iter().position(|criterion| criterion.id == *id)?;
    let claimed = card.criteria.get(place)?;
    let score = claimed.score?;
    let after = sentence.get(claim.end..)?;
    let stated = |rule: &Rule| rule.regex().captures(after).and_then(|found| figure(found.name("score")?.as_str()));
    let scores = &evidence.patterns.scores;
    let percent = stated(&scores.percent).zip(claimed.max).is_some_and(|(percent, max)| (percent - 100.0 * score / max).abs() < 0.06);
    if !percent && stated(&scores.of_max) != Some(score) || card.criteria.len() < 3 {
        return None;
    }
    let share = |criterion: &crate::record::Criterion| Some(criterion.score? / criterion.max?);
    let own = share(claimed)?;
    let beyond = |value: f64, other: f64| if lowest { other < value - 1e-6 } else { other > value + 1e-6 };
    let better = card.criteria.iter().enumerate().filter(|(_, other)| share(other).is_some_and(|other| beyond(own, other)));
    // Points and shares may tell different orders: only what both refute is a contradiction.
    let refuting = better.filter(|(_, other)| other.score.is_some_and(|other| beyond(score, other)));
    let worst = refuting.min_by(|(_, one), (_, other)| {
        let order = share(one).unwrap_or(own).total_cmp(&share(other).unwrap_or(own));
        if lowest { order } else { order.reverse() }
    })?;
    let share_of_worst = share(worst.1)?;
    let pointers = vec![format!("/scorecards/{index}/criteria/{place}/score"), format!("/scorecards/{index}/criteria/{}/score", worst.0)];
    let said = said(lowest);
    let message = words::superlative(&claimed.name, said, score, &worst.1.name, worst.1.score?);
    let details = [("claim", json!(said)), ("stated", json!(tidy(own))), ("found", json!(tidy(share_of_worst)))];
    Some(finding(FindingCode::ClaimMismatch, message, pointers, details))
}

/// What such a claim says.
pub(super) fn said(lowest: bool) -> &'static str {
    if lowest { "thấp nhất" } else { "cao nhất" }
}

/// `xã X là đơn vị có tổng điểm thấp nhất` against the other units' totals.
fn total(evidence: &Evidence<'_>, sentence: &str) -> Option<Finding> {
    let claim = evidence.patterns.findings.total_claim.regex().captures(sentence)?;
    let lowest = claim.name("which")?.as_str() == "thap";
    refuted(evidence, only_unit(evidence, sentence)?, "total", said(lowest), lowest, |card| card.total)
}

/// `xã X giảm nhiều nhất (giảm 7,36 điểm)` against the other units' changes.
fn change(evidence: &Evidence<'_>, sentence: &str) -> Option<Finding> {
    let rules = &evidence.patterns.findings;
    let claim = rules.change_claim.regex().captures(sentence)?;
    let falls = claim.name("which")?.as_str() == "giam";
    let stated = figure(claim.name("value")?.as_str()).map(|value| if falls { -value } else { value });
    let index = only_unit(evidence, sentence)?;
    let own = evidence.facts.scorecards.get(index)?.change;
    if stated != own || rules.claim_limits.regex().is_match(sentence.get(..claim.get(0)?.start())?) {
        return None;
    }
    refuted(evidence, index, "change", if falls { "giảm nhiều nhất" } else { "tăng nhiều nhất" }, falls, |card| card.change)
}

/// The card of the one scored unit that a sentence names.
fn only_unit(evidence: &Evidence<'_>, sentence: &str) -> Option<usize> {
    let cards = evidence.facts.scorecards.iter().enumerate();
    let mut named = cards.filter(|(_, card)| card.unit.as_deref().is_some_and(|unit| names(sentence, &unit_key(unit))));
    named.next().map(|(index, _)| index).filter(|_| named.next().is_none())
}

/// A unit whose value is said to be the lowest or highest, where another unit of the same ranking is beyond it.
fn refuted(
    evidence: &Evidence<'_>,
    index: usize,
    part: &str,
    claim: &str,
    lowest: bool,
    value: impl Fn(&Scorecard) -> Option<f64>,
) -> Option<Finding> {
    let cards = &evidence.facts.scorecards;
    let ranked_in = |at: usize| evidence.facts.score_notes.ranked_in.get(at).copied().flatten();
    let card = cards.get(index)?;
    let own = value(card)?;
    let rivals = cards.iter().enumerate().filter(|(at, other)| {
        *at != index
            && ranked_in(*at) == ranked_in(index)
            && other.framework == card.framework
            && other.period == card.period
            && other.unit != evidence.facts.document.issuer
    });
    let values: Vec<(usize, f64, &Scorecard)> = rivals.filter_map(|(at, other)| Some((at, value(other)?, other))).collect();
    let refuting = values.iter().filter(|(_, other, _)| if lowest { *other < own - 1e-6 } else { *other > own + 1e-6 });
    let worst = refuting.min_by(|one, other| if lowest { one.1.total_cmp(&other.1) } else { other.1.total_cmp(&one.1) })?;
    if values.len() < 2 {
        return None;
    }
    let pointers = vec![format!("/scorecards/{index}/{part}"), format!("/scorecards/{}/{part}", worst.0)];
    let message = words::superlative(unit(card), claim, own.abs(), unit(worst.2), worst.1.abs());
    Some(finding(
        FindingCode::ClaimMismatch,
        message,
        pointers,
        [("claim", json!(claim)), ("stated", json!(own)), ("found", json!(worst.1))],
    ))
}

/// `chưa phát sinh hồ sơ thanh toán trực tuyến` against points for it.
fn none_occurred(evidence: &Evidence<'_>, lexicon: &Lexicon<'_>, sentence: &str) -> Option<Finding> {
    let claim = evidence.patterns.findings.none_occurred.regex().find(sentence)?;
    let (index, card) = card_of(evidence, sentence)?;
    let framework = framework(evidence, card)?;
    let rest = sentence.get(claim.end()..)?;
    let (range, at) = lexicon.criteria(framework, rest).into_iter().next()?;
    let own = card.period.as_deref();
    let elsewhere = periods_in(sentence, &evidence.patterns.periods, None).iter().any(|(_, period)| Some(period.as_str()) != own);
    if range.start > 12 || elsewhere {
        return None;
    }
    let definition = lexicon.criterion(framework, at)?;
    let place = card.criteria.iter().position(|criterion| criterion.id == definition.id)?;
    let criterion = card.criteria.get(place)?;
    let score = criterion.score.filter(|score| *score > 0.0)?;
    let message = words::none_occurred(&criterion.name, score);
    let pointers = vec![format!("/scorecards/{index}/criteria/{place}/score")];
    let text = fold(sentence.get(claim.start()..claim.end() + range.end)?);
    Some(finding(FindingCode::ClaimMismatch, message, pointers, [("claim", json!(text)), ("value", json!(score))]))
}
