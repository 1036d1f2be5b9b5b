//! `periods.toml`: how documents write the period that they report on.

use serde::Deserialize;

use super::Rule;

/// `periods.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRules {
    /// A month with its year: tháng 9/2024, tháng 11 năm 2022.
    pub month: Rule,
    /// A month whose year stands elsewhere: Điểm tháng 3.
    pub month_alone: Rule,
    /// A quarter with its year, Roman or Arabic.
    pub quarter: Rule,
    /// Half a year.
    pub half: Rule,
    /// The first months of a year: 9 tháng đầu năm 2024, 9 tháng năm 2024.
    pub months: Rule,
    /// Half a year whose year stands elsewhere.
    pub half_alone: Rule,
    /// The first months of a year that stands elsewhere.
    pub months_alone: Rule,
    /// A whole year.
    pub year: Rule,
    /// A numbered week of a year.
    pub week: Rule,
    /// The period before this one.
    pub before: Rule,
}
