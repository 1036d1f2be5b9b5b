//! The daemon over inboxes: observe → take → read in parallel → one writer → only then clear the inbox.
//!
//! In: folders in which people drop files. Out: documents in the archive, and files set aside with a
//! note. At every moment each file is in the inbox, kept, or set aside; whatever is cut short is
//! done again from there. It deliberately knows nothing of what a document says.
//!
//! Nothing here waits for anything without an end: a look, a message, a result, a pause are each
//! bounded, and between them the daemon sees whether it shall stop.

mod aside;
mod ears;
mod journal;
mod metrics;
mod watch;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::ArchiveError;
use crate::intake::whole::{Look, Patience};
use crate::pattern::Patterns;
use crate::read::worker::Worker;
use crate::store::StoreError;
use crate::words::Language;
use crate::words::inbox::Line;

pub use aside::retry;
pub use watch::watch;

/// What the daemon is told at its start.
pub struct Options {
    /// The folders.
    pub inboxes: Vec<PathBuf>,
    /// Folder of the archive.
    pub home: PathBuf,
    /// Nothing in the inboxes is removed or moved.
    pub keep: bool,
    /// Nothing is taken while less than this is free where the archive is, in bytes.
    pub min_free: u64,
    /// File for figures.
    pub metrics: Option<PathBuf>,
    /// Folder of a dashboard that follows the archive.
    pub mirror: Option<PathBuf>,
    /// How long files must stay unchanged.
    pub patience: Patience,
    /// The language of the log; notes are Vietnamese.
    pub language: Language,
    /// Who keeps the documents, for the archive's log.
    pub who: String,
    /// The rules.
    pub patterns: Arc<Patterns>,
    /// Processes that read.
    pub workers: Vec<Worker>,
}

/// Why the daemon could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// An inbox is not there.
    #[error("{}: cannot be watched: {error}; name a folder that is there", path.display())]
    Inbox {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Folders lie in one another.
    #[error("{} and {} lie in one another; choose folders beside each other", .0.display(), .1.display())]
    Nested(PathBuf, PathBuf),
    /// The archive cannot be opened.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The daemon's own notes cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A part of the daemon broke.
    #[error("the daemon broke and ends; no file is lost; start it again and report this")]
    Broken,
}

/// A file on its way.
#[derive(Debug, Clone)]
struct Job {
    root: Arc<Path>,
    path: PathBuf,
    look: Look,
}

impl AsRef<Path> for Job {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

/// The inboxes that the daemon last watched for this archive.
#[must_use]
pub fn last_watched(home: &Path) -> Vec<PathBuf> {
    journal::Journal::read(home).unwrap_or_default().inboxes.into_iter().map(PathBuf::from).collect()
}

/// Trouble is told as a warning, so that a service manager can sort it out.
fn log(line: &Line, language: Language) {
    let sentence = crate::words::inbox::line(line, language);
    match line {
        Line::Empty(_)
        | Line::Failed(..)
        | Line::Full(..)
        | Line::Closed(..)
        | Line::Stays(..)
        | Line::NoMetrics(_)
        | Line::NoMirror(_) => {
            tracing::warn!("{sentence}");
        }
        _ => tracing::info!("{sentence}"),
    }
}
