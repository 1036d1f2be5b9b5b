//! Vietnamese in the 8-bit font encodings from before Unicode: TCVN3 (ABC) and VNI for Windows.
//!
//! In: characters that stand for the bytes of such a font (Latin-1, or Windows-1252). Out: Unicode.
//! It deliberately does not know files; readers ask by font name, or by evidence for plain text.

use crate::layout::Encoding;

/// TCVN3 from 0xA0, sixteen to a row; `·` where there is no letter.
const TCVN3: [&str; 6] =
    ["·ĂÂÊÔƠƯĐăâêôơưđ·", "·····àảãáạ·ằẳẵắ·", "······ặầẩẫấậè·ẻẽ", "éẹềểễếệìỉ···ĩíịò", "·ỏõóọồổỗốộờởỡớợù", "·ủũúụừửữứựỳỷỹýỵ·"];

/// VNI: a base letter, then the marks that may follow it, and what they make together.
const VNI_PAIRS: [(char, &str, &str); 14] = [
    ('A', "ÀÁÂÃÄÅÈÉÊËÏÕØÙÚÛÜ", "ẦẤÂẪẬẨẰẮĂẶẠÃÀÁẲẢẴ"),
    ('E', "ÀÁÂÃÄÅÏÕØÙÛ", "ỀẾÊỄỆỂẸẼÈÉẺ"),
    ('O', "ÀÁÂÃÄÅÏÕØÙÛ", "ỒỐÔỖỘỔỌÕÒÓỎ"),
    ('U', "ÏÕØÙÛ", "ỤŨÙÚỦ"),
    ('Y', "ÕØÙÛ", "ỸỲÝỶ"),
    ('a', "àáâãäåèéêëïõøùúûü", "ầấâẫậẩằắăặạãàáẳảẵ"),
    ('e', "àáâãäåïõøùû", "ềếêễệểẹẽèéẻ"),
    ('o', "àáâãäåïõøùû", "ồốôỗộổọõòóỏ"),
    ('u', "ïõøùû", "ụũùúủ"),
    ('y', "õøùû", "ỹỳýỷ"),
    ('\u{D4}', "ÏÕØÙÛ", "ỢỠỜỚỞ"),
    ('\u{D6}', "ÏÕØÙÛ", "ỰỮỪỨỬ"),
    ('\u{F4}', "ïõøùû", "ợỡờớở"),
    ('\u{F6}', "ïõøùû", "ựữừứử"),
];

/// VNI: letters of one byte.
const VNI_SINGLE: (&str, &str) = ("ÆÌÍÎÑÒÓÔÖæìíîñòóôö", "ỈÌÍỴĐỊĨƠƯỉìíỵđịĩơư");

/// The encoding that a font of this name is made for.
pub(super) fn of_font(name: &str) -> Encoding {
    if name.starts_with(".Vn") || name.starts_with(".VN") {
        Encoding::Tcvn3
    } else if name.starts_with("VNI-") || name.starts_with("VNI ") {
        Encoding::Vni
    } else {
        Encoding::Unicode
    }
}

/// Whether a font shows all letters as capitals (`.VnTimeH`).
pub(super) fn is_capital_font(name: &str) -> bool {
    of_font(name) == Encoding::Tcvn3 && name.trim_end().ends_with('H')
}

/// Decodes text set in a legacy font; other text is given back as it is.
pub(super) fn decode(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Tcvn3 => raise(&text.chars().map(tcvn3).collect::<String>()),
        Encoding::Vni => vni(text),
        Encoding::Unicode | Encoding::Windows1258 => text.to_owned(),
    }
}

fn tcvn3(character: char) -> char {
    let code = u32::from(latin1(character));
    let row = code.checked_sub(0xA0).and_then(|offset| TCVN3.get(usize::try_from(offset / 16).ok()?));
    let letter = row.and_then(|row| row.chars().nth(usize::try_from(code % 16).unwrap_or(0)));
    letter.filter(|&letter| letter != '·').unwrap_or(character)
}

/// TCVN3 has no marked capitals: words typed in capitals come with small marked letters (`BáO CáO`).
fn raise(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let capital = |place: Option<usize>| place.and_then(|place| words.get(place)).is_some_and(|word| is_capital_word(word));
    let mut out = String::with_capacity(text.len());
    for (index, word) in words.iter().enumerate() {
        let between = capital(index.checked_sub(1)) || capital(Some(index + 1));
        if is_capital_word(word) || between && is_half_capital(word) {
            out.push_str(&word.to_uppercase());
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Two capitals or more, or one behind a small marked letter; no unmarked small letter.
fn is_capital_word(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let late = word.chars().next().is_some_and(|first| first.is_lowercase() && !first.is_ascii());
    let plain = !word.chars().any(|character| character.is_ascii_lowercase() || character.is_ascii_digit());
    plain && (capitals > 1 || late && capitals > 0)
}

/// Letters only, none of them small and unmarked.
fn is_half_capital(word: &str) -> bool {
    let word = word.trim_end();
    !word.is_empty() && word.chars().all(|character| character.is_alphabetic() && !character.is_ascii_lowercase())
}

fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().map(latin1).peekable();
    while let Some(character) = rest.next() {
        let pair = VNI_PAIRS.iter().find(|(base, _, _)| *base == character);
        let made = pair.zip(rest.peek()).and_then(|((_, marks, letters), mark)| {
            // After a capital the mark was often typed small.
            let place = marks.chars().position(|own| own == *mark || character.is_uppercase() && mark.to_uppercase().eq([own]))?;
            letters.chars().nth(place)
        });
        if let Some(letter) = made {
            rest.next();
            out.push(letter);
            continue;
        }
        let single = VNI_SINGLE.0.chars().position(|own| own == character);
        out.push(single.and_then(|place| VNI_SINGLE.1.chars().nth(place)).unwrap_or(character));
    }
    out
}

/// Word may have stored a byte of 0x80–0x9F by its Windows-1252 character, or in the private area.
fn latin1(character: char) -> char {
    match character {
        '\u{F020}'..='\u{F0FF}' => char::from_u32(u32::from(character) - 0xF000).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_tcvn3() {
        assert_eq!(decode("Sè: 27/BC-UBND", Encoding::Tcvn3), "Số: 27/BC-UBND");
        assert_eq!(decode("phôc vô ng\u{AD}êi d©n, §\u{B5} N½ng", Encoding::Tcvn3), "phục vụ người dân, Đà Nẵng");
        assert_eq!(decode("B¸O C¸O; CéNG HßA X· HéI; Sè: 3", Encoding::Tcvn3), "BÁO CÁO; CỘNG HÒA XÃ HỘI; Số: 3");
        assert!(is_capital_font(".VnTimeH") && !is_capital_font(".VnTime") && !is_capital_font("Calibri H"));
    }

    #[test]
    fn decodes_vni() {
        assert_eq!(decode("UÛY BAN NHAÂN DAÂN, Soá: 12, ngöôøi Ñaø Naüng", Encoding::Vni), "ỦY BAN NHÂN DÂN, Số: 12, người Đà Nẵng");
    }
}
