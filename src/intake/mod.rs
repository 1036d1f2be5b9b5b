//! From a path to a [`Source`]: the bytes, their hash, and what kind of file they are; for an inbox,
//! also which files lie in it and which of them are whole.
//!
//! The kind is told by the content, never by the name alone: a picture called `.pdf` is a picture.
//! It deliberately does not know how a kind is read.

pub mod folder;
mod kind;
pub mod whole;

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use kind::FileKind;

/// The largest file that is taken, in bytes.
const LARGEST: u64 = 512 << 20;

/// One input file.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Hash of the bytes: the same bytes are the same document.
    pub id: DocumentId,
    /// Name without folders.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The identity of a document: `sha256:` and the hash of its bytes in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(String);

impl DocumentId {
    /// Hashes the bytes of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut id = String::from("sha256:");
        for byte in Sha256::digest(bytes) {
            id.push_str(&format!("{byte:02x}"));
        }
        Self(id)
    }

    /// The identity as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a file could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// There is nothing at the path.
    #[error("{}: no such file; check the name", .0.display())]
    Missing(PathBuf),
    /// The file may not be read.
    #[error("{}: no permission to read it; ask its owner or an administrator", .0.display())]
    Forbidden(PathBuf),
    /// The path is a folder.
    #[error("{}: is a folder; name the files in it, or use `vanthu ingest`", .0.display())]
    Folder(PathBuf),
    /// The file has no content.
    #[error("{}: the file is empty; save or copy it again", .0.display())]
    Empty(PathBuf),
    /// The file is larger than is taken.
    #[error("{}: the file is larger than {} MB; split it", .0.display(), LARGEST >> 20)]
    TooLarge(PathBuf),
    /// Anything else that the system said.
    #[error("{}: cannot be read: {error}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

/// Reads a file and tells its kind.
///
/// # Errors
/// When there is no readable, non-empty file of acceptable size at the path.
pub fn open(path: &Path) -> Result<Source, IntakeError> {
    let metadata = std::fs::metadata(path).map_err(|error| outside(path, error))?;
    if metadata.is_dir() {
        return Err(IntakeError::Folder(path.to_owned()));
    }
    if metadata.len() > LARGEST {
        return Err(IntakeError::TooLarge(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|error| outside(path, error))?;
    if bytes.is_empty() {
        return Err(IntakeError::Empty(path.to_owned()));
    }
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kind = kind::sniff(&bytes);
    Ok(Source { id: DocumentId::of(&bytes), file_name, kind, bytes })
}

/// What an error of the system on a path means.
#[must_use]
pub fn outside(path: &Path, error: std::io::Error) -> IntakeError {
    match error.kind() {
        std::io::ErrorKind::NotFound => IntakeError::Missing(path.to_owned()),
        std::io::ErrorKind::PermissionDenied => IntakeError::Forbidden(path.to_owned()),
        _ => IntakeError::Other { path: path.to_owned(), error },
    }
}
