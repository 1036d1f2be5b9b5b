//! Measured values other than scores: percentages, files, procedures of one named unit.

use super::scores::Context;
use super::tables::Grid;
use super::{Found, Reading};
use crate::record::{Document, Indicator};

/// Finds every measured value that no scorecard holds.
pub(super) fn find(_reading: &Reading<'_>, _document: &Document, _grids: &[Grid], _context: &Context<'_>) -> Vec<Found<Indicator>> {
    Vec::new()
}
