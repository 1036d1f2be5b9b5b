//! What several citations have in common and say once: a list says it behind its last number, a series at its first.
//!
//! In: the citations of a paragraph, each with what stands around its own number. Out: the same, with the dates, issuers and
//! kinds that they share. It deliberately reads nothing around a number: that is `citation`'s work.

use super::citation::{Citation, NEAR, first, last};
use crate::pattern::Patterns;

/// A series looks so many citations back for its first, so that a long paragraph costs no more than a short one.
const SERIES: usize = 64;

/// Completes the citations of a paragraph by one another.
pub(super) fn share(paragraph: &str, found: &mut [Citation], patterns: &Patterns) {
    behind_the_last(paragraph, found, patterns);
    at_the_first(paragraph, found, patterns);
}

/// `Nghị định số 63/… và số 92/… ngày 07/8/2017 của Chính phủ`: nothing but the list stands between them.
fn behind_the_last(paragraph: &str, found: &mut [Citation], patterns: &Patterns) {
    let between = patterns.references.rules.between.regex();
    for index in (1..found.len()).rev() {
        let Some((left, right)) = found.split_at_mut_checked(index) else { continue };
        let (Some(earlier), Some(later)) = (left.last_mut(), right.first()) else { continue };
        let Some(joint) = paragraph.get(earlier.end..later.start).and_then(|gap| between.captures(first(gap))) else { continue };
        let repeated = joint.name("kind").is_some();
        // `Nghị quyết số … và Quyết định số … của Thủ tướng`: two issuers.
        if repeated && earlier.symbol != later.symbol {
            continue;
        }
        if earlier.date.is_none() && earlier.issuer.is_none() && !repeated {
            earlier.date.clone_from(&later.date);
        }
        if earlier.issuer.is_none() {
            earlier.issuer.clone_from(&later.issuer);
        }
    }
}

/// `UBND tỉnh đã ban hành các Quyết định: số 18/QĐ-UBND về …, số 28/QĐ-UBND về …`: a number without its kind goes on with
/// those of its symbol, whatever other documents stand in the titles between; with its kind only where nothing does, or
/// where the list has a head: `các Nghị định của Chính phủ: Nghị định số …; Nghị định số …`.
fn at_the_first(paragraph: &str, found: &mut [Citation], patterns: &Patterns) {
    let rules = &patterns.references.rules;
    for index in 1..found.len() {
        let Some((left, right)) = found.split_at_mut_checked(index) else { continue };
        let Some(citation) = right.first_mut().filter(|citation| citation.issuer.is_none() && !citation.symbol.is_empty()) else {
            continue;
        };
        let above = last(paragraph.get(..citation.start).unwrap_or_default(), NEAR);
        let series = rules.another.regex().is_match(above);
        let beside =
            |earlier: &Citation| paragraph.get(earlier.end..citation.start).is_some_and(|gap| rules.between.regex().is_match(first(gap)));
        let earlier = left.iter().rev().take(SERIES).find(|earlier| earlier.symbol == citation.symbol && earlier.issuer.is_some());
        if let Some(earlier) = earlier.filter(|earlier| series || earlier.heads_list || beside(earlier)) {
            citation.issuer.clone_from(&earlier.issuer);
            citation.kind.clone_from(&earlier.kind);
            citation.heads_list = earlier.heads_list;
        } else if let Some(earlier) = left
            .last()
            .filter(|earlier| office(&earlier.symbol).is_some() && office(&earlier.symbol) == office(&citation.symbol) && beside(earlier))
        {
            // `của Bộ trưởng Bộ Y tế tại các văn bản số 5/TTr-BYT …, số 7/BC-BYT …`: papers of two kinds of one office.
            citation.issuer.clone_from(&earlier.issuer);
        }
    }
}

/// The office in a symbol: `TTr-BYT` → `BYT`; none where the symbol is not of two parts.
fn office(symbol: &str) -> Option<&str> {
    symbol.split_once('-').map(|(_, office)| office)
}
