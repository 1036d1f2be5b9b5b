//! What a text between bars looks like: a serial, a figure, a short or a long cell, or the body.
//!
//! In: the lines of one text. Out: its kind, and what it costs to read it as a cell or as running
//! text. Only its form counts: length, labels, marks, blank lines.

use super::pieces::is_spaced;
use crate::read::label;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    /// A cross or another single sign.
    Mark,
    /// A figure, or a code of figures.
    Figure,
    /// A serial: `1`, `IV`, `A`, `2.1`, `Bước 3`.
    Serial,
    Short,
    Text,
    Long,
}

/// The looks of one text.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) kind: Kind,
    /// The number of a serial.
    pub(super) ordinal: Option<u32>,
    /// All its words are bold.
    pub(super) bold: bool,
    /// It holds items with dashes.
    pub(super) list: bool,
    /// One of its lines is in capitals.
    pub(super) capital_line: bool,
    /// It begins with the label of a list item that is no dash.
    pub(super) labelled: bool,
    /// The words of a short text, in small letters.
    pub(super) words: Vec<String>,
    /// What reading it as a cell costs.
    pub(super) as_cell: i32,
    /// What reading it as running text costs.
    pub(super) as_body: i32,
}

/// The longest short cell.
const SHORT: usize = 40;
/// The longest cell of a sentence or two.
const MIDDLE: usize = 300;
/// The longest serial.
const LONGEST_SERIAL: usize = 9;
/// The mean length of the lines of a list of addressees.
const NARROW: usize = 38;
/// Longer cells with a line of capitals are hardly letterheads.
const LONGEST_HEAD: usize = 120;
/// What it costs to read a text against its blank lines.
const AGAINST_BLANKS: i32 = 140;

impl Look {
    /// `spaced` says that the file parts running text from bars by blank lines.
    pub(super) fn of(lines: &[&str], spaced: bool) -> Self {
        let text = plain(lines);
        let (kind, ordinal) = kind(&text);
        let bold = lines.iter().filter(|line| !line.trim().is_empty()).all(|line| line.trim_start().starts_with("**"));
        let dashed = |line: &&&str| line.trim_start().trim_start_matches('*').starts_with('-') && line.chars().any(char::is_alphabetic);
        let list = lines.iter().filter(dashed).count() > usize::from(lines.first().is_some_and(|line| dashed(&line)));
        let capital_line = lines.iter().any(|line| is_capital_line(line));
        let labelled = label::length(&text).is_some() && !text.starts_with(['-', '+', '–', '•', '*']);
        let words = if matches!(kind, Kind::Short | Kind::Text) {
            text.to_lowercase().split_whitespace().map(str::to_owned).collect()
        } else {
            Vec::new()
        };
        let as_cell = as_cell(lines, text.chars().count());
        let mut look = Self { kind, ordinal, bold, list, capital_line, labelled, words, as_cell, as_body: 0 };
        look.as_body = look.body(lines);
        if is_spaced(lines) {
            look.as_cell += AGAINST_BLANKS;
            look.as_body = 0;
        } else if spaced {
            look.as_body += AGAINST_BLANKS;
        }
        look
    }

    fn body(&self, lines: &[&str]) -> i32 {
        let heading = lines.iter().any(|line| line.starts_with('#')) || self.capital_line;
        let labelled = self.labelled || self.list;
        match self.kind {
            Kind::Empty => 60,
            Kind::Mark | Kind::Figure | Kind::Serial => 90,
            _ if numbered(lines) > 1 => 8,
            _ if self.list && is_narrow(lines) => 32,
            Kind::Long if heading => 8,
            _ if heading => 12,
            Kind::Short if labelled && self.bold => 18,
            Kind::Short => 46,
            Kind::Text if labelled || self.bold => 20,
            Kind::Text => 26,
            Kind::Long => 14,
        }
    }
}

/// How many lines begin with a number or a letter of a list.
fn numbered(lines: &[&str]) -> usize {
    let label = |line: &&&str| label::length(line).is_some() && line.trim_start().starts_with(char::is_alphanumeric);
    lines.iter().filter(label).count()
}

/// Short lines, as in a list of addressees.
fn is_narrow(lines: &[&str]) -> bool {
    lines.iter().map(|line| line.trim().chars().count()).sum::<usize>() <= NARROW * lines.len()
}

