//! Finds documents by their words and numbers.
//!
//! In: records with their passages, and the sequence number of the log up to which they are known.
//! Out: [`Hits`] with the passages that answer a query, the words looked for between `<mark>` and
//! `</mark>`, everything else as in the document. The folder is derived: it can be deleted at any
//! time, and one that is damaged or of another version is thrown away.
//!
//! It deliberately does not know where documents are kept nor how they were read. Only this room
//! names the search engine.

mod engine;
mod highlight;
mod passage;
mod query;
mod syllables;

use serde::Serialize;

pub use engine::{Index, IndexError};
pub use passage::passages;
pub use query::ShortForms;
pub use syllables::number as number_form;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hits {
    /// How many documents there are in all.
    pub total: usize,
    /// The best first.
    pub hits: Vec<Hit>,
}

/// One document that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The document's identity.
    pub id: String,
    /// Its file.
    pub file_name: String,
    /// How well it answers; only comparable within one search.
    pub score: f32,
    /// Its number.
    pub number: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// The passages that answer best.
    pub passages: Vec<Passage>,
}

/// A stretch of a document with the words marked that were looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Its page, where the format has pages.
    pub page: Option<u32>,
    /// Its characters with `<mark>` and `</mark>`; not escaped for HTML.
    pub text: String,
}
