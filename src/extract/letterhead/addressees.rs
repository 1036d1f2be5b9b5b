//! Addressees: after `Kính gửi`, `Kính mời` or `… điện:`, one for each printed entry.

use super::Head;
use crate::extract::bodies::normal_form;
use crate::text::fold;

/// Marks before an entry of a list.
const BULLETS: [char; 8] = ['-', '–', '—', '+', '•', '*', '·', '\u{f0b7}'];

/// Reads the addressees.
pub(super) fn read(head: &mut Head<'_>) {
    let reading = head.reading;
    let zones = &reading.patterns.zones;
    let mark = reading.patterns.letterhead.addressee_mark.regex();
    let Some(first) = head.lines.iter().position(|line| zones.addressee_line.regex().is_match(&fold(line.text))) else { return };
    let mut entries: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (index, line) in head.lines.iter().enumerate().skip(first) {
        let inline = (index == first).then(|| mark.find(line.text)).flatten().map_or(0, |found| found.end());
        let text = line.text.get(inline..).unwrap_or_default().trim();
        if text.is_empty() || index > first && head.is_furniture(line) {
            continue;
        }
        let open = entries.last().is_some_and(|(entry, _)| !entry.trim_end().ends_with([';', '.']));
        let new_entry = text.starts_with(BULLETS);
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
        let name = normal_form(&entry, reading.patterns);
        if name.chars().filter(|letter| letter.is_alphabetic()).count() > 1 {
            let pointer = format!("/addressees/{}", head.found.value.addressees.len());
            head.note_by(&pointer, &at, &zones.addressee_line, 0.94);
            head.found.value.addressees.push(name);
        }
    }
}
