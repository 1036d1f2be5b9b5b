//! One rule: a regular expression with its reason, the examples it must read and those it must not.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::{Captures, Match, Regex, RegexBuilder, Replacer};
use serde::Deserialize;

/// Upper bound on a compiled rule, in bytes: an office's own expression may not eat the memory.
const SIZE_LIMIT: usize = 4 << 20;

/// A regular expression from `patterns/`, compiled at its first use.
///
/// Matching takes time linear in the text (the regex crate); `{{name}}` stands for an entry of the
/// `[define]` table of `common.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `file/name`, as evidence names it.
    #[serde(default)]
    pub name: String,
    /// What it reads and why, one line.
    pub doc: String,
    /// The expression.
    regex: String,
    /// Passages that it must match.
    #[serde(default)]
    pub matches: Vec<String>,
    /// Near misses that it must not match.
    #[serde(default)]
    pub near: Vec<String>,
    #[serde(skip)]
    compiled: OnceLock<Expression>,
}

impl Rule {
    /// The compiled expression.
    ///
    /// # Panics
    /// Never for a loaded rule: embedded rules are tried by the tests, an office's when loaded.
    #[must_use]
    pub fn regex(&self) -> &Expression {
        self.compiled.get_or_init(|| compile(&self.regex).expect("rules are tried when they are loaded"))
    }

    /// Compiles the rule and tries its examples.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        let regex = compile(&self.regex).map_err(|error| error.to_string())?;
        if self.doc.trim().is_empty() {
            return Err("the rule has no doc: say in a line what it reads".into());
        }
        if self.matches.is_empty() {
            return Err("the rule has no examples: add at least one to matches".into());
        }
        if let Some(missed) = self.matches.iter().find(|example| !regex.is_match(example)) {
            return Err(format!("it must match {missed:?} but does not"));
        }
        match self.near.iter().find(|example| regex.is_match(example)) {
            Some(caught) => Err(format!("it must not match {caught:?} but does")),
            None => Ok(()),
        }
    }
}

/// A compiled expression.
///
/// Bounds of words between letters with marks are beyond the fast engines of the regex crate. Where an expression asks for
/// such bounds it is first asked without them, which they can answer: a match begins no earlier than it does without bounds,
/// and where there is none without bounds there is none at all.
#[derive(Debug, Clone)]
pub struct Expression {
    exact: Regex,
    unbound: Option<Regex>,
}

impl Expression {
    /// Whether it matches anywhere.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.first(text).is_some_and(|from| self.exact.is_match_at(text, from))
    }

    /// Its first match.
    #[must_use]
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.exact.find_at(text, self.first(text)?)
    }

    /// Its matches, none overlapping.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.first(text).map(|_| self.exact.find_iter(text)).into_iter().flatten()
    }

    /// Its first match with its groups.
    #[must_use]
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_at(text, self.first(text)?)
    }

    /// Its first match from a place on, with its groups.
    #[must_use]
    pub fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        self.exact.captures_at(text, from)
    }

    /// Its matches with their groups, none overlapping.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.first(text).map(|_| self.exact.captures_iter(text)).into_iter().flatten()
    }

    /// The text with the first match replaced.
    pub fn replace<'t>(&self, text: &'t str, by: impl Replacer) -> Cow<'t, str> {
        self.first(text).map_or(Cow::Borrowed(text), |_| self.exact.replace(text, by))
    }

    /// The text with every match replaced.
    pub fn replace_all<'t>(&self, text: &'t str, by: impl Replacer) -> Cow<'t, str> {
        self.first(text).map_or(Cow::Borrowed(text), |_| self.exact.replace_all(text, by))
    }

    /// Where the first match can begin; `None` where there is none.
    fn first(&self, text: &str) -> Option<usize> {
        self.unbound.as_ref().map_or(Some(0), |unbound| unbound.find(text).map(|found| found.start()))
    }
}

fn compile(expression: &str) -> Result<Expression, regex::Error> {
    let build = |expression: &str| RegexBuilder::new(expression).size_limit(SIZE_LIMIT).build();
    // Expressions without marks read text without marks: there the bounds of words are those of ASCII, which the
    // fastest engine of the regex crate finds.
    if expression.is_ascii() && !expression.contains(r"\p{") {
        return Ok(Expression { exact: build(&expression.replace(r"\b", r"(?-u:\b)"))?, unbound: None });
    }
    let bound = expression.contains(r"\b") && !expression.contains(r"\b{") && !expression.contains(r"\\");
    let unbound = if bound { build(&expression.replace(r"\b", "")).ok() } else { None };
    Ok(Expression { exact: build(expression)?, unbound })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_words_hold_between_letters_with_marks() {
        let sought = compile(r"(?P<act>để|đã)\b").unwrap();
        assert!(sought.unbound.is_some());
        for (text, at) in [("đãi đã", Some(6)), ("đãi", None), ("rà soát", None), ("việc đã làm", Some(7))] {
            assert_eq!(sought.is_match(text), at.is_some(), "{text}");
            assert_eq!(sought.find(text).map(|found| found.start()), at, "{text}");
            assert_eq!(sought.captures(text).map(|found| found.name("act").unwrap().start()), at, "{text}");
            assert_eq!(sought.find_iter(text).next().map(|found| found.start()), at, "{text}");
            assert_eq!(sought.captures_iter(text).count(), usize::from(at.is_some()), "{text}");
        }
        assert_eq!(sought.replace("đãi đã", "…"), "đãi …");
        assert_eq!(sought.replace_all("đã đãi đã", "…"), "… đãi …");
    }
}
