//! The issuing body and the body above it.

use std::ops::Range;

use regex::RegexBuilder;

use super::Head;
use crate::extract::bodies::normal_form;
use crate::extract::zones::{Printed, is_caps, starts_small};
use crate::text::{Region, fold, modern_tone};

/// Who decides stands within so many paragraphs of the body.
const DECIDERS: usize = 4;

/// Reads issuer and parent from the letterhead, else from the body.
pub(super) fn read(head: &mut Head<'_>) {
    let bodies = named_bodies(head);
    let Some((issuer, at)) = bodies.last() else {
        from_body(head);
        return;
    };
    let name = as_written(head, of_own_place(head, head.reading.body(issuer, at), at));
    let parent = bodies.len().checked_sub(2).and_then(|place| bodies.get(place));
    let parent_name = parent.map(|(parent, at)| as_written(head, head.reading.body(parent, at)));
    let bare_office = fold(&name) == "van phong";
    let full = parent_name.as_ref().filter(|_| bare_office).map(|parent| format!("{name} {parent}"));
    head.found.value.issuer = Some(full.unwrap_or(name));
    head.note("/issuer", at, "letterhead/bodies", 0.95);
    if let (Some(name), Some((_, at))) = (parent_name, parent) {
        head.found.value.issuer_parent = Some(name);
        head.note("/issuer_parent", at, "letterhead/bodies", 0.93);
    }
}

/// The name with the capitals that the document itself gives it outside the letterhead, where it has more of them than
/// we know of: `Vườn quốc gia Chư Yang Sin`.
fn as_written(head: &Head<'_>, name: String) -> String {
    let text = head.reading.text.as_str();
    let Ok(rule) = RegexBuilder::new(&format!(r"\b{}\b", regex::escape(&name))).case_insensitive(true).build() else { return name };
    let capitals = |name: &str| name.chars().filter(|letter| letter.is_uppercase()).count();
    let written = rule.find_iter(text).map(|found| found.as_str()).find(|found| !is_caps(found) && !starts_small(found));
    let written = written.map(|written| normal_form(written, head.reading.patterns));
    written.filter(|written| capitals(written) > capitals(&name)).unwrap_or(name)
}

/// The name with its place as the date line writes it, where recognition saw other marks in the capitals and the text does not
/// prove them.
fn of_own_place(head: &Head<'_>, name: String, at: &Range<usize>) -> String {
    let text = head.reading.text;
    let Some(place) = head.found.value.place.as_deref().filter(|_| text.locate(at).ocr_confidence.is_some()) else { return name };
    let words = place.split_whitespace().count();
    let all: Vec<&str> = name.split(' ').collect();
    let Some((start, own)) = all.len().checked_sub(words).filter(|&start| start > 0).and_then(|start| all.split_at_checked(start)) else {
        return name;
    };
    let own = own.join(" ");
    let written = |place: &str| text.as_str().matches(place).count();
    let other = own != place && fold(&own) == fold(place) && written(place) >= written(&own);
    if other { format!("{} {place}", start.join(" ")) } else { name }
}

/// The bodies that the letterhead names, from above.
fn named_bodies(head: &Head<'_>) -> Vec<(String, Range<usize>)> {
    let mut bodies: Vec<(String, Range<usize>)> = Vec::new();
    // The motto's first word may have slipped into the column of the bodies.
    let slipped = head.lines.iter().any(|line| fold(line.text).starts_with("hoa xa hoi"));
    let lines = issuer_lines(head);
    let issuer = first_in_bold(head, &lines);
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim().trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let text = if slipped { text.trim_end_matches("CỘNG").trim_end() } else { text };
        match bodies.last_mut() {
            Some((above, at))
                if issuer != Some(index)
                    && (issuer.is_some_and(|issuer| issuer < index)
                        || !opens_name(head, text)
                        || !is_complete(head, above)
                        || is_one_name(head, above, text)
                        || is_one_place(head, above, text)) =>
            {
                above.push(' ');
                above.push_str(text);
                at.end = line.range.end;
            }
            _ => bodies.push((text.to_owned(), line.range.clone())),
        }
    }
    // `SỞ NÔNG NGHIỆP VÀ MÔI` / `TRƯỜNG`: one word that only opens names is the end of the name above.
    let broken = |(name, _): &(String, Range<usize>)| {
        !name.contains(' ') && !head.reading.patterns.letterhead.whole_heads.contains(&name.to_lowercase())
    };
    let mut whole: Vec<(String, Range<usize>)> = Vec::with_capacity(bodies.len());
    for body in bodies {
        match whole.last_mut() {
            Some((above, at)) if broken(&body) => {
                above.push(' ');
                above.push_str(&body.0);
                at.end = body.1.end;
            }
            _ => whole.push(body),
        }
    }
    whole.retain(|(name, _)| name.chars().filter(|letter| letter.is_alphabetic()).count() > 4);
    whole
}

