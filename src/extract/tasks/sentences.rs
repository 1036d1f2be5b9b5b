//! Sentences of a paragraph, and the clauses between semicolons.
//!
//! In: a passage. Out: ranges in it. A full stop ends a sentence only before a capital, and not
//! after a short form. It deliberately does not know what the sentences say.

use std::ops::Range;

/// What runs on for more bytes than this is no sentence any more: it is cut, so that time grows only linearly.
const LONGEST: usize = 8000;

/// The sentences of a passage.
pub(super) fn sentences(passage: &str) -> Vec<Range<usize>> {
    // Many marks in a row, `. . .`, have one letter after them: it is looked for once.
    let mut letter: (usize, Option<char>) = (0, None);
    split(passage, |at, mark| {
        if !matches!(mark, '.' | '!' | '?') {
            return false;
        }
        let end = at + mark.len_utf8();
        let (before, after) = (passage.get(..at).unwrap_or_default(), passage.get(end..).unwrap_or_default());
        if letter.0 < end {
            let found = after.char_indices().find(|(_, next)| next.is_alphanumeric());
            letter = found.map_or((passage.len(), None), |(further, next)| (end + further, Some(next)));
        }
        letter.1.is_none_or(char::is_uppercase) && ends_sentence(before, after)
    })
}

/// The clauses of a sentence between semicolons outside brackets.
pub(super) fn clauses(sentence: &str) -> Vec<Range<usize>> {
    split(sentence, |_, mark| mark == ';')
}

fn split(passage: &str, mut ends: impl FnMut(usize, char) -> bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, mark) in passage.char_indices() {
        match mark {
            '(' | '“' => depth += 1,
            ')' | '”' => depth = (depth - 1).max(0),
            _ => {}
        }
        let end = at + mark.len_utf8();
        if depth == 0 && ends(at, mark) || mark == ' ' && end - start > LONGEST {
            push(passage, start..end, &mut out);
            (start, depth) = (end, 0);
        }
    }
    push(passage, start..passage.len(), &mut out);
    out
}

fn push(passage: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let text = passage.get(range.clone()).unwrap_or_default();
    let start = range.start + (text.len() - text.trim_start().len());
    if text.trim().chars().any(char::is_alphanumeric) {
        out.push(start..range.start + text.trim_end().len());
    }
}

/// A mark with a capital somewhere behind it ends a sentence.
fn ends_sentence(before: &str, after: &str) -> bool {
    if !after.trim_start_matches(['”', '"', ')']).chars().next().is_none_or(char::is_whitespace) {
        return false;
    }
    let word = before.rsplit([' ', '(']).next().unwrap_or_default();
    let short = word.chars().count() <= 4
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().filter(|letter| letter.is_uppercase()).count() * 2 > word.chars().count();
    let numbered = word.chars().all(|letter| letter.is_ascii_digit()) && !word.is_empty() && before.trim_end().len() == word.len();
    !(numbered || short && after.trim().chars().next().is_some_and(char::is_uppercase) && is_title(word))
}

/// Short forms that a name follows: `TP.`, `P.CT.`, `Đ/c.`, `TS.`.
fn is_title(word: &str) -> bool {
    word.chars().all(|letter| letter.is_uppercase() || letter == '.')
        && !word.is_empty()
        && !word.chars().any(|letter| letter.is_ascii_digit())
        && word.chars().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(passage: &str) -> Vec<&str> {
        sentences(passage).into_iter().filter_map(|range| passage.get(range)).collect()
    }

    #[test]
    fn full_stops_end_sentences_before_capitals_only() {
        assert_eq!(parts("Gửi về Sở trước 15.6. Giao TP. Huế làm. Xong./."), ["Gửi về Sở trước 15.6.", "Giao TP. Huế làm.", "Xong./."]);
    }

    #[test]
    fn marks_in_a_row_have_one_letter_after_them() {
        assert_eq!(parts("Mức 1 . . . . 5. Mức 2? ! Hết . ."), ["Mức 1 . . . . 5.", "Mức 2?", "Hết ."]);
        assert_eq!(parts("Rà soát . . . và gửi. . . (Mẫu 2)"), ["Rà soát . . . và gửi.", "(Mẫu 2)"]);
    }

    #[test]
    fn semicolons_in_brackets_do_not_split() {
        let sentence = "làm a (gồm b; c); làm d";
        assert_eq!(
            clauses(sentence).into_iter().filter_map(|range| sentence.get(range)).collect::<Vec<_>>(),
            ["làm a (gồm b; c);", "làm d"]
        );
    }
}
