//! Tables of web pages as text: a line that holds only `|` stands before, between and behind cells.
//!
//! In: the lines of a file. Out: its parts in order: running text, and blocks where a table was. The
//! notation does not tell an empty cell from the bound of two rows, nor a cell from the text behind a
//! table: `pieces` cuts the lines, `look` says what a text may be, `parse` chooses the cheapest reading
//! by the costs of `rows`, `align` puts cells under each other, `shape` tells data from letterheads.

mod align;
mod look;
mod parse;
mod pieces;
mod rows;
mod shape;

use super::wrap::Wrap;
use crate::layout::Block;
use look::Look;
use pieces::Piece;

/// One part of a file.
pub(super) enum Part<'a> {
    /// Lines of running text.
    Lines(&'a [&'a str]),
    /// What a table holds.
    Blocks(Vec<Block>),
}

/// Parts the lines of a file.
pub(super) fn parts<'a>(lines: &'a [&'a str], wrap: &Wrap) -> Vec<Part<'a>> {
    let texts = pieces::pieces(lines);
    if texts.len() < 2 && !lines.iter().any(|line| pieces::is_bar(line)) {
        return vec![Part::Lines(lines)];
    }
    let spaced = texts.iter().skip(1).any(|piece| pieces::is_spaced(piece.lines));
    let looks: Vec<Look> = texts.iter().map(|piece| Look::of(piece.lines, spaced)).collect();
    let bars: Vec<usize> = texts.iter().map(|piece| piece.bars).collect();
    let part = |part: parse::Part| match part {
        parse::Part::Text(index) => Part::Lines(texts.get(index).map_or(&[], |piece: &Piece<'a>| piece.lines)),
        parse::Part::Table { width, rows } => Part::Blocks(shape::blocks(width, &rows, &texts, &looks, wrap)),
    };
    let parts = parse::parse(&looks, &bars);
    join_cut(parts, &texts, &looks).into_iter().map(part).collect()
}

/// Puts together what a page's end cut: a table, only blank lines, and a table as wide whose first row is no header.
fn join_cut(parts: Vec<parse::Part>, texts: &[Piece<'_>], looks: &[Look]) -> Vec<parse::Part> {
    let blank = |index: usize| texts.get(index).is_some_and(|piece| piece.lines.iter().all(|line| line.trim().is_empty()));
    let mut out: Vec<parse::Part> = Vec::new();
    for part in parts {
        if let parse::Part::Table { width, rows } = &part
            && let [.., parse::Part::Table { width: before, rows: above }, parse::Part::Text(between)] = out.as_mut_slice()
            && width == before
            && blank(*between)
            && rows.first().is_some_and(|row| rows::goes_on(row, looks))
        {
            above.extend(rows.iter().cloned());
            out.pop();
        } else {
            out.push(part);
        }
    }
    out
}
