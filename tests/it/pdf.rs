//! The PDF reader: what a page draws comes out as lines, columns and tables; bad files end with a reason.

use std::path::PathBuf;

use vanthu::intake::FileKind;
use vanthu::layout::{Block, Layout, Line, Part};
use vanthu::read::{ReadErrorCode, read};
use vanthu::warning::WarningCode;

/// A PDF of pages with these content streams, in Helvetica.
fn pdf(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 595 842] >>", kids.join(" "), contents.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, content) in contents.iter().enumerate() {
        let stream = 5 + 2 * page;
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {stream} 0 R /Resources << /Font << /F 3 0 R >> >> >>"));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let start = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

fn show(text: &str, x: u32, y: u32) -> String {
    format!("BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n")
}

fn line(line: &Line) -> String {
    line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The layout as an indented listing.
fn listing(blocks: &[Block], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let lines: Vec<String> = paragraph.lines.iter().map(line).collect();
                let bold = paragraph.lines.iter().flat_map(|line| &line.words).all(|word| word.font.bold);
                let marks = format!("{:?} {:?}{}", paragraph.align, paragraph.part, if bold { " bold" } else { "" });
                out.push_str(&format!("{indent}¶ {marks}: {}\n", lines.join(" ⏎ ")));
            }
            Block::Columns(columns) => {
                for column in columns {
                    out.push_str(&format!("{indent}COLUMN\n"));
                    listing(column, depth + 1, out);
                }
            }
            Block::Table(table) => {
                out.push_str(&format!("{indent}TABLE head {}\n", table.header_rows));
                for row in &table.rows {
                    let mut cells = Vec::new();
                    for cell in &row.cells {
                        let mut text = String::new();
                        listing(&cell.blocks, 0, &mut text);
                        let text = text.replace("¶ Left Body: ", "").replace("¶ Center Body: ", "").trim().replace('\n', " ¶ ");
                        cells.push(format!("{}[{}x{}] {text}", cell.column, cell.column_span, cell.row_span));
                    }
                    out.push_str(&format!("{indent}  {}\n", cells.join(" | ")));
                }
            }
        }
    }
}

fn all(layout: &Layout) -> String {
    let mut out = String::new();
    for page in &layout.pages {
        out.push_str(&format!("=== page {:?}\n", page.number));
        listing(&page.blocks, 0, &mut out);
    }
    out
}

fn corpus(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    bytes
}

/// Not a test: prints how a file is read. `PDF=path cargo test --test it dump -- --ignored --nocapture`
#[test]
#[ignore = "prints a layout for people"]
fn dump() {
    let path = std::env::var("PDF").unwrap();
    match read(FileKind::Pdf, &std::fs::read(path).unwrap()) {
        Ok(read) => println!("{}{:?}", all(&read.value), read.warnings),
        Err(error) => println!("error {error}"),
    }
}
