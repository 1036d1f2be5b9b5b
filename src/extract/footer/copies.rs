//! Receivers of copies and the archive line.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Footer;
use crate::extract::bodies::trim_marks;
use crate::extract::zones::{Printed, is_caps, is_receivers, is_separator, is_signature, starts_small};
use crate::extract::{Found, Reading};
use crate::record::Copy;
use crate::text::{Region, fold};

/// Marks before an entry of the list.
const BULLETS: [char; 8] = ['-', '–', '—', '+', '•', '*', '·', '\u{f0b7}'];

/// A receiver recognised less surely than this is noise.
const SURE: f32 = 0.2;

/// Divides the footer's lines into the list of receivers and everything else.
pub(super) fn split<'a>(reading: &Reading<'_>, lines: &[Printed<'a>]) -> (Vec<Printed<'a>>, Vec<Printed<'a>>) {
    let Some(first) = lines.iter().position(|line| is_receivers(line, reading.patterns)) else { return (Vec::new(), lines.to_vec()) };
    let column = lines.get(first).map(|line| line.region);
    let columns = matches!(column, Some(Region::Column { .. }));
    let (mut list, mut rest): (Vec<Printed<'_>>, Vec<Printed<'_>>) = (Vec::new(), Vec::new());
    let (mut signing, mut archived) = (false, false);
    for (index, line) in lines.iter().enumerate() {
        let aside = index < first || columns && Some(line.region) != column;
        if !aside && !line.text.trim_start().starts_with(BULLETS) && is_signature(line.text, reading.patterns) {
            signing = true;
        }
        let bullet = line.text.trim_start().starts_with(BULLETS);
        // The end of the list, below the columns that the signature stands in.
        let below = columns && !archived && matches!(line.region, Region::Body);
        let listed = || bullet || reading.patterns.footer.archive.regex().is_match(line.text);
        let goes_on = || list.last().is_some_and(|last| is_open(last.text) || starts_small(line.text));
        let aside = aside && !(below && index > first && (listed() || goes_on()));
        let after_archive = archived && !bullet && !columns && line.first && !list.last().is_some_and(|last| is_open(last.text));
        if aside || signing && !bullet || after_archive {
            rest.push(line.clone());
            continue;
        }
        archived |= reading.patterns.footer.archive.regex().is_match(line.text);
        list.push(line.clone());
    }
    (list, rest)
}

fn is_open(line: &str) -> bool {
    line.trim_end().ends_with([',', '-', '–']) || line.matches('(').count() > line.matches(')').count()
}

/// Reads the list.
pub(super) fn read(reading: &Reading<'_>, issuer: Option<&str>, list: &[Printed<'_>], found: &mut Found<Footer>) {
    let rules = &reading.patterns.footer;
    for (mut entry, at) in entries(reading, list) {
        let seen = reading.text.locate(&at).ocr_confidence;
        // `7 Như trên`: recognition made a sign of the dash.
        if let Some(rest) = rules.lost_dash.regex().captures(&entry).filter(|_| seen.is_some()).and_then(|found| found.name("rest")) {
            entry = rest.as_str().to_owned();
        }
        let folded = fold(&entry);
        if let Some(archive) = rules.archive.regex().captures(&entry).and_then(|found| found.name("a")) {
            let text = trim_marks(archive.as_str());
            if found.value.archive.is_none() && !text.is_empty() {
                found.value.archive = Some(text.to_owned());
                found.evidence.push(("/archive".into(), reading.evidence_by(&at, &rules.archive, 0.96)));
            }
        } else if !rules.same.regex().is_match(&folded) {
            if seen.is_some_and(|confidence| confidence < SURE) {
                found.value.withhold("document.copies");
                continue;
            }
            let (mut name, purpose) = purpose_of(reading, &entry);
            if let Some(bare) = rules.short_bracket.regex().find(&name).filter(|_| seen.is_some()).map(|bracket| bracket.start()) {
                name.truncate(bare);
                found.value.withhold("document.copies.purpose");
            }
            let name = with_ministries(reading, name);
            let name = reading.body_within(&name, ranks_of(reading, issuer, &name), &at);
            if name.chars().filter(|letter| letter.is_alphabetic()).count() > 1 {
                let pointer = format!("/copies/{}", found.value.copies.len());
                found.evidence.push((pointer, reading.evidence(&at, "zones/receivers_line", 0.93)));
                found.value.copies.push(Copy { name, purpose });
            }
        }
    }
}

