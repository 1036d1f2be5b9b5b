//! The one truth of an archive: SQLite for what was read, a folder for the originals.
//!
//! In: the bytes of a file, its record and passages, and the time, told by the caller. Out: the
//! same with what people corrected laid over it, and a log whose sequence numbers say what changed since. An original is durable before
//! its row is; a row is durable before anybody is told of it.
//!
//! It deliberately has not heard of the search engine, of extraction, or of the clock. No SQL and
//! no database type leaves this room.

mod backup;
mod correction;
mod edit;
mod error;
mod file;
mod log;
mod originals;
mod schema;
mod searches;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use self::log::Line;
use crate::intake::Source;
use crate::record::{Passage, Record};
use crate::steps;

pub use backup::{Copied, restore};
pub use correction::Correction;
pub use error::StoreError;
pub use file::{atomic_file, atomic_write, atomic_write_all, create_folder, remove_unfinished, sync_folder};
pub use log::{Change, Event};
pub use originals::{Original, Stray};
pub use searches::SavedSearch;

/// File name of the database in the home folder.
const DATABASE: &str = "archive.sqlite";
/// Folder of the original files in the home folder.
const ORIGINALS: &str = "originals";

/// What is kept of documents.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    originals: PathBuf,
    /// The file of the database and what it is known by; `None` where there is none.
    opened: Option<(PathBuf, (u64, u64))>,
}

/// A document as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What was read.
    pub record: Record,
    /// What searches look through.
    pub passages: Vec<Passage>,
}

/// What became of a document that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Added,
    /// The same bytes were kept before; nothing changed.
    Duplicate,
}

impl Store {
    /// Opens the store of a home folder for writing; makes it where there is none.
    ///
    /// # Errors
    /// When the folder cannot be written or the database is of a newer version.
    pub fn open(home: &Path) -> Result<Self, StoreError> {
        let originals = home.join(ORIGINALS);
        file::create_folder(&originals)?;
        // Whoever made them may have been ended before they were durable. The folder above may be closed to us.
        file::sync_folder(&originals)?;
        file::sync_folder(home)?;
        drop(home.parent().map(file::sync_folder));
        let connection = Connection::open(home.join(DATABASE))?;
        Self::with(connection, home, true)
    }

    /// Whether a home folder has a store.
    #[must_use]
    pub fn is_in(home: &Path) -> bool {
        home.join(DATABASE).is_file()
    }

