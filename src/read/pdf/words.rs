//! From drawn glyphs to words: gaps and spaces end a word, what is drawn twice counts once.
//!
//! It deliberately does not know lines: words are built in the order of drawing, and
//! `arrange` puts them into lines.

use std::collections::HashMap;

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
    let mut seen: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        let (column, row) = square(&glyph);
        let near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)));
        let twin = near.filter_map(|key| seen.get(&key)).flatten().copied().find(|&index| {
            let limit = OVERPRINT * f64::from(glyph.font.size);
            kept.get(index).is_some_and(|other| other.text == glyph.text && (other.start - glyph.start).hypot() < limit)
        });
        match twin {
            Some(index) if !glyph.text.is_empty() => {
                if let Some(first) = kept.get_mut(index) {
                    first.font.bold = true;
                }
            }
            _ => {
                seen.entry((column, row)).or_default().push(kept.len());
                kept.push(glyph);
            }
        }
    }
    kept
}

#[expect(clippy::cast_possible_truncation, reason = "points beyond i64 saturate, which is as good")]
fn square(glyph: &Glyph) -> (i64, i64) {
    ((glyph.start.x / 4.0).floor() as i64, (glyph.start.y / 4.0).floor() as i64)
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
        let glyphs = std::mem::take(&mut self.open);
        let Some(first) = glyphs.first() else { return };
        let word = word_of(&glyphs, self.page);
        let direction = first.end - first.start;
        if direction.x <= direction.y.abs() * 5.0 && direction.hypot() > 0.0 {
            self.out.slanted.push(word);
        } else if first.overlay {
            self.out.overlay.push(word);
        } else {
            self.out.words.push(word);
        }
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
    let inserted = next.begins_run && next.text.starts_with(|character: char| character.is_ascii_digit());
    let gap = if inserted && last.text.ends_with(char::is_alphabetic) { 0.05 } else { gap };
    last.overlay == next.overlay && across.abs() < SAME_BASELINE * em && along < gap * em && along > -0.6 * em
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page fit into f32")]
fn word_of(glyphs: &[Glyph], page: u32) -> Word {
    let mut rect: Option<Rect> = None;
    for glyph in glyphs {
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
    Word {
        text: glyphs.iter().map(|glyph| glyph.text.as_str()).collect(),
        place: Place::OnPage { page, rect: rect.unwrap_or_default() },
        font,
        origin: Origin::TextLayer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::kurbo::Point;

    fn glyph(text: &str, x: f64) -> Glyph {
        let font = Font { size: 10.0, ..Font::default() };
        Glyph { text: text.into(), start: Point::new(x, 50.0), end: Point::new(x + 5.0, 50.0), font, overlay: false, begins_run: false }
    }

    #[test]
    fn a_gap_ends_a_word_and_overprint_is_bold() {
        let glyphs = vec![glyph("S", 0.0), glyph("ố", 5.0), glyph("S", 0.4), glyph("ố", 5.4), glyph("5", 13.0)];
        let words = build(glyphs, 1).words;
        let texts: Vec<_> = words.iter().map(|word| (word.text.as_str(), word.font.bold)).collect();
        assert_eq!(texts, [("Số", true), ("5", false)]);
    }
}
