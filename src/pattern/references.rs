//! `references.toml`: documents cited by their number.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;

/// How citations are written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceRules {
    /// Standards, which are not cited documents.
    pub standards: Vec<String>,
    /// Words before a number → code of the kind.
    pub kinds: BTreeMap<String, String>,
    /// What ends the issuer's name.
    pub stops: Stops,
    /// What opens the grounds.
    pub basis: Basis,
    /// What goes on inside a name after `và`, besides capitals.
    pub joined_by_and: Vec<String>,
    /// The word that joins names, or the next document.
    pub and: String,
    /// The word between an act and whose it is.
    pub whose: String,
    /// Words right before a number that make it one of a document.
    pub announcers: Vec<String>,
    /// Commas inside names: what stands before, what stands after.
    pub commas: Vec<(String, String)>,
    /// Endings of what stands before a citation that is named beside another.
    pub beside: Vec<String>,
    /// Beginnings of the parliament's symbols.
    pub parliament: Vec<String>,
    /// The expressions.
    pub rules: CitationRules,
}

/// What ends the name of the issuer behind `của`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stops {
    /// Words in small letters.
    pub words: Vec<String>,
    /// Phrases in any case.
    pub phrases: Vec<String>,
    /// Two words that go on inside a name though the second is one of `words`.
    pub inside: Vec<String>,
    /// Names behind which nothing belongs to them any more.
    pub complete: Vec<String>,
}

/// What opens the grounds at the head of the body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Folded beginnings of paragraphs.
    pub openers: Vec<String>,
}

/// The expressions that read a citation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitationRules {
    /// `766/QĐ-TTg`.
    pub number: Rule,
    /// `số 07-CT/TU`.
    pub party: Rule,
    /// Between kind and number.
    pub kind: Rule,
    /// Date behind the number.
    pub date: Rule,
    /// `của …` behind number and date.
    pub issuer: Rule,
    /// The issuer before the kind.
    pub issuer_before: Rule,
    /// `Luật Đất đai số`.
    pub law: Rule,
    /// `UBND` at the start of a name.
    pub committee: Rule,
    /// A person before a citation.
    pub person: Rule,
    /// Before a number that goes on a series, without the kind.
    pub another: Rule,
    /// `các Nghị định của Chính phủ:`
    pub heads: Rule,
    /// `Ngày 14/6/2025, Quốc hội ban hành`.
    pub date_before: Rule,
    /// `số 123/2020 ngày …`, without a symbol.
    pub dated: Rule,
    /// `Giám đốc Sở …`.
    pub post: Rule,
    /// Between two numbers of one list.
    pub between: Rule,
    /// `(Kèm theo …`.
    #[serde(rename = "self")]
    pub own: Rule,
}