    /// Opens the store of a home folder if there is one; makes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn existing(home: &Path) -> Result<Option<Self>, StoreError> {
        let path = home.join(DATABASE);
        let there = path.try_exists().map_err(StoreError::at(&path))?;
        there.then(|| Self::with(Connection::open(&path)?, home, true)).transpose()
    }

    /// An empty store that is nowhere on disk.
    ///
    /// # Errors
    /// When the database cannot be made in memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::with(Connection::open_in_memory()?, Path::new(""), false)
    }

    fn with(mut connection: Connection, home: &Path, on_disk: bool) -> Result<Self, StoreError> {
        schema::prepare(&mut connection)?;
        let path = home.join(DATABASE);
        let opened = if on_disk { Some((path.clone(), file::identity(&path).map_err(StoreError::at(&path))?)) } else { None };
        Ok(Self { connection, originals: home.join(ORIGINALS), opened })
    }

    /// Whether what was opened still lies in its place. Where its disk was taken away it can go on answering, and originals
    /// would be written into what is there instead.
    ///
    /// # Errors
    /// When it does not.
    pub fn in_place(&self) -> Result<(), StoreError> {
        match &self.opened {
            Some((path, opened)) if file::identity(path).ok() != Some(*opened) => Err(StoreError::Gone(path.clone())),
            _ => Ok(()),
        }
    }

    /// Whether a document is kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn contains(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM documents WHERE id = ?1")?.exists([id])?)
    }

    /// Keeps documents together: their originals first, then all rows and lines of the log in one transaction.
    ///
    /// # Errors
    /// When something cannot be written; then none is kept, though originals may lie there.
    pub fn put_all(&mut self, batch: &[(&Source, &Kept)], at: Timestamp, who: &str) -> Result<Vec<Put>, StoreError> {
        let mut new = BTreeSet::new();
        let mut puts = Vec::new();
        for (source, _) in batch {
            let id = source.id.as_str();
            puts.push(if !self.contains(id)? && new.insert(id) { Put::Added } else { Put::Duplicate });
        }
        let added = || batch.iter().zip(&puts).filter(|(_, put)| **put == Put::Added).map(|(one, _)| one);
        let originals: Vec<(PathBuf, &[u8])> =
            added().map(|(source, _)| (self.original(source.id.as_str()), source.bytes.as_slice())).collect();
        file::write_all(originals.iter().map(|(path, bytes)| (path.as_path(), *bytes)))?;
        steps::fail("store::original-written").map_err(StoreError::at(&self.originals))?;
        let transaction = self.begin()?;
        // Somebody may just have finished forgetting the same document.
        file::write_all(originals.iter().filter(|(path, _)| !path.exists()).map(|(path, bytes)| (path.as_path(), *bytes)))?;
        for (source, kept) in added() {
            insert(&transaction, source, kept, at, who)?;
        }
        steps::fail("store::row-written").map_err(StoreError::at(&self.originals))?;
        self.in_place()?;
        transaction.commit()?;
        steps::fail("store::row-committed").map_err(StoreError::at(&self.originals))?;
        Ok(puts)
    }

    /// One document, as it is shown.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<Kept>, StoreError> {
        let Some(read) = self.as_read(id)? else { return Ok(None) };
        Ok(Some(Kept { record: self.shown(read.record)?, passages: read.passages }))
    }

    /// One document as it was read, without corrections.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn as_read(&self, id: &str) -> Result<Option<Kept>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT record, passages FROM documents WHERE id = ?1")?;
        let row: Option<(String, String)> = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((record, passages)) = row else { return Ok(None) };
        Ok(Some(Kept { record: serde_json::from_str(&record)?, passages: serde_json::from_str(&passages)? }))
    }

    /// The name of a document's file when it came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn file_name(&self, id: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT file_name FROM documents WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// When a document came, RFC 3339.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn added_at(&self, id: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT added_at FROM documents WHERE id = ?1")?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// The identities of all documents, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM documents ORDER BY rowid")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Hands out the records of all documents one by one, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read, or what takes them fails.
    pub fn each<E: From<StoreError>>(&self, mut take: impl FnMut(Record) -> Result<(), E>) -> Result<(), E> {
        self.each_where("SELECT record FROM documents ORDER BY rowid", &[], &mut take)
    }

    /// The records whose identity begins so, with or without `sha256:`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_prefix(&self, prefix: &str) -> Result<Vec<Record>, StoreError> {
        let bare = prefix.strip_prefix("sha256:").unwrap_or(prefix).to_ascii_lowercase();
        if bare.is_empty() || !bare.chars().all(|character| character.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        // `g` follows the last hexadecimal digit.
        let (from, to) = (format!("sha256:{bare}"), format!("sha256:{bare}g"));
        self.records_where("SELECT record FROM documents WHERE id >= ?1 AND id < ?2 ORDER BY rowid", &[&from, &to], |_| true)
    }

    /// The records of documents with a number, as shown.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_number(&self, number: &str) -> Result<Vec<Record>, StoreError> {
        let sql = "SELECT record FROM documents WHERE json_extract(record, '$.document.number') = ?1
            OR id IN (SELECT document FROM corrections WHERE pointer = '/document/number') ORDER BY rowid";
        self.records_where(sql, &[&number], |record| record.document.number.as_deref() == Some(number))
    }

    /// The records of documents whose number satisfies a question. Only these are read whole.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_number_where(&self, asked: impl Fn(&str) -> bool) -> Result<Vec<Record>, StoreError> {
        // The index on the number holds all that this reads.
        let sql = "SELECT rowid, json_extract(record, '$.document.number') FROM documents
            WHERE json_extract(record, '$.document.number') IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number: String = row.get(1)?;
            if asked(&number) {
                found.push(row.get::<_, i64>(0)?.to_string());
            }
        }
        let sql = format!(
            "SELECT record FROM documents WHERE rowid IN ({})
            OR id IN (SELECT document FROM corrections WHERE pointer = '/document/number') ORDER BY rowid",
            found.join(",")
        );
        self.records_where(&sql, &[], |record| record.document.number.as_deref().is_some_and(&asked))
    }

    /// The records of documents whose number begins with this figure.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_sequence(&self, sequence: u32) -> Result<Vec<Record>, StoreError> {
        let sql = "SELECT record FROM documents WHERE json_extract(record, '$.document.sequence') = ?1
            OR id IN (SELECT document FROM corrections WHERE pointer IN ('/document/number', '/document/sequence')) ORDER BY rowid";
        self.records_where(sql, &[&sequence], |record| record.document.sequence == Some(sequence))
    }

    fn records_where(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        wanted: impl Fn(&Record) -> bool,
    ) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        self.each_where(sql, values, &mut |record| {
            if wanted(&record) {
                records.push(record);
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(records)
    }

    fn each_where<E: From<StoreError>>(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        take: &mut dyn FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query(values).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let json: String = row.get(0).map_err(StoreError::from)?;
            let record = serde_json::from_str(&json).map_err(StoreError::from)?;
            take(self.shown(record)?)?;
        }
        Ok(())
    }

    /// A record with what people corrected.
    fn shown(&self, read: Record) -> Result<Record, StoreError> {
        let corrections = self.corrections(&read.id)?;
        Ok(if corrections.is_empty() { read } else { correction::overlay(&read, &corrections)?.0 })
    }

    /// How many documents are kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM documents", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Where the original bytes of a document are, `originals/ab/<sha256>`.
    #[must_use]
    pub fn original(&self, id: &str) -> PathBuf {
        original_in(&self.originals, id)
    }

    /// Notes something that concerns the whole archive.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn note(&mut self, kind: Event, at: Timestamp, who: &str, detail: &str) -> Result<(), StoreError> {
        log::append(&self.connection, &Line { kind, document: "", at: &at.to_string(), who, detail })
    }
}

fn original_in(originals: &Path, id: &str) -> PathBuf {
    let hash = id.strip_prefix("sha256:").unwrap_or(id);
    originals.join(hash.get(..2).unwrap_or("00")).join(hash)
}

fn insert(transaction: &Transaction<'_>, source: &Source, kept: &Kept, at: Timestamp, who: &str) -> Result<(), StoreError> {
    let (id, at) = (source.id.as_str(), at.to_string());
    let record = serde_json::to_string(&kept.record)?;
    let passages = serde_json::to_string(&kept.passages)?;
    let bytes = i64::try_from(source.bytes.len()).unwrap_or(i64::MAX);
    let mut row = transaction.prepare_cached(
        "INSERT INTO documents (id, file_name, media_type, bytes, added_at, record, passages) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    row.execute(params![id, source.file_name, source.kind.media_type(), bytes, at, record, passages])?;
    log::append(transaction, &Line { kind: Event::Added, document: id, at: &at, who, detail: "" })
}
