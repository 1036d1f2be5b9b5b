//! The units that are scored and measured: their names in normal form, and where prose names them.
//!
//! In: a cell or a sentence. Out: names. It knows no scores.

use std::ops::Range;

use super::{Reading, bodies};
use crate::record::Document;
use crate::text::fold;

/// The highest level: a city may stand for it.
const PROVINCE: &str = "tỉnh";

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

/// The units that a sentence names, in order, as ranges of it and normal forms; `None` for a place that the document does
/// not name.
pub(super) fn in_sentence(sentence: &str, reading: &Reading<'_>, document: &Document) -> Vec<(Range<usize>, Option<String>)> {
    let rules = &reading.patterns.scores;
    let mut found: Vec<(Range<usize>, Option<String>)> = Vec::new();
    for captures in rules.unit.regex().captures_iter(sentence) {
        if let Some(group) = captures.name("group") {
            found.push((group.range(), Some(group_name(group.as_str(), reading, document))));
        } else if let Some(place) = captures.name("unit") {
            let after = fold(sentence.get(place.end()..).unwrap_or_default());
            let span = place.as_str().ends_with(|last: char| last.is_ascii_digit()) && rules.span_follows.regex().is_match(&after);
            if !span && !rules.no_place.regex().is_match(place.as_str().trim()) {
                found.push((place.range(), Some(name(place.as_str().trim(), reading))));
            }
        } else if let Some(body) = captures.name("body") {
            // Of several bodies in a row the last is the subject.
            let next = rules.next_body.regex().captures_iter(body.as_str()).last().and_then(|found| found.name("next"));
            let last = next.map_or(0, |next| next.start());
            let at = body.start() + last;
            let before = fold(sentence.get(..at).unwrap_or_default());
            let tells = sentence.get(body.end()..).is_some_and(|after| rules.tells.regex().is_match(after));
            if !tells && !rules.source.regex().is_match(&before) {
                found.push((at..body.end(), Some(name(body.as_str().get(last..).unwrap_or_default().trim(), reading))));
            }
        }
    }
    own(sentence, reading, document, &mut found);
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Bodies and places named by their kind alone: `Điểm của tỉnh`, `toàn huyện đạt`, `Sở tiếp nhận`.
fn own(sentence: &str, reading: &Reading<'_>, document: &Document, found: &mut Vec<(Range<usize>, Option<String>)>) {
    let rules = &reading.patterns.scores;
    let Some(issuer) = document.issuer.as_deref() else { return };
    for captures in rules.own_place.regex().captures_iter(sentence) {
        let Some(level) = captures.name("level").or_else(|| captures.name("subject")) else { continue };
        let next = captures.name("next").map_or("", |next| next.as_str());
        if reading.patterns.bodies.of_levels.iter().any(|word| word == next) {
            continue;
        }
        let folded = fold(level.as_str());
        let same_level = |name: &&str| key(name).strip_prefix(&folded).is_some_and(|rest| rest.starts_with(' '));
        let before = found.iter().filter(|(range, _)| range.end <= level.start());
        let meant = before.filter_map(|(_, name)| name.as_deref()).rfind(same_level).map(str::to_owned);
        found.push((level.range(), meant.or_else(|| place_of(&level.as_str().to_lowercase(), reading, document))));
    }
    for captures in rules.own_body.regex().captures_iter(sentence) {
        let Some(kind) = captures.name("kind") else { continue };
        if captures.name("any").is_some() || fold(issuer).split_whitespace().next() == fold(kind.as_str()).split_whitespace().next() {
            found.push((kind.range(), Some(issuer.to_owned())));
        }
    }
}

/// The place of a level that the document is of, `tỉnh` → `Tỉnh Yên Bái`; its committee's name, where that is the issuer.
pub(super) fn place_of(level: &str, reading: &Reading<'_>, document: &Document) -> Option<String> {
    let committee = format!("Ủy ban nhân dân {level} ");
    let own = document.issuer.as_ref().filter(|issuer| issuer.starts_with(&committee));
    let named = |name: &str| {
        let (_, place) = name.split_once(&format!(" {level} "))?;
        place.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit()).then(|| place.to_owned())
    };
    let bodies = [&document.issuer, &document.issuer_parent].into_iter().filter_map(Option::as_deref);
    let place = || bodies.chain(document.addressees.iter().map(String::as_str)).find_map(named);
    let cities = &reading.patterns.scores.cities;
    let is_city = |place: &String| cities.contains(place);
    let province = || document.place.clone().filter(|place| reading.patterns.bodies.places.contains(place) && !is_city(place));
    let city = || place_of("thành phố", reading, document).filter(|name| cities.iter().any(|city| name.ends_with(city.as_str())));
    let by_level = |place: String| name(&format!("{level} {place}"), reading);
    let of_province = || if level == PROVINCE { city().or_else(|| province().map(by_level)) } else { None };
    own.cloned().or_else(|| place().map(by_level)).or_else(of_province)
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
