//! Putting documents in: only one program at a time does that.

use std::fs::File;
use std::path::Path;

use jiff::Timestamp;

use super::follow::bring_up;
use super::{Archive, ArchiveError, mirror};
use crate::index;
use crate::intake::Source;
use crate::pipeline::Processed;
use crate::store::{Kept, Put};

/// An archive, open for writing: nobody else puts documents in or writes the index while this lives.
/// Corrections and the like may be made meanwhile; [`Keeper::commit`] lets the index follow them.
pub struct Keeper {
    archive: Archive,
    _lock: File,
}

impl std::ops::Deref for Keeper {
    type Target = Archive;

    fn deref(&self) -> &Archive {
        &self.archive
    }
}

impl Keeper {
    pub(super) fn new(archive: Archive, lock: File) -> Self {
        Self { archive, _lock: lock }
    }

    /// Keeps documents that were read, together and durably; they are found after [`Keeper::commit`].
    /// The answers stand in the order of the batch; the same bytes twice are a duplicate the second time.
    ///
    /// # Errors
    /// When the store cannot be written, and then none is kept.
    pub fn add_all(&mut self, batch: Vec<(Source, Processed)>, at: Timestamp, who: &str) -> Result<Vec<Put>, ArchiveError> {
        let read: Vec<(Source, Kept)> = batch
            .into_iter()
            .map(|(source, processed)| (source, Kept { passages: index::passages(&processed.text), record: processed.record }))
            .collect();
        let together: Vec<(&Source, &Kept)> = read.iter().map(|(source, kept)| (source, kept)).collect();
        Ok(self.archive.store.put_all(&together, at, who)?)
    }

    /// Whether the archive still lies in its place.
    ///
    /// # Errors
    /// When it does not, as where its disk was taken away.
    pub fn in_place(&self) -> Result<(), ArchiveError> {
        Ok(self.archive.store.in_place()?)
    }

    /// Lets searches find what was added, and everything else that the log says, also by other programs.
    /// Costs next to nothing where nothing happened: to be called now and then by who keeps an archive open.
    ///
    /// # Errors
    /// When the index cannot be written; the next opening mends it.
    pub fn commit(&mut self) -> Result<(), ArchiveError> {
        bring_up(&mut self.archive.index, &self.archive.store)
    }

    /// Brings the folder of a dashboard up to the log: `FOLDER/YYYY/ID.json` for every record, YYYY the year of the
    /// document's date, else of its arrival, ID the hash in hexadecimal. Gives how many files changed.
    ///
    /// # Errors
    /// When the store cannot be read or the folder cannot be written; the next call goes on where this one ended.
    pub fn mirror(&self, folder: &Path) -> Result<u64, ArchiveError> {
        mirror::follow(&self.archive.store, folder)
    }
}
