//! Documents are found by what clerks type, and nothing they type is an error.

use std::collections::BTreeMap;

use vanthu::archive::Archive;
use vanthu::index::{Search, ShortForms};
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
    let mut search = |typed: &str, limit: usize| archive.search(&Search { typed, limit, facets: true, ..Search::default() }, &forms);
    let letters: Vec<char> = "aàđƯ 0/-\"“”:()[]{}*?~^+!&|\\'\t\u{300}\u{1F600}ố AND OR NOT TTHC".chars().collect();
    let mut state = 20_240_305_u64;
    for _ in 0..300 {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap()
        };
        let length = next() % 40;
        let query: String = (0..length).map(|_| letters[next() % letters.len()]).collect();
        search(&query, 10).unwrap_or_else(|error| panic!("{query:?}: {error}"));
    }
    search(&"rất dài ".repeat(2000), 10).unwrap();
    search("hồ sơ", 0).unwrap();
    assert_eq!(search("hồ sơ", usize::MAX).unwrap().total, 1);
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
    let cell = |column: usize, blocks: Vec<Block>| Cell { blocks, column, column_span: 1, row_span: 1, place: None };
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
        pages: vec![Page { number: Some(1), blocks, ..Page::default() }],
        signatures: Vec::new(),
    };
    let passages = vanthu::index::passages(&text::from_layout(&layout));
    let seen: Vec<_> = passages.iter().map(|one| (one.page, one.text.as_str(), one.turns.as_slice())).collect();
    assert_eq!(seen, [(Some(1), "đầu cuối", &[(7, 2)][..]), (Some(2), "Đông | 91,5 đạt", &[]), (Some(2), "Tây | 91,5 đạt", &[])]);
}

#[test]
fn a_field_asks_one_part_of_the_record() {
    let office = Office::new();
    let letter = |number: &str, date: &str, subject: &str, body: &str| {
        format!(
            "ỦY BAN NHÂN DÂN\nTỈNH TÂY NINH\n\nSố: {number}\nV/v {subject}\n\nTây Ninh, {date}\n\nKính gửi: Sở Nội vụ.\n\n{body}\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n"
        )
    };
    let order = letter(
        "15/UBND-NC",
        "ngày 05 tháng 3 năm 2024",
        "rà soát thủ tục",
        "Ủy ban nhân dân tỉnh yêu cầu Sở Nội vụ rà soát thủ tục, hoàn thành trước ngày 15/3/2024.",
    );
    let reminder = letter(
        "204/UBND-NC",
        "ngày 20 tháng 4 năm 2025",
        "đôn đốc rà soát",
        "Thực hiện Công văn số 15/UBND-NC ngày 05/3/2024 của Ủy ban nhân dân tỉnh, đề nghị Sở Nội vụ báo cáo kết quả.",
    );
    office.file("in/order.txt", order.as_bytes());
    office.file("in/reminder.txt", reminder.as_bytes());
    assert!(office.run(&["ingest", "in"]).status.success());
    let found = |query: &str| office.found(query);
    for query in ["số:15", "ngày:3/2024", "năm:2024", "đến:2024", "hạn:<15/3/2024", "due:3/2024", "trích-yếu:\"thủ tục\"", "15/UB"]
    {
        assert_eq!(found(query), ["order.txt"], "{query}");
    }
    for query in ["dẫn:15/UBND-NC", "từ:quý-I/2025", "năm:2025 loại:CV", "-năm:2024", "cơ-quan:\"Tây Ninh\" đôn đốc"] {
        assert_eq!(found(query), ["reminder.txt"], "{query}");
    }
    assert_eq!(found("người-ký:\"nguyen van an\"").len(), 2);
    assert_eq!(found("số:15 OR số:204").len(), 2);
    assert_eq!(found("giao:\"Sở Y tế\"").len(), 0);
    // The newest first, where nothing else tells.
    assert_eq!(found("loại:\"công văn\""), ["reminder.txt", "order.txt"]);
    let page = office.json(&["search", "rà soát", "--json", "--sort", "date", "--offset", "1", "--facets", "--today", "2024-06-01"]);
    assert_eq!(page["hits"][0]["file_name"], "order.txt");
    assert_eq!(page["total"], 2);
    assert_eq!(page["facets"]["years"][0]["count"], 1);
    assert_eq!(page["facets"]["overdue"], 1);
    let links = office.json(&["links", "15/UBND-NC", "--json"]);
    assert_eq!(links["cited_by"][0]["file_name"], "reminder.txt");
    let links = office.json(&["links", "204", "--json"]);
    assert_eq!(links["cites"][0]["documents"][0]["file_name"], "order.txt");
    assert_eq!(office.json(&["search", "--like", "204", "--json"])["hits"][0]["file_name"], "order.txt");
}

#[test]
fn a_slip_is_put_right_only_where_nothing_is_found() {
    let office = Office::with_documents();
    assert_eq!(office.found("duongf bộ"), ["duong-bo.txt"]);
    assert_eq!(office.found("ky thuat"), office.found("kĩ thuật"));
}
