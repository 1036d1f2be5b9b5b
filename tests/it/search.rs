//! Documents are found by what clerks type, and nothing they type is an error.

use std::collections::BTreeMap;

use vanthu::archive::Archive;
use vanthu::index::{Index, Search, ShortForms};
use vanthu::intake;
use vanthu::layout::{Block, Cell, Encoding, Font, Layout, Line, Origin, Page, Paragraph, Place, Reader, Rect, Row, Table, Word};
use vanthu::pattern::Patterns;
use vanthu::pipeline;
use vanthu::record::Passage;
use vanthu::text;

use crate::support::Office;

#[test]
fn words_are_found_without_their_marks_and_shown_with_them() {
    let office = Office::with_documents();
    let found = office.json(&["search", "so hoa ho so", "--json", "--limit", "5"]);
    assert_eq!(found["total"], 1);
    let hit = &found["hits"][0];
    assert_eq!(hit["file_name"], "so-hoa.txt");
    let marked = |passage: &serde_json::Value| -> Vec<String> {
        let at = |mark: &serde_json::Value, end: &str| usize::try_from(mark[end].as_u64().unwrap()).unwrap();
        let marks = passage["marks"].as_array().unwrap().iter();
        marks.map(|mark| passage["text"].as_str().unwrap()[at(mark, "start")..at(mark, "end")].to_owned()).collect()
    };
    let found: Vec<String> = hit["passages"].as_array().unwrap().iter().flat_map(marked).collect();
    assert!(found.iter().any(|text| text == "Số hóa hồ sơ"), "{hit}");
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

#[test]
fn ten_thousand_characters_and_unclosed_quotes_are_no_error() {
    random_queries(300);
}

#[test]
#[ignore = "takes minutes; CI runs the short form"]
fn ten_thousand_random_strings_are_no_error() {
    random_queries(10_000);
}

/// Asks for strings of any characters and of what queries are made of, one in fifty of 10,000 characters.
fn random_queries(count: usize) {
    let office = Office::with_documents();
    let forms = ShortForms::new(&Patterns::embedded().unwrap().abbreviations.terms);
    let mut archive = Archive::open(&office.home()).unwrap();
    let pieces = ["\"", "“", "-", ":", " OR ", "HOẶC ", "số:", "hạn:<", "điểm:>=", "loại:", "3932/", "UBND", "hồ sơ", "\u{0}", "\u{FFFF}"];
    let mut state = 6_u64;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for _ in 0..count {
        let length = if next(50) == 0 { 10_000 } else { next(60) };
        let mut typed = String::new();
        for _ in 0..length {
            match next(3) {
                0 => typed.push_str(pieces[next(pieces.len())]),
                1 => typed.extend(char::from_u32(u32::try_from(next(0x11_0000)).unwrap())),
                _ => typed.push(char::from(b' ' + u8::try_from(next(95)).unwrap())),
            }
        }
        let search = Search { typed: &typed, limit: 10, facets: next(2) == 0, ..Search::default() };
        archive.search(&search, &forms).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
        archive.complete(&typed, 5).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
    }
}

#[test]
fn searches_are_kept_under_a_name_and_beginnings_completed() {
    let office = Office::with_documents();
    assert_eq!(office.json(&["search", "--save", "số hóa", "--json", "so hoa ho so"])["total"], 1);
    assert_eq!(office.json(&["search", "--saved", "số hóa", "--json"])["hits"][0]["file_name"], "so-hoa.txt");
    assert_eq!(office.json(&["search", "--saved", "--json"])[0]["typed"], "so hoa ho so");
    let completed = office.json(&["complete", "--json", "SO"]);
    assert_eq!(completed["past"], serde_json::json!(["so hoa ho so"]));
    assert_eq!(completed["bodies"], serde_json::json!(["Sở Giao thông vận tải"]));
    assert_eq!(office.json(&["complete", "--json", "41"])["numbers"], serde_json::json!(["417/UBND-NC"]));
    assert!(office.run(&["search", "--forget-past"]).status.success());
    assert_eq!(office.json(&["complete", "--json", "so"])["past"], serde_json::json!([]));
    assert!(office.run(&["search", "--remove", "số hóa"]).status.success());
    assert_eq!(office.run(&["search", "--saved", "số hóa"]).status.code(), Some(1));
}

#[test]
fn what_stands_in_a_document_never_becomes_a_mark() {
    let office = Office::new();
    office.file("in/lạ.txt", "Kính gửi <mark>các sở</mark> <script>hồ sơ</script> & hồ sơ".as_bytes());
    assert!(office.run(&["ingest", "in"]).status.success());
    let mut archive = Archive::open(&office.home()).unwrap();
    let hits = archive.search(&Search { typed: "hồ sơ", limit: 1, ..Search::default() }, &ShortForms::default()).unwrap().hits;
    let escape = |_: bool, text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let html = hits[0].passages[0].with_marks("<b>", "</b>", escape);
    assert!(html.contains("&lt;script><b>hồ sơ</b>&lt;/script> &amp; <b>hồ sơ</b>"), "{html}");
    assert!(html.contains("&lt;mark>các sở&lt;/mark>"), "{html}");
}

#[test]
fn of_more_documents_than_are_counted_the_best_come_first() {
    let office = Office::with_documents();
    let source = intake::open(&office.path("in/so-hoa.txt")).unwrap();
    let mut record = pipeline::process(&source, &Patterns::embedded().unwrap()).unwrap().record;
    record.document.subject = None;
    let mut index = Index::in_memory();
    let mut put = |index: &mut Index, name: &str, text: String| {
        record.id = format!("sha256:{name}");
        record.source.file_name = format!("{name}.txt");
        index.put(&record, &[Passage { page: None, text, turns: Vec::new() }]).unwrap();
    };
    for number in 0..1800 {
        // In every third the words follow each other, in one of 700 all of them do.
        let text = match number {
            700 | 1400 => "Lịch trực cổng cơ quan dịp nghỉ lễ".to_owned(),
            number if number % 3 == 0 => format!("Lịch trực của {number} người ở cổng, nghỉ theo lễ của cơ quan"),
            number => format!("Nghỉ {number} ngày: lễ ở cơ quan, trực không theo lịch mà theo cổng. Hoa để ở bàn"),
        };
        put(&mut index, &number.to_string(), text);
    }
    put(&mut index, "last", "Lịch trực cổng cơ quan dịp nghỉ lễ, hóa giá".to_owned());
    index.commit(1).unwrap();
    index.remove("sha256:700").unwrap();
    index.commit(2).unwrap();
    let found = |typed: &str| index.search(&Search { typed, limit: 12, ..Search::default() }, &ShortForms::default()).unwrap();
    let names = |typed: &str| found(typed).hits.into_iter().map(|hit| hit.file_name).collect::<Vec<_>>();
    for typed in ["lich truc cong co quan nghi le", "lịch trực cổng cơ quan nghỉ lễ", "\"co quan\" lich truc cong nghi le"] {
        let hits = found(typed);
        assert_eq!((hits.total, hits.more, hits.hits.len()), (1000, true, 12), "{typed}");
        let first: std::collections::BTreeSet<String> = names(typed).into_iter().take(2).collect();
        assert_eq!(first, ["1400.txt".to_owned(), "last.txt".to_owned()].into(), "{typed}");
    }
    assert_eq!(names("hóa")[0], "last.txt");
    assert!(found("hóa").more, "others have the same letters");
    let page = |offset: usize, limit: usize| {
        let search = Search { typed: "lich truc cong co quan nghi le", limit, offset, ..Search::default() };
        index.search(&search, &ShortForms::default()).unwrap().hits.into_iter().map(|hit| hit.file_name).collect::<Vec<_>>()
    };
    let pages: Vec<String> = (0..8).flat_map(|number| page(number * 10, 10)).collect();
    assert_eq!(pages, page(0, 80), "pages fit together");
    assert_eq!(pages.iter().collect::<std::collections::BTreeSet<_>>().len(), 80);
    // No two of these stand together, and nothing else tells which is better: they are found all the same.
    assert_eq!(names("quan nghi cong").len(), 12);
}

#[test]
fn many_commits_leave_few_files() {
    many_commits(150);
}

#[test]
#[ignore = "takes minutes; CI runs the short form"]
fn two_thousand_commits_leave_few_files() {
    many_commits(2000);
}

/// Puts the same twenty documents in over and over: most of what is written is dead soon after.
fn many_commits(commits: usize) {
    let office = Office::with_documents();
    let source = intake::open(&office.path("in/so-hoa.txt")).unwrap();
    let processed = pipeline::process(&source, &Patterns::embedded().unwrap()).unwrap();
    let passages = vanthu::index::passages(&processed.text);
    let folder = office.path("index");
    let mut index = Index::create(&folder).unwrap();
    let mut record = processed.record;
    let mut most = 0;
    for commit in 0..commits {
        record.id = format!("sha256:{}", commit % 20);
        index.put(&record, &passages).unwrap();
        index.commit(commit as u64).unwrap();
        most = most.max(std::fs::read_dir(&folder).unwrap().count());
    }
    assert_eq!(index.count(None).unwrap(), 20);
    drop(index);
    // A segment has up to nine files; merging runs beside and may lag.
    assert!(most < 40 * 9, "{most} files at once");
    let mut index = Index::existing(&folder).unwrap().unwrap();
    index.put(&record, &passages).unwrap();
    index.commit(commits as u64).unwrap();
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert!(files < 24 * 9, "{files} files at the end");
}
