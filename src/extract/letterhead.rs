//! The letterhead: type, number, issuer, place, date, subject, urgency, addressees, period.

use super::{Found, Reading};
use crate::record::Document;

/// Reads everything above the body.
pub(super) fn read(_reading: &Reading<'_>) -> Found<Document> {
    Found::default()
}
