//! `bodies.toml`: how names of bodies are written in records.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;

/// Capitals, level words and short forms of names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRules {
    /// First words of names of bodies.
    pub heads: Vec<String>,
    /// Heads after which the next word has a capital.
    pub capital_after: Vec<String>,
    /// `tỉnh`, `xã` …: small in names, a proper name follows.
    pub levels: Vec<String>,
    /// Kinds of schools, which a proper name follows too.
    pub schools: Vec<String>,
    /// Words after a word of level that are no name.
    pub not_names: Vec<String>,
    /// Words after a word of level that make it the first word of a body: `Tỉnh ủy`.
    pub of_levels: Vec<String>,
    /// Words after one of `capital_after` that make it a post: `Cục trưởng`.
    pub posts_of_heads: Vec<String>,
    /// Words that a rank may follow.
    pub before_rank: Vec<String>,
    /// Posts behind which a body's name may begin anew.
    pub posts_of_bodies: Vec<String>,
    /// Last words of levels whose proper names are all in `places`.
    pub before_place: Vec<String>,
    /// Capitals inside names printed all in capitals.
    pub names: Vec<String>,
    /// Proper names.
    pub places: Vec<String>,
    /// What recognition makes of words of bodies, in small letters → what they are.
    pub misread: BTreeMap<String, String>,
    /// Short forms that need their surroundings, in the order of their keys.
    pub rewrite: BTreeMap<String, Rule>,
    /// What each of them becomes.
    pub into: BTreeMap<String, String>,
}
