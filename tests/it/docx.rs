//! DOCX as Word writes it: labels, spans, tracked changes, boxes, and files that are broken.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use unicode_normalization::UnicodeNormalization as _;
use vanthu::intake;
use vanthu::layout::{Block, Encoding, Paragraph, Part};
use vanthu::read::{self, ReadError, ReadErrorCode};
use vanthu::warning::Warned;

const NAMESPACES: &str = "xmlns:w='urn:w' xmlns:r='urn:r' xmlns:mc='urn:mc' xmlns:v='urn:v'";

fn file(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Result<Warned<vanthu::layout::Layout>, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.docx");
    std::fs::write(&path, bytes).unwrap();
    read_source(&intake::open(&path).unwrap())
}

fn read_source(source: &intake::Source) -> Result<Warned<vanthu::layout::Layout>, ReadError> {
    read::read(source.kind, &source.bytes, &|_| {})
}

fn blocks(body: &str, others: &[(&str, &str)]) -> Vec<Block> {
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let mut parts = vec![("word/document.xml", document.as_str())];
    parts.extend_from_slice(others);
    read(&file(&parts)).unwrap().value.pages.remove(0).blocks
}

fn said(paragraph: &Paragraph) -> String {
    let line = |line: &vanthu::layout::Line| line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let lines = paragraph.lines.iter().map(line).collect::<Vec<_>>().join(" / ");
    paragraph.label.as_ref().map_or(lines.clone(), |label| format!("{label} {lines}"))
}

fn show(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => said(paragraph),
        Block::Columns(columns) => {
            let columns: Vec<String> = columns.iter().map(|column| column.iter().map(show).collect::<Vec<_>>().join(" // ")).collect();
            format!("[{}]", columns.join(" | "))
        }
        Block::Table(table) => {
            let cell = |cell: &vanthu::layout::Cell| {
                let inner: String = cell.blocks.iter().map(show).collect();
                format!("{inner}@{}+{}x{}", cell.column, cell.column_span, cell.row_span)
            };
            table.rows.iter().map(|row| format!("<{}>", row.cells.iter().map(cell).collect::<Vec<_>>().join("; "))).collect()
        }
    }
}

