//! Headings: which parts give duties or ask, and to whom what stands below them is given.
//!
//! In: items of the walk. Out: frames. It deliberately takes no draft.

use super::super::Draft;
use super::super::clause::{Given, Saying};
use super::{Frame, FrameKind, Part, Walk};
use crate::extract::outline::Item;
use crate::pattern::Rule;

/// A heading that is a name has no more words.
const LONGEST_HEADING: usize = 20;

impl Walk<'_> {
    /// A heading that opens a part with duties or requests.
    pub(super) fn section(&mut self, place: usize, item: &Item, text: &str) -> bool {
        let rules = self.clauses.rules;
        let kind = if rules.request_section.regex().is_match(text) && self.part != Part::Regulates {
            FrameKind::Requests
        } else if self.part == Part::Regulates && !rules.executing_section.regex().is_match(text) {
            return false;
        } else if rules.duty_section.regex().is_match(text) && !self.reports {
            FrameKind::Duties
        } else {
            return false;
        };
        self.push(place, item, Frame { kind, ..Frame::default() });
        true
    }

    pub(super) fn push(&mut self, place: usize, item: &Item, frame: Frame) {
        let labelled = item.label.is_some();
        if !labelled {
            self.frames.retain(|other| other.labelled || other.level < item.level);
        }
        self.frames.push(Frame { level: item.level, labelled, place, ..frame });
    }

    /// A heading that names those who must act in the items under it.
    pub(super) fn heading(&mut self, place: usize, item: &Item, text: &str) -> bool {
        if self.reports || (item.label.is_none() && !text.trim_end().ends_with(':')) || self.requesting() {
            return false;
        }
        let about = self.clauses.rules.about.regex().is_match(text);
        if about && self.is_under(place, &self.clauses.rules.silent_section) {
            return false;
        }
        // `Điều 2. Sở Y tế`, its duties below: the title of an article may be nothing but who must act.
        let titled = self.part != Part::Regulates && item.label.as_deref().is_some_and(|label| label.starts_with("Điều"));
        if !(about || titled || self.directing()) {
            return false;
        }
        let Some(given) = self.named(place, item, text).or_else(|| self.giving_heading(text)) else { return false };
        let frame = Frame {
            assignees: self.names(text, &given.assignees),
            coordinators: self.names(text, &given.coordinators),
            giver: self.giver(),
            ..Frame::default()
        };
        self.head(place, item, frame);
        true
    }

    /// The bodies that a heading consists of.
    pub(super) fn named(&self, place: usize, item: &Item, text: &str) -> Option<Given> {
        self.clauses.heading(text.trim_end()).or_else(|| self.clauses.heading(&self.with_colon(place, item, text)?))
    }

    /// A labelled line that ends without a mark above items of its own, with the colon that it means.
    fn with_colon(&self, place: usize, item: &Item, text: &str) -> Option<String> {
        let text = text.trim();
        let short = text.split(' ').count() <= LONGEST_HEADING && text.ends_with(char::is_alphanumeric);
        (short && item.label.is_some() && self.has_items_below(place, item)).then(|| format!("{text}:"))
    }

    fn has_items_below(&self, place: usize, item: &Item) -> bool {
        self.reading.outline.items.get(place + 1).is_some_and(|next| next.level > item.level && next.label.is_some())
    }

    /// A heading above a place is of a kind.
    pub(super) fn is_under(&self, place: usize, kind: &Rule) -> bool {
        let outline = &self.reading.outline;
        let mut above = outline.ancestors(place).filter_map(|place| outline.items.get(place));
        above.any(|item| kind.regex().is_match(self.reading.text.slice(item.body.clone())))
    }

    /// Beside headings that name who acts, one whose name says more: `6. Các doanh nghiệp đang hoạt động trong khu`.
    pub(super) fn long_heading(&mut self, place: usize, item: &Item, text: &str) -> bool {
        let text = text.trim();
        let below = self.has_items_below(place, item);
        let tokens = super::super::lexicon::tokens(text);
        let name = tokens.len() <= LONGEST_HEADING && self.clauses.lexicon.head(&tokens, 0).is_some();
        if !below || !name || text.ends_with(['.', ';', ',', ':']) {
            return false;
        }
        let frame = Frame { assignees: vec![self.normal(text)], giver: self.giver(), ..Frame::default() };
        self.head(place, item, frame);
        true
    }

    pub(super) fn head(&mut self, place: usize, item: &Item, frame: Frame) {
        if item.label.is_some() && !frame.assignees.is_empty() {
            self.headings = Some(item.level);
        }
        self.push(place, item, frame);
    }

    /// `Giao Sở A` with its duties below.
    pub(super) fn giving_heading(&self, text: &str) -> Option<Given> {
        match self.clauses.read(text, false) {
            Saying::Given(given) if text.get(given.action.clone()).is_some_and(|action| action.trim().is_empty()) => Some(given),
            _ => None,
        }
    }

    /// A duty that ends, with more duties as a list below it: they are given to the same.
    pub(super) fn goes_on_below(&mut self, place: usize, item: &Item, text: &str, before: usize) {
        let Some(last) = self.drafts.get(before..).and_then(<[Draft]>::last).cloned() else { return };
        let Some(next) = self.reading.outline.items.get(place + 1).filter(|next| next.level > item.level && next.label.is_some()) else {
            return;
        };
        let below = self.reading.text.slice(next.body.clone());
        if item.label.is_some() && text.trim_end().ends_with(['.', ';']) && !last.assignees.is_empty() && self.begins_duty(below) {
            self.push(place, item, Frame { assignees: last.assignees, giver: last.giver, ..Frame::default() });
        }
    }
}
