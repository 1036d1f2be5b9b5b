//! Measured values in tables.

use std::collections::BTreeSet;

use crate::extract::columns::{self, Column, Role};
use crate::extract::folded::Folded;
use crate::extract::scores::Context;
use crate::extract::tables::{Cell, Grid};
use crate::extract::{Found, Reading, numbers, units};
use crate::record::{Document, Indicator};
use crate::text::fold;

/// So many figures are needed to take a column for one of measured values by them alone.
const FEWEST_FIGURES: usize = 3;

/// Reads the measured values of a table.
pub(super) fn read(reading: &Reading<'_>, document: &Document, context: &Context<'_>, grid: &Grid, found: &mut Vec<Found<Indicator>>) {
    let caption = fold(grid.caption.as_deref().unwrap_or_default());
    let section = context.section(grid.after.saturating_sub(1));
    let is_aim = |text: &str| reading.patterns.tables.aims.regex().is_match(text);
    if section.plan || is_aim(&caption) {
        return;
    }
    let framework = context.lexicon.frameworks(&caption).first().map(|(_, at)| *at).or(section.framework).or(context.framework);
    let period = columns::period_of(reading, document, grid);
    let mut columns = columns::read(reading, &context.lexicon, framework, grid, period.as_deref().or(document.date.as_deref()));
    if document.kind.as_ref().is_some_and(|kind| reading.patterns.indicators.reports.contains(&kind.code)) {
        take_beside(reading, grid, &mut columns);
    }
    let rules = &reading.patterns.tables;
    if let Some(period) = &period
        && let Some(list) = List::of(reading, grid, &columns, period, document.date.as_deref())
    {
        found.extend(grid.rows.iter().flat_map(|row| list.indicators(reading, document, row)));
        return;
    }
    let is_total = |row: &[Cell]| row.iter().take(2).any(|cell| rules.total_row.regex().is_match(&fold(&cell.text)));
    let is_rate = |leaf: &str| rules.rate.regex().is_match(&fold(leaf));
    let column_of = |role: Role| columns.iter().position(|column| column.role == role);
    let labels = column_of(Role::Criteria).filter(|_| column_of(Role::Unit).is_none() && column_of(Role::Max).is_some());
    let unit_column = column_of(Role::Unit);
    let single = grid.rows.iter().filter(|row| !is_total(row)).count() == 1;
    let aimed: BTreeSet<usize> =
        (grid.columns.iter().enumerate()).filter(|(_, path)| is_aim(&fold(path))).map(|(index, _)| index).collect();
    for row in &grid.rows {
        if row.iter().filter(|cell| !cell.text.is_empty()).count() < 2 || columns::is_bounds_row(reading, row) {
            continue;
        }
        let total = is_total(row);
        let named =
            unit_column.and_then(|at| row.get(at)).map(|cell| cell.text.as_str()).filter(|text| text.chars().any(char::is_alphabetic));
        let unit = match (named, labels) {
            _ if total => whole_place(reading, document, row).or_else(|| document.issuer.clone()),
            (Some(text), _) => Some(units::name(text, reading)),
            (None, _) if unit_column.is_some() => continue,
            (None, None) if !single => continue,
            (None, _) => document.issuer.clone(),
        };
        if total && (labels.is_some() || row.iter().any(|cell| fold(&cell.text).contains("binh"))) {
            continue;
        }
        let label = labels.and_then(|at| row.get(at)).map(|cell| cell.text.as_str());
        for (index, (column, cell)) in columns.iter().zip(row).enumerate() {
            let told = |_: &&Cell| {
                !aimed.contains(&index)
                    && usable(column, period.as_deref())
                    && !(total && unit_column.is_none() && is_rate(grid.leaf(index)))
            };
            let value = Some(cell).filter(told).and_then(value);
            let Some(value) = value else { continue };
            let (header, measure) = name_of(grid.leaf(index), reading);
            let name = label.map_or(header, str::to_owned);
            let evidence = reading.evidence_by(&cell.range, &rules.count, 0.9);
            let value = Indicator { unit: unit.clone(), name, value, measure, period: period.clone() };
            found.push(Found { value, evidence: vec![("/value".into(), evidence)] });
        }
    }
}

/// In a table of units without scores, every column of figures beside a measured one is measured too: `Giường thực kê` beside
/// `Số lượt điều trị`.
fn take_beside(reading: &Reading<'_>, grid: &Grid, columns: &mut [Column]) {
    let rules = &reading.patterns.tables;
    let has = |role: fn(&Role) -> bool| columns.iter().any(|column| role(&column.role));
    // `Số con được tiêm phòng` over `Lợn`.
    let counts = || {
        let headings = grid.columns.iter().flat_map(|path| path.split(" / "));
        headings.into_iter().any(|part| rules.number_of.regex().is_match(part) && !rules.not_indicator.regex().is_match(&fold(part)))
    };
    let measures = has(|role| *role == Role::Measured) || counts();
    let scores = has(|role| matches!(role, Role::Total | Role::Points(_) | Role::Unlisted | Role::Max | Role::Criteria));
    if !has(|role| *role == Role::Unit) || !measures || scores {
        return;
    }
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.role == Role::Other) {
        let leaf = fold(grid.leaf(index));
        let cells = || grid.rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.text.is_empty());
        let figures = cells().filter(|cell| value(cell).is_some()).count();
        if !leaf.is_empty() && !rules.not_indicator.regex().is_match(&leaf) && figures >= FEWEST_FIGURES && figures == cells().count() {
            column.role = Role::Measured;
        }
    }
}

