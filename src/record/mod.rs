//! The record: what one document becomes; the JSON that vanthu promises.
//!
//! In: nothing; this room is vocabulary only. Out: [`Record`] and the JSON Schema made from it.
//! The names and normal forms are a contract: they change only with a new [`SCHEMA`] version.
//!
//! It deliberately does not know how anything is read, found, stored or shown. A field that the
//! document does not state is `None` or empty, never a guess.

mod passage;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use passage::Passage;

/// The version of the contract, first field of every record.
pub const SCHEMA: &str = "vanthu.record/1";

/// One document as data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Version of the contract, `vanthu.record/1`.
    pub schema: String,
    /// Hash of the file's bytes, `sha256:…`: the same file is the same record.
    pub id: String,
    /// The file and how it was read.
    pub source: Source,
    /// Letterhead, subject, addressees, signer.
    pub document: Document,
    /// Every other document named by number, once each, in order of first mention.
    pub references: Vec<Reference>,
    /// One for each unit that is scored.
    pub scorecards: Vec<Scorecard>,
    /// Other measured values, in text or tables.
    pub indicators: Vec<Indicator>,
    /// Every table, as read.
    pub tables: Vec<Table>,
    /// Duties that the document gives, in order.
    pub tasks: Vec<Task>,
    /// Requests made upward or sideways; not tasks.
    pub proposals: Vec<Proposal>,
    /// What does not agree inside the document.
    pub findings: Vec<Finding>,
    /// RFC 6901 pointer → where the value was read.
    pub evidence: BTreeMap<String, Evidence>,
}

/// The file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Name without folders.
    pub file_name: String,
    /// IANA media type.
    pub media_type: String,
    /// Size of the file.
    pub bytes: u64,
    /// Number of pages; `null` where the format has none.
    pub pages: Option<u32>,
    /// How it was read: `pdf-text`, `pdf-ocr`, `docx`, `doc`, `text`.
    pub reader: String,
    /// What the text was in before: `unicode`, `tcvn3`, `vni`, `windows-1258`.
    pub encoding: String,
    /// Digital signatures of a PDF, oldest first.
    pub signatures: Vec<Signature>,
    /// What was odd about the file, `code: sentence`.
    pub warnings: Vec<String>,
}

/// One digital signature of a PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Common name of the certificate's subject.
    pub signer: Option<String>,
    /// Organisation of the certificate's subject.
    pub organisation: Option<String>,
    /// RFC 3339 time.
    pub signed_at: Option<String>,
    /// `whole` or `partial`: how much of the file it covers.
    pub covers: String,
    /// `unchanged`, `changed` or `unverified`.
    pub integrity: String,
    /// Why it is unverified or changed.
    pub reason: Option<String>,
}

/// A document type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentType {
    /// Abbreviation of Nghị định 30/2020/NĐ-CP annex III; `CV` for a công văn.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
}

/// What stands in the letterhead and the footer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Kind of document.
    #[serde(rename = "type")]
    pub kind: Option<DocumentType>,
    /// Number and symbol without inner spaces; `null` where the number was left blank.
    pub number: Option<String>,
    /// The number alone.
    pub sequence: Option<u32>,
    /// Everything after the number (and the year).
    pub symbol: Option<String>,
    /// The body that issued it, in full.
    pub issuer: Option<String>,
    /// The body above the issuer, where the letterhead names one.
    pub issuer_parent: Option<String>,
    /// Place of issue without its level.
    pub place: Option<String>,
    /// `YYYY-MM-DD`; `null` where a part is blank.
    pub date: Option<String>,
    /// The date as printed.
    pub date_text: Option<String>,
    /// Trích yếu without `V/v`.
    pub subject: Option<String>,
    /// `khẩn`, `thượng khẩn` or `hỏa tốc`.
    pub urgency: Option<String>,
    /// `mật`, `tối mật` or `tuyệt mật`.
    pub secrecy: Option<String>,
    /// Kính gửi, one each.
    pub addressees: Vec<String>,
    /// Nơi nhận, without `Như trên` and `Lưu`.
    pub copies: Vec<Copy>,
    /// After `Lưu:`.
    pub archive: Option<String>,
    /// Who signed.
    pub signer: Option<Signer>,
    /// The period that the document reports on (ISO 8601 reduced form).
    pub period: Option<String>,
}

/// A receiver of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Copy {
    /// Who, in full.
    pub name: String,
    /// What for: `báo cáo`, `thực hiện`, `phối hợp` …
    pub purpose: Option<String>,
}

/// Who signed, and by what right.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Name of the person.
    pub name: Option<String>,
    /// The person's own post.
    pub position: Option<String>,
    /// `TM.`, `KT.`, `TL.`, `TUQ.` or `Q.`: of stacked lines the one nearest the post.
    pub authority: Option<String>,
    /// For whom: what follows the authority.
    #[serde(rename = "for")]
    pub for_whom: Option<String>,
    /// The body of the TM. line, where there is one.
    pub on_behalf_of: Option<String>,
}

/// Another document, named by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Number and symbol.
    pub number: String,
    /// Code of its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// As the citation names it, in full.
    pub issuer: Option<String>,
    /// Why it is named.
    pub role: Role,
}

/// Why a document is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Under Căn cứ or Thực hiện at the head of the body.
    Basis,
    /// Anywhere else.
    Mention,
}

