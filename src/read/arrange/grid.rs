//! Ruling lines → the grids of tables.
//!
//! A grid is at least two cells closed in by lines that meet. Single lines (under a letterhead)
//! and single boxes (frames) are not tables.

use crate::layout::Rect;

/// Lines closer than this are one line, and ends closer than this meet.
const NEAR: f32 = 3.0;

/// More lines than this on one page make a drawing, not a table.
const MOST_LINES: usize = 4000;

/// More grid positions than this in one direction make a drawing.
const MOST_TRACKS: usize = 300;

/// A line in one direction: where it stands, from where to where it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rule {
    at: f32,
    from: f32,
    to: f32,
}

/// A cell: its box, grid position and spans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GridCell {
    pub(super) rect: Rect,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
}

/// The cells of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    bounds: Rect,
    pub(super) rows: usize,
    pub(super) cells: Vec<GridCell>,
}

impl Grid {
    pub(super) fn bounds(&self) -> Rect {
        self.bounds
    }

    /// Whether the middle of a box stands in it.
    pub(super) fn holds(&self, rect: Rect) -> bool {
        inside(self.bounds, rect)
    }
}

/// Whether the middle of `inner` stands in `outer`.
pub(super) fn inside(outer: Rect, inner: Rect) -> bool {
    let (x, y) = (f32::midpoint(inner.left, inner.right), f32::midpoint(inner.top, inner.bottom));
    outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom
}

/// Finds the tables of a page.
pub(super) fn find(rulings: &[Rect]) -> Vec<Grid> {
    let (across, down): (Vec<&Rect>, Vec<&Rect>) = rulings.iter().partition(|rule| rule.width() >= rule.height());
    let across = merged(across.iter().map(|r| Rule { at: f32::midpoint(r.top, r.bottom), from: r.left, to: r.right }).collect());
    let down = merged(down.iter().map(|r| Rule { at: f32::midpoint(r.left, r.right), from: r.top, to: r.bottom }).collect());
    if across.len() + down.len() > MOST_LINES {
        return Vec::new();
    }
    let mut grids: Vec<Grid> = groups(&across, &down).into_iter().filter_map(|(across, down)| grid(&across, &down)).collect();
    // A table inside a cell of another is read as text of that cell.
    let outer: Vec<Rect> = grids.iter().map(Grid::bounds).collect();
    grids
        .retain(|grid| !outer.iter().any(|other| *other != grid.bounds && inside(*other, grid.bounds) && area(*other) > area(grid.bounds)));
    grids
}

fn area(rect: Rect) -> f32 {
    rect.width() * rect.height()
}

/// Joins pieces of one line.
fn merged(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Rule> = Vec::new();
    for rule in rules {
        let same = |other: &&mut Rule| rule.from <= other.to + NEAR && rule.to >= other.from - NEAR;
        let recent = out.iter_mut().rev().take_while(|other| rule.at - other.at < NEAR / 2.0);
        match { recent }.find(same) {
            Some(other) => {
                other.from = other.from.min(rule.from);
                other.to = other.to.max(rule.to);
            }
            None => out.push(rule),
        }
    }
    out
}

/// Parts lines into sets that hang together.
fn groups(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut left: Vec<Rule> = down.to_vec();
    let mut free: Vec<Rule> = across.to_vec();
    let mut out = Vec::new();
    while let Some(seed) = left.pop() {
        let (mut rows, mut columns) = (Vec::new(), vec![seed]);
        loop {
            let (met, rest): (Vec<Rule>, Vec<Rule>) = free.into_iter().partition(|rule| columns.iter().any(|column| meets(rule, column)));
            free = rest;
            let (crossed, rest): (Vec<Rule>, Vec<Rule>) = left.into_iter().partition(|column| met.iter().any(|rule| meets(rule, column)));
            left = rest;
            let done = met.is_empty() && crossed.is_empty();
            rows.extend(met);
            columns.extend(crossed);
            if done {
                break;
            }
        }
        out.push((rows, columns));
    }
    out
}

fn meets(across: &Rule, down: &Rule) -> bool {
    let on_across = across.from - NEAR <= down.at && down.at <= across.to + NEAR;
    on_across && down.from - NEAR <= across.at && across.at <= down.to + NEAR
}

