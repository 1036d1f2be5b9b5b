//! Judgements counted: precision, recall, F1, whole records, and whether confidence tells the truth.
//!
//! In: judgements. Out: figures. It deliberately does not know how a value was judged.

use std::collections::BTreeMap;

use super::{Judgement, Verdict};

/// How often a field was right, found, and there to be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and expected.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Expected.
    pub there: usize,
}

impl Tally {
    /// How much of what was found is right.
    #[must_use]
    pub fn precision(self) -> f64 {
        if self.found == 0 { f64::from(u8::from(self.there == 0)) } else { self.right as f64 / self.found as f64 }
    }

    /// How much of what is there was found.
    #[must_use]
    pub fn recall(self) -> f64 {
        if self.there == 0 { 1.0 } else { self.right as f64 / self.there as f64 }
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// The figures of many documents.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// By field; only fields that some document states or was said to state.
    pub fields: BTreeMap<&'static str, Tally>,
    /// How many documents were judged.
    pub documents: usize,
    /// How many of them have nothing extra and nothing missed.
    pub whole: usize,
}

impl Figures {
    /// Counts one document.
    pub fn add(&mut self, judgements: &[Judgement]) {
        for judgement in judgements {
            let tally = self.fields.entry(judgement.field).or_default();
            tally.right += usize::from(judgement.verdict == Verdict::Right);
            tally.found += usize::from(judgement.verdict != Verdict::Missed);
            tally.there += usize::from(judgement.verdict != Verdict::Extra);
        }
        self.documents += 1;
        self.whole += usize::from(judgements.iter().all(|judgement| judgement.verdict == Verdict::Right));
    }

    /// The mean F1 of all fields.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        if self.fields.is_empty() { 1.0 } else { self.fields.values().map(|tally| tally.f1()).sum::<f64>() / self.fields.len() as f64 }
    }
}

/// The values whose confidence lies from `from` up to `to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The least confidence in it.
    pub from: f64,
    /// The confidence that is too much for it.
    pub to: f64,
    /// How many values were given.
    pub given: usize,
    /// How many of them are right.
    pub right: usize,
}

/// Confidence against truth: ten-hundredths from 0.5 up, five-hundredths above 0.8; everything below 0.5 is one bin.
#[must_use]
pub fn curve(values: &[(f64, bool)]) -> Vec<Bin> {
    const EDGES: [f64; 9] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, f64::INFINITY];
    let bin = |(from, to): (&f64, &f64)| {
        let inside = values.iter().filter(|(confidence, _)| (*from..*to).contains(confidence));
        let (given, right) = inside.fold((0, 0), |(given, right), (_, truth)| (given + 1, right + usize::from(*truth)));
        Bin { from: *from, to: to.min(1.0), given, right }
    };
    EDGES.iter().zip(EDGES.iter().skip(1)).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Measure, confidence, judge};
    use super::*;

    #[test]
    fn extra_and_missed_are_counted_apart() {
        let there = json!({"document": {"number": "12/UBND", "place": "Huế", "secrecy": null}, "findings": []});
        let found = json!({"document": {"number": "13/UBND", "place": "Huế", "secrecy": null}, "findings": [{"code": "blank-date"}]});
        let mut figures = Figures::default();
        figures.add(&judge(&there, &found, Measure::Words));
        assert_eq!(figures.fields["document.number"], Tally { right: 0, found: 1, there: 1 });
        assert_eq!(figures.fields["document.place"], Tally { right: 1, found: 1, there: 1 });
        assert_eq!(figures.fields["findings"], Tally { right: 0, found: 1, there: 0 });
        assert!(!figures.fields.contains_key("document.secrecy"));
        assert_eq!((figures.documents, figures.whole), (1, 0));
    }

    #[test]
    fn soft_forgives_a_letter_and_strict_does_not() {
        let there = json!({"document": {"issuer": "Sở Nội vụ tỉnh Cà Mau"}});
        let found = json!({"document": {"issuer": "Sở Nội vu tỉnh Cà Mau"}});
        let verdict = |measure| judge(&there, &found, measure).iter().all(|one| one.verdict == Verdict::Right);
        assert!(verdict(Measure::Soft) && !verdict(Measure::Strict) && !verdict(Measure::Words));
    }

    #[test]
    fn what_may_be_given_or_not_never_counts() {
        let there = json!({"tasks": [{"action": "tổ chức thực hiện nghiêm túc", "optional": true}]});
        let found = json!({"tasks": [{"action": "tổ chức thực hiện nghiêm túc"}]});
        assert!(judge(&there, &found, Measure::Words).is_empty());
        assert!(judge(&there, &json!({}), Measure::Words).is_empty());
    }

    #[test]
    fn confidence_is_the_nearest_evidence() {
        let found = json!({"evidence": {"/tables/0": {"confidence": 0.7}, "/scorecards/0/total": {"confidence": 0.6}}});
        assert_eq!(confidence(&found, "/tables/0/rows/3"), Some(0.7));
        assert_eq!(confidence(&found, "/scorecards/0"), Some(0.6));
        assert_eq!(confidence(&found, "/document/date"), None);
    }

    #[test]
    fn a_bin_holds_its_lower_edge() {
        let curve = curve(&[(0.9, true), (0.94, false), (1.0, true)]);
        let high: Vec<(usize, usize)> = curve.iter().rev().take(2).map(|bin| (bin.given, bin.right)).collect();
        assert_eq!(high, [(1, 1), (2, 1)]);
    }
}
