//! One rule: a regular expression with its reason, the examples it must read and those it must not.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
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
    compiled: OnceLock<Regex>,
}

impl Rule {
    /// The compiled expression.
    ///
    /// # Panics
    /// Never for a loaded rule: embedded rules are tried by the tests, an office's when loaded.
    #[must_use]
    pub fn regex(&self) -> &Regex {
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

fn compile(expression: &str) -> Result<Regex, regex::Error> {
    // Expressions without marks read text without marks: there the bounds of words are those of ASCII, which the
    // fastest engine of the regex crate finds. It gives up at \b where the text has other letters.
    let folded = expression.is_ascii() && !expression.contains(r"\p{");
    let bounds = if folded { expression.replace(r"\b", r"(?-u:\b)") } else { expression.to_owned() };
    RegexBuilder::new(&bounds).size_limit(SIZE_LIMIT).build()
}
