//! Plain text: UTF-8 or UTF-16, hard-wrapped or not, with the Markdown marks that converters leave.

use super::{ReadError, ReadErrorCode};
use crate::layout::{Block, Cell, Encoding, Font, Layout, Line, Origin, Page, Paragraph, Place, Reader, Row, Table, Word};
use crate::warning::Warned;

/// Reads a text file.
pub(super) fn read(bytes: &[u8]) -> Result<Warned<Layout>, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::new(ReadErrorCode::Damaged, error.to_string()))?;
    let mut blocks: Vec<Block> = Vec::new();
    let mut flow = 0;
    for line in text.trim_start_matches('\u{FEFF}').lines() {
        let line = line.replace("**", "");
        if line.trim().is_empty() {
            continue;
        }
        if line.contains('\t') || line.trim_start().starts_with('|') {
            let separator = if line.contains('\t') { '\t' } else { '|' };
            let inner = if separator == '|' { line.trim().trim_matches('|') } else { line.as_str() };
            if inner.chars().all(|character| matches!(character, '-' | '|' | ':' | ' ')) {
                continue;
            }
            let cells = inner.split(separator).enumerate().map(|(column, cell)| Cell {
                blocks: vec![Block::Paragraph(paragraph(cell, flow))],
                column,
                column_span: 1,
                row_span: 1,
            });
            let row = Row { cells: cells.collect() };
            flow += 1;
            if let Some(Block::Table(table)) = blocks.last_mut() {
                table.rows.push(row);
            } else {
                blocks.push(Block::Table(Table { rows: vec![row], header_rows: 0 }));
            }
        } else {
            blocks.push(Block::Paragraph(paragraph(&line, flow)));
            flow += 1;
        }
    }
    let pages = vec![Page { number: None, size: None, blocks }];
    Ok(Warned::clean(Layout { reader: Reader::Text, encoding: Encoding::Unicode, pages }))
}

fn paragraph(line: &str, flow: u32) -> Paragraph {
    let words = line.split_whitespace().map(|word| Word {
        text: word.to_owned(),
        place: Place::InFlow { paragraph: flow },
        font: Font::default(),
        origin: Origin::Flow,
    });
    Paragraph { lines: vec![Line { words: words.collect() }], ..Paragraph::default() }
}
