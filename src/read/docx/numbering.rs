//! Automatic numbers and bullets, computed as Word shows them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::tree::Node;
use crate::read::count::{bullet, show};

/// Levels of a list.
const LEVELS: usize = 9;
/// The longest label that is made.
const LONGEST: usize = 60;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    legal: bool,
}

#[derive(Debug, Default)]
struct List {
    kind: String,
    /// Where this list starts a level anew.
    starts: HashMap<usize, u32>,
    /// Levels that this list shows in its own way.
    levels: HashMap<usize, Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: HashMap<String, HashMap<usize, Level>>,
    lists: HashMap<u32, List>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    started: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Takes the numbering part.
    pub(super) fn new(part: Node<'_>) -> Self {
        let mut numbering = Self::default();
        let mut by_style: HashMap<Cow<'_, str>, Cow<'_, str>> = HashMap::new();
        let mut links: Vec<(Cow<'_, str>, Cow<'_, str>)> = Vec::new();
        for node in part.all("abstractNum") {
            let id = node.attribute("abstractNumId").unwrap_or_default();
            numbering.kinds.insert(id.clone().into_owned(), node.all("lvl").filter_map(level).collect());
            if let Some(style) = node.value("styleLink") {
                by_style.insert(style, id.clone());
            }
            if let Some(style) = node.value("numStyleLink") {
                links.push((id, style));
            }
        }
        for (id, style) in links {
            if let Some(kind) = by_style.get(&style).and_then(|target| numbering.kinds.get(&**target)).cloned() {
                numbering.kinds.insert(id.into_owned(), kind);
            }
        }
        for node in part.all("num") {
            let Some(id) = node.attribute("numId").and_then(|id| id.trim().parse().ok()) else { continue };
            let mut list = List { kind: node.value("abstractNumId").unwrap_or_default().into_owned(), ..List::default() };
            for over in node.all("lvlOverride") {
                let Some(place) = over.attribute("ilvl").and_then(|level| level.trim().parse().ok()) else { continue };
                if let Some(start) = over.number("startOverride") {
                    list.starts.insert(place, start);
                }
                if let Some((_, own)) = over.child("lvl").and_then(level) {
                    list.levels.insert(place, own);
                }
            }
            numbering.lists.insert(id, list);
        }
        numbering
    }

    /// Counts one paragraph and gives its label; `None` for a list that shows none or is not defined.
    pub(super) fn count(&mut self, list_id: u32, place: usize) -> Option<String> {
        let place = place.min(LEVELS - 1);
        let list = self.lists.get(&list_id)?;
        let kind = self.kinds.get(&list.kind)?;
        let level = |at: usize| list.levels.get(&at).or_else(|| kind.get(&at));
        let own = level(place)?;
        let counters = self.counters.entry(list.kind.clone()).or_default();
        let anew = list.starts.get(&place).filter(|_| self.started.insert((list_id, place))).copied();
        let counter = counters.get_mut(place)?;
        *counter = Some(anew.unwrap_or_else(|| counter.map_or(own.start, |so_far| so_far.saturating_add(1))));
        counters.iter_mut().skip(place + 1).for_each(|deeper| *deeper = None);
        if own.format == "bullet" {
            return Some(bullet(&own.text).to_owned());
        }
        let mut label = String::new();
        let mut rest = own.text.chars().peekable();
        while let Some(character) = rest.next() {
            let digit = rest.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| character == '%' && *digit > 0);
            let Some(digit) = digit else {
                label.push(character);
                continue;
            };
            rest.next();
            let at = usize::try_from(digit).unwrap_or(1) - 1;
            let start = level(at).map_or(1, |level| level.start);
            let value = counters.get(at).copied().flatten().unwrap_or(start);
            let format = level(at).map_or("decimal", |level| level.format.as_str());
            label.push_str(&show(value, if own.legal { "decimal" } else { format }));
        }
        let label = label.trim();
        (!label.is_empty() && label.len() <= LONGEST).then(|| label.to_owned())
    }
}

fn level(node: Node<'_>) -> Option<(usize, Level)> {
    let place: usize = node.attribute("ilvl")?.trim().parse().ok()?;
    let level = Level {
        start: node.number("start").unwrap_or(0),
        format: node.value("numFmt").unwrap_or(Cow::Borrowed("decimal")).into_owned(),
        text: node.value("lvlText").unwrap_or_default().into_owned(),
        legal: node.switch("isLgl").unwrap_or(false),
    };
    (place < LEVELS).then_some((place, level))
}
