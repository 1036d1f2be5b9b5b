//! Number and symbol, place and date.

use std::ops::Range;

use super::Head;
use crate::extract::zones::{is_caps, number_line, printed};
use crate::pattern::{Patterns, Rule};
use crate::record::Evidence;
use crate::text::{fold, modern_tone};
use crate::warning::Warning;

/// A paragraph of a letterhead that holds the date is not longer.
const RUNNING_TEXT: usize = 160;

/// A number or day recognised less surely than this is most often hand-written, and wrong.
const SURE: f32 = 0.85;

/// The same for a number in one word with its symbol, which is printed.
const SURE_TOGETHER: f32 = 0.6;

/// What title and issuer prove is believed so far, however it was recognised.
const PROVEN: f32 = 0.75;

/// Reads number, sequence and symbol.
pub(super) fn read(head: &mut Head<'_>) {
    let rules = &head.reading.patterns.letterhead;
    let zones = &head.reading.patterns.zones;
    for (index, line) in head.lines.iter().enumerate() {
        let misread = rules.number_misread.regex().is_match(line.text) && is_recognised(head, &line.range);
        if !zones.number_line.regex().is_match(&fold(line.text)) && !rules.number.regex().is_match(line.text) && !misread {
            continue;
        }
        // `Số:` may stand alone above its number.
        let end = head.lines.get(index + 1).map_or(line.range.end, |next| next.range.end);
        // … or break at a hyphen.
        let broken = line.text.trim_end().ends_with(['-', '/', '&']);
        for range in [line.range.clone(), line.range.start..end].into_iter().skip(usize::from(broken)) {
            if let Some(number) = parse(head.reading.text.slice(range.clone()), range.start, &rules.number, &rules.party_number) {
                take(head, number);
                return;
            }
        }
        if let Some(number) =
            slash_lost(line.text, line.range.start, head.reading.patterns).filter(|number| is_recognised(head, &number.at))
        {
            take(head, number);
            return;
        }
        if let Some(number) = misread.then(|| symbol_only(line.text, line.range.start, &rules.number_misread)).flatten() {
            take(head, number);
            return;
        }
    }
}

struct Number {
    number: Option<String>,
    sequence: Option<u32>,
    /// Where the number before the symbol stands.
    sequence_at: Option<Range<usize>>,
    symbol: String,
    at: Range<usize>,
    rule: String,
}

fn parse(text: &str, offset: usize, state: &Rule, party: &Rule) -> Option<Number> {
    let (rule, found) = match state.regex().captures(text) {
        Some(found) => (state, found),
        None => (party, party.regex().captures(text)?),
    };
    let compact = |text: &str| {
        text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| if letter == '–' { '-' } else { letter }).collect::<String>()
    };
    let symbol = compact(found.name("s")?.as_str()).trim_end_matches(['.', '-']).to_owned();
    let sequence = found.name("n").map(|number| number.as_str());
    let year = found.name("y").map_or_else(String::new, |year| format!("{}/", year.as_str()));
    let joint = if rule.name == party.name { "-" } else { "/" };
    let whole = found.get(0)?;
    Some(Number {
        number: sequence.map(|number| format!("{number}{joint}{year}{symbol}")),
        sequence: sequence.and_then(|number| number.trim_end_matches(char::is_alphabetic).parse().ok()),
        sequence_at: found.name("n").map(|number| offset + number.start()..offset + number.end()),
        symbol,
        at: offset + whole.start()..offset + whole.end(),
        rule: rule.name.clone(),
    })
}

/// A Party paper's number without the slash that always stands before the committee; a known kind before it proves it.
fn slash_lost(text: &str, offset: usize, patterns: &Patterns) -> Option<Number> {
    let rule = &patterns.letterhead.party_slash_lost;
    let found = rule.regex().captures(text)?;
    let (whole, sequence) = (found.get(0)?, found.name("n")?);
    let (kind, committee) = (found.name("kind")?.as_str(), found.name("committee")?.as_str());
    let symbol = format!("{kind}/{committee}");
    patterns.types.types.contains_key(kind).then(|| Number {
        number: Some(format!("{}-{symbol}", sequence.as_str())),
        sequence: sequence.as_str().trim_end_matches(char::is_alphabetic).parse().ok(),
        sequence_at: Some(offset + sequence.start()..offset + sequence.end()),
        symbol,
        at: offset + whole.start()..offset + whole.end(),
        rule: rule.name.clone(),
    })
}

