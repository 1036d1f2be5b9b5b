//! The one line that names a file that could not be read, and what to do.

use std::path::Path;

use crate::intake::{FileKind, IntakeError, Source};
use crate::read::ReadError;
use crate::words::{self, Language, Phrase, say};

/// Why one file gave no record.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It could not be taken.
    Intake(IntakeError),
    /// It could not be read as a document.
    Read(ReadError, FileKind),
}

impl Trouble {
    pub(super) fn read(error: ReadError, source: &Source) -> Self {
        Self::Read(error, source.kind)
    }

    /// The sentence without the file's name.
    pub(super) fn sentence(&self, path: &Path, language: Language) -> String {
        match self {
            Self::Intake(error) => intake(error, language),
            Self::Read(error, kind) => {
                let sentence = words::trouble(error.code.as_str(), language);
                let disguise = disguise(path, *kind).map(|kind| format!("; {} {kind}", say(Phrase::ReallyIs, language)));
                format!("{}: {sentence}{}", error.code, disguise.unwrap_or_default())
            }
        }
    }

    /// The line for standard error.
    pub(super) fn line(&self, path: &Path, language: Language) -> String {
        format!("vanthu: {}: {}", path.display(), self.sentence(path, language))
    }
}

fn intake(error: &IntakeError, language: Language) -> String {
    let code = match error {
        IntakeError::Missing(_) => "missing",
        IntakeError::Forbidden(_) => "forbidden",
        IntakeError::Folder(_) => "folder",
        IntakeError::Empty(_) => "empty-file",
        IntakeError::TooLarge(_) => "too-large",
        IntakeError::Other { error, .. } => return format!("{} ({error})", words::trouble("unreadable", language)),
    };
    words::trouble(code, language).to_owned()
}

/// What a file is, where its name says something else.
fn disguise(path: &Path, kind: FileKind) -> Option<&'static str> {
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
    (named != kind && kind != FileKind::Unknown).then(|| kind.media_type())
}