/// The place that a row of sums is of: `toàn huyện` → the document's district.
fn whole_place(reading: &Reading<'_>, document: &Document, row: &[Cell]) -> Option<String> {
    let rule = reading.patterns.tables.whole_place.regex();
    row.iter().take(2).find_map(|cell| {
        let folded = Folded::new(&cell.text);
        let level = rule.captures(folded.as_str())?.name("level")?.range();
        units::place_of(&cell.text.get(folded.original(&level))?.to_lowercase(), reading, document)
    })
}

/// A table that lists what was measured, one thing a row: `Nội dung | Đơn vị tính | Số liệu`.
struct List {
    label: usize,
    measure: usize,
    /// Columns of figures, each with its period.
    figures: Vec<(usize, String)>,
}

impl List {
    /// Where such a table has its columns.
    fn of(reading: &Reading<'_>, grid: &Grid, columns: &[Column], period: &str, issued: Option<&str>) -> Option<Self> {
        let rules = &reading.patterns.tables;
        let header = |index: usize| fold(grid.leaf(index));
        let measure = (0..columns.len()).find(|&index| rules.measures.regex().is_match(&header(index)))?;
        // `Thực hiện 9 tháng` over `Năm 2013` and `Năm 2014`: each figure is of its own year.
        let by_year = |index: &usize| !grid.above(*index).is_empty() && rules.figures.regex().is_match(&fold(grid.above(*index)));
        let own = |index: usize| columns.get(index).and_then(|column| column.period.as_deref());
        let behind = || measure + 1..columns.len();
        let mut figures: Vec<(usize, String)> =
            behind().filter(by_year).filter_map(|index| Some((index, own(index)?.to_owned()))).collect();
        if figures.is_empty() {
            // `6 tháng đầu năm 2022`, `6 tháng đầu năm 2023`: columns that are headed by nothing but their periods.
            let begun = |index: usize| own(index).zip(issued).is_none_or(|(own, issued)| own.get(..4) <= issued.get(..4));
            let by_period = |index: &usize| rules.only_period.regex().is_match(&header(*index)) && begun(*index);
            figures = behind().filter(by_period).filter_map(|index| Some((index, own(index)?.to_owned()))).collect();
        }
        if figures.is_empty() {
            let current = |index: usize| own(index).is_none_or(|own| own == period);
            let figure = behind().find(|&index| rules.figures.regex().is_match(&header(index)) && current(index))?;
            figures.push((figure, period.to_owned()));
        }
        Some(Self { label: measure.checked_sub(1)?, measure, figures })
    }

    /// The figures of a row, where its measure is one that is known.
    fn indicators(&self, reading: &Reading<'_>, document: &Document, row: &[Cell]) -> Vec<Found<Indicator>> {
        let rules = &reading.patterns.tables;
        let (Some(label), Some(measure)) = (row.get(self.label), row.get(self.measure)) else { return Vec::new() };
        let measure = measure.text.trim();
        let named = label.text.chars().any(char::is_alphabetic) && !rules.total_row.regex().is_match(&fold(&label.text));
        if !named || !rules.measure.regex().is_match(&format!("({})", fold(measure))) {
            return Vec::new();
        }
        let name = rules.numbered_row.regex().captures(&label.text).and_then(|found| found.name("rest"));
        let name = name.map_or(label.text.trim(), |rest| rest.as_str());
        let figure = |(at, period): &(usize, String)| {
            let cell = row.get(*at)?;
            let evidence = reading.evidence_by(&cell.range, &rules.figures, 0.9);
            let (unit, measure, period) = (document.issuer.clone(), Some(measure.to_owned()), Some(period.clone()));
            let value = Indicator { unit, name: name.to_owned(), value: value(cell)?, measure, period };
            Some(Found { value, evidence: vec![("/value".into(), evidence)] })
        };
        self.figures.iter().filter_map(figure).collect()
    }
}

fn usable(column: &Column, period: Option<&str>) -> bool {
    let other = column.period.is_some() && period.is_some() && column.period.as_deref() != period;
    column.role == Role::Measured && !other
}

fn value(cell: &Cell) -> Option<f64> {
    numbers::parse(cell.text.trim_end_matches('%'))
}

/// The name of a column without its measure and footnote marks, and its measure.
fn name_of(leaf: &str, reading: &Reading<'_>) -> (String, Option<String>) {
    let rules = &reading.patterns.tables;
    let marked = rules.footnote_mark.regex().replace_all(leaf, "").into_owned();
    let folded = Folded::new(&marked);
    let found = rules.measure.regex().captures(folded.as_str());
    let range = |name: &str| found.as_ref().and_then(|found| found.name(name)).map(|part| folded.original(&part.range()));
    let measure = range("measure").and_then(|range| marked.get(range)).map(str::to_owned);
    let whole = found.as_ref().and_then(|found| found.get(0)).map(|whole| folded.original(&whole.range()));
    let mut name = match whole {
        Some(whole) => [marked.get(..whole.start), marked.get(whole.end..)].into_iter().flatten().collect::<Vec<_>>().join(" "),
        None => marked.clone(),
    };
    name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.matches(')').count() > name.matches('(').count() {
        name = name.trim_end_matches(')').trim_end().to_owned();
    }
    let bare = Folded::new(&name);
    let counted = || {
        let measure = rules.counted_measure.regex().captures(bare.as_str())?.name("measure")?.range();
        name.get(bare.original(&measure)).map(str::to_owned)
    };
    let implied = || {
        if rules.rate.regex().is_match(bare.as_str()) {
            return Some("%".to_owned());
        }
        let files = rules.files_measure.regex().is_match(bare.as_str()).then(|| reading.patterns.indicators.files.first().cloned());
        files.flatten().or_else(counted)
    };
    let measure = measure.or_else(implied);
    (name, measure)
}
