//! Letterheads and signature blocks set side by side with runs of spaces.
//!
//! In: lines. Out: two columns and how many lines they take.

use super::wrap::{Setting, Wrap};
use crate::layout::Block;

/// Spaces that part two columns.
const GAP: usize = 3;
/// The least character position where a right column begins.
const RIGHT_EDGE: usize = 22;
/// A line that stands alone must have a gap of this many spaces.
const WIDE_GAP: usize = 8;
/// The longest line that may belong to columns.
const LONGEST: usize = 140;
/// How many blank lines may stand between the lines of columns (room for a signature).
const MOST_BLANK: usize = 8;

/// The most lines that one pair of columns takes.
const MOST_LINES: usize = 300;

/// One line as it is split.
struct Split<'a> {
    left: &'a str,
    right: &'a str,
    /// Where the right part begins, in characters.
    edge: usize,
    gap: usize,
}

/// Two columns at the head of the lines.
pub(super) fn take(lines: &[&str], wrap: &Wrap) -> Option<(usize, Vec<Block>)> {
    let first = split(lines.first()?)?;
    let mut splits = 1;
    let mut used = 1;
    let mut edge = first.edge;
    let mut left = vec![first.left];
    let mut right = vec![first.right];
    let mut index = 1;
    while let Some(line) = lines.get(index).filter(|_| index - used <= MOST_BLANK && index < MOST_LINES) {
        if line.trim().is_empty() {
            left.push("");
            right.push("");
        } else if let Some(parts) = split(line) {
            left.push(parts.left);
            right.push(parts.right);
            edge = edge.min(parts.edge);
            splits += 1;
            used = index + 1;
        } else if indent(line) + 3 >= edge && !(index > used && is_centred(line, lines.get(..used).unwrap_or_default())) {
            right.push(line.trim());
            used = index + 1;
        } else if index == used && line.chars().count() <= 60.max(edge) && indent(line) < RIGHT_EDGE {
            left.push(line.trim());
            used = index + 1;
        } else {
            break;
        }
        index += 1;
    }
    if splits < 2 && first.gap < WIDE_GAP {
        return None;
    }
    Some((used, vec![Block::Columns(vec![wrap.paragraphs(&left, Setting::Cell), wrap.paragraphs(&right, Setting::Cell)])]))
}

/// A line after a gap is centred on the page rather than on the right column: the title below a letterhead.
fn is_centred(line: &str, columns: &[&str]) -> bool {
    let end = |line: &str| line.trim_end().chars().count();
    let widest = columns.iter().map(|line| end(line)).max().unwrap_or_default();
    // Doubled, so that middles stay whole numbers.
    let rights: Vec<usize> = columns.iter().filter_map(|line| Some(split(line)?.edge + end(line))).collect();
    let column = rights.iter().sum::<usize>() / rights.len().max(1);
    let own = indent(line) + end(line);
    own.abs_diff(widest) < own.abs_diff(column)
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|character| character.is_whitespace()).count()
}

/// Splits a line at its widest run of spaces; `None` where it is one piece.
fn split(line: &str) -> Option<Split<'_>> {
    if line.chars().count() > LONGEST || line.contains('\t') {
        return None;
    }
    let text = line.trim_end();
    let body = text.trim_start();
    let lead = text.len() - body.len();
    let mut best: Option<(usize, usize)> = None;
    let mut start = lead;
    let mut run = 0;
    for (index, character) in text.char_indices().skip_while(|(index, _)| *index < lead) {
        if character.is_whitespace() {
            if run == 0 {
                start = index;
            }
            run += 1;
            continue;
        }
        if run >= GAP && best.is_none_or(|(_, widest)| run > widest) {
            best = Some((start, run));
        }
        run = 0;
    }
    let (at, gap) = best?;
    let (left, right) = text.split_at_checked(at)?;
    let edge = left.chars().count() + gap;
    (edge >= RIGHT_EDGE).then(|| Split { left: left.trim(), right: right.trim(), edge, gap })
}
