//! Numbers and bullets of automatic lists as they are printed.
//!
//! In: a count and the name of its format, as Office Open XML calls it. Out: characters. It
//! deliberately does not know how lists are counted.

/// The most letters that a number is shown with.
const LONGEST: usize = 60;

/// The sign of a bullet as a typist would write it.
pub(super) fn bullet(glyph: &str) -> &'static str {
    match glyph.trim().chars().next() {
        Some('+' | '\u{F02B}') => "+",
        Some('*' | '\u{F02A}') => "*",
        _ => "-",
    }
}

/// A number in a format.
pub(super) fn show(value: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(value, b'a'),
        "upperLetter" => letters(value, b'A'),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperRoman" => roman(value),
        "decimalZero" => format!("{value:02}"),
        "none" => String::new(),
        _ => value.to_string(),
    }
}

/// `a` … `z`, `aa`, `bb` …, as Word counts.
fn letters(value: u32, first: u8) -> String {
    let Some(index) = value.checked_sub(1) else { return String::new() };
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
    let times = usize::try_from(index / 26).unwrap_or(0) + 1;
    std::iter::repeat_n(letter, times.min(LONGEST)).collect()
}

fn roman(value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = value.min(3999);
    let mut out = String::new();
    for (worth, sign) in SIGNS {
        while left >= worth {
            out.push_str(sign);
            left -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_numbers_as_word_does() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
        assert_eq!([1, 5, 26, 27, 28].map(|value| letters(value, b'a')), ["a", "e", "z", "aa", "bb"]);
        assert_eq!(show(3, "decimalZero"), "03");
        assert_eq!([bullet("+"), bullet("\u{F0B7}"), bullet("–")], ["+", "-", "-"]);
    }
}
