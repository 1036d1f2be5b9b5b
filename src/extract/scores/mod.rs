//! Scores: totals, criteria, changes, ranks and ratings of units, from prose, bullets and tables.
//!
//! In: the text, the document's own data and its tables. Out: one card for each unit and
//! framework, and in [`ScoreNotes`] what no card holds. It does not judge what disagrees: `check` does.

mod context;
mod ledger;
pub(super) mod lexicon;
mod prose;
mod table;

pub(super) use context::Context;
pub use ledger::{Impossible, OtherReading, PreviousTotal, ScoreNotes};
pub use lexicon::Lexicon;

use ledger::Ledger;

use super::tables::Grid;
use super::{Found, Reading};
use crate::pattern::scores::ScoreRules;
use crate::record::{Document, Scorecard};
use crate::text::fold;

/// Finds one scorecard for each unit that is scored, in the order of the text.
pub(super) fn find(
    reading: &Reading<'_>,
    document: &Document,
    grids: &[Grid],
    context: &Context<'_>,
) -> (Vec<Found<Scorecard>>, ScoreNotes) {
    let mut ledger = Ledger::new(reading.text.recognised_pages());
    let mut prose = prose::Prose::new(reading, document, context);
    let mut next = grids.iter().enumerate().peekable();
    for paragraph in 0..reading.text.paragraphs().len() {
        while let Some((index, grid)) = next.next_if(|(_, grid)| grid.after <= paragraph) {
            table::read(reading, document, context, &mut ledger, index, grid);
        }
        prose.paragraph(&mut ledger, paragraph);
    }
    for (index, grid) in next {
        table::read(reading, document, context, &mut ledger, index, grid);
    }
    ledger.finish()
}

/// The rating of the patterns' list that a text is, whatever its marks and case.
fn rating_of(printed: &str, rules: &ScoreRules) -> Option<String> {
    let printed = fold(printed);
    rules.ratings.iter().find(|rating| fold(rating) == printed).cloned()
}
