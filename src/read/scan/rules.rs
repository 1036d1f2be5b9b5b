//! Ruling lines of a page image: long thin dark runs, also where the page is slightly askew.

use super::picture::Picture;

/// A line from one end to the other, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    /// The left end, or the upper end of an upright line.
    pub(super) from: (f32, f32),
    /// The right end, or the lower end of an upright line.
    pub(super) to: (f32, f32),
}

/// Shorter runs are parts of letters, in inches.
const SHORTEST: f32 = 0.3;
/// Thicker runs are bars and pictures, in inches.
const THICKEST: f32 = 0.05;
/// The steepest slope that a scan has (about 2 degrees).
const STEEPEST: f32 = 0.035;
/// Dots darker than this are ink.
const INK: u8 = 170;
/// A run may miss so many dots.
const GAP: usize = 3;

/// Finds the horizontal lines, then the upright ones, along the slope of the page (fall of a level line, dots for
/// each dot to the right): a thin line that is followed along the dots' own rows falls into pieces.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a page has a few thousand dots a side")]
pub(super) fn find(picture: &Picture, slope: f32) -> Vec<Stroke> {
    let fall = |place: f32, length: usize| slope * (place - length as f32 / 2.0);
    let (width, height) = (picture.width, picture.height);
    let step = |place: usize, length: usize| fall(place as f32, length).round() as isize;
    let level = strokes(height, width, picture.dpi, |row, place| {
        row.checked_add_signed(step(place, width)).is_some_and(|row| row < height && dark(picture, place, row))
    });
    let upright = strokes(width, height, picture.dpi, |column, place| {
        column.checked_add_signed(-step(place, height)).is_some_and(|column| column < width && dark(picture, column, place))
    });
    let level = level
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.0, from.1 + fall(from.0, width)), to: (to.0, to.1 + fall(to.0, width)) });
    let upright = upright
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.1 - fall(from.0, height), from.0), to: (to.1 - fall(to.0, height), to.0) });
    level.chain(upright).collect()
}

fn dark(picture: &Picture, x: usize, y: usize) -> bool {
    picture.grey.get(y * picture.width + x).is_some_and(|&grey| grey < INK)
}

/// How far from its straight path a line may run, in dots.
const STRAY: i32 = 3;
/// The soft edge of a line, in dots.
const EDGE: i32 = 2;
/// A longer run across a line belongs to a letter that touches it, in inches.
const LINE: f32 = 0.03;

/// Takes lines out of a picture, so that no letter is read together with them; letters that touch one stay.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a page has a few thousand dots a side")]
pub(super) fn erase(picture: &mut Picture, strokes: &[Stroke]) {
    let thickest = (picture.dpi as f32 * LINE) as i32;
    for stroke in strokes {
        let (wide, high) = (stroke.to.0 - stroke.from.0, stroke.to.1 - stroke.from.1);
        let length = wide.max(high);
        let level = wide >= high;
        for step in 0..=length as i32 {
            let part = step as f32 / length.max(1.0);
            let (x, y) = ((stroke.from.0 + part * wide).round() as i32, (stroke.from.1 + part * high).round() as i32);
            let spot = |away: i32| if level { (x, y + away) } else { (x + away, y) };
            let is_ink = |away: i32| index(picture, spot(away)).and_then(|at| picture.grey.get(at)).is_some_and(|&grey| grey < INK);
            let Some(core) = (0..=STRAY).flat_map(|away| [away, -away]).find(|&away| is_ink(away)) else { continue };
            let reach = |way: i32| (1..=thickest + 1).find(|&far| !is_ink(core + way * far)).unwrap_or(thickest + 1);
            let (before, after) = (reach(-1), reach(1));
            if before + after - 1 > thickest {
                continue;
            }
            for away in core - before - EDGE + 1..=core + after + EDGE - 1 {
                if let Some(dot) = index(picture, spot(away)).and_then(|at| picture.grey.get_mut(at)) {
                    *dot = 255;
                }
            }
        }
    }
}

/// Where a dot stands in the picture; `None` outside.
fn index(picture: &Picture, (x, y): (i32, i32)) -> Option<usize> {
    let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
    (x < picture.width && y < picture.height).then_some(y * picture.width + x)
}

/// A line being followed from row to row.
struct Trail {
    start: usize,
    end: usize,
    start_row: usize,
    end_row: usize,
    first_row: usize,
    last_row: usize,
    last: (usize, usize),
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page has a few thousand dots a side"
)]
fn strokes(rows: usize, length: usize, dpi: u32, ink: impl Fn(usize, usize) -> bool) -> Vec<Stroke> {
    let shortest = (dpi as f32 * SHORTEST) as usize;
    let mut open: Vec<Trail> = Vec::new();
    let mut done = Vec::new();
    for row in 0..rows {
        for (start, end) in runs(length, shortest, |place| ink(row, place)) {
            let touching = |trail: &&mut Trail| row - trail.last_row <= 2 && start <= trail.last.1 + GAP && trail.last.0 <= end + GAP;
            if let Some(trail) = open.iter_mut().find(touching) {
                if start < trail.start {
                    (trail.start, trail.start_row) = (start, row);
                }
                if end > trail.end {
                    (trail.end, trail.end_row) = (end, row);
                }
                (trail.last_row, trail.last) = (row, (start, end));
            } else {
                open.push(Trail { start, end, start_row: row, end_row: row, first_row: row, last_row: row, last: (start, end) });
            }
        }
        let (ended, still): (Vec<_>, Vec<_>) = open.into_iter().partition(|trail| row - trail.last_row > 2);
        done.extend(ended);
        open = still;
    }
    done.extend(open);
    let thin = |trail: &Trail| {
        let span = (trail.last_row - trail.first_row) as f32;
        span <= dpi as f32 * THICKEST + (trail.end - trail.start) as f32 * STEEPEST
    };
    done.iter()
        .filter(|trail| thin(trail))
        .map(|trail| Stroke { from: (trail.start as f32, trail.start_row as f32), to: (trail.end as f32, trail.end_row as f32) })
        .collect()
}

/// The dark runs of a row that are long enough, small gaps allowed.
fn runs(length: usize, shortest: usize, ink: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for place in 0..length {
        if ink(place) {
            run = Some((run.map_or(place, |(start, _)| start), place));
        } else if let Some((start, end)) = run
            && place - end > GAP
        {
            if end - start >= shortest {
                found.push((start, end));
            }
            run = None;
        }
    }
    found.extend(run.filter(|(start, end)| end - start >= shortest));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_level_and_upright_lines_but_no_letters() {
        let (width, height) = (400, 300);
        let mut grey = vec![255; width * height];
        for x in 50..350 {
            // Slightly askew and two dots thick.
            grey[(100 + x / 100) * width + x] = 0;
            grey[(101 + x / 100) * width + x] = 0;
        }
        for y in 100..250 {
            grey[y * width + 60] = 0;
        }
        for x in 200..220 {
            grey[200 * width + x] = 0;
        }
        let found = find(&Picture { width, height, dpi: 200, grey }, 0.0);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[0].from.0, found[0].to.0), (50.0, 349.0));
        assert_eq!((found[1].from, found[1].to), ((60.0, 100.0), (60.0, 249.0)));
    }
}
