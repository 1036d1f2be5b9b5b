//! Ruling lines of a page image: long thin dark runs, also where the page is slightly askew.

use std::ops::Range;

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
/// Blank paper.
const PAPER: u8 = 255;
/// Dots are averaged over so many inches along a line, which leaves it and takes the grain of the paper.
const ALONG: f32 = 0.045;
/// The paper beside a line begins at least this far from its middle, in inches.
const BESIDE: f32 = 0.03;
/// A line may be missed over so many dots, …
const GAP: usize = 3;
/// … or over so many inches where letters touch it.
const TOUCHED: f32 = 0.15;

/// A line ends at another that is no further away, in dots.
const BEYOND: f32 = 4.0;
/// The part of the way to the next line that must be thin ink for a line to go on to there.
const GOES_ON: f32 = 0.85;

/// Finds the horizontal lines, then the upright ones, along the slope of the page (fall of a level line, dots for
/// each dot to the right): a thin line that is followed along the dots' own rows falls into pieces.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
pub(super) fn find(picture: &Picture, slope: f32) -> Vec<Stroke> {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let level = strokes(&Tracks::of(picture, slope), picture.dpi);
    let turned = picture.transposed();
    let columns = Tracks::of(&turned, -slope);
    let upright = strokes(&columns, picture.dpi);
    let fall = |place: f32, length: f32| slope * (place - length / 2.0);
    let mut found: Vec<Stroke> = level
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.0, from.1 + fall(from.0, width)), to: (to.0, to.1 + fall(to.0, width)) })
        .collect();
    let upright = upright
        .into_iter()
        .map(|Stroke { from, to }| Stroke { from: (from.1 - fall(from.0, height), from.0), to: (to.1 - fall(to.0, height), to.0) });
    let whole: Vec<Stroke> = upright.map(|stroke| columns.reaching(stroke, &found)).collect();
    found.extend(whole);
    found
}

/// The rows of a picture along its slope; those of the transposed picture are its columns.
struct Tracks<'a> {
    picture: &'a Picture,
    /// Places over which a track falls by the same, and by how much.
    steps: Vec<(Range<usize>, isize)>,
    /// The picture averaged along its rows, …
    mean: Vec<u8>,
    /// … over so many dots to each side.
    reach: usize,
    /// What is darker is ink.
    ink: u8,
    /// A row of paper, beside the first and the last of the picture.
    outside: Vec<u8>,
    /// How far away the paper beside a line begins.
    beside: usize,
    /// The longest stretch on which letters touch a line, …
    touched: usize,
    /// … and the shortest line, in dots.
    shortest: usize,
}

/// What a dot may be to a line.
type Ink = u8;

/// Paper.
const NONE: Ink = 0;
/// As dark as a line may be by itself.
const DARK: Ink = 1;
/// Ink in the mean of its row, …
const PALE: Ink = 2;
/// … with paper at both sides.
const THIN: Ink = 4;

