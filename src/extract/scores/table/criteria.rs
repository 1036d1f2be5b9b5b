//! Criteria down the side of a table: points in one column, or one column for each unit.

use super::super::ledger::{Ledger, Subject};
use super::super::lexicon::id_of;
use super::Sheet;
use crate::extract::columns::{self, Column, Role};
use crate::extract::tables::Cell;
use crate::extract::{numbers, periods, units};
use crate::text::fold;

/// So many paragraphs above a table may lead in to it.
const LEAD: usize = 3;

impl Sheet<'_> {
    /// Criteria down the side: points in one column for the issuer, or one column for each unit.
    pub(super) fn criteria_as_rows(&self, ledger: &mut Ledger, labels: usize) {
        let unit_columns: Vec<(usize, String)> =
            (0..self.columns.len()).filter(|&index| index != labels).filter_map(|index| Some((index, self.unit_above(index)?))).collect();
        if unit_columns.len() >= 2 {
            for (column, unit) in unit_columns {
                self.criteria_of(ledger, labels, column, Some(&units::name(&unit, self.reading)), None);
            }
            return;
        }
        let rules = &self.reading.patterns.tables;
        let cells = self.grid.rows.iter().filter_map(|row| row.get(labels));
        let known = cells.filter(|cell| self.criterion_of(&cell.text).is_some()).count() >= 2;
        let points = |index: &usize| {
            let Some(column) = self.columns.get(*index) else { return false };
            let path = self.grid.columns.get(*index).map(|path| fold(path)).unwrap_or_default();
            let usable = matches!(column.role, Role::Total | Role::Points(_) | Role::Other);
            usable
                && *index != labels
                && (rules.points.regex().is_match(&path) || column.period.is_some() && (self.find(Role::Max).is_some() || known))
                && !rules.rate.regex().is_match(&fold(self.grid.leaf(*index)))
        };
        let all: Vec<usize> = (0..self.columns.len()).filter(points).collect();
        let exact = all
            .iter()
            .copied()
            .find(|&index| self.columns.get(index).is_some_and(|column| column.period.is_some() && column.period == self.period));
        let Some(column) =
            exact.or_else(|| all.iter().copied().find(|&index| self.columns.get(index).is_some_and(|column| column.period.is_none())))
        else {
            return;
        };
        let earlier = all
            .iter()
            .copied()
            .find(|&index| self.columns.get(index).is_some_and(|other| other.period.is_some() && other.period != self.period));
        if self.is_of_more(labels, column) {
            return;
        }
        let unit = self.unit_of_all(ledger);
        self.criteria_of(ledger, labels, column, unit.as_deref(), earlier);
    }

    /// The unit that a column's header names: `Phường An Lộc`, also as `An Lộc` under `Phường`.
    pub(super) fn unit_above(&self, column: usize) -> Option<String> {
        let leaf = self.grid.leaf(column);
        if columns::is_unit(self.reading, leaf) {
            return Some(leaf.to_owned());
        }
        let above = self.grid.above(column).rsplit(" / ").next()?;
        let whole = format!("{above} {leaf}");
        self.reading.patterns.scores.place_level.regex().is_match(&whole).then_some(whole)
    }

    /// Whether figures beside criteria are above what can be reached, row after row: then they are of something else.
    fn is_of_more(&self, labels: usize, column: usize) -> bool {
        let above = |row: &&Vec<Cell>| {
            let full = self.find(Role::Max).and_then(|at| row.get(at)).and_then(|cell| numbers::parse(&cell.text));
            let known = || self.context.lexicon.criterion(self.framework?, self.criterion_of(&row.get(labels)?.text)?)?.max;
            let points = row.get(column).and_then(|cell| self.points(cell, full));
            points.zip(full.or_else(known)).is_some_and(|((points, _), full)| points.score > points.max.unwrap_or(full))
        };
        self.grid.rows.iter().filter(above).count() >= 2
    }

    /// Whose criteria a table lists that names no unit: the province where only provinces are scored so; the unit whose total
    /// stood right above; else the issuer.
    pub(super) fn unit_of_all(&self, ledger: &Ledger) -> Option<String> {
        let framework = self.framework.and_then(|at| self.context.lexicon.framework(at));
        let province = || units::place_of(framework?.level.as_deref()?, self.reading, self.document);
        let above = || ledger.total_in(framework?.id.as_str(), self.grid.after.saturating_sub(LEAD)..self.grid.after);
        province().or_else(above).or_else(|| self.document.issuer.clone())
    }

    /// The column that names the unit of each criterion's row, where it does.
    fn unit_of_rows(&self, labels: usize) -> Option<usize> {
        let units = self.find(Role::Unit).filter(|&units| units < labels)?;
        let cells = || self.grid.rows.iter().filter_map(|row| row.get(units)).filter(|cell| !cell.text.is_empty());
        (cells().filter(|cell| columns::is_unit(self.reading, &cell.text)).count() * 2 > cells().count()).then_some(units)
    }

    fn criteria_of(&self, ledger: &mut Ledger, labels: usize, column: usize, unit: Option<&str>, earlier: Option<usize>) {
        let roman = self.grid.rows.iter().filter_map(|row| row.first()).any(|cell| is_roman(&cell.text));
        let (max_column, rank_column, change_column) = (self.find(Role::Max), self.find(Role::Rank), self.find(Role::Change));
        let unit_column = self.unit_of_rows(labels);
        let mut unit = unit.map(str::to_owned);
        let mut card = None;
        for row in &self.grid.rows {
            let (Some(label), Some(cell)) = (row.get(labels), row.get(column)) else { continue };
            if let Some(named) = unit_column.and_then(|at| row.get(at)).filter(|cell| columns::is_unit(self.reading, &cell.text)) {
                let named = Some(units::name(&named.text, self.reading));
                if named != unit {
                    (unit, card) = (named, None);
                }
            }
            let number = row.first().map_or("", |cell| cell.text.as_str());
            let (name, period) = self.without_period(&label.text);
            let total = self.is_total_row(&name) || self.is_total_row(number);
            if !total && labels > 0 && self.is_part(number, roman)
                || self.reading.patterns.tables.sub_number.regex().is_match(&fold(&label.text))
            {
                continue;
            }
            let max = max_column.and_then(|at| row.get(at)).and_then(|cell| numbers::parse(&cell.text));
            let own_rank = || rank_column.filter(|&at| at != column).and_then(|at| row.get(at)).and_then(|cell| numbers::whole(&cell.text));
            if self.side_row(ledger, label, cell, &mut card, unit.as_deref()) {
                continue;
            }
            let Some((points, change)) = self.points(cell, max) else { continue };
            if total && period.is_some() && self.period.is_some() && period != self.period {
                if let Some(at) = card {
                    self.previous_total(ledger, at, period, cell);
                }
                continue;
            }
            let subject = if total { Some(Subject::Total) } else { self.row_subject(&label.text, max) };
            let Some(subject) = subject else { continue };
            let at = *card.get_or_insert_with(|| self.card(ledger, unit.as_deref()));
            let criterion = ledger.points(at, &subject, points, self.evidence(cell, &self.reading.patterns.tables.criterion));
            self.rank_of_row(ledger, at, criterion, own_rank());
            if total {
                let stated = change_column
                    .and_then(|at| Some((at, row.get(at)?)))
                    .and_then(|(index, cell)| Some((self.change(index, cell)?, index, cell)));
                if let Some((change, index, cell)) = stated {
                    self.set_change(ledger, at, change, self.compared(index), cell);
                } else if let Some(change) = change {
                    self.set_change(ledger, at, change, None, cell);
                }
                if let Some((column, cell)) = earlier.and_then(|at| Some((self.columns.get(at)?, row.get(at)?))) {
                    self.previous(ledger, at, column, cell);
                }
            }
        }
    }

    pub(super) fn rank_of_row(&self, ledger: &mut Ledger, card: usize, criterion: Option<usize>, rank: Option<u32>) {
        let (Some(rank), Some(found)) = (rank, ledger.at(card)) else { return };
        match criterion {
            Some(at) => {
                if let Some(criterion) = found.criteria.get_mut(at).filter(|criterion| criterion.rank.is_none()) {
                    criterion.rank = Some(rank);
                }
            }
            None => found.rank = found.rank.or(Some(rank)),
        }
    }

    /// A row's label without the period that it names, folded, and that period: `Tổng điểm quý III/2023`.
    fn without_period(&self, label: &str) -> (String, Option<String>) {
        let folded = fold(label);
        if !folded.bytes().any(|byte| byte.is_ascii_digit()) {
            return (folded, None);
        }
        let near = self.period.as_deref().or(self.document.date.as_deref());
        let Some((range, period)) = periods::find(&folded, &self.reading.patterns.periods, near).pop() else { return (folded, None) };
        let rest = [folded.get(..range.start), folded.get(range.end..)].into_iter().flatten().collect::<String>();
        (rest.trim().to_owned(), Some(period))
    }

    /// A row below the criteria that ranks or rates the columns' units, or says how they changed.
    fn side_row(&self, ledger: &mut Ledger, label: &Cell, cell: &Cell, card: &mut Option<usize>, unit: Option<&str>) -> bool {
        let rules = &self.reading.patterns;
        let name = fold(&label.text);
        let (rank, rating) = (rules.tables.rank.regex().is_match(&name), rules.tables.rating.regex().is_match(&name));
        let change = rules.tables.change.regex().is_match(&name);
        if !rank && !rating && !change || self.criterion_of(&label.text).is_some() {
            return false;
        }
        let at = *card.get_or_insert_with(|| self.card(ledger, unit));
        if change {
            if let Some(change) = self.change_in(&name, cell) {
                let compared = self.without_period(&label.text).1.filter(|period| Some(period) != self.period.as_ref());
                self.set_change(ledger, at, change, compared, cell);
            }
            return true;
        }
        let role = if rating { Role::Rating } else { Role::Rank };
        self.beside(ledger, at, 0, &Column { role, period: None, max: None, criterion: None, framework: None }, cell);
        if rank && let Some(place) = ledger.notes.ranked_in.get_mut(at) {
            *place = place.or(Some(self.index));
        }
        true
    }

    /// Whether a row's number makes it a part of a criterion above.
    fn is_part(&self, number: &str, roman: bool) -> bool {
        let number = number.trim();
        self.reading.patterns.tables.sub_number.regex().is_match(&fold(number)) || roman && !number.is_empty() && !is_roman(number)
    }

    fn row_subject(&self, label: &str, max: Option<f64>) -> Option<Subject> {
        if let Some(definition) = self.criterion_of(label).and_then(|at| self.context.lexicon.criterion(self.framework?, at)) {
            return Some(Subject::Criterion(definition.id.clone(), definition.name.clone(), max.or(definition.max)));
        }
        let label = self
            .reading
            .patterns
            .tables
            .numbered_row
            .regex()
            .captures(label)
            .and_then(|found| found.name("rest"))
            .map_or(label, |rest| rest.as_str());
        let id = id_of(label);
        (max.is_some() && !id.is_empty()).then(|| Subject::Criterion(id, label.trim().to_owned(), max))
    }
}

fn is_roman(text: &str) -> bool {
    let bare = text.trim().trim_end_matches('.');
    !bare.is_empty() && bare.chars().all(|character| matches!(character, 'I' | 'V' | 'X'))
}
