//! The log: what happened to which document, when, and who did it. It only grows.

use rusqlite::{Connection, Row, params};

use super::{Store, StoreError};

/// What can happen to a document or the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Event {
    /// It came into the archive.
    Added,
    /// A person corrected a value.
    Corrected,
    /// A correction was taken back.
    Uncorrected,
    /// It was read anew, and something changed.
    Reprocessed,
    /// It was removed for good.
    Forgotten,
    /// The archive was restored from a backup.
    Restored,
}

impl Event {
    const ALL: [Self; 6] = [Self::Added, Self::Corrected, Self::Uncorrected, Self::Reprocessed, Self::Forgotten, Self::Restored];

    /// Its name in the log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Corrected => "corrected",
            Self::Uncorrected => "uncorrected",
            Self::Reprocessed => "reprocessed",
            Self::Forgotten => "forgotten",
            Self::Restored => "restored",
        }
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Its place in the log, from 1, rising.
    pub sequence: u64,
    /// What happened.
    pub kind: Event,
    /// The document that it happened to; empty where it concerns the whole archive.
    pub document: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// What exactly: the pointer that was corrected, the name of what was forgotten.
    pub detail: String,
}

/// A line before it has its place.
pub(super) struct Line<'a> {
    pub(super) kind: Event,
    pub(super) document: &'a str,
    pub(super) at: &'a str,
    pub(super) who: &'a str,
    pub(super) detail: &'a str,
}

pub(super) fn append(connection: &Connection, line: &Line<'_>) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("INSERT INTO log (kind, document, at, who, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    statement.execute(params![line.kind.as_str(), line.document, line.at, line.who, line.detail])?;
    Ok(())
}

impl Store {
    /// The last sequence number of the log; 0 where nothing has happened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_sequence(&self) -> Result<u64, StoreError> {
        let last: Option<i64> = self.connection.query_row("SELECT max(sequence) FROM log", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0).unsigned_abs())
    }

    /// What happened after a sequence number, in order, at most so many lines.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn changes_after(&self, sequence: u64, most: usize) -> Result<Vec<Change>, StoreError> {
        let sql = "SELECT sequence, kind, document, at, who, detail FROM log WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let (after, most) = (i64::try_from(sequence).unwrap_or(i64::MAX), i64::try_from(most).unwrap_or(i64::MAX));
        let rows = statement.query_map([after, most], change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The last lines of the log, of one document or of all, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_changes(&self, document: Option<&str>, most: usize) -> Result<Vec<Change>, StoreError> {
        let sql =
            "SELECT sequence, kind, document, at, who, detail FROM log WHERE ?1 IS NULL OR document = ?1 ORDER BY sequence DESC LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![document, i64::try_from(most).unwrap_or(i64::MAX)], change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let (sequence, name): (i64, String) = (row.get(0)?, row.get(1)?);
    let unknown = || rusqlite::Error::InvalidColumnName(format!("log kind {name}"));
    let kind = Event::ALL.into_iter().find(|event| event.as_str() == name).ok_or_else(unknown)?;
    Ok(Change { sequence: sequence.unsigned_abs(), kind, document: row.get(2)?, at: row.get(3)?, who: row.get(4)?, detail: row.get(5)? })
}
