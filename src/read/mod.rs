//! From the bytes of a file to a [`Layout`]: one reader for each kind of file, one model for all.
//!
//! It deliberately knows nothing of document types or records. Each library that parses a format
//! is named in one file only.

mod arrange;
mod count;
mod doc;
mod docx;
mod flow;
mod label;
mod legacy;
mod paint;
mod pdf;
mod picture;
mod plain;
mod scan;
mod syllable;
mod tabs;
pub mod worker;

use serde::{Deserialize, Serialize};

use crate::intake::FileKind;
use crate::layout::{Layout, Signature, Turn};
use crate::warning::Warned;

/// Why a file could not be read. The code is what records, folders and notes name it by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{code}: {detail}")]
pub struct ReadError {
    /// The kind of trouble.
    pub code: ReadErrorCode,
    /// What exactly, in English, for logs.
    pub detail: String,
}

/// The kinds of trouble that keep a file from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadErrorCode {
    /// It opens only with a password.
    Locked,
    /// Its bytes do not make a file of its kind.
    Damaged,
    /// It passes a limit on size, pages or expansion.
    TooLarge,
    /// It passes the limit on time.
    TooSlow,
    /// Its kind is not read.
    Unsupported,
    /// It has no text and no page image.
    Empty,
    /// It has only page images, and no OCR program is installed.
    NeedsOcr,
    /// The reader broke on it.
    Crashed,
}

impl ReadErrorCode {
    /// The name in records and notes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Unsupported => "unsupported",
            Self::Empty => "empty",
            Self::NeedsOcr => "needs-ocr",
            Self::Crashed => "crashed",
        }
    }
}

impl std::fmt::Display for ReadErrorCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl ReadError {
    fn new(code: ReadErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Told by a reader that it is about to recognise so many page images, which takes its time.
pub type Notice<'a> = &'a (dyn Fn(usize) + Sync);

/// Whether the program that recognises page images is installed, with Vietnamese; asks the system each time.
#[must_use]
pub fn recognises() -> bool {
    scan::recognises()
}

/// Reads a file of any kind in this process; files from outside are better read by a [`worker`].
///
/// # Errors
/// When the file cannot be read as a document, with the named reason.
pub fn read(kind: FileKind, bytes: &[u8], recognising: Notice<'_>) -> Result<Warned<Layout>, ReadError> {
    let read = match kind {
        FileKind::Text => plain::read(bytes),
        FileKind::Docx => docx::read(bytes),
        FileKind::Doc => doc::read(bytes),
        FileKind::Pdf => pdf::read(bytes, recognising),
        FileKind::Rtf => Err(ReadError::new(ReadErrorCode::Unsupported, "Rich Text Format; save it as DOCX")),
        FileKind::Odt => Err(ReadError::new(ReadErrorCode::Unsupported, "OpenDocument text; save it as DOCX")),
        FileKind::Picture => picture::read(bytes, recognising),
        FileKind::Unknown => Err(ReadError::new(ReadErrorCode::Unsupported, "not a document of a known kind; save it as DOCX or PDF")),
    }?;
    if read.value.pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(ReadError::new(ReadErrorCode::Empty, "no text in it"));
    }
    Ok(read)
}

/// Draws a page, from 1, as a PNG file to be looked at, laid straight as its layout was.
///
/// # Errors
/// When it cannot be drawn; as [`ReadErrorCode::Unsupported`] where the format has no pages.
pub fn view(kind: FileKind, bytes: &[u8], page: u32, turn: Turn) -> Result<Vec<u8>, ReadError> {
    match kind {
        FileKind::Pdf => pdf::view(bytes, page, turn),
        FileKind::Picture => picture::view(bytes, page, turn),
        FileKind::Text | FileKind::Docx | FileKind::Doc | FileKind::Rtf | FileKind::Odt | FileKind::Unknown => {
            Err(ReadError::new(ReadErrorCode::Unsupported, "a format without pages"))
        }
    }
}

/// The digital signatures of a file, oldest first, without reading its pages; only PDFs have any.
#[must_use]
pub fn signatures(kind: FileKind, bytes: &[u8]) -> Vec<Signature> {
    match kind {
        FileKind::Pdf => pdf::signatures(bytes),
        FileKind::Text | FileKind::Docx | FileKind::Doc | FileKind::Rtf | FileKind::Odt | FileKind::Picture | FileKind::Unknown => {
            Vec::new()
        }
    }
}
