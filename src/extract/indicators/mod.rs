//! Measured values other than scores: percentages, files, procedures of one named unit.
//!
//! In: the text, the document's own data and its tables. Out: one [`Indicator`] for each measured
//! value. Targets, open bounds, fractions and counts of units are none.

mod prose;
mod table;

use super::scores::Context;
use super::tables::Grid;
use super::{Found, Reading};
use crate::record::{Document, Indicator};
use crate::text::fold;

/// The document's figures are norms, shares and plans: its kind makes rules, and its subject tells no results.
fn of_norms(reading: &Reading<'_>, document: &Document) -> bool {
    let rules = &reading.patterns.indicators;
    let norms = document.kind.as_ref().is_some_and(|kind| rules.norms.contains(&kind.code));
    norms && !document.subject.as_deref().is_some_and(|subject| rules.results_subject.regex().is_match(&fold(subject)))
}

/// Finds every measured value that no scorecard holds, in the order of the text.
pub(super) fn find(reading: &Reading<'_>, document: &Document, grids: &[Grid], context: &Context<'_>) -> Vec<Found<Indicator>> {
    if of_norms(reading, document) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut next = grids.iter().peekable();
    for paragraph in 0..reading.text.paragraphs().len() {
        while let Some(grid) = next.next_if(|grid| grid.after <= paragraph) {
            table::read(reading, document, context, grid, &mut found);
        }
        prose::read(reading, document, context, paragraph, &mut found);
    }
    for grid in next {
        table::read(reading, document, context, grid, &mut found);
    }
    found
}
