//! Title and subject: `V/v …` under the number of a công văn, the lines under the title otherwise.

use super::{Head, one_line};
use crate::extract::zones::{Printed, is_caps, is_separator};
use crate::record::DocumentType;
use crate::text::{Region, fold};

/// A subject without a title above it has at least so many words.
const FEWEST_WORDS: usize = 5;

/// Finds the line that names the kind of document.
pub(super) fn find_title(head: &mut Head<'_>) -> Option<DocumentType> {
    let reading = head.reading;
    let types = &reading.patterns.types.types;
    let squeezed = |text: &str| fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let titles: Vec<(String, DocumentType)> =
        types.iter().map(|(code, kind)| (squeezed(&kind.name), DocumentType { code: code.clone(), name: kind.name.clone() })).collect();
    let caps: Vec<&Printed<'_>> = head.lines.iter().filter(|line| is_caps(line.text)).collect();
    let exact = caps.iter().find_map(|line| {
        let fits = |text: &str| titles.iter().find(|(name, _)| *name == squeezed(text)).map(|(_, kind)| kind.clone());
        let broken = || fits(line.whole).filter(|_| line.first).map(|kind| (*line, kind, line.range.start + line.whole.len()));
        fits(line.text).map(|kind| (*line, kind, line.range.end)).or_else(broken)
    });
    let (range, kind) = if let Some((line, kind, end)) = exact {
        (line.range.start..end, kind)
    } else {
        let (line, kind) = title_with_subject(head, &titles)?;
        let words = kind.name.split_whitespace().count();
        let length: usize = line.text.split_inclusive(' ').take(words).map(str::len).sum();
        (line.range.start..line.range.start + length, kind)
    };
    head.title_at = Some(range);
    Some(kind)
}

/// A line in capitals that begins with the name of a kind and goes on with the subject.
fn title_with_subject<'a>(head: &Head<'a>, titles: &[(String, DocumentType)]) -> Option<(Printed<'a>, DocumentType)> {
    let after_number = head.number_at.as_ref().map_or(0, |number| number.end);
    let lines = head.lines.iter().filter(|line| line.range.start >= after_number && !matches!(line.region, Region::Column { .. }));
    let subject = |line: &&Printed<'_>| head.reading.patterns.zones.subject_line.regex().is_match(&fold(line.text));
    if head.lines.iter().any(|line| subject(&line)) {
        return None;
    }
    lines.filter(|line| !line.text.is_empty()).find_map(|line| {
        let folded = fold(line.text);
        let fits = titles.iter().filter(|(_, kind)| kind.code != "CV").filter(|(_, kind)| {
            let upper = kind.name.to_uppercase();
            line.text.starts_with(&upper) && folded.strip_prefix(fold(&kind.name).as_str()).is_some_and(|rest| rest.starts_with(' '))
        });
        let longest = fits.max_by_key(|(name, _)| name.len())?;
        Some((line.clone(), longest.1.clone()))
    })
}

/// Reads the subject; tells whether it stood behind `V/v` without a title.
pub(super) fn read(head: &mut Head<'_>) -> bool {
    let mark = head.reading.patterns.zones.subject_line.regex();
    let title = head.title_at.clone();
    let marked = head.lines.iter().position(|line| mark.is_match(&fold(line.text)));
    match (title, marked) {
        (Some(title), _) => {
            below_title(head, title.end);
            false
        }
        (None, Some(first)) => {
            marked_subject(head, first);
            true
        }
        (None, None) => {
            untitled(head);
            false
        }
    }
}

/// Lines in capitals below number and date, where no line names the kind: `TỔNG HỢP KẾT QUẢ …`.
fn untitled(head: &mut Head<'_>) {
    let Some(after) = head.number_at.as_ref().map(|number| number.end) else { return };
    let below = head.lines.iter().filter(|line| line.range.start > after && !matches!(line.region, Region::Column { .. }));
    let lines = below.filter(|line| !head.is_furniture(line) && !head.announces_addressees(line)).skip_while(|line| !is_caps(line.text));
    let lines: Vec<&Printed<'_>> = lines.take_while(|line| is_caps(line.text)).collect();
    let words: usize = lines.iter().map(|line| line.text.split_whitespace().count()).sum();
    let Some((first, last)) = lines.first().zip(lines.last()).filter(|_| words >= FEWEST_WORDS) else { return };
    let bounds = first.range.start..last.range.end;
    keep(head, bounds.start, bounds.end, "letterhead/untitled", 0.75);
}

fn marked_subject(head: &mut Head<'_>, first: usize) {
    let Some(start) = head.lines.get(first).cloned() else { return };
    let mut end = start.range.end;
    for line in head.lines.iter().skip(first + 1) {
        let other = head.announces_addressees(line) || head.is_furniture(line) || line.region != start.region;
        if other {
            break;
        }
        end = line.range.end;
    }
    keep(head, start.range.start, end, "zones/subject_line", 0.95);
}

fn below_title(head: &mut Head<'_>, title_end: usize) {
    let zones = &head.reading.patterns.zones;
    let mut bounds: Option<(usize, usize)> = None;
    for line in head.lines.iter().filter(|line| line.range.end > title_end) {
        let start = line.range.start.max(title_end);
        let rest = head.reading.text.slice(start..line.range.end);
        if head.announces_addressees(line) {
            break;
        }
        if is_separator(rest) || matches!(line.region, Region::Column { .. }) {
            if bounds.is_some() {
                break;
            }
            continue;
        }
        if zones.annex_line.regex().is_match(&fold(rest)) && rest.starts_with('(') {
            break;
        }
        bounds = Some((bounds.map_or(start, |(start, _)| start), line.range.end));
    }
    if let Some((start, end)) = bounds {
        keep(head, start, end, "types/title", 0.93);
    }
}

fn keep(head: &mut Head<'_>, start: usize, end: usize, rule: &str, confidence: f32) {
    let printed = head.reading.text.slice(start..end);
    let bare = head.reading.patterns.letterhead.subject_mark.regex().replace(printed, "");
    let subject = one_line(&bare);
    // The quotation marks around the whole of it are the letterhead's.
    let quoted = printed.trim_start().starts_with(['“', '"']) && !subject.starts_with(['“', '"']);
    let subject = if quoted { subject.trim_end_matches(['”', '"']).to_owned() } else { subject };
    head.subject_at = Some(start..end);
    if subject.chars().count() > 3 {
        head.found.value.subject = Some(subject);
        head.note("/subject", &(start..end), rule, confidence);
    }
}