/// The scores of one unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Scorecard {
    /// The unit that is scored, in full.
    pub unit: Option<String>,
    /// Id of the framework, `766` …
    pub framework: Option<String>,
    /// ISO 8601 reduced form.
    pub period: Option<String>,
    /// The headline total.
    pub total: Option<f64>,
    /// The total's maximum.
    pub max: Option<f64>,
    /// Signed change against `compared_to`.
    pub change: Option<f64>,
    /// The period that it is compared with.
    pub compared_to: Option<String>,
    /// Rating as stated.
    pub rating: Option<String>,
    /// Place in a ranking, from 1.
    pub rank: Option<u32>,
    /// How many are ranked.
    pub rank_of: Option<u32>,
    /// What is ranked: `xã, phường`.
    pub rank_among: Option<String>,
    /// The headline figure of each criterion.
    pub criteria: Vec<Criterion>,
}

/// The score of one criterion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// Id in the framework's file, or made from the name.
    pub id: String,
    /// Name in the framework's file, or as printed.
    pub name: String,
    /// Points reached.
    pub score: Option<f64>,
    /// Points that can be reached.
    pub max: Option<f64>,
    /// Place in a ranking by this criterion.
    pub rank: Option<u32>,
    /// How many are ranked.
    pub rank_of: Option<u32>,
}

/// A measured value of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// Whose value, in full.
    pub unit: Option<String>,
    /// What is measured, as printed.
    pub name: String,
    /// The figure.
    pub value: f64,
    /// `%`, `hồ sơ` …; `null` where not stated.
    pub measure: Option<String>,
    /// ISO 8601 reduced form.
    pub period: Option<String>,
}

/// A table as read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Its title.
    pub caption: Option<String>,
    /// The page where it begins.
    pub page: Option<u32>,
    /// One header path for each column, joined with ` / `.
    pub columns: Vec<String>,
    /// Its rows; a cell merged over rows stands in each of them.
    pub rows: Vec<Vec<String>>,
}

/// One duty given to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// From 1, in order.
    pub id: String,
    /// The outline path where it stands, `1.b`.
    pub item: Option<String>,
    /// Who must act or lead.
    pub assignees: Vec<String>,
    /// Who must help.
    pub coordinators: Vec<String>,
    /// Who gives it.
    pub assigned_by: Option<String>,
    /// What is to be done, verbatim.
    pub action: String,
    /// By when; `null` where none is stated.
    pub deadline: Option<Deadline>,
    /// Who is to be told.
    pub report_to: Option<String>,
}

/// By when something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// As written.
    pub text: String,
    /// How the date binds.
    pub relation: Relation,
    /// As written; the period's last day; counted from the document's date.
    pub date: Option<String>,
    /// The last day that is still on time.
    pub last_day: Option<String>,
    /// RFC 5545 RRULE.
    pub recurrence: Option<String>,
    /// From when (a date or a period).
    pub starts: Option<String>,
}

/// How a deadline's date binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Before the date: the day before is the last.
    Before,
    /// That day is still on time.
    By,
    /// On the date.
    On,
    /// Within a number of days.
    Within,
    /// Within a period.
    During,
    /// Again and again.
    Recurring,
    /// At once.
    Immediately,
}

/// A request made upward or sideways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// Who is asked.
    pub to: Option<String>,
    /// What for, verbatim.
    pub text: String,
}

/// A contradiction or a gap inside the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What kind.
    pub code: FindingCode,
    /// How bad.
    pub severity: Severity,
    /// One Vietnamese sentence that a clerk can forward.
    pub message: String,
    /// RFC 6901 pointers to the values concerned.
    pub pointers: Vec<String>,
    /// The figures compared.
    pub details: serde_json::Map<String, serde_json::Value>,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingCode {
    /// Criteria do not add up to the total.
    SumMismatch,
    /// One figure stated twice, differently.
    ConflictingValues,
    /// Title, body and annex name different periods.
    PeriodMismatch,
    /// A report dated before its period ended.
    PeriodAfterDate,
    /// A score above its maximum.
    ScoreAboveMax,
    /// A rank above the number ranked.
    RankOutOfRange,
    /// Ranks or rows against scores.
    RankOrder,
    /// A rating against the framework's bands.
    RatingMismatch,
    /// A change against the two figures.
    ChangeMismatch,
    /// A percentage against its own counts.
    PercentMismatch,
    /// A statement that the document's own figures refute.
    ClaimMismatch,
    /// A stated count against the rows.
    CountMismatch,
    /// A deadline before the document's date.
    DeadlineBeforeDocument,
    /// The number was left blank.
    BlankNumber,
    /// The date was left blank.
    BlankDate,
    /// An annex is named but not there.
    MissingAnnex,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth asking back.
    Warning,
    /// Certainly wrong.
    Error,
}

/// Where a value was read, by which rule, how sure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The page; `null` where the format has none.
    pub page: Option<u32>,
    /// The passage, verbatim.
    pub text: String,
    /// Left, top, right, bottom in points; `null` where the format has no pages.
    #[serde(rename = "box")]
    pub rect: Option<[f32; 4]>,
    /// The rule that read it, `file/name`.
    pub rule: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Gives the JSON Schema (draft 2020-12) of [`Record`].
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}
