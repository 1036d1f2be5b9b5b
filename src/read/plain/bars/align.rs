//! Puts the cells of a table under each other.
//!
//! In: rows of cells, some fewer than the table is wide. Out: the table with its spans. A row lacks
//! cells where one reaches down from above, or over several columns; the kinds of the cells above tell
//! which columns are left out.

use super::look::{Kind, Look, mismatch};
use super::rows::{Above, Cells, is_group};
use crate::layout::{Block, Cell, Row, Table};
use crate::read::flow;

/// What leaving out columns before, between and behind the cells of a row costs.
const BEFORE: i32 = 4;
const BETWEEN: i32 = 6;
const BEHIND: i32 = 2;
/// What a word that two cells share is worth, and how many count.
const SHARED: i32 = 2;
const MOST_SHARED: usize = 3;
/// What it is worth, in shared words, that columns under one heading hold the like of each other, …
const ALIKE: i32 = 3;
/// … which kinds that differ so much are not.
const UNLIKE: i32 = 4;
/// The most merged headings of one header.
const MOST_PARENTS: usize = 6;

/// A cell in its columns.
struct Placed {
    column: usize,
    span: usize,
    text: Option<usize>,
}

/// The table; `read` gives the blocks of a text.
pub(super) fn table(width: usize, rows: &[Cells], looks: &[Look], read: impl Fn(usize) -> Vec<Block>) -> Table {
    let mut out: Vec<Row> = Vec::new();
    // For each column the last text of the data above.
    let mut last: Vec<Option<usize>> = Vec::new();
    // For each column the cell that stands in the row above: its row and its place there.
    let mut above: Vec<Option<(usize, usize)>> = vec![None; width];
    let header = header(width, rows, looks);
    for (index, cells) in rows.iter().enumerate() {
        let lacking = cells.len() < width;
        let group = lacking && is_group(cells, looks) && (last.len() < width || is_set_off(cells, looks));
        let (placed, reaching) = match header.as_ref().and_then(|header| header.get(index)) {
            Some(spans) => (at_spans(cells, spans), index > 0),
            None if group && (index > 0 || cells.len() == 1) => (grouped(cells, width), false),
            None if lacking && index > 0 => beside(cells, &last, width, looks),
            None => (at_spans(cells, &(0..cells.len()).map(|column| (column, 1)).collect::<Vec<_>>()), false),
        };
        if !lacking && index > 0 {
            last.clone_from(cells);
        }
        let mut now: Vec<Option<(usize, usize)>> = vec![None; width];
        let mut row = Row { cells: Vec::new() };
        for cell in placed {
            if let Some(last) = last.get_mut(cell.column).filter(|_| reaching) {
                *last = cell.text;
            }
            for place in now.iter_mut().skip(cell.column).take(cell.span) {
                *place = Some((index, row.cells.len()));
            }
            let blocks = cell.text.map(&read).unwrap_or_default();
            row.cells.push(Cell { column_span: cell.span, ..flow::cell(blocks, cell.column) });
        }
        out.push(row);
        if reaching {
            reach_down(&mut out, &above, &mut now, index);
        }
        above = now;
    }
    Table { rows: out, header_rows: 0 }
}

fn kind(cell: Option<usize>, looks: &[Look]) -> Kind {
    cell.and_then(|index| looks.get(index)).map_or(Kind::Empty, |look| look.kind)
}

/// Lets the cells above reach into the columns that a row leaves out.
fn reach_down(rows: &mut [Row], above: &[Option<(usize, usize)>], now: &mut [Option<(usize, usize)>], index: usize) {
    for (own, above) in now.iter_mut().zip(above).filter(|(own, _)| own.is_none()) {
        let Some((row, place)) = *above else { continue };
        let Some(cell) = rows.get_mut(row).and_then(|row| row.cells.get_mut(place)).filter(|cell| cell.column_span == 1) else { continue };
        cell.row_span = index + 1 - row;
        *own = Some((row, place));
    }
}

fn at_spans(cells: &Cells, spans: &[(usize, usize)]) -> Vec<Placed> {
    cells.iter().zip(spans).map(|(&text, &(column, span))| Placed { column, span, text }).collect()
}