/// Where the issuer begins in a letterhead that sets it in bold below the body above it, which is not (decree 30/2020,
/// appendix I); `None` where the weights say nothing.
fn first_in_bold(head: &Head<'_>, lines: &[Printed<'_>]) -> Option<usize> {
    let first = lines.iter().position(|line| line.bold).filter(|&first| first > 0)?;
    let line = lines.get(first).filter(|_| lines.iter().skip(first).all(|line| line.bold))?;
    let lower = modern_tone(&line.text.trim().to_lowercase());
    // `TỈNH …` in bold goes on with the name above.
    let levels = &head.reading.patterns.bodies.levels;
    let goes_on =
        levels.iter().any(|level| lower.strip_prefix(level.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
    (!goes_on).then_some(first)
}

/// Lines in capitals above number and title, beside the motto.
fn issuer_lines<'a>(head: &Head<'a>) -> Vec<Printed<'a>> {
    let zones = &head.reading.patterns.zones;
    let rules = &head.reading.patterns.letterhead;
    let motto = |line: &Printed<'_>| zones.motto.regex().is_match(&fold(line.text));
    let motto_columns: Vec<Region> = head
        .lines
        .iter()
        .filter(|line| motto(line))
        .map(|line| line.region)
        .filter(|region| matches!(region, Region::Column { .. }))
        .collect();
    let motto_paragraphs: Vec<usize> = head.lines.iter().filter(|line| motto(line)).map(|line| line.paragraph).collect();
    let limit = head.title_at.as_ref().or(head.subject_at.as_ref()).map_or(usize::MAX, |range| range.start);
    let mut lines = Vec::new();
    // Above the columns of a letterhead that was recognised stand stamps.
    let first = motto_columns.first().and_then(|_| head.lines.iter().position(|line| matches!(line.region, Region::Column { .. })));
    let stamps =
        first.filter(|&first| head.lines.get(first).is_some_and(|line| head.reading.text.locate(&line.range).ocr_confidence.is_some()));
    for line in head.lines.iter().skip(stamps.unwrap_or(0)).take_while(|line| line.range.start < limit) {
        let folded = fold(line.text);
        let bare = folded.trim_matches(|letter: char| !letter.is_alphanumeric());
        let stamp = rules.not_bodies.iter().any(|other| other == bare);
        let own = !head.is_furniture(line) && !motto_columns.contains(&line.region) && !motto_paragraphs.contains(&line.paragraph);
        if own && is_caps(line.text) && !stamp && !zones.addressee_line.regex().is_match(&folded) && line.region != Region::Overlay {
            lines.push(line.clone());
        } else if head.number_at.as_ref().is_some_and(|number| line.range.start >= number.start) && !lines.is_empty() {
            break;
        }
    }
    lines
}

