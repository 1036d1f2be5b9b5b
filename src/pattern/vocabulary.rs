//! The typed parts that are lists rather than rules: document types, abbreviations, frameworks.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

/// `types.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentTypes {
    /// Code → the kind.
    pub types: BTreeMap<String, DocumentKind>,
}

/// One kind of document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// Vietnamese name, `Báo cáo`.
    pub name: String,
    /// Its class.
    pub class: DocumentClass,
    /// Older or other abbreviations.
    #[serde(default)]
    pub also: Vec<String>,
}

/// The classes of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentClass {
    /// Administrative, Nghị định 30/2020/NĐ-CP article 7.
    Administrative,
    /// Law-making.
    Law,
    /// Party papers.
    Party,
    /// Certified copies.
    Copy,
}

/// `abbreviations.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    /// Short forms in names of bodies, expanded in normal forms: `UBND` → `Ủy ban nhân dân`.
    pub bodies: BTreeMap<String, String>,
    /// Ranks of persons: `PCT` → `Phó Chủ tịch`.
    pub ranks: BTreeMap<String, String>,
    /// The beginning of an issuer's name → ranks of its own persons: `Cục` → `PCT` → `Phó Cục trưởng`.
    #[serde(default)]
    pub own_ranks: BTreeMap<String, BTreeMap<String, String>>,
    /// What stands for a ministry in a list of them only.
    pub ministries: BTreeMap<String, String>,
    /// Terms, for search only: `TTHC` → `thủ tục hành chính`.
    pub terms: BTreeMap<String, Vec<String>>,
}

/// `spelling.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spelling {
    /// Words of two syllables and more that no others differ from by marks alone, or with these others behind `≠`.
    pub words: Vec<String>,
}

/// One file of `frameworks/`: a set of criteria that units are scored by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Short id, `766`.
    pub id: String,
    /// Vietnamese name.
    pub name: String,
    /// Words by which a document names it.
    pub aliases: Vec<String>,
    /// The total's maximum.
    pub max: f64,
    /// How its total is written.
    #[serde(default)]
    pub scale: Scale,
    /// The level whose places alone are scored by it, `tỉnh`; left out where it scores several.
    #[serde(default)]
    pub level: Option<String>,
    /// Its total is no plain sum of its criteria.
    #[serde(default)]
    pub weighted: bool,
    /// Ratings from the best, with the lowest score of each; empty where there are none.
    #[serde(default)]
    pub bands: Vec<Band>,
    /// Its criteria.
    #[serde(default)]
    pub criteria: Vec<CriterionDefinition>,
    /// Short forms of bodies that come with it, as in `abbreviations.toml`: so that one file is enough for an office.
    #[serde(default)]
    pub abbreviations: BTreeMap<String, String>,
    /// Expressions for its names, made by whoever first looks for them: for every document anew they cost more than reading it.
    #[serde(skip)]
    pub expressions: OnceLock<NameExpressions>,
}

/// Expressions that find the names of a framework and of its criteria in folded text; `None` for one without a name.
#[derive(Debug, Clone)]
pub struct NameExpressions {
    /// For the framework.
    pub framework: Option<Regex>,
    /// For each criterion, in order.
    pub criteria: Vec<Option<Regex>>,
}

/// How a framework's total is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// In points.
    #[default]
    Points,
    /// In percent.
    Percent,
    /// As a number between 0 and 1.
    Fraction,
}

/// One rating of a framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// `Tốt`.
    pub rating: String,
    /// The lowest score that earns it.
    pub from: f64,
}

/// One criterion of a framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionDefinition {
    /// Its id in records.
    pub id: String,
    /// Its name in records.
    pub name: String,
    /// Points that can be reached; left out where it varies.
    pub max: Option<f64>,
    /// Other names, matched without marks and case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Short names that stand for it only as the whole heading of a column or a row.
    #[serde(default)]
    pub short: Vec<String>,
}
