//! Measured values other than scores: percentages, files, procedures of one named unit.

use super::{Found, Reading};
use crate::record::{Document, Indicator, Scorecard, Table};

/// Finds every measured value that no scorecard holds.
pub(super) fn find(_reading: &Reading<'_>, _document: &Document, _tables: &[Table], _cards: &[Scorecard]) -> Vec<Found<Indicator>> {
    Vec::new()
}
