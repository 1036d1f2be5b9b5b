//! Lists of phrases, made ready to be compared word by word.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// Phrases by their first words, the longest of each group first.
type ByFirst = BTreeMap<String, Vec<Vec<String>>>;

/// A list of phrases.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases {
    list: Vec<String>,
    /// Made by whoever first compares: for every document anew it costs a sixth of the reading.
    by_first: OnceLock<ByFirst>,
}

impl From<Vec<String>> for Phrases {
    fn from(list: Vec<String>) -> Self {
        Self { list, by_first: OnceLock::new() }
    }
}

impl Phrases {
    /// How many words the longest phrase has that begins with a word and that fits, given all its words.
    ///
    /// `form` brings a word to the form in which all are compared; a list has one such form for good.
    pub fn longest(&self, form: fn(&str) -> String, first: &str, fits: impl Fn(&[String]) -> bool) -> Option<usize> {
        let by_first = self.by_first.get_or_init(|| by_first(&self.list, form));
        by_first.get(first)?.iter().find(|words| fits(words)).map(Vec::len)
    }
}

fn by_first(list: &[String], form: fn(&str) -> String) -> ByFirst {
    let mut phrases = ByFirst::new();
    for phrase in list {
        let words: Vec<String> = phrase.split(' ').map(form).filter(|word| !word.is_empty()).collect();
        if let Some(first) = words.first() {
            phrases.entry(first.clone()).or_default().push(words);
        }
    }
    for group in phrases.values_mut() {
        group.sort_by_key(|words| std::cmp::Reverse(words.len()));
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_that_fits_is_told() {
        let phrases = Phrases::from(["Ủy ban", "ủy ban nhân dân", "sở"].map(str::to_owned).to_vec());
        let said = |words: &[&str]| {
            let fits = |phrase: &[String]| words.get(..phrase.len()).is_some_and(|own| own == phrase);
            phrases.longest(str::to_lowercase, words[0], fits)
        };
        assert_eq!(said(&["ủy", "ban", "nhân", "dân", "xã"]), Some(4));
        assert_eq!((said(&["ủy", "ban"]), said(&["ủy"]), said(&["ban", "nhân"])), (Some(2), None, None));
    }
}