fn shown(body: &str, others: &[(&str, &str)]) -> Vec<String> {
    blocks(body, others).iter().map(show).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn numbering() -> String {
    let level = |place: u32, format: &str, text: &str| {
        format!("<w:lvl w:ilvl='{place}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{text}'/></w:lvl>")
    };
    format!(
        "<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum><w:abstractNum w:abstractNumId='1'>{}{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
         <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num></w:numbering>",
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2."),
        level(2, "lowerLetter", "%3)"),
        level(0, "bullet", "\u{F0B7}"),
        level(1, "bullet", "+"),
    )
}

#[test]
fn automatic_numbers_are_counted_as_word_shows_them() {
    let body = [
        item(1, 0, "một"),
        item(1, 1, "một một"),
        item(1, 2, "chữ"),
        item(1, 2, "chữ"),
        p("xen giữa"),
        item(1, 1, "một hai"),
        item(1, 0, "hai"),
        item(1, 1, "hai một"),
        item(2, 0, "gạch"),
        item(2, 1, "cộng"),
        item(3, 0, "bảy"),
        item(9, 0, "không có"),
    ];
    let numbering = numbering();
    assert_eq!(
        shown(&body.concat(), &[("word/numbering.xml", &numbering)]),
        [
            "I. một",
            "I.1. một một",
            "a) chữ",
            "b) chữ",
            "xen giữa",
            "I.2. một hai",
            "II. hai",
            "II.1. hai một",
            "- gạch",
            "+ cộng",
            "VII. bảy",
            "không có"
        ]
    );
}

#[test]
fn a_style_gives_number_and_weight_and_a_paragraph_may_refuse_them() {
    let styles = format!(
        "<w:styles {NAMESPACES}><w:style w:type='paragraph' w:styleId='Goc'><w:rPr><w:b/><w:sz w:val='28'/></w:rPr></w:style>\
         <w:style w:type='paragraph' w:styleId='Muc'><w:basedOn w:val='Goc'/><w:pPr><w:jc w:val='center'/><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let body = "<w:p><w:pPr><w:pStyle w:val='Muc'/></w:pPr><w:r><w:t>có</w:t></w:r></w:p>\
                <w:p><w:pPr><w:pStyle w:val='Muc'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr><w:r><w:rPr><w:b w:val='0'/><w:i/></w:rPr><w:t>không</w:t></w:r></w:p>";
    let numbering = numbering();
    let blocks = blocks(body, &[("word/styles.xml", &styles), ("word/numbering.xml", &numbering)]);
    assert_eq!(blocks.iter().map(show).collect::<Vec<_>>(), ["I. có", "không"]);
    let font = |index: usize| match &blocks[index] {
        Block::Paragraph(paragraph) => paragraph.lines[0].words[0].font,
        other => panic!("{other:?}"),
    };
    assert_eq!((font(0).bold, font(0).italic, font(0).size), (true, false, 14.0));
    assert_eq!((font(1).bold, font(1).italic), (false, true));
}

#[test]
fn tracked_changes_count_as_accepted() {
    let body = "<w:p><w:r><w:t xml:space='preserve'>hạn </w:t></w:r><w:del><w:r><w:delText>30/6</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>31/7</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>CŨ</w:t></w:r></w:moveFrom></w:p>";
    assert_eq!(shown(body, &[]), ["hạn 31/7"]);
}

#[test]
fn hyphens_breaks_symbols_and_fields() {
    let body = "<w:p><w:r><w:t>12/UBND</w:t><w:noBreakHyphen/><w:t>NC</w:t></w:r><w:r><w:br/><w:t>ho</w:t><w:softHyphen/><w:t>á</w:t><w:tab/>\
                <w:sym w:font='Wingdings' w:char='F0FC'/></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
                <w:r><w:t xml:space='preserve'> 5/6</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>";
    assert_eq!(shown(body, &[]), ["12/UBND-NC / hoá ✓ 5/6"]);
}

#[test]
fn items_typed_with_hard_breaks_are_items() {
    let body = "<w:p><w:r><w:t>Nơi nhận:</w:t><w:br/><w:t>- Như trên;</w:t><w:br/><w:t>- Lưu: VT.</w:t></w:r></w:p>";
    assert_eq!(shown(body, &[]), ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]);
}

#[test]
fn spans_and_merged_cells() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let grid = "<w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>";
    let table = [
        format!("<w:tbl>{grid}<w:tr><w:trPr><w:tblHeader/></w:trPr>"),
        cell("<w:vMerge w:val='restart'/>", "TT"),
        cell("<w:gridSpan w:val='2'/>", "Điểm"),
        "</w:tr><w:tr>".to_owned(),
        cell("<w:vMerge/>", ""),
        cell("", "Nộp"),
        cell("", "Trả"),
        "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>".to_owned(),
        cell("", "9"),
        cell("", "8"),
        "</w:tr></w:tbl>".to_owned(),
    ]
    .concat();
    let blocks = blocks(&table, &[]);
    assert_eq!(blocks.iter().map(show).collect::<Vec<_>>(), ["<TT@0+1x2; Điểm@1+2x1><Nộp@1+1x1; Trả@2+1x1><9@1+1x1; 8@2+1x1>"]);
    assert!(matches!(&blocks[0], Block::Table(table) if table.header_rows == 1));
}

#[test]
fn a_letterhead_in_a_table_without_lines_is_columns() {
    let cell = |texts: &[&str]| format!("<w:tc>{}</w:tc>", texts.iter().map(|text| p(text)).collect::<String>());
    let row = |left: &[&str], right: &[&str]| format!("<w:tr>{}{}</w:tr>", cell(left), cell(right));
    let table = format!(
        "<w:tbl><w:tblPr/>{}{}{}</w:tbl>",
        row(&["SỞ TƯ PHÁP", "-------"], &["CỘNG HÒA"]),
        row(&["Số: 1/STP"], &["Ngày 2"]),
        row(&["Kính gửi:"], &["- Các phòng;", "- Các đội."])
    );
    assert_eq!(shown(&table, &[]), ["[SỞ TƯ PHÁP // Số: 1/STP | CỘNG HÒA // Ngày 2]", "Kính gửi:", "- Các phòng;", "- Các đội."]);
}

