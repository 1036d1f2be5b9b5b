//! The archive: what is kept, found and followed up, and the only writer of store and index.
//!
//! In: a home folder, documents, queries. Out: records, hits, duties. The store is written first;
//! the index follows from its log, and is made anew where it is missing, damaged or of another
//! version. One program adds documents and writes the index at a time; any number read, and people
//! correct and forget meanwhile. A document that breaks the reader costs only itself.
//!
//! It deliberately knows neither the clock nor how anything is shown.

mod care;
mod edit;
mod follow;
mod keeper;
mod links;
mod mirror;
mod searches;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use self::follow::{catch_up, follow, lock};
use crate::index::{self, Hits, Index, IndexError, Search, ShortForms};
use crate::intake::Source;
use crate::pattern::Patterns;
use crate::pipeline::{self, Processed};
use crate::read::worker::Worker;
use crate::read::{ReadError, ReadErrorCode};
use crate::record::Record;
use crate::store::{self, Change, Store, StoreError};
use crate::tasks::{self, Duty};

pub use care::{Problem, Report, restore};
pub use edit::{Difference, Renewed};
pub use keeper::Keeper;
pub use links::{Cited, Linked, Links};
pub use searches::Completions;

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
    /// There is no such field, or nobody corrects it.
    #[error("{0}: no field that can be corrected; name a field of the document such as `number`, or a pointer such as /tasks/0/action")]
    NoField(String),
    /// A value is not of the field's kind.
    #[error("{field}: {value:?} does not fit there; `vanthu schema` describes every field, a day is written year-month-day")]
    DoesNotFit {
        /// The pointer.
        field: String,
        /// What was typed.
        value: String,
    },
    /// What is around or inside the field was corrected.
    #[error("{field}: {other} was corrected; take that back first with --undo")]
    Overlaps {
        /// The pointer.
        field: String,
        /// The other pointer.
        other: String,
    },
    /// There is no correction to take back.
    #[error("{0}: was not corrected; `vanthu log` lists corrections")]
    NotCorrected(String),
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
        let existing = || Index::existing(&home.join(INDEX)).ok().flatten();
        if let Some(index) = existing().filter(|index| index.sequence() == last) {
            return Ok(Self { store, index, home: home.to_owned() });
        }
        // Mending needs the writer's lock; while another holds it, that one mends, and we read what there is.
        if let Ok(_lock) = lock(home) {
            let index = follow(&store, home)?;
            return Ok(Self { store, index, home: home.to_owned() });
        }
        let index = match existing() {
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
        store::create_folder(home)?;
        let lock = lock(home)?;
        let store = Store::open(home)?;
        let index = follow(&store, home)?;
        Ok(Keeper::new(Self { store, index, home: home.to_owned() }, lock))
    }

    /// Opens an archive for writing that was open before: it is never made anew, since a folder without one is where its disk
    /// would have to be.
    ///
    /// # Errors
    /// As [`Archive::keeper`], and when there is no archive.
    pub fn keeper_again(home: &Path) -> Result<Keeper, ArchiveError> {
        if Store::is_in(home) { Self::keeper(home) } else { Err(StoreError::Gone(home.to_owned()).into()) }
    }

    /// How far the index of a home folder is; changes nothing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn index_state(home: &Path) -> Result<IndexState, ArchiveError> {
        let Some(store) = Store::existing(home)? else { return Ok(IndexState::NoArchive) };
        let (last, documents) = (store.last_sequence()?, store.count()?);
        let current = Index::existing(&home.join(INDEX))?.is_some_and(|index| index.sequence() == last);
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

    /// Hands out the records of all documents one by one, in the order in which they came.
    ///
    /// # Errors
    /// When the store cannot be read, or what takes them fails.
    pub fn each<E: From<StoreError>>(&self, take: impl FnMut(Record) -> Result<(), E>) -> Result<(), E> {
        self.store.each(take)
    }

    /// The identities of all documents, in the order in which they came.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, ArchiveError> {
        Ok(self.store.ids()?)
    }

    /// The name of a document's file when it came; `None` where it is not kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn file_name(&self, id: &str) -> Result<Option<String>, ArchiveError> {
        Ok(self.store.file_name(id)?)
    }

    /// Where the original bytes of a document are.
    #[must_use]
    pub fn original(&self, id: &str) -> PathBuf {
        self.store.original(id)
    }

    /// The last lines of the log, of one document or of all, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn log(&self, document: Option<&str>, most: usize) -> Result<Vec<Change>, ArchiveError> {
        Ok(self.store.last_changes(document, most)?)
    }

    /// The record whose number is this, whatever its case, marks and spaces, or whose number begins with this
    /// figure, or whose identity begins so.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn record(&self, asked: &str) -> Result<Lookup, ArchiveError> {
        let mut found = self.store.by_number(asked)?;
        if found.is_empty() {
            found = asked.parse().map_or(Ok(Vec::new()), |sequence| self.store.by_sequence(sequence))?;
        }
        if found.is_empty() && asked.len() >= SHORTEST_PREFIX {
            found = self.store.by_prefix(asked)?;
        }
        if found.is_empty() {
            let alike = index::number_form(asked);
            found = self.store.by_number_where(|number| index::number_form(number) == alike)?;
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
    /// When the index cannot be read.
    pub fn like(&self, id: &str, limit: usize) -> Result<Hits, ArchiveError> {
        Ok(self.index.like(id, limit)?)
    }

    /// The duties of all documents, the most urgent first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tasks(&self, today: Date) -> Result<Vec<Duty>, ArchiveError> {
        let mut duties = Vec::new();
        self.store.each(|record| {
            duties.extend(tasks::duties(&record, today));
            Ok::<(), StoreError>(())
        })?;
        Ok(tasks::in_order(duties))
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }
}
