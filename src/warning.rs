//! Trouble with a document that does not stop it: a value, not an error.
//!
//! Every room after `layout` may use this vocabulary. Trouble of the outside world (a file that
//! is missing, a disk that is full) is an `Err` of its own room instead.

use serde::{Deserialize, Serialize};

/// A result together with what was odd on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warned<T> {
    /// The result.
    pub value: T,
    /// What was odd, in order.
    pub warnings: Vec<Warning>,
}

/// One odd thing about a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// What kind of thing; `words` has the sentence for it.
    pub code: WarningCode,
    /// What it is about: a page, a part, a value; empty where the code says all.
    pub detail: String,
}

impl Warning {
    /// A value that could not be read surely, by its name in the record.
    #[must_use]
    pub fn withheld(value: &str) -> Self {
        Self { code: WarningCode::ValueWithheld, detail: value.to_owned() }
    }
}

/// The kinds of odd things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// A page has an image but no usable text and was not recognised.
    NeedsOcr,
    /// The text layer of a page does not read like Vietnamese.
    JunkTextLayer,
    /// A part of the file is damaged or missing and was passed over.
    PartDamaged,
    /// Bytes that are not valid in the encoding were replaced.
    BadBytes,
    /// A limit cut something off.
    LimitReached,
    /// A value stands there but could not be read surely, so it is withheld.
    ValueWithheld,
    /// A day that is blank or unreadable was taken from the digital signature.
    DayOfSignature,
}
