//! The parts of a document by their place: letterhead, body, footer, annexes.
//!
//! In: the text. Out: [`Zones`], ranges of paragraph indices that do not overlap and together
//! cover the document.

use std::ops::Range;

use crate::pattern::Patterns;
use crate::text::{Text, fold};

/// Ranges of indices in [`Text::paragraphs`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Zones {
    /// National motto, bodies, number, place and date, title and subject, addressees.
    pub(super) head: Range<usize>,
    /// What the document says.
    pub(super) body: Range<usize>,
    /// Receivers and signature; empty where there is none.
    pub(super) foot: Range<usize>,
    /// Annexes after the signature, and whatever else follows.
    pub(super) annexes: Vec<Range<usize>>,
}

/// Divides a document.
pub(super) fn find(text: &Text, _patterns: &Patterns) -> Zones {
    let count = text.paragraphs().len();
    let foot = (0..count).find(|&index| fold(text.paragraph(index)).starts_with("noi nhan")).unwrap_or(count);
    Zones { head: 0..0, body: 0..foot, foot: foot..count, annexes: Vec::new() }
}
