//! How good reading is: expected records beside found ones, judged field by field.
//!
//! In: an expected and a found record as JSON, the shape of `record::Record`; a name that the expected record leaves out is
//! not judged. Out: [`Judgement`]s, and [`Figures`] counted from them. It deliberately does not know files, workers or how
//! anything is printed.
//!
//! After the protocol of GROBID's end-to-end evaluation: precision, recall and F1 for each field, strict and soft, and how many
//! records are right as a whole.

mod fields;
mod figures;
mod spelling;

use serde_json::Value;

pub use figures::{Bin, Figures, Tally, curve};

/// How alike two texts must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Enough of the words are shared: 0.7 to 0.9, by the field.
    Words,
    /// Every word is the same.
    Strict,
    /// A Levenshtein ratio of at least 0.8.
    Soft,
}

/// What became of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Expected and found.
    Right,
    /// Found, not expected.
    Extra,
    /// Expected, not found.
    Missed,
}

/// One value of a record, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The field, such as `document.number`, `tasks` or `tasks.deadline`.
    pub field: &'static str,
    /// What became of it.
    pub verdict: Verdict,
    /// Where the value stands: RFC 6901, in the found record; of what was missed, in the expected one.
    pub pointer: String,
    /// The value.
    pub shown: String,
}

/// Judges every value that the expected record or the found one states.
#[must_use]
pub fn judge(expected: &Value, found: &Value, measure: Measure) -> Vec<Judgement> {
    fields::judge(expected, found, measure)
}

/// How sure a found value is: the evidence at its pointer, else at the nearest pointer above it, else the least below it.
#[must_use]
pub fn confidence(found: &Value, pointer: &str) -> Option<f64> {
    let evidence = found.get("evidence")?.as_object()?;
    let sure = |pointer: &str| evidence.get(pointer)?.get("confidence")?.as_f64();
    let mut above = Some(pointer);
    while let Some(place) = above {
        if let Some(confidence) = sure(place) {
            return Some(confidence);
        }
        above = place.rsplit_once('/').map(|(parent, _)| parent);
    }
    let inside = format!("{pointer}/");
    evidence.keys().filter(|place| place.starts_with(&inside)).filter_map(|place| sure(place)).min_by(f64::total_cmp)
}
