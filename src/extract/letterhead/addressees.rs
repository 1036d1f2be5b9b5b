//! Addressees: after `Kính gửi`, `Kính mời` or `… điện:`, one for each printed entry.

use super::Head;
use crate::extract::zones::starts_small;
use crate::text::fold;

/// Marks before an entry of a list.
const BULLETS: [char; 8] = ['-', '–', '—', '+', '•', '*', '·', '\u{f0b7}'];

/// Reads the addressees.
pub(super) fn read(head: &mut Head<'_>) {
    let reading = head.reading;
    let zones = &reading.patterns.zones;
    let mark = reading.patterns.letterhead.addressee_mark.regex();
    let Some(first) = head.lines.iter().position(|line| head.announces_addressees(line)) else { return };
    // `Kính` / `gửi:` may break inside.
    let marked = head.lines.get(first).filter(|line| line.first);
    let start = marked.and_then(|line| Some(line.range.start + mark.find(line.whole)?.end())).unwrap_or_default();
    let mut entries: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (index, line) in head.lines.iter().enumerate().skip(first) {
        let inline = if index == first { mark.find(line.text).map_or(0, |found| found.end()) } else { 0 };
        let inline = inline.max(start.saturating_sub(line.range.start));
        let text = line.text.get(inline..).unwrap_or_default().trim();
        // A paragraph in brackets gives the address of the one above.
        if text.is_empty() || index > first && (head.is_furniture(line) || line.first && line.whole.starts_with('(')) {
            continue;
        }
        let open = entries.last().is_some_and(|(entry, _)| !entry.trim_end().ends_with([';', '.']));
        // `chính trị\n- xã hội` is no new entry.
        let new_entry = text.starts_with(BULLETS) && (line.first || !starts_small(text));
        match entries.last_mut() {
            Some((entry, at)) if open && !new_entry => {
                entry.push(' ');
                entry.push_str(text);
                at.end = line.range.end;
            }
            _ => entries.push((text.to_owned(), line.range.start + inline..line.range.end)),
        }
    }
    for (entry, at) in entries {
        let folded = fold(&entry);
        let start = folded.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        if reading.patterns.letterhead.not_addressees.iter().any(|other| start.starts_with(other.as_str()) && start.contains(':')) {
            continue;
        }
        let name = reading.body(&entry, &at);
        if name.chars().filter(|letter| letter.is_alphabetic()).count() > 1 {
            let pointer = format!("/addressees/{}", head.found.value.addressees.len());
            head.note_by(&pointer, &at, &zones.addressee_line, 0.94);
            head.found.value.addressees.push(name);
        }
    }
}
