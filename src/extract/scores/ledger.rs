//! The cards being filled: the first reading of a value stays, a later different one is kept beside it.

use std::collections::BTreeSet;

use crate::extract::{Found, units};
use crate::record::{Criterion, Evidence, Scorecard};

/// Values read that no card holds, for `check`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScoreNotes {
    /// Second figures for what a card states otherwise.
    pub others: Vec<OtherReading>,
    /// Totals of earlier periods that the document gives.
    pub previous: Vec<PreviousTotal>,
    /// For each scorecard the index of the table that ranks it.
    pub ranked_in: Vec<Option<usize>>,
    /// Figures above their own printed maximum that no card holds, of another period than the document's.
    pub impossible: Vec<Impossible>,
    /// Totals and criteria of which a page image gave only a figure above the maximum, which is misread.
    pub withheld: Vec<String>,
}

/// A second figure for one value.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherReading {
    /// The value that it contradicts, RFC 6901.
    pub pointer: String,
    /// The second figure.
    pub value: f64,
}

/// A figure above its own printed maximum.
#[derive(Debug, Clone, PartialEq)]
pub struct Impossible {
    /// What was scored, by its name.
    pub name: String,
    /// The figure.
    pub score: f64,
    /// What can be reached.
    pub max: f64,
    /// Index of the unit's scorecard, where there is one.
    pub card: Option<usize>,
}

/// The total of an earlier period.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviousTotal {
    /// Index of the scorecard.
    pub card: usize,
    /// Which period.
    pub period: String,
    /// The total then.
    pub value: f64,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// The total.
    Total,
    /// A criterion: id, name, maximum in the framework.
    Criterion(String, String, Option<f64>),
}

/// A figure with its maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Points {
    pub(super) score: f64,
    pub(super) max: Option<f64>,
}

/// The cards so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    cards: Vec<Found<Scorecard>>,
    keys: Vec<(String, Option<String>)>,
    pub(super) notes: ScoreNotes,
    /// In which paragraph of prose a card's total stands.
    totals: Vec<(usize, usize)>,
    /// Pages that were recognised in an image.
    recognised: BTreeSet<u32>,
    /// What was misread: the card and the subject.
    misread: Vec<(usize, Subject)>,
}

impl Ledger {
    /// An empty one, for a document of which some pages were recognised in an image.
    pub(super) fn new(recognised: BTreeSet<u32>) -> Self {
        Self { recognised, ..Self::default() }
    }

    /// Whether a figure cannot be what is printed: recognised, and above what can be reached.
    fn is_misread(&self, index: usize, subject: &Subject, points: Points, evidence: &Evidence) -> bool {
        let full = match subject {
            Subject::Total => self.cards.get(index).and_then(|found| found.value.max),
            Subject::Criterion(_, _, max) => *max,
        };
        self.is_recognised(evidence) && points.max.or(full).is_some_and(|max| points.score > max)
    }

    fn is_recognised(&self, evidence: &Evidence) -> bool {
        evidence.page.is_some_and(|page| self.recognised.contains(&page))
    }

    fn has(&self, index: usize, subject: &Subject) -> bool {
        self.cards.get(index).is_some_and(|found| match subject {
            Subject::Total => found.value.total.is_some(),
            Subject::Criterion(id, _, _) => found.value.criteria.iter().any(|criterion| criterion.id == *id),
        })
    }

    /// The card of a unit by a framework; made where there is none.
    pub(super) fn card(&mut self, unit: Option<&str>, framework: Option<&str>, period: Option<&str>, max: Option<f64>) -> usize {
        let key = (unit.map(units::key).unwrap_or_default(), framework.map(str::to_owned));
        if let Some(index) = self.keys.iter().position(|known| *known == key) {
            return index;
        }
        let value = Scorecard {
            unit: unit.map(str::to_owned),
            framework: framework.map(str::to_owned),
            period: period.map(str::to_owned),
            max,
            ..Scorecard::default()
        };
        self.keys.push(key);
        self.cards.push(Found { value, evidence: Vec::new() });
        self.notes.ranked_in.push(None);
        self.cards.len() - 1
    }

    /// Notes that a paragraph gives the total of a card.
    pub(super) fn told(&mut self, card: usize, paragraph: usize) {
        self.totals.push((card, paragraph));
    }

