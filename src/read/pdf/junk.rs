//! Whether a text layer reads like text at all.
//!
//! Fonts without a map to Unicode give letters that stand for others. Such a layer is told by its
//! tokens: Vietnamese syllables are short, have a vowel and hold no punctuation inside.

use unicode_normalization::UnicodeNormalization as _;

use crate::layout::Word;

/// With fewer tokens nothing can be said.
const FEWEST: usize = 8;

/// What may stand inside numbers, dates and symbols of documents.
const NUMBER_SIGNS: &str = ".,/-–:;%()<>+@_“”\"'=▲▼&²³°";

/// Whether these words are the junk of a font without a map to Unicode.
pub(super) fn is_junk(words: &[Word]) -> bool {
    let (mut told, mut good) = (0, 0);
    for (left, word) in (0..words.len()).rev().zip(words) {
        if let Some(plausible) = plausible(&word.text) {
            told += 1;
            good += usize::from(plausible);
        }
        // Whatever the words that are left may be.
        if good * 2 >= told + left {
            return false;
        }
    }
    told >= FEWEST
}

/// Whether a token can be text; `None` where its form says nothing.
fn plausible(token: &str) -> Option<bool> {
    let token: String = token.nfd().filter(|character| !is_mark(*character)).flat_map(char::to_lowercase).collect();
    let core = token.trim_matches(|character: char| !character.is_alphanumeric());
    if core.is_empty() {
        return if token.chars().count() > 2 { Some(false) } else { None };
    }
    if core.chars().any(|character| character.is_ascii_digit()) {
        // A number says nothing, a number among strange signs does.
        return if core.chars().any(|character| !character.is_alphanumeric() && !NUMBER_SIGNS.contains(character)) {
            Some(false)
        } else {
            None
        };
    }
    let mut parts = core.split(['-', '–', '/', '.', ',', '&', '(', ')', ':', ';', '“', '”']).filter(|part| !part.is_empty());
    Some(parts.all(is_syllable))
}

fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&character)
}

fn is_syllable(part: &str) -> bool {
    const VOWELS: &str = "aeiouyđ";
    let letters = part.chars().all(|character| character.is_ascii_lowercase() || character == 'đ');
    let length = part.chars().count();
    // Abbreviations such as UBND have no vowel, or one.
    letters && (part.chars().any(|character| VOWELS.contains(character)) || length <= 5) && length <= 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Font, Origin, Place};

    fn words(text: &str) -> Vec<Word> {
        let place = Place::InFlow { paragraph: 0 };
        text.split(' ').map(|text| Word { text: text.into(), place, font: Font::default(), origin: Origin::TextLayer }).collect()
    }

    #[test]
    fn tells_text_from_junk() {
        assert!(!is_junk(&words("Ủy ban nhân dân xã báo cáo kết quả thực hiện Kế hoạch 12/KH-UBND")));
        assert!(is_junk(&words("!\"#$ %&'( )*+, 0#1$ 1#2$ 3$4& 5~6( 7|8* 9#a:; <=>? @ABC$")));
    }
}
