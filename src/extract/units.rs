//! The units that are scored and measured: their names in normal form, and where prose names them.
//!
//! In: a cell or a sentence. Out: names. It knows no scores.

use std::ops::Range;

use super::{Reading, bodies};
use crate::record::Document;
use crate::text::fold;

/// Brings the name of a unit to its normal form: no number before it, no province behind it, the committee of a place.
pub(super) fn name(raw: &str, reading: &Reading<'_>) -> String {
    let rules = &reading.patterns.scores;
    let numbered = &reading.patterns.tables.numbered_row;
    let folded_safe = numbered.regex().captures(raw).and_then(|captures| captures.name("rest")).map_or(raw, |rest| rest.as_str());
    let short = rules.place_suffix.regex().replace(folded_safe, "");
    let short = if short.trim().is_empty() { folded_safe } else { short.trim() };
    let place = rules.place_level.regex().is_match(short);
    let raw = if place { format!("UBND {short}") } else { short.to_owned() };
    bodies::normal_form(&raw, reading.patterns)
}

/// What two names of one unit have in common: folded, without the committee.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.trim();
    folded.strip_prefix("uy ban nhan dan ").unwrap_or(folded).to_owned()
}

/// The units that a sentence names, in order, as ranges of it and normal forms.
pub(super) fn in_sentence(sentence: &str, reading: &Reading<'_>, document: &Document) -> Vec<(Range<usize>, String)> {
    let rules = &reading.patterns.scores;
    let mut found = Vec::new();
    for captures in rules.unit.regex().captures_iter(sentence) {
        if let Some(group) = captures.name("group") {
            found.push((group.range(), group_name(group.as_str(), reading, document)));
        } else if let Some(unit) = captures.name("unit").or_else(|| captures.name("body")) {
            let before = fold(sentence.get(..unit.start()).unwrap_or_default());
            if captures.name("body").is_some() && rules.source.regex().is_match(&before) {
                continue;
            }
            found.push((unit.range(), name(unit.as_str().trim(), reading)));
        }
    }
    found
}

/// `các cơ quan chuyên môn thành phố` of the issuer's city.
fn group_name(raw: &str, reading: &Reading<'_>, document: &Document) -> String {
    let mut name = raw.trim().to_owned();
    if reading.patterns.scores.bare_place.regex().is_match(&fold(&name)) {
        let issuer = document.issuer.as_deref().unwrap_or_default();
        let place = issuer.split_whitespace().skip_while(|word| word.chars().next().is_some_and(char::is_lowercase) || fold(word) == "uy");
        let place: Vec<&str> = place.collect();
        if !place.is_empty() {
            name = format!("{name} {}", place.join(" "));
        }
    }
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
