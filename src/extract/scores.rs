//! Scores: totals, criteria, changes, ranks and ratings of units, from prose, bullets and tables.

use super::{Found, Reading};
use crate::record::{Document, Scorecard, Table};

/// Finds one scorecard for each unit that is scored.
pub(super) fn find(_reading: &Reading<'_>, _document: &Document, _tables: &[Table]) -> Vec<Found<Scorecard>> {
    Vec::new()
}
