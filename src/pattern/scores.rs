//! `scores.toml`: how scores, changes, ranks and ratings stand in prose.

use serde::Deserialize;

use super::Rule;

/// `scores.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRules {
    /// Ratings as printed.
    pub ratings: Vec<String>,
    /// Cities that are provinces.
    pub cities: Vec<String>,
    /// Points reached of points possible: 87,3/100 điểm, 17,3 trên 18.
    pub of_max: Rule,
    /// Points with the maximum in brackets: 9,4 điểm (tối đa 12).
    pub with_max: Rule,
    /// Points without a maximum.
    pub plain: Rule,
    /// An index given in percent.
    pub percent: Rule,
    /// An index between 0 and 1.
    pub decimal: Rule,
    /// Words that make a figure without maximum a total.
    pub total: Rule,
    /// A change of the score; bậc makes it one of rank.
    pub change: Rule,
    /// No change.
    pub unchanged: Rule,
    /// What follows is the period of comparison.
    pub compared: Rule,
    /// What stands between a period that is compared with and that period's own figure.
    pub of_compared: Rule,
    /// Words between an index in percent and a figure that make the figure another rate.
    pub other_rate: Rule,
    /// A place in a ranking, of how many, among whom.
    pub rank: Rule,
    /// A rating as stated.
    pub rating: Rule,
    /// Right behind a rating of several units: they are listed.
    pub here_listed: Rule,
    /// A subject that says that units are scored, whatever the framework.
    pub scoring: Rule,
    /// Between the name of a unit and its points.
    pub own_points: Rule,
    /// The name of a criterion before its points of points possible in a list; reads the text as printed.
    pub own_criterion: Rule,
    /// Words right before a figure that make it a target or an open bound.
    pub not_reached: Rule,
    /// A superlative: such a figure without a unit is nobody's total.
    pub extreme: Rule,
    /// Words behind a figure that make it a bound.
    pub bound: Rule,
    /// A mean of several units.
    pub mean: Rule,
    /// A count of units, or units in the plural, right before what is said of them.
    pub several: Rule,
    /// What makes a number before it a span of time.
    pub span_follows: Rule,
    /// Where one more body begins in a row of them; reads the text as printed.
    pub next_body: Rule,
    /// A place named by its level alone; reads the text as printed.
    pub own_place: Rule,
    /// The issuer named by its kind alone; reads the text as printed.
    pub own_body: Rule,
    /// A word of level and a period behind it.
    pub no_place: Rule,
    /// Behind a body that only tells of figures.
    pub tells: Rule,
    /// What stands in a heading before the unit whose results follow; reads the text as printed.
    pub whose_results: Rule,
    /// A unit named in running text; reads the text as printed.
    pub unit: Rule,
    /// A group's name that ends with a level whose name is the issuer's.
    pub bare_place: Rule,
    /// The place above a unit, after a dash or comma; reads the text as printed.
    pub place_suffix: Rule,
    /// A province by its name.
    pub province: Rule,
    /// A place without its committee; reads the text as printed.
    pub place_level: Rule,
    /// A table or list that ranks units by their numbers.
    pub ranking: Rule,
    /// The name of a set of criteria that no file knows.
    pub unknown_framework: Rule,
    /// A change inside a cell: ▼13,96, Giảm 13,96, +0,21.
    pub arrow: Rule,
    /// Words before a body that make it the source of a figure, not its owner.
    pub source: Rule,
}