/// Positions of lines, those nearly equal taken together.
fn tracks(mut positions: Vec<f32>) -> Vec<f32> {
    positions.sort_by(f32::total_cmp);
    positions.dedup_by(|next, last| *next - *last < NEAR);
    positions
}

fn grid(across: &[Rule], down: &[Rule]) -> Option<Grid> {
    let ys = tracks(across.iter().map(|rule| rule.at).collect());
    let mut xs: Vec<f32> = down.iter().map(|rule| rule.at).collect();
    // A table without lines at its sides ends where its lines across end.
    let left = across.iter().map(|rule| rule.from).reduce(f32::min)?;
    let right = across.iter().map(|rule| rule.to).reduce(f32::max)?;
    if xs.iter().all(|&x| x - left > 4.0 * NEAR) {
        xs.push(left);
    }
    if xs.iter().all(|&x| right - x > 4.0 * NEAR) {
        xs.push(right);
    }
    let xs = tracks(xs);
    if ys.len() < 2 || xs.len() < 2 || ys.len() > MOST_TRACKS || xs.len() > MOST_TRACKS {
        return None;
    }
    let cells = cells(&xs, &ys, across, down);
    if cells.len() < 2 {
        return None;
    }
    let bounds = Rect { left: *xs.first()?, top: *ys.first()?, right: *xs.last()?, bottom: *ys.last()? };
    Some(Grid { bounds, rows: ys.len() - 1, cells })
}

fn cells(xs: &[f32], ys: &[f32], across: &[Rule], down: &[Rule]) -> Vec<GridCell> {
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let position = |track: &[f32], index: usize| track.get(index).copied().unwrap_or_default();
    let wall = |row: usize, column: usize| closed(down, position(xs, column), position(ys, row), position(ys, row + 1));
    let floor = |row: usize, column: usize| closed(across, position(ys, row), position(xs, column), position(xs, column + 1));
    let mut taken = vec![false; columns * rows];
    let mut out = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if taken.get(row * columns + column).copied().unwrap_or(true) {
                continue;
            }
            let free = |row: usize, column: usize| !taken.get(row * columns + column).copied().unwrap_or(true);
            let mut right = column + 1;
            while right < columns && free(row, right) && !wall(row, right) {
                right += 1;
            }
            let mut bottom = row + 1;
            while bottom < rows && (column..right).all(|inner| free(bottom, inner) && !floor(bottom, inner)) {
                bottom += 1;
            }
            for inner in row..bottom {
                let start = inner * columns;
                taken.get_mut(start + column..start + right).into_iter().flatten().for_each(|cell| *cell = true);
            }
            let rect =
                Rect { left: position(xs, column), top: position(ys, row), right: position(xs, right), bottom: position(ys, bottom) };
            out.push(GridCell { rect, row, column, row_span: bottom - row, column_span: right - column });
        }
    }
    out
}

/// Whether lines at a position cover most of a stretch.
fn closed(rules: &[Rule], at: f32, from: f32, to: f32) -> bool {
    let covered: f32 =
        rules.iter().filter(|rule| (rule.at - at).abs() < NEAR).map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0)).sum();
    covered > (to - from) * 0.6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: f32, left: f32, right: f32) -> Rect {
        Rect { left, top: y, right, bottom: y + 0.5 }
    }

    fn down(x: f32, top: f32, bottom: f32) -> Rect {
        Rect { left: x, top, right: x + 0.5, bottom }
    }

    #[test]
    fn cells_that_no_line_parts_are_one() {
        // | A |   B   |
        // |   | C | D |
        let rulings = [
            across(0.0, 0.0, 90.0),
            across(20.0, 30.0, 90.0),
            across(40.0, 0.0, 90.0),
            down(0.0, 0.0, 40.0),
            down(30.0, 0.0, 40.0),
            down(60.0, 20.0, 40.0),
            down(90.0, 0.0, 40.0),
        ];
        let grids = find(&rulings);
        let spans: Vec<_> = grids[0].cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(spans, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn underlines_and_frames_are_no_tables() {
        assert!(find(&[across(10.0, 0.0, 80.0), across(30.0, 0.0, 50.0)]).is_empty());
        assert!(find(&[across(0.0, 0.0, 80.0), across(30.0, 0.0, 80.0), down(0.0, 0.0, 30.0), down(80.0, 0.0, 30.0)]).is_empty());
    }
}
