//! What the columns of a table hold: serial numbers, units, points, ranks, measured values.
//!
//! In: a [`Grid`] and the framework in force. Out: one [`Column`] for each of its columns.

use std::collections::BTreeSet;

use super::folded::Folded;
use super::scores::lexicon::Lexicon;
use super::tables::{Cell, Grid};
use super::{Reading, numbers, periods};
use crate::record::Document;
use crate::text::fold;

/// So many rows that add up are no accident.
const FEWEST_SUMS: usize = 3;

/// Sums of points that differ by less are the same.
const SAME: f64 = 0.005;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Serial numbers.
    Serial,
    /// Names of units.
    Unit,
    /// Names of criteria.
    Criteria,
    /// Points that can be reached.
    Max,
    /// Headline figures.
    Total,
    /// Points of one criterion, by its index in the framework.
    Points(usize),
    /// Points of a criterion that the framework's file does not know, by its maximum beside criteria that are known.
    Unlisted,
    /// Changes against another period.
    Change,
    /// Ranks.
    Rank,
    /// Ratings.
    Rating,
    /// Measured values.
    Measured,
    /// Anything else.
    Other,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// What it holds.
    pub(super) role: Role,
    /// The period that its header names.
    pub(super) period: Option<String>,
    /// The maximum that its header names.
    pub(super) max: Option<f64>,
    /// The criterion under whose name it stands in a header of two rows, by its index in the framework.
    pub(super) criterion: Option<usize>,
    /// The framework that its header names, where a table sets the results of several side by side.
    pub(super) framework: Option<usize>,
}

impl Column {
    /// The column to a reader of one framework: one of another's is nothing to it.
    pub(super) fn of(&self, framework: Option<usize>) -> Self {
        let role = if self.framework.is_some() && self.framework != framework { Role::Other } else { self.role };
        Self { role, ..self.clone() }
    }
}

/// The period of a table: the one that its title names; else the document's; else the one in the sentence that leads in to it.
pub(super) fn period_of(reading: &Reading<'_>, document: &Document, grid: &Grid) -> Option<String> {
    let only = |text: &str| {
        let mut found: Vec<String> =
            periods::find(&fold(text), &reading.patterns.periods, None).into_iter().map(|(_, period)| period).collect();
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    };
    let lead = || grid.after.checked_sub(1).map(|above| reading.text.paragraph(above)).filter(|line| line.trim_end().ends_with(':'));
    only(grid.caption.as_deref().unwrap_or_default()).or_else(|| document.period.clone()).or_else(|| only(lead()?))
}

/// Says what each column of a table holds; `near` is the table's period, or the document's date, by which months without a
/// year are understood.
pub(super) fn read(reading: &Reading<'_>, lexicon: &Lexicon<'_>, framework: Option<usize>, grid: &Grid, near: Option<&str>) -> Vec<Column> {
    let rules = &reading.patterns.tables;
    let named = |text: &str| periods::find(text, &reading.patterns.periods, near).pop();
    let mut columns: Vec<Column> = Vec::new();
    for ((index, path), own) in grid.columns.iter().enumerate().zip(side_by_side(lexicon, grid)) {
        let framework = own.or(framework);
        let path = fold(path);
        let leaf = fold(grid.leaf(index));
        // `Kỳ trước chuyển sang` counts what is left in this period.
        let before = |near: &str| {
            let told = reading.patterns.periods.before.regex().is_match(&path) && !rules.carried_over.regex().is_match(&path);
            told.then(|| periods::before(near))?
        };
        // `Thực hiện 9 tháng` over `Năm 2014` is one period.
        let period = named(&path.replace(" / ", " ")).map(|(_, period)| period).or_else(|| before(near?));
        let bare = rules.footnote_mark.regex().replace_all(&leaf, "");
        let max_in =
            |header: &str| rules.max_in_header.regex().captures(header).and_then(|found| numbers::parse(found.name("max")?.as_str()));
        let max = max_in(&bare);
        let above = fold(grid.above(index));
        // `Xếp hạng` over `Năm 2022` and `Năm 2021`: the year says which rank.
        let dated = named(&leaf).is_some_and(|(range, _)| range.len() + 5 >= leaf.len());
        let ranks = dated && rules.rank.regex().is_match(above.trim());
        let role = match own {
            _ if ranks => Role::Rank,
            Some(at) if is_headline(reading, lexicon, at, bare.trim()) => Role::Total,
            _ => role(reading, lexicon, framework, path.as_str(), bare.trim(), max),
        };
        let criterion = framework.and_then(|at| lexicon.criteria(at, &above).pop()).map(|(_, criterion)| criterion);
        // `Chính quyền số (500)` over `Điểm` and `Hạng`.
        let max = max.or_else(|| max_in(above.rsplit(" / ").next()?).filter(|_| matches!(role, Role::Points(_))));
        columns.push(Column { role, period, max, criterion, framework: own });
    }
    take_limits(reading, grid, &mut columns);
    name_unlisted(grid, &mut columns);
    name_proven(grid, &mut columns);
    let totals = columns.iter().filter(|column| column.role == Role::Total).count();
    for (column, path) in columns.iter_mut().zip(&grid.columns) {
        if totals > 1 && column.role == Role::Total && column.period.is_none() && rules.other_total.regex().is_match(&fold(path)) {
            column.role = Role::Other;
        }
    }
    if !columns.iter().any(|column| column.role == Role::Unit)
        && let Some(index) = unit_column(reading, grid, &columns)
        && let Some(column) = columns.get_mut(index)
    {
        column.role = Role::Unit;
    }
    columns
}

