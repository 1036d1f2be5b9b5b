//! Who stands where: names in normal form, what the open frames say, and who is above whom.
//!
//! In: names of a clause and the frames of the walk. Out: answers for the walk. It deliberately
//! opens and closes no frame and takes no draft.

use std::ops::Range;

use super::{Frame, FrameKind, Walk};
use crate::extract::bodies;
use crate::extract::outline::Item;
use crate::extract::tasks::clause::Given;
use crate::extract::tasks::lexicon;

impl Walk<'_> {
    pub(super) fn names(&self, words: &str, ranges: &[Range<usize>]) -> Vec<String> {
        ranges.iter().filter_map(|range| words.get(range.clone())).map(|name| self.normal(name)).filter(|name| !name.is_empty()).collect()
    }

    pub(super) fn normal(&self, name: &str) -> String {
        bodies::normal_form(name, self.reading.patterns)
    }

    /// The frame whose names the items take.
    pub(super) fn frame(&self) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| !frame.assignees.is_empty() && frame.kind == FrameKind::Duties)
    }

    pub(super) fn giver(&self) -> Option<String> {
        self.frames.iter().rev().find_map(|frame| frame.giver.clone())
    }

    pub(super) fn directing(&self) -> bool {
        !self.reports && (self.article || self.frames.iter().any(|frame| frame.kind == FrameKind::Duties))
    }

    pub(super) fn requesting(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Requests)
    }

    /// The item takes the names of a heading or lead-in above it.
    pub(super) fn inherits(&self, item: &Item, words: &str) -> bool {
        let Some(frame) = self.frame() else { return false };
        if item.label.is_some() || self.after_heading {
            return true;
        }
        let tokens = lexicon::tokens(words);
        let verb = tokens.first().is_some_and(|first| first.capital) && self.clauses.lexicon.duty(&tokens, 0);
        verb && !frame.labelled
    }

    /// A giving verb turned to a higher body asks.
    pub(super) fn upward(&self, words: &str, given: &Given) -> bool {
        if !given.by_verb {
            return false;
        }
        let target = given.assignees.first().and_then(|range| words.get(range.clone())).map(|name| self.normal(name));
        let issuer = self.document.issuer.as_deref().and_then(|name| self.level(name));
        let target = target.as_deref().and_then(|name| self.level(name));
        issuer.zip(target).is_some_and(|(issuer, target)| target > issuer)
    }

    /// The only one named is somebody who asked, not an office.
    pub(super) fn is_private(&self, words: &str, given: &Given) -> bool {
        let [only] = given.assignees.as_slice() else { return false };
        let name = words.get(only.clone()).unwrap_or_default().to_lowercase();
        self.clauses.rules.private.contains(&name)
    }

    /// A giver above the issuer gave it elsewhere: the document only tells of it.
    pub(super) fn is_above(&self, giver: &str) -> bool {
        let issuer = self.document.issuer.as_deref().and_then(|name| self.level(name));
        issuer.zip(self.level(&self.normal(giver))).is_some_and(|(issuer, giver)| giver > issuer)
    }

    pub(super) fn is_issuer(&self, words: &str, given: &Given) -> bool {
        let names = self.names(words, &given.assignees);
        names.len() == 1 && names.first().map(String::as_str) == self.document.issuer.as_deref()
    }

    /// The level of a body, by the longest word of level in its name.
    pub(super) fn level(&self, name: &str) -> Option<u8> {
        let rules = self.clauses.rules;
        let bare = rules.not_levels.iter().fold(name.to_lowercase().replace(',', ""), |name, word| name.replace(word, ""));
        let padded = format!(" {bare} ");
        let found = rules.levels.iter().filter(|(word, _)| padded.contains(&format!(" {word} ")));
        found.max_by_key(|(word, _)| word.chars().count()).map(|(_, level)| *level)
    }
}