/// The entries of the list: a new one at each mark, or after a semicolon or full stop.
fn entries(reading: &Reading<'_>, list: &[Printed<'_>]) -> Vec<(String, Range<usize>)> {
    let archive = reading.patterns.footer.archive.regex();
    let mut entries: Vec<(String, Range<usize>)> = Vec::new();
    let bulleted = list.iter().any(|line| line.text.trim_start().starts_with(BULLETS));
    // `Nơi` / `nhận:` may break inside.
    let whole = |line: &Printed<'_>| reading.patterns.zones.receivers_line.regex().is_match(&fold(line.text));
    let heading = if list.first().is_some_and(whole) { 0 } else { list.iter().position(|line| line.text.contains(':')).unwrap_or(0) };
    for (index, line) in list.iter().enumerate().skip(heading) {
        let mut start = 0;
        if index == heading {
            start = line.text.find(':').map_or(line.text.len(), |colon| colon + 1);
        }
        let text = line.text.get(start..).unwrap_or_default().trim();
        // A lone sign beside the heading is a pen stroke, not a receiver.
        if is_separator(text) || index == heading && text.chars().count() < 4 {
            continue;
        }
        let bullet = text.starts_with(BULLETS) || archive.is_match(text);
        let closed = entries.last().is_some_and(|(entry, _)| {
            entry.trim_end().ends_with(';') || entry.ends_with("),") || entry.trim_end().ends_with('.') && !bulleted
        });
        match entries.last_mut() {
            Some((entry, at)) if !bullet && !closed && (bulleted || !line.first) => {
                if archive.is_match(entry) && (entry.trim_end().ends_with('.') || is_caps(text)) {
                    continue;
                }
                entry.push(' ');
                entry.push_str(text);
                at.end = line.range.end;
            }
            Some((entry, _)) if !bullet && archive.is_match(entry) => {}
            _ => entries.push((text.to_owned(), line.range.start + start..line.range.end)),
        }
    }
    entries
}

/// The ranks that short forms of a name stand for in a paper of the issuer: `PCT` of a `Cục` is no vice chairman, unless of a council.
fn ranks_of<'a>(reading: &'a Reading<'_>, issuer: Option<&str>, name: &str) -> Option<&'a BTreeMap<String, String>> {
    let begins = |head: &String| issuer.and_then(|issuer| issuer.strip_prefix(head.as_str())).is_some_and(|rest| rest.starts_with(' '));
    let own = reading.patterns.abbreviations.own_ranks.iter().find(|(head, _)| begins(head)).map(|(_, ranks)| ranks);
    own.filter(|_| !reading.patterns.footer.of_council.regex().is_match(name))
}

/// `Các Bộ: TC, XD`: such a list says ministries by letters that mean something else elsewhere.
fn with_ministries(reading: &Reading<'_>, name: String) -> String {
    let Some((head, list)) = name.split_once(':').filter(|(head, _)| reading.patterns.footer.ministries.regex().is_match(head)) else {
        return name;
    };
    let known = &reading.patterns.abbreviations.ministries;
    let parts: Vec<&str> = list
        .split(',')
        .map(|part| part.trim().trim_end_matches([';', '.']))
        .map(|part| known.get(part).map_or(part, String::as_str))
        .collect();
    format!("{head}: {}", parts.join(", "))
}

/// Parts the name from the purpose behind it.
fn purpose_of(reading: &Reading<'_>, entry: &str) -> (String, Option<String>) {
    let rules = &reading.patterns.footer;
    let Some(found) = rules.purpose.regex().captures(entry) else { return (entry.to_owned(), None) };
    let (Some(whole), Some(printed)) = (found.get(0), found.name("p").or_else(|| found.name("q"))) else { return (entry.to_owned(), None) };
    let folded = fold(printed.as_str());
    let first = folded.split([',', ';']).next().unwrap_or_default().trim().trim_end_matches('.').replace("/ ", "/");
    let purpose = rules.purposes.get(first.as_str()).cloned();
    let purpose = purpose
        .or_else(|| rules.purpose_verb.regex().is_match(&folded).then(|| printed.as_str().trim().trim_start_matches("để ").to_owned()));
    match purpose {
        Some(purpose) => (entry.get(..whole.start()).unwrap_or_default().to_owned(), Some(purpose)),
        None => (entry.to_owned(), None),
    }
}
