//! `zones.toml`: where the letterhead ends, the footer begins, an annex starts.

use serde::Deserialize;

use super::Rule;

/// The marks of the parts of a document; the rules are tried on folded lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneRules {
    /// Words that open the body.
    pub body_openers: Vec<String>,
    /// Words at a line's end that promise another line.
    pub open_endings: Vec<String>,
    /// Those of them after which a number or a date follows.
    pub number_endings: Vec<String>,
    /// Posts that stand above a signer's name.
    pub posts: Vec<String>,
    /// National motto or name of the Party.
    pub motto: Rule,
    /// Number and symbol.
    pub number_line: Rule,
    /// Place and date.
    pub date_line: Rule,
    /// `V/v …`.
    pub subject_line: Rule,
    /// `Kính gửi …`.
    pub addressee_line: Rule,
    /// `Nơi nhận`.
    pub receivers_line: Rule,
    /// `TM. …`, `KT. …`.
    pub authority_line: Rule,
    /// `Phụ lục …`.
    pub annex_line: Rule,
}
