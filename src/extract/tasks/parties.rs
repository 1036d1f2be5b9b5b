//! Names of bodies in a row: where each begins and ends, and what follows the last.
//!
//! In: the words of a passage. Out: [`Parties`]. A name runs from a noun that begins names to the
//! first word that begins a duty or ends names. It deliberately does not know whether the bodies
//! exist, nor what they are to do.

use std::ops::Range;

use super::lexicon::{Begin as _, Lexicon, Token};

/// No list of bodies has more words than this; a longer one was misread.
pub(super) const LONGEST: usize = 90;

/// The name of a field behind a colon (`các Bộ: Lao động - Thương binh và Xã hội, …`) has no more words than this.
const LONGEST_FIELD: usize = 9;

/// Bodies in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parties {
    /// Character ranges of the names in the passage.
    pub(super) names: Vec<Range<usize>>,
    /// The word after the last name.
    pub(super) next: usize,
    /// What that word is.
    pub(super) end: End,
}

/// What follows a row of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A duty begins.
    Duty,
    /// A word that ends names.
    Stop,
    /// A colon.
    Colon,
    /// Nothing, or a full stop.
    Nothing,
}

/// Reads the bodies that begin at a word.
pub(super) fn read(lexicon: Lexicon<'_>, tokens: &[Token], start: usize) -> Option<Parties> {
    let sure = lexicon.head(tokens, start).or_else(|| lexicon.named_place(tokens, start).then_some(1))?;
    let mut walk = Walk { lexicon, tokens, starts: vec![start], ends: Vec::new(), in_list: false };
    let mut place = start + sure;
    let end = loop {
        match walk.step(place) {
            Step::On(next) => place = next,
            Step::End(end) => break end,
        }
        if place - start > LONGEST {
            return None;
        }
    };
    walk.ends.push(place);
    let names = walk.starts.iter().zip(&walk.ends).filter_map(|(&from, &to)| {
        let first = tokens.get(from)?;
        let to = (from + 1..to).find(|&place| lexicon.among.begin(tokens, place)).unwrap_or(to);
        let own = |&place: &usize| tokens.get(place).is_some_and(|token| first.bracketed || !token.bracketed);
        let last =
            (from..to).rev().filter(own).find(|&place| !lexicon.joining_words.begin(tokens, place)).and_then(|place| tokens.get(place))?;
        Some(first.start..last.end)
    });
    Some(Parties { names: names.filter(|name| !name.is_empty()).collect(), next: place, end })
}

enum Step {
    On(usize),
    End(End),
}

struct Walk<'a> {
    lexicon: Lexicon<'a>,
    tokens: &'a [Token],
    /// First words of the names so far.
    starts: Vec<usize>,
    /// Words after their last ones.
    ends: Vec<usize>,
    /// The name is a group whose members stand behind a colon.
    in_list: bool,
}

