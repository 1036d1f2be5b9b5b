//! `footer.toml`: what stands below the body.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;

/// Receivers of copies, archive line, signature.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FooterRules {
    /// First words of persons' names.
    pub surnames: Vec<String>,
    /// `Đại tá`, `TS.` before a name.
    pub person_ranks: Vec<String>,
    /// Words that begin no name of two words.
    pub never_first: Vec<String>,
    /// Folded beginnings of lines that are no name.
    pub not_names: Vec<String>,
    /// First words of a post.
    pub post_openers: Vec<String>,
    /// Folded short form → purpose in full.
    pub purposes: BTreeMap<String, String>,
    /// What opens a list of ministries among the receivers.
    pub ministries: Rule,
    /// A sign that recognition made of the dash before a receiver.
    pub lost_dash: Rule,
    /// `(b/c)`.
    pub purpose: Rule,
    /// A bracket of a few letters behind a receiver.
    pub short_bracket: Rule,
    /// An entry about a council or committee.
    pub of_council: Rule,
    /// A purpose written out; folded.
    pub purpose_verb: Rule,
    /// `Như trên`; folded.
    pub same: Rule,
    /// `Lưu: …`.
    pub archive: Rule,
    /// `KT. …`.
    pub authority: Rule,
}
