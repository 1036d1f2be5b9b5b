//! `indicators.toml`: how measured values stand in prose.

use serde::Deserialize;

use super::Rule;

/// `indicators.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRules {
    /// A named rate and its percentage: tỷ lệ quá hạn là 20,74%.
    pub rate: Rule,
    /// A percentage and then what it is of: đạt tỷ lệ 61,54% hồ sơ đúng hạn.
    pub rate_before: Rule,
    /// A named count and its figure: tổng số hồ sơ tiếp nhận: 5.034 hồ sơ.
    pub count_named: Rule,
    /// A measured amount and its figure: diện tích gieo cấy đạt 412,5 ha.
    pub amount: Rule,
    /// Where the name of an amount begins in a clause.
    pub amount_start: Rule,
    /// Where the name of an amount stops.
    pub amount_end: Rule,
    /// The name of no measured amount.
    pub no_amount: Rule,
    /// What was done to so many files: tiếp nhận 412 hồ sơ.
    pub count_done: Rule,
    /// So many files of a kind occurred: phát sinh 35 hồ sơ chứng thực điện tử.
    pub count_occurred: Rule,
    /// So many times of a kind that somebody was served.
    pub count_served: Rule,
    /// A mean length of time.
    pub mean_time: Rule,
    /// After this a count of units before it says nothing any more.
    pub of_which: Rule,
    /// Where a name stops: whose, where, when, how.
    pub name_end: Rule,
    /// A name that is none of a measurement.
    pub no_name: Rule,
    /// A sentence or clause that says what should be, or an open bound.
    pub target: Rule,
    /// A count of units that reached something.
    pub several_units: Rule,
    /// Whose it is, after the name; reads the text as printed.
    pub owner: Rule,
    /// A heading under which figures are aims, not results.
    pub plan: Rule,
    /// Where the name of a rate begins.
    pub rate_start: Rule,
    /// Codes of documents whose figures are norms, shares and plans.
    pub norms: Vec<String>,
    /// Codes of documents in whose tables every column of figures beside a measured one is measured too.
    pub reports: Vec<String>,
    /// A subject that tells results all the same.
    pub results_subject: Rule,
    /// The measure of files, first the usual one.
    pub files: Vec<String>,
    /// A named count and then its percentage.
    pub rate_of_count: Rule,
    /// Files in a state and then their percentage.
    pub rate_of_state: Rule,
    /// So many files of a kind and then their percentage.
    pub rate_of_kind: Rule,
    /// What a rate's name begins with where the document names only what it is of.
    pub rate_word: String,
}