impl<'a> Tracks<'a> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has a few thousand dots a side"
    )]
    fn of(picture: &'a Picture, slope: f32) -> Self {
        let dots = |inches: f32| (picture.dpi as f32 * inches).round().max(1.0) as usize;
        let reach = dots(ALONG / 2.0);
        let mean = averaged(picture, reach);
        let ink = picture.shade(USUAL).saturating_sub(CONTRAST);
        let (beside, touched, shortest) = (dots(BESIDE), dots(TOUCHED), dots(SHORTEST));
        let middle = picture.width as f32 / 2.0;
        let falls: Vec<isize> = (0..picture.width).map(|place| (slope * (place as f32 - middle)).round() as isize).collect();
        let mut start = 0;
        let steps = falls.chunk_by(|one, next| one == next).map(|same| {
            start += same.len();
            (start - same.len()..start, same.first().copied().unwrap_or_default())
        });
        Self { picture, steps: steps.collect(), mean, reach, ink, outside: vec![PAPER; picture.width], beside, touched, shortest }
    }

    /// The stretches of a track that may be a line: dark ones, and pale ones between paper.
    fn runs(&self, track: usize, inks: &mut [Ink]) -> Vec<(usize, usize)> {
        if !self.ink(track, inks) {
            return Vec::new();
        }
        let mut found = runs(inks, self.shortest, DARK);
        found.extend(self.pale_runs(inks));
        found
    }

    /// Thin stretches, joined where letters touch the line between them; a stem of a letter at an end is none.
    fn pale_runs(&self, inks: &[Ink]) -> Vec<(usize, usize)> {
        let thin = runs(inks, 1, THIN);
        let is_paper = |ink: &&Ink| **ink & PALE == NONE;
        let touches = |from: usize, to: usize| {
            to - from <= self.touched && inks.get(from..to).is_some_and(|between| between.iter().filter(is_paper).count() <= GAP)
        };
        let joined = thin.chunk_by(|one, next| touches(one.1, next.0)).filter_map(|pieces| {
            let long = |piece: &&(usize, usize)| piece.1 - piece.0 > self.touched;
            let (first, last) = (pieces.iter().find(long)?, pieces.iter().rfind(long)?);
            let inked: usize = pieces.iter().filter(|piece| first.0 <= piece.0 && piece.1 <= last.1).map(|piece| piece.1 - piece.0).sum();
            let length = last.1 - first.0;
            (length >= self.shortest && inked * 5 >= length * 4).then_some((first.0, last.1))
        });
        joined.collect()
    }

    /// Says of each dot of a track what it is, and whether any is more than paper.
    fn ink(&self, track: usize, inks: &mut [Ink]) -> bool {
        let mut any = NONE;
        for (places, fall) in &self.steps {
            let Some(inks) = inks.get_mut(places.clone()) else { continue };
            let row = track.checked_add_signed(*fall).filter(|&row| row < self.picture.height);
            let Some(row) = row else {
                inks.fill(NONE);
                continue;
            };
            let grey = self.row(&self.picture.grey, Some(row), places);
            let own = self.row(&self.mean, Some(row), places);
            let before = self.row(&self.mean, row.checked_sub(self.beside), places);
            let after = self.row(&self.mean, row.checked_add(self.beside), places);
            for ((((ink, &grey), &own), &before), &after) in inks.iter_mut().zip(grey).zip(own).zip(before).zip(after) {
                let pale = u8::from(own < self.ink);
                let thin = pale & u8::from(self.is_paper(before, own)) & u8::from(self.is_paper(after, own));
                *ink = (u8::from(grey < INK) * DARK) | (pale * PALE) | (thin * THIN);
                any |= *ink;
            }
        }
        any & (DARK | THIN) != NONE
    }

    /// An upright line with its ends drawn out to the level lines beyond, where it goes on to there as thin as a line is: in
    /// a low row it is too short to be found. The tracks are columns.
    #[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
    fn reaching(&self, stroke: Stroke, level: &[Stroke]) -> Stroke {
        let Stroke { from, to } = stroke;
        let lean = (to.0 - from.0) / (to.1 - from.1).max(1.0);
        let at = |y: f32| from.0 + (y - from.1) * lean;
        let crossing =
            |line: &Stroke, x: f32| line.from.1 + (x - line.from.0) * (line.to.1 - line.from.1) / (line.to.0 - line.from.0).max(1.0);
        let over = |line: &&Stroke, x: f32| line.from.0 - BEYOND <= x && x <= line.to.0 + BEYOND;
        let near = |distance: &f32| *distance > BEYOND && *distance < self.shortest as f32;
        let beyond = |end: (f32, f32), way: f32| {
            let distances = level.iter().filter(|line| over(line, end.0)).map(|line| (crossing(line, end.0) - end.1) * way);
            let distance = distances.filter(near).min_by(f32::total_cmp)?;
            let inked = (0_u16..).map(f32::from).take_while(|step| *step < distance).filter(|step| {
                let y = end.1 + way * step;
                // Right beside the level lines all is ink.
                let reach = self.reach as f32;
                let crossed = *step < reach || distance - *step < reach;
                self.is_line(at(y), y, !crossed)
            });
            let goal = end.1 + way * distance;
            (inked.count() as f32 >= distance * GOES_ON).then_some((at(goal), goal))
        };
        let drawn_out = |end: (f32, f32), way: f32| std::iter::successors(Some(end), |end| beyond(*end, way)).last().unwrap_or(end);
        Stroke { from: drawn_out(from, -1.0), to: drawn_out(to, 1.0) }
    }

    /// Whether there is ink in a column of the page, or right beside it, at a height: if need be with paper at both sides.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few thousand dots a side")]
    fn is_line(&self, x: f32, y: f32, thin: bool) -> bool {
        let (column, place) = (x.round().max(1.0) as usize, y.round().max(0.0) as usize);
        if place >= self.picture.width {
            return false;
        }
        let shade = |column: usize| self.mean.get(column * self.picture.width + place).copied().unwrap_or(PAPER);
        let is_paper = |column: Option<usize>, ink: u8| column.is_none_or(|column| self.is_paper(shade(column), ink));
        (column - 1..=column + 1).any(|column| {
            let ink = shade(column);
            let apart = || is_paper(column.checked_sub(self.beside), ink) && is_paper(column.checked_add(self.beside), ink);
            ink < self.ink && (!thin || apart())
        })
    }

    /// Whether what lies beside a line is paper.
    fn is_paper(&self, beside: u8, ink: u8) -> bool {
        (beside >= self.ink) & (beside.saturating_sub(ink) >= CONTRAST)
    }

    /// A stretch of a row, or of the paper outside.
    fn row<'b>(&'b self, dots: &'b [u8], row: Option<usize>, places: &Range<usize>) -> &'b [u8] {
        let inside = row.and_then(|row| dots.get(row * self.picture.width + places.start..row * self.picture.width + places.end));
        inside.or_else(|| self.outside.get(places.clone())).unwrap_or_default()
    }
}

