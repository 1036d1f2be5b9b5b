//! The archive: what is kept, found and followed up, and the only writer of store and index.
//!
//! In: a home folder, documents, queries. Out: records, hits, duties. The store is written first;
//! the index follows from its log, and is made anew where it is missing, damaged or of another
//! version. One program writes at a time, any number read. A document that breaks the reader
//! costs only itself.
//!
//! It deliberately knows neither the clock nor how anything is shown.

mod links;

use std::fs::{File, TryLockError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::index::{self, Hits, Index, IndexError, Search, ShortForms};
use crate::intake::Source;
use crate::pattern::Patterns;
use crate::pipeline::{self, Processed};
use crate::read::worker::Worker;
use crate::read::{ReadError, ReadErrorCode};
use crate::record::Record;
use crate::store::{Kept, Put, Store, StoreError};
use crate::tasks::{self, Duty};

pub use links::{Cited, Linked, Links};

/// Folder of the index in the home folder.
const INDEX: &str = "index";
/// The file whose lock the writer holds.
const LOCK: &str = "writer.lock";
/// Fewer characters of an identity name a document only by chance.
const SHORTEST_PREFIX: usize = 4;

/// Why the archive could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Another program writes to it.
    #[error("{}: another vanthu is writing to this archive; wait until it has finished and try again", .0.display())]
    Busy(PathBuf),
    /// The home folder cannot be written.
    #[error("{}: {error}; choose another folder with --home", path.display())]
    Home {
        /// The folder or a file in it.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// An archive, open for reading.
pub struct Archive {
    store: Store,
    index: Index,
    home: PathBuf,
}

/// An archive, open for writing: nobody else writes while this lives.
pub struct Keeper {
    archive: Archive,
    _lock: File,
}

/// What a record was asked for by.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// One document answers.
    Found(Box<Record>),
    /// Several do.
    Several(Vec<Record>),
    /// None does.
    None,
}

/// How far the index of an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexState {
    /// It has all documents.
    Current {
        /// How many there are.
        documents: u64,
    },
    /// It is missing, damaged, of another version or behind; the next search mends it.
    Behind {
        /// How many there are.
        documents: u64,
    },
    /// There is no archive.
    NoArchive,
}

/// Reads one document, its bytes in the worker; one that breaks a reader or a rule is a [`ReadErrorCode::Crashed`], never a panic.
///
/// # Errors
/// When the file cannot be read as a document.
pub fn process(source: &Source, patterns: &Patterns, worker: &mut Worker) -> Result<Processed, ReadError> {
    catch_unwind(AssertUnwindSafe(|| pipeline::process_apart(source, patterns, worker))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(ReadError { code: ReadErrorCode::Crashed, detail: said.unwrap_or("the reader broke").to_owned() })
    })
}

