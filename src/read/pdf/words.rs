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
pub(super) fn build(mut glyphs: Vec<Glyph>, page: u32) -> PageWords {
    drop_twins(&mut glyphs);
    let spaces = glyphs.iter().filter(|glyph| glyph.text.is_empty()).count();
    let gap = if spaces * 12 > glyphs.len() { WORD_GAP_WITH_SPACES } else { WORD_GAP };
    let mut out = PageWords::default();
    for glyphs in glyphs.chunk_by(|last, next| !last.text.is_empty() && !next.text.is_empty() && follows(last, next, gap)) {
        let Some(first) = glyphs.first().filter(|first| !first.text.is_empty()) else { continue };
        let word = word_of(glyphs, page);
        let direction = first.end - first.start;
        if direction.x <= direction.y.abs() * 5.0 && direction.hypot() > 0.0 {
            out.slanted.push(word);
        } else if first.overlay {
            out.overlay.push(word);
        } else {
            out.words.push(word);
        }
    }
    out
}

/// Drops glyphs drawn again in the same place, and makes the first one bold.
fn drop_twins(glyphs: &mut Vec<Glyph>) {
    let mut places = Places::new(glyphs.len());
    let mut twins = Vec::new();
    for at in 0..glyphs.len() {
        let Some(glyph) = glyphs.get(at) else { break };
        let Some(letter) = glyph.text.first() else { continue };
        match places.twin(glyphs, glyph, letter) {
            None => places.add(letter, glyph.start, at),
            Some(first) => {
                twins.push(at);
                if let Some(first) = glyphs.get_mut(first) {
                    first.font.bold = true;
                }
            }
        }
    }
    if !twins.is_empty() {
        let mut at = 0..;
        glyphs.retain(|_| at.next().is_none_or(|at| twins.binary_search(&at).is_err()));
    }
}

/// Finds glyphs by letter and place: for each letter squares of some points, each with a chain of the glyphs that begin in
/// it. Some squares share a chain, which keeps the table small.
struct Places {
    /// The last glyph of each chain, counted from 1; 0 for none.
    last: Vec<u32>,
    /// For each glyph the one before it in its chain, the same way.
    before: Vec<u32>,
}

impl Places {
    const SIDE: f64 = 16.0;
    const BITS: u32 = 13;

    fn new(glyphs: usize) -> Self {
        Self { last: vec![0; 1 << Self::BITS], before: vec![0; glyphs] }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points beyond i32 saturate, which is as good")]
    fn square(at: f64) -> i32 {
        (at / Self::SIDE) as i32
    }

    fn chain(letter: char, column: i32, row: i32) -> usize {
        let place = column.cast_unsigned().wrapping_mul(0x9E37_79B1) ^ row.cast_unsigned().wrapping_mul(0x85EB_CA77);
        usize::try_from((place ^ u32::from(letter)).wrapping_mul(0xC2B2_AE3D) >> (u32::BITS - Self::BITS)).unwrap_or_default()
    }

    fn add(&mut self, letter: char, start: Point, at: usize) {
        let chain = self.last.get_mut(Self::chain(letter, Self::square(start.x), Self::square(start.y)));
        if let (Some(last), Some(before)) = (chain, self.before.get_mut(at)) {
            *before = std::mem::replace(last, u32::try_from(at + 1).unwrap_or(0));
        }
    }

    /// The glyph that was drawn before in the same place.
    fn twin(&self, glyphs: &[Glyph], glyph: &Glyph, letter: char) -> Option<usize> {
        let limit = OVERPRINT * f64::from(glyph.font.size);
        // What is larger than a square is looked for in the squares around only.
        let around = limit.min(Self::SIDE);
        let Point { x, y } = glyph.start;
        for row in Self::square(y - around)..=Self::square(y + around) {
            for column in Self::square(x - around)..=Self::square(x + around) {
                let mut number = self.last.get(Self::chain(letter, column, row)).copied().unwrap_or(0);
                while let Some(at) = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) {
                    let other = glyphs.get(at)?;
                    if other.text == glyph.text && (other.start - glyph.start).hypot2() < limit * limit {
                        return Some(at);
                    }
                    number = self.before.get(at).copied().unwrap_or(0);
                }
            }
        }
        None
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
    let mut text = String::with_capacity(2 * glyphs.len());
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
