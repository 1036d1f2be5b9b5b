//! Finds what a document says: from [`Text`] and [`Patterns`] to [`Facts`].
//!
//! The order of the work is find, then choose: each file below proposes what it found with its
//! evidence, and picks one reading for the document. Whether the readings agree with one another
//! is the next room's question (`check`).
//!
//! It deliberately opens no file, knows no reader, and holds no wording of documents: that is
//! `patterns/`.

mod bodies;
mod columns;
mod dates;
mod deadlines;
mod folded;
mod footer;
mod indicators;
mod letterhead;
mod numbers;
mod outline;
mod periods;
mod references;
mod scores;
mod sentences;
mod signed;
mod symbols;
mod tables;
mod tasks;
mod units;
mod zones;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::pattern::{Patterns, Rule};
use crate::record::{Document, Evidence, Indicator, Proposal, Reference, Scorecard, Signature, Table, Task};
use crate::text::Text;
use crate::warning::{Warned, Warning};

pub use numbers::{decimals, parse as figure};
pub use periods::find as periods_in;
pub use scores::{Impossible, Lexicon, OtherReading, PreviousTotal, ScoreNotes};
pub use units::key as unit_key;

use outline::Outline;
use zones::Zones;

/// Everything that was found, before it is checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// Letterhead, subject, addressees, signer.
    pub document: Document,
    /// Cited documents.
    pub references: Vec<Reference>,
    /// Scores by unit.
    pub scorecards: Vec<Scorecard>,
    /// What was read about scores beside the cards.
    pub score_notes: ScoreNotes,
    /// Measured values.
    pub indicators: Vec<Indicator>,
    /// Tables as read.
    pub tables: Vec<Table>,
    /// Duties given.
    pub tasks: Vec<Task>,
    /// Requests made.
    pub proposals: Vec<Proposal>,
    /// RFC 6901 pointer → where the value was read.
    pub evidence: BTreeMap<String, Evidence>,
    /// Values that stand there but could not be read surely.
    pub warnings: Vec<Warning>,
}

/// A document being read: what every finder may look at.
struct Reading<'a> {
    text: &'a Text,
    patterns: &'a Patterns,
    zones: Zones,
    outline: Outline,
}

/// Something found, with the evidence for its parts.
#[derive(Debug, Clone, PartialEq, Default)]
struct Found<T> {
    value: T,
    /// Pointer relative to `value` (`""` for all of it, `/score` for a part) → evidence.
    evidence: Vec<(String, Evidence)>,
}

/// Finds what a document says; its digital signatures help where the page cannot be read.
#[must_use]
pub fn extract(text: &Text, signatures: &[Signature], patterns: &Patterns) -> Facts {
    let zones = zones::find(text, patterns);
    let outline = outline::build(text, &zones);
    let reading = Reading { text, patterns, zones, outline };
    let mut facts = Facts::default();
    let Warned { value: letterhead, warnings } = letterhead::read(&reading);
    facts.warnings = warnings;
    let footer = footer::read(&reading, letterhead.value.issuer.as_deref());
    facts.document =
        Document { copies: footer.value.copies, archive: footer.value.archive, signer: footer.value.signer, ..letterhead.value };
    facts.note("/document", letterhead.evidence);
    facts.note("/document", footer.evidence);
    facts.warnings.extend(footer.value.warnings);
    signed::complete(&mut facts, signatures, patterns);
    facts.issuer_of_signer(patterns);
    facts.number_of_annex(&reading);
    let Warned { value: references, warnings } = references::find(&reading, &facts.document);
    facts.references = facts.collect("/references", references);
    facts.warnings.extend(warnings);
    let grids = tables::grids(&reading);
    facts.tables = facts.collect("/tables", tables::find(&reading, &grids));
    let context = scores::Context::new(&reading);
    let (scores, notes) = scores::find(&reading, &facts.document, &grids, &context);
    facts.scorecards = facts.collect("/scorecards", scores);
    facts.warnings.extend(notes.withheld.iter().map(|value| Warning::withheld(value)));
    facts.score_notes = notes;
    let indicators = indicators::find(&reading, &facts.document, &grids, &context);
    facts.indicators = facts.collect("/indicators", indicators);
    let (tasks, proposals) = tasks::find(&reading, &facts.document, &grids);
    facts.tasks = facts.collect("/tasks", tasks);
    facts.proposals = facts.collect("/proposals", proposals);
    facts
}

/// Rounds to tenths of a point: finer than print, and the same on every machine.
fn tenth(points: f32) -> f32 {
    (points * 10.0).round() / 10.0
}

