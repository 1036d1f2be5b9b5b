//! Where the footer stands: around `Nơi nhận`, or around the signature where there is no such list.

use std::ops::Range;

use crate::pattern::Patterns;
use crate::text::{Region, Text, fold, modern_tone};

use super::{Printed, is_caps, is_separator, opens_annex, printed};

/// A signature block above `Nơi nhận` has at most so many lines.
const MOST_LINES: usize = 14;
/// A line of a footer is not longer.
const LONG_LINE: usize = 220;

/// The footer's paragraphs; empty, at the end, where there is none.
pub(super) fn find(text: &Text, patterns: &Patterns, head: usize) -> Range<usize> {
    let count = text.paragraphs().len();
    let lines = printed(text, head..count);
    let receivers = lines.iter().position(|line| is_receivers(line, patterns));
    let start = match receivers {
        Some(index) => signature_above(&lines, index, patterns),
        None => lone_signature(&lines, patterns),
    };
    let Some((start, first)) = start.and_then(|start| Some((start, lines.get(start)?.paragraph))) else { return count..count };
    let after = receivers.unwrap_or(start).max(start);
    first..end(text, &lines, after, patterns)
}

fn is_receivers(line: &Printed<'_>, patterns: &Patterns) -> bool {
    let folded = fold(line.text);
    patterns.zones.receivers_line.regex().is_match(&folded) && (folded.contains(':') || folded.chars().count() < 14)
}

/// The line where a signature begins that stands above `Nơi nhận`; else that line itself.
fn signature_above(lines: &[Printed<'_>], receivers: usize, patterns: &Patterns) -> Option<usize> {
    let mut start = receivers;
    for (index, line) in lines.iter().enumerate().take(receivers).rev().take(MOST_LINES) {
        if is_signature(line.text, patterns) {
            start = index;
        } else if !is_separator(line.text) && !(is_short(line.text)) {
            break;
        }
    }
    Some(start)
}

fn is_short(line: &str) -> bool {
    line.split_whitespace().count() <= 6 && !line.trim_end().ends_with(['.', ';', ':', '/'])
}

/// The first signature that a name follows, where there is no list of receivers.
fn lone_signature(lines: &[Printed<'_>], patterns: &Patterns) -> Option<usize> {
    let found = lines.iter().enumerate().skip(1).position(|(index, line)| {
        let next = lines.get(index + 1..).unwrap_or_default();
        is_signature(line.text, patterns)
            && !matches!(line.region, Region::Cell { .. })
            && next.iter().take(6).all(|line| is_short(line.text) || is_caps(line.text))
    })?;
    Some(found + 1)
}

/// `TM. …`, `KT. …` or a post alone, in capitals.
pub(in crate::extract) fn is_signature(line: &str, patterns: &Patterns) -> bool {
    if !is_caps(line) {
        return false;
    }
    let lower = modern_tone(&line.trim().to_lowercase());
    patterns.zones.authority_line.regex().is_match(&fold(line))
        || patterns.zones.posts.iter().any(|post| lower.trim_end_matches([',', '.']) == post)
}

/// The paragraph after the footer's last.
fn end(text: &Text, lines: &[Printed<'_>], after: usize, patterns: &Patterns) -> usize {
    let count = text.paragraphs().len();
    let own = lines.get(after).map(|line| line.region);
    let mut signed = lines.get(..after).unwrap_or_default().iter().rev().take(MOST_LINES).any(|line| is_signature(line.text, patterns));
    let mut archived = false;
    let mut named = signed;
    for (index, line) in lines.iter().enumerate().skip(after + 1) {
        let folded = fold(line.text);
        let list = line.text.trim_start().starts_with(['-', '–', '+', '•', '*']);
        let foreign = matches!(line.region, Region::Cell { .. })
            && own.is_some_and(|own| table_of(own) != table_of(line.region))
            && (signed || archived);
        let over =
            archived && signed && named && !list && line.first && !matches!(line.region, Region::Column { .. }) && !is_short(line.text);
        let motto = patterns.zones.motto.regex().is_match(&folded);
        if line.first
            && (opens_annex(line.text, patterns) && (signed || archived)
                || over
                || motto
                || foreign
                || line.text.chars().count() > LONG_LINE)
        {
            return lines.get(index).map_or(count, |line| line.paragraph);
        }
        archived |= folded.contains("luu");
        if is_signature(line.text, patterns) {
            signed = true;
        } else if signed && !list && is_name_like(line.text) {
            named = true;
        } else if signed && named && archived && is_caps(line.text) && line.text.split_whitespace().count() > 1 && line.first {
            return line.paragraph;
        }
    }
    count
}

fn table_of(region: Region) -> Option<usize> {
    if let Region::Cell { table } = region { Some(table) } else { None }
}

/// Two to six words, each with a capital: a person's name.
fn is_name_like(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && !is_caps(line)
        && words
            .iter()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) && !word.chars().any(|letter| letter.is_ascii_digit()))
}
