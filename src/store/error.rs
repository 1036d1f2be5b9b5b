//! What can go wrong in the store, without the database's own types.

use std::path::{Path, PathBuf};

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program is writing.
    #[error("the archive is being written by another program; wait until it has finished and try again")]
    Busy,
    /// The disk is full.
    #[error("the disk of the archive is full; make room on it and try again")]
    Full,
    /// A newer vanthu made it.
    #[error("the archive has format {found}, this vanthu knows up to {known}; install a newer vanthu")]
    Newer {
        /// The version of the archive.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// A file or folder cannot be written or read.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The archive that was open is not in its place any more.
    #[error("{}: the archive that was there is gone; connect or mount its disk again", .0.display())]
    Gone(PathBuf),
    /// The database refused.
    #[error("the archive's database: {0}")]
    Database(String),
    /// A folder that must be empty is not.
    #[error("{}: there is something in this folder already; choose an empty one", .0.display())]
    Occupied(PathBuf),
    /// A folder is no backup.
    #[error("{}: no backup made by `vanthu backup` is there; check the name", .0.display())]
    NoBackup(PathBuf),
    /// A record in the archive is not readable.
    #[error("a record in the archive is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
}

impl StoreError {
    /// With the path that an error of the system is about.
    pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        |error| Self::File { path: path.to_owned(), error }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::Busy,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error.to_string()),
        }
    }
}
