//! `findings.toml`: what contradictions are made of.

use serde::Deserialize;

use super::Rule;

/// `findings.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingRules {
    /// A count of a count with its percentage: 397/412 hồ sơ (đạt 96,4%).
    pub fraction_percent: Rule,
    /// A total, a part of it and the part's percentage of that total.
    pub whole_part_percent: Rule,
    /// So many files, of which so many, and what percentage these are.
    pub of_which_percent: Rule,
    /// A count with its percentage that is done, and a count of the same that is not.
    pub done_percent_undone: Rule,
    /// Files answered in time, as measured values are named.
    pub in_time: Rule,
    /// Files answered late.
    pub late: Rule,
    /// All files answered.
    pub answered: Rule,
    /// A statement that nothing of a kind occurred.
    pub none_occurred: Rule,
    /// A claim that something is the lowest.
    pub lowest: Rule,
    /// A claim that something is the highest.
    pub highest: Rule,
    /// A superlative that is not about the whole: of several, of a group, of rank or change.
    pub claim_limits: Rule,
    /// A superlative about the total of a unit.
    pub total_claim: Rule,
    /// A superlative about the change of a unit's total, with its figure.
    pub change_claim: Rule,
    /// The sentence that closes a report and names its period once more.
    pub closing: Rule,
    /// A title whose table may well be of another period.
    pub other_period_caption: Rule,
    /// The heading of an annex.
    pub annex_heading: Rule,
    /// An annex named by its number.
    pub annex_named: Rule,
    /// What follows an annex's number where the annex is another document's.
    pub annex_of_another: Rule,
    /// Words that say the annexes named belong to this document.
    pub annex_of_this: Rule,
    /// A rating band that the document itself states: Tốt (từ 75 điểm trở lên).
    pub bands: Rule,
    /// The same told before its rating: từ 80 đến dưới 90 điểm là Tốt.
    pub bands_before: Rule,
    /// A stated count of units of several kinds: 14 sở, ban, ngành.
    pub counted_units: Rule,
    /// Kinds of units as printed.
    pub kinds: Vec<String>,
    /// Those of them that mean units of any kind.
    pub any_unit: Vec<String>,
    /// What a superlative is among, where it says so.
    pub claim_scope: Rule,
    /// What was done in one period and what is to be done in the next.
    pub two_periods: Rule,
}
