//! Plain text: UTF-8, UTF-16 or a legacy encoding, hard-wrapped or not, with the Markdown marks, bare
//! cell bars, tabs or runs of spaces that converters and web pages leave; or saved as HTML.
//!
//! In: bytes. Out: a [`Layout`]. It deliberately knows nothing of what documents say, only how
//! lines of text stand to each other.

mod bars;
mod columns;
mod decode;
mod grid;
mod html;
mod marks;
mod wrap;

use super::{ReadError, flow};
use crate::layout::{Block, Layout, Page, Reader};
use crate::warning::Warned;
use wrap::{Setting, Wrap};

/// Reads a text file.
pub(super) fn read(bytes: &[u8]) -> Result<Warned<Layout>, ReadError> {
    let (mut text, encoding, warnings) = decode::decode(bytes);
    if html::is_html(&text) {
        text = html::to_marks(&text);
    }
    let lines: Vec<&str> = text.lines().flat_map(|line| line.split(['\u{0C}', '\u{0B}', '\r', '\u{2028}'])).collect();
    let mut blocks = blocks(&lines);
    flow::number(&mut blocks);
    let pages = vec![Page { blocks, ..Page::default() }];
    Ok(Warned { value: Layout { reader: Reader::Text, encoding, pages, signatures: Vec::new() }, warnings })
}

/// Parts lines into tables, columns and running text.
fn blocks(lines: &[&str]) -> Vec<Block> {
    let wrap = Wrap::of(lines);
    let mut blocks = Vec::new();
    for part in bars::parts(lines, &wrap) {
        match part {
            bars::Part::Lines(lines) => running(lines, &wrap, &mut blocks),
            bars::Part::Blocks(mut found) => blocks.append(&mut found),
        }
    }
    blocks
}

/// Adds lines between tables by bars.
fn running(lines: &[&str], wrap: &Wrap, blocks: &mut Vec<Block>) {
    let mut text: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some((line, rest)) = lines.get(at..).and_then(<[&str]>::split_first) {
        let here = lines.get(at..).unwrap_or_default();
        if let Some((used, mut found)) = grid::take(here).or_else(|| columns::take(here, wrap)) {
            blocks.append(&mut wrap.paragraphs(&std::mem::take(&mut text), Setting::Body));
            blocks.append(&mut found);
            at += used.max(1);
        } else {
            text.push(line);
            at = lines.len() - rest.len();
        }
    }
    blocks.append(&mut wrap.paragraphs(&text, Setting::Body));
}
