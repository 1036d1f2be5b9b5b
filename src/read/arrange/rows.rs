//! Words → printed lines.
//!
//! It deliberately does not know columns: a row holds everything at one height.

use super::rect_of;
use crate::layout::{Line, Origin, Rect, Word};

/// Two boxes whose middles are closer than this part of the smaller height are on one line.
const SAME_LINE: f32 = 0.45;

/// A gap smaller than this part of the height is no space.
const NO_SPACE: f32 = 0.1;

/// One printed line.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// From left to right.
    pub(super) words: Vec<Word>,
    pub(super) rect: Rect,
    em: f32,
}

impl Row {
    /// A row of words that are in order already.
    pub(super) fn of(words: Vec<Word>) -> Self {
        let rect = words.iter().map(rect_of).reduce(Rect::union).unwrap_or_default();
        let mut sizes: Vec<f32> = words.iter().map(|word| rect_of(word).height()).collect();
        let middle = sizes.len() / 2;
        let usual = if sizes.is_empty() { 1.0 } else { *sizes.select_nth_unstable_by(middle, f32::total_cmp).1 };
        Self { words, rect, em: usual.max(1.0) }
    }

    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.rect.top, self.rect.bottom)
    }

    pub(super) fn center(&self) -> f32 {
        f32::midpoint(self.rect.left, self.rect.right)
    }

    /// The height of most of its words.
    pub(super) fn em(&self) -> f32 {
        self.em
    }

    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Most of it is bold.
    pub(super) fn bold(&self) -> bool {
        self.words.iter().filter(|word| word.font.bold).count() * 10 >= self.words.len() * 7
    }

    /// Some of it was recognised in an image.
    pub(super) fn is_recognised(&self) -> bool {
        self.words.iter().any(|word| matches!(word.origin, Origin::Ocr { .. }))
    }

    pub(super) fn into_line(self) -> Line {
        Line { words: self.words }
    }
}

/// Puts words into lines from top to bottom.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Row> {
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut groups: Vec<(f32, f32, Vec<Word>)> = Vec::new();
    for word in words {
        let (at, height) = (middle(&word), rect_of(&word).height());
        let mut recent = groups.iter_mut().rev().take(3);
        match recent.find(|(line, tall, _)| (at - *line).abs() < SAME_LINE * height.max(*tall).min(height.min(*tall) * 1.6)) {
            Some((line, tall, group)) => {
                // The tallest word says where the line is, not a raised footnote mark.
                if height > *tall * 1.1 {
                    *line = at;
                    *tall = height;
                }
                group.push(word);
            }
            None => groups.push((at, height, vec![word])),
        }
    }
    groups.into_iter().map(|(_, _, words)| Row::of(ordered(words))).collect()
}

fn middle(word: &Word) -> f32 {
    let rect = rect_of(word);
    f32::midpoint(rect.top, rect.bottom)
}

/// From left to right, with pieces that touch made one word.
fn ordered(mut words: Vec<Word>) -> Vec<Word> {
    words.sort_by(|a, b| rect_of(a).left.total_cmp(&rect_of(b).left));
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        match out.last_mut() {
            Some(last) if touches(last, &word) => glue(last, &word),
            _ => out.push(word),
        }
    }
    out
}

fn touches(left: &Word, right: &Word) -> bool {
    let (a, b) = (rect_of(left), rect_of(right));
    let em = a.height().min(b.height());
    let gap = b.left - a.right;
    // Recognised words never overlap by intent; drawn ones may.
    // A number that was put in later stands close to the word before it.
    let inserted = left.text.ends_with(char::is_alphabetic) && right.text.starts_with(|character: char| character.is_ascii_digit());
    let no_space = if inserted && left.text.chars().all(char::is_alphabetic) { 0.04 } else { NO_SPACE };
    gap < no_space * em && gap > -0.5 * em && matches!(left.origin, Origin::TextLayer)
}

fn glue(left: &mut Word, right: &Word) {
    let longer = right.text.chars().count() > left.text.chars().count();
    left.text.push_str(&right.text);
    if longer {
        left.font = right.font;
    }
    let union = rect_of(left).union(rect_of(right));
    if let crate::layout::Place::OnPage { rect, .. } = &mut left.place {
        *rect = union;
    }
}
