//! The one normal form of characters: NFC, plain spaces and hyphens, no invisible characters, no
//! look-alike letters; and the two folds that compare spellings.
//!
//! Curly quotes and dashes between words stay: they are the author's.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Brings characters to their normal form; line ends and runs of spaces become one space.
///
/// Soft hyphens are dropped: a reader whose format draws them (PDF) makes them hyphens first.
#[must_use]
pub fn normalise(raw: &str) -> String {
    if raw.chars().all(is_normal) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let foreign = has_latin(raw);
    let mut space = false;
    for character in raw.nfc() {
        let character = if foreign { unmask(character) } else { character };
        match character {
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {}
            '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => push(&mut out, &mut space, '-'),
            '\u{D0}' | '\u{189}' => push(&mut out, &mut space, 'Đ'),
            '\u{F0}' => push(&mut out, &mut space, 'đ'),
            '\u{FF01}'..='\u{FF5E}' => {
                let ascii = char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character);
                push(&mut out, &mut space, ascii);
            }
            other if other.is_whitespace() || other.is_control() => space = true,
            other => push(&mut out, &mut space, other),
        }
    }
    out
}

/// A character that stands in its normal form by itself, and in any word of such: most words are found so, fast.
fn is_normal(character: char) -> bool {
    match character {
        '\u{D0}' | '\u{F0}' | '\u{189}' => false,
        '!'..='~' | '\u{C0}'..='\u{24F}' | '\u{1EA0}'..='\u{1EF9}' => true,
        _ => false,
    }
}

fn push(out: &mut String, space: &mut bool, character: char) {
    if *space && !out.is_empty() {
        out.push(' ');
    }
    *space = false;
    out.push(character);
}

fn has_latin(raw: &str) -> bool {
    raw.chars().any(|character| character.is_ascii_alphabetic() || ('\u{C0}'..='\u{24F}').contains(&character))
}

/// The Latin letter that a Cyrillic or Greek one is dressed up as, in a word that is otherwise Latin.
fn unmask(character: char) -> char {
    match character {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' | 'Һ' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'І' | 'Ι' => 'I',
        'Ν' => 'N',
        'а' => 'a',
        'е' => 'e',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        'һ' => 'h',
        other => other,
    }
}

/// Folds for comparing: lower case, no marks, `đ` as `d`. `Số hóa` → `so hoa`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character.to_ascii_lowercase());
            continue;
        }
        // Marks are dropped, so that their order does not matter: letter by letter is enough, and fast.
        decompose_canonical(character, |part| {
            if part.is_ascii() {
                out.push(part.to_ascii_lowercase());
            } else if !is_combining_mark(part) {
                out.extend(part.to_lowercase().map(|letter| if letter == 'đ' { 'd' } else { letter }));
            }
        });
    }
    out
}

const OLD_TONES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// Moves tone marks of open syllables to the modern place: `hoà` → `hòa`, `Uỷ` → `Ủy`; `quý` stays.
#[must_use]
pub fn modern_tone(text: &str) -> String {
    let pairs = || text.chars().zip(text.chars().skip(1));
    if !pairs().any(|(first, second)| matches!(first, 'o' | 'O' | 'u' | 'U') && !second.is_ascii()) {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut index = 0;
    while let Some(&first) = characters.get(index) {
        if let Some(pair) = open_syllable_pair(&characters, index) {
            out.extend(pair);
            index += 2;
        } else {
            out.push(first);
            index += 1;
        }
    }
    out
}

/// The modern form of the two letters at `index`, where they end a syllable and are in the old form.
fn open_syllable_pair(characters: &[char], index: usize) -> Option<[char; 2]> {
    let (&first, &second) = (characters.get(index)?, characters.get(index + 1)?);
    if !matches!(first, 'o' | 'O' | 'u' | 'U') || second.is_ascii() {
        return None;
    }
    if characters.get(index + 2).is_some_and(|next| next.is_alphabetic()) {
        return None;
    }
    let before = index.checked_sub(1).and_then(|place| characters.get(place));
    if before.is_some_and(|letter| matches!(letter, 'q' | 'Q')) {
        return None;
    }
    let lower: String = [first, second].iter().flat_map(|letter| letter.to_lowercase()).collect();
    let (_, modern) = OLD_TONES.iter().find(|(old, _)| *old == lower)?;
    let mut letters = modern.chars();
    let pair = [letters.next()?, letters.next()?];
    Some([like(pair[0], first), like(pair[1], second)])
}

fn like(letter: char, model: char) -> char {
    if model.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
}

/// Whether a character is a letter or digit; those of Vietnamese are told without looking into the large tables.
#[must_use]
pub(crate) fn is_word_sign(character: char) -> bool {
    match character {
        '\0'..='\u{7F}' => character.is_ascii_alphanumeric(),
        '\u{1EA0}'..='\u{1EF9}' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{1B0}' => true,
        '\u{2000}'..='\u{206F}' => false,
        _ => character.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_unicode_says() {
        for character in '\0'..='\u{FFFF}' {
            assert_eq!(is_word_sign(character), character.is_alphanumeric(), "{character:?}");
        }
    }

    #[test]
    fn normalises_marks_spaces_and_look_alikes() {
        assert_eq!(normalise("U\u{309}y\u{A0} ban\u{200B}"), "Ủy ban");
        assert_eq!(normalise("3932/UBND\u{2011}KSTT"), "3932/UBND-KSTT");
        assert_eq!(normalise("\u{D0}ẠI \u{4BA}ỌC"), "ĐẠI HỌC");
        assert_eq!(normalise("“a” – b"), "“a” – b");
        for word in ["Quyết", "\u{F0}iện", "hop\u{323}", "766/QĐ-TTg"] {
            assert_eq!(normalise(word), normalise(&format!(" {word} ")), "a word alone and between spaces");
        }
    }

    #[test]
    fn folds_case_and_marks() {
        assert_eq!(fold("Số hóa ĐƯỜNG"), "so hoa duong");
    }

    #[test]
    fn moves_tones_of_open_syllables_only() {
        assert_eq!(modern_tone("hoà bình, Uỷ ban, quý, HOẢ TỐC, khoẻ, hoàn, thuý"), "hòa bình, Ủy ban, quý, HỎA TỐC, khỏe, hoàn, thúy");
    }
}
