//! Cited documents, once each, in order of first mention.
//!
//! In: the reading and the document itself. Out: one [`Reference`] for each other document that is
//! named by number, with the date and the issuer as any of its citations gives them. It
//! deliberately does not know whether such a document exists.

mod citation;
pub(super) mod own;
mod sharing;

use std::collections::BTreeMap;
use std::ops::Range;

use super::zones::number_line;
use super::{Found, Reading};
use crate::record::{Document, Reference, Role};
use crate::text::{Region, fold};
use crate::warning::{Warned, Warning};

use citation::Citation;

/// A number recognised less surely than this is most often another.
const SURE: f32 = 0.2;

/// Finds every other document that this one names by number; one whose number was not read surely is withheld.
pub(super) fn find(reading: &Reading<'_>, document: &Document) -> Warned<Vec<Found<Reference>>> {
    let mut withheld = Vec::new();
    let basis = basis_paragraphs(reading);
    let mut references: Vec<Found<Reference>> = Vec::new();
    let mut places_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for paragraph in places(reading) {
        let Some(own) = reading.text.paragraphs().get(paragraph) else { continue };
        let string = reading.text.slice(own.range.clone());
        let grounds = basis.contains(&paragraph);
        for (index, mut citation) in citation::all(string, reading.patterns).into_iter().enumerate() {
            let at = own.range.start + citation.at.start..own.range.start + citation.at.end;
            if reading.text.locate(&at).ocr_confidence.is_some() {
                citation.put_right(reading.patterns);
                let number = own.range.start + citation.start..own.range.start + citation.number_end;
                let unsure = reading.text.locate(&number).ocr_confidence.is_some_and(|confidence| confidence < SURE);
                if unsure || is_broken(string.get(..citation.start).unwrap_or_default()) {
                    withheld.push(same_number(&citation.number));
                    continue;
                }
            }
            let first_of_clause = index == 0 || citation.opens_clause;
            let role = if grounds && first_of_clause { Role::Basis } else { Role::Mention };
            if document.number.as_ref().is_some_and(|number| same_number(number) == same_number(&citation.number)) {
                continue;
            }
            let shortened = |known: &Found<Reference>| {
                known.value.kind == citation.kind
                    && known.value.number.strip_prefix(&citation.number).is_some_and(|rest| rest.starts_with('/'))
            };
            if citation.symbol.is_empty() && references.iter().any(shortened) {
                continue;
            }
            let known = places_of.entry(same_number(&citation.number)).or_default();
            add(reading, &mut references, known, &citation, role, own.range.start);
        }
    }
    let unknown = withheld.iter().any(|number| !places_of.contains_key(number));
    let warnings = unknown.then(|| Warning::withheld("references")).into_iter().collect();
    Warned { value: references, warnings }
}

/// Figures before a number are its own: `số 41 8/QĐ-UBND`.
fn is_broken(before: &str) -> bool {
    before.trim_end().ends_with(|sign: char| sign.is_ascii_digit()) && before.ends_with(char::is_whitespace)
}

/// The paragraphs that may cite: subject, body, annexes; not number lines, footers and margins.
fn places<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = usize> + 'a {
    let zones = &reading.zones;
    let illegible = number_line(reading.text, reading.patterns, zones.head.clone()).map(|line| line.paragraph);
    let all = zones.head.clone().chain(zones.body.clone()).chain(zones.annexes.iter().cloned().flatten());
    all.filter(move |&paragraph| {
        let margin = reading.text.paragraphs().get(paragraph).is_none_or(|own| own.region == Region::Margin);
        let line = reading.text.paragraph(paragraph);
        let own_number = reading.patterns.zones.number_line.regex().is_match(&fold(line))
            || zones.head.contains(&paragraph) && reading.patterns.letterhead.number_misread.regex().is_match(line);
        !margin && !own_number && illegible != Some(paragraph)
    })
}

/// The grounds: the paragraphs that open the body up to the first label or other text.
fn basis_paragraphs(reading: &Reading<'_>) -> Range<usize> {
    let body = reading.zones.body.clone();
    let openers = &reading.patterns.references.basis.openers;
    let mut end = body.start;
    for paragraph in body.clone().take(60) {
        let line = fold(reading.text.paragraph(paragraph));
        let start = line.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        let labelled = reading
            .outline
            .of_paragraph(paragraph)
            .and_then(|place| reading.outline.items.get(place))
            .is_some_and(|item| item.label.as_ref().is_some_and(|label| label.chars().any(char::is_alphanumeric)));
        if labelled {
            break;
        }
        let opens = openers.iter().any(|opener| start.starts_with(opener.as_str()));
        let heading = start.chars().count() < 90 && end == paragraph && paragraph < body.start + 3;
        if opens || heading {
            end = paragraph + 1;
        } else if paragraph > end {
            break;
        }
    }
    body.start..end
}

/// Adds a citation, or completes the reference that it repeats; `known` holds where references of its number stand.
fn add(
    reading: &Reading<'_>,
    references: &mut Vec<Found<Reference>>,
    known: &mut Vec<usize>,
    citation: &Citation,
    role: Role,
    offset: usize,
) {
    let at = offset + citation.at.start..offset + citation.at.end;
    let place = known.iter().find(|&&place| references.get(place).is_some_and(|known| agree(&known.value, citation)));
    if let Some(known) = place.and_then(|&place| references.get_mut(place)) {
        let value = &mut known.value;
        value.date = value.date.take().or_else(|| citation.date.clone());
        value.issuer = value.issuer.take().or_else(|| citation.issuer.clone());
        if role == Role::Basis {
            value.role = role;
        }
        return;
    }
    let rule = if citation.party { &reading.patterns.references.rules.party } else { &reading.patterns.references.rules.number };
    let value = Reference {
        number: citation.number.clone(),
        kind: citation.kind.clone(),
        date: citation.date.clone(),
        issuer: citation.issuer.clone(),
        role,
    };
    known.push(references.len());
    references.push(Found { value, evidence: vec![(String::new(), reading.evidence_by(&at, rule, 0.95))] });
}

/// What numbers of one document have in common: digits and symbol, whatever the case, hyphens and leading zeros.
fn same_number(number: &str) -> String {
    number.trim_start_matches('0').replace('-', "").to_uppercase()
}

/// Two citations of one number may be of two documents: dates, where both give one, must agree.
fn agree(known: &Reference, citation: &Citation) -> bool {
    match (&known.date, &citation.date) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}
