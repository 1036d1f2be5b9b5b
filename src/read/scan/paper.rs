//! The paper of a scan made even: black margins, and the shade of a lamp or of a book's fold.
//!
//! In: a grey picture. Out: the same with its margins white and its paper as light everywhere as where it is lightest.
//! Evenly lit pages stay as they are: the engine reads them best so.

use super::picture::{Counts, Picture, USUAL};

/// The shade is measured in squares, so many to an inch, …
const SQUARES: usize = 5;

/// … as the grey that so large a part of their dots is darker than: less than a quarter of a square is left free by print.
const PAPER: f32 = 0.75;

/// A square that is darker than this part of the page's paper has no paper.
const NO_PAPER: f32 = 0.45;

/// Paper is lit evenly where its squares differ by less than this.
const EVEN: u8 = 26;

/// So many parts of the squares may be darker or lighter than what is measured.
const ODD: usize = 20;

/// A black margin goes on over so many lighter dots.
const SPECK: usize = 3;

/// Black from the edge inwards over less than so small a part of an inch may be print that was cut off.
const NARROWEST: usize = 16;

/// Makes the paper of a picture even.
pub(super) fn even(picture: &mut Picture) {
    whiten_margins(picture);
    let shade = Shade::of(picture);
    if shade.is_uneven() {
        shade.lift(picture);
    }
}

/// Makes white what is black from the edges of the picture inwards: the lid of the scanner.
fn whiten_margins(picture: &mut Picture) {
    let (width, height) = (picture.width, picture.height);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a byte")]
    let dark = (f32::from(picture.shade(USUAL)) * NO_PAPER) as u8;
    let narrowest = usize::try_from(picture.dpi).unwrap_or_default() / NARROWEST;
    let mut whiten = |count: usize, at: &dyn Fn(usize) -> usize| {
        let is_dark = |place: usize| picture.grey.get(at(place)).is_some_and(|&grey| grey < dark);
        let mut end = 0;
        while let Some(next) = (end..count.min(end + SPECK)).find(|&place| is_dark(place)) {
            end = next + 1;
        }
        for place in 0..if end < narrowest { 0 } else { end } {
            if let Some(dot) = picture.grey.get_mut(at(place)) {
                *dot = 255;
            }
        }
    };
    for row in 0..height {
        whiten(width / 2, &|place| row * width + place);
        whiten(width / 2, &|place| row * width + width - 1 - place);
    }
    for column in 0..width {
        whiten(height / 2, &|place| place * width + column);
        whiten(height / 2, &|place| (height - 1 - place) * width + column);
    }
}

/// How light the paper is, square by square.
struct Shade {
    side: usize,
    columns: usize,
    /// Row by row; pictures and bars have the shade of the squares around them.
    levels: Vec<u8>,
}

impl Shade {
    fn of(picture: &Picture) -> Self {
        let side = (usize::try_from(picture.dpi).unwrap_or_default() / SQUARES).max(1);
        let columns = picture.width.div_ceil(side).max(1);
        let mut levels: Vec<u8> = Vec::new();
        for rows in picture.grey.chunks((picture.width * side).max(1)) {
            let mut counts = vec![Counts::default(); columns];
            for row in rows.chunks(picture.width.max(1)) {
                row.chunks(side).zip(&mut counts).for_each(|(square, counts)| counts.add(square));
            }
            levels.extend(counts.iter().map(|counts| counts.darker_than(PAPER)));
        }
        let mut shade = Self { side, columns, levels };
        shade.fill();
        shade
    }

    /// Gives squares without paper the shade of the lightest square beside them, until all have one.
    fn fill(&mut self) {
        let mut sorted = self.levels.clone();
        sorted.sort_unstable();
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(255);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a byte")]
        let least = (f32::from(usual) * NO_PAPER) as u8;
        while self.levels.iter().any(|&level| level < least) {
            let before = self.levels.clone();
            for (place, level) in self.levels.iter_mut().enumerate().filter(|(_, level)| **level < least) {
                let (row, column) = (place / self.columns, place % self.columns);
                let beside = (row.saturating_sub(1)..=row + 1).flat_map(|row| {
                    let columns = column.saturating_sub(1)..(column + 2).min(self.columns);
                    before.get(row * self.columns + columns.start..row * self.columns + columns.end).unwrap_or_default()
                });
                *level = beside.copied().max().unwrap_or(*level);
            }
            if before == self.levels {
                return;
            }
        }
    }

