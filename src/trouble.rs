//! Why one file gave no record, as a sentence that says what to do.
//!
//! In: an error of `intake` or `read`. Out: the sentence, for the command line and for notes beside
//! the file. It deliberately does not know where it is shown.

use std::path::Path;

use crate::intake::{FileKind, IntakeError, Source};
use crate::read::{ReadError, ReadErrorCode};
use crate::words::{self, Language, Phrase, say};

/// Why one file gave no record.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be taken.
    Intake(IntakeError),
    /// It could not be read as a document.
    Read(ReadError, FileKind),
}

impl Trouble {
    /// From a reader's error on a file.
    #[must_use]
    pub fn read(error: ReadError, source: &Source) -> Self {
        Self::Read(error, source.kind)
    }

    /// The sentence without the file's name.
    #[must_use]
    pub fn sentence(&self, path: &Path, language: Language) -> String {
        match self {
            Self::Intake(error) => intake(error, language),
            Self::Read(error, kind) => {
                let sentence = words::trouble(error.code.as_str(), language);
                let disguise = disguise(path, *kind, language).map(|kind| format!("; {} {kind}", say(Phrase::ReallyIs, language)));
                // For whoever the file is reported to; the other codes say all themselves.
                let exact = matches!(error.code, ReadErrorCode::Damaged | ReadErrorCode::Crashed) && !error.detail.is_empty();
                let detail = if exact { format!(" ({})", error.detail) } else { String::new() };
                format!("{}: {sentence}{}{detail}", error.code, disguise.unwrap_or_default())
            }
        }
    }

    /// The line for standard error.
    #[must_use]
    pub fn line(&self, path: &Path, language: Language) -> String {
        format!("vanthu: {}: {}", path.display(), self.sentence(path, language))
    }
}

fn intake(error: &IntakeError, language: Language) -> String {
    let (code, sentence) = match error {
        IntakeError::Missing(_) => ("missing", "missing"),
        IntakeError::Forbidden(_) => ("forbidden", "forbidden"),
        IntakeError::Folder(_) => ("folder", "folder"),
        IntakeError::Empty(_) => ("empty", "empty-file"),
        IntakeError::TooLarge(_) => ("too-large", "too-large"),
        IntakeError::Other { error, .. } => return format!("unreadable: {} ({error})", words::trouble("unreadable", language)),
    };
    format!("{code}: {}", words::trouble(sentence, language))
}

/// What a file is, where its name says something else.
fn disguise(path: &Path, kind: FileKind, language: Language) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let named = match extension.as_str() {
        "pdf" => FileKind::Pdf,
        "docx" => FileKind::Docx,
        "doc" => FileKind::Doc,
        "rtf" => FileKind::Rtf,
        "odt" => FileKind::Odt,
        "txt" | "htm" | "html" => FileKind::Text,
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => FileKind::Picture,
        _ => return None,
    };
    (named != kind && kind != FileKind::Unknown).then(|| kind_words(kind, language))
}

/// A kind of file as an office calls it.
fn kind_words(kind: FileKind, language: Language) -> &'static str {
    match kind {
        FileKind::Docx => "Word (.docx)",
        FileKind::Doc => "Word 97-2003 (.doc)",
        FileKind::Rtf => "RTF",
        FileKind::Odt => "ODT",
        FileKind::Pdf => "PDF",
        FileKind::Text => say(Phrase::PlainText, language),
        FileKind::Picture => say(Phrase::Picture, language),
        FileKind::Unknown => kind.media_type(),
    }
}
