//! What it costs to read some cells as one row of a table.
//!
//! In: the looks of the cells, the table's width and what the rows above were like. Out: a cost;
//! rows alike, serials that go on and full rows are cheap.

use super::look::{Kind, Look, mismatch};

/// The cells of one row as candidates: `None` is an empty cell.
pub(super) type Cells = Vec<Option<usize>>;

/// What the rows of a table were like so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Above {
    /// How many there were.
    pub(super) rows: usize,
    /// How many cells the header lacks to the full width.
    header_lacks: usize,
    /// How many cells the rows lacked that were no titles.
    lacked: Vec<usize>,
    /// How many rows of data were full.
    full: usize,
    /// A list stands first, a short text beside it, as in a signature block.
    signed: bool,
    /// The kinds of the last full row of data, and its serial.
    kinds: Vec<Kind>,
    serial: Option<u32>,
}

const ONE_CELL: i32 = 45;
const SIGNED: i32 = 20;
const NEVER_FULL: i32 = 30;
const ONE_ROW_OF_THREE: i32 = 35;
const ONE_WIDE_ROW: i32 = 60;
const HEADER_GUESS: i32 = 12;
const HEADER_UNPARTED: i32 = 18;
const MIXED: i32 = 6;
/// More columns than so many cost something.
const EASY_COLUMNS: usize = 8;
const WIDE: i32 = 2;
const LONE_SERIAL: i32 = 40;
const GROUP: i32 = 9;
const LACKING: i32 = 14;
const LACKING_EACH: i32 = 5;
const LEADING: i32 = 9;
const INNER: i32 = 14;
const TRAILING: i32 = 3;
const SERIAL_GOES_ON: i32 = 14;
const SERIAL_BEGINS: i32 = 6;
const SERIAL_WITHIN: i32 = 20;
/// The most that empty cells cost, so that forms to fill in can be read.
const MOST_EMPTY: i32 = 24;

impl Above {
    /// The cost of a first row, and the table below it.
    pub(super) fn begin(cells: &[Option<usize>], width: usize, looks: &[Look]) -> (i32, Self) {
        let mut cost = texts(cells, looks) + 2 * empty(cells, &[]);
        let bold = cells.iter().flatten().filter_map(|&index| looks.get(index)).filter(|look| look.bold).count();
        let plain = cells.iter().flatten().count() - bold;
        if width > 2 {
            cost += MIXED * i32::try_from(bold.min(plain).min(4)).unwrap_or(0);
        }
        for look in cells.iter().flatten().filter_map(|&index| looks.get(index)) {
            if width > 2 {
                cost += match look.kind {
                    _ if look.list => 14,
                    Kind::Text if look.labelled => 28,
                    Kind::Long => 12,
                    Kind::Figure | Kind::Mark | Kind::Serial => 8,
                    Kind::Text if !look.bold => 3,
                    _ => 0,
                };
            }
        }
        let look = |cell: usize| cells.get(cell).copied().flatten().and_then(|text| looks.get(text));
        let signed = width == 2
            && look(0).is_none_or(|look| look.list)
            && look(1).is_some_and(|look| !look.list && look.capital_line && look.as_cell < 10);
        let lacks = width - cells.len().min(width);
        if lacks > 0 {
            cost += HEADER_GUESS;
        }
        cost += WIDE * i32::try_from(width.saturating_sub(EASY_COLUMNS)).unwrap_or(0);
        (cost, Self { rows: 1, header_lacks: lacks, signed, ..Self::default() })
    }

    /// The cost of a further row, and what is above the next.
    pub(super) fn go_on(&self, cells: &[Option<usize>], width: usize, looks: &[Look]) -> (i32, Self) {
        let kinds: Vec<Kind> =
            cells.iter().map(|cell| cell.and_then(|index| looks.get(index)).map_or(Kind::Empty, |look| look.kind)).collect();
        let mut next = Self { rows: self.rows + 1, ..self.clone() };
        let mut cost = texts(cells, looks) + empty(cells, &self.kinds);
        let lacks = width - cells.len().min(width);
        if self.rows == 1 && self.parts_of_header(cells, width, looks).is_some() {
            return (cost, next);
        }
        if self.rows == 1 && self.header_lacks > 0 && self.header_lacks + 1 < width {
            cost += HEADER_UNPARTED;
        }
        let ordinal = cells.first().copied().flatten().and_then(|index| looks.get(index)?.ordinal);
        if let Some(ordinal) = ordinal {
            cost -= match self.serial {
                Some(before) if ordinal == before + 1 => SERIAL_GOES_ON,
                _ if ordinal == 1 => SERIAL_BEGINS,
                _ => 0,
            };
            next.serial = Some(ordinal);
        }
        if holds_another(cells, looks) {
            cost += SERIAL_WITHIN;
        }
        if lacks == 0 {
            cost += self.kinds.iter().zip(&kinds).map(|(&above, &below)| mismatch(above, below)).sum::<i32>();
            next.kinds = kinds;
            next.full += 1;
        } else if is_group(cells, looks) {
            cost += if kinds == [Kind::Serial] { LONE_SERIAL } else { GROUP };
        } else {
            let lacking = LACKING + LACKING_EACH * i32::try_from(lacks).unwrap_or(i32::MAX / 64).min(20);
            // Without a serial of its own a row goes on beside the cells of the row above.
            let beside =
                self.kinds.first() == Some(&Kind::Serial) && kinds.first().is_some_and(|kind| !matches!(kind, Kind::Serial | Kind::Empty));
            let again = self.lacked.contains(&lacks);
            cost += lacking / (1 + i32::from(beside) + i32::from(again));
            if !again {
                next.lacked.push(lacks);
            }
        }
        (cost, next)
    }

