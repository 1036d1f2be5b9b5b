//! The typed parts that tell by when something is due: `deadlines.toml` and `holidays.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Rule;

/// `deadlines.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// A day in the last or first month of each quarter.
    pub quarter_month_day: Rule,
    /// A day and month of every year, or several.
    pub yearly_day: Rule,
    /// The same with the rhythm first.
    pub yearly_day_after: Rule,
    /// The last day of every month.
    pub last_day_of_month: Rule,
    /// A day of every month, or several.
    pub monthly_day: Rule,
    /// The same with the rhythm first.
    pub monthly_day_after: Rule,
    /// A weekday of every week, or several.
    pub weekly_day: Rule,
    /// The same with the rhythm first.
    pub weekly_day_after: Rule,
    /// Every day.
    pub daily: Rule,
    /// From one day to another.
    pub span: Rule,
    /// Before a day.
    pub before_day: Rule,
    /// At the latest on a day.
    pub by_day: Rule,
    /// The last day for something that is named between.
    pub by_day_named: Rule,
    /// On a day.
    pub on_day: Rule,
    /// Within a number of days counted from an event.
    pub within: Rule,
    /// Within a number of days, event not named.
    pub within_open: Rule,
    /// Events that happen on the document's own date.
    pub own_event: Rule,
    /// Before a month or quarter begins.
    pub before_period: Rule,
    /// By the end of a period.
    pub until_period: Rule,
    /// In a period.
    pub during: Rule,
    /// A rhythm said to be one.
    pub every: Rule,
    /// So often in so long a time.
    pub every_times: Rule,
    /// A rhythm at the head of a clause.
    pub every_open: Rule,
    /// At once.
    pub at_once: Rule,
    /// From when something that recurs begins.
    pub starts: Rule,
    /// Words of the duty that a deadline's phrase may begin with.
    pub leading_words: Rule,
    /// Words before a date that make it a deadline all the same.
    pub still_due: Rule,
    /// Words before a date that make it no deadline.
    pub not_due: Rule,
    /// A day alone.
    pub bare_day: Rule,
    /// Days from one to another, as deadline cells have them: the last one counts.
    pub bare_span: Rule,
    /// A period alone.
    pub bare_period: Rule,
    /// A month and its year without the word.
    pub bare_month: Rule,
    /// A year alone, or years in a row.
    pub bare_years: Rule,
    /// Months or quarters in a row.
    pub bare_row: Rule,
    /// A rhythm alone.
    pub bare_rhythm: Rule,
    /// A month.
    pub month: Rule,
    /// A quarter.
    pub quarter: Rule,
    /// Half a year.
    pub half: Rule,
    /// A year.
    pub year: Rule,
    /// The document's own month or quarter.
    pub current: Rule,
    /// Which part of a period.
    pub edge: Rule,
    /// Names of weekdays → their codes in RFC 5545.
    pub weekdays: BTreeMap<String, String>,
}

/// `holidays.toml`: month-day (`04-30`) or a range of them (`01-31/02-04`) by year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    /// Days off.
    pub off: BTreeMap<String, Vec<String>>,
    /// Saturdays worked in exchange.
    pub work: BTreeMap<String, Vec<String>>,
}