#[test]
fn legacy_fonts_are_decoded() {
    let run = |font: &str, text: &str| format!("<w:p><w:r><w:rPr><w:rFonts w:ascii='{font}'/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    let body = [run(".VnTime", "ng\u{AD}êi d©n"), run(".VnTimeH", "Së y tÕ"), run("VNI-Times", "coâng vaên"), run("Arial", "Số")].concat();
    let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
    let layout = read(&file(&[("word/document.xml", &document)])).unwrap().value;
    assert_eq!(layout.pages[0].blocks.iter().map(show).collect::<Vec<_>>(), ["người dân", "SỞ Y TẾ", "công văn", "Số"]);
    assert_eq!(layout.encoding, Encoding::Tcvn3);
}

#[test]
fn files_that_are_no_documents_are_refused_by_name() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().code;
    assert_eq!(refused(&file(&[("photo.jpg", "x")])), ReadErrorCode::Unsupported);
    assert_eq!(refused(&file(&[("word/styles.xml", "<a/>")])), ReadErrorCode::Damaged);
    assert_eq!(refused(&file(&[("word/document.xml", "<w:document><w:body>")])), ReadErrorCode::Damaged);
    assert_eq!(refused(&file(&[("word/document.xml", "<w:document><w:body/></w:document>")])), ReadErrorCode::Empty);
    assert_eq!(refused(&file(&[("word/document.xml", &"<a>".repeat(1000))])), ReadErrorCode::TooLarge);
    assert_eq!(refused(&file(&[("word/document.xml", &format!("<a>{}</a>", " ".repeat(70 << 20)))])), ReadErrorCode::TooLarge);
    let whole = file(&[("word/document.xml", "<w:document><w:body/></w:document>")]);
    assert_eq!(refused(&whole[..whole.len() / 2]), ReadErrorCode::Damaged);
}

fn corpus(name: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not beside the project", path.display());
    }
    path.exists().then_some(path)
}

/// One of everything; each line of the file names its own feature.
#[test]
fn every_feature_of_the_sample_is_read() {
    let Some(path) = corpus("forms/features.docx") else { return };
    let layout = read_source(&intake::open(&path).unwrap()).unwrap().value;
    let blocks = &layout.pages[0].blocks;
    let all: Vec<String> = blocks.iter().map(show).collect();
    for line in [
        "F01 tab[ ] br[ / ] nbh[-] shy[] sym[✓] cr[ / ]",
        "F02 ins/del: hạn 31/7/2024 xong",
        "F02b moved: MOVETO",
        "F03 link: dichvucong.gov.vn fieldlink: x.vn page: 7",
        "F04 fldSimple: 01/02/2024 smartTag: 05/4/2023",
        "F05 block sdt: Số 12/UBND",
        "F06 inline sdt: ngày 04 tháng 3 end",
        "F07 textbox:",
        "F08 footnote comment",
        "F09 hidden: caps: VIẾT HOA",
        "1. F10 num a",
        "2. F10 num b",
        "a) F10 sub",
        "b) F10 sub2",
        "3. F10 num c",
        "- F10 dash",
        "5. F10 restart (numId 93 lvlOverride start 5)",
        "I. F10 by style",
        "F10 style off",
        "<F11 A1@0+1x2; F11 B1-C1@1+2x1><F11 B2@1+1x1; F11 C2F11 nested@2+1x1><F11 B3@1+1x1; F11 C3@2+1x1>",
        "F12 row in sdt",
        "F13 math: x=1",
        "F14 inserted with link in ins",
        "F15 in customXml block",
    ] {
        assert_eq!(all.iter().filter(|own| *own == line).count(), 1, "{line}\n{all:#?}");
    }
    let of = |part: Part| -> Vec<String> {
        let own = |block: &&Block| matches!(block, Block::Paragraph(paragraph) if paragraph.part == part);
        blocks.iter().filter(own).map(show).collect()
    };
    assert_eq!(of(Part::TextBox), ["TEXTBOX: HỎA TỐC"]);
    assert_eq!(of(Part::Footnote), ["FN: chú thích chân trang"]);
    assert_eq!(of(Part::Header), ["HDR: 2"]);
    assert_eq!(of(Part::Footer), ["FTR: chân trang"]);
    // A reviewer's remark is no part of the document.
    assert!(all.iter().all(|own| !own.contains("CMT")), "{all:#?}");
}