    /// The cost of a table that ends here: one row alone is a letterhead or a signature block.
    pub(super) fn ending(&self, width: usize) -> i32 {
        match (self.rows, width) {
            (0 | 1, 1) => ONE_CELL,
            (0 | 1, 2) if self.signed => -SIGNED,
            (0 | 1, 2) if self.header_lacks > 0 => ONE_CELL,
            (0 | 1, 2) => 0,
            (0 | 1, 3) => ONE_ROW_OF_THREE,
            (0 | 1, _) => ONE_WIDE_ROW,
            _ if self.full == 0 && (self.rows > 2 || self.header_lacks > 0) => NEVER_FULL,
            _ => 0,
        }
    }

    /// How many parts of merged cells of the header the second row names, if it does.
    pub(super) fn parts_of_header(&self, cells: &[Option<usize>], width: usize, looks: &[Look]) -> Option<usize> {
        let first = cells.iter().position(Option::is_some)?;
        let last = cells.iter().rposition(Option::is_some)?;
        let told = cells.get(first..=last).unwrap_or_default();
        let names = |index: usize| looks.get(index).is_some_and(|look| look.kind == Kind::Short || look.kind == Kind::Text && look.bold);
        let parents = told.len().checked_sub(self.header_lacks).filter(|_| cells.len() < width)?;
        let parted = self.header_lacks > 0 && parents >= 1 && parents * 2 <= told.len();
        (parted && told.iter().all(|cell| cell.is_some_and(names))).then_some(told.len())
    }
}

/// A title within the table: one cell that is set off, or a serial that is no number before one.
pub(super) fn is_group(cells: &[Option<usize>], looks: &[Look]) -> bool {
    let look = |index: usize| cells.get(index).copied().flatten().and_then(|text| looks.get(text));
    match cells.len() {
        1 => true,
        2 => look(0).is_some_and(|look| look.kind == Kind::Serial && (look.ordinal.is_none() || look.bold)) && look(1).is_some(),
        _ => false,
    }
}

/// A row that begins with a serial and, behind what would be an empty cell, holds another row: the next serial, or the
/// first below a group.
fn holds_another(cells: &[Option<usize>], looks: &[Look]) -> bool {
    let look = |cell: Option<usize>| cell.and_then(|index| looks.get(index)).filter(|look| look.kind == Kind::Serial);
    let Some(first) = look(cells.first().copied().flatten()) else { return false };
    let next = first.ordinal.map_or(1, |ordinal| ordinal + 1);
    cells.windows(2).any(|pair| matches!(*pair, [None, serial] if look(serial).is_some_and(|serial| serial.ordinal == Some(next))))
}

/// A row that begins with a serial.
pub(super) fn goes_on(cells: &[Option<usize>], looks: &[Look]) -> bool {
    cells.first().copied().flatten().and_then(|index| looks.get(index)).is_some_and(|look| look.kind == Kind::Serial)
}

fn texts(cells: &[Option<usize>], looks: &[Look]) -> i32 {
    cells.iter().flatten().filter_map(|&index| looks.get(index)).map(|look| look.as_cell).sum()
}

/// The cost of empty cells: before, between and behind the told ones; half where the row above is empty too.
fn empty(cells: &[Option<usize>], above: &[Kind]) -> i32 {
    let first = cells.iter().position(Option::is_some).unwrap_or(0);
    let last = cells.iter().rposition(Option::is_some).unwrap_or(0);
    let (mut cost, mut outer) = (0, 0);
    for (index, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_none()) {
        let share = if matches!(above.get(index), Some(Kind::Empty)) { 3 } else { 1 };
        if (first..last).contains(&index) {
            cost += INNER / share;
        } else {
            outer += if index < first { LEADING } else { TRAILING } / share;
        }
    }
    cost + outer.min(MOST_EMPTY)
}
