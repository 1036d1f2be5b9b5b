//! Scores in tables: units as rows, or criteria as rows with points or units as columns.

mod criteria;

use std::collections::BTreeSet;

use super::context::Context;
use super::ledger::{Ledger, Points, PreviousTotal, Subject};
use super::lexicon::id_of;
use crate::extract::columns::{self, Column, Role};
use crate::extract::folded::Folded;
use crate::extract::tables::{Cell, Grid};
use crate::extract::{Reading, numbers, periods, units};
use crate::pattern::Rule;
use crate::record::Document;
use crate::text::fold;

/// A remark is no longer, in bytes: what is longer is a text of its own.
const LONGEST_REMARK: usize = 4000;

/// A table being read.
struct Sheet<'a> {
    reading: &'a Reading<'a>,
    document: &'a Document,
    context: &'a Context<'a>,
    grid: &'a Grid,
    index: usize,
    columns: Vec<Column>,
    framework: Option<usize>,
    section: Option<usize>,
    period: Option<String>,
}

/// Reads the scores of a table.
pub(super) fn read(reading: &Reading<'_>, document: &Document, context: &Context<'_>, ledger: &mut Ledger, index: usize, grid: &Grid) {
    let section = context.section(grid.after.saturating_sub(1));
    let caption = fold(grid.caption.as_deref().unwrap_or_default());
    let named = context.lexicon.frameworks(&caption).first().map(|(_, at)| *at);
    let framework = named.or(section.framework).or(context.framework);
    let period = columns::period_of(reading, document, grid);
    let columns = columns::read(reading, &context.lexicon, framework, grid, period.as_deref().or(document.date.as_deref()));
    let period = period.or_else(|| latest(&columns));
    let several: BTreeSet<usize> = columns.iter().filter_map(|column| column.framework).collect();
    let frameworks = if several.is_empty() { vec![framework] } else { several.into_iter().map(Some).collect() };
    for framework in frameworks {
        let columns = columns.iter().map(|column| column.of(framework)).collect();
        let period = period.clone();
        let sheet = Sheet { reading, document, context, grid, index, columns, framework, section: section.criterion, period };
        if framework.is_none() && sheet.find(Role::Total).is_none() && !sheet.scores_columns() {
            continue;
        }
        match sheet.criteria_column() {
            Some(column) => sheet.criteria_as_rows(ledger, column),
            None => sheet.units_as_rows(ledger),
        }
    }
}

/// The last of the periods of which a table gives the points.
fn latest(columns: &[Column]) -> Option<String> {
    let scored = columns.iter().filter(|column| matches!(column.role, Role::Total | Role::Points(_)));
    let periods: BTreeSet<&String> = scored.filter_map(|column| column.period.as_ref()).collect();
    periods.last().map(|period| (*period).clone())
}