impl Walk<'_> {
    fn step(&mut self, place: usize) -> Step {
        let Some((before, token)) = place.checked_sub(1).and_then(|before| self.tokens.get(before)).zip(self.tokens.get(place)) else {
            return Step::End(End::Nothing);
        };
        if token.bracketed && !before.bracketed {
            if before.after == Some(':') {
                return Step::End(End::Colon);
            }
            let closed = self.tokens.iter().skip(place).take_while(|token| token.bracketed).count();
            if before.after.is_some() {
                return self.after_mark(place + closed, before.after);
            }
            return if place + closed < self.tokens.len() { Step::On(place + closed) } else { Step::End(End::Nothing) };
        }
        match before.after {
            Some('.') => return Step::End(End::Nothing),
            Some(':') if self.is_announced(place) => {
                self.starts.pop();
                self.in_list = false;
                self.starts.push(place);
                return Step::On(place + self.lexicon.head(self.tokens, place).unwrap_or(1));
            }
            Some(':') if !self.is_place_list(place) => return Step::End(End::Colon),
            Some(':') => self.in_list = true,
            Some(';') if self.lexicon.head(self.tokens, place).is_none() => return Step::End(End::Nothing),
            mark @ Some(',' | ';') => return self.after_mark(place, mark),
            _ => {}
        }
        if let Some(count) = self.lexicon.linking.count(self.tokens, place)
            && !self.lexicon.within_pair(self.tokens, place)
            && self.begins_name(place + count)
        {
            return self.new_name(place, place + count);
        }
        self.inner(place)
    }

    fn after_mark(&mut self, place: usize, mark: Option<char>) -> Step {
        if self.begins_name(place) || (mark == Some(';') && self.lexicon.head(self.tokens, place).is_some()) {
            return self.new_name(place, place);
        }
        self.inner(place)
    }

    fn inner(&self, place: usize) -> Step {
        let Some(token) = self.tokens.get(place) else { return Step::End(End::Nothing) };
        if let Some(count) = self.lexicon.inside(self.tokens, place).or_else(|| self.lexicon.whole_name(self.tokens, place)) {
            return Step::On(place + count);
        }
        if let Some(count) = self.lexicon.among.count(self.tokens, place).or_else(|| self.qualifier(place)) {
            return Step::On(place + count);
        }
        // A duty has an object: the last word is part of the name, `Phòng Quản lý thu`.
        let last = place + 1 == self.tokens.len() && token.after.is_none();
        if !token.capital && !last && self.lexicon.duty(self.tokens, place) && !self.is_answerable(place) {
            return Step::End(End::Duty);
        }
        if !token.capital && self.lexicon.stop(self.tokens, place) {
            return Step::End(End::Stop);
        }
        Step::On(place + 1)
    }

    /// `Cục Xuất nhập khẩu có trách nhiệm`: the verb at this place belongs to the name, since the duty is announced behind it.
    fn is_answerable(&self, place: usize) -> bool {
        let ahead = (place + 1..self.tokens.len().min(place + LONGEST_FIELD)).take_while(|&next| {
            let closed = self.tokens.get(next - 1).is_some_and(|before| matches!(before.after, Some('.' | ';' | ':')));
            !closed && self.lexicon.head(self.tokens, next).is_none()
        });
        self.lexicon.answerable.count(self.tokens, place).is_none()
            && ahead.into_iter().any(|next| self.lexicon.answerable.begin(self.tokens, next))
    }

    fn new_name(&mut self, end: usize, start: usize) -> Step {
        self.in_list = false;
        self.ends.push(end);
        self.starts.push(start);
        Step::On(start + self.lexicon.head(self.tokens, start).unwrap_or(1))
    }

    /// After a comma or "và": another body, rather than the next word of a group (`sở, ban, ngành`).
    fn begins_name(&self, place: usize) -> bool {
        let Some(count) = self.lexicon.head(self.tokens, place) else { return false };
        if (self.in_list || self.is_named_group()) && self.lexicon.member(self.tokens, place) {
            return false;
        }
        if self.lexicon.counted(self.tokens, place) || self.lexicon.apart.begin(self.tokens, place) {
            return true;
        }
        if self.lexicon.like_before(self.tokens, place) {
            return false;
        }
        let Some(token) = self.tokens.get(place) else { return false };
        let last = self.tokens.get(place + count - 1);
        let next = self.tokens.get(place + count);
        let alone =
            last.is_none_or(|last| last.after.is_some()) || next.is_none() || self.lexicon.after_group.begin(self.tokens, place + count);
        let comma = place.checked_sub(1).and_then(|before| self.tokens.get(before)).is_some_and(|before| before.after == Some(','));
        // `Thủ trưởng các cơ quan, đơn vị` is one name: a number word inside it goes for all that it counts.
        let counted_before =
            self.starts.last().is_some_and(|&start| self.lexicon.counted(self.tokens, start) || comma && self.is_group(start, place));
        if token.capital { !(alone && count == 1) } else { !counted_before && !alone }
    }

    /// After a colon: names of places that belong to the group before it.
    fn is_place_list(&self, place: usize) -> bool {
        let capital = self.tokens.get(place).is_some_and(|token| token.capital);
        let group = self.starts.last().is_some_and(|&start| self.is_group(start, place));
        let several = || {
            // `các Bộ: Xây dựng, Công Thương`: a name in capitals follows the first comma.
            let phrase = self.tokens.iter().skip(place).take(LONGEST_FIELD).position(|token| token.after.is_some());
            phrase.is_some_and(|last| {
                let comma = self.tokens.get(place + last).is_some_and(|token| token.after == Some(','));
                comma && self.tokens.get(place + last + 1).is_some_and(|token| token.capital)
            })
        };
        capital && group && self.lexicon.head(self.tokens, place).is_none() && (!self.lexicon.duty(self.tokens, place) || several())
    }

    /// After a colon: the names of those that a general name before it stands for, `các đơn vị: Sở Y tế, Công an tỉnh`.
    fn is_announced(&self, place: usize) -> bool {
        let Some(&start) = self.starts.last() else { return false };
        let general = (start..place).all(|word| {
            let small = self.tokens.get(word).is_some_and(|token| !token.capital);
            small && (self.lexicon.alike.within(self.tokens, word) || self.lexicon.counted(self.tokens, word))
        });
        general && self.lexicon.head(self.tokens, place).is_some() && self.tokens.get(place).is_some_and(|token| token.capital)
    }

    /// The name so far is a group with the proper names of its members: `các Bộ Quốc phòng`, `các Tập đoàn VNPT`.
    fn is_named_group(&self) -> bool {
        let Some(&start) = self.starts.last() else { return false };
        let named = |head: usize| self.tokens.get(start + head).is_some_and(|token| token.capital);
        self.lexicon.plural.begin(self.tokens, start) && self.lexicon.head(self.tokens, start).is_some_and(named)
    }

    /// Words that say which of a group are meant: `từ Hà Tĩnh đến Khánh Hòa`, `nêu trên`.
    fn qualifier(&self, place: usize) -> Option<usize> {
        let start = *self.starts.last()?;
        let capital = |place: usize| self.tokens.get(place).is_some_and(|token| token.capital);
        // `cơ quan chức năng của Bộ Y tế`: a general name says whose.
        if self.lexicon.whose.begin(self.tokens, place) {
            let owned = !capital(start) && capital(place + 1) && self.lexicon.head(self.tokens, place + 1).is_some();
            return owned.then_some(2);
        }
        if !self.is_group(start, place) {
            return None;
        }
        self.lexicon.pointing_back.count(self.tokens, place).or_else(|| {
            self.lexicon.span_begins.count(self.tokens, place)?;
            let capitals = |from: usize| (from..self.tokens.len()).take_while(|&place| capital(place)).count();
            let first = capitals(place + 1);
            self.lexicon.span_goes_on.count(self.tokens, place + first + 1)?;
            let second = capitals(place + first + 2);
            (first > 0 && second > 0).then_some(first + second + 2)
        })
    }

    /// The name from one word to another is of several bodies.
    fn is_group(&self, start: usize, end: usize) -> bool {
        (start..end).any(|place| self.lexicon.plural.begin(self.tokens, place))
    }
}
