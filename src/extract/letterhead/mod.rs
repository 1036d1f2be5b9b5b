//! The letterhead: type, number, issuer, place, date, subject, urgency, addressees, period.
//!
//! In: the reading with its zones. Out: the [`Document`] without its footer, with evidence. What
//! the letterhead does not say is looked for in the body with less confidence; what is nowhere
//! stays `None`. It deliberately does not judge whether number, type and issuer fit together.

mod addressees;
mod issuer;
mod number;
mod period;
mod subject;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(super) use number::{date_of, is_printed};

use super::zones::{Printed, announces_addressees, is_caps, is_separator, printed};
use super::{Found, Reading};
use crate::pattern::Rule;
use crate::record::{Document, DocumentType};
use crate::text::fold;
use crate::warning::{Warned, Warning};

/// The lines of the letterhead, and what was found so far.
struct Head<'a> {
    reading: &'a Reading<'a>,
    lines: Vec<Printed<'a>>,
    found: Found<Document>,
    /// What stands there but could not be read surely.
    found_warnings: Vec<Warning>,
    /// Where number, date, title and subject stand, so that nobody reads them as something else.
    number_at: Option<Range<usize>>,
    date_at: Option<Range<usize>>,
    title_at: Option<Range<usize>>,
    subject_at: Option<Range<usize>>,
}

/// Reads everything above the body.
pub(super) fn read(reading: &Reading<'_>) -> Warned<Found<Document>> {
    let lines = printed(reading.text, reading.zones.head.clone());
    let mut head = Head {
        reading,
        lines,
        found: Found::default(),
        found_warnings: Vec::new(),
        number_at: None,
        date_at: None,
        title_at: None,
        subject_at: None,
    };
    number::read(&mut head);
    let title = subject::find_title(&mut head);
    let marked = subject::read(&mut head);
    head.kind(title, marked);
    number::read_date(&mut head);
    issuer::read(&mut head);
    number::prove_symbol(&mut head);
    addressees::read(&mut head);
    head.grades();
    period::read(&mut head);
    Warned { value: head.found, warnings: head.found_warnings }
}

impl Head<'_> {
    fn note(&mut self, pointer: &str, range: &Range<usize>, rule: &str, confidence: f32) {
        let evidence = self.reading.evidence(range, rule, confidence);
        self.found.evidence.push((pointer.to_owned(), evidence));
    }

    fn note_by(&mut self, pointer: &str, range: &Range<usize>, rule: &Rule, confidence: f32) {
        self.note(pointer, range, &rule.name, confidence);
    }

    /// The type: what the title says; else a công văn where `V/v` or `Kính gửi` stands; else what the symbol says.
    fn kind(&mut self, title: Option<DocumentType>, marked: bool) {
        if let (Some(kind), Some(range)) = (title, self.title_at.clone()) {
            self.found.value.kind = Some(kind);
            self.note("/type", &range, "types/title", 0.98);
            return;
        }
        let types = &self.reading.patterns.types;
        let mark = self.reading.patterns.zones.addressee_line.regex();
        let addressee = self.lines.iter().find(|line| mark.is_match(&fold(line.text))).map(|line| line.range.clone());
        let Some(symbol) = self.found.value.symbol.clone() else {
            if let (Some(at), Some(kind)) = (addressee, types.types.get("CV")) {
                self.found.value.kind = Some(DocumentType { code: "CV".to_owned(), name: kind.name.clone() });
                self.note("/type", &at, "zones/addressee_line", 0.7);
            }
            return;
        };
        let first = symbol.split(['-', '/']).next().unwrap_or_default();
        let named = types.types.iter().find(|(code, kind)| *code == first || kind.also.iter().any(|also| also == first));
        let letter = marked || addressee.is_some() && !symbol.contains('/');
        let code = named.map(|(code, _)| code.as_str()).filter(|_| !letter || symbol.contains('/')).unwrap_or("CV");
        if let Some(kind) = types.types.get(code) {
            self.found.value.kind = Some(DocumentType { code: code.to_owned(), name: kind.name.clone() });
            if let Some(range) = self.number_at.clone() {
                self.note("/type", &range, "types/symbol", if marked { 0.97 } else { 0.9 });
            }
        }
    }

    /// Urgency and secrecy: stamps in lines of their own.
    fn grades(&mut self) {
        let rules = &self.reading.patterns.letterhead;
        for line in self.lines.clone() {
            let folded = fold(line.text);
            if !is_caps(line.text) && !folded.starts_with("do ") {
                continue;
            }
            let value = |rule: &Rule| rules.grades.get(rule.regex().captures(&folded)?.name("v")?.as_str()).cloned();
            if let Some(urgency) = value(&rules.urgency).filter(|_| self.found.value.urgency.is_none()) {
                self.found.value.urgency = Some(urgency);
                self.note_by("/urgency", &line.range, &rules.urgency, 0.95);
            }
            if let Some(secrecy) = value(&rules.secrecy).filter(|_| self.found.value.secrecy.is_none()) {
                self.found.value.secrecy = Some(secrecy);
                self.note_by("/secrecy", &line.range, &rules.secrecy, 0.95);
            }
        }
    }

    /// `Kính gửi`, also where it breaks inside.
    fn announces_addressees(&self, line: &Printed<'_>) -> bool {
        announces_addressees(line, self.reading.patterns)
    }

    /// The line carries number, date, motto or only marks.
    fn is_furniture(&self, line: &Printed<'_>) -> bool {
        let zones = &self.reading.patterns.zones;
        let folded = fold(line.text);
        let within =
            |range: &Option<Range<usize>>| range.as_ref().is_some_and(|range| range.start < line.range.end && line.range.start < range.end);
        is_separator(line.text)
            || zones.motto.regex().is_match(&folded)
            || zones.number_line.regex().is_match(&folded)
            || zones.date_line.regex().is_match(&folded)
            || within(&self.number_at)
            || within(&self.date_at)
    }
}

/// Text over several lines or paragraphs as one line, without marks at its end.
fn one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = joined.trim_end_matches("./.").trim_end_matches(['.', ';', ':', ',', ' ', '-', '_', '*']);
    end.trim_start_matches(['-', '*', ' ', ':']).to_owned()
}
