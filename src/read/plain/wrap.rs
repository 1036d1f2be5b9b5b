//! Which printed lines belong to one paragraph.
//!
//! In: lines. Out: paragraphs with their lines. Files are wrapped at a width or not at all; a web
//! page also breaks the first line of a paragraph early. No line is told by what it says, only by
//! its length, its first and last characters, its marks, the blank lines around it, and a last word
//! that ends no paragraph in Vietnamese.

use super::marks;
use crate::layout::Block;
use crate::read::{flow, label};

/// How the lines of a file are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrap {
    /// Characters to a full line; `None` where each line is a paragraph.
    width: Option<usize>,
    /// Blank lines part paragraphs.
    blanks: bool,
    /// The first line of a paragraph is often short.
    ragged: bool,
}

/// Where lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// In the running text.
    Body,
    /// In a cell or a column, whose lines end where they please.
    Cell,
}

/// A line longer than this is not wrapped.
const LONGEST_WRAPPED: usize = 130;

/// Particles that something always follows.
const NEVER_LAST: [&str; 10] = ["của", "và", "hoặc", "các", "những", "bởi", "tại", "với", "thuộc", "số"];

/// Nouns that open a name and end none in a row: `Sở Tài chính, Sở`.
const OPEN_IN_ROW: [&str; 5] = ["Sở", "Bộ", "Cục", "Ban", "Vụ"];

/// How far ahead the end of a mark is looked for.
const MARK_REACH: usize = 8;

impl Wrap {
    /// Looks at all lines of a file.
    pub(super) fn of(lines: &[&str]) -> Self {
        let is_text = |line: &&&str| line.chars().any(char::is_alphanumeric) && !line.contains('\t');
        let texts: Vec<&str> = lines.iter().filter(is_text).map(|line| line.trim()).collect();
        let mut lengths: Vec<usize> = texts.iter().map(|line| line.chars().count()).collect();
        let long: usize = lengths.iter().filter(|&&length| length > LONGEST_WRAPPED).sum();
        let all: usize = lengths.iter().sum();
        let continuing = texts.iter().filter(|line| begins_low(line)).count();
        let wrapped = texts.len() >= 6 && long * 4 < all && continuing * 5 >= texts.len();
        lengths.retain(|&length| length <= LONGEST_WRAPPED);
        lengths.sort_unstable();
        let width = lengths.get(lengths.len() * 19 / 20).copied().filter(|&width| wrapped && width >= 40);
        let blank = lines
            .windows(3)
            .filter(|three| matches!(three, [a, b, c] if !a.trim().is_empty() && b.trim().is_empty() && !c.trim().is_empty()));
        let ends = lines.windows(2).filter(|two| matches!(two, [a, b] if ends_closed(a) && !b.trim().is_empty() && !begins_low(b)));
        let blanks = blank.count() > ends.count();
        Self { width, blanks, ragged: width.is_some_and(|width| is_ragged(lines, width)) }
    }