    fn is_uneven(&self) -> bool {
        let mut sorted = self.levels.clone();
        sorted.sort_unstable();
        let odd = sorted.len() / ODD;
        let (dark, light) = (sorted.get(odd), sorted.get(sorted.len().saturating_sub(odd + 1)));
        matches!((dark, light), (Some(dark), Some(light)) if light.saturating_sub(*dark) >= EVEN)
    }

    /// Makes every dot lighter by as much as the paper around it is darker than white.
    fn lift(&self, picture: &mut Picture) {
        let width = picture.width.max(1);
        for (row, dots) in picture.grey.chunks_mut(width).enumerate() {
            for (column, dot) in dots.iter_mut().enumerate() {
                let paper = self.between(column, row).max(1);
                *dot = u8::try_from(u32::from(*dot) * 255 / paper).unwrap_or(255);
            }
        }
    }

    /// The shade at a dot, between the middles of the squares around it.
    fn between(&self, column: usize, row: usize) -> u32 {
        let (across, down) = (Blend::at(column, self.side), Blend::at(row, self.side));
        let rows = self.levels.len() / self.columns;
        let level = |row: usize, column: usize| {
            let place = row.min(rows.saturating_sub(1)) * self.columns + column.min(self.columns - 1);
            self.levels.get(place).map_or(255, |&level| usize::from(level))
        };
        let in_row = |row: usize| across.mix(level(row, across.first), level(row, across.first + 1));
        let mixed = down.mix(in_row(down.first), in_row(down.first + 1)) / (self.side * self.side);
        u32::try_from(mixed).unwrap_or(255)
    }
}

/// A place between the middles of two squares.
struct Blend {
    first: usize,
    /// How far it is from the first middle, of `side` dots to the next.
    away: usize,
    side: usize,
}

impl Blend {
    fn at(place: usize, side: usize) -> Self {
        let from = place.saturating_sub(side / 2);
        Self { first: from / side, away: from % side, side }
    }

    /// `side` times the value between two.
    fn mix(&self, first: usize, second: usize) -> usize {
        first * (self.side - self.away) + second * self.away
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(dot: impl Fn(usize, usize) -> u8) -> Picture {
        Picture { width: 400, height: 400, dpi: 200, grey: (0..160_000).map(|at| dot(at % 400, at / 400)).collect() }
    }

    #[test]
    fn a_shaded_page_becomes_even_and_its_print_stays_dark() {
        let paper = |x: usize| 240 - u8::try_from(x / 4).unwrap();
        let print = |x: usize, y: usize| x % 50 < 10 && y % 40 < 10;
        let mut picture = page(|x, y| if print(x, y) { paper(x) / 5 } else { paper(x) });
        even(&mut picture);
        let dots = picture.grey.iter().enumerate();
        let (inked, free): (Vec<_>, Vec<_>) = dots.partition(|(at, _)| print(at % 400, at / 400));
        assert!(free.iter().all(|(_, grey)| **grey > 235), "{:?}", free.iter().map(|(_, grey)| **grey).min());
        assert!(inked.iter().all(|(_, grey)| **grey < 70));
    }

    #[test]
    fn an_evenly_lit_page_stays_as_it_is() {
        let picture = page(|x, y| if x % 50 < 10 && y % 40 < 10 { 30 } else { 225 });
        let mut evened = picture.clone();
        even(&mut evened);
        assert!(evened == picture);
    }

    #[test]
    fn black_margins_become_white_and_print_inside_stays() {
        let mut picture = page(|x, y| if x < 30 || y > 380 || (200..210).contains(&x) && y < 100 && y > 20 { 20 } else { 250 });
        even(&mut picture);
        assert_eq!((picture.grey[5], picture.grey[390 * 400 + 100], picture.grey[50 * 400 + 205]), (255, 255, 20));
    }
}
