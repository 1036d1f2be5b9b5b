//! From drawn glyphs to words: gaps and spaces end a word, what is drawn twice counts once.
//!
//! It deliberately does not know lines: words are built in the order of drawing, and
//! `arrange` puts them into lines.

use hayro_interpret::kurbo::Point;

use super::device::Glyph;
use crate::layout::{Font, Origin, Place, Rect, Word};

/// A gap this wide, in ems, ends a word.
const WORD_GAP: f64 = 0.17;

/// The same where the text has its own spaces, so that letters set apart stay together.
const WORD_GAP_WITH_SPACES: f64 = 0.3;

/// Two baselines further apart than this, in ems, are two lines.
const SAME_BASELINE: f64 = 0.2;

/// The same character drawn again within this distance, in ems, is fake bold.
const OVERPRINT: f64 = 0.12;

/// The parts of an em above and below the baseline that a word's box takes.
const ABOVE: f32 = 0.8;
const BELOW: f32 = 0.2;

/// The words of a page.
#[derive(Debug, Default)]
pub(super) struct PageWords {
    /// Those of the page itself, upright.
    pub(super) words: Vec<Word>,
    /// Those of annotations and form fields, upright.
    pub(super) overlay: Vec<Word>,
    /// Those that run neither along nor against the lines: watermarks, sideways headings.
    pub(super) slanted: Vec<Word>,
}

/// Puts glyphs together.
pub(super) fn build(glyphs: Vec<Glyph>, page: u32) -> PageWords {
    let glyphs = once(glyphs);
    let spaces = glyphs.iter().filter(|glyph| glyph.text.is_empty()).count();
    let gap = if spaces * 12 > glyphs.len() { WORD_GAP_WITH_SPACES } else { WORD_GAP };
    let mut builder = Builder { out: PageWords::default(), page, gap, open: Vec::new() };
    for glyph in glyphs {
        builder.add(glyph);
    }
    builder.finish();
    builder.out
}

/// Drops glyphs drawn again in the same place, and makes the first one bold.
fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut squares = Squares::new(glyphs.len());
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let limit = OVERPRINT * f64::from(glyph.font.size);
        let is_twin =
            |index: usize| kept.get(index).is_some_and(|other| other.text == glyph.text && (other.start - glyph.start).hypot() < limit);
        let twin = if glyph.text.is_empty() { None } else { squares.near(glyph.start, limit).find(|&index| is_twin(index)) };
        if let Some(first) = twin.and_then(|index| kept.get_mut(index)) {
            first.font.bold = true;
            continue;
        }
        squares.add(glyph.start);
        kept.push(glyph);
    }
    kept
}

/// Finds glyphs by their place: squares of some points, each with a chain of the glyphs that begin in it. Far apart squares
/// share a chain, which keeps the table small.
struct Squares {
    /// The last glyph of each chain, counted from 1; 0 for none.
    last: Vec<u32>,
    /// For each glyph the one before it in its chain, the same way.
    before: Vec<u32>,
}

impl Squares {
    const SIDE: f64 = 8.0;
    const COUNT: i64 = 128;

