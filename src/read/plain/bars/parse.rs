//! The cheapest reading of texts and bars as tables and running text.
//!
//! In: texts, the bars before each. Out: parts in order. The notation writes a bar where a row
//! begins and behind each cell, so `n` bars between two texts may be `n - 1` empty cells, or the end
//! of a row with `n - 2`, or the bounds of a table. All readings are walked through from the first
//! text to the last, and of those that meet in one state (in the running text, at the head of a row of
//! a table so wide) the cheapest goes on.

use std::collections::BTreeMap;

use super::look::Look;
use super::rows::{Above, Cells};

/// One part of a file, by numbers of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(usize),
    Table { width: usize, rows: Vec<Cells> },
}

/// The widest table.
const MOST_COLUMNS: usize = 40;
/// The most cells of a table of one row with text behind it.
const MOST_IN_ONE_ROW: usize = 4;
/// How many rows are looked ahead for a table's width.
const ROWS_AHEAD: usize = 8;
/// Readings that are so much dearer than the best are given up.
const BEAM: i32 = 120;
/// A text that is so dear as running text is a cell.
const NO_BODY: i32 = 90;
/// More bars hold more empty cells than the first row of a table has at its head.
const MOST_BARS_BEHIND_BODY: usize = 3;
const TABLE: i32 = 10;
const TABLE_AGAIN: i32 = 60;
const EMPTY_TABLE: i32 = 60;
const EMPTY_ROW: i32 = 6;
const STRAY_BARS: i32 = 25;

/// Where a reading stands before a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Running text comes.
    Text,
    /// A table begins with so many empty cells.
    Table { lead: usize },
    /// A row of a table begins with so many empty cells.
    Row { width: usize, lead: usize },
}

/// The last step of a reading.
#[derive(Debug, Clone)]
enum Did {
    Nothing,
    Text,
    Row { cells: Cells, width: usize, begins: bool },
}

/// The cheapest way to a state.
#[derive(Debug, Clone)]
struct Reach {
    cost: i32,
    /// The reach that it came from.
    before: usize,
    did: Did,
    /// What the rows below are held against; given up once they were.
    above: Above,
}

struct Walk<'a> {
    looks: &'a [Look],
    /// The bars before each text.
    bars: &'a [usize],
    /// How many texts stand together up to the next double bar.
    lengths: Vec<usize>,
    reaches: Vec<Reach>,
    /// Before each text and at the end, the reaches by state.
    states: Vec<BTreeMap<State, usize>>,
    /// The least cost of those.
    least: Vec<i32>,
}

/// Reads texts with the bars before them.
pub(super) fn parse(looks: &[Look], bars: &[usize]) -> Vec<Part> {
    let count = looks.len();
    let mut lengths = vec![1; count];
    for index in (0..count.saturating_sub(1)).rev() {
        let behind = lengths.get(index + 1).copied().unwrap_or(0);
        if let Some(own) = lengths.get_mut(index).filter(|_| bars.get(index + 1) == Some(&1)) {
            *own += behind;
        }
    }
    let states = vec![BTreeMap::new(); count + 1];
    let mut walk = Walk { looks, bars, lengths, reaches: Vec::new(), states, least: vec![i32::MAX; count + 1] };
    let start = Reach { cost: 0, before: 0, did: Did::Nothing, above: Above::default() };
    let lead = walk.bars(0).saturating_sub(1);
    walk.reach(0, State::Table { lead }, start.clone());
    walk.reach(0, State::Text, start);
    for at in 0..count {
        walk.step(at);
    }
    walk.parts()
}

