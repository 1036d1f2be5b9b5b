//! Requests: what is asked of those above or beside.
//!
//! In: clauses of the walk that ask. Out: drafts of requests. It deliberately knows no duty.

use super::super::Request;
use super::super::clause::Given;
use super::{FrameKind, Piece, Walk};
use crate::extract::outline::Item;

impl Walk<'_> {
    pub(super) fn request(&mut self, words: &str, offset: usize, given: &Given, rule: &'static str) {
        let asked = words.get(given.action.clone()).unwrap_or_default();
        if given.action.is_empty() || self.clauses.rules.request_closing.regex().is_match(asked) {
            return;
        }
        let to = given.assignees.first().zip(given.assignees.last()).and_then(|(first, last)| words.get(first.start..last.end));
        self.requests.push(Request {
            to: to.map(|name| self.normal(name)),
            text: offset + given.action.start..offset + given.action.end,
            rule,
        });
    }

    pub(super) fn plain_request(&mut self, item: &Item, words: &str, offset: usize, piece: Piece) {
        let end = offset + words.len();
        if let Some(last) = self.requests.last_mut().filter(|last| item.body.contains(&last.text.start)) {
            last.text.end = end;
            return;
        }
        let frame = self.frames.iter().rev().find(|frame| frame.kind == FrameKind::Requests);
        let to = frame.and_then(|frame| frame.assignees.first()).cloned();
        if words.trim_end().ends_with(':') || words.starts_with('(') || !piece.begins || words.split_whitespace().count() < 4 {
            return;
        }
        self.requests.push(Request { to, text: offset..end, rule: "tasks/request_section" });
    }
}