/// Whether a row among those of units is of none: `Điểm tối đa`, `Điểm trung bình`.
pub(super) fn is_bounds_row(reading: &Reading<'_>, row: &[Cell]) -> bool {
    row.iter().take(2).any(|cell| reading.patterns.tables.bounds_row.regex().is_match(&fold(&cell.text)))
}

/// A row among those of units may say what can be reached in each column.
fn take_limits(reading: &Reading<'_>, grid: &Grid, columns: &mut [Column]) {
    let limits = |row: &&Vec<Cell>| {
        is_bounds_row(reading, row) && row.iter().take(2).any(|cell| reading.patterns.tables.max.regex().is_match(&fold(&cell.text)))
    };
    let Some(row) = grid.rows.iter().find(limits) else { return };
    for (column, cell) in columns.iter_mut().zip(row) {
        column.max = column.max.or_else(|| numbers::parse(&cell.text));
    }
}

/// Columns with a maximum under the same heading as points of known criteria hold points of criteria too.
fn name_unlisted(grid: &Grid, columns: &mut [Column]) {
    let beside: BTreeSet<&str> = (columns.iter().enumerate())
        .filter(|(_, column)| matches!(column.role, Role::Points(_)) && column.max.is_some())
        .map(|(index, _)| grid.above(index))
        .filter(|above| !above.is_empty())
        .collect();
    for (index, column) in columns.iter_mut().enumerate() {
        if column.role == Role::Other && column.max.is_some() && beside.contains(grid.above(index)) {
            column.role = Role::Unlisted;
        }
    }
}

/// Columns with a maximum hold points of criteria of a framework that no file knows, where they add up to the total row by
/// row; a few rows may be wrong.
fn name_proven(grid: &Grid, columns: &mut [Column]) {
    let mut totals = columns.iter().enumerate().filter(|(_, column)| column.role == Role::Total).map(|(index, _)| index);
    let (Some(total), None) = (totals.next(), totals.next()) else { return };
    let addends: Vec<usize> = (columns.iter().enumerate())
        .filter(|(_, column)| {
            matches!(column.role, Role::Points(_) | Role::Unlisted | Role::Other | Role::Measured) && column.max.is_some()
        })
        .map(|(index, _)| index)
        .collect();
    let figure = |row: &[Cell], index: usize| numbers::parse(&row.get(index)?.text);
    let sums: Vec<bool> = (grid.rows.iter())
        .filter_map(|row| {
            let points: Vec<f64> = addends.iter().map(|&index| figure(row, index)).collect::<Option<_>>()?;
            Some((points.iter().sum::<f64>() - figure(row, total)?).abs() < SAME)
        })
        .collect();
    let right = sums.iter().filter(|right| **right).count();
    if addends.len() >= 2 && right >= FEWEST_SUMS && right * 10 >= sums.len() * 7 {
        for index in addends {
            if let Some(column) = columns.get_mut(index).filter(|column| matches!(column.role, Role::Other | Role::Measured)) {
                column.role = Role::Unlisted;
            }
        }
    }
}

/// The framework that each column's header names, where there are several: `PAR INDEX` and `SIPAS` over points and ranks.
fn side_by_side(lexicon: &Lexicon<'_>, grid: &Grid) -> Vec<Option<usize>> {
    let named: Vec<Option<usize>> =
        grid.columns.iter().map(|path| lexicon.frameworks(&fold(path)).first().map(|(_, framework)| *framework)).collect();
    let apart: BTreeSet<&usize> = named.iter().flatten().collect();
    if apart.len() > 1 { named } else { vec![None; named.len()] }
}

