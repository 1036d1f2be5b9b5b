//! Searches that people keep, and what a typed beginning may become.

use jiff::Timestamp;
use serde::Serialize;

use super::{Archive, ArchiveError};
use crate::index::{Search, ShortForms, Sort};
use crate::store::{self, SavedSearch, Store};
use crate::text::fold;

/// What a typed beginning may become, the likeliest of each first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Completions {
    /// Earlier searches that begin so.
    pub past: Vec<String>,
    /// Numbers of documents that begin so, the newest first.
    pub numbers: Vec<String>,
    /// Issuing bodies in whose name a word begins so, by name.
    pub bodies: Vec<String>,
}

impl Archive {
    /// Keeps a search under a name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_search(&mut self, name: &str, typed: &str, at: Timestamp, who: &str) -> Result<(), ArchiveError> {
        let search = SavedSearch { name: name.to_owned(), typed: typed.to_owned(), at: at.to_string(), who: who.to_owned() };
        // There may be no archive yet: what a person saves must be on the disk.
        store::create_folder(&self.home)?;
        Ok(Store::open(&self.home)?.save_search(&search)?)
    }

    /// All saved searches, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, ArchiveError> {
        Ok(self.store.saved_searches()?)
    }

    /// What was typed in the saved search of a name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn saved_search(&self, name: &str) -> Result<Option<String>, ArchiveError> {
        Ok(self.store.saved_search(name)?)
    }

    /// Removes a saved search; false where there is none of that name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remove_search(&mut self, name: &str) -> Result<bool, ArchiveError> {
        Ok(self.store.remove_search(name)?)
    }

    /// Remembers what was typed, for [`Archive::complete`].
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remember_search(&mut self, typed: &str, at: Timestamp) -> Result<(), ArchiveError> {
        Ok(self.store.remember_search(typed, at)?)
    }

    /// Forgets what was typed; saved searches stay.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_past_searches(&mut self) -> Result<(), ArchiveError> {
        Ok(self.store.forget_past_searches()?)
    }

    /// What a typed beginning may become, at most so many of each kind; marks may be left out.
    ///
    /// # Errors
    /// When index or store cannot be read.
    pub fn complete(&mut self, typed: &str, most: usize) -> Result<Completions, ArchiveError> {
        let beginning = fold(typed.trim());
        if beginning.is_empty() {
            return Ok(Completions { past: self.store.past_searches()?.into_iter().take(most).collect(), ..Completions::default() });
        }
        let past = self.store.past_searches()?.into_iter().filter(|one| fold(one).starts_with(&beginning)).take(most).collect();
        let asked = format!("số:\"{}\"", beginning.replace('"', " "));
        let search = Search { typed: &asked, limit: most, sort: Sort::Date, ..Search::default() };
        let hits = self.search(&search, &ShortForms::default())?.hits;
        let mut numbers: Vec<String> = Vec::new();
        for number in hits.into_iter().filter_map(|hit| hit.number) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(Completions { past, numbers, bodies: self.index.issuers(&beginning, most)? })
    }
}