/// The symbol behind a number that cannot be read.
fn symbol_only(text: &str, offset: usize, rule: &Rule) -> Option<Number> {
    let found = rule.regex().captures(text)?;
    let symbol: String = found.name("s")?.as_str().split_whitespace().collect();
    let whole = found.get(0)?;
    let at = offset + whole.start()..offset + whole.end();
    Some(Number { number: None, sequence: None, sequence_at: None, symbol, at, rule: rule.name.clone() })
}

/// The symbol of a number line that could not be read as one, where the title and the issuer prove it: `rp-vp` of a thông báo of
/// a văn phòng is `TB-VP`.
pub(super) fn prove_symbol(head: &mut Head<'_>) {
    let reading = head.reading;
    if head.found.value.symbol.is_some() {
        return;
    }
    let Some(line) = number_line(reading.text, reading.patterns, reading.zones.head.clone()) else { return };
    withhold(head, "document.number");
    let rule = &reading.patterns.letterhead.symbol_misread;
    let Some(found) = rule.regex().captures(line.text) else { return };
    let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
    let titled = head.title_at.as_ref().and(head.found.value.kind.as_ref()).map(|kind| kind.code.as_str());
    let Some(issuer) = head.found.value.issuer.as_deref() else { return };
    let Some((first, last)) = proven((part("first"), part("last")), titled, issuer, reading.patterns) else { return };
    let joint = if part("joint") == "/" { "/" } else { "-" };
    head.found.value.symbol = Some(format!("{first}{joint}{last}"));
    let evidence = Evidence { confidence: PROVEN, ..reading.evidence(&line.range, &rule.name, PROVEN) };
    head.found.evidence.push(("/symbol".to_owned(), evidence));
    head.number_at = Some(line.range);
}

/// Both parts of a symbol as the code of the title and the issuer's short form give them; of a công văn, the issuer's short form
/// and a known one.
fn proven((first, last): (&str, &str), titled: Option<&str>, issuer: &str, patterns: &Patterns) -> Option<(String, String)> {
    let own = short_forms(issuer, patterns);
    let of_issuer = |part: &str| own.iter().find(|short| fold(short) == fold(part)).cloned();
    let Some(code) = titled else {
        let known = patterns.abbreviations.bodies.contains_key(last);
        return if first == "CV" {
            Some((first.to_owned(), of_issuer(last)?))
        } else {
            Some((of_issuer(first).filter(|_| known)?, last.to_owned()))
        };
    };
    let types = &patterns.types.types;
    let other = first != code && types.iter().any(|(known, kind)| known == first || kind.also.iter().any(|also| also == first));
    let long = first.chars().count().abs_diff(code.chars().count()) <= 1;
    Some((code.to_owned(), of_issuer(last).filter(|_| long && !other)?))
}

/// The short forms that a body's number may bear: those known, and the initials of its name; its first word may be left out.
fn short_forms(name: &str, patterns: &Patterns) -> Vec<String> {
    let words = |name: &str| name.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let all: Vec<String> = words(name);
    let mut forms = Vec::new();
    for own in [all.as_slice(), all.get(1..).unwrap_or_default()] {
        let folded: Vec<String> = own.iter().map(|word| fold(word)).collect();
        let opens = |long: &str| {
            let long: Vec<String> = words(&fold(long));
            long.len() > 1 && folded.starts_with(&long)
        };
        forms.extend(patterns.abbreviations.bodies.iter().filter(|(_, long)| opens(long)).map(|(short, _)| short.clone()));
        let initials: String =
            own.iter().filter(|word| *word != "và").filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
        forms.extend((initials.chars().count() > 1).then_some(initials));
    }
    forms
}

/// Whether a passage was recognised in an image.
fn is_recognised(head: &Head<'_>, range: &Range<usize>) -> bool {
    head.reading.text.locate(range).ocr_confidence.is_some()
}

/// Whether a figure can be relied on: typed, or recognised surely.
fn is_sure(head: &Head<'_>, range: &Range<usize>, needed: f32) -> bool {
    head.reading.text.locate(range).ocr_confidence.is_none_or(|confidence| confidence >= needed)
}

fn withhold(head: &mut Head<'_>, value: &str) {
    head.found_warnings.push(Warning::withheld(value));
}

