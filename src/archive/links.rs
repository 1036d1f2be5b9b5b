//! Which documents of the archive a document names, and which name it.

use serde::Serialize;

use super::{Archive, ArchiveError};
use crate::index::{self, Search, ShortForms, Sort};
use crate::record::{Record, Reference};

/// More documents than this are not followed.
const MOST: usize = 1000;

/// A document and those that it stands together with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Links {
    /// What it names, in its own order.
    pub cites: Vec<Cited>,
    /// What names it, the newest first: reports that answer it, letters that remind of it.
    pub cited_by: Vec<Linked>,
}

/// A document that is named by number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cited {
    /// Number, date, issuer and role as the citation gives them.
    pub reference: Reference,
    /// The documents of the archive that it may be: none where it is not kept, several where number and date
    /// do not tell them apart.
    pub documents: Vec<Linked>,
}

/// A document of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// Its identity.
    pub id: String,
    /// Its file.
    pub file_name: String,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
}

impl From<Record> for Linked {
    fn from(record: Record) -> Self {
        let own = record.document;
        Self {
            id: record.id,
            file_name: record.source.file_name,
            number: own.number,
            date: own.date,
            issuer: own.issuer,
            subject: own.subject,
        }
    }
}

impl Archive {
    /// What a document names and what names it.
    ///
    /// # Errors
    /// When store or index cannot be read.
    pub fn links(&mut self, record: &Record) -> Result<Links, ArchiveError> {
        let mut cites = Vec::new();
        for reference in &record.references {
            let found = self.with(&format!("số:\"{}\"", reference.number))?;
            let means = |other: &Record| other.id != record.id && means(reference, other);
            cites.push(Cited { reference: reference.clone(), documents: found.into_iter().filter(means).map(Linked::from).collect() });
        }
        let mut cited_by = Vec::new();
        if let Some(number) = &record.document.number {
            let found = self.with(&format!("dẫn:\"{number}\""))?;
            let names = |other: &Record| other.id != record.id && other.references.iter().any(|reference| means(reference, record));
            cited_by = found.into_iter().filter(names).map(Linked::from).collect();
        }
        Ok(Links { cites, cited_by })
    }

    fn with(&mut self, typed: &str) -> Result<Vec<Record>, ArchiveError> {
        let search = Search { typed, limit: MOST, sort: Sort::Date, ..Search::default() };
        let hits = self.search(&search, &ShortForms::default())?.hits;
        let kept = hits.iter().map(|hit| Ok(self.store.get(&hit.id)?.map(|kept| kept.record)));
        Ok(kept.collect::<Result<Vec<_>, ArchiveError>>()?.into_iter().flatten().collect())
    }
}

/// Whether a citation can mean a document: the same number, and no other day where both name one.
fn means(reference: &Reference, record: &Record) -> bool {
    let own = &record.document;
    let same_number = own.number.as_deref().is_some_and(|number| index::number_form(number) == index::number_form(&reference.number));
    let other_day = matches!((&reference.date, &own.date), (Some(cited), Some(own)) if cited != own);
    same_number && !other_day
}
