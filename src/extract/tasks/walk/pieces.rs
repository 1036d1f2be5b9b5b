//! What of a sentence is a duty of its own: clauses that name others or have a deadline of their own.
//!
//! In: sentences. Out: ranges in them, and what their clauses begin with. It deliberately knows no frame but that the part
//! gives duties.

use std::ops::Range;

use super::super::clause::Saying;
use super::super::lexicon::tokens;
use super::super::sentences::clauses;
use super::Walk;
use crate::extract::deadlines::Due;
use crate::extract::zones::starts_small;

/// A clause that only names bodies has no more bytes.
const LONGEST_NAMES: usize = 600;

/// A deadline before the names opens its clause: it begins within so many bytes.
const NEAR: usize = 24;

impl Walk<'_> {
    /// Clauses of a sentence that are duties of their own: another name, or both have a deadline.
    pub(super) fn pieces(&self, sentence: &str) -> Vec<Range<usize>> {
        let clauses = clauses(sentence);
        if clauses.len() < 2 {
            return clauses;
        }
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut due_before = false;
        for range in clauses {
            let clause = sentence.get(range.clone()).unwrap_or_default();
            let named = matches!(self.clauses.read(clause, self.directing()), Saying::Given(given) if !given.action.is_empty() && self.clauses_begin(clause));
            let due = self.has_due(clause);
            // `…; Trước ngày 15/12 tổng hợp …`: as good as a sentence.
            let opens = due && self.finder.of(clause).is_some_and(|due| self.opens(clause, &due));
            match out.last_mut() {
                Some(last) if self.only_names(sentence, last) || !(named || due && due_before || opens) => {
                    last.end = range.end;
                    due_before |= due;
                }
                _ => {
                    out.push(range);
                    due_before = due;
                }
            }
        }
        out
    }

    /// Its deadline opens the clause, and what is to be done follows.
    pub(super) fn opens(&self, clause: &str, due: &Due) -> bool {
        let rest = clause.get(due.range.end..).filter(|_| due.range.start == 0 && !starts_small(clause));
        rest.is_some_and(|rest| self.begins_duty(rest.trim_start_matches([',', ' '])))
    }

    /// The clause begins with what is to be done.
    pub(super) fn begins_duty(&self, clause: &str) -> bool {
        self.clauses.lexicon.duty(&tokens(clause), 0)
    }

    pub(super) fn only_names(&self, sentence: &str, range: &Range<usize>) -> bool {
        if range.len() > LONGEST_NAMES {
            return false;
        }
        sentence.get(range.clone()).is_some_and(|clause| self.clauses.heading(clause.trim_end_matches(';')).is_some())
    }

    pub(super) fn has_due(&self, clause: &str) -> bool {
        let action = match self.clauses.read(clause, self.directing()) {
            Saying::Given(given) => given.action.start,
            Saying::Asked(_) | Saying::Plain => 0,
        };
        self.due(clause, action).is_some()
    }

    /// The clause begins with a name or a giving verb.
    pub(super) fn clauses_begin(&self, clause: &str) -> bool {
        let tokens = tokens(clause);
        let skipped = self.clauses.rules.skip_word.regex().find(clause).map_or(0, |found| found.end());
        let first = tokens.iter().position(|token| token.start >= skipped).unwrap_or(0);
        self.clauses.lexicon.giver(&tokens, first).is_some() || self.clauses.lexicon.head(&tokens, first).is_some()
    }

    /// The deadline of a clause; one before the duty counts only where it opens the clause.
    pub(super) fn due(&self, words: &str, action: usize) -> Option<Due> {
        let near = |due: &Due| due.range.start >= action || due.range.start < NEAR;
        self.finder.find(words).into_iter().filter(near).min_by_key(|due| due.rank)
    }
}