impl Facts {
    /// Where nothing names the issuer, who signs may tell it.
    fn issuer_of_signer(&mut self, patterns: &Patterns) {
        let Some(signer) = self.document.signer.as_ref().filter(|_| self.document.issuer.is_none()) else { return };
        let parts = [
            ("/document/signer/on_behalf_of", &signer.on_behalf_of),
            ("/document/signer/for", &signer.for_whom),
            ("/document/signer/position", &signer.position),
        ];
        let told = parts.into_iter().find_map(|(at, part)| Some((at, patterns.letterhead.issuer_of_signer.get(part.as_deref()?)?.clone())));
        let Some((at, issuer)) = told else { return };
        let confidence = self.evidence.get(at).map_or(0.7, |seen| seen.confidence.min(0.7));
        self.tell("/document/issuer", at, "letterhead/issuer_of_signer", confidence, None);
        self.document.issuer = Some(issuer);
    }

    /// Where the number was written by hand, an annex may print it.
    fn number_of_annex(&mut self, reading: &Reading<'_>) {
        if self.document.number.is_some() || !self.warnings.contains(&Warning::withheld("document.number")) {
            return;
        }
        let Some(Found { value: own, evidence }) = references::own::find(reading, &self.document) else { return };
        let dated = self.document.date.is_some();
        self.note("/document", evidence.into_iter().filter(|(at, _)| !(dated && at == "/date")).collect());
        self.document.date = self.document.date.take().or(own.date);
        self.document.number = Some(own.number);
        self.document.sequence = own.sequence;
        self.document.symbol = Some(own.symbol);
        let known = [(true, "document.number"), (self.document.date.is_some(), "document.date")];
        self.warnings.retain(|warning| !known.iter().any(|(told, value)| *told && *warning == Warning::withheld(value)));
    }

    /// Evidence for a value that another's place tells, with the other's text where none is given.
    fn tell(&mut self, pointer: &str, place: &str, rule: &str, confidence: f32, text: Option<&str>) {
        if let Some(seen) = self.evidence.get(place).cloned() {
            let text = text.map_or_else(|| seen.text.clone(), str::to_owned);
            self.evidence.insert(pointer.to_owned(), Evidence { rule: rule.to_owned(), confidence, text, ..seen });
        }
    }

    fn note(&mut self, at: &str, evidence: Vec<(String, Evidence)>) {
        for (pointer, evidence) in evidence {
            self.evidence.insert(format!("{at}{pointer}"), evidence);
        }
    }

    fn collect<T>(&mut self, at: &str, found: Vec<Found<T>>) -> Vec<T> {
        let mut values = Vec::with_capacity(found.len());
        for (index, one) in found.into_iter().enumerate() {
            self.note(&format!("{at}/{index}"), one.evidence);
            values.push(one.value);
        }
        values
    }
}

impl Reading<'_> {
    /// The evidence for a range of the text, read by a rule.
    ///
    /// What was recognised in an image is never surer than the recognition itself.
    fn evidence(&self, range: &Range<usize>, rule: &str, confidence: f32) -> Evidence {
        let located = self.text.locate(range);
        Evidence {
            page: located.page,
            text: self.text.as_read(range).trim().to_owned(),
            rect: located.rect.map(|rect| [rect.left, rect.top, rect.right, rect.bottom].map(tenth)),
            rule: rule.to_owned(),
            confidence: located.ocr_confidence.map_or(confidence, |ocr| ocr.min(confidence)),
        }
    }

    /// The normal form of a body's name or a post; where it was recognised in an image, put right by the names that are known.
    fn body(&self, raw: &str, at: &Range<usize>) -> String {
        self.body_within(raw, None, at)
    }

    /// The same where some ranks have short forms of their own.
    fn body_within(&self, raw: &str, own_ranks: Option<&BTreeMap<String, String>>, at: &Range<usize>) -> String {
        let name = bodies::normal_form_within(raw, own_ranks, self.patterns);
        if self.text.locate(at).ocr_confidence.is_some() { bodies::known_form(&name, self.patterns) } else { name }
    }

    /// The item of the outline that a character belongs to.
    fn place_at(&self, at: usize) -> Option<usize> {
        let after = self.text.paragraphs().partition_point(|paragraph| paragraph.range.start <= at);
        self.outline.of_paragraph(after.checked_sub(1)?)
    }

    /// The evidence for a range, named after the rule that matched.
    fn evidence_by(&self, range: &Range<usize>, rule: &Rule, confidence: f32) -> Evidence {
        self.evidence(range, &rule.name, confidence)
    }
}
