//! The document's own number, as the line below the title of its annex gives it.
//!
//! In: the reading and what the letterhead says. Out: number and day, where every such line that names a document of the
//! same kind, symbol and issuer gives the same. It deliberately judges nothing else: whether the letterhead's own number can
//! be read is for the caller to say.

use std::ops::Range;

use super::citation::{self, Citation};
use crate::extract::zones::ANNEX_TITLE;
use crate::extract::{Found, Reading, letterhead};
use crate::record::Document;
use crate::text::fold;

/// So many lines stand at most between the beginning of an annex and the line about what it belongs to.
const LINES: usize = 2 * ANNEX_TITLE;

/// What `(Kèm theo Báo cáo số 12/BC-UBND ngày 05/3/2024 của …)` says of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::extract) struct Own {
    pub(in crate::extract) number: String,
    pub(in crate::extract) sequence: Option<u32>,
    pub(in crate::extract) symbol: String,
    /// `YYYY-MM-DD`, where month and year are those of the letterhead.
    pub(in crate::extract) date: Option<String>,
}

/// Finds it.
pub(in crate::extract) fn find(reading: &Reading<'_>, document: &Document) -> Option<Found<Own>> {
    let mut lines =
        reading.zones.annexes.iter().flat_map(|annex| annex.clone().take(LINES)).filter_map(|line| of_line(reading, document, line));
    let (own, at) = lines.next()?;
    if lines.any(|(other, _)| other.number != own.number) {
        return None;
    }
    let rule = &reading.patterns.references.rules.own;
    let mut evidence = vec![("/number".to_owned(), reading.evidence_by(&at, rule, 0.9))];
    evidence.extend(own.date.is_some().then(|| ("/date".to_owned(), reading.evidence_by(&at, rule, 0.9))));
    Some(Found { value: own, evidence })
}

fn of_line(reading: &Reading<'_>, document: &Document, paragraph: usize) -> Option<(Own, Range<usize>)> {
    let line = reading.text.paragraph(paragraph);
    if !reading.patterns.references.rules.own.regex().is_match(line) {
        return None;
    }
    let start = reading.text.paragraphs().get(paragraph)?.range.start;
    let is_this = |citation: &Citation| {
        let kind = document.kind.as_ref().map(|kind| &kind.code);
        let issuer = citation.issuer.as_deref().zip(document.issuer.as_deref()).is_none_or(|(named, own)| fold(named) == fold(own));
        let symbol = document.symbol.as_deref().is_none_or(|symbol| symbol == citation.symbol);
        citation.kind.as_ref() == kind && kind.is_some() && issuer && symbol
    };
    let mut all = citation::all(line, reading.patterns).into_iter();
    let citation = all.next().filter(is_this)?;
    let printed = document.date_text.as_deref().unwrap_or_default();
    let date = citation.date.filter(|date| letterhead::is_printed(date, printed, &["d"], reading.patterns));
    let sequence = citation.number.split(['/', '-']).next().and_then(|number| number.parse().ok());
    let at = start + citation.at.start..start + citation.at.end;
    Some((Own { number: citation.number, sequence, symbol: citation.symbol, date }, at))
}
