//! The journey of one document, on one page.
//!
//! In: a [`Source`] and the [`Patterns`]. Out: its [`Record`]. It deliberately keeps nothing:
//! storing and indexing is `archive`.

use jiff::tz::Offset;

use crate::check;
use crate::extract::{self, Facts};
use crate::intake::Source;
use crate::layout::{self, Coverage, Encoding, Integrity, Layout, Reader};
use crate::pattern::Patterns;
use crate::read::worker::Worker;
use crate::read::{self, ReadError};
use crate::record::{self, Record};
use crate::text;
use crate::warning::{Warned, Warning};
use crate::words;

/// What one document became.
#[derive(Debug, Clone)]
pub struct Processed {
    /// The record.
    pub record: Record,
    /// The text that searches look through.
    pub text: text::Text,
}

/// Reads a document in this process, finds what it says and checks it.
///
/// # Errors
/// When the file cannot be read as a document.
pub fn process(source: &Source, patterns: &Patterns) -> Result<Processed, ReadError> {
    let layout = read::read(source.kind, &source.bytes, &|_pages| {})?;
    Ok(understand(source, &layout, patterns))
}

/// Reads a document in a worker process, finds what it says and checks it.
///
/// # Errors
/// When the file cannot be read as a document, or the worker died or was too slow.
pub fn process_apart(source: &Source, patterns: &Patterns, worker: &mut Worker) -> Result<Processed, ReadError> {
    let layout = worker.read(source)?;
    Ok(understand(source, &layout, patterns))
}

/// Finds what the layout of a document says and checks it.
#[must_use]
pub fn understand(source: &Source, layout: &Warned<Layout>, patterns: &Patterns) -> Processed {
    let text = text::from_layout_with(&layout.value, &patterns.spelling.words);
    let signatures: Vec<record::Signature> = layout.value.signatures.iter().map(signature).collect();
    let facts = extract::extract(&text, &signatures, patterns);
    let findings = check::check(&facts, &text, patterns);
    let warnings = layout.warnings.iter().chain(&facts.warnings).map(sentence).collect();
    let record = record_of(source, &layout.value, signatures, facts, findings, warnings);
    Processed { record, text }
}

fn sentence(warning: &Warning) -> String {
    words::warning(warning, words::Language::Vietnamese)
}

fn record_of(
    source: &Source,
    layout: &Layout,
    signatures: Vec<record::Signature>,
    facts: Facts,
    findings: Vec<record::Finding>,
    warnings: Vec<String>,
) -> Record {
    let pages = layout.pages.iter().filter(|page| page.number.is_some()).count();
    Record {
        schema: record::SCHEMA.to_owned(),
        id: source.id.to_string(),
        source: record::Source {
            file_name: source.file_name.clone(),
            media_type: source.kind.media_type().to_owned(),
            bytes: source.bytes.len() as u64,
            pages: u32::try_from(pages).ok().filter(|&pages| pages > 0),
            reader: reader_name(layout.reader).to_owned(),
            encoding: encoding_name(layout.encoding).to_owned(),
            signatures,
            warnings,
        },
        document: facts.document,
        references: facts.references,
        scorecards: facts.scorecards,
        indicators: facts.indicators,
        tables: facts.tables,
        tasks: facts.tasks,
        proposals: facts.proposals,
        findings,
        evidence: facts.evidence,
    }
}

/// Times of signatures are told in the offices' own time, which has no daylight saving.
const VIETNAM: Offset = jiff::tz::offset(7);

fn signature(signature: &layout::Signature) -> record::Signature {
    let notes: Vec<&str> = signature.notes.iter().map(|note| words::signature(*note, words::Language::Vietnamese)).collect();
    record::Signature {
        signer: signature.signer.as_deref().map(text::normalise),
        organisation: signature.organisation.as_deref().map(text::normalise),
        signed_at: signature.signed_at.map(|time| time.display_with_offset(VIETNAM).to_string()),
        covers: match signature.coverage {
            Coverage::Whole => "whole",
            Coverage::Partial => "partial",
        }
        .to_owned(),
        integrity: match signature.integrity {
            Integrity::Unchanged => "unchanged",
            Integrity::Changed => "changed",
            Integrity::Unverified => "unverified",
        }
        .to_owned(),
        reason: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}

fn reader_name(reader: Reader) -> &'static str {
    match reader {
        Reader::PdfText => "pdf-text",
        Reader::PdfOcr => "pdf-ocr",
        Reader::ImageOcr => "image-ocr",
        Reader::Docx => "docx",
        Reader::Doc => "doc",
        Reader::Text => "text",
    }
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Unicode => "unicode",
        Encoding::Tcvn3 => "tcvn3",
        Encoding::Vni => "vni",
        Encoding::Windows1258 => "windows-1258",
    }
}
