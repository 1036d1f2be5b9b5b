//! From bytes to characters.

use crate::layout::Encoding;
use crate::warning::{Warning, WarningCode};

/// Decodes a text file; what is not valid becomes `U+FFFD`, with a warning.
pub(super) fn decode(bytes: &[u8]) -> (String, Encoding, Vec<Warning>) {
    let (encoding, body) = match bytes {
        [0xEF, 0xBB, 0xBF, body @ ..] => (encoding_rs::UTF_8, body),
        [0xFF, 0xFE, body @ ..] => (encoding_rs::UTF_16LE, body),
        [0xFE, 0xFF, body @ ..] => (encoding_rs::UTF_16BE, body),
        body => (encoding_rs::UTF_8, body),
    };
    let (text, bad) = encoding.decode_without_bom_handling(body);
    let mut warnings = Vec::new();
    if bad {
        let count = text.matches('\u{FFFD}').count();
        warnings.push(Warning { code: WarningCode::BadBytes, detail: format!("{count}") });
    }
    (super::marks::bare_addresses(&text), Encoding::Unicode, warnings)
}
