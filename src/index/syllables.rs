//! Text as the search engine sees it: syllables and document numbers.

use std::ops::Range;

use crate::text::{fold, is_word_sign, modern_tone};

/// Runs longer than this are no words and are left out.
const LONGEST: usize = 120;

/// One syllable, word or figure.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Syllable {
    /// Lower case, tone mark in the modern place.
    pub(super) exact: String,
    /// Without marks.
    pub(super) folded: String,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

impl Syllable {
    /// Whether its marks say more than its letters.
    pub(super) fn marked(&self) -> bool {
        self.exact != self.folded
    }
}

/// Cuts a text in normal form into syllables: runs of letters and digits.
pub(super) fn syllables(text: &str) -> Vec<Syllable> {
    let syllable = |range: Range<usize>| {
        let exact = exact_form(text.get(range.clone())?);
        Some(Syllable { folded: fold(&exact), exact, range })
    };
    runs(text).filter_map(syllable).collect()
}

/// Where the runs of letters and digits stand.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut characters = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (from, _) = characters.find(|(_, character)| is_word_sign(*character))?;
            let to = characters.find(|(_, character)| !is_word_sign(*character)).map_or(text.len(), |(offset, _)| offset);
            if to - from <= LONGEST {
                return Some(from..to);
            }
        }
    })
}

/// A run of letters and digits in lower case, its tone mark in the modern place.
pub(super) fn exact_form(raw: &str) -> String {
    one_i(modern_tone(&raw.to_lowercase()))
}

/// `kỹ`, `lý` and `kĩ`, `lí` are two spellings of one word: a final y that is the only vowel after such a letter is an i.
fn one_i(word: String) -> String {
    const SAME: [(char, char); 6] = [('y', 'i'), ('ý', 'í'), ('ỳ', 'ì'), ('ỷ', 'ỉ'), ('ỹ', 'ĩ'), ('ỵ', 'ị')];
    let mut letters = word.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first @ ('h' | 'k' | 'l' | 'm' | 's' | 't')), Some(last), None) => {
            SAME.iter().find(|(y, _)| *y == last).map_or(word, |(_, i)| [first, *i].iter().collect())
        }
        _ => word,
    }
}

/// A document number for comparing: folded, without spaces and leading zeros; `05/KH-UBND` → `5/kh-ubnd`.
#[must_use]
pub fn number(raw: &str) -> String {
    let folded: String = fold(raw).chars().filter(|character| !character.is_whitespace()).collect();
    let bare = folded.trim_start_matches('0');
    if bare.chars().next().is_some_and(|first| first.is_ascii_digit()) { bare.to_owned() } else { folded }
}

/// What a document number is found by: whole, from its start to each bound, after the first bound, its parts.
pub(super) fn number_parts(raw: &str) -> Vec<String> {
    let whole = number(raw);
    let bounds = || whole.char_indices().filter(|(_, character)| matches!(character, '/' | '-'));
    let mut parts: Vec<String> = bounds().filter_map(|(offset, _)| whole.get(..offset)).map(str::to_owned).collect();
    parts.extend(bounds().filter_map(|(offset, _)| whole.get(offset + 1..)).map(str::to_owned));
    parts.extend(whole.split(['/', '-']).map(str::to_owned));
    parts.push(whole);
    parts.sort();
    parts.dedup();
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether folded letters could be a Vietnamese syllable rather than a short form like `ubnd`.
pub(super) fn is_syllable(folded: &str) -> bool {
    let vowel = |character: char| matches!(character, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let onset: String = folded.chars().take_while(|&character| !vowel(character)).collect();
    let nucleus: String = folded.chars().skip(onset.len()).take_while(|&character| vowel(character)).collect();
    let coda: String = folded.chars().skip(onset.len() + nucleus.len()).collect();
    const ONSETS: [&str; 25] = [
        "", "b", "c", "ch", "d", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q", "r", "s", "t", "th", "tr",
        "x",
    ];
    const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];
    let onset_fits = ONSETS.contains(&onset.as_str()) || onset == "v";
    onset_fits && (1..=3).contains(&nucleus.len()) && CODAS.contains(&coda.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_text_and_keeps_the_way_back() {
        let text = "Số hoá 87,3%";
        let found = syllables(text);
        let seen: Vec<_> =
            found.iter().map(|one| (one.exact.as_str(), one.folded.as_str(), text.get(one.range.clone()).unwrap())).collect();
        assert_eq!(seen, [("số", "so", "Số"), ("hóa", "hoa", "hoá"), ("87", "87", "87"), ("3", "3", "3")]);
    }

    #[test]
    fn two_spellings_of_one_word_are_one() {
        let exact = |text: &str| syllables(text).into_iter().map(|one| one.exact).collect::<Vec<_>>();
        assert_eq!(exact("Kỹ lý quý thúy y"), exact("kĩ lí quý thuý y"));
        assert_eq!(exact("quy thuy ly"), ["quy", "thuy", "li"]);
    }

    #[test]
    fn numbers_are_found_whole_and_in_parts() {
        assert_eq!(number("05 /KH-UBND"), "5/kh-ubnd");
        assert_eq!(number("0"), "0");
        assert_eq!(number_parts("3932/UBND-KSTT"), ["3932", "3932/ubnd", "3932/ubnd-kstt", "kstt", "ubnd", "ubnd-kstt"]);
        assert_eq!(number_parts("12-CV/ĐU"), ["12", "12-cv", "12-cv/du", "cv", "cv/du", "du"]);
    }

    #[test]
    fn short_forms_are_told_from_syllables() {
        for syllable in ["du", "hoa", "nghiem", "quyet", "van"] {
            assert!(is_syllable(syllable), "{syllable}");
        }
        for short in ["ubnd", "tthc", "hdnd", "dvctt", "cntt"] {
            assert!(!is_syllable(short), "{short}");
        }
    }
}
