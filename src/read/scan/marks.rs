//! Recognised words that are no text of the page: specks, and the small print of signature stamps.
//!
//! In: the words as the engine saw them. Out: the same without specks, and the small print apart. It
//! deliberately knows no wording: both are told by size, place and confidence.

use unicode_normalization::UnicodeNormalization as _;

use super::picture::Picture;
use super::print;
use super::tesseract::SeenWord;

/// A sign that is neither letter nor digit and was seen less surely than this is a speck.
const SURE_SIGN: f32 = 0.6;

/// One or two letters seen less surely than this are a speck.
const SURE_LETTER: f32 = 0.3;

/// What engines make of ruling lines and dirt, and no document prints by itself.
const DIRT: &str = "|_~ˆ^`´¬¦\\‘’'";

/// What ruling lines leave at the ends of words.
const LINES: [char; 5] = ['|', '_', '¦', '¬', 'ˆ'];

/// What a slim 1 is taken for.
const STROKES: [char; 4] = ['l', 'I', ']', '|'];

/// What the strokes of Roman numerals are taken for, and what they are.
const NUMERALS: [(char, &str); 9] =
    [('I', "I"), ('V', "V"), ('X', "X"), ('H', "II"), ('T', "I"), ('l', "I"), ('L', "I"), ('1', "I"), (']', "I")];

/// No heading of an office has a higher number.
const HEADINGS: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// What stands before a number of a quarter.
const QUARTER: &str = "quý";

/// What was mended is believed no more than this.
const MENDED: f32 = 0.5;

/// The marks of Vietnamese letters.
const MARKS: [char; 8] = ['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31b}', '\u{323}'];

/// Small print is smaller than this part of the usual one.
const SMALL: f32 = 0.65;

/// The part of the page height at its top where stamps of signatures are put.
const TOP: f32 = 0.12;

/// Drops what is dirt on the paper, or a ruling line read as a sign.
pub(super) fn drop_specks(seen: &mut Vec<SeenWord>) {
    let usual = usual_height(seen);
    seen.retain(|word| !is_speck(word, usual));
    for word in seen {
        let bare = word.text.trim_matches(LINES);
        if bare.len() < word.text.len() {
            word.text = bare.to_owned();
        }
    }
}

/// Numbers of quarters, `quý TV` is quý IV, and of headings in capitals, `HI. PHƯƠNG HƯỚNG` is III.: no other word stands there.
pub(super) fn mend_numerals(seen: &mut [SeenWord]) {
    let is_capitals = |text: &str| text.chars().filter(|sign| sign.is_alphabetic()).count() > 1 && !text.chars().any(char::is_lowercase);
    for at in 0..seen.len() {
        let Some(word) = seen.get(at) else { continue };
        let before = at.checked_sub(1).and_then(|before| seen.get(before));
        let after = seen.get(at + 1);
        let first = before.is_none_or(|before| before.line != word.line);
        let heads =
            first && word.text.ends_with(['.', '-']) && after.is_some_and(|after| after.line == word.line && is_capitals(&after.text));
        let quarter = before.is_some_and(|before| before.text.to_lowercase() == QUARTER);
        let known: &[&str] = match (quarter, heads) {
            (true, _) => &HEADINGS[..4],
            (false, true) => &HEADINGS,
            (false, false) => continue,
        };
        if let Some(right) = numeral(&word.text, known)
            && let Some(word) = seen.get_mut(at)
        {
            word.text = right;
        }
    }
}

/// The Roman numeral that a word begins with, where it was misread and is one of those known.
fn numeral(text: &str, known: &[&str]) -> Option<String> {
    let stroke = |sign: char| NUMERALS.iter().find(|(seen, _)| *seen == sign).map(|(_, stroke)| *stroke);
    let end = text.find(|sign| stroke(sign).is_none()).unwrap_or(text.len());
    let (own, rest) = text.split_at_checked(end)?;
    let right: String = own.chars().filter_map(stroke).collect();
    let misread = right != own && own.chars().any(char::is_uppercase) && !rest.starts_with(char::is_alphanumeric);
    (misread && known.contains(&right.as_str())).then(|| format!("{right}{rest}"))
}

/// Strokes between figures are figures: `2l` is 21, `1]` is 11. They are no surer for it.
pub(super) fn mend_figures(seen: &mut [SeenWord]) {
    for word in seen {
        if let Some(bare) = bare_numeral(&word.text) {
            word.text = bare;
        }
        if is_mixed(&word.text) {
            word.text = word.text.chars().map(|sign| if STROKES.contains(&sign) { '1' } else { sign }).collect();
            word.confidence = word.confidence.min(MENDED);
        }
    }
}

/// Figures with strokes among them that stand right beside a figure, and nothing else but the signs of dates.
fn is_mixed(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let is_figure = |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(char::is_ascii_digit);
    let stroke = |at: usize| is_figure(at.checked_sub(1)) || is_figure(Some(at + 1));
    let fits =
        |(at, sign): (usize, &char)| if STROKES.contains(sign) { stroke(at) } else { sign.is_ascii_digit() || "/.,".contains(*sign) };
    signs.iter().any(|sign| STROKES.contains(sign)) && signs.iter().enumerate().all(fits)
}

fn is_speck(word: &SeenWord, usual: f32) -> bool {
    if word.text.chars().all(|character| DIRT.contains(character)) {
        return true;
    }
    if !word.text.chars().any(char::is_alphanumeric) {
        return word.confidence < SURE_SIGN;
    }
    let short = word.text.chars().count() <= 2 && !word.text.chars().any(|character| character.is_ascii_digit());
    if short && word.text.chars().any(is_foreign) {
        return true;
    }
    let odd = word.size.1 > usual * 2.5 || word.size.1 < usual * 0.3;
    word.confidence < SURE_LETTER && (short || odd)
}

