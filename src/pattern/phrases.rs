//! Lists of phrases, made ready to be compared word by word.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::modern_tone;

/// Phrases by their first words, the longest of each group first.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases(BTreeMap<String, Vec<Vec<String>>>);

impl From<Vec<String>> for Phrases {
    fn from(list: Vec<String>) -> Self {
        let mut phrases: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for phrase in list {
            let words: Vec<String> = phrase.split(' ').map(bare).filter(|word| !word.is_empty()).map(same_form).collect();
            if let Some(first) = words.first() {
                phrases.entry(first.clone()).or_default().push(words);
            }
        }
        for group in phrases.values_mut() {
            group.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        Self(phrases)
    }
}

impl Phrases {
    /// How many words the longest phrase has that begins with a word and that fits, given all its words; words are in the form
    /// that [`same_form`] gives.
    pub fn longest(&self, first: &str, fits: impl Fn(&[String]) -> bool) -> Option<usize> {
        self.0.get(first)?.iter().find(|words| fits(words)).map(Vec::len)
    }
}

/// A word without the punctuation around it.
#[must_use]
pub fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// The form in which words are the same: small letters, tones in the modern place.
#[must_use]
pub fn same_form(word: &str) -> String {
    modern_tone(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_that_fits_is_told() {
        let phrases = Phrases::from(vec!["Uỷ ban".to_owned(), "ủy ban nhân dân".to_owned(), "sở".to_owned()]);
        let after = |words: &'static [&str]| {
            move |phrase: &[String]| words.iter().zip(phrase).all(|(word, own)| word == own) && phrase.len() <= words.len()
        };
        assert_eq!(phrases.longest("ủy", after(&["ủy", "ban", "nhân", "dân", "xã"])), Some(4));
        assert_eq!(phrases.longest("ủy", after(&["ủy", "ban"])), Some(2));
        assert_eq!((phrases.longest("ủy", after(&["ủy"])), phrases.longest("ban", |_| true)), (None, None));
    }
}
