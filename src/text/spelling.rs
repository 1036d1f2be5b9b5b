//! Recognised words whose marks were lost or confused, put right where a known word proves it.
//!
//! In: known words of two syllables, and syllables side by side as recognition saw them. Out: the syllables of the one known
//! word that differs from them only by marks. It deliberately knows no words itself, and leaves proper names alone: what has
//! a capital inside a sentence may be written as it likes.

use std::collections::HashMap;

use super::normal::{fold, modern_tone};

/// Known words by their letters without marks.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    known: HashMap<String, (String, String)>,
}

impl Spelling {
    /// Knows these words of two syllables.
    pub(super) fn of(words: &[String]) -> Self {
        let pair = |word: &String| word.split_once(' ').map(|(first, second)| (fold(word), (first.to_owned(), second.to_owned())));
        Self { known: words.iter().filter_map(pair).collect() }
    }

    /// What two words side by side are, where they are misread.
    pub(super) fn put_right(&self, first: &str, second: &str) -> Option<(String, String)> {
        if self.known.is_empty() || !first.ends_with(char::is_alphabetic) || !second.starts_with(char::is_alphabetic) {
            return None;
        }
        let (start, first) = first.split_at(first.find(char::is_alphabetic)?);
        let (second, end) = second.split_at(second.find(|sign: char| !sign.is_alphabetic()).unwrap_or(second.len()));
        let capitals = |word: &str| word.chars().all(char::is_uppercase);
        if second.starts_with(char::is_uppercase) && !(capitals(first) && capitals(second) && first.chars().count() > 1) {
            return None;
        }
        let (own_first, own_second) = self.known.get(&format!("{} {}", fold(first), fold(second)))?;
        let right = (cased(own_first, first)?, cased(own_second, second)?);
        let same = modern_tone(first) == right.0 && modern_tone(second) == right.1;
        (!same).then(|| (format!("{start}{}", right.0), format!("{}{end}", right.1)))
    }
}

/// A word with the capitals of another.
fn cased(word: &str, like: &str) -> Option<String> {
    if word.chars().count() != like.chars().count() {
        return None;
    }
    let letters = word.chars().zip(like.chars());
    Some(letters.flat_map(|(letter, like)| if like.is_uppercase() { letter.to_uppercase().collect() } else { vec![letter] }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_known_words_are_put_right_and_names_are_left() {
        let spelling = Spelling::of(&["bổ sung".to_owned(), "thanh tra".to_owned(), "văn hóa".to_owned()]);
        let right = |first: &str, second: &str| spelling.put_right(first, second).map(|(first, second)| format!("{first} {second}"));
        for (first, second, wanted) in [
            ("bố", "sung,", Some("bổ sung,")),
            ("“Bỗ", "sung", Some("“Bổ sung")),
            ("THÀNH", "TRA", Some("THANH TRA")),
            ("bổ", "sung", None),
            ("Thành", "Trà", None),
            ("văn", "hoá", None),
            ("bố,", "sung", None),
            ("bố", "xung", None),
        ] {
            assert_eq!(right(first, second).as_deref(), wanted, "{first} {second}");
        }
    }
}