/// The Word documents of a folder and all below it.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            documents(&path, found);
        } else if path.extension().is_some_and(|end| end == "docx") {
            found.push(path);
        }
    }
}

/// Paragraphs with an automatic number, also those in tables.
fn numbered(blocks: &[Block], into: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.label.is_some() => into.push(said(paragraph)),
            Block::Paragraph(_) => {}
            Block::Columns(columns) => columns.iter().for_each(|column| numbered(column, into)),
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| numbered(&cell.blocks, into)),
        }
    }
}

/// Words alone; LibreOffice writes every bullet as its own.
fn plain(line: &str) -> String {
    let line: String = line.nfc().collect();
    let words = line.split(|character: char| character.is_whitespace() || "/\u{AD}".contains(character)).filter(|word| !word.is_empty());
    let words = words.map(|word| if ["-", "•", "◦", "▪", "+", "–"].contains(&word) { "•" } else { word });
    words.collect::<Vec<_>>().join(" ").replace('\u{2011}', "-")
}

#[test]
fn automatic_numbers_are_those_that_libreoffice_prints() {
    let mut files = Vec::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["corpus", "../shared/corpus/forms"] {
        documents(&own.join(folder), &mut files);
    }
    let folder = tempfile::tempdir().unwrap();
    let home = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut command = Command::new("soffice");
    command.arg(home).args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]).arg(folder.path()).args(&files);
    if !command.output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    let mut compared = 0;
    for file in files {
        let Ok(printed) = std::fs::read_to_string(folder.path().join(file.with_extension("txt").file_name().unwrap())) else { continue };
        let printed: Vec<String> = printed.lines().map(plain).collect();
        let layout = read_source(&intake::open(&file).unwrap()).unwrap().value;
        if layout.encoding != Encoding::Unicode {
            continue;
        }
        let mut found = Vec::new();
        layout.pages.iter().for_each(|page| numbered(&page.blocks, &mut found));
        for paragraph in found {
            let ours = plain(&paragraph);
            // A line break inside a paragraph begins a new line there.
            let same = printed.iter().any(|theirs| !theirs.is_empty() && (ours == *theirs || ours.starts_with(&format!("{theirs} "))));
            assert!(same, "{}: {ours}", file.display());
            compared += 1;
        }
    }
    eprintln!("{compared} numbers compared");
    assert!(compared > 0);
}

#[test]
fn broken_files_are_read_or_refused() {
    let Some(folder) = corpus("broken") else { return };
    let name = |code: ReadErrorCode| Some(code.as_str());
    let refused = [
        ("bomb1500MB", name(ReadErrorCode::TooLarge)),
        ("nest2000", name(ReadErrorCode::TooLarge)),
        ("nest20000", name(ReadErrorCode::TooLarge)),
        ("doc_renamed", name(ReadErrorCode::Damaged)),
        ("empty_xml", name(ReadErrorCode::Damaged)),
        ("no_document", name(ReadErrorCode::Damaged)),
        ("not_xml", name(ReadErrorCode::Damaged)),
        ("trunc_xml", name(ReadErrorCode::Damaged)),
        ("trunc_zip", name(ReadErrorCode::Damaged)),
        ("utf16", None),
        ("entity", None),
        ("no_styles", None),
        ("no_rels", None),
        ("huge_gridspan", None),
        ("neg_ilvl", None),
        ("bad_size", None),
    ];
    for (file, code) in refused {
        let source = intake::open(&folder.join(format!("{file}.docx"))).unwrap();
        assert_eq!(read_source(&source).err().map(|error| error.code.as_str()), code, "{file}");
    }
}
