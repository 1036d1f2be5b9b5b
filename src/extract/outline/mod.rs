//! The outline of the body: which list label each paragraph bears, how deep it stands, under what.
//!
//! In: the text and its zones. Out: [`Outline`], one [`Item`] for each paragraph of body and
//! annexes. Levels follow Nghị định 30/2020/NĐ-CP (Phần, Chương, Mục, Điều, `1.`, `a)`) and the
//! custom below it (`1.1.`, `-`, `+`). It deliberately does not know what an item says.

mod label;

use std::ops::Range;

use crate::text::{Region, Text};

use super::zones::Zones;

pub(super) use label::label_of;
use label::{Kind, kind_of};

/// Letters of dashes and of `a)` lists, in the Vietnamese order.
const LETTERS: [&str; 23] =
    ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"];

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
    ///
    /// A paragraph without a label has none of its own: look at its parent. A `+` under a dash has the dash's.
    pub(super) path: Option<String>,
    /// Index in [`Outline::items`] of the item above; for a paragraph without a label, of the numbered item that it
    /// continues. The paragraph that ends the document (`./.`) has none.
    pub(super) parent: Option<usize>,
    /// 0 for the outermost.
    pub(super) level: usize,
}

impl Outline {
    /// The place in [`Outline::items`] of a paragraph.
    pub(super) fn of_paragraph(&self, paragraph: usize) -> Option<usize> {
        self.items.binary_search_by_key(&paragraph, |item| item.paragraph).ok()
    }

    /// The items above, from the nearest.
    pub(super) fn ancestors(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.items.get(place).and_then(|item| item.parent), |&above| {
            self.items.get(above).and_then(|item| item.parent)
        })
    }

    /// The path of an item, or of the item that its paragraph continues.
    pub(super) fn path_of(&self, place: usize) -> Option<&str> {
        let own = self.items.get(place)?.path.as_deref();
        own.or_else(|| self.ancestors(place).find_map(|above| self.items.get(above)?.path.as_deref()))
    }
}

/// Builds the outline of the body and the annexes.
pub(super) fn build(text: &Text, zones: &Zones) -> Outline {
    let mut outline = Outline::default();
    for zone in std::iter::once(&zones.body).chain(&zones.annexes) {
        let mut builder = Builder { text, items: &mut outline.items, open: Vec::new(), loose: 0 };
        for paragraph in zone.clone() {
            builder.add(paragraph);
        }
    }
    outline
}

/// An item that may still have items under it.
struct Open {
    place: usize,
    kind: Kind,
    /// How many dashes stood directly under it so far.
    dashes: usize,
}

struct Builder<'a> {
    text: &'a Text,
    items: &'a mut Vec<Item>,
    open: Vec<Open>,
    /// How many labelled items stand on the outermost level since one of a deeper level.
    loose: usize,
}

