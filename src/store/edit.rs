//! Changes to what is kept: corrections, new readings, forgetting. Each is one transaction with its line in the log.

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior, params};

use super::correction::{self, Correction};
use super::log::{self, Event, Line};
use super::{Kept, Store, StoreError, file};
use crate::record::Record;
use crate::steps;

impl Store {
    /// What people corrected in a document, in the order of the pointers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn corrections(&self, id: &str) -> Result<Vec<Correction>, StoreError> {
        let sql = "SELECT pointer, value, entry, at, who FROM corrections WHERE document = ?1 ORDER BY pointer";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        let mut corrections = Vec::new();
        while let Some(row) = rows.next()? {
            let (value, entry): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            corrections.push(Correction {
                document: id.to_owned(),
                pointer: row.get(0)?,
                value: serde_json::from_str(&value)?,
                entry: entry.map(|entry| serde_json::from_str(&entry)).transpose()?,
                at: row.get(3)?,
                who: row.get(4)?,
            });
        }
        Ok(corrections)
    }

    /// The corrections that do not apply to what is read now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn resting(&self, id: &str) -> Result<Vec<Correction>, StoreError> {
        let Some(read) = self.as_read(id)? else { return Ok(Vec::new()) };
        let all = self.corrections(id)?;
        Ok(correction::overlay(&read.record, &all)?.1.into_iter().cloned().collect())
    }

    /// Keeps a correction, in place of an earlier one of the same value; gives the record as it is then shown,
    /// `None` where the document has no such place or the value is not of its kind.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn correct(&mut self, mut new: Correction) -> Result<Option<Record>, StoreError> {
        let Some(read) = self.as_read(&new.document)? else { return Ok(None) };
        new.entry = correction::entry(&read.record, &new.pointer);
        let Some(shown) = correction::tried(&read.record, &self.corrections(&new.document)?, &new)? else { return Ok(None) };
        let value = serde_json::to_string(&new.value)?;
        let entry = new.entry.as_ref().map(serde_json::to_string).transpose()?;
        let transaction = self.begin()?;
        transaction.execute(
            "INSERT OR REPLACE INTO corrections (document, pointer, value, entry, at, who) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![new.document, new.pointer, value, entry, new.at, new.who],
        )?;
        let line = Line { kind: Event::Corrected, document: &new.document, at: &new.at, who: &new.who, detail: &new.pointer };
        log::append(&transaction, &line)?;
        transaction.commit()?;
        Ok(Some(shown))
    }

    /// Takes a correction back; false where there is none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn uncorrect(&mut self, id: &str, pointer: &str, at: Timestamp, who: &str) -> Result<bool, StoreError> {
        let transaction = self.begin()?;
        let gone = transaction.execute("DELETE FROM corrections WHERE document = ?1 AND pointer = ?2", [id, pointer])?;
        if gone > 0 {
            let line = Line { kind: Event::Uncorrected, document: id, at: &at.to_string(), who, detail: pointer };
            log::append(&transaction, &line)?;
        }
        transaction.commit()?;
        Ok(gone > 0)
    }

    /// Puts new readings in place of the old ones; corrections stay. Documents that are gone are passed over.
    ///
    /// # Errors
    /// When the database cannot be written; then none is replaced.
    pub fn replace_all(&mut self, readings: &[Kept], at: Timestamp, who: &str) -> Result<(), StoreError> {
        let at = at.to_string();
        let transaction = self.begin()?;
        for kept in readings {
            let (id, record) = (&kept.record.id, serde_json::to_string(&kept.record)?);
            let passages = serde_json::to_string(&kept.passages)?;
            let changed = transaction.execute(
                "UPDATE documents SET record = ?2, passages = ?3, media_type = ?4 WHERE id = ?1",
                params![id, record, passages, kept.record.source.media_type],
            )?;
            if changed > 0 {
                log::append(&transaction, &Line { kind: Event::Reprocessed, document: id, at: &at, who, detail: "" })?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// Removes a document for good, its row first, then its original; false where it is not kept.
    ///
    /// # Errors
    /// When database or folder cannot be written.
    pub fn forget(&mut self, id: &str, at: Timestamp, who: &str) -> Result<bool, StoreError> {
        let Some(kept) = self.get(id)? else { return Ok(false) };
        let name = [kept.record.document.number.as_deref(), Some(&kept.record.source.file_name)];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        // What is forgotten is overwritten, not only unlinked.
        self.connection.pragma_update(None, "secure_delete", true)?;
        let transaction = self.begin()?;
        transaction.execute("DELETE FROM documents WHERE id = ?1", [id])?;
        log::append(&transaction, &Line { kind: Event::Forgotten, document: id, at: &at.to_string(), who, detail: &name })?;
        transaction.commit()?;
        steps::hold("store::row-forgotten");
        self.remove_original(id)?;
        // Where readers hold the journal, it is emptied another time.
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(true)
    }

    /// Removes the original of a document that is not kept any more, if it is still there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn remove_original(&self, id: &str) -> Result<(), StoreError> {
        // The same document may come again meanwhile; its row then waits for this transaction and looks for its original.
        let transaction = self.begin()?;
        let path = self.original(id);
        if !self.contains(id)? {
            match std::fs::remove_file(&path) {
                Ok(()) => path.parent().map_or(Ok(()), file::sync_folder)?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::File { path, error }),
            }
        }
        Ok(transaction.commit()?)
    }

    pub(super) fn begin(&self) -> Result<Transaction<'_>, StoreError> {
        Ok(Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?)
    }
}