    /// The one unit whose total by a framework some paragraphs give.
    pub(super) fn total_in(&self, framework: &str, paragraphs: std::ops::Range<usize>) -> Option<String> {
        let by = |(_, key): &(String, Option<String>)| key.as_deref() == Some(framework);
        let told = self.totals.iter().filter(|(_, paragraph)| paragraphs.contains(paragraph));
        let mut cards: Vec<usize> = told.map(|(card, _)| *card).filter(|&card| self.keys.get(card).is_some_and(by)).collect();
        cards.dedup();
        let [only] = cards.as_slice() else { return None };
        self.cards.get(*only)?.value.unit.clone()
    }

    /// Notes a figure above its own maximum that stands beside the cards; not where it was recognised in an image.
    pub(super) fn impossible(&mut self, unit: Option<&str>, name: &str, points: Points, evidence: &Evidence) {
        let recognised = self.is_recognised(evidence);
        if let Some(max) = points.max.filter(|max| points.score > *max && !recognised) {
            let key = unit.map(units::key).unwrap_or_default();
            let card = self.keys.iter().position(|(known, _)| *known == key);
            self.notes.impossible.push(Impossible { name: name.to_owned(), score: points.score, max, card });
        }
    }

    /// The period of the cards so far, where all have the same.
    pub(super) fn only_period(&self) -> Option<String> {
        let first = self.cards.first()?.value.period.clone();
        first.filter(|first| self.cards.iter().all(|card| card.value.period.as_ref() == Some(first)))
    }

    /// The card at an index.
    pub(super) fn at(&mut self, index: usize) -> Option<&mut Scorecard> {
        self.cards.get_mut(index).map(|found| &mut found.value)
    }

    /// Sets the points of a total or a criterion; gives the criterion's index.
    ///
    /// A figure of a page image that is above its maximum is misread: it leaves the place to another reading.
    pub(super) fn points(&mut self, index: usize, subject: &Subject, points: Points, evidence: Evidence) -> Option<usize> {
        if self.is_misread(index, subject, points, &evidence) {
            self.misread.push((index, subject.clone()));
            return None;
        }
        let recognised = self.is_recognised(&evidence);
        let found = self.cards.get_mut(index)?;
        let (pointer, conflict, criterion) = match subject {
            Subject::Total => {
                let known = found.value.total;
                if known.is_none_or(|known| recognised && lost_its_mark(known, points.score)) {
                    found.value.total = Some(points.score);
                    found.value.max = points.max.or(found.value.max);
                }
                ("/total".to_owned(), known, None)
            }
            Subject::Criterion(id, name, max) => {
                let at = found.value.criteria.iter().position(|criterion| criterion.id == *id);
                let known = at.and_then(|at| found.value.criteria.get(at)).and_then(|criterion| criterion.score);
                let at = at.unwrap_or(found.value.criteria.len());
                if at == found.value.criteria.len() {
                    let max = points.max.or(*max);
                    let (id, name) = (id.clone(), name.clone());
                    found.value.criteria.push(Criterion { id, name, score: Some(points.score), max, rank: None, rank_of: None });
                }
                (format!("/criteria/{at}/score"), known, Some(at))
            }
        };
        match conflict {
            None => found.evidence.push((pointer, evidence)),
            Some(known) if recognised && pointer == "/total" && lost_its_mark(known, points.score) => {
                found.evidence.retain(|(other, _)| *other != pointer);
                found.evidence.push((pointer, evidence));
            }
            Some(known) if recognised && lost_its_mark(points.score, known) => {}
            Some(known) if differ(known, points.score) => {
                self.notes.others.push(OtherReading { pointer: format!("/scorecards/{index}{pointer}"), value: points.score });
            }
            Some(_) => {}
        }
        criterion
    }

    /// Sets the change of a card and what it is compared with. The first stays, unless it is the same figure that lost its
    /// decimal mark in a page image.
    pub(super) fn change(&mut self, index: usize, change: f64, compared: Option<String>, evidence: Evidence) {
        let recognised = self.is_recognised(&evidence);
        let Some(found) = self.cards.get_mut(index) else { return };
        if found.value.change.is_none_or(|known| recognised && lost_its_mark(known, change)) {
            found.value.change = Some(change);
            found.value.compared_to = compared.or(found.value.compared_to.take());
            found.evidence.retain(|(pointer, _)| pointer != "/change");
            found.evidence.push(("/change".to_owned(), evidence));
        }
    }