impl Builder<'_> {
    fn add(&mut self, paragraph: usize) {
        let Some(own) = self.text.paragraphs().get(paragraph) else { return };
        if own.region == Region::Margin {
            return;
        }
        let line = self.text.slice(own.range.clone());
        let flowing = !matches!(own.region, Region::Cell { .. } | Region::Footnote);
        let labelled = if flowing { label_of(line) } else { None };
        match labelled.and_then(|(label, rest)| Some((label, rest, kind_of(label)?))) {
            Some((label, rest, kind)) => self.labelled(paragraph, label, own.range.start + rest..own.range.end, kind),
            None => self.plain(paragraph, own.range.clone(), flowing),
        }
    }

    fn plain(&mut self, paragraph: usize, body: Range<usize>, flowing: bool) {
        let ends_document = flowing && self.text.slice(body.clone()).trim_end().ends_with("./.");
        let under = self.open.iter().rev().find(|open| !open.kind.is_bullet()).filter(|_| !ends_document);
        let parent = under.map(|open| open.place);
        let level = parent.and_then(|place| self.items.get(place)).map_or(0, |item| item.level + 1);
        self.push(Item { paragraph, label: None, body, path: None, parent, level });
    }

    fn labelled(&mut self, paragraph: usize, label: &str, body: Range<usize>, kind: Kind) {
        match self.open.iter().position(|open| open.kind == kind) {
            Some(sibling) => self.open.truncate(sibling),
            None => {
                let above = self.open.iter().rposition(|open| open.kind < kind).map_or(0, |place| place + 1);
                self.open.truncate(above);
            }
        }
        let parent = self.open.last().map(|open| open.place);
        let path = self.path(label, &kind);
        let level = self.open.len();
        let place = self.items.len();
        self.open.push(Open { place, kind, dashes: 0 });
        self.push(Item { paragraph, label: Some(label.to_owned()), body, path, parent, level });
    }

    fn push(&mut self, item: Item) {
        let outermost = item.level == 0 && item.parent.is_none();
        self.loose = if outermost { self.loose + usize::from(item.path.is_some()) } else { 0 };
        self.items.push(item);
    }

    /// The path of a new item under what is open.
    fn path(&mut self, label: &str, kind: &Kind) -> Option<String> {
        let above = self.open.iter().rev().find_map(|open| self.items.get(open.place)?.path.clone());
        if kind.is_bullet() {
            if self.open.last().is_some_and(|open| open.kind.is_bullet()) {
                return above;
            }
            let letter = self.next_letter();
            return Some(join(above.as_deref(), &letter));
        }
        let own = kind.own_name(label)?;
        let above = if kind.holds_path_above() { None } else { above };
        match (kind, &above) {
            (Kind::Decimal(_), Some(above)) => Some(join(roman_prefix(above), &own)),
            _ => Some(join(above.as_deref(), &own)),
        }
    }

    /// The letter of the next dash under what is open; counted over the zone where nothing is.
    fn next_letter(&mut self) -> String {
        let count = match self.open.last_mut() {
            Some(open) => {
                open.dashes += 1;
                open.dashes - 1
            }
            None => self.loose,
        };
        LETTERS.get(count).map_or_else(|| (count + 1).to_string(), |&letter| letter.to_owned())
    }
}

fn join(above: Option<&str>, own: &str) -> String {
    above.map_or_else(|| own.to_owned(), |above| format!("{above}.{own}"))
}

/// What stands before the numbers of a path, `II` of `II.2`: a decimal label repeats the numbers above it.
fn roman_prefix(path: &str) -> Option<&str> {
    let first = path.split('.').next()?;
    (!first.starts_with(|letter: char| letter.is_ascii_digit())).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(lines: &[&str]) -> Vec<Option<String>> {
        let text = crate::text::from_lines(lines);
        let outline = build(&text, &Zones { body: 0..lines.len(), ..Zones::default() });
        (0..lines.len()).map(|place| outline.path_of(place).map(str::to_owned)).collect()
    }

    #[test]
    fn letters_dashes_and_lets_pluses_share_their_dash() {
        let found = paths(&["1. Một", "- Sở A:", "- + Rà soát", "+ Báo cáo", "- Sở B cử người", "Thời hạn chung", "2. Hai", "Hết./."]);
        let found: Vec<Option<&str>> = found.iter().map(Option::as_deref).collect();
        assert_eq!(found, [Some("1"), Some("1.a"), Some("1.a"), Some("1.a"), Some("1.b"), Some("1"), Some("2"), None]);
    }

    #[test]
    fn keeps_printed_numbers_under_romans_and_articles() {
        let found = paths(&["II. PHẦN HAI", "2. Hai", "2.1. Một", "a) Việc", "2.2 Hai", "III. PHẦN BA", "1. Một"]);
        let found: Vec<Option<&str>> = found.iter().map(Option::as_deref).collect();
        assert_eq!(found, [Some("II"), Some("II.2"), Some("II.2.1"), Some("II.2.1.a"), Some("II.2.2"), Some("III"), Some("III.1")]);
        assert_eq!(paths(&["Chương I", "Điều 2. Nhiệm vụ", "a) Rà soát"]), [None, Some("Điều 2".into()), Some("Điều 2.a".into())]);
    }

    #[test]
    fn letters_dashes_that_stand_alone() {
        assert_eq!(paths(&["Yêu cầu:", "- Một", "- Hai", "- Ba", "- Bốn", "- Năm"]).last().unwrap().as_deref(), Some("đ"));
    }
}