fn take(head: &mut Head<'_>, mut number: Number) {
    let apart = |at: &Range<usize>| head.reading.text.slice(at.end..number.at.end).starts_with(char::is_whitespace);
    let needed = |at: &Range<usize>| if apart(at) { SURE } else { SURE_TOGETHER };
    let unsure = number.sequence_at.as_ref().is_some_and(|at| !is_sure(head, at, needed(at)));
    if unsure || number.number.is_none() && is_recognised(head, &number.at) {
        (number.number, number.sequence) = (None, None);
        withhold(head, "document.number");
    } else if number.number.is_none() && head.reading.text.is_signed() {
        withhold(head, "document.number");
    }
    if number.number.is_some() {
        head.note("/number", &number.at, &number.rule, 0.98);
    }
    if number.sequence.is_some() {
        head.note("/sequence", &number.at, &number.rule, 0.98);
    }
    head.note("/symbol", &number.at, &number.rule, 0.97);
    let document = &mut head.found.value;
    document.number = number.number;
    document.sequence = number.sequence;
    document.symbol = Some(number.symbol);
    head.number_at = Some(number.at);
}

/// Reads place and date; a date with a blank part is kept as text only.
pub(super) fn read_date(head: &mut Head<'_>) {
    let reading = head.reading;
    let rules = &reading.patterns.letterhead;
    let (Some(first), Some(last)) = (head.lines.first(), head.lines.last()) else { return };
    let start = first.range.start;
    let text = reading.text.slice(start..last.range.end);
    let recognised = is_recognised(head, &(start..last.range.end));
    for rule in [&rules.date, &rules.date_short].into_iter().chain(recognised.then_some(&rules.date_misread)) {
        let all: Vec<_> = rule.regex().captures_iter(text).filter(|found| !in_subject(head, found, start)).collect();
        let Some(found) = all.iter().find(|found| found.name("place").is_some()).or_else(|| all.first()) else { continue };
        let Some(printed) = found.name("text") else { continue };
        let range = start + printed.start()..start + printed.end();
        let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
        let sure = ["d", "m", "y"].into_iter().filter_map(|name| found.name(name)).all(|part| {
            let at = start + part.start()..start + part.end();
            is_sure(head, &at, SURE)
        });
        let date = if rule.name == rules.date_misread.name || !sure { None } else { date_of(number("d"), number("m"), number("y")) };
        let words = printed.as_str().split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
        head.found.value.date_text = Some(words.collect::<Vec<_>>().join(" "));
        head.note_by("/date_text", &range, rule, 0.97);
        if let Some(date) = date {
            head.found.value.date = Some(date);
            head.note_by("/date", &range, rule, 0.97);
        } else if recognised || head.reading.text.is_signed() {
            withhold(head, "document.date");
        }
        let place = found.name("place").map(|place| start + place.start()..start + place.end());
        if let Some(place) = place.or_else(|| place_before(head, &range)) {
            read_place(head, place, rule);
        }
        head.date_at = Some(range);
        return;
    }
    date_of_signature(head);
}

/// The place without a comma behind it: `Hà Nội ngày …`.
fn place_before(head: &Head<'_>, date: &Range<usize>) -> Option<Range<usize>> {
    let line = head.lines.iter().find(|line| line.range.contains(&date.start))?;
    let place = head.reading.patterns.letterhead.place_bare.regex().captures(line.text)?.name("place")?;
    (line.range.start + place.end() <= date.start).then(|| line.range.start + place.start()..line.range.start + place.end())
}

/// Place and date above the signature, where the letterhead has none.
fn date_of_signature(head: &mut Head<'_>) {
    let reading = head.reading;
    let rule = &reading.patterns.letterhead.date;
    for line in printed(reading.text, reading.zones.foot.clone()) {
        let Some(found) = rule.regex().captures(line.text) else { continue };
        let (Some(printed), Some(place)) = (found.name("text"), found.name("place")) else { continue };
        let at = |part: regex::Match<'_>| line.range.start + part.start()..line.range.start + part.end();
        let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u32>().ok());
        if is_recognised(head, &line.range) {
            return;
        }
        head.found.value.date_text = Some(printed.as_str().split_whitespace().collect::<Vec<_>>().join(" "));
        head.note_by("/date_text", &at(printed), rule, 0.9);
        head.found.value.date = date_of(number("d"), number("m"), number("y"));
        if head.found.value.date.is_some() {
            head.note_by("/date", &at(printed), rule, 0.9);
        }
        read_place(head, at(place), rule);
        return;
    }
}

fn in_subject(head: &Head<'_>, found: &regex::Captures<'_>, start: usize) -> bool {
    let at = found.name("text").map_or(0, |text| start + text.start());
    // A date in running text is another's.
    let line = head.lines.get(head.lines.partition_point(|line| line.range.end <= at)).filter(|line| line.range.contains(&at));
    let running = line.is_some_and(|line| line.whole.chars().nth(RUNNING_TEXT).is_some());
    if running && found.name("place").is_none() {
        return true;
    }
    head.subject_at.as_ref().is_some_and(|subject| subject.contains(&at)) && found.name("place").is_none()
        || head.title_at.as_ref().is_some_and(|title| at > title.end)
}

