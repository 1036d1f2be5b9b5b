//! Scores in tables: units as rows, or criteria as rows with points or units as columns.

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
    let sheet = Sheet { reading, document, context, grid, index, columns, framework, section: section.criterion, period };
    if framework.is_none() && !sheet.columns.iter().any(|column| column.role == Role::Total) {
        return;
    }
    match sheet.criteria_column() {
        Some(column) => sheet.criteria_as_rows(ledger, column),
        None => sheet.units_as_rows(ledger),
    }
}

/// The last of several periods of which a table gives the points.
fn latest(columns: &[Column]) -> Option<String> {
    let scored = columns.iter().filter(|column| matches!(column.role, Role::Total | Role::Points(_)));
    let periods: BTreeSet<&String> = scored.filter_map(|column| column.period.as_ref()).collect();
    periods.last().filter(|_| periods.len() > 1).map(|period| (*period).clone())
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
        declared.filter(|&index| matching(index) >= 1 || self.find(Role::Max).is_some()).or_else(by_cells).or_else(|| self.totals_column())
    }

    /// The column that names a row of total points, where the other columns are units.
    fn totals_column(&self) -> Option<usize> {
        let is_unit = |index: &usize| columns::is_unit(self.reading, self.grid.leaf(*index));
        let all = 0..self.grid.columns.len();
        let points = |label: &str| self.is_total_row(label) && self.reading.patterns.tables.points.regex().is_match(&fold(label));
        let first = all.clone().find(|index| !is_unit(index))?;
        let labelled = self.grid.rows.iter().filter_map(|row| row.get(first)).any(|cell| points(&cell.text));
        (labelled && all.filter(is_unit).count() >= 2).then_some(first)
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
        let rows: Vec<&Vec<Cell>> =
            self.grid.rows.iter().filter(|row| !row.iter().take(2).any(|cell| self.is_total_row(&cell.text))).collect();
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
            let unit = named.map(|text| units::name(text, self.reading)).or_else(|| self.document.issuer.clone());
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
        for (column, cell) in self.columns.iter().zip(row).filter(|(column, _)| matches!(column.role, Role::Total | Role::Points(_))) {
            let Some((points, change)) = self.points(cell, column.max) else { continue };
            let subject = self.subject(column, points);
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

    fn subject(&self, column: &Column, points: Points) -> Subject {
        let criterion = |at: usize| self.framework.and_then(|framework| self.context.lexicon.criterion(framework, at));
        let by_section = || {
            let definition = criterion(self.section?)?;
            (points.max.is_some() && points.max == definition.max && points.max != self.max()).then_some(definition)
        };
        let definition = match column.role {
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
                let rating = scores.ratings.iter().find(|rating| fold(rating) == fold(cell.text.trim())).cloned();
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
        let rules = &self.reading.patterns;
        let folded = fold(&cell.text);
        let header = fold(self.grid.leaf(index));
        if rules.scores.unchanged.regex().is_match(&folded) {
            return Some(0.0);
        }
        if let Some(found) = rules.scores.arrow.regex().captures(&folded) {
            return signed(&found);
        }
        let falls = rules.tables.falls.regex().is_match(&header) && !rules.tables.rises_or_falls.regex().is_match(&header);
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
        if let Some(found) = ledger.at(card).filter(|card| card.change.is_none()) {
            found.change = Some(change);
            found.compared_to = compared;
            ledger.evidence(card, "/change", self.evidence(cell, &self.reading.patterns.scores.arrow));
        }
    }

    fn previous(&self, ledger: &mut Ledger, card: usize, column: &Column, cell: &Cell) {
        if let (Some(period), Some((points, _))) = (&column.period, self.points(cell, None)) {
            ledger.notes.previous.push(PreviousTotal { card, period: period.clone(), value: points.score });
        }
    }

    fn evidence(&self, cell: &Cell, rule: &Rule) -> crate::record::Evidence {
        self.reading.evidence_by(&cell.range, rule, 0.95)
    }

    /// Criteria down the side: points in one column for the issuer, or one column for each unit.
    fn criteria_as_rows(&self, ledger: &mut Ledger, labels: usize) {
        let unit_columns: Vec<usize> =
            (0..self.columns.len()).filter(|&index| index != labels && columns::is_unit(self.reading, self.grid.leaf(index))).collect();
        if unit_columns.len() >= 2 {
            for column in unit_columns {
                let unit = units::name(self.grid.leaf(column), self.reading);
                self.criteria_of(ledger, labels, column, Some(&unit), None);
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
        let issuer = self.document.issuer.clone();
        self.criteria_of(ledger, labels, column, issuer.as_deref(), earlier);
    }

    fn criteria_of(&self, ledger: &mut Ledger, labels: usize, column: usize, unit: Option<&str>, earlier: Option<usize>) {
        let roman = self.grid.rows.iter().filter_map(|row| row.first()).any(|cell| is_roman(&cell.text));
        let (max_column, rank_column, change_column) = (self.find(Role::Max), self.find(Role::Rank), self.find(Role::Change));
        let mut card = None;
        for row in &self.grid.rows {
            let (Some(label), Some(cell)) = (row.get(labels), row.get(column)) else { continue };
            let number = row.first().map_or("", |cell| cell.text.as_str());
            let total = self.is_total_row(&label.text) || self.is_total_row(number);
            if !total && labels > 0 && self.is_part(number, roman)
                || self.reading.patterns.tables.sub_number.regex().is_match(&fold(&label.text))
            {
                continue;
            }
            let max = max_column.and_then(|at| row.get(at)).and_then(|cell| numbers::parse(&cell.text));
            let own_rank = || rank_column.filter(|&at| at != column).and_then(|at| row.get(at)).and_then(|cell| numbers::whole(&cell.text));
            if self.side_row(ledger, label, cell, &mut card, unit) {
                continue;
            }
            let Some((points, change)) = self.points(cell, max) else { continue };
            let subject = if total { Some(Subject::Total) } else { self.row_subject(&label.text, max) };
            let Some(subject) = subject else { continue };
            let at = *card.get_or_insert_with(|| self.card(ledger, unit));
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

    fn rank_of_row(&self, ledger: &mut Ledger, card: usize, criterion: Option<usize>, rank: Option<u32>) {
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

    /// A row below the criteria that ranks or rates the columns' units.
    fn side_row(&self, ledger: &mut Ledger, label: &Cell, cell: &Cell, card: &mut Option<usize>, unit: Option<&str>) -> bool {
        let rules = &self.reading.patterns;
        let name = fold(&label.text);
        let (rank, rating) = (rules.tables.rank.regex().is_match(&name), rules.tables.rating.regex().is_match(&name));
        if !rank && !rating || self.criterion_of(&label.text).is_some() {
            return false;
        }
        let at = *card.get_or_insert_with(|| self.card(ledger, unit));
        let role = if rating { Role::Rating } else { Role::Rank };
        self.beside(ledger, at, 0, &Column { role, period: None, max: None, criterion: None }, cell);
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

/// Each kind once, those with more members first.
fn most_first(mut kinds: Vec<String>) -> Vec<String> {
    kinds.sort();
    let mut counted: Vec<(usize, String)> =
        kinds.chunk_by(|one, other| one == other).filter_map(|same| Some((same.len(), same.first()?.clone()))).collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().map(|(_, kind)| kind).collect()
}

fn is_roman(text: &str) -> bool {
    let bare = text.trim().trim_end_matches('.');
    !bare.is_empty() && bare.chars().all(|character| matches!(character, 'I' | 'V' | 'X'))
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
