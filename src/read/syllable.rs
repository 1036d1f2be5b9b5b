//! Is a word a Vietnamese syllable? Evidence for which encoding a text was written in.
//!
//! In: a word. Out: yes or no, by the sounds that the language has. It deliberately knows no words:
//! a syllable that nobody uses is one all the same.

use unicode_normalization::UnicodeNormalization as _;

const INITIALS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s",
    "t", "v", "x",
];

const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
    ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oap oat oay \
    oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uât uây uc uê uêch \
    uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương \
    ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ";

/// The share of words with a letter beyond ASCII that are syllables, from 0 to 1, and how many
/// words there are.
pub(super) fn share(text: &str) -> (f32, u16) {
    // Signs of Latin-1 may be letters in a legacy encoding, and a character lost was one.
    let is_letter =
        |character: char| character.is_alphanumeric() || matches!(character, '\u{A1}'..='\u{FF}' | '\u{300}'..='\u{323}' | '\u{FFFD}');
    let words = text.split(|character: char| !is_letter(character));
    let (mut marked, mut good) = (0_u16, 0_u16);
    for word in words.filter(|word| !word.is_ascii()).take(5000) {
        marked += 1;
        good += u16::from(is_syllable(word));
    }
    (if marked == 0 { 0.0 } else { f32::from(good) / f32::from(marked) }, marked)
}

fn is_syllable(word: &str) -> bool {
    if word.chars().count() > 12 {
        return false;
    }
    let mut tones = 0;
    let toneless: String = word
        .to_lowercase()
        .nfd()
        .filter(|&character| {
            let tone = matches!(character, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            tones += usize::from(tone);
            !tone
        })
        .nfc()
        .collect();
    let is_rime = |rime: &str| !rime.is_empty() && RIMES.contains(&format!(" {rime} "));
    let with_initial = INITIALS.iter().filter_map(|initial| toneless.strip_prefix(initial)).any(is_rime);
    tones <= 1 && (with_initial || is_rime(&toneless))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_sounds_of_the_language() {
        for word in ["người", "Thủ", "quyết", "giải", "ĐƯỜNG", "nghiệp", "ở", "Uỷ", "hoá"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["ng\u{AD}êi", "Sè1", "§µ", "café", "größe", "ôôô", "hµnh"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
