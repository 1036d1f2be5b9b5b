//! What one clause says: who gives what to whom, who asks whom, or only what is to be done.
//!
//! In: a clause. Out: [`Saying`]. It deliberately does not know where in the document the clause
//! stands: whether a plain clause is a duty is for the caller to say.

use std::ops::Range;

use super::lexicon::{self, Begin as _, Lexicon, Token, tokens};
use super::parties::{self, End, Parties};
use crate::pattern::tasks::TaskRules;

/// A title before a duty, `Chế độ báo cáo: các đơn vị gửi …`, has no more words than this.
const TITLE: usize = 6;

/// What says which of many a heading means has fewer bytes.
const LONGEST_WHICH: usize = 80;

/// What a clause says. Ranges are in the clause.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Saying {
    /// A duty, a heading or a lead-in with names in it.
    Given(Given),
    /// Somebody is asked for something.
    Asked(Given),
    /// No names that act.
    Plain,
}

/// Names and what they are to do.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Given {
    /// Who gives it, where a giving verb has a subject.
    pub(super) giver: Option<Range<usize>>,
    /// There is a giving verb.
    pub(super) by_verb: bool,
    /// The giving verb gives only where somebody is named before it.
    pub(super) named: bool,
    /// Who must act.
    pub(super) assignees: Vec<Range<usize>>,
    /// Who must help.
    pub(super) coordinators: Vec<Range<usize>>,
    /// What is to be done; empty in a heading.
    pub(super) action: Range<usize>,
}

/// Reads clauses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub(super) lexicon: Lexicon<'a>,
    pub(super) rules: &'a TaskRules,
}

