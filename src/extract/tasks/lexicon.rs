//! What begins at a word, and a passage cut into words.
//!
//! In: the lists of `tasks.toml`. Out: [`Lexicon`], which says what begins at a word: a name, a
//! duty, something else. It deliberately knows no sentence and no document.

use std::ops::Deref;

use crate::pattern::phrases::Phrases;
use crate::pattern::tasks::TaskRules;
use crate::text::{is_word_sign, modern_tone};

/// Two bodies that are one name have no more words than this before the second.
const LONGEST_PAIR: usize = 5;

/// A word of a passage without the punctuation around it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// Where it begins in the passage.
    pub(super) start: usize,
    /// Where it ends in the passage.
    pub(super) end: usize,
    /// In small letters, tones in the modern place.
    pub(super) lower: String,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// The punctuation right after it.
    pub(super) after: Option<char>,
    /// It stands in brackets.
    pub(super) bracketed: bool,
}

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !is_word_sign(letter))
}

/// The form in which words are compared: without the punctuation around them, in small letters, tones in the modern place.
fn same_form(word: &str) -> String {
    modern_tone(&bare(word).to_lowercase())
}

/// The words of a piece that lacks the space behind a comma or semicolon: `chủ trì,phối hợp`.
fn apart(piece: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(piece);
    std::iter::from_fn(move || {
        let whole = rest?;
        let marks = whole.char_indices().filter(|(_, sign)| matches!(sign, ',' | ';')).map(|(at, _)| at + 1);
        let letter = |at: &usize| *at > 1 && whole.get(*at..).is_some_and(|behind| behind.starts_with(char::is_alphabetic));
        let (word, behind) = match marks.into_iter().find(letter) {
            Some(at) => (whole.get(..at)?, whole.get(at..)),
            None => (whole, None),
        };
        rest = behind;
        Some(word)
    })
}

/// Cuts a passage into words.
pub(super) fn tokens(passage: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    for piece in passage.split(' ').flat_map(apart) {
        let start = at;
        at += piece.len() + usize::from(passage.get(at + piece.len()..).is_some_and(|rest| rest.starts_with(' ')));
        depth += piece.matches('(').count();
        let bracketed = depth > 0;
        depth = depth.saturating_sub(piece.matches(')').count());
        let core = bare(piece);
        if core.is_empty() {
            continue;
        }
        let lead = piece.len() - piece.trim_start_matches(|letter: char| !is_word_sign(letter)).len();
        let after = piece.get(lead + core.len()..).and_then(|rest| rest.chars().find(|mark| matches!(mark, ',' | ';' | ':' | '.')));
        out.push(Token {
            start: start + lead,
            end: start + lead + core.len(),
            lower: same_form(core),
            capital: core.chars().next().is_some_and(char::is_uppercase),
            after,
            bracketed,
        });
    }
    out
}

/// What begins at a word of a passage.
pub(super) trait Begin {
    /// How many words the longest phrase at a place has; `across` lets it run over commas.
    fn at(&self, tokens: &[Token], place: usize, across: bool) -> Option<usize>;

    /// Whether a phrase begins at a place.
    fn begin(&self, tokens: &[Token], place: usize) -> bool {
        self.count(tokens, place).is_some()
    }

    /// How many words the longest phrase at a place has, no mark between them.
    fn count(&self, tokens: &[Token], place: usize) -> Option<usize> {
        self.at(tokens, place, false)
    }

    /// Whether a word belongs to a phrase of two words.
    fn within(&self, tokens: &[Token], place: usize) -> bool {
        self.begin(tokens, place) || place.checked_sub(1).is_some_and(|before| self.count(tokens, before) == Some(2))
    }
}

impl Begin for Phrases {
    fn at(&self, tokens: &[Token], place: usize, across: bool) -> Option<usize> {
        self.longest(same_form, &tokens.get(place)?.lower, |words| {
            let Some(here) = tokens.get(place..place + words.len()) else { return false };
            let whole = across || here.iter().rev().skip(1).all(|token| token.after.is_none());
            whole && here.iter().zip(words).all(|(token, word)| token.lower == *word)
        })
    }
}

/// What the lists of `tasks.toml` say of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexicon<'a>(pub(super) &'a TaskRules);

impl Deref for Lexicon<'_> {
    type Target = TaskRules;

    fn deref(&self) -> &TaskRules {
        self.0
    }
}

