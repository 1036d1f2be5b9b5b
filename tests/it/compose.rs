//! Makes the Word and PDF documents of `corpus/` from their `compose.toml`.
//!
//! In: every `corpus/<type>/<nnn>-<slug>/compose.toml` (format: `corpus/README.md`). Out: the document beside it.
//! Run on purpose, never with the other tests: `cargo test --test it -- --ignored compose`.
//! PDF documents are printed by LibreOffice; without `soffice` they are left as they are, with a word about it.
#![allow(clippy::print_stderr, reason = "says what was skipped")]

use std::path::{Path, PathBuf};
use std::process::Command;

use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Header, IndentLevel, Level, LevelJc, LevelSuffixType, LevelText, LineSpacing,
    LineSpacingType, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Run, RunFonts, SpecialIndentType, Start, Table,
    TableAlignmentType, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};
use serde::Deserialize;

/// Between the margins of an A4 page, in twentieths of a point.
const PAGE_WIDTH: usize = 9354;
const NUMBERING: usize = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compose {
    /// Name of the document; its ending says what to make, `.docx` or `.pdf`.
    file: String,
    /// Half points; 27 is 13,5 pt.
    #[serde(default = "usual_size")]
    size: usize,
    left: Vec<String>,
    #[serde(default = "motto")]
    right: Vec<String>,
    number: String,
    place_date: String,
    /// Under the number, as in a công văn.
    #[serde(default)]
    subject: Vec<String>,
    /// HỎA TỐC, KHẨN, under the number.
    stamp: Option<String>,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    addressees: Vec<String>,
    body: String,
    receivers: Vec<String>,
    signature: Vec<String>,
    signer: String,
    /// Like `body`, on a new page after the signature.
    annex: Option<String>,
    #[serde(default, rename = "table")]
    tables: Vec<Grid>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grid {
    /// Shares of the page's width.
    widths: Vec<usize>,
    /// How many rows are the header.
    header: usize,
    /// One letter for each column: l, c or r.
    align: String,
    /// Cells between `|`; `<` goes on from the left, `^` from above.
    rows: Vec<String>,
}

fn usual_size() -> usize {
    27
}

fn motto() -> Vec<String> {
    vec!["**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**".to_owned(), "**__Độc lập - Tự do - Hạnh phúc__**".to_owned()]
}

#[test]
#[ignore = "makes the documents of corpus/ anew"]
fn compose() {
    let office = Command::new("soffice").arg("--version").output().is_ok();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")) {
        let compose: Compose =
            toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let target = path.with_file_name(&compose.file);
        if target.extension().is_some_and(|ending| ending == "docx") {
            write(&compose, &target);
        } else if office {
            print(&compose, &target);
        } else {
            eprintln!("skipped {}: no soffice on this machine", target.display());
        }
    }
}