/// Where the place begins, if its name breaks inside: `Hà` / `Nội, ngày …`; in another paragraph only a known name goes on.
fn broken_place(head: &Head<'_>, place: &Range<usize>) -> Option<usize> {
    let index = head.lines.iter().position(|line| line.range.start == place.start)?;
    let above = head.lines.get(index.checked_sub(1)?)?;
    let name = above.text.trim();
    let whole = format!("{name} {}", head.reading.text.slice(place.clone()).trim());
    if head.lines.get(index)?.first && !head.reading.patterns.bodies.places.contains(&whole) {
        return None;
    }
    let words = name.split_whitespace().count() <= 3 && !is_caps(name) && !name.ends_with([',', ':', ';', '.']);
    (words && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))).then_some(above.range.start)
}

fn read_place(head: &mut Head<'_>, range: Range<usize>, rule: &Rule) {
    // On one line with the number, the place begins after it.
    let start = head
        .number_at
        .as_ref()
        .filter(|number| number.start < range.end && number.end > range.start)
        .map_or(range.start, |number| number.end);
    let range = broken_place(head, &(start..range.end)).unwrap_or(start)..range.end;
    let printed = head.reading.text.slice(range.clone()).trim();
    let bare = head.reading.patterns.letterhead.place_level.regex().replace(printed, "");
    let place = modern_tone(&bare.split_whitespace().collect::<Vec<_>>().join(" "));
    if place.split_whitespace().count() <= 7 && place.chars().any(char::is_lowercase) {
        head.found.value.place = Some(place);
        head.note_by("/place", &range, rule, 0.95);
    }
}

/// A date that the calendar has, `YYYY-MM-DD`.
pub(in crate::extract) fn date_of(day: Option<u32>, month: Option<u32>, year: Option<u32>) -> Option<String> {
    let (day, month, year) = (day?, month?, year?);
    let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Whether a day, `YYYY-MM-DD`, is what the letterhead prints of its own; of `y`, `m` and `d` those that are named may be blank.
pub(in crate::extract) fn is_printed(day: &str, printed: &str, blank: &[&str], patterns: &Patterns) -> bool {
    let rules = &patterns.letterhead;
    let Some(found) = [&rules.date, &rules.date_misread].into_iter().find_map(|rule| rule.regex().captures(printed)) else { return false };
    let parts = day.split('-').map(|part| part.parse::<u32>().ok());
    ["y", "m", "d"].into_iter().zip(parts).all(|(name, part)| {
        let seen = found.name(name).map(|seen| seen.as_str().parse::<u32>().ok());
        seen.map_or(blank.contains(&name), |seen| seen == part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_number_gets_its_slash_back_where_a_kind_proves_it() {
        let patterns = Patterns::embedded().unwrap();
        let read = |text: &str| slash_lost(text, 0, &patterns).and_then(|number| number.number);
        assert_eq!(read("Số 88-KLHU `").as_deref(), Some("88-KL/HU"));
        assert_eq!(read("Số: 12 - NQTU").as_deref(), Some("12-NQ/TU"));
        assert_eq!(read("Số 88-XXHU"), None);
    }

    #[test]
    fn a_symbol_is_what_title_and_issuer_prove() {
        let patterns = Patterns::embedded().unwrap();
        for (parts, titled, issuer, symbol) in [
            (("rp", "vp"), Some("TB"), "Văn phòng Ủy ban nhân dân tỉnh Bình An", Some(("TB", "VP"))),
            (("KL", "ĐU"), Some("KL"), "Đảng ủy xã Bình An", Some(("KL", "ĐU"))),
            (("TTr", "TCKH"), Some("TTr"), "Phòng Tài chính - Kế hoạch", Some(("TTr", "TCKH"))),
            (("QĐĐ", "SVHTTDL"), Some("QĐ"), "Sở Văn hóa, Thể thao và Du lịch", Some(("QĐ", "SVHTTDL"))),
            (("UBND", "VP"), None, "Ủy ban nhân dân huyện Bình An", Some(("UBND", "VP"))),
            (("UBND", "Vf"), None, "Ủy ban nhân dân huyện Bình An", None),
            (("BC", "UBND"), Some("KH"), "Ủy ban nhân dân xã Bình An", None),
            (("KH", "SNV"), Some("KH"), "Ủy ban nhân dân xã Bình An", None),
        ] {
            let symbol = symbol.map(|(first, last): (&str, &str)| (first.to_owned(), last.to_owned()));
            assert_eq!(proven(parts, titled, issuer, &patterns), symbol, "{parts:?}");
        }
    }
}