impl<'a> Sheet<'a> {
    fn find(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// The column whose cells name criteria, where they do.
    fn criteria_column(&self) -> Option<usize> {
        let matching = |index: usize| {
            let cells = self.grid.rows.iter().filter_map(|row| row.get(index));
            cells.filter(|cell| self.criterion_of(&cell.text).is_some()).count()
        };
        let declared = self
            .find(Role::Criteria)
            .filter(|_| self.find(Role::Unit).is_none() && (self.find(Role::Max).is_some() || self.grid.rows.len() > 1));
        let by_cells = || (0..self.grid.columns.len()).find(|&index| matching(index) >= 2);
        let declared = declared.filter(|&index| matching(index) >= 1 || self.find(Role::Max).is_some());
        let cells = || by_cells().filter(|&index| !self.beside_units(index));
        declared.or_else(cells).or_else(|| self.totals_column())
    }

    /// Whether a column only remarks on the units before it, one a row: `Đơn vị | Tổng điểm | Nhóm chỉ số đạt thấp`.
    fn beside_units(&self, index: usize) -> bool {
        let Some(units) = self.find(Role::Unit).filter(|&units| units < index) else { return false };
        // `Đơn vị | Tiêu chí | Điểm`: the points are the criterion's.
        if self.find(Role::Total).is_some_and(|total| total == index + 1 && !self.is_total_row(self.grid.leaf(total))) {
            return false;
        }
        let cells = self.grid.rows.iter().filter_map(|row| row.get(units)).map(|cell| fold(&cell.text));
        let named: Vec<String> = cells.filter(|name| name.chars().any(char::is_alphabetic) && !self.is_total_row(name)).collect();
        let apart: BTreeSet<&String> = named.iter().collect();
        apart.len() == named.len() && named.len() * 2 > self.grid.rows.len()
    }

    /// The column that names a row of total points, where the other columns are units.
    fn totals_column(&self) -> Option<usize> {
        let is_unit = |index: &usize| self.unit_above(*index).is_some();
        let all = 0..self.grid.columns.len();
        let points = |label: &str| self.is_total_row(label) && self.reading.patterns.tables.points.regex().is_match(&fold(label));
        let first = all.clone().find(|index| !is_unit(index))?;
        let labelled = self.grid.rows.iter().filter_map(|row| row.get(first)).any(|cell| points(&cell.text));
        (labelled && all.filter(is_unit).count() >= 2).then_some(first)
    }

    /// Whether units stand as columns over points of criteria, with what can be reached and a row of totals.
    fn scores_columns(&self) -> bool {
        let units = (0..self.columns.len()).filter(|&index| self.unit_above(index).is_some()).count();
        let total = |row: &&Vec<Cell>| row.iter().take(2).any(|cell| self.is_total_row(&cell.text));
        units >= 2 && self.find(Role::Max).is_some() && self.grid.rows.iter().any(|row| total(&row))
    }

    /// The criterion that a row's label names as a whole.
    fn criterion_of(&self, label: &str) -> Option<usize> {
        let folded = Folded::new(label);
        if let Some(criterion) = self.context.lexicon.short(self.framework?, folded.as_str()) {
            return Some(criterion);
        }
        let (range, criterion) = self.context.lexicon.criteria(self.framework?, folded.as_str()).into_iter().next()?;
        let letters = |text: &str| text.chars().filter(|character| character.is_alphabetic()).count();
        let whole = letters(folded.as_str());
        let own = letters(folded.as_str().get(range)?);
        (own * 10 >= whole * 6).then_some(criterion)
    }

    fn max(&self) -> Option<f64> {
        self.framework.and_then(|at| self.context.lexicon.framework(at)).map(|framework| framework.max)
    }

    fn card(&self, ledger: &mut Ledger, unit: Option<&str>) -> usize {
        let id = self.framework.and_then(|at| self.context.lexicon.framework(at)).map(|framework| framework.id.as_str());
        let period = self.period.clone().or_else(|| ledger.only_period());
        ledger.card(unit, id, period.as_deref(), self.max())
    }

    fn is_total_row(&self, text: &str) -> bool {
        self.reading.patterns.tables.total_row.regex().is_match(&fold(text))
    }

    /// Whether a column's figures belong to the table's period.
    fn current(&self, column: &Column) -> bool {
        column.period.is_none()
            || self.period.is_none()
            || column.period == self.period
            || self.columns.iter().all(|other| other.period == column.period || other.period.is_none())
    }

    fn units_as_rows(&self, ledger: &mut Ledger) {
        let unit_column = self.find(Role::Unit);
        let rows: Vec<&Vec<Cell>> = self
            .grid
            .rows
            .iter()
            .filter(|row| !row.iter().take(2).any(|cell| self.is_total_row(&cell.text)) && !columns::is_bounds_row(self.reading, row))
            .collect();
        if unit_column.is_none() && rows.len() != 1 {
            return;
        }
        let scored = self.columns.iter().any(|column| matches!(column.role, Role::Total | Role::Points(_)));
        if !scored {
            return;
        }
        let mut kinds: Vec<String> = Vec::new();
        let mut cards: Vec<usize> = Vec::new();
        for row in rows {
            let cell = unit_column.and_then(|column| row.get(column));
            let named = cell.map(|cell| cell.text.as_str()).filter(|text| text.chars().any(char::is_alphabetic));
            if unit_column.is_some() && named.is_none() || row.iter().filter(|cell| !cell.text.is_empty()).count() < 2 {
                continue;
            }
            let unit = named.map(|text| units::name(text, self.reading)).or_else(|| self.unit_of_all(ledger));
            let Some(card) = self.unit_row(ledger, row, unit.as_deref(), cell) else { continue };
            if ledger.notes.ranked_in.get(card).is_some_and(Option::is_none)
                && ledger.at(card).is_some_and(|card| card.rank.is_some())
                && let Some(place) = ledger.notes.ranked_in.get_mut(card)
            {
                *place = Some(self.index);
            }
            kinds.extend(unit.as_deref().and_then(|unit| kind_of(&units::key(unit), unit)));
            cards.push(card);
        }
        let kinds = most_first(kinds);
        for card in cards {
            if let Some(card) = ledger.at(card).filter(|card| card.rank.is_some() && card.rank_among.is_none() && !kinds.is_empty()) {
                card.rank_among = Some(kinds.join(", "));
            }
        }
    }

    /// Reads one row about one unit.
    fn unit_row(&self, ledger: &mut Ledger, row: &[Cell], unit: Option<&str>, unit_cell: Option<&Cell>) -> Option<usize> {
        let rules = &self.reading.patterns.tables;
        let mut card = None;
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut headline = false;
        let scored = |column: &Column| matches!(column.role, Role::Total | Role::Points(_) | Role::Unlisted);
        for (index, (column, cell)) in self.columns.iter().zip(row).enumerate().filter(|(_, (column, _))| scored(column)) {
            let Some((points, change)) = self.points(cell, column.max) else { continue };
            let subject = self.subject(index, column, points);
            // Another total beside the first is of something else, never a second figure for the same.
            if !self.current(column) || subject == Subject::Total && std::mem::replace(&mut headline, true) {
                continue;
            }
            let at = *card.get_or_insert_with(|| self.card(ledger, unit));
            let place = ledger.points(at, &subject, points, self.evidence(cell, &rules.total));
            if let (Role::Points(criterion), Some(place)) = (column.role, place) {
                places.push((criterion, place));
            }
            if let (Subject::Total, Some(change)) = (&subject, change) {
                self.set_change(ledger, at, change, None, cell);
            }
        }
        let card = card?;
        self.remarks(ledger, card, row);
        for (index, (column, cell)) in self.columns.iter().zip(row).enumerate() {
            if column.role == Role::Total && !self.current(column) {
                self.previous(ledger, card, column, cell);
            } else if let (Role::Rank, Some(criterion)) = (column.role, column.criterion) {
                // A rank below a criterion's name is that criterion's, never the unit's.
                let place = places.iter().find(|(known, _)| *known == criterion).map(|(_, place)| *place);
                if let Some(place) = place.filter(|_| self.current(column)) {
                    self.rank_of_row(ledger, card, Some(place), numbers::whole(&cell.text));
                }
            } else {
                self.beside(ledger, card, index, column, cell);
            }
        }
        let header = fold(self.grid.caption.as_deref().unwrap_or_default());
        let ranking = self.find(Role::Rank).is_none() && self.reading.patterns.scores.ranking.regex().is_match(&header);
        if let Some(cell) = unit_cell.filter(|_| ranking)
            && let Some(number) =
                rules.numbered_row.regex().captures(&cell.text).and_then(|found| numbers::whole(found.name("number")?.as_str()))
            && let Some(found) = ledger.at(card).filter(|card| card.rank.is_none())
        {
            found.rank = Some(number);
            ledger.evidence(card, "/rank", self.evidence(cell, &rules.numbered_row));
        }
        Some(card)
    }

    /// Points of criteria that a remark about the unit names: `Số hóa hồ sơ: 9,4/22; Thanh toán trực tuyến 3,1/10`.
    fn remarks(&self, ledger: &mut Ledger, card: usize, row: &[Cell]) {
        let Some(framework) = self.framework else { return };
        let rule = &self.reading.patterns.scores.of_max;
        for (column, cell) in self.columns.iter().zip(row).filter(|(column, _)| matches!(column.role, Role::Criteria | Role::Other)) {
            if !self.current(column) {
                continue;
            }
            if cell.text.len() > LONGEST_REMARK {
                continue;
            }
            let folded = Folded::new(&cell.text);
            let named = self.context.lexicon.criteria(framework, folded.as_str());
            let mut from = 0;
            for captures in rule.regex().captures_iter(folded.as_str()) {
                let Some(whole) = captures.get(0).map(|whole| whole.range()) else { continue };
                let last = named.iter().rfind(|(range, _)| range.start >= from && range.end <= whole.start);
                from = whole.end;
                let definition = last.and_then(|(_, at)| self.context.lexicon.criterion(framework, *at));
                let figure = |name: &str| captures.name(name).and_then(|found| numbers::parse(found.as_str()));
                let (Some(definition), Some(score), Some(max)) = (definition, figure("score"), figure("max")) else { continue };
                if definition.max.is_none_or(|known| (known - max).abs() < 1e-9) {
                    let subject = Subject::Criterion(definition.id.clone(), definition.name.clone(), definition.max);
                    ledger.points(card, &subject, Points { score, max: Some(max) }, self.evidence(cell, rule));
                }
            }
        }
    }

    fn subject(&self, index: usize, column: &Column, points: Points) -> Subject {
        let criterion = |at: usize| self.framework.and_then(|framework| self.context.lexicon.criterion(framework, at));
        let by_section = || {
            let definition = criterion(self.section?)?;
            (points.max.is_some() && points.max == definition.max && points.max != self.max()).then_some(definition)
        };
        let definition = match column.role {
            Role::Unlisted => {
                let name = self.reading.patterns.tables.max_in_header.regex().replace_all(self.grid.leaf(index), "").trim().to_owned();
                return Subject::Criterion(id_of(&name), name, column.max);
            }
            Role::Points(at) => criterion(at),
            _ => by_section(),
        };
        definition.map_or(Subject::Total, |definition| Subject::Criterion(definition.id.clone(), definition.name.clone(), definition.max))
    }

    /// The points in a cell, `16,3/20`, and the change that may stand with them, `47,34 ▼13,96`.
    fn points(&self, cell: &Cell, max: Option<f64>) -> Option<(Points, Option<f64>)> {
        let rules = &self.reading.patterns.scores;
        let folded = fold(&cell.text);
        let change = rules.arrow.regex().captures(&folded).filter(|found| found.get(0).is_some_and(|whole| whole.start() > 0));
        let plain = change.as_ref().and_then(|found| folded.get(..found.get(0)?.start())).unwrap_or(&folded).trim();
        let plain = plain.trim_end_matches("diem").trim_end_matches('(').trim();
        let (score, own) = match plain.split_once('/') {
            Some((score, max)) => (numbers::parse(score)?, Some(numbers::parse(max)?)),
            None => (numbers::parse(plain.trim_end_matches('%'))?, None),
        };
        Some((Points { score, max: own.or(max) }, change.and_then(|found| signed(&found))))
    }

    /// Reads change, rank and rating of a row.
    fn beside(&self, ledger: &mut Ledger, card: usize, index: usize, column: &Column, cell: &Cell) {
        let scores = &self.reading.patterns.scores;
        if cell.text.is_empty() {
            return;
        }
        match column.role {
            Role::Rank if self.current(column) => {
                let (rank, of) = cell.text.split_once('/').map_or((cell.text.as_str(), None), |(rank, of)| (rank, Some(of)));
                let rank = numbers::whole(rank.trim().trim_start_matches(|c: char| !c.is_ascii_digit()));
                if let (Some(rank), Some(found)) = (rank, ledger.at(card).filter(|card| card.rank.is_none())) {
                    found.rank = Some(rank);
                    found.rank_of = of.and_then(numbers::whole);
                    ledger.evidence(card, "/rank", self.evidence(cell, &scores.rank));
                }
            }
            Role::Rating if self.current(column) => {
                let rating = super::rating_of(cell.text.trim(), scores);
                if let (Some(rating), Some(found)) = (rating, ledger.at(card).filter(|card| card.rating.is_none())) {
                    found.rating = Some(rating);
                    ledger.evidence(card, "/rating", self.evidence(cell, &scores.rating));
                }
            }
            Role::Change => {
                if let Some(change) = self.change(index, cell) {
                    self.set_change(ledger, card, change, self.compared(index), cell);
                }
            }
            _ => {}
        }
    }

    fn change(&self, index: usize, cell: &Cell) -> Option<f64> {
        self.change_in(&fold(self.grid.leaf(index)), cell)
    }

    /// The change that a cell gives under a folded header, or behind a folded label.
    fn change_in(&self, header: &str, cell: &Cell) -> Option<f64> {
        let rules = &self.reading.patterns;
        let folded = fold(&cell.text);
        if rules.scores.unchanged.regex().is_match(&folded) {
            return Some(0.0);
        }
        if let Some(found) = rules.scores.arrow.regex().captures(&folded) {
            return signed(&found);
        }
        let falls = rules.tables.falls.regex().is_match(header) && !rules.tables.rises_or_falls.regex().is_match(header);
        numbers::parse(&folded).map(|value| if falls { -value } else { value })
    }

    /// The period that a change column compares with: named in its header, or the other column's.
    fn compared(&self, index: usize) -> Option<String> {
        let own = self.columns.get(index).and_then(|column| column.period.clone()).filter(|period| Some(period) != self.period.as_ref());
        let other = || self.columns.iter().filter_map(|column| column.period.clone()).find(|period| Some(period) != self.period.as_ref());
        let before = self.reading.patterns.periods.before.regex().is_match(&fold(self.grid.leaf(index)));
        own.or_else(other).or_else(|| if before { periods::before(self.period.as_deref()?) } else { None })
    }

    fn set_change(&self, ledger: &mut Ledger, card: usize, change: f64, compared: Option<String>, cell: &Cell) {
        ledger.change(card, change, compared, self.evidence(cell, &self.reading.patterns.scores.arrow));
    }

    fn previous(&self, ledger: &mut Ledger, card: usize, column: &Column, cell: &Cell) {
        self.previous_total(ledger, card, column.period.clone(), cell);
    }

    fn previous_total(&self, ledger: &mut Ledger, card: usize, period: Option<String>, cell: &Cell) {
        if let (Some(period), Some((points, _))) = (period, self.points(cell, None)) {
            ledger.notes.previous.push(PreviousTotal { card, period, value: points.score });
        }
    }

    fn evidence(&self, cell: &Cell, rule: &Rule) -> crate::record::Evidence {
        self.reading.evidence_by(&cell.range, rule, 0.95)
    }
}

/// Each kind once, those with more members first.
fn most_first(mut kinds: Vec<String>) -> Vec<String> {
    kinds.sort();
    let mut counted: Vec<(usize, String)> =
        kinds.chunk_by(|one, other| one == other).filter_map(|same| Some((same.len(), same.first()?.clone()))).collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(_, kind)| kind).collect()
}

fn signed(found: &regex::Captures<'_>) -> Option<f64> {
    let value = numbers::parse(found.name("value")?.as_str())?;
    let falls = matches!(found.name("direction")?.as_str(), "▼" | "▽" | "↓" | "giam" | "-" | "–");
    Some(if falls && value != 0.0 { -value } else { value })
}

/// The level of a place, `xã`, out of its normal form.
fn kind_of(key: &str, unit: &str) -> Option<String> {
    let words = if key.starts_with("thi ") || key.starts_with("thanh ") || key.starts_with("dac ") { 2 } else { 1 };
    let place = unit.strip_prefix("Ủy ban nhân dân ")?;
    let kind: Vec<&str> = place.split_whitespace().take(words).collect();
    Some(kind.join(" ").to_lowercase())
}
