//! Printed lines, the unit in which letterheads and footers are read.
//!
//! In: paragraphs of the text. Out: their lines with what each paragraph knows of them, without
//! page margins. It deliberately does not judge what a line says.

use std::ops::Range;

use crate::text::{Align, Region, Text};

/// One printed line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) struct Printed<'a> {
    /// Index in [`Text::paragraphs`].
    pub(in crate::extract) paragraph: usize,
    /// First line of its paragraph.
    pub(in crate::extract) first: bool,
    /// Its characters.
    pub(in crate::extract) range: Range<usize>,
    /// The same as text.
    pub(in crate::extract) text: &'a str,
    /// The text of its paragraph.
    pub(in crate::extract) whole: &'a str,
    /// Where its paragraph belongs.
    pub(in crate::extract) region: Region,
    /// Centred.
    pub(in crate::extract) centred: bool,
    /// Bold.
    pub(in crate::extract) bold: bool,
}

/// The lines of a range of paragraphs, running heads and feet left out.
pub(in crate::extract) fn printed(text: &Text, paragraphs: Range<usize>) -> Vec<Printed<'_>> {
    let mut lines = Vec::new();
    for index in paragraphs {
        let Some(paragraph) = text.paragraphs().get(index) else { break };
        if paragraph.region == Region::Margin {
            continue;
        }
        let whole = std::slice::from_ref(&paragraph.range);
        let ranges = if paragraph.lines.is_empty() { whole } else { paragraph.lines.as_slice() };
        for (place, range) in ranges.iter().enumerate() {
            lines.push(Printed {
                paragraph: index,
                first: place == 0,
                range: range.clone(),
                text: text.slice(range.clone()),
                whole: text.slice(paragraph.range.clone()),
                region: paragraph.region,
                centred: paragraph.align == Align::Center,
                bold: paragraph.bold,
            });
        }
    }
    lines
}

/// All its letters are capitals, and it has at least two.
pub(in crate::extract) fn is_caps(text: &str) -> bool {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    letters().nth(1).is_some() && letters().all(|letter| !letter.is_lowercase())
}

/// Its first letter is small.
pub(in crate::extract) fn starts_small(text: &str) -> bool {
    text.chars().find(|letter| letter.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// It holds no letter and no digit.
pub(in crate::extract) fn is_separator(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}
