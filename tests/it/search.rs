//! Documents are found by what clerks type, and nothing they type is an error.

use std::collections::BTreeMap;

use vanthu::archive::Archive;
use vanthu::index::ShortForms;
use vanthu::intake;
use vanthu::layout::{Block, Cell, Encoding, Font, Layout, Line, Origin, Page, Paragraph, Place, Reader, Rect, Row, Table, Word};
use vanthu::pattern::Patterns;
use vanthu::pipeline;
use vanthu::text;

use crate::support::Office;

#[test]
fn words_are_found_without_their_marks_and_shown_with_them() {
    let office = Office::with_documents();
    let found = office.json(&["search", "so hoa ho so", "--json", "--limit", "5"]);
    assert_eq!(found["total"], 1);
    let hit = &found["hits"][0];
    assert_eq!(hit["file_name"], "so-hoa.txt");
    let passages: Vec<&str> = hit["passages"].as_array().unwrap().iter().map(|passage| passage["text"].as_str().unwrap()).collect();
    assert!(passages.iter().any(|text| text.contains("<mark>Số hóa hồ sơ</mark>")), "{passages:?}");
    assert!(hit["passages"][0]["page"].is_null());
}

#[test]
fn other_spellings_of_the_same_word_are_found() {
    let office = Office::with_documents();
    for query in ["số hoá hồ sơ", "SỐ HÓA HỒ SƠ", "số ho\u{301}a", "\"hồ sơ\"", "ho so -duong", "417/UBND-NC"] {
        assert_eq!(office.found(query).first().map(String::as_str), Some("so-hoa.txt"), "{query}");
    }
    assert_eq!(office.found("thủ tục hành chính"), ["duong-bo.txt"]);
    assert_eq!(office.found("tthc"), ["duong-bo.txt"]);
}

#[test]
fn the_marks_typed_come_first() {
    let office = Office::new();
    office.file("in/hoa.txt", "Hội chợ hoa, hoa và hoa mùa xuân".as_bytes());
    office.file("in/hóa.txt", "Báo cáo kết quả hóa giải các vướng mắc trong nhiều lĩnh vực khác nhau của đời sống".as_bytes());
    assert!(office.run(&["ingest", "in"]).status.success());
    assert_eq!(office.found("hóa"), ["hóa.txt", "hoa.txt"]);
    assert_eq!(office.found("hoa").len(), 2);
}

#[test]
fn words_and_phrases_and_exclusions_mean_what_they_say() {
    let office = Office::with_documents();
    assert_eq!(office.found("\"sơ hồ\"").len(), 0);
    assert_eq!(office.found("ngày \"sơ hồ\"").len(), 0);
    assert_eq!(office.found("ngày tháng").len(), 2);
    assert_eq!(office.found("ngày -\"đường bộ\""), ["so-hoa.txt"]);
    // Nothing has all of it: most of it will do.
    assert_eq!(office.found("đường bộ ven sông vũ trụ")[0], "duong-bo.txt");
    assert_eq!(office.found("").len(), 0);
}

#[test]
fn no_query_is_an_error() {
    let office = Office::with_documents();
    let forms = ShortForms::new(&BTreeMap::from([("TTHC".to_owned(), vec!["thủ tục hành chính".to_owned()])]));
    let mut archive = Archive::open(&office.home()).unwrap();
    let letters: Vec<char> = "aàđƯ 0/-\"“”:()[]{}*?~^+!&|\\'\t\u{300}\u{1F600}ố AND OR NOT TTHC".chars().collect();
    let mut state = 20_240_305_u64;
    for _ in 0..300 {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap()
        };
        let length = next() % 40;
        let query: String = (0..length).map(|_| letters[next() % letters.len()]).collect();
        archive.search(&query, 10, &forms).unwrap_or_else(|error| panic!("{query:?}: {error}"));
    }
    archive.search(&"rất dài ".repeat(2000), 10, &forms).unwrap();
    archive.search("hồ sơ", 0, &forms).unwrap();
    assert_eq!(archive.search("hồ sơ", usize::MAX, &forms).unwrap().total, 1);
}

#[test]
fn a_document_keeps_its_pages_and_numbers_through_the_archive() {
    let office = Office::with_documents();
    let source = intake::open(&office.path("in/so-hoa.txt")).unwrap();
    let processed = pipeline::process(&source, &Patterns::embedded().unwrap()).unwrap();
    let kept = office.json(&["show", "--json", source.id.as_str()]);
    let printed: serde_json::Value = serde_json::from_str(&serde_json::to_string(&processed.record).unwrap()).unwrap();
    assert_eq!(kept, printed);
}

#[test]
fn passages_know_their_pages_and_rows_stay_together() {
    let word = |text: &str, page: u32| {
        let place = Place::OnPage { page, rect: Rect::default() };
        Line { words: vec![Word { text: text.into(), place, font: Font::default(), origin: Origin::TextLayer }] }
    };
    let paragraph = |lines: Vec<Line>| Block::Paragraph(Paragraph { lines, ..Paragraph::default() });
    let cell = |column: usize, blocks: Vec<Block>| Cell { blocks, column, column_span: 1, row_span: 1 };
    let row = |name: &str| Row {
        cells: vec![
            cell(0, vec![paragraph(vec![word(name, 2)])]),
            cell(1, vec![paragraph(vec![word("91,5", 2)]), paragraph(vec![word("đạt", 2)])]),
        ],
    };
    let table = Block::Table(Table { rows: vec![row("Đông"), row("Tây")], header_rows: 0 });
    let blocks = vec![paragraph(vec![word("đầu", 1), word("cuối", 2)]), table];
    let layout = Layout {
        reader: Reader::PdfText,
        encoding: Encoding::Unicode,
        pages: vec![Page { number: Some(1), size: None, blocks }],
        signatures: Vec::new(),
    };
    let passages = vanthu::index::passages(&text::from_layout(&layout));
    let seen: Vec<_> = passages.iter().map(|one| (one.page, one.text.as_str(), one.turns.as_slice())).collect();
    assert_eq!(seen, [(Some(1), "đầu cuối", &[(7, 2)][..]), (Some(2), "Đông | 91,5 đạt", &[]), (Some(2), "Tây | 91,5 đạt", &[])]);
}
