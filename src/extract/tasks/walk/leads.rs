//! Sentences that say something for others: lead-ins for the list below, scope lines for the duties above.
//!
//! In: sentences of the walk. Out: frames, deadlines. It deliberately takes no draft.

use super::super::clause::{Given, Saying};
use super::super::lexicon::Begin as _;
use super::{Frame, FrameKind, Walk};
use crate::extract::deadlines::Due;
use crate::extract::outline::Item;

impl Walk<'_> {
    /// A sentence that gives a deadline to the duties before it.
    pub(super) fn scope(&mut self, item: &Item, sentence: &str, offset: usize, first_draft: usize) -> bool {
        if !self.clauses.rules.scope.regex().is_match(sentence) || self.drafts.is_empty() {
            return false;
        }
        let Some(due) = self.finder.of(sentence) else { return false };
        let due = Due { range: due.range.start + offset..due.range.end + offset, ..due };
        let many = self.clauses.rules.scope_many.regex().is_match(sentence);
        if self.drafts.len() > first_draft && !many {
            if let Some(last) = self.drafts.last_mut().filter(|draft| draft.due.is_none()) {
                last.due = Some(due);
            }
            return true;
        }
        let outline = &self.reading.outline;
        let mut recent = self.drafts.iter().rev().map(|draft| draft.place);
        let continued = item.parent.filter(|&above| recent.find(|&place| place <= above) == Some(above));
        let above = if self.drafts.len() > first_draft {
            item.parent
        } else {
            continued.map_or(item.parent, |place| outline.items.get(place).and_then(|item| item.parent))
        };
        let mut bound = false;
        for draft in self.drafts.iter_mut().rev() {
            let within = match above {
                Some(above) => draft.place == above || outline.ancestors(draft.place).any(|place| place == above),
                None => outline.items.get(draft.place).is_some_and(|own| own.level <= item.level + 1),
            };
            if !within || draft.due.is_some() {
                break;
            }
            draft.due = Some(due.clone());
            bound = true;
        }
        bound
    }

    /// A sentence that announces a list: opens a frame and is no duty itself.
    pub(super) fn lead_in(&mut self, place: usize, item: &Item, sentence: &str) -> bool {
        let rules = self.clauses.rules;
        if !sentence.trim_end().ends_with(':') {
            return false;
        }
        let given_here = self.drafts.last().is_some_and(|draft| draft.place == place);
        if given_here && rules.part_list.regex().is_match(sentence) && sentence.split(' ').count() < 8 {
            self.push(place, item, Frame { kind: FrameKind::Parts, ..Frame::default() });
            return true;
        }
        match self.clauses.read(sentence, self.directing()) {
            Saying::Asked(_) if rules.presents.regex().is_match(sentence) => true,
            Saying::Asked(given) => self.open(place, item, sentence, &given, FrameKind::Requests),
            Saying::Given(given) if self.upward(sentence, &given) => self.open(place, item, sentence, &given, FrameKind::Requests),
            Saying::Given(given) => {
                let action = sentence.get(given.action.clone()).unwrap_or_default();
                let announces = action.trim().is_empty() || rules.lead_in_only.regex().is_match(action) || self.leads_others(action);
                if self.reports || !announces {
                    return false;
                }
                self.open(place, item, sentence, &given, FrameKind::Duties)
            }
            Saying::Plain if !self.reports && rules.directing.regex().is_match(sentence) => {
                let giver = self.clauses.announcer(sentence).and_then(|range| sentence.get(range)).map(|name| self.normal(name));
                self.push(place, item, Frame { giver: giver.or_else(|| self.giver()), ..Frame::default() });
                true
            }
            Saying::Plain => false,
        }
    }

    /// `lãnh đạo Ủy ban nhân dân tỉnh:` says no more than whom those named are to lead in the list below.
    fn leads_others(&self, action: &str) -> bool {
        let tokens = super::super::lexicon::tokens(action);
        let verb = self.clauses.lexicon.own_verbs.count(&tokens, 0);
        let led = verb.and_then(|count| tokens.get(count)).and_then(|first| action.get(first.start..));
        led.is_some_and(|led| self.clauses.heading(led.trim_end()).is_some())
    }

    /// A duty that ends with `trong đó:` and goes on in a list: a duty itself, and the lead-in of others.
    pub(super) fn goes_on(&mut self, place: usize, item: &Item, sentence: &str, offset: usize) -> bool {
        if self.reports || !self.clauses.rules.goes_on.regex().is_match(sentence) {
            return false;
        }
        let Saying::Given(given) = self.clauses.read(sentence, self.directing()) else { return false };
        !self.upward(sentence, &given)
            && self.duty(place, sentence, offset, &given)
            && self.open(place, item, sentence, &given, FrameKind::Duties)
    }

    pub(super) fn open(&mut self, place: usize, item: &Item, sentence: &str, given: &Given, kind: FrameKind) -> bool {
        let giver = given.giver.clone().and_then(|range| sentence.get(range)).map(|name| self.normal(name));
        let frame = Frame {
            assignees: self.names(sentence, &given.assignees),
            coordinators: self.names(sentence, &given.coordinators),
            giver: giver.or_else(|| self.giver()),
            kind,
            ..Frame::default()
        };
        self.push(place, item, frame);
        true
    }
}