/// Roman numerals: where a stroke was seen with a mark that no letter of ours has, `ÏI`, it has none.
fn bare_numeral(text: &str) -> Option<String> {
    let bare: String = text.nfd().filter(|sign| *sign != '\u{308}').collect();
    (bare.len() < text.nfd().map(char::len_utf8).sum() && bare.chars().all(|sign| matches!(sign, 'I' | 'V' | 'X'))).then_some(bare)
}

/// Whether a letter is none of Vietnamese or English: by itself it is a stroke of a pen.
fn is_foreign(sign: char) -> bool {
    let own = |part: char| part.is_ascii_alphabetic() || MARKS.contains(&part);
    sign.is_alphabetic() && !matches!(sign, 'đ' | 'Đ') && !std::iter::once(sign).nfd().all(own)
}

/// Takes out the lines of small print at the top of a page.
pub(super) fn take_notes(seen: &mut Vec<SeenWord>, picture: &Picture) -> Vec<SeenWord> {
    let size = |line: &[SeenWord]| print::of(line, |(_, y)| y).size;
    let lines = || seen.chunk_by(|one, next| one.line == next.line);
    let usual = print::middle_one(lines().flat_map(|line| vec![size(line); line.len()]).collect()).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
    let top = picture.height as f32 * TOP;
    let (notes, rest) =
        lines().partition::<Vec<&[SeenWord]>, _>(|line| size(line) < SMALL * usual && line.iter().all(|word| word.middle().1 < top));
    let notes: Vec<SeenWord> = notes.concat();
    *seen = rest.concat();
    notes
}

/// The height that the middle one of the words has.
pub(super) fn usual_height(words: &[SeenWord]) -> f32 {
    let mut heights: Vec<f32> = words.iter().map(|word| word.size.1).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, top: f32, height: f32, confidence: f32, line: u32) -> SeenWord {
        SeenWord { text: text.into(), corner: (100.0, top), size: (60.0, height), confidence, line: (1, 1, line) }
    }

    #[test]
    fn specks_go_and_marks_that_documents_print_stay() {
        let mut seen = vec![
            word("|", 300.0, 30.0, 0.9, 1),
            word("»", 300.0, 20.0, 0.4, 1),
            word("à", 300.0, 30.0, 0.2, 1),
            word("-", 300.0, 20.0, 0.9, 1),
            word("7", 300.0, 30.0, 0.2, 1),
            word("và", 300.0, 30.0, 0.9, 1),
            word("Š", 300.0, 30.0, 0.9, 1),
            word("ở", 300.0, 30.0, 0.9, 1),
            word("Đ", 300.0, 30.0, 0.9, 1),
            word("|2_", 300.0, 30.0, 0.9, 1),
        ];
        drop_specks(&mut seen);
        let texts: Vec<&str> = seen.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["-", "7", "và", "ở", "Đ", "2"]);
    }

    #[test]
    fn numerals_of_quarters_and_headings_are_put_right() {
        let mut seen: Vec<SeenWord> = [
            ("trong", 1),
            ("quý", 1),
            ("TV", 1),
            ("năm", 1),
            ("Quý", 2),
            ("II1/2016.", 2),
            ("quý", 3),
            ("1/2016", 3),
            ("HI.", 4),
            ("PHƯƠNG", 4),
            ("H-", 5),
            ("NHIỆM", 5),
            ("TT.", 6),
            ("Tỉnh", 6),
            ("TH.", 7),
            ("CÔNG", 7),
        ]
        .iter()
        .map(|(text, line)| word(text, 300.0, 30.0, 0.9, *line))
        .collect();
        mend_numerals(&mut seen);
        let texts: Vec<&str> = seen.iter().map(|word| word.text.as_str()).collect();
        let right = ["trong", "quý", "IV", "năm", "Quý", "III/2016.", "quý", "1/2016", "III.", "PHƯƠNG", "II-", "NHIỆM", "TT.", "Tỉnh"];
        assert_eq!(texts.get(..14), Some(right.as_slice()));
    }

    #[test]
    fn strokes_between_figures_are_figures_and_no_surer() {
        let mut seen: Vec<SeenWord> =
            ["2l", "1]", "l5/6/2019", "I/2024", "l", "lI", "2a", "[1]", "ÏI"].iter().map(|text| word(text, 300.0, 30.0, 0.9, 1)).collect();
        mend_figures(&mut seen);
        let read: Vec<(&str, f32)> = seen.iter().map(|word| (word.text.as_str(), word.confidence)).collect();
        let mended = [("21", 0.5), ("11", 0.5), ("15/6/2019", 0.5)];
        assert_eq!(read[..3], mended);
        assert_eq!(read[3..], [("I/2024", 0.9), ("l", 0.9), ("lI", 0.9), ("2a", 0.9), ("[1]", 0.9), ("II", 0.9)]);
    }

    #[test]
    fn small_print_is_taken_from_the_top_of_a_page_only() {
        let picture = Picture { width: 1600, height: 2300, dpi: 200, grey: Vec::new() };
        let mut seen = vec![
            word("Ký", 20.0, 14.0, 0.9, 1),
            word("SỞ", 120.0, 30.0, 0.9, 2),
            word("Thân", 600.0, 30.0, 0.9, 3),
            word("bài", 600.0, 30.0, 0.9, 3),
            word("chú", 2200.0, 14.0, 0.9, 4),
        ];
        let notes = take_notes(&mut seen, &picture);
        assert_eq!((notes.len(), notes[0].text.as_str(), seen.len()), (1, "Ký", 4));
    }
}
