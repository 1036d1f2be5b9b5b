//! Texts and the bars between them.
//!
//! In: lines. Out: the texts in order, each with the number of bars that stand before it.

/// The lines between two bars.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) lines: &'a [&'a str],
    /// How many bars stand before it.
    pub(super) bars: usize,
}

/// All texts of a file.
pub(super) fn pieces<'a>(lines: &'a [&'a str]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let bars = rest.iter().take_while(|line| is_bar(line)).count();
        rest = rest.get(bars..).unwrap_or_default();
        let length = rest.iter().take_while(|line| !is_bar(line)).count();
        let (own, behind) = rest.split_at_checked(length).unwrap_or_default();
        if !own.is_empty() {
            pieces.push(Piece { lines: own, bars });
        }
        rest = behind;
    }
    pieces
}

pub(super) fn is_bar(line: &str) -> bool {
    line.trim() == "|"
}

/// Whether a text tells by its blank lines that it stands outside tables.
pub(super) fn is_spaced(lines: &[&str]) -> bool {
    let told = |line: &&str| !line.trim().is_empty();
    lines.first().is_some_and(|line| line.trim().is_empty())
        || lines.iter().skip_while(|line| told(line)).skip_while(|line| !told(line)).any(told)
}
