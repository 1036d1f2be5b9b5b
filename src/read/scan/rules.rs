//! Ruling lines of a page image: long thin dark runs, also where the page is slightly askew.

use super::picture::{Picture, USUAL};

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
/// A pale line is darker than the paper by at least this: what is left of a thin one in a blurred scan.
const CONTRAST: u8 = 24;
/// Dots are averaged over so many inches along a line, which leaves it and takes the grain of the paper.
const ALONG: f32 = 0.045;
/// The paper beside a line begins at least this far from its middle, in inches.
const BESIDE: f32 = 0.03;
/// A line may be missed over so many dots, …
const GAP: usize = 3;
/// … or over so many inches where letters touch it.
const TOUCHED: f32 = 0.15;

/// Finds the horizontal lines, then the upright ones, along the slope of the page (fall of a level line, dots for
/// each dot to the right): a thin line that is followed along the dots' own rows falls into pieces.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
pub(super) fn find(picture: &Picture, slope: f32) -> Vec<Stroke> {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let level = strokes(&Tracks::of(picture, slope), picture.dpi);
    let upright = strokes(&Tracks::of(&picture.transposed(), -slope), picture.dpi);
    let fall = |place: f32, length: f32| slope * (place - length / 2.0);
    let level = level
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.0, from.1 + fall(from.0, width)), to: (to.0, to.1 + fall(to.0, width)) });
    let upright = upright
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.1 - fall(from.0, height), from.0), to: (to.1 - fall(to.0, height), to.0) });
    level.chain(upright).collect()
}

/// The rows of a picture along its slope; those of the transposed picture are its columns.
struct Tracks<'a> {
    picture: &'a Picture,
    /// How far a track has fallen at each place.
    steps: Vec<isize>,
    /// The picture averaged along its rows.
    mean: Vec<u8>,
    /// What is darker is ink.
    ink: u8,
    /// How far away the paper beside a line begins.
    beside: usize,
    /// The longest stretch on which letters touch a line, …
    touched: usize,
    /// … and the shortest line, in dots.
    shortest: usize,
}

/// What a dot may be to a pale line.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Ink {
    /// Paper.
    None,
    /// Ink with more ink beside it: letters.
    Wide,
    /// Ink with paper at both sides.
    Thin,
}

impl<'a> Tracks<'a> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has a few thousand dots a side"
    )]
    fn of(picture: &'a Picture, slope: f32) -> Self {
        let dots = |inches: f32| (picture.dpi as f32 * inches).round().max(1.0) as usize;
        let mean = averaged(picture, dots(ALONG / 2.0));
        let ink = picture.shade(USUAL).saturating_sub(CONTRAST);
        let (beside, touched, shortest) = (dots(BESIDE), dots(TOUCHED), dots(SHORTEST));
        let middle = picture.width as f32 / 2.0;
        let steps = (0..picture.width).map(|place| (slope * (place as f32 - middle)).round() as isize).collect();
        Self { picture, steps, mean, ink, beside, touched, shortest }
    }

    /// The stretches of a track that may be a line: dark ones, and pale ones between paper.
    fn runs(&self, track: usize) -> Vec<(usize, usize)> {
        let mut found =
            runs(self.picture.width, self.shortest, |place| self.at(track, place).is_some_and(|track| self.is_dark(track, place)));
        found.extend(self.pale_runs(track));
        found
    }

    /// Thin stretches, joined where letters touch the line between them; a stem of a letter at an end is none.
    fn pale_runs(&self, track: usize) -> Vec<(usize, usize)> {
        let ink = |place: usize| self.at(track, place).map_or(Ink::None, |track| self.ink(track, place));
        let thin = runs(self.picture.width, 1, |place| ink(place) == Ink::Thin);
        let touches =
            |from: usize, to: usize| to - from <= self.touched && (from..to).filter(|&place| ink(place) == Ink::None).count() <= GAP;
        let joined = thin.chunk_by(|one, next| touches(one.1, next.0)).filter_map(|pieces| {
            let long = |piece: &&(usize, usize)| piece.1 - piece.0 > self.touched;
            let (first, last) = (pieces.iter().find(long)?, pieces.iter().rfind(long)?);
            let inked: usize = pieces.iter().filter(|piece| first.0 <= piece.0 && piece.1 <= last.1).map(|piece| piece.1 - piece.0).sum();
            let length = last.1 - first.0;
            (length >= self.shortest && inked * 5 >= length * 4).then_some((first.0, last.1))
        });
        joined.collect()
    }

    /// The row or column in which the track runs at a place.
    fn at(&self, track: usize, place: usize) -> Option<usize> {
        self.steps.get(place).and_then(|&step| track.checked_add_signed(step)).filter(|&track| track < self.picture.height)
    }

    fn is_dark(&self, track: usize, place: usize) -> bool {
        self.picture.grey.get(track * self.picture.width + place).is_some_and(|&grey| grey < INK)
    }

    fn ink(&self, track: usize, place: usize) -> Ink {
        let grey = |track: usize| self.mean.get(track * self.picture.width + place).copied().unwrap_or(255);
        let own = grey(track);
        let is_paper = |beside: Option<usize>| {
            let beside = beside.map_or(255, grey);
            beside >= self.ink && beside.saturating_sub(own) >= CONTRAST
        };
        if own >= self.ink {
            Ink::None
        } else if is_paper(track.checked_sub(self.beside)) && is_paper(track.checked_add(self.beside)) {
            Ink::Thin
        } else {
            Ink::Wide
        }
    }
}