    fn new(glyphs: usize) -> Self {
        Self { last: vec![0; usize::try_from(Self::COUNT * Self::COUNT).unwrap_or_default()], before: Vec::with_capacity(glyphs) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points beyond i64 saturate, which is as good")]
    fn square(at: f64) -> i64 {
        (at / Self::SIDE).floor() as i64
    }

    fn chain(column: i64, row: i64) -> usize {
        usize::try_from(row.rem_euclid(Self::COUNT) * Self::COUNT + column.rem_euclid(Self::COUNT)).unwrap_or_default()
    }

    /// Adds the next glyph.
    fn add(&mut self, at: Point) {
        let number = u32::try_from(self.before.len() + 1).unwrap_or(u32::MAX);
        if let Some(last) = self.last.get_mut(Self::chain(Self::square(at.x), Self::square(at.y))) {
            self.before.push(std::mem::replace(last, number));
        }
    }

    /// The glyphs in all squares that are so near to a place, and some others.
    fn near(&self, at: Point, limit: f64) -> impl Iterator<Item = usize> {
        // What is larger than a square is looked for in the squares around only.
        let limit = limit.min(Self::SIDE);
        let columns = Self::square(at.x - limit)..=Self::square(at.x + limit);
        let rows = Self::square(at.y - limit)..=Self::square(at.y + limit);
        let chains = rows.flat_map(move |row| columns.clone().map(move |column| Self::chain(column, row)));
        chains.flat_map(|chain| {
            let before = |number: &u32| usize::try_from(*number).ok().and_then(|number| self.before.get(number.checked_sub(1)?)).copied();
            let numbers = std::iter::successors(self.last.get(chain).copied(), before).take_while(|&number| number > 0);
            numbers.filter_map(|number| usize::try_from(number - 1).ok())
        })
    }
}

struct Builder {
    out: PageWords,
    page: u32,
    gap: f64,
    open: Vec<Glyph>,
}

impl Builder {
    fn add(&mut self, glyph: Glyph) {
        if self.open.last().is_some_and(|last| !follows(last, &glyph, self.gap)) || glyph.text.is_empty() {
            self.finish();
        }
        if !glyph.text.is_empty() {
            self.open.push(glyph);
        }
    }

    fn finish(&mut self) {
        let Some(first) = self.open.first() else { return };
        let word = word_of(&self.open, self.page);
        let direction = first.end - first.start;
        if direction.x <= direction.y.abs() * 5.0 && direction.hypot() > 0.0 {
            self.out.slanted.push(word);
        } else if first.overlay {
            self.out.overlay.push(word);
        } else {
            self.out.words.push(word);
        }
        self.open.clear();
    }
}

fn follows(last: &Glyph, next: &Glyph, gap: f64) -> bool {
    let em = f64::from(last.font.size.max(next.font.size)).max(0.1);
    let direction = last.end - last.start;
    let jump = next.start - last.end;
    let (along, across) = if direction.hypot() > 0.0 {
        let unit = direction.normalize();
        (jump.dot(unit), jump.cross(unit))
    } else {
        (jump.x, jump.y)
    };
    // A date or number that was put in later is a run of its own, close behind the printed word.
    let inserted = next.begins_run && next.text.first().is_some_and(|character| character.is_ascii_digit());
    let gap = if inserted && last.text.last().is_some_and(char::is_alphabetic) { 0.05 } else { gap };
    last.overlay == next.overlay && across.abs() < SAME_BASELINE * em && along < gap * em && along > -0.6 * em
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page fit into f32")]
fn word_of(glyphs: &[Glyph], page: u32) -> Word {
    let mut rect: Option<Rect> = None;
    let mut text = String::new();
    for glyph in glyphs {
        glyph.text.write(&mut text);
        let size = glyph.font.size;
        let (start, end) = (glyph.start, glyph.end);
        let upright = (end.x - start.x).abs() >= (end.y - start.y).abs();
        let own = Rect {
            left: start.x.min(end.x) as f32 - if upright { 0.0 } else { size / 2.0 },
            top: start.y.min(end.y) as f32 - if upright { ABOVE * size } else { 0.0 },
            right: start.x.max(end.x) as f32 + if upright { 0.0 } else { size / 2.0 },
            bottom: start.y.max(end.y) as f32 + if upright { BELOW * size } else { 0.0 },
        };
        rect = Some(rect.map_or(own, |so_far| so_far.union(own)));
    }
    let most = |is: fn(&Font) -> bool| glyphs.iter().filter(|glyph| is(&glyph.font)).count() * 2 > glyphs.len();
    let font = Font {
        size: glyphs.iter().map(|glyph| glyph.font.size).fold(0.0, f32::max),
        bold: most(|font| font.bold),
        italic: most(|font| font.italic),
    };
    Word { text, place: Place::OnPage { page, rect: rect.unwrap_or_default() }, font, origin: Origin::TextLayer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::device::Letters;

    fn glyph(text: char, x: f64) -> Glyph {
        let font = Font { size: 10.0, ..Font::default() };
        Glyph {
            text: Letters::One(text),
            start: Point::new(x, 50.0),
            end: Point::new(x + 5.0, 50.0),
            font,
            overlay: false,
            begins_run: false,
        }
    }

    #[test]
    fn a_gap_ends_a_word_and_overprint_is_bold() {
        let glyphs = vec![glyph('S', 0.0), glyph('ố', 5.0), glyph('S', 0.4), glyph('ố', 5.4), glyph('5', 13.0)];
        let words = build(glyphs, 1).words;
        let texts: Vec<_> = words.iter().map(|word| (word.text.as_str(), word.font.bold)).collect();
        assert_eq!(texts, [("Số", true), ("5", false)]);
    }
}