    /// Parts lines into paragraphs.
    pub(super) fn paragraphs(&self, lines: &[&str], setting: Setting) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut held: Vec<&str> = Vec::new();
        let mut flush = |held: &mut Vec<&str>| {
            let lines = marks::lines(&std::mem::take(held));
            blocks.extend(flow::paragraph(lines).map(Block::Paragraph));
        };
        for (index, line) in lines.iter().enumerate() {
            if matches!(line.trim(), "" | "|") || marks::is_rule(line) {
                flush(&mut held);
                continue;
            }
            let ahead = lines.get(index..).unwrap_or_default();
            if !held.is_empty() && !self.joins(&held, line, ahead, setting) {
                flush(&mut held);
            }
            held.push(line);
        }
        flush(&mut held);
        blocks
    }

    fn joins(&self, held: &[&str], next: &str, ahead: &[&str], setting: Setting) -> bool {
        let Some(last) = held.last() else { return false };
        let (before, after) = (marks::plain(last), marks::plain(next));
        if is_open(held, ahead) || label::is_bare(&before) || self.width.is_some() && breaks_symbol(&before, &after) {
            return true;
        }
        if last.ends_with("  ") && label::length(&after).is_none() && self.width.is_none() {
            return true;
        }
        let full = self.width.is_some_and(|width| {
            before.chars().count() + 1 + after.split_whitespace().next().unwrap_or_default().chars().count() > width.saturating_sub(1)
        });
        if label::length(&after).is_some() {
            let dash_inside = full && after.starts_with(['-', '–', '+']) && after.chars().nth(2).is_some_and(char::is_lowercase);
            return dash_inside && !ends_closed(&before);
        }
        if begins_low(&after) {
            return self.width.is_some() && setting == Setting::Body || !ends_closed(&before) || !before.contains(' ');
        }
        let turns = last.trim_end().ends_with('*') || next.trim_start().starts_with('*');
        match (is_capitals(&before), is_capitals(&after)) {
            (true, true) => !turns && !ends_closed(&before) || both_marked(last, next),
            (true, false) | (false, true) => false,
            // An item in a cell goes on until it is closed.
            (false, false) if setting == Setting::Cell && is_open_item(held, &before) && !turns => self.width.is_some(),
            (false, false) => self.joins_mixed(&before, &after, full, turns, held.len(), setting),
        }
    }

    /// Both lines are ordinary, and the second begins with a capital letter.
    fn joins_mixed(&self, before: &str, after: &str, full: bool, turns: bool, lines: usize, setting: Setting) -> bool {
        let Some(width) = self.width else { return false };
        if before.ends_with([':', ';']) {
            return false;
        }
        if before.ends_with(['.', '!', '?']) {
            return full;
        }
        let mut words = before.split_whitespace().rev();
        let last = words.next().unwrap_or_default();
        if NEVER_LAST.contains(&last) || OPEN_IN_ROW.contains(&last) && words.next().is_some_and(|word| word.ends_with(',')) {
            return true;
        }
        let short = |line: &str| line.chars().count() * 10 < width * 7;
        let near = before.chars().count() * 20 >= width * 17;
        if full || before.ends_with(',') || near && !turns {
            return true;
        }
        // A short line behind a short first line is rather the first of the next paragraph.
        let next_is_first = self.ragged && short(after) && !ends_closed(after);
        let early = self.ragged && lines == 1 && !next_is_first || self.blanks;
        setting == Setting::Body && early && !turns
    }
}

/// Whether a first line is usually broken early: a short line that ends a paragraph's first line, before a low one.
fn is_ragged(lines: &[&str], width: usize) -> bool {
    let mut starts = 0;
    let mut short = 0;
    for three in lines.windows(3) {
        let [before, first, second] = three else { continue };
        let begins = before.trim().is_empty() || ends_closed(before);
        if begins && begins_low(second) && !begins_low(first) && first.trim().len() > 1 {
            starts += 1;
            short += usize::from(first.trim().chars().count() * 10 < width * 7);
        }
    }
    starts > 0 && short * 3 >= starts
}

/// A mark was opened in the lines held, and is closed soon.
fn is_open(held: &[&str], ahead: &[&str]) -> bool {
    let (bold, italic) =
        held.iter().rev().take(4 * MARK_REACH).map(|line| marks::count(line)).fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
    if bold % 2 == 0 && italic % 2 == 0 {
        return false;
    }
    let soon = ahead.iter().take(MARK_REACH).take_while(|line| !line.trim().is_empty()).map(|line| marks::count(line));
    let first_marked = soon.into_iter().find(|(bold, italic)| bold + italic > 0);
    first_marked.is_some_and(|(more_bold, more_italic)| bold % 2 == 1 && more_bold % 2 == 1 || italic % 2 == 1 && more_italic % 2 == 1)
}

/// A symbol was broken at its hyphen: `1886/QĐ-` above `UBND`.
fn breaks_symbol(before: &str, after: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default();
    word.strip_suffix('-').is_some_and(|word| word.contains('/') && word.ends_with(char::is_alphabetic))
        && after.starts_with(char::is_uppercase)
}

/// Lines that began with a dash and are not closed.
fn is_open_item(held: &[&str], last: &str) -> bool {
    held.first().is_some_and(|first| first.trim_start().starts_with('-')) && !ends_closed(last)
}

fn both_marked(last: &str, next: &str) -> bool {
    last.trim_end().ends_with("**") && next.trim_start().starts_with("**")
}

/// Ends with a sign that may close a paragraph.
fn ends_closed(line: &str) -> bool {
    line.trim_end().trim_end_matches(['*', ' ', '"', '”', ')']).ends_with(['.', ';', ':', '!', '?'])
}

/// Begins as no paragraph begins: a small letter, a figure that is no label, a closing sign.
fn begins_low(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches('*');
    let first = line.chars().next();
    first.is_some_and(|first| first.is_lowercase() || first.is_ascii_digit() || matches!(first, ',' | ';' | ')' | '%' | '/'))
        && label::length(line).is_none()
}

/// At least two letters, all capital.
fn is_capitals(line: &str) -> bool {
    line.chars().filter(|character| character.is_uppercase()).count() > 1 && !line.chars().any(char::is_lowercase)
}