/// Each dot as the mean of those before and after it in its row, so many on each side.
fn averaged(picture: &Picture, reach: usize) -> Vec<u8> {
    let mut mean = Vec::with_capacity(picture.grey.len());
    for row in picture.grey.chunks(picture.width.max(1)) {
        let dot = |place: usize| row.get(place).map_or(0, |&grey| u32::from(grey));
        let mut sum: u32 = (0..reach.min(row.len())).map(dot).sum();
        for place in 0..row.len() {
            sum += dot(place + reach);
            sum -= place.checked_sub(reach + 1).map_or(0, dot);
            let count = (place + reach + 1).min(row.len()) - place.saturating_sub(reach);
            mean.push(u8::try_from(sum as usize / count).unwrap_or(255));
        }
    }
    mean
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
    let paper = picture.shade(USUAL);
    for stroke in strokes {
        let (wide, high) = (stroke.to.0 - stroke.from.0, stroke.to.1 - stroke.from.1);
        let length = wide.max(high);
        let level = wide >= high;
        for step in 0..=length as i32 {
            let part = step as f32 / length.max(1.0);
            let (x, y) = ((stroke.from.0 + part * wide).round() as i32, (stroke.from.1 + part * high).round() as i32);
            let spot = |away: i32| if level { (x, y + away) } else { (x + away, y) };
            let grey = |away: i32| index(picture, spot(away)).and_then(|at| picture.grey.get(at)).copied().unwrap_or(255);
            let near = (0..=STRAY).flat_map(|away| [away, -away]);
            let Some(core) = near.min_by_key(|&away| grey(away)).filter(|&away| grey(away) < paper.saturating_sub(CONTRAST)) else {
                continue;
            };
            // Half as dark as the line is its edge.
            let edge = grey(core).midpoint(paper);
            let reach = |way: i32| (1..=thickest + 1).find(|&far| grey(core + way * far) >= edge).unwrap_or(thickest + 1);
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

#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
fn strokes(tracks: &Tracks<'_>, dpi: u32) -> Vec<Stroke> {
    let mut open: Vec<Trail> = Vec::new();
    let mut done = Vec::new();
    for row in 0..tracks.picture.height {
        for (start, end) in tracks.runs(row) {
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

/// The dark stretches of a row that are long enough, small gaps allowed.
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
        let near = |(x, y): (f32, f32), (right_x, right_y): (f32, f32)| (x - right_x).abs() < 6.0 && (y - right_y).abs() < 6.0;
        assert!(near(found[0].from, (50.0, 100.0)) && near(found[0].to, (349.0, 104.0)), "{found:?}");
        assert!(near(found[1].from, (60.0, 100.0)) && near(found[1].to, (60.0, 249.0)), "{found:?}");
    }

    /// A page of grey paper with grain, and dots of ink.
    fn grey_page(width: usize, height: usize, ink: impl Fn(usize, usize) -> Option<u8>) -> Picture {
        let dot = |at: usize| ink(at % width, at / width).unwrap_or(240 + u8::try_from(at * 7 % 11).unwrap());
        Picture { width, height, dpi: 200, grey: (0..width * height).map(dot).collect() }
    }

    #[test]
    fn pale_thin_lines_are_found_where_letters_touch_them_too() {
        // A stem of a letter stands on the line at 150, and one that reaches no line beside it.
        let picture = grey_page(400, 300, |x, y| match (x, y) {
            (150..153, 80..100) | (250..253, 120..140) => Some(20),
            (50..350, 100..102) => Some(190),
            _ => None,
        });
        let found = find(&picture, 0.0);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].to.0 - found[0].from.0 - 300.0).abs() < 12.0, "{found:?}");
    }

    #[test]
    fn rows_of_letters_are_no_pale_lines() {
        // Stems side by side, as dense as print.
        let picture = grey_page(400, 300, |x, y| ((100..120).contains(&y) && x % 8 < 3).then_some(20));
        assert_eq!(find(&picture, 0.0), []);
    }

    #[test]
    fn a_pale_line_is_erased_with_its_edges_and_the_letter_beside_it_stays() {
        let mut picture = grey_page(400, 300, |x, y| match (x, y) {
            (50..350, 100..102) => Some(190),
            (150..153, 110..130) => Some(20),
            _ => None,
        });
        let strokes = find(&picture, 0.0);
        erase(&mut picture, &strokes);
        assert!((60..340).all(|x| picture.grey[100 * 400 + x] > 230));
        assert_eq!(picture.grey[115 * 400 + 151], 20);
    }
}