impl Clauses<'_> {
    /// Reads a clause. `bare` allows a duty without a giving verb (`Sở A tổ chức …`).
    pub(super) fn read(&self, clause: &str, bare: bool) -> Saying {
        let tokens = tokens(clause);
        if let Some(saying) = self.by_verb(clause, &tokens) {
            return saying;
        }
        if bare && let Some(given) = self.bare(clause, &tokens) {
            return Saying::Given(given);
        }
        Saying::Plain
    }

    /// Reads `Sở A tổ chức …` and looks for no giving verb.
    pub(super) fn bare_only(&self, clause: &str) -> Option<Given> {
        self.bare(clause, &tokens(clause))
    }

    /// Who speaks in a lead-in without an addressee: `X yêu cầu:`, `X kết luận như sau:`.
    pub(super) fn announcer(&self, sentence: &str) -> Option<Range<usize>> {
        let tokens = tokens(sentence);
        (1..tokens.len())
            .rev()
            .filter(|&place| self.lexicon.announces(&tokens, place))
            .find_map(|place| self.subject(tokens.get(..place)?, place))
    }

    /// The bodies that a heading consists of: `Sở A:`, `Đối với các phòng`.
    pub(super) fn heading(&self, clause: &str) -> Option<Given> {
        let prefix = self.rules.about.regex().find(clause).map_or(0, |found| found.end());
        let tokens: Vec<Token> = tokens(clause).into_iter().filter(|token| token.start >= prefix).collect();
        let parties = parties::read(self.lexicon, &tokens, 0)?;
        let rest = tokens.iter().skip(parties.next).find(|token| !token.bracketed);
        let remit = |next: &Token| {
            let rest = format!("{} ", clause.get(next.start..).unwrap_or_default().trim_end_matches([':', ' ']));
            self.rules.own_remit.regex().find(&rest).is_some_and(|found| found.end() == rest.len())
        };
        let whole = match parties.end {
            End::Nothing | End::Colon => rest.is_none(),
            End::Duty => false,
            // `Các Bộ theo chức năng, nhiệm vụ, thẩm quyền:`
            End::Stop => clause.ends_with(':') && rest.is_some_and(remit),
        };
        if let Some(name) = self.which(clause, &tokens, &parties).filter(|_| !whole) {
            return Some(Given { assignees: vec![name], action: clause.len()..clause.len(), ..Given::default() });
        }
        whole.then(|| Given { assignees: parties.names, action: clause.len()..clause.len(), ..Given::default() })
    }

    /// A name with what says which ones are meant, up to the colon: `Chủ tịch UBND 05 xã xếp loại Yếu:`.
    fn which(&self, clause: &str, tokens: &[Token], parties: &Parties) -> Option<Range<usize>> {
        if self.lexicon.answerable.begin(tokens, parties.next) {
            return None;
        }
        let name = parties.names.first().filter(|_| parties.names.len() == 1)?.start..clause.trim_end_matches([':', ' ']).len();
        // `các xã được giám sát:`: the word before the duty belongs to it.
        let says = |place: usize| {
            let rest = tokens.get(place).and_then(|token| clause.get(token.start..));
            rest.is_some_and(|rest| rest.len() < LONGEST_WHICH && self.rules.which.regex().is_match(rest))
        };
        let stops = matches!(parties.end, End::Stop | End::Duty);
        (clause.ends_with(':') && stops && (says(parties.next) || says(parties.next.checked_sub(1)?))).then_some(name)
    }

    fn by_verb(&self, clause: &str, tokens: &[Token]) -> Option<Saying> {
        for place in 0..tokens.len() {
            let asks = self.lexicon.asker(tokens, place);
            let Some(count) = asks.or_else(|| self.lexicon.giver(tokens, place)) else { continue };
            // `Ban Chỉ đạo`: the verb is part of a name.
            if place.checked_sub(1).and_then(|before| self.lexicon.whole_name(tokens, before)).is_some() {
                continue;
            }
            let giver = self.subject(tokens, place);
            // `Rà soát, đề xuất Chủ tịch …`: the asking belongs to the duty that opens the clause.
            let within = place > 0 && self.lexicon.duty(tokens, 0) && self.lexicon.asker(tokens, 0).is_none();
            if asks.is_some() && giver.is_none() && within {
                continue;
            }
            if !self.gives(clause, tokens, place, giver.is_some()) {
                continue;
            }
            let object = place + count + usize::from(self.lexicon.before_receiver.begin(tokens, place + count));
            let Some(parties) = parties::read(self.lexicon, tokens, object) else { continue };
            let named = self.lexicon.needs_name(tokens, place);
            let given = match self.which(clause, tokens, &parties) {
                Some(name) => Given { assignees: vec![name], action: clause.len()..clause.len(), ..Given::default() },
                None => self.given(clause, tokens, parties),
            };
            let given = Given { giver, by_verb: true, named, ..given };
            return Some(if asks.is_some() { Saying::Asked(given) } else { Saying::Given(given) });
        }
        None
    }

    /// The verb at this place gives a duty here and now.
    fn gives(&self, clause: &str, tokens: &[Token], place: usize, has_giver: bool) -> bool {
        let Some(token) = tokens.get(place) else { return false };
        let before = clause.get(..token.start).unwrap_or_default().trim_end();
        if has_giver {
            return true;
        }
        if self.lexicon.needs_name(tokens, place) || token.bracketed {
            return false;
        }
        let left = self.rules.skip_word.regex().replace(before, "");
        let opens =
            left.trim().is_empty() || before.is_empty() || format!("{before} ").ends_with(", ") || before.ends_with([';', ':', '.']);
        let polite = place.checked_sub(1).is_some_and(|before| self.lexicon.polite.begin(tokens, before));
        let joined = self.rules.skip_word.regex().is_match(&format!("{} ", last_words(before, 2)));
        let noun = || self.rules.not_giving.regex().is_match(before.trim_end_matches([',', ';']));
        (opens || polite || joined) && (self.rules.pointing.regex().is_match(before) || !noun())
    }

    /// The body right before the verb.
    fn subject(&self, tokens: &[Token], verb: usize) -> Option<Range<usize>> {
        let polite = |place: usize| tokens.get(place).is_some_and(|token| self.rules.before_verb.contains(&token.lower));
        let mut end = verb;
        while end > 0 && polite(end - 1) {
            end -= 1;
        }
        let own = tokens.get(..end)?;
        // `phê bình A và yêu cầu B`: A is not who asks.
        if own.last()?.after.is_some() || self.lexicon.joining_words.begin(tokens, end - 1) {
            return None;
        }
        let mark = own.iter().rposition(|token| matches!(token.after, Some(';' | '.' | ':')));
        let nearest = mark.map_or(0, |mark| mark + 1).max(end.saturating_sub(parties::LONGEST));
        (nearest..end).find_map(|start| {
            let opens = start == 0 || tokens.get(start - 1).is_some_and(|before| before.after.is_some() || !before.capital);
            if !opens || !tokens.get(start)?.capital {
                return None;
            }
            let parties = parties::read(self.lexicon, own, start).filter(|parties| parties.next == end)?;
            // `Công điện … của A, B yêu cầu`: A only owns what is cited.
            let owns = start.checked_sub(1).is_some_and(|before| self.lexicon.whose.begin(tokens, before));
            let first = if owns { parties.names.last() } else { parties.names.first() }?.start;
            tokens.get(end - 1).map(|last| first..last.end)
        })
    }

    /// `Sở A tổ chức …`, at the beginning or after a circumstance.
    fn bare(&self, clause: &str, tokens: &[Token]) -> Option<Given> {
        let topical = || self.rules.about.regex().is_match(clause) || self.rules.topic.regex().is_match(clause);
        let circumstance = self.rules.circumstance.regex().is_match(clause);
        let skipped = self.rules.skip_word.regex().find(clause).map_or(0, |found| found.end());
        for place in 0..tokens.len() {
            let token = tokens.get(place)?;
            let titled = place.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.after == Some(':'))
                && (place <= TITLE || topical());
            let first = place == 0 || token.start == skipped || titled;
            let later =
                circumstance && place.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.after == Some(','));
            if token.bracketed || !(first || later) {
                continue;
            }
            let Some(parties) = parties::read(self.lexicon, tokens, place) else { continue };
            if later && !first && !token.capital && !self.lexicon.counted(tokens, place) && !self.lexicon.named_place(tokens, place) {
                continue;
            }
            // `phối hợp với Sở A, Công an tỉnh rà soát …`: a helper in a row is nobody who acts by himself.
            let helps = || later && !first && self.helpers_within(clause).iter().any(|name| name.contains(&token.start));
            if self.acts(clause, tokens, &parties) && !helps() {
                return Some(self.given(clause, tokens, parties));
            }
        }
        None
    }

    /// What follows the names is a duty, not a state or a past act.
    fn acts(&self, clause: &str, tokens: &[Token], parties: &Parties) -> bool {
        let Some(next) = tokens.get(parties.next) else { return false };
        let rest = clause.get(next.start..).unwrap_or_default();
        let name = parties.names.first().and_then(|name| clause.get(name.clone())).unwrap_or_default().to_lowercase();
        // `Cơ quan thẩm định: Sở Xây dựng`: the verb says which one is meant.
        let labels = || rest.split_once(": ").is_some_and(|(_, behind)| self.lexicon.head(&lexicon::tokens(behind), 0).is_some());
        if parties.names.len() == 1 && self.rules.general.contains(&name) && (self.rules.relative.regex().is_match(rest) || labels()) {
            return false;
        }
        match parties.end {
            End::Duty => {
                let made = || self.lexicon.made.begin(tokens, parties.next) && self.rules.here_follows.regex().is_match(clause);
                !self.lexicon.past(tokens, parties.next) && !made()
            }
            End::Stop => {
                self.rules.own_remit.regex().is_match(rest)
                    || self.rules.obliged.regex().is_match(rest)
                    || (self.lexicon.before_duty.begin(tokens, parties.next)
                        && !self.lexicon.past(tokens, parties.next)
                        && (parties.next..parties.next + 14).any(|place| self.lexicon.duty(tokens, place))
                        && !(parties.next..tokens.len().min(parties.next + 25)).any(|place| self.lexicon.was.begin(tokens, place)))
            }
            End::Colon => {
                let first = tokens.iter().skip(parties.next).position(|token| !token.bracketed).map_or(0, |skipped| parties.next + skipped);
                self.lexicon.duty(tokens, first)
            }
            End::Nothing => false,
        }
    }

    /// Takes the words of leading and helping off the duty.
    fn given(&self, clause: &str, tokens: &[Token], parties: Parties) -> Given {
        // `Giao Phòng A (đầu mối tổng hợp):` gives no more than its list.
        let beyond = clause.ends_with(':') && tokens.iter().skip(parties.next).all(|token| token.bracketed);
        let listed = beyond || parties.end == End::Colon && tokens.get(parties.next).is_some_and(|token| token.bracketed);
        let first = tokens.iter().skip(parties.next).find(|token| !(listed && token.bracketed));
        let start = first.map_or(clause.len(), |token| token.start);
        let mut given = Given { assignees: parties.names, action: start..clause.len(), ..Given::default() };
        self.strip(clause, &mut given);
        given
    }

    /// Takes remit, lead and helpers off the beginning of a duty.
    pub(super) fn strip(&self, clause: &str, given: &mut Given) {
        for rule in [&self.rules.own_remit, &self.rules.obliged, &self.rules.own_remit, &self.rules.leading] {
            self.skip(clause, &mut given.action, rule);
        }
        let rest = clause.get(given.action.clone()).unwrap_or_default();
        let Some(joining) = self.rules.joining.regex().find(rest) else {
            given.coordinators =
                self.helpers_within(rest).into_iter().map(|name| name.start + given.action.start..name.end + given.action.start).collect();
            return;
        };
        let offset = given.action.start + joining.end();
        let after = tokens(clause.get(offset..given.action.end).unwrap_or_default());
        let Some(helpers) = parties::read(self.lexicon, &after, 0) else { return };
        given.coordinators = helpers.names.iter().map(|name| name.start + offset..name.end + offset).collect();
        let beyond = after.iter().skip(helpers.next).all(|token| token.bracketed);
        match (helpers.end, after.get(helpers.next).filter(|_| !beyond)) {
            (End::Nothing | End::Colon, None) => given.action.start = given.action.end,
            (End::Duty | End::Colon, Some(next)) => given.action.start = offset + next.start,
            (End::Stop, Some(next)) if self.lexicon.after_helpers.begin(&after, helpers.next) => {
                given.action.start = offset + next.start;
            }
            _ => {}
        }
    }

    /// Helpers named in the middle of a duty.
    fn helpers_within(&self, action: &str) -> Vec<Range<usize>> {
        let found = self.rules.joining_within.regex().captures(action).and_then(|found| found.name("body"));
        let Some(start) = found.map(|found| found.start()) else { return Vec::new() };
        let words = tokens(action.get(start..).unwrap_or_default());
        let names = parties::read(self.lexicon, &words, 0).map(|parties| parties.names).unwrap_or_default();
        names.into_iter().map(|name| name.start + start..name.end + start).collect()
    }

    fn skip(&self, clause: &str, range: &mut Range<usize>, rule: &crate::pattern::Rule) {
        if let Some(found) = clause.get(range.clone()).and_then(|rest| rule.regex().find(rest)) {
            range.start += found.end();
        }
    }
}

fn last_words(text: &str, count: usize) -> String {
    let mut words: Vec<&str> = text.split(' ').rev().take(count).collect();
    words.reverse();
    words.join(" ")
}