    /// Notes where another value of a card was read.
    pub(super) fn evidence(&mut self, index: usize, pointer: &str, evidence: Evidence) {
        if let Some(found) = self.cards.get_mut(index)
            && !found.evidence.iter().any(|(known, _)| known == pointer)
        {
            found.evidence.push((pointer.to_owned(), evidence));
        }
    }

    /// The cards that hold a figure, and the notes.
    pub(super) fn finish(mut self) -> (Vec<Found<Scorecard>>, ScoreNotes) {
        for (index, subject) in std::mem::take(&mut self.misread) {
            if !self.has(index, &subject) {
                let part = if let Subject::Criterion(id, _, _) = &subject { id.as_str() } else { "total" };
                self.notes.withheld.push(format!("scorecards/{index}/{part}"));
            }
        }
        (self.cards, self.notes)
    }
}

/// Whether two readings are two figures rather than one rounded.
fn differ(one: f64, other: f64) -> bool {
    let rounded = |value: f64, places: i32| (value * 10f64.powi(places)).round() / 10f64.powi(places);
    let same = |places: i32| (rounded(one, places) - other).abs() < 1e-9 || (one - rounded(other, places)).abs() < 1e-9;
    !(same(0) && (one.fract() == 0.0 || other.fract() == 0.0) || same(1) || same(2))
}

/// Whether one figure has the digits of another but not its decimal mark: 15 for 1,5. So small a mark is lost in poor images.
fn lost_its_mark(one: f64, other: f64) -> bool {
    let shifted = |places: i32| (one - other * 10f64.powi(places)).abs() < 1e-6;
    other.fract().abs() > 1e-9 && one.fract().abs() < 1e-9 && (shifted(1) || shifted(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recognised_change_that_lost_its_mark_gives_way() {
        let evidence = |page| Evidence { page: Some(page), text: String::new(), rect: None, rule: "mau".into(), confidence: 0.9 };
        for (page, kept) in [(1, -1.5), (2, -15.0)] {
            let mut ledger = Ledger::new(BTreeSet::from([1]));
            let card = ledger.card(Some("xã Mẫu"), Some("mau"), None, Some(100.0));
            for change in [-15.0, -1.5, -2.5] {
                ledger.change(card, change, None, evidence(page));
            }
            assert_eq!(ledger.at(card).and_then(|card| card.change), Some(kept), "page {page}");
        }
        assert!(lost_its_mark(841.0, 84.1) && lost_its_mark(8410.0, 84.1) && !lost_its_mark(84.1, 841.0) && !lost_its_mark(20.0, 2.0));
    }

    #[test]
    fn rounding_is_no_second_figure() {
        assert!(!differ(87.34, 87.3));
        assert!(!differ(12.0, 12.0));
        assert!(differ(12.3, 10.6));
        assert!(differ(5.8, 6.4));
    }

    fn given(score: f64, page: u32, ledger: &mut Ledger) -> Option<f64> {
        let card = ledger.card(Some("xã Mẫu"), Some("mau"), None, Some(100.0));
        let evidence = Evidence { page: Some(page), text: score.to_string(), rect: None, rule: "mau".into(), confidence: 0.9 };
        ledger.points(card, &Subject::Total, Points { score, max: None }, evidence);
        ledger.at(card).and_then(|card| card.total)
    }

    #[test]
    fn a_recognised_figure_above_its_maximum_is_withheld_until_another_is_read() {
        let mut ledger = Ledger::new(BTreeSet::from([1]));
        assert_eq!(given(841.0, 1, &mut ledger), None);
        assert_eq!(ledger.finish().1.withheld, ["scorecards/0/total"]);
        let mut ledger = Ledger::new(BTreeSet::from([1]));
        assert_eq!((given(841.0, 1, &mut ledger), given(84.1, 1, &mut ledger)), (None, Some(84.1)));
        assert!(ledger.finish().1.withheld.is_empty());
    }

    #[test]
    fn a_printed_figure_above_its_maximum_stays_for_the_check() {
        let mut ledger = Ledger::new(BTreeSet::from([1]));
        assert_eq!(given(841.0, 2, &mut ledger), Some(841.0));
        assert!(ledger.finish().1.withheld.is_empty());
    }
}
