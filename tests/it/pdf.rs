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
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: {} is not there", path.display());
        }
    }
    bytes
}

/// Not a test: prints how a file is read. `PDF=path cargo test --test it dump -- --ignored --nocapture`
#[test]
#[ignore = "prints a layout for people"]
#[expect(clippy::print_stdout, reason = "that is what it is for")]
fn dump() {
    let path = std::env::var("PDF").unwrap();
    match read(FileKind::Pdf, &std::fs::read(path).unwrap()) {
        Ok(read) => println!("{}{:?}", all(&read.value), read.warnings),
        Err(error) => println!("error {error}"),
    }
}

#[test]
fn a_small_pdf_gives_lines_table_and_page_numbers() {
    let mut first = show("TIEU DE", 270, 780);
    first += &show("Mot dong van ban du dai de di het be ngang cua trang giay nay, roi xuong", 100, 750);
    first += &show("dong.", 72, 735);
    // A table of two by two, its lines stroked.
    for y in [700, 680, 660] {
        first += &format!("72 {y} m 300 {y} l S\n");
    }
    for x in [72, 150, 300] {
        first += &format!("{x} 660 m {x} 700 l S\n");
    }
    first += &(show("TT", 80, 685) + &show("Ten", 160, 685) + &show("1", 80, 665) + &show("Xa", 160, 665));
    // Fake bold by overprint.
    first += &(show("Ket thuc", 72, 600) + "1 0 0 1 0.3 0 cm\n" + &show("Ket thuc", 72, 600));
    let second = show("2", 295, 800) + &show("Trang sau", 72, 750);
    let read = read(FileKind::Pdf, &pdf(&[&first, &second])).unwrap();
    let listing = all(&read.value);
    assert!(listing.contains("nay, roi xuong ⏎ dong.\n"), "{listing}");
    assert!(listing.contains("0[1x1] TT | 1[1x1] Ten\n  0[1x1] 1 | 1[1x1] Xa\n"), "{listing}");
    assert!(listing.contains("¶ Left Body bold: Ket thuc\n"), "{listing}");
    assert!(listing.contains("¶ Left Header: 2\n¶ Left Body: Trang sau\n"), "{listing}");
    assert!(read.warnings.is_empty());
}

#[test]
fn trouble_has_a_name() {
    let code = |bytes: &[u8]| read(FileKind::Pdf, bytes).unwrap_err().code;
    assert_eq!(code(b"%PDF-1.7\nnothing else"), ReadErrorCode::Damaged);
    assert_eq!(code(&pdf(&[""])), ReadErrorCode::Empty);
    let junk = (0..20).map(|line| show("!#$%& 0#1$ *+,=! <=>?@ ~^_`{", 72, 700 - 15 * line)).collect::<String>();
    assert_eq!(code(&pdf(&[&junk])), ReadErrorCode::NeedsOcr);
    let good = read(FileKind::Pdf, &pdf(&[&show("Trang nay doc duoc", 72, 700), &junk])).unwrap();
    assert_eq!(good.warnings.iter().map(|w| (w.code, w.detail.as_str())).collect::<Vec<_>>(), [(WarningCode::JunkTextLayer, "2")]);
}

#[test]
fn bad_files_end_with_a_reason() {
    for (name, expected) in [
        ("001_trunc60", Some(ReadErrorCode::Damaged)),
        ("004_rc4", Some(ReadErrorCode::Locked)),
        ("004_userpw", Some(ReadErrorCode::Locked)),
        ("h_deeparr", None),
        ("h_deepdict", None),
        ("h_flatebomb", None),
        ("h_parentloop", None),
        ("h_selfform", None),
        ("h_type3loop", None),
    ] {
        let Some(bytes) = corpus(&format!("broken/{name}.pdf")) else { return };
        let code = read(FileKind::Pdf, &bytes).err().map(|error| error.code);
        assert_ne!(code, Some(ReadErrorCode::Crashed), "{name}");
        if expected.is_some() {
            assert_eq!(code, expected, "{name}");
        }
    }
}

#[test]
fn one_document_reads_the_same_in_every_form() {
    for (name, forms) in [("001", vec!["001_junkhead", "001_nostartxref", "001_objstm"]), ("004", vec!["004_ownerpw"])] {
        let Some(plain) = corpus(&format!("forms/{name}.pdf")) else { return };
        let expected = all(&read(FileKind::Pdf, &plain).unwrap().value);
        for form in forms {
            let Some(bytes) = corpus(&format!("forms/{form}.pdf")) else { return };
            assert_eq!(all(&read(FileKind::Pdf, &bytes).unwrap().value), expected, "{form}");
        }
    }
}

#[test]
fn letterheads_tables_and_stamps_of_the_corpus() {
    let of = |name: &str| corpus(name).map(|bytes| read(FileKind::Pdf, &bytes).unwrap().value);
    let Some(stamped) = of("forms/004_annot.pdf") else { return };
    let Some(plain) = of("forms/004.pdf") else { return };
    let top = |layout: &Layout| all(layout).lines().take(10).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(top(&stamped), top(&plain), "number and date come from a stamp and a form field");
    let Some(Layout { pages, .. }) = of("forms/003.pdf") else { return };
    let tables: Vec<usize> = pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter_map(|block| match block {
            Block::Table(table) => Some(table.rows.len()),
            Block::Paragraph(_) | Block::Columns(_) => None,
        })
        .collect();
    assert_eq!(tables, [10, 10, 10, 11, 11, 10], "rows with their heading");
    assert!(matches!(pages[0].blocks.first(), Some(Block::Columns(columns)) if columns.len() == 2));
    let flow = |block: &&Block| !matches!(block, Block::Paragraph(paragraph) if paragraph.part != Part::Body);
    assert!(matches!(pages[8].blocks.iter().rfind(flow), Some(Block::Columns(_))), "signature block");
}
