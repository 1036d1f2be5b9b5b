//! The one truth of an archive: SQLite for what was read, a folder for the originals.
//!
//! In: the bytes of a file, its record and passages, and the time, told by the caller. Out: the
//! same, and a log whose sequence numbers say what changed since. An original is durable before
//! its row is; a row is durable before anybody is told of it.
//!
//! It deliberately has not heard of the search engine, of extraction, or of the clock. No SQL and
//! no database type leaves this room.

mod error;
mod file;
mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::intake::Source;
use crate::record::{Passage, Record};

pub use error::StoreError;
pub use file::atomic_write;

/// File name of the database in the home folder.
const DATABASE: &str = "archive.sqlite";
/// Folder of the original files in the home folder.
const ORIGINALS: &str = "originals";

/// What is kept of documents.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    originals: PathBuf,
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

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the log, from 1, rising.
    pub sequence: u64,
    /// What happened: `added`.
    pub kind: String,
    /// The document that it happened to.
    pub document: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who did it.
    pub who: String,
}

impl Store {
    /// Opens the store of a home folder for writing; makes it where there is none.
    ///
    /// # Errors
    /// When the folder cannot be written or the database is of a newer version.
    pub fn open(home: &Path) -> Result<Self, StoreError> {
        file::create_folder(&home.join(ORIGINALS))?;
        let connection = Connection::open(home.join(DATABASE))?;
        Self::with(connection, home)
    }

    /// Opens the store of a home folder if there is one; makes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn existing(home: &Path) -> Result<Option<Self>, StoreError> {
        let path = home.join(DATABASE);
        if !path.is_file() {
            return Ok(None);
        }
        Self::with(Connection::open(path)?, home).map(Some)
    }

    /// An empty store that is nowhere on disk.
    ///
    /// # Errors
    /// When the database cannot be made in memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::with(Connection::open_in_memory()?, Path::new(""))
    }

    fn with(mut connection: Connection, home: &Path) -> Result<Self, StoreError> {
        schema::prepare(&mut connection)?;
        Ok(Self { connection, originals: home.join(ORIGINALS) })
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
        #[cfg(feature = "failpoints")]
        fail::fail_point!("store::original-written");
        let transaction = self.connection.transaction()?;
        for (source, kept) in added() {
            insert(&transaction, source, kept, at, who)?;
        }
        #[cfg(feature = "failpoints")]
        fail::fail_point!("store::row-written");
        transaction.commit()?;
        #[cfg(feature = "failpoints")]
        fail::fail_point!("store::row-committed");
        Ok(puts)
    }

    /// One document.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<Kept>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT record, passages FROM documents WHERE id = ?1")?;
        let row: Option<(String, String)> = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((record, passages)) = row else { return Ok(None) };
        Ok(Some(Kept { record: serde_json::from_str(&record)?, passages: serde_json::from_str(&passages)? }))
    }

    /// The records of all documents, in the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn records(&self) -> Result<Vec<Record>, StoreError> {
        self.records_where("SELECT record FROM documents ORDER BY rowid", &[])
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
        self.records_where("SELECT record FROM documents WHERE substr(id, 8, length(?1)) = ?1 ORDER BY rowid", &[&bare])
    }

    /// The records of documents with a number, as recorded.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn by_number(&self, number: &str) -> Result<Vec<Record>, StoreError> {
        self.records_where("SELECT record FROM documents WHERE json_extract(record, '$.document.number') = ?1 ORDER BY rowid", &[&number])
    }

    fn records_where(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let json: String = row.get(0)?;
            records.push(serde_json::from_str(&json)?);
        }
        Ok(records)
    }

    /// How many documents are kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count(&self) -> Result<u64, StoreError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM documents", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// The last sequence number of the log; 0 where nothing has happened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_sequence(&self) -> Result<u64, StoreError> {
        let last: Option<i64> = self.connection.query_row("SELECT max(sequence) FROM log", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0).unsigned_abs())
    }

    /// What happened after a sequence number, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn changes_after(&self, sequence: u64) -> Result<Vec<Change>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT sequence, kind, document, at, who FROM log WHERE sequence > ?1 ORDER BY sequence")?;
        let rows = statement.query_map([i64::try_from(sequence).unwrap_or(i64::MAX)], change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the original bytes of a document are, `originals/ab/<sha256>`.
    #[must_use]
    pub fn original(&self, id: &str) -> PathBuf {
        let hash = id.strip_prefix("sha256:").unwrap_or(id);
        self.originals.join(hash.get(..2).unwrap_or("00")).join(hash)
    }
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
    let mut line = transaction.prepare_cached("INSERT INTO log (kind, document, at, who) VALUES ('added', ?1, ?2, ?3)")?;
    line.execute(params![id, at, who])?;
    Ok(())
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let sequence: i64 = row.get(0)?;
    Ok(Change { sequence: sequence.unsigned_abs(), kind: row.get(1)?, document: row.get(2)?, at: row.get(3)?, who: row.get(4)? })
}
