//! Knowledge as data: the wording, lists and tables of `patterns/`, loaded and checked.
//!
//! In: the files embedded in the binary and, laid over them by name, the files of an office's own
//! folder. Out: [`Patterns`], one typed part for each file. A file that cannot be used is an
//! error with file, line and hint; it is never skipped. The language is described in
//! `patterns/README.md`.
//!
//! It deliberately does not know how rules are applied: that is `extract`.

mod bodies;
pub mod deadlines;
mod file;
pub mod findings;
mod footer;
pub mod indicators;
mod letterhead;
pub mod periods;
pub mod phrases;
mod references;
mod rule;
pub mod scores;
pub mod tables;
pub mod tasks;
pub mod vocabulary;
mod zones;

use std::path::Path;

pub use bodies::BodyRules;
pub use file::PatternError;
pub use footer::FooterRules;
pub use letterhead::LetterheadRules;
pub use references::ReferenceRules;
pub use rule::{Expression, Rule};
pub use zones::ZoneRules;

use deadlines::{Deadlines, Holidays};
use findings::FindingRules;
use indicators::IndicatorRules;
use periods::PeriodRules;
use scores::ScoreRules;
use tables::TableRules;
use tasks::TaskRules;
use vocabulary::{Abbreviations, DocumentTypes, Framework, Spelling};

/// All knowledge, checked.
#[derive(Debug, Clone)]
pub struct Patterns {
    /// `types.toml`: kinds of documents and their codes.
    pub types: DocumentTypes,
    /// `abbreviations.toml`: short forms of bodies and terms.
    pub abbreviations: Abbreviations,
    /// `bodies.toml`: how names of bodies are written in records.
    pub bodies: BodyRules,
    /// `footer.toml`: what stands below the body.
    pub footer: FooterRules,
    /// `letterhead.toml`: what stands above the body.
    pub letterhead: LetterheadRules,
    /// `references.toml`: documents cited by their number.
    pub references: ReferenceRules,
    /// `zones.toml`: where the parts of a document begin.
    pub zones: ZoneRules,
    /// `frameworks/*.toml`: sets of criteria that units are scored by.
    pub frameworks: Vec<Framework>,
    /// `deadlines.toml`: by when something is due.
    pub deadlines: Deadlines,
    /// `holidays.toml`: days off and days worked in exchange.
    pub holidays: Holidays,
    /// `tasks.toml`: who is given what to do.
    pub tasks: TaskRules,
    /// `periods.toml`: how periods are written.
    pub periods: PeriodRules,
    /// `tables.toml`: tables and their columns.
    pub tables: TableRules,
    /// `scores.toml`: scores in prose.
    pub scores: ScoreRules,
    /// `indicators.toml`: measured values in prose.
    pub indicators: IndicatorRules,
    /// `findings.toml`: contradictions.
    pub findings: FindingRules,
    /// `spelling.toml`: words that recognition of images misreads.
    pub spelling: Spelling,
}

impl Patterns {
    /// Loads the embedded files.
    ///
    /// # Errors
    /// When an embedded file is wrong, which the tests rule out.
    pub fn embedded() -> Result<Self, PatternError> {
        Self::from_files(&file::Files::embedded()?)
    }

    /// Loads the embedded files with those of an office's folder laid over them, and tries every rule.
    ///
    /// # Errors
    /// When a file cannot be read, is not TOML, has an unknown key or a rule that fails its examples.
    pub fn with_folder(folder: &Path) -> Result<Self, PatternError> {
        let mut files = file::Files::embedded()?;
        files.overlay(folder)?;
        files.check()?;
        Self::from_files(&files)
    }

    /// Tries every rule of the embedded files and of the folder, where one is given; gives how many were tried.
    ///
    /// # Errors
    /// The first problem, with file, line and hint.
    pub fn check(folder: Option<&Path>) -> Result<usize, PatternError> {
        let mut files = file::Files::embedded()?;
        if let Some(folder) = folder {
            files.overlay(folder)?;
        }
        let tried = files.check()?;
        Self::from_files(&files)?;
        Ok(tried)
    }

    fn from_files(files: &file::Files) -> Result<Self, PatternError> {
        let frameworks: Vec<Framework> = files.parts("frameworks/")?;
        let mut abbreviations: Abbreviations = files.part("abbreviations")?;
        for own in frameworks.iter().flat_map(|framework| &framework.abbreviations) {
            abbreviations.bodies.insert(own.0.clone(), own.1.clone());
        }
        Ok(Self {
            types: files.part("types")?,
            abbreviations,
            frameworks,
            deadlines: files.part("deadlines")?,
            holidays: files.part("holidays")?,
            tasks: files.part("tasks")?,
            bodies: files.part("bodies")?,
            footer: files.part("footer")?,
            letterhead: files.part("letterhead")?,
            references: files.part("references")?,
            periods: files.part("periods")?,
            tables: files.part("tables")?,
            scores: files.part("scores")?,
            indicators: files.part("indicators")?,
            findings: files.part("findings")?,
            spelling: files.part("spelling")?,
            zones: files.part("zones")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_rule_keeps_its_examples() {
        let tried = Patterns::check(None).unwrap_or_else(|error| panic!("{error}"));
        assert!(tried > 0);
    }
}