/// A row that is bold, labelled or in capitals, unlike a cell beside one that reaches down.
fn is_set_off(cells: &Cells, looks: &[Look]) -> bool {
    cells.len() > 1
        || cells.iter().flatten().filter_map(|&index| looks.get(index)).any(|look| look.bold || look.capital_line || look.labelled)
}

/// A title within the table reaches over the columns behind it.
fn grouped(cells: &Cells, width: usize) -> Vec<Placed> {
    let last = cells.len().saturating_sub(1);
    let span = |column: usize| if column == last { width - column.min(width - 1) } else { 1 };
    cells.iter().enumerate().map(|(column, &text)| Placed { column, span: span(column), text }).collect()
}

/// A row that lacks cells, and whether those above reach down beside it.
fn beside(cells: &Cells, last: &[Option<usize>], width: usize, looks: &[Look]) -> (Vec<Placed>, bool) {
    let first = cells.first().copied().flatten().and_then(|index| looks.get(index));
    let total = first.is_some_and(|look| look.bold && look.kind != Kind::Serial);
    let columns = columns(cells, last, width, looks, total);
    let placed = cells.iter().zip(columns).map(|(&text, column)| Placed { column, span: 1, text }).collect();
    (placed, !total)
}

/// What it costs that one text stands under another: their kinds differ, or they share no words.
fn misfit(above: Option<usize>, below: Option<usize>, looks: &[Look]) -> i32 {
    let words = |cell: Option<usize>| cell.and_then(|index| looks.get(index)).map_or(&[][..], |look| look.words.as_slice());
    let shared = words(below).iter().filter(|word| words(above).contains(word)).count().min(MOST_SHARED);
    mismatch(kind(above, looks), kind(below, looks)) - SHARED * i32::try_from(shared).unwrap_or(0)
}

/// The columns of some cells under those above, with the least misfit.
fn columns(own: &Cells, above: &[Option<usize>], width: usize, looks: &[Look], first_stays: bool) -> Vec<usize> {
    if above.len() < width || own.is_empty() {
        return (0..own.len()).collect();
    }
    // For each cell and column, the least cost so far and the column of the cell before.
    let mut costs: Vec<Vec<(i32, usize)>> = Vec::new();
    for (index, &cell) in own.iter().enumerate() {
        let line = (0..width).map(|column| {
            let fit = above.get(column).map_or(0, |&above| misfit(above, cell, looks));
            let (before, from) = match index.checked_sub(1).and_then(|before| costs.get(before)) {
                None if column > 0 && first_stays => (i32::MAX / 4, 0),
                None => (if column > 0 { BEFORE } else { 0 }, 0),
                Some(line) => line
                    .iter()
                    .take(column)
                    .enumerate()
                    .map(|(from, (cost, _))| (cost + if from + 1 < column { BETWEEN } else { 0 }, from))
                    .min()
                    .unwrap_or((i32::MAX / 4, 0)),
            };
            (before.saturating_add(fit), from)
        });
        costs.push(line.collect());
    }
    let ends = costs.last().into_iter().flatten().enumerate();
    let last = ends.map(|(column, (cost, _))| (cost + if column + 1 < width { BEHIND } else { 0 }, column)).min();
    let mut column = last.map_or(0, |(_, column)| column);
    let mut columns = Vec::new();
    for line in costs.iter().rev() {
        columns.push(column);
        column = line.get(column).map_or(0, |&(_, from)| from);
    }
    columns.reverse();
    columns
}

type Spans = Vec<(usize, usize)>;

