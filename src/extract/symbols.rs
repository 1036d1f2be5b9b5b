//! Symbols of documents that were recognised in an image, put right where what is known proves it.
//!
//! In: a symbol as recognised and the kind of document that is named beside it. Out: the symbol. It deliberately
//! changes one letter at most in each part: what differs more is another symbol.

use crate::pattern::Patterns;
use crate::text::fold;

/// The symbol with the code of its kind (`C1-UBND` of a chỉ thị) and known short forms (`BC-ƯBND`) put right.
pub(super) fn known_form(symbol: &str, kind: Option<&str>, patterns: &Patterns) -> String {
    let parts = symbol.split_inclusive(['-', '/']).enumerate().map(|(place, part)| {
        let bare = part.trim_end_matches(['-', '/']);
        let code = kind.filter(|code| place == 0 && is_misread_code(bare, code, patterns)).map(str::to_owned);
        let right = code.or_else(|| known_body(bare, patterns).map(str::to_owned)).or_else(|| without_stutter(bare, place == 0, patterns));
        right.map_or_else(|| part.to_owned(), |right| part.replacen(bare, &right, 1))
    });
    parts.collect()
}

/// The part with its `Đ`, which recognition saw twice, only once: the code of a kind, or elsewhere the short form of a body.
fn without_stutter(part: &str, first: bool, patterns: &Patterns) -> Option<String> {
    let types = &patterns.types.types;
    let once = part.replacen("ĐĐ", "Đ", 1);
    let known = |part: &str| if first { types.contains_key(part) } else { is_short_form(part, patterns) };
    (once != part && !is_short_form(part, patterns) && known(&once)).then_some(once)
}

/// The part differs by one letter from the code of the kind, and is no code itself.
fn is_misread_code(part: &str, code: &str, patterns: &Patterns) -> bool {
    let types = &patterns.types.types;
    let is_code = types.iter().any(|(known, kind)| known == part || kind.also.iter().any(|also| also == part));
    types.contains_key(code) && !is_code && !is_short_form(part, patterns) && strsim::levenshtein(part, code) == 1
}

fn is_short_form(part: &str, patterns: &Patterns) -> bool {
    patterns.abbreviations.bodies.contains_key(part)
}

/// The one short form of a body that has the same letters but for their marks.
fn known_body<'p>(part: &str, patterns: &'p Patterns) -> Option<&'p str> {
    if is_short_form(part, patterns) || patterns.types.types.contains_key(part) {
        return None;
    }
    let folded = fold(part);
    let long = folded.len() > 3;
    let mut same = patterns.abbreviations.bodies.keys().filter(|known| long && fold(known) == folded);
    same.next().map(String::as_str).filter(|_| same.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_put_right_where_the_kind_or_a_short_form_proves_it() {
        let patterns = Patterns::embedded().unwrap();
        for (symbol, kind, right) in [
            ("QĐĐ-UBND", Some("QĐ"), "QĐ-UBND"),
            ("C1-UBND", Some("CT"), "CT-UBND"),
            ("BC-ƯBND", None, "BC-UBND"),
            ("BC/ĐĐU", Some("BC"), "BC/ĐU"),
            ("QĐĐ-UBND", None, "QĐ-UBND"),
            ("CV-ĐĐBQH", None, "CV-ĐĐBQH"),
            ("KH-SNV", Some("KH"), "KH-SNV"),
            ("TTr-P3", Some("TT"), "TTr-P3"),
            ("STC-HCSN", Some("CV"), "STC-HCSN"),
            ("QLNS", Some("QĐ"), "QLNS"),
        ] {
            assert_eq!(known_form(symbol, kind, &patterns), right);
        }
    }
}
