//! Finds documents by their words and numbers.
//!
//! In: records with their passages, and the sequence number of the log up to which they are known.
//! Out: [`Hits`] with the passages that answer a query, as in the document, and where in them the words
//! stand that were looked for. The folder is derived: it can be deleted at any
//! time, and one that is damaged or of another version is thrown away.
//!
//! It deliberately does not know where documents are kept nor how they were read. Only this room
//! names the search engine.

mod answering;
mod ask;
mod at_least;
mod engine;
mod fields;
mod filter;
mod highlight;
mod passage;
mod query;
mod syllables;
mod tokens;

use jiff::civil::Date;
use serde::Serialize;

pub use engine::{Index, IndexError};
pub use passage::passages;
pub use query::ShortForms;
pub use syllables::number as number_form;

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search<'a> {
    /// What a person typed.
    pub typed: &'a str,
    /// How many documents to give.
    pub limit: usize,
    /// How many documents to pass over first.
    pub offset: usize,
    /// In which order.
    pub sort: Sort,
    /// Count types, issuers, years and units too.
    pub facets: bool,
    /// Today, to count what is overdue.
    pub today: Option<Date>,
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What answers best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
    /// What is due first, first.
    Deadline,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Hits {
    /// How many documents there are in all, counted up to a thousand.
    pub total: usize,
    /// There are more than were counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The best first.
    pub hits: Vec<Hit>,
    /// What the documents are, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
}

/// What the documents of an answer are, all of them and not only those given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facets {
    /// Types by name, the most frequent first.
    pub types: Vec<Facet>,
    /// Issuers.
    pub issuers: Vec<Facet>,
    /// Years of the documents' dates.
    pub years: Vec<Facet>,
    /// Units that are scored.
    pub units: Vec<Facet>,
    /// Documents that give duties.
    pub with_tasks: usize,
    /// Documents with a duty whose last day is over, where today is known.
    pub overdue: Option<usize>,
}

/// One value and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The value as shown.
    pub name: String,
    /// How many documents.
    pub count: u64,
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

/// A stretch of a document, and where in it the words stand that were looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// Its page, where the format has pages.
    pub page: Option<u32>,
    /// Its characters as in the document, `…` where it was cut.
    pub text: String,
    /// Bytes of the text, in order, none overlapping.
    pub marks: Vec<std::ops::Range<usize>>,
}

impl Passage {
    /// The text with its marks between two strings. Each piece of it goes through `shown`, which is told whether it
    /// is marked and escapes it where it must be: what stands in a document never becomes a mark.
    #[must_use]
    pub fn with_marks(&self, open: &str, close: &str, shown: impl Fn(bool, &str) -> String) -> String {
        let piece = |marked: bool, from: usize, to: usize| shown(marked, self.text.get(from..to).unwrap_or_default());
        let mut out = String::new();
        let mut at = 0;
        for mark in &self.marks {
            out.push_str(&piece(false, at, mark.start));
            out.push_str(open);
            out.push_str(&piece(true, mark.start, mark.end));
            out.push_str(close);
            at = mark.end;
        }
        out.push_str(&piece(false, at, self.text.len()));
        out
    }
}