/// Every `compose.toml`, in order.
pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.file_name().is_some_and(|name| name == "compose.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn print(compose: &Compose, target: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let draft = folder.path().join(&compose.file).with_extension("docx");
    write(compose, &draft);
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(target.parent().unwrap())
        .arg(&draft)
        .output()
        .unwrap();
    assert!(done.status.success() && target.exists(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn write(compose: &Compose, target: &Path) {
    let font = RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman").east_asia("Times New Roman");
    let margin = PageMargin { top: 1134, bottom: 1134, left: 1701, right: 851, header: 567, footer: 567, gutter: 0 };
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(margin)
        .default_fonts(font)
        .default_size(compose.size)
        .title_pg()
        .first_header(Header::new())
        .header(Header::new().add_paragraph(Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new())))
        .add_abstract_numbering(numbering())
        .add_numbering(Numbering::new(NUMBERING, NUMBERING))
        .add_table(letterhead(compose))
        .add_paragraph(tight());
    for (place, line) in compose.title.iter().enumerate() {
        let size = if place == 0 { compose.size + 1 } else { compose.size };
        docx = docx.add_paragraph(runs(tight().align(AlignmentType::Center), &format!("**{line}**"), size));
    }
    if !compose.title.is_empty() {
        docx = docx.add_paragraph(tight());
    }
    docx = addressees(docx, compose);
    docx = body(docx, compose, &compose.body);
    docx = docx.add_paragraph(tight()).add_table(footer(compose));
    if let Some(annex) = &compose.annex {
        docx = docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
        docx = body(docx, compose, annex);
    }
    docx.pack(std::fs::File::create(target).unwrap()).unwrap();
}

/// I. → 1. → a) → -
fn numbering() -> AbstractNumbering {
    let formats = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-")];
    formats.iter().enumerate().fold(AbstractNumbering::new(NUMBERING), |list, (level, (format, text))| {
        let level = Level::new(level, Start::new(1), NumberFormat::new(*format), LevelText::new(*text), LevelJc::new("left"));
        list.add_level(level.suffix(LevelSuffixType::Space).indent(Some(0), Some(SpecialIndentType::FirstLine(567)), None, None))
    })
}

fn letterhead(compose: &Compose) -> Table {
    let small = compose.size - 2;
    let centred = |line: &String, size| runs(tight().align(AlignmentType::Center), line, size);
    let mut names = TableCell::new();
    for line in &compose.left {
        names = names.add_paragraph(centred(line, small));
    }
    let mut motto = TableCell::new();
    for line in &compose.right {
        motto = motto.add_paragraph(centred(line, small));
    }
    let mut number = TableCell::new().add_paragraph(centred(&compose.number, small));
    for line in &compose.subject {
        number = number.add_paragraph(centred(line, small - 2));
    }
    if let Some(stamp) = &compose.stamp {
        number = number.add_paragraph(centred(&format!("**{stamp}**"), small + 2));
    }
    let date = TableCell::new().add_paragraph(centred(&format!("*{}*", compose.place_date), small));
    unruled(vec![TableRow::new(vec![names, motto]), TableRow::new(vec![number, date])], [3900, 5900])
}

fn addressees(mut docx: Docx, compose: &Compose) -> Docx {
    match compose.addressees.as_slice() {
        [] => return docx,
        [one] => docx = docx.add_paragraph(runs(tight().align(AlignmentType::Center), &format!("Kính gửi: {one}"), compose.size)),
        many => {
            let indent = |left| tight().indent(Some(left), None, None, None);
            docx = docx.add_paragraph(runs(indent(1900), "Kính gửi:", compose.size));
            for line in many {
                docx = docx.add_paragraph(runs(indent(2800), line, compose.size));
            }
        }
    }
    docx.add_paragraph(tight())
}

fn body(mut docx: Docx, compose: &Compose, text: &str) -> Docx {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(place) = line.strip_prefix("@table ") {
            let grid = &compose.tables[place.trim().parse::<usize>().unwrap() - 1];
            docx = docx.add_table(ruled(grid, compose.size - 3)).add_paragraph(tight());
        } else {
            docx = docx.add_paragraph(paragraph(line, compose.size));
        }
    }
    docx
}

/// One line of a body: `#I `, `#1 `, `#a `, `#- ` number it automatically, `> ` centres, `~ ` does not indent.
fn paragraph(line: &str, size: usize) -> Paragraph {
    let spaced = Paragraph::new().line_spacing(LineSpacing::new().before(60).after(60).line_rule(LineSpacingType::Auto).line(252));
    let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
    let level = ["#I", "#1", "#a", "#-"].iter().position(|known| *known == mark);
    match (mark, level) {
        (_, Some(level)) => {
            runs(spaced.numbering(NumberingId::new(NUMBERING), IndentLevel::new(level)).align(AlignmentType::Both), rest, size)
        }
        (">", _) => runs(spaced.align(AlignmentType::Center), rest, size),
        ("~", _) => runs(spaced.align(AlignmentType::Both), rest, size),
        _ => runs(spaced.align(AlignmentType::Both).indent(None, Some(SpecialIndentType::FirstLine(567)), None, None), line, size),
    }
}

fn ruled(grid: &Grid, size: usize) -> Table {
    let cells: Vec<Vec<&str>> = grid.rows.iter().map(|row| row.split('|').map(str::trim).collect()).collect();
    let total: usize = grid.widths.iter().sum();
    let widths: Vec<usize> = grid.widths.iter().map(|share| share * PAGE_WIDTH / total).collect();
    let rows = (0..cells.len()).map(|row| ruled_row(grid, &cells, row, &widths, size)).collect();
    Table::new(rows).set_grid(widths).layout(TableLayoutType::Fixed).align(TableAlignmentType::Center)
}

fn ruled_row(grid: &Grid, cells: &[Vec<&str>], row: usize, widths: &[usize], size: usize) -> TableRow {
    assert_eq!(cells[row].len(), widths.len(), "cells in row {}", grid.rows[row]);
    let mut made = Vec::new();
    for (column, text) in cells[row].iter().enumerate().filter(|(_, text)| **text != "<") {
        let span = 1 + cells[row][column + 1..].iter().take_while(|text| **text == "<").count();
        let head = row < grid.header;
        let align = match grid.align.chars().nth(column) {
            _ if head => AlignmentType::Center,
            Some('c') => AlignmentType::Center,
            Some('r') => AlignmentType::Right,
            _ => AlignmentType::Left,
        };
        let below = cells.get(row + 1).is_some_and(|next| next[column] == "^");
        let mut cell = TableCell::new().vertical_align(VAlignType::Center);
        cell = cell.width(widths[column..column + span].iter().sum(), WidthType::Dxa);
        if span > 1 {
            cell = cell.grid_span(span);
        }
        cell = match (*text == "^", below) {
            (true, _) => cell.vertical_merge(VMergeType::Continue).add_paragraph(tight()),
            (false, true) => cell.vertical_merge(VMergeType::Restart),
            (false, false) => cell,
        };
        if *text != "^" {
            let marked = if head { format!("**{text}**") } else { (*text).to_owned() };
            cell = cell.add_paragraph(runs(tight().align(align), &marked, size));
        }
        made.push(cell);
    }
    TableRow::new(made).cant_split()
}

fn footer(compose: &Compose) -> Table {
    let mut left = TableCell::new().add_paragraph(runs(tight(), "***Nơi nhận:***", 24));
    for line in &compose.receivers {
        left = left.add_paragraph(runs(tight(), line, 22));
    }
    let mut right = TableCell::new();
    for line in &compose.signature {
        right = right.add_paragraph(runs(tight().align(AlignmentType::Center), &format!("**{line}**"), compose.size));
    }
    for _ in 0..4 {
        right = right.add_paragraph(tight());
    }
    right = right.add_paragraph(runs(tight().align(AlignmentType::Center), &format!("**{}**", compose.signer), compose.size));
    unruled(vec![TableRow::new(vec![left, right]).cant_split()], [4700, 4650])
}

fn unruled(rows: Vec<TableRow>, widths: [usize; 2]) -> Table {
    let rows = rows.into_iter().map(|mut row| {
        let cells = std::mem::take(&mut row.cells);
        let cells = cells.into_iter().zip(widths).map(|(docx_rs::TableRowChild::TableCell(cell), width)| cell.width(width, WidthType::Dxa));
        row.cells = cells.map(docx_rs::TableRowChild::TableCell).collect();
        row
    });
    Table::without_borders(rows.collect())
        .set_grid(widths.to_vec())
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(0, 40, 60, 40))
}

fn tight() -> Paragraph {
    Paragraph::new().line_spacing(LineSpacing::new().before(0).after(0))
}

/// Adds text to a paragraph: `**bold**`, `*italic*`, `__underlined__`; a lone `*` is itself.
fn runs(mut paragraph: Paragraph, text: &str, size: usize) -> Paragraph {
    if text == "*" {
        return paragraph.add_run(Run::new().add_text(text).size(size));
    }
    let (mut bold, mut italic, mut underlined) = (false, false, false);
    let mut rest = text;
    while !rest.is_empty() {
        let end = [rest.find('*'), rest.find("__")].into_iter().flatten().min().unwrap_or(rest.len());
        if end > 0 {
            let mut run = Run::new().add_text(&rest[..end]).size(size);
            run = if bold { run.bold() } else { run };
            run = if italic { run.italic() } else { run };
            run = if underlined { run.underline("single") } else { run };
            paragraph = paragraph.add_run(run);
        }
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix("**") {
            (bold, rest) = (!bold, after);
        } else if let Some(after) = rest.strip_prefix('*') {
            (italic, rest) = (!italic, after);
        } else if let Some(after) = rest.strip_prefix("__") {
            (underlined, rest) = (!underlined, after);
        }
    }
    paragraph
}