impl Lexicon<'_> {
    /// A verb that gives a duty: how many words.
    pub(super) fn giver(&self, tokens: &[Token], place: usize) -> Option<usize> {
        self.givers.at(tokens, place, false)
    }

    /// The verb gives a duty only where the giver is named.
    pub(super) fn needs_name(&self, tokens: &[Token], place: usize) -> bool {
        self.named_givers.at(tokens, place, false).is_some()
    }

    /// A general noun right after another, `Thủ trưởng cơ quan, đơn vị`: both are one name.
    pub(super) fn like_before(&self, tokens: &[Token], place: usize) -> bool {
        let before = place.checked_sub(2).and_then(|before| self.alike.at(tokens, before, false));
        before == Some(2) && self.alike.at(tokens, place, false).is_some()
    }

    /// A verb that asks: how many words.
    pub(super) fn asker(&self, tokens: &[Token], place: usize) -> Option<usize> {
        self.askers.at(tokens, place, true)
    }

    /// A verb by which somebody announces duties.
    pub(super) fn announces(&self, tokens: &[Token], place: usize) -> bool {
        self.announcers.at(tokens, place, false).is_some() || self.giver(tokens, place).is_some()
    }

    /// The beginning of a body's name: how many words of it are sure.
    pub(super) fn head(&self, tokens: &[Token], place: usize) -> Option<usize> {
        // `cấp ủy` is no quantifier `cấp` before a noun.
        let named = self.heads.at(tokens, place, false).is_some();
        let counted = self.quantifiers.at(tokens, place, false).filter(|_| !named).unwrap_or(0);
        let noun = place + counted;
        let capital = tokens.get(noun)?.capital;
        if self.not_heads.at(tokens, noun, true).is_some() && self.group_heads.at(tokens, noun, false).is_none_or(|_| counted == 0) {
            return None;
        }
        let common = || self.capital_heads.at(tokens, noun, false).filter(|_| capital || counted > 0);
        if self.before_name.at(tokens, noun, false).is_some() && tokens.get(noun + 1).is_some_and(|next| next.capital) {
            return Some(counted + 1);
        }
        let group = || self.group_heads.at(tokens, noun, false).filter(|_| counted > 0);
        let nested = || self.quantifiers.at(tokens, noun, false).filter(|_| counted > 0).and_then(|_| self.head(tokens, noun));
        self.heads.at(tokens, noun, false).or_else(common).or_else(group).or_else(nested).map(|count| counted + count)
    }

    /// A name of several sure words with a capital, `Ban Chỉ đạo`, which may stand inside another: how many words.
    pub(super) fn whole_name(&self, tokens: &[Token], place: usize) -> Option<usize> {
        let capital = tokens.get(place).is_some_and(|token| token.capital);
        self.heads.at(tokens, place, false).filter(|&count| capital && count > 1)
    }

    /// A place of a level, named: `tỉnh Đắk Lắk`.
    pub(super) fn named_place(&self, tokens: &[Token], place: usize) -> bool {
        let level = self.places.at(tokens, place, false).map_or(0, |count| place + count);
        let own = level.checked_sub(1).and_then(|last| tokens.get(last)).is_some_and(|last| last.after.is_none());
        own && tokens.get(level).is_some_and(|next| next.capital)
    }

    /// A name of more than one body begins here.
    pub(super) fn counted(&self, tokens: &[Token], place: usize) -> bool {
        self.quantifiers.at(tokens, place, false).is_some()
    }

    /// Members of a list behind a colon, `các Bộ: Quốc phòng, Công an`, that are bodies of their own elsewhere.
    pub(super) fn member(&self, tokens: &[Token], place: usize) -> bool {
        self.members.at(tokens, place, false).is_some()
    }

    /// Words inside a name: how many.
    pub(super) fn inside(&self, tokens: &[Token], place: usize) -> Option<usize> {
        self.inside.at(tokens, place, true)
    }

    /// A duty begins here: its verb, or an adverb before it.
    pub(super) fn duty(&self, tokens: &[Token], place: usize) -> bool {
        self.verbs.at(tokens, place, false).is_some() || self.adverbs.at(tokens, place, false).is_some()
    }

    /// Something begins here that ends a name.
    pub(super) fn stop(&self, tokens: &[Token], place: usize) -> bool {
        self.stops.at(tokens, place, false).is_some()
    }

    /// What was or is begins here.
    pub(super) fn past(&self, tokens: &[Token], place: usize) -> bool {
        self.past.at(tokens, place, false).is_some()
    }

    /// The word stands inside two bodies that are one name: `HĐND và UBND`.
    pub(super) fn within_pair(&self, tokens: &[Token], place: usize) -> bool {
        (place.saturating_sub(LONGEST_PAIR)..place)
            .any(|start| self.pairs.at(tokens, start, false).is_some_and(|count| start + count > place))
    }
}
