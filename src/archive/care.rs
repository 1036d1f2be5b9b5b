//! Looking after an archive: is everything there and whole; copies of it; the index anew.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::follow::{catch_up, lock};
use super::{Archive, ArchiveError, INDEX, LOCK};
use crate::index::Index;
use crate::store::{self, Copied, Event, Original, Stray};

/// Something that is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The database does not hold together.
    Database(String),
    /// A record cannot be read.
    Record {
        /// The document's identity.
        id: String,
        /// What is wrong.
        error: String,
    },
    /// An original is gone.
    Missing {
        /// The document's identity.
        id: String,
        /// Its file name.
        file_name: String,
    },
    /// An original has other bytes than were put in.
    Damaged {
        /// The document's identity.
        id: String,
        /// Its file name.
        file_name: String,
    },
    /// A file among the originals belongs to no document.
    Orphan(PathBuf),
}

/// What a look at an archive showed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many documents there are.
    pub documents: u64,
    /// What is wrong and cannot be mended from what is there.
    pub problems: Vec<Problem>,
    /// The index did not agree with the store and was made anew.
    pub mended: bool,
    /// Another program is writing: index and files without a document were left out.
    pub busy: bool,
}

/// Makes an archive in an empty home folder from a backup; what it names as damaged, the backup lacks.
///
/// # Errors
/// When there is no backup, the home folder is not empty, or it cannot be written.
pub fn restore(source: &Path, home: &Path, at: Timestamp, who: &str) -> Result<(Copied, Report), ArchiveError> {
    store::create_folder(home)?;
    let lock = lock(home)?;
    let copied = match store::restore(source, home, LOCK) {
        Ok(copied) => copied,
        Err(error) => {
            // A folder that was made for nothing but the lock is left as it was found.
            drop(std::fs::remove_file(home.join(LOCK)));
            return Err(error.into());
        }
    };
    drop(lock);
    let mut archive = Archive::open(home)?;
    archive.store.note(Event::Restored, at, who, &source.display().to_string())?;
    archive.let_follow()?;
    let report = archive.verify()?;
    Ok((copied, report))
}

impl Archive {
    /// Compares every original with its hash, the folder with the records, and the index with the store; mends the index.
    ///
    /// # Errors
    /// When something cannot be read at all.
    pub fn verify(&mut self) -> Result<Report, ArchiveError> {
        let lock = if self.home.join(INDEX).exists() || self.store.count()? > 0 { lock(&self.home).ok() } else { None };
        let ids = self.store.ids()?;
        let mut report = Report { documents: ids.len() as u64, busy: lock.is_none() && !ids.is_empty(), ..Report::default() };
        report.problems.extend(self.store.check_database()?.into_iter().map(Problem::Database));
        for id in &ids {
            let file_name = match self.store.get(id) {
                Ok(kept) => kept.map(|kept| kept.record.source.file_name).unwrap_or_default(),
                Err(error) => {
                    report.problems.push(Problem::Record { id: id.clone(), error: error.to_string() });
                    String::new()
                }
            };
            let state = self.store.check_original(id)?;
            // Somebody may have forgotten it since it was listed.
            if state != Original::Sound && !self.store.contains(id)? {
                continue;
            }
            match state {
                Original::Sound => {}
                Original::Missing => report.problems.push(Problem::Missing { id: id.clone(), file_name }),
                Original::Damaged => report.problems.push(Problem::Damaged { id: id.clone(), file_name }),
            }
        }
        if lock.is_some() {
            self.strays(&mut report)?;
            if !self.index_agrees(&ids)? {
                self.make_index()?;
                report.mended = true;
            }
        }
        Ok(report)
    }

    /// Names files without a document; removes those that were never finished.
    fn strays(&self, report: &mut Report) -> Result<(), ArchiveError> {
        for stray in self.store.strays()? {
            match stray {
                Stray::Unfinished(path) => std::fs::remove_file(&path).map_err(|error| ArchiveError::Home { path, error })?,
                Stray::Orphan(path) => report.problems.push(Problem::Orphan(path)),
            }
        }
        Ok(())
    }

    /// Whether the index on disk is whole and holds each document once and no other.
    fn index_agrees(&self, ids: &[String]) -> Result<bool, ArchiveError> {
        let Some(index) = Index::existing(&self.home.join(INDEX))? else { return Ok(ids.is_empty()) };
        let current = self.store.last_sequence().is_ok_and(|last| last == index.sequence());
        let whole = index.is_whole() && index.count(None).is_ok_and(|count| count == ids.len() as u64);
        Ok(current && whole && ids.iter().all(|id| index.count(Some(id)).is_ok_and(|count| count == 1)))
    }

    /// Makes the index anew from the store. Gives how many documents it holds.
    ///
    /// # Errors
    /// When another program is writing, or the index cannot be written.
    pub fn reindex(&mut self) -> Result<u64, ArchiveError> {
        let _lock = lock(&self.home)?;
        self.make_index()?;
        Ok(self.store.count()?)
    }

    fn make_index(&mut self) -> Result<(), ArchiveError> {
        self.index = Index::in_memory();
        self.index = catch_up(Index::create(&self.home.join(INDEX))?, &self.store)?;
        Ok(())
    }

    /// Copies the archive as it is now into a folder, or brings an earlier backup there up to date; others may write meanwhile.
    ///
    /// # Errors
    /// When the folder holds something else or cannot be written.
    pub fn backup(&self, destination: &Path) -> Result<Copied, ArchiveError> {
        Ok(self.store.backup(destination)?)
    }
}