/// A line of capitals that is no mere abbreviation.
fn is_capital_line(line: &str) -> bool {
    let letters = line.chars().filter(|character| character.is_alphabetic()).count();
    letters > 5 && !line.chars().any(char::is_lowercase)
}

/// What it costs to read so many letters in a cell: headings and numbered paragraphs are body.
fn as_cell(lines: &[&str], length: usize) -> i32 {
    let (mut headings, mut numbers) = (0, 0);
    for line in lines {
        let line = line.trim_start().trim_start_matches(['*', '#', ' ']);
        let Some(label) = label::length(line).and_then(|length| line.get(..length)) else { continue };
        headings += i32::from(label.contains(' '));
        numbers += i32::from(!label.contains(' ') && label.chars().next().is_some_and(char::is_alphanumeric));
    }
    let long = match length {
        0..=600 => 0,
        601..=1500 => 8,
        1501..=4000 => 18,
        _ => 30,
    };
    let capitals = length > LONGEST_HEAD && lines.iter().any(|line| is_capital_line(line));
    // A line that only makes space stands before running text more often than in cells.
    let spacer = lines.len() > 1 && lines.first().is_some_and(|line| line.trim_matches(['*', ' ', '#']).is_empty());
    long + 6 * i32::from(spacer) + 20 * i32::from(capitals) + (12 * headings).min(60) + (3 * numbers).min(24)
}

/// The text without marks, on one line.
fn plain(lines: &[&str]) -> String {
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    let bare = words.map(|word| word.replace("**", "").trim_matches(['*', '#']).to_owned()).filter(|word| !word.is_empty());
    bare.collect::<Vec<_>>().join(" ")
}

fn kind(text: &str) -> (Kind, Option<u32>) {
    let length = text.chars().count();
    if !text.chars().any(|character| character.is_alphanumeric() || matches!(character, '-' | '+' | '…' | '□')) {
        return (Kind::Empty, None);
    }
    if let Some(ordinal) = serial(text) {
        return (Kind::Serial, ordinal);
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let kind = match length {
        1 => Kind::Mark,
        _ if digits > 0 && 2 * digits >= length && length <= SHORT => Kind::Figure,
        0..=SHORT => Kind::Short,
        41..=MIDDLE => Kind::Text,
        _ => Kind::Long,
    };
    (kind, None)
}

/// A serial and its number.
fn serial(text: &str) -> Option<Option<u32>> {
    if text.chars().count() > LONGEST_SERIAL {
        return None;
    }
    let last = text.rsplit(|character: char| !character.is_ascii_digit()).find(|part| !part.is_empty());
    let number = last.filter(|digits| digits.len() <= 3).and_then(|digits| digits.parse().ok());
    let core = text.trim_matches(['(', ')', '.']);
    let roman = !core.is_empty() && core.chars().all(|character| matches!(character, 'I' | 'V' | 'X' | 'L'));
    let letter = core.chars().count() == 1 && core.chars().all(|character| character.is_alphabetic() && !matches!(character, 'x' | 'X'));
    let counted = number.is_some() && core.len() <= 3 && core.bytes().all(|byte| byte.is_ascii_digit());
    let worded =
        number.is_some() && text.chars().next().is_some_and(char::is_uppercase) && text.chars().filter(|c| c.is_alphabetic()).count() <= 4;
    let dotted = number.is_some() && label::is_bare(text);
    (roman || letter || counted || worded || dotted).then_some(number)
}

/// What it costs that one cell stands under another in a column of data.
pub(super) fn mismatch(above: Kind, below: Kind) -> i32 {
    use Kind::{Empty, Figure, Long, Mark, Serial, Short, Text};
    match (above, below) {
        (one, other) if one == other => 0,
        (Empty | Mark, Empty | Mark) => 1,
        (Empty, _) | (_, Empty) => 3,
        (Serial | Mark, Figure) | (Figure, Serial | Mark) | (Serial, Mark) | (Mark, Serial) => 4,
        (Short | Long, Text) | (Text, Short | Long) => 2,
        (Short, Long) | (Long, Short) => 6,
        (Serial, Short) => 9,
        (Short, Serial | Figure | Mark) | (Figure | Mark, Short) => 6,
        (Serial | Figure | Mark, Text) | (Text, Serial | Figure | Mark) => 12,
        (Serial | Figure | Mark, Long) | (Long, Serial | Figure | Mark) => 20,
        _ => 0,
    }
}
