//! From bytes to characters: Unicode where they are valid, else the legacy encoding in which the
//! words are Vietnamese.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

use crate::layout::Encoding;
use crate::read::{legacy, syllable};
use crate::warning::{Warning, WarningCode};

/// The least share of syllables for a legacy encoding to be believed.
const SURE: f32 = 0.7;
/// The fewest words that such a share is taken from.
const FEWEST: u16 = 3;

/// Decodes a text file; what is not valid becomes `U+FFFD`, with a warning.
pub(super) fn decode(bytes: &[u8]) -> (String, Encoding, Vec<Warning>) {
    let (encoding, body) = match bytes {
        [0xEF, 0xBB, 0xBF, body @ ..] => (UTF_8, body),
        [0xFF, 0xFE, body @ ..] => (UTF_16LE, body),
        [0xFE, 0xFF, body @ ..] => (UTF_16BE, body),
        body => (UTF_8, body),
    };
    let (text, bad) = encoding.decode_without_bom_handling(body);
    if let Some((text, encoding)) = legacy_text(body, &text, bad) {
        return (text, encoding, Vec::new());
    }
    let mut warnings = Vec::new();
    if bad {
        let count = text.matches('\u{FFFD}').count();
        warnings.push(Warning { code: WarningCode::BadBytes, detail: count.to_string() });
    }
    (super::marks::bare_addresses(&text), Encoding::Unicode, warnings)
}

/// The text in a legacy encoding, where the words are Vietnamese in it and not as they stand.
fn legacy_text(bytes: &[u8], text: &str, bad: bool) -> Option<(String, Encoding)> {
    let (as_is, marked) = syllable::share(text);
    if marked < FEWEST || as_is >= SURE {
        return None;
    }
    // Valid UTF-8 may still hold the characters of a legacy font, as a mail program pastes them.
    let narrow: String = if bad { bytes.iter().map(|&byte| char::from(byte)).collect() } else { text.to_owned() };
    let mut candidates =
        vec![(legacy::decode(&narrow, Encoding::Tcvn3), Encoding::Tcvn3), (legacy::decode(&narrow, Encoding::Vni), Encoding::Vni)];
    if bad {
        candidates.push((WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned(), Encoding::Windows1258));
    }
    let scored = candidates.into_iter().map(|(text, encoding)| (syllable::share(&text).0, text, encoding));
    let (share, text, encoding) = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (share >= SURE && share > as_is).then_some((text, encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_encodings_by_their_words() {
        let narrow = |text: &str| text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect::<Vec<u8>>();
        let tcvn3 = narrow("C\u{A8}n c\u{F8} LuËt Tæ chøc chÝnh quyÒn ®Þa ph\u{AD}\u{AC}ng");
        assert_eq!(decode(&tcvn3), ("Căn cứ Luật Tổ chức chính quyền địa phương".to_owned(), Encoding::Tcvn3, vec![]));
        let vni = narrow("Uûy ban nhaân daân thaønh phoá ñeà nghò caùc ñôn vò");
        assert_eq!(decode(&vni), ("Ủy ban nhân dân thành phố đề nghị các đơn vị".to_owned(), Encoding::Vni, vec![]));
        let (windows, _, _) = WINDOWS_1258.encode("Căn cư\u{301} nhiê\u{323}m vu\u{323} đươ\u{323}c giao");
        assert_eq!(decode(&windows).1, Encoding::Windows1258);
    }

    #[test]
    fn bad_bytes_are_replaced_and_told() {
        let mut bytes = "Ủy ban nhân dân thành phố".as_bytes().to_vec();
        bytes.push(0xFF);
        let (text, encoding, warnings) = decode(&bytes);
        assert_eq!((text.as_str(), encoding), ("Ủy ban nhân dân thành phố\u{FFFD}", Encoding::Unicode));
        assert_eq!((warnings[0].code, warnings[0].detail.as_str()), (WarningCode::BadBytes, "1"));
    }

    #[test]
    fn takes_utf16_with_its_mark() {
        let bytes: Vec<u8> = "\u{FEFF}Số 1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&bytes).0, "Số 1");
    }
}