/// Each dot as the mean of those before and after it in its row, so many on each side.
fn averaged(picture: &Picture, reach: usize) -> Vec<u8> {
    let most = 2 * reach + 1;
    // A division by multiplying, exact for sums of so few bytes.
    let part = (1 << 20) / most + 1;
    let mean = |sum: usize, count: usize| if count == most { (sum * part) >> 20 } else { sum / count.max(1) };
    let mut means = vec![255; picture.grey.len()];
    let width = picture.width.max(1);
    for (row, means) in picture.grey.chunks(width).zip(means.chunks_mut(width)) {
        let dot = |place: usize| row.get(place).map_or(0, |&grey| usize::from(grey));
        let (start, end) = (reach.min(row.len()), row.len().saturating_sub(reach));
        let mut sum: usize = (0..start).map(dot).sum();
        let mut set = |place: usize, sum: usize| {
            let count = (place + reach + 1).min(row.len()) - place.saturating_sub(reach);
            if let Some(slot) = means.get_mut(place) {
                *slot = u8::try_from(mean(sum, count)).unwrap_or(255);
            }
        };
        for place in 0..row.len().min(reach + 1) {
            sum += dot(place + reach);
            set(place, sum);
        }
        // In the middle of the row a dot comes and another goes at each place.
        for (place, (&coming, &gone)) in (reach + 1..end).zip(row.iter().skip(most).zip(row)) {
            sum = sum + usize::from(coming) - usize::from(gone);
            set(place, sum);
        }
        for place in end.max(reach + 1)..row.len() {
            sum -= dot(place - reach - 1);
            set(place, sum);
        }
    }
    means
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
    let mut inks = vec![NONE; tracks.picture.width];
    for row in 0..tracks.picture.height {
        for (start, end) in tracks.runs(row, &mut inks) {
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

/// The stretches of a kind of ink that are long enough, small gaps allowed.
fn runs(inks: &[Ink], shortest: usize, kind: Ink) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for (place, _) in inks.iter().enumerate().filter(|(_, ink)| **ink & kind != NONE) {
        run = match run {
            Some((start, end)) if place - end <= GAP + 1 => Some((start, place)),
            _ => {
                found.extend(run);
                Some((place, place))
            }
        };
    }
    found.extend(run);
    found.retain(|(start, end)| end - start >= shortest);
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
    fn dots_are_averaged_along_their_row() {
        for width in 1..20_usize {
            let grey: Vec<u8> = (0..width).map(|at| u8::try_from(at * 83 % 256).unwrap()).collect();
            let sum = |from: usize, to: usize| grey[from..to].iter().map(|&dot| usize::from(dot)).sum::<usize>();
            let bounds = |at: usize| (at.saturating_sub(4), (at + 5).min(width));
            let wanted: Vec<u8> = (0..width).map(bounds).map(|(from, to)| u8::try_from(sum(from, to) / (to - from)).unwrap()).collect();
            assert_eq!(averaged(&Picture { width, height: 1, dpi: 200, grey: grey.clone() }, 4), wanted, "{width}");
        }
    }

    #[test]
    fn an_upright_line_goes_on_through_a_low_row() {
        // The line is broken where the level one at 150 crosses it; below, a stem of a letter reaches no line.
        let picture = grey_page(400, 300, |x, y| match (x, y) {
            (50..350, 50..52 | 150..152 | 170..172) => Some(20),
            (200..202, 52..144 | 152..170 | 172..182) => Some(190),
            // A letter over the line that fills the row above.
            (186..214, 36..48) | (50..350, 32..34) => Some(20),
            _ => None,
        });
        let upright: Vec<Stroke> = find(&picture, 0.0).into_iter().filter(|one| one.to.1 - one.from.1 > 20.0).collect();
        assert_eq!(upright.len(), 1, "{upright:?}");
        assert!((45.0..56.0).contains(&upright[0].from.1) && (upright[0].to.1 - 170.0).abs() < 6.0, "{upright:?}");
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