impl Archive {
    /// Opens the archive in a home folder; an empty one where there is none. Makes no home folder.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(home: &Path) -> Result<Self, ArchiveError> {
        let Some(store) = Store::existing(home)? else {
            return Ok(Self { store: Store::in_memory()?, index: Index::in_memory(), home: home.to_owned() });
        };
        let last = store.last_sequence()?;
        if let Some(index) = Index::existing(&home.join(INDEX)).filter(|index| index.sequence() == last) {
            return Ok(Self { store, index, home: home.to_owned() });
        }
        // Mending needs the writer's lock; while another holds it, that one mends, and we read what there is.
        if let Ok(_lock) = lock(home) {
            let index = follow(&store, home)?;
            return Ok(Self { store, index, home: home.to_owned() });
        }
        let index = match Index::existing(&home.join(INDEX)) {
            Some(index) => index,
            None => catch_up(Index::in_memory(), &store)?,
        };
        Ok(Self { store, index, home: home.to_owned() })
    }

    /// Opens the archive for writing; makes it where there is none.
    ///
    /// # Errors
    /// When another program writes to it, or the home folder cannot be written.
    pub fn keeper(home: &Path) -> Result<Keeper, ArchiveError> {
        std::fs::create_dir_all(home).map_err(|error| ArchiveError::Home { path: home.to_owned(), error })?;
        let lock = lock(home)?;
        let store = Store::open(home)?;
        let index = follow(&store, home)?;
        Ok(Keeper { archive: Self { store, index, home: home.to_owned() }, _lock: lock })
    }

    /// How far the index of a home folder is; changes nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn index_state(home: &Path) -> Result<IndexState, ArchiveError> {
        let Some(store) = Store::existing(home)? else { return Ok(IndexState::NoArchive) };
        let (last, documents) = (store.last_sequence()?, store.count()?);
        let current = Index::existing(&home.join(INDEX)).is_some_and(|index| index.sequence() == last);
        Ok(if current { IndexState::Current { documents } } else { IndexState::Behind { documents } })
    }

    /// Whether a document is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn contains(&self, id: &str) -> Result<bool, ArchiveError> {
        Ok(self.store.contains(id)?)
    }

    /// How many documents are kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count(&self) -> Result<u64, ArchiveError> {
        Ok(self.store.count()?)
    }

    /// The records of all documents, in the order in which they came.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn records(&self) -> Result<Vec<Record>, ArchiveError> {
        Ok(self.store.records()?)
    }

    /// The record whose number is this, whatever its case, marks and spaces, or whose number begins with this
    /// figure, or whose identity begins so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record(&self, asked: &str) -> Result<Lookup, ArchiveError> {
        let mut found = self.store.by_number(asked)?;
        if found.is_empty() {
            found = self.by_sequence(asked)?;
        }
        if found.is_empty() && asked.len() >= SHORTEST_PREFIX {
            found = self.store.by_prefix(asked)?;
        }
        if found.is_empty() {
            let alike = index::number_form(asked);
            let same = |record: &Record| record.document.number.as_deref().is_some_and(|number| index::number_form(number) == alike);
            found = self.store.records()?.into_iter().filter(same).collect();
        }
        match (found.len(), found.pop()) {
            (1, Some(record)) => Ok(Lookup::Found(Box::new(record))),
            (_, Some(last)) => {
                found.push(last);
                Ok(Lookup::Several(found))
            }
            (_, None) => Ok(Lookup::None),
        }
    }

    fn by_sequence(&self, asked: &str) -> Result<Vec<Record>, ArchiveError> {
        let Ok(asked) = asked.parse::<u32>() else { return Ok(Vec::new()) };
        Ok(self.store.records()?.into_iter().filter(|record| record.document.sequence == Some(asked)).collect())
    }

    /// Finds documents; an index that proves damaged is made anew in memory.
    ///
    /// # Errors
    /// When neither index nor store can be read.
    pub fn search(&mut self, search: &Search<'_>, forms: &ShortForms) -> Result<Hits, ArchiveError> {
        match self.index.search(search, forms) {
            Ok(hits) => Ok(hits),
            Err(_) => {
                self.index = catch_up(Index::in_memory(), &self.store)?;
                Ok(self.index.search(search, forms)?)
            }
        }
    }

    /// The documents most like one that is kept; none where it is not kept.
    ///
    /// # Errors
    /// When index or store cannot be read.
    pub fn like(&self, id: &str, limit: usize) -> Result<Hits, ArchiveError> {
        match self.store.get(id)? {
            Some(kept) => Ok(self.index.like(&kept.record, &kept.passages, limit)?),
            None => Ok(Hits::default()),
        }
    }

    /// The duties of all documents, the most urgent first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tasks(&self, today: Date) -> Result<Vec<Duty>, ArchiveError> {
        Ok(tasks::list(&self.records()?, today))
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }
}

impl std::ops::Deref for Keeper {
    type Target = Archive;

    fn deref(&self) -> &Archive {
        &self.archive
    }
}

impl Keeper {
    /// Keeps documents that were read, together and durably; they are found after [`Keeper::commit`].
    /// The answers stand in the order of the batch; the same bytes twice are a duplicate the second time.
    ///
    /// # Errors
    /// When the store cannot be written, and then none is kept; when the index cannot, and then the next opening mends it.
    pub fn add_all(&mut self, batch: Vec<(Source, Processed)>, at: Timestamp, who: &str) -> Result<Vec<Put>, ArchiveError> {
        let read: Vec<(Source, Kept)> = batch
            .into_iter()
            .map(|(source, processed)| (source, Kept { passages: index::passages(&processed.text), record: processed.record }))
            .collect();
        let together: Vec<(&Source, &Kept)> = read.iter().map(|(source, kept)| (source, kept)).collect();
        let puts = self.archive.store.put_all(&together, at, who)?;
        for ((_, kept), put) in read.iter().zip(&puts) {
            if *put == Put::Added {
                self.archive.index.put(&kept.record, &kept.passages)?;
            }
        }
        Ok(puts)
    }

    /// Lets searches find what was added.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn commit(&mut self) -> Result<(), ArchiveError> {
        let last = self.archive.store.last_sequence()?;
        if self.archive.index.sequence() != last {
            self.archive.index.commit(last)?;
            #[cfg(feature = "failpoints")]
            fail::fail_point!("archive::indexed");
        }
        Ok(())
    }
}

/// The index of a home folder, brought up to the log; the caller holds the lock.
fn follow(store: &Store, home: &Path) -> Result<Index, ArchiveError> {
    let folder = home.join(INDEX);
    let last = store.last_sequence()?;
    // An index that is ahead of the log belongs to another store.
    if let Some(index) = Index::existing(&folder).filter(|index| index.sequence() <= last)
        && let Ok(index) = catch_up(index, store)
    {
        return Ok(index);
    }
    catch_up(Index::create(&folder)?, store)
}

fn catch_up(mut index: Index, store: &Store) -> Result<Index, ArchiveError> {
    let changes = store.changes_after(index.sequence())?;
    let Some(last) = changes.last().map(|change| change.sequence) else { return Ok(index) };
    for change in &changes {
        if let Some(kept) = store.get(&change.document)? {
            index.put(&kept.record, &kept.passages)?;
        }
    }
    index.commit(last)?;
    Ok(index)
}

fn lock(home: &Path) -> Result<File, ArchiveError> {
    let path = home.join(LOCK);
    let failed = |error| ArchiveError::Home { path: path.clone(), error };
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy(home.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