/// Whether a column under a framework's name holds its result: `Tỷ lệ (%)`, or the framework's name itself.
fn is_headline(reading: &Reading<'_>, lexicon: &Lexicon<'_>, framework: usize, leaf: &str) -> bool {
    let whole = || lexicon.frameworks(leaf).first().is_some_and(|(range, named)| *named == framework && range.len() * 10 >= leaf.len() * 6);
    reading.patterns.tables.result.regex().is_match(leaf) || whole()
}

fn role(reading: &Reading<'_>, lexicon: &Lexicon<'_>, framework: Option<usize>, path: &str, leaf: &str, max: Option<f64>) -> Role {
    let rules = &reading.patterns.tables;
    let is = |rule: &crate::pattern::Rule, text: &str| rule.regex().is_match(text);
    let rate = is(&rules.rate, leaf);
    // `Hồ sơ tiếp nhận` over `Trực tuyến`, `Thụ lý (vụ)` over `Tổng số`: what stands below counts too.
    let counts = || {
        let above = path.strip_suffix(leaf).map(|above| above.trim_end_matches([' ', '/']));
        above.is_some_and(|above| is(&rules.count, above) || is(&rules.measure, above))
    };
    let measured = rate || is(&rules.measure, leaf) || max.is_none() && counts();
    let bare = rules.max_in_header.regex().replace_all(leaf, "");
    let bare = bare.trim();
    if is(&rules.serial, leaf) {
        return Role::Serial;
    }
    // `Phòng, chống tham nhũng (25)` is a criterion.
    if max.is_none() && is(&rules.unit, bare) {
        return Role::Unit;
    }
    if !measured && is(&rules.max, bare) {
        return Role::Max;
    }
    if is(&rules.change, bare) && !is(&rules.achieved, bare) {
        // `Tăng, giảm bậc` is a change of rank.
        return if is(&rules.of_rank, bare) { Role::Other } else { Role::Change };
    }
    if is(&rules.rating, bare) {
        return Role::Rating;
    }
    if is(&rules.rank, bare) {
        return Role::Rank;
    }
    let criterion = framework.and_then(|at| lexicon.criteria(at, path).pop());
    if let Some((range, criterion)) = criterion
        && !measured
        && (!is(&rules.not_indicator, bare) || is(&rules.points, bare))
    {
        let whole = range.len() * 10 >= bare.len() * 6 && bare.len() <= range.len() + 30;
        if max.is_some() || whole || is(&rules.points, bare) {
            return Role::Points(criterion);
        }
    }
    if let Some(criterion) = framework.and_then(|at| lexicon.short(at, bare)).filter(|_| !measured) {
        return Role::Points(criterion);
    }
    let full = framework.and_then(|at| lexicon.framework(at)).map(|framework| framework.max);
    if !measured && (is(&rules.total, bare) || max.is_some() && max == full) {
        return Role::Total;
    }
    if is(&rules.achieved, bare) {
        return Role::Measured;
    }
    if is(&rules.not_indicator, bare) {
        return Role::Other;
    }
    if measured || is(&rules.count, bare) {
        return Role::Measured;
    }
    if is(&rules.criterion, bare) { Role::Criteria } else { Role::Other }
}

/// The first column whose cells mostly name places or bodies.
fn unit_column(reading: &Reading<'_>, grid: &Grid, columns: &[Column]) -> Option<usize> {
    (0..grid.columns.len()).find(|&index| {
        let free = columns.get(index).is_some_and(|column| column.role == Role::Other);
        let cells: Vec<&str> =
            grid.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        let units = cells.iter().filter(|text| is_unit(reading, text)).count();
        free && units >= 2 && units * 10 >= cells.len() * 6
    })
}

/// Whether a text begins like the name of a unit.
pub(super) fn is_unit(reading: &Reading<'_>, text: &str) -> bool {
    let rules = &reading.patterns;
    let text = rules.tables.numbered_row.regex().captures(text).and_then(|found| found.name("rest")).map_or(text, |rest| rest.as_str());
    // Without marks `Số tiêu chí` would begin like `Sở`.
    let figure = rules.tables.number_of.regex().is_match(text);
    rules.scores.place_level.regex().is_match(text)
        || rules.scores.province.regex().is_match(text)
        || !figure && rules.tables.body_start.regex().is_match(Folded::new(text).as_str())
}
