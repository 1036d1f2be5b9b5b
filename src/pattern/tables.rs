//! `tables.toml`: what tables and their columns hold.

use serde::Deserialize;

use super::Rule;

/// `tables.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRules {
    /// Short forms that head narrow columns, where they break inside.
    pub short_headers: Vec<String>,
    /// A table that only sets a letterhead or a signature block side by side.
    pub layout_only: Rule,
    /// A cell of the row that numbers the columns: `(1)`, `[2]`, `(5)=(3)+(4)`, `A`.
    pub column_number: Rule,
    /// A line in capitals that is no table's title: annex number, outline heading, signature.
    pub not_caption: Rule,
    /// Lines between a title and its table: remarks in brackets, the measure, the body that publishes.
    pub beside_caption: Rule,
    /// The number before a row's name.
    pub numbered_row: Rule,
    /// The number of a row that is a part of the row above: 1.1, 2.3.1, a).
    pub sub_number: Rule,
    /// Serial number.
    pub serial: Rule,
    /// Whose row it is.
    pub unit: Rule,
    /// A column of names of criteria.
    pub criterion: Rule,
    /// Points that can be reached.
    pub max: Rule,
    /// Place in a ranking.
    pub rank: Rule,
    /// A rating.
    pub rating: Rule,
    /// A change against another period.
    pub change: Rule,
    /// A change column that only holds losses.
    pub falls: Rule,
    /// A change column that holds both.
    pub rises_or_falls: Rule,
    /// The headline figure.
    pub total: Rule,
    /// A column under the name of a framework that holds its result.
    pub result: Rule,
    /// Points beside the headline figure that are not it.
    pub other_total: Rule,
    /// Points of a criterion.
    pub points: Rule,
    /// The maximum printed in a header: (18), (tối đa 12 điểm), (tổng điểm 100).
    pub max_in_header: Rule,
    /// A row of sums or means, not of a unit.
    pub total_row: Rule,
    /// The measure in brackets at the end of a header.
    pub measure: Rule,
    /// A footnote mark in a header.
    pub footnote_mark: Rule,
    /// A header or a name that says a rate.
    pub rate: Rule,
    /// A header that says a count of something measured.
    pub count: Rule,
    /// Columns of figures that are no measured values.
    pub not_indicator: Rule,
    /// Counts whose measure is files though the header does not say so in brackets.
    pub files_measure: Rule,
    /// A count whose measure its header says without brackets.
    pub counted_measure: Rule,
    /// A column that holds the measure of each row's figure.
    pub measures: Rule,
    /// The column of figures in a table that lists what was measured.
    pub figures: Rule,
    /// A header that says nothing but a period with its year.
    pub only_period: Rule,
    /// What the period before left to this one.
    pub carried_over: Rule,
    /// A row of sums of a whole place: toàn tỉnh.
    pub whole_place: Rule,
    /// A row among units that says what can be reached, or what they reach on average.
    pub bounds_row: Rule,
    /// What makes a change one of rank.
    pub of_rank: Rule,
    /// A title or header over figures that are to be reached.
    pub aims: Rule,
    /// How much of what was to be reached has been.
    pub achieved: Rule,
    /// A number of something, which begins like the name of a body; reads the text as printed.
    pub number_of: Rule,
    /// How the name of a body begins.
    pub body_start: Rule,
    /// The annex's number that a reader joined to the title below it.
    pub annex_prefix: Rule,
}
