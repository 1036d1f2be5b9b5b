//! Searches that people keep: by a name of their own, and the last ones that found something.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;

use super::{Store, StoreError};

/// Older searches than the last so many are not remembered.
const REMEMBERED: usize = 500;

/// A search under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// How it is called.
    pub name: String,
    /// What was typed.
    pub typed: String,
    /// When it was saved, RFC 3339.
    pub at: String,
    /// Who saved it.
    pub who: String,
}

impl Store {
    /// Keeps a search under a name, in place of an earlier one of that name.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_search(&mut self, search: &SavedSearch) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO saved_searches (name, typed, at, who) VALUES (?1, ?2, ?3, ?4)";
        self.connection.execute(sql, params![search.name, search.typed, search.at, search.who])?;
        Ok(())
    }

    /// All searches that were saved, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, typed, at, who FROM saved_searches ORDER BY name")?;
        let rows =
            statement.query_map([], |row| Ok(SavedSearch { name: row.get(0)?, typed: row.get(1)?, at: row.get(2)?, who: row.get(3)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was typed in the search of a name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn saved_search(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT typed FROM saved_searches WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Removes a saved search; false where there is none of that name.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remove_search(&mut self, name: &str) -> Result<bool, StoreError> {
        Ok(self.connection.execute("DELETE FROM saved_searches WHERE name = ?1", [name])? > 0)
    }

    /// Remembers what was typed, and drops what is too long ago.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remember_search(&mut self, typed: &str, at: Timestamp) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        transaction.execute("INSERT OR REPLACE INTO past_searches (typed, at) VALUES (?1, ?2)", params![typed, at.to_string()])?;
        let sql = "DELETE FROM past_searches WHERE typed NOT IN (SELECT typed FROM past_searches ORDER BY at DESC, rowid DESC LIMIT ?1)";
        transaction.execute(sql, [i64::try_from(REMEMBERED).unwrap_or(i64::MAX)])?;
        Ok(transaction.commit()?)
    }

    /// What was typed, the last first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn past_searches(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT typed FROM past_searches ORDER BY at DESC, rowid DESC")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Forgets what was typed; saved searches stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_past_searches(&mut self) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "secure_delete", true)?;
        self.connection.execute("DELETE FROM past_searches", [])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_searches_are_remembered_and_the_newest_stands_first() {
        let mut store = Store::in_memory().unwrap();
        let at = |second: usize| Timestamp::from_second(i64::try_from(second).unwrap()).unwrap();
        for count in 0..REMEMBERED + 3 {
            store.remember_search(&format!("tìm {count}"), at(count)).unwrap();
        }
        store.remember_search("tìm 3", at(9_000)).unwrap();
        let past = store.past_searches().unwrap();
        assert_eq!((past.len(), past[0].as_str()), (REMEMBERED, "tìm 3"));
        assert!(!past.contains(&"tìm 2".to_owned()));
        store.forget_past_searches().unwrap();
        assert_eq!(store.past_searches().unwrap().len(), 0);
    }
}