/// The columns and widths of the cells of a header of two rows, whose second names the parts of some of the first.
fn header(width: usize, rows: &[Cells], looks: &[Look]) -> Option<[Spans; 2]> {
    let [first, second, ..] = rows else { return None };
    let told = Above::begin(first, width, looks).1.parts_of_header(second, width, looks)?;
    let lead = second.iter().position(Option::is_some)?;
    let words = |cell: Option<usize>| cell.and_then(|index| looks.get(index)).map(|look| look.words.as_slice()).unwrap_or_default();
    let shared = |parent: usize, parts: std::ops::Range<usize>| {
        let heading = words(first.get(parent).copied().flatten());
        let names = second.get(lead..lead + told).unwrap_or_default().get(parts).unwrap_or_default();
        names.iter().flat_map(|&name| words(name)).filter(|word| heading.contains(word)).count()
    };
    let parents = told + first.len() - width;
    let alike = alike(width, rows, looks);
    let fit = |parent: usize, column: usize, parts: std::ops::Range<usize>| {
        let pairs = alike.get(column..column + parts.len() - 1).unwrap_or_default();
        i32::try_from(shared(parent, parts)).unwrap_or(0) + pairs.iter().min().copied().unwrap_or_default()
    };
    let best = parted(first.len(), parents, 0..told, (0, 0), &fit)?.1;
    let mut column = 0;
    let mut above = Vec::new();
    let mut below: Spans = vec![(0, 1); lead];
    for index in 0..first.len() {
        let span = best.iter().find(|(parent, _)| *parent == index).map_or(1, |&(_, span)| span);
        above.push((column, span));
        if span > 1 {
            below.extend((column..column + span).map(|column| (column, 1)));
        }
        column += span;
    }
    Some([above, below])
}

/// Whether a column and the next hold the like of each other: positive where figures and marks stand side by side or
/// in one or the other, negative where mostly texts of other kinds do.
fn alike(width: usize, rows: &[Cells], looks: &[Look]) -> Vec<i32> {
    let mut pairs = vec![Beside::default(); width.saturating_sub(1)];
    for row in rows.iter().skip(2).filter(|row| row.len() == width) {
        // Serials stand beside figures of any kind.
        for (pair, beside) in row.windows(2).zip(&mut pairs).skip(1) {
            if let [one, next] = *pair {
                beside.add(kind(one, looks), kind(next, looks));
            }
        }
    }
    pairs.iter().map(Beside::alike).collect()
}

/// What stands in two columns side by side, in rows.
#[derive(Debug, Clone, Default)]
struct Beside {
    figures: i32,
    only_left: i32,
    only_right: i32,
    unlike: i32,
}

impl Beside {
    fn add(&mut self, left: Kind, right: Kind) {
        let counts = |kind: Kind| matches!(kind, Kind::Figure | Kind::Serial | Kind::Mark);
        match (left, right) {
            (left, Kind::Empty) => self.only_left += i32::from(counts(left)),
            (Kind::Empty, right) => self.only_right += i32::from(counts(right)),
            (left, right) if counts(left) && counts(right) => self.figures += 1,
            (left, right) => self.unlike += i32::from(mismatch(left, right) >= UNLIKE),
        }
    }

    fn alike(&self) -> i32 {
        ALIKE * (self.figures + self.only_left.min(self.only_right) - self.unlike).signum()
    }
}

/// The parents of named parts with how many each has, such that they fit best; the last ones of those that fit as well.
///
/// `fit` tells it of a parent, the column where it stands, and its parts.
fn parted(
    cells: usize,
    parents: usize,
    parts: std::ops::Range<usize>,
    (from, column): (usize, usize),
    fit: &impl Fn(usize, usize, std::ops::Range<usize>) -> i32,
) -> Option<(i32, Spans)> {
    if parents == 0 {
        return parts.is_empty().then(|| (0, Vec::new()));
    }
    let mut best: Option<(i32, Spans)> = None;
    for parent in (from..cells).filter(|_| parents <= MOST_PARENTS) {
        for span in 2..=parts.len() {
            let own = parts.start..parts.start + span;
            let column = column + parent - from;
            let next = (parent + 1, column + span);
            let Some((others, behind)) = parted(cells, parents - 1, own.end..parts.end, next, fit) else { continue };
            let score = others + fit(parent, column, own);
            if best.as_ref().is_none_or(|(most, _)| score >= *most) {
                let mut spans = vec![(parent, span)];
                spans.extend(behind);
                best = Some((score, spans));
            }
        }
    }
    best
}
