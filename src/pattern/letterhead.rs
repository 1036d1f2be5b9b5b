//! `letterhead.toml`: what stands above the body.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;

/// Number, place and date, urgency, the subject's period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterheadRules {
    /// Folded lines that name no body.
    pub not_bodies: Vec<String>,
    /// Beginnings of lines that go on with the name above.
    pub not_heads: Vec<String>,
    /// Short forms that open the name of a body in a letterhead.
    pub short_heads: Vec<String>,
    /// Lines that are a body's whole name though they are only its first word.
    pub whole_heads: Vec<String>,
    /// Lines that the name of a place must follow.
    pub open_names: Vec<String>,
    /// Folded grades of urgency and secrecy → their names.
    pub grades: BTreeMap<String, String>,
    /// Folded beginnings of lines below an addressee that name none.
    pub not_addressees: Vec<String>,
    /// Folded words that show that a document tells results.
    pub result_words: Vec<String>,
    /// `Số: 12/UBND-NC`.
    pub number: Rule,
    /// `Số 12-CV/ĐU`.
    pub party_number: Rule,
    /// `Số 12-CVĐU`: a Party paper's number of which recognition lost the slash.
    pub party_slash_lost: Rule,
    /// A number that recognition left unreadable.
    pub number_misread: Rule,
    /// A number line in an image, whatever is left of it.
    pub number_announced: Rule,
    /// The symbol at the end of such a line.
    pub symbol_misread: Rule,
    /// Place, `ngày … tháng … năm …`.
    pub date: Rule,
    /// The same with a day or month that recognition left unreadable.
    pub date_misread: Rule,
    /// Place, `ngày d/m/y`.
    pub date_short: Rule,
    /// A place without a comma before the date.
    pub place_bare: Rule,
    /// Who decides, in capitals above the grounds.
    pub decider: Rule,
    /// Who signs, or in whose name → the issuer that this tells.
    pub issuer_of_signer: BTreeMap<String, String>,
    /// `TP.` before a place.
    pub place_level: Rule,
    /// `V/v`.
    pub subject_mark: Rule,
    /// `KHẨN`, folded.
    pub urgency: Rule,
    /// `MẬT`, folded.
    pub secrecy: Rule,
    /// `Kính gửi:`.
    pub addressee_mark: Rule,
    /// The issuer named in the body.
    pub issuer_in_body: Rule,
    /// Where a subject goes on from what was done to what is to be done.
    pub outlook: Rule,
    /// A period in either half of such a subject, its year apart.
    pub bare_period: Rule,
    /// `tháng 9/2024`.
    pub month: Rule,
    /// `quý II/2023`.
    pub quarter: Rule,
    /// `6 tháng đầu năm 2025`.
    pub half: Rule,
    /// `9 tháng đầu năm 2025`.
    pub months: Rule,
    /// `tuần 5/2024`.
    pub week: Rule,
    /// `công bố Chỉ số …`.
    pub publishes: Rule,
    /// `năm 2024`.
    pub year: Rule,
}