/// The line begins with a word that opens the name of a body.
fn opens_name(head: &Head<'_>, line: &str) -> bool {
    let lower = modern_tone(&line.to_lowercase());
    let patterns = head.reading.patterns;
    let rules = &patterns.letterhead;
    let heads = patterns.bodies.heads.iter().chain(&rules.short_heads).map(|head| head.to_lowercase());
    let mut heads = heads.filter(|head| lower.strip_prefix(head.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
    let words = lower.split_whitespace().count();
    let single = || patterns.bodies.capital_after.iter().any(|head| head.to_lowercase() == lower);
    heads.next().is_some() && (words > 1 || single()) && !rules.not_heads.iter().any(|other| lower.starts_with(other))
        || rules.whole_heads.contains(&lower)
}

/// Two lines that are one known name: `THỦ TƯỚNG` / `CHÍNH PHỦ`.
fn is_one_name(head: &Head<'_>, above: &str, line: &str) -> bool {
    let both = modern_tone(&format!("{above} {line}").to_lowercase());
    head.reading.patterns.bodies.names.iter().any(|name| name.to_lowercase() == both)
}

/// The last word above and the first one here are the name of a place: `THÀNH PHỐ HẢI` / `PHÒNG`.
fn is_one_place(head: &Head<'_>, above: &str, line: &str) -> bool {
    let (Some(last), Some(first)) = (above.split_whitespace().next_back(), line.split_whitespace().next()) else { return false };
    let both = modern_tone(&format!("{last} {first}").to_lowercase());
    let levelled = above.split_whitespace().rev().nth(1).is_some_and(|level| {
        let level = modern_tone(&level.to_lowercase());
        head.reading.patterns.bodies.before_place.contains(&level)
    });
    levelled && head.reading.patterns.bodies.places.iter().any(|place| place.to_lowercase() == both)
}

/// The name above is whole, so that another may begin.
fn is_complete(head: &Head<'_>, above: &str) -> bool {
    let lower = modern_tone(&above.to_lowercase());
    let open = lower.ends_with([',', '-', '–', '&'])
        || head.reading.patterns.zones.open_endings.iter().any(|ending| lower.ends_with(&format!(" {ending}")));
    let committee = head.reading.patterns.letterhead.open_names.contains(&lower);
    let single = !lower.contains(' ');
    !open && !committee && !single && opens_name(head, above)
}

/// The issuer as the body names it: above the grounds of a decision, or where the issuer speaks.
fn from_body(head: &mut Head<'_>) {
    let reading = head.reading;
    if let Some((name, at)) = decider(head) {
        head.found.value.issuer = Some(name);
        head.note_by("/issuer", &at, &reading.patterns.letterhead.decider, 0.75);
        return;
    }
    let rule = &reading.patterns.letterhead.issuer_in_body;
    for paragraph in reading.zones.body.clone().take(40) {
        let Some(own) = reading.text.paragraphs().get(paragraph) else { break };
        let line = reading.text.slice(own.range.clone());
        for found in rule.regex().captures_iter(line) {
            let Some(body) = found.name("named").or_else(|| found.name("body")) else { continue };
            // `của Sở Nội vụ đề nghị …` speaks of another.
            let before = modern_tone(&line.get(..body.start()).unwrap_or_default().trim_end().to_lowercase());
            let of_another = reading.patterns.zones.open_endings.iter().any(|ending| before.ends_with(&format!(" {ending}")));
            if of_another || found.name("named").is_none() && fold(body.as_str()).contains(" cua ") {
                continue;
            }
            let range = own.range.start + body.start()..own.range.start + body.end();
            head.found.value.issuer = Some(normal_form(body.as_str(), reading.patterns));
            head.note_by("/issuer", &range, rule, 0.7);
            return;
        }
    }
}

/// Who decides, in capitals above the grounds.
fn decider(head: &Head<'_>) -> Option<(String, Range<usize>)> {
    let reading = head.reading;
    let rule = reading.patterns.letterhead.decider.regex();
    let paragraphs = reading.zones.body.clone().take(DECIDERS).filter_map(|paragraph| reading.text.paragraphs().get(paragraph));
    paragraphs.filter(|own| is_caps(reading.text.slice(own.range.clone()))).find_map(|own| {
        let line = reading.text.slice(own.range.clone());
        let body = rule.captures(line)?.name("body")?;
        let at = own.range.start + body.start()..own.range.start + body.end();
        Some((normal_form(body.as_str(), reading.patterns), at))
    })
}
