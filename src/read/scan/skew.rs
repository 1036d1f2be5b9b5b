//! How far a scan is askew, told before anything is recognised.
//!
//! In: a grey picture and its ruling lines. Out: the fall of a level line, and places straightened by it.

use super::picture::{Picture, USUAL};
use super::print;
use super::rules::Stroke;

/// What is darker than this part of the paper is ink.
const INK: f32 = 0.65;

/// Ink is counted in columns, so many to an inch, row by row.
const COLUMNS: usize = 8;

/// The steepest slope that is looked for (about 2 degrees), …
const STEEPEST: f32 = 0.035;

/// … in so many steps either way, and then in so many finer ones about the best.
const STEPS: (i16, i16) = (14, 10);

/// A slope is believed where lines stand out by so much more than on the page as it is.
const CLEARER: f32 = 1.02;

/// Rows so many dots apart are compared: the edge of a line of print is no sharper.
const EDGE: usize = 2;

/// How far a scan is askew: it is straightened by its coordinates, which costs nothing and leaves the
/// engine the untouched picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skew {
    /// Fall of a level line, dots for each dot to the right.
    pub(super) slope: f32,
    /// The middle of the page, which stays where it is.
    pub(super) middle: (f32, f32),
}

impl Skew {
    /// That of the long level lines of a page; of its text, where it has less than two.
    pub(super) fn of(strokes: &[Stroke], text: f32, picture: &Picture) -> Self {
        // From this length on a line shows how far the page is askew.
        let long = f32::from(u16::try_from(picture.dpi).unwrap_or(u16::MAX)) * 2.0;
        let level = strokes.iter().filter(|stroke| stroke.to.0 - stroke.from.0 > long);
        let mut slopes: Vec<f32> = level.map(|stroke| (stroke.to.1 - stroke.from.1) / (stroke.to.0 - stroke.from.0)).collect();
        if slopes.len() < 2 {
            slopes = vec![text];
        }
        #[expect(clippy::cast_precision_loss, reason = "a page has a few thousand dots a side")]
        let middle = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
        Self { slope: print::middle_one(slopes).unwrap_or_default(), middle }
    }

    pub(super) fn straighten(self, (x, y): (f32, f32)) -> (f32, f32) {
        (x + self.slope * (y - self.middle.1), y - self.slope * (x - self.middle.0))
    }

    /// Where a place of the straightened page is in the picture.
    pub(super) fn tilt(self, (x, y): (f32, f32)) -> (f32, f32) {
        (x - self.slope * (y - self.middle.1), y + self.slope * (x - self.middle.0))
    }
}

/// The slope of the lines of text: that along which rows of ink and of paper are told apart best.
pub(super) fn of_text(picture: &Picture) -> f32 {
    let ink = Ink::of(picture);
    let level = ink.clearness(0.0);
    let best = |slopes: &mut dyn Iterator<Item = f32>| {
        slopes.map(|slope| (slope, ink.clearness(slope))).fold((0.0, level), |best, own| if own.1 > best.1 { own } else { best })
    };
    let step = STEEPEST / f32::from(STEPS.0);
    let (about, _) = best(&mut (-STEPS.0..=STEPS.0).map(|at| f32::from(at) * step));
    let (slope, clearest) = best(&mut (-STEPS.1..=STEPS.1).map(|at| about + f32::from(at) * step / f32::from(STEPS.1)));
    if clearest > level * CLEARER { slope } else { 0.0 }
}

/// How much ink stands in each row of each column.
struct Ink {
    /// Column by column.
    counts: Vec<u16>,
    rows: usize,
    /// Dots from one column to the next.
    side: usize,
    width: usize,
}

impl Ink {
    fn of(picture: &Picture) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a byte")]
        let dark = (f32::from(picture.shade(USUAL)) * INK) as u8;
        let side = (picture.dpi as usize / COLUMNS).max(1);
        let (width, rows) = (picture.width, picture.height);
        let mut counts = vec![0; width.div_ceil(side) * rows];
        for (row, dots) in picture.grey.chunks(width.max(1)).enumerate() {
            for (column, dots) in dots.chunks(side).enumerate() {
                if let Some(count) = counts.get_mut(column * rows + row) {
                    *count = dots.iter().map(|&dot| u16::from(dot < dark)).sum();
                }
            }
        }
        Self { counts, rows, side, width }
    }

    /// How much the rows along a slope differ from those below them.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a page has a few thousand dots a side")]
    fn clearness(&self, slope: f32) -> f32 {
        let mut sums = vec![0_u16; self.rows];
        for (place, column) in self.counts.chunks(self.rows.max(1)).enumerate() {
            let away = ((place * self.side + self.side / 2) as f32 - self.width as f32 / 2.0) * slope;
            let fall = away.round() as isize;
            let (to, from) = (usize::try_from(-fall).unwrap_or(0), usize::try_from(fall).unwrap_or(0));
            let pairs = sums.iter_mut().skip(to).zip(column.iter().skip(from));
            pairs.for_each(|(sum, count)| *sum = sum.saturating_add(*count));
        }
        let differences = sums.iter().zip(sums.iter().skip(EDGE)).map(|(one, next)| f32::from(one.abs_diff(*next)));
        differences.map(|difference| difference * difference).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of lines of print, falling by a slope.
    fn page(slope: f32) -> Picture {
        let (width, height) = (1600_u16, 1000_u16);
        let dot = |x: u16, y: u16| {
            let level = f32::from(y) - slope * (f32::from(x) - 800.0);
            if level.rem_euclid(41.3) < 16.0 && x % 12 < 5 && (200..1400).contains(&x) { 40 } else { 240 }
        };
        let grey = (0..height).flat_map(|y| (0..width).map(move |x| dot(x, y))).collect();
        Picture { width: 1600, height: 1000, dpi: 200, grey }
    }

    #[test]
    fn the_slope_of_text_is_told_without_reading_it() {
        for slope in [0.0, 0.003, -0.0117, 0.03] {
            let found = of_text(&page(slope));
            assert!((found - slope).abs() < 0.0006, "{slope}: {found}");
        }
        assert_eq!(of_text(&page(0.0)).to_bits(), 0.0_f32.to_bits());
        let empty = Picture { width: 50, height: 50, dpi: 200, grey: vec![255; 2500] };
        assert_eq!(of_text(&empty).to_bits(), 0.0_f32.to_bits());
    }

    #[test]
    fn what_is_straightened_and_tilted_stays() {
        let skew = Skew { slope: 0.02, middle: (100.0, 100.0) };
        let (x, y) = skew.straighten(skew.tilt((300.0, 500.0)));
        assert!((x - 300.0).abs() < 0.5 && (y - 500.0).abs() < 0.5);
    }
}