impl Walk<'_> {
    fn bars(&self, at: usize) -> usize {
        self.bars.get(at).copied().unwrap_or(0)
    }

    fn step(&mut self, at: usize) {
        let states: Vec<(State, usize)> = self.states.get(at).into_iter().flatten().map(|(&state, &reach)| (state, reach)).collect();
        let best = self.least.iter().skip(at).take(MOST_COLUMNS).min().copied().unwrap_or(0);
        for (state, before) in states {
            let Some(reach) = self.reaches.get_mut(before) else { continue };
            let (cost, above) = (reach.cost, std::mem::take(&mut reach.above));
            if cost > best.saturating_add(BEAM) {
                reach.did = Did::Nothing;
                continue;
            }
            match state {
                State::Text => self.text(at, before, cost),
                State::Table { lead } => self.begin(at, before, cost, lead),
                State::Row { width, lead } => self.go_on(at, before, cost, width, lead, &above),
            }
        }
    }

    /// Keeps a way to a state if it is the cheapest so far.
    fn reach(&mut self, at: usize, state: State, reach: Reach) {
        let (Some(states), Some(least)) = (self.states.get_mut(at), self.least.get_mut(at)) else { return };
        let held = states.get(&state).and_then(|&held| self.reaches.get_mut(held));
        if held.as_ref().is_some_and(|held| held.cost <= reach.cost) {
            return;
        }
        *least = (*least).min(reach.cost);
        match held {
            // Nothing has gone on from there yet: that begins at its own text, which is still to come.
            Some(held) => *held = reach,
            None => {
                states.insert(state, self.reaches.len());
                self.reaches.push(reach);
            }
        }
    }

    fn text(&mut self, at: usize, before: usize, cost: i32) {
        let Some(look) = self.looks.get(at) else { return };
        let reach = |more: i32| Reach { cost: cost + look.as_body + more, before, did: Did::Text, above: Above::default() };
        let bars = self.bars(at + 1);
        if bars > 1 {
            self.reach(at + 1, State::Text, reach(EMPTY_TABLE));
        }
        self.reach(at + 1, State::Table { lead: bars.saturating_sub(1) }, reach(0));
    }

    fn begin(&mut self, at: usize, before: usize, cost: i32, lead: usize) {
        for (cells, end) in self.rows(at, lead, MOST_COLUMNS) {
            if self.bars(end) == 1 && cells.len() > MOST_IN_ONE_ROW {
                continue;
            }
            for trail in self.trails(end, cells.len(), MOST_COLUMNS) {
                let mut widths = vec![cells.len() + trail];
                if trail == 0 {
                    widths.extend(self.widths(end, cells.len()));
                }
                for width in widths {
                    let mut cells = cells.clone();
                    cells.resize(cells.len() + trail, None);
                    let (more, above) = Above::begin(&cells, width, self.looks);
                    let did = Did::Row { cells, width, begins: true };
                    self.end_row(end, trail, width, &Reach { cost: cost + TABLE + more, before, did, above });
                }
            }
        }
    }

    fn go_on(&mut self, at: usize, before: usize, cost: i32, width: usize, lead: usize, above: &Above) {
        for (cells, end) in self.rows(at, lead, width) {
            for trail in self.trails(end, cells.len(), width) {
                let mut cells = cells.clone();
                cells.resize(cells.len() + trail, None);
                let (more, above) = above.go_on(&cells, width, self.looks);
                let did = Did::Row { cells, width, begins: false };
                self.end_row(end, trail, width, &Reach { cost: cost + more, before, did, above });
            }
        }
    }

    /// The rows that may begin at a text behind so many empty cells, without the empty cells at their
    /// end, and the text behind each.
    fn rows(&self, at: usize, lead: usize, width: usize) -> Vec<(Cells, usize)> {
        let mut rows = Vec::new();
        let mut cells: Cells = vec![None; lead];
        let mut next = at;
        while next < self.looks.len() {
            let inner = if next == at { 0 } else { self.bars(next).saturating_sub(1) };
            if cells.len() + inner + 1 > width {
                break;
            }
            cells.resize(cells.len() + inner, None);
            cells.push(Some(next));
            next += 1;
            if self.may_end(next) {
                rows.push((cells.clone(), next));
            }
        }
        rows
    }

    /// Whether a row may end before a text: before two bars, or before one and running text.
    fn may_end(&self, next: usize) -> bool {
        let body = self.looks.get(next).is_none_or(|look| look.as_body < NO_BODY) && self.bars(next + 1) <= MOST_BARS_BEHIND_BODY;
        self.bars(next) > 1 || body
    }

    /// How many empty cells may stand at the end of a row: none, those to the full width, or all before the next row or text.
    fn trails(&self, end: usize, cells: usize, width: usize) -> Vec<usize> {
        let bars = self.bars(end);
        let room = width - cells.min(width);
        let mut trails: Vec<usize> = [0, room, bars.saturating_sub(2), bars.saturating_sub(1)]
            .into_iter()
            .filter(|&trail| trail < bars.max(1) && trail <= room)
            .collect();
        trails.sort_unstable();
        trails.dedup();
        trails
    }

    /// The widths that the rows behind a text suggest.
    fn widths(&self, end: usize, least: usize) -> Vec<usize> {
        let mut widths = Vec::new();
        let mut at = end;
        let parts = self.lengths.get(end).copied().unwrap_or(0);
        for _ in 0..ROWS_AHEAD {
            let Some(&length) = self.lengths.get(at) else { break };
            at += length;
            let empty = self.bars(at).saturating_sub(2);
            // With the cells behind empty ones, where a second row may name the parts of the first.
            let further = self.lengths.get(at).copied().unwrap_or(0);
            let whole = length + empty + 1 + further;
            let behind = self.bars(at + further).saturating_sub(2);
            let parted = [whole, whole + behind].into_iter().filter(|&width| width < least + parts);
            widths.extend(parted.filter(|&width| width > least && width <= MOST_COLUMNS));
            widths.extend([length, length + empty].into_iter().filter(|&width| width > least && width <= MOST_COLUMNS));
        }
        widths.sort_unstable();
        widths.dedup();
        widths
    }

    /// Goes on behind a row whose last cells, so many of them empty, end before a text.
    fn end_row(&mut self, end: usize, trail: usize, width: usize, row: &Reach) {
        let costs = |more: i32| Reach { cost: row.cost + more, ..row.clone() };
        let ending = row.above.ending(width);
        let filled = |left: usize| if left.is_multiple_of(width + 1) { EMPTY_ROW } else { STRAY_BARS };
        if end == self.looks.len() {
            self.reach(end, State::Text, costs(ending));
            return;
        }
        let left = self.bars(end).saturating_sub(1 + trail);
        self.reach(end, State::Text, costs(ending + if left > 0 { filled(left) } else { 0 }));
        if let Some(lead) = left.checked_sub(1) {
            self.reach(end, State::Table { lead: lead % (width + 1) }, costs(ending + TABLE_AGAIN));
            let (empty, lead) = (lead / (width + 1), lead % (width + 1));
            if lead < width {
                self.reach(end, State::Row { width, lead }, costs(if empty > 0 { EMPTY_ROW } else { 0 }));
            }
        }
    }

    /// The parts of the cheapest reading.
    fn parts(&self) -> Vec<Part> {
        let last = self.states.last().into_iter().flat_map(BTreeMap::values).copied();
        let mut at = last.min_by_key(|&reach| self.reaches.get(reach).map(|reach| reach.cost)).unwrap_or(0);
        let mut steps = Vec::new();
        while let Some(reach) = self.reaches.get(at).filter(|reach| !matches!(reach.did, Did::Nothing)) {
            steps.push(&reach.did);
            at = reach.before;
        }
        let mut parts = Vec::new();
        let mut text = 0;
        for did in steps.into_iter().rev() {
            match did {
                Did::Nothing => {}
                Did::Text => {
                    parts.push(Part::Text(text));
                    text += 1;
                }
                Did::Row { cells, width, begins } => {
                    text += cells.iter().flatten().count();
                    match parts.last_mut() {
                        Some(Part::Table { rows, .. }) if !begins => rows.push(cells.clone()),
                        _ => parts.push(Part::Table { width: *width, rows: vec![cells.clone()] }),
                    }
                }
            }
        }
        parts
    }
}
