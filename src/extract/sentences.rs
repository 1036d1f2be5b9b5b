//! Where sentences end.
//!
//! In: a paragraph. Out: its sentences as ranges. A full stop after a short form (`TP.`) or a number ends none.

use std::ops::Range;

/// What runs on for more bytes than this is no sentence any more: it is cut, so that time grows only linearly.
const LONGEST: usize = 4000;

/// Divides a paragraph into sentences.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for (index, (at, character)) in characters.iter().enumerate() {
        if *character == ' ' && at.saturating_sub(start) > LONGEST {
            sentences.push(start..*at);
            start = at + 1;
            continue;
        }
        let follows = |offset: usize| characters.get(index + offset).map(|(_, next)| *next);
        let ends = *character == '.' && follows(1) == Some(' ') && follows(2).is_some_and(|next| next.is_uppercase() || next == '“');
        if !ends {
            continue;
        }
        let word = text.get(start..*at).and_then(|before| before.split_whitespace().next_back()).unwrap_or_default();
        let short = word.chars().count() <= 3 && word.chars().all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
        if !(short && (word.chars().any(char::is_uppercase) || at - start <= 6)) {
            sentences.push(start..at + 1);
            start = at + 2;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn short_forms_and_numbers_end_no_sentence() {
        let text = "1. UBND TP. Bến Hải đạt 87,3 điểm. Trong đó có hai xã.";
        let sentences: Vec<&str> = split(text).into_iter().filter_map(|range| text.get(range)).collect();
        assert_eq!(sentences, ["1. UBND TP. Bến Hải đạt 87,3 điểm.", "Trong đó có hai xã."]);
    }
}
