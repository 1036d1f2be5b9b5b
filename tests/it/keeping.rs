//! Corrections, new readings, forgetting and the log.

use serde_json::{Value, json};

use crate::support::{DIGITISE, Office, copy_all, text};

fn office_with_id() -> (Office, String) {
    let office = Office::with_documents();
    let id = office.json(&["show", "--json", "417"])["id"].as_str().unwrap().to_owned();
    (office, id)
}

/// A letter with two duties.
const SUMMARY: &str = "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: 52/UBND-TH\n\nCà Mau, ngày 11 tháng 3 năm 2024\n\nV/v chuẩn bị tổng kết\n\n\
    Kính gửi: Sở Nội vụ, Sở Tài chính.\n\n\
    Ủy ban nhân dân tỉnh yêu cầu các đơn vị thực hiện các nội dung sau:\n\n1. Giao Sở Nội vụ chủ trì lập danh sách khách mời, hoàn thành trước ngày 20/3/2024.\n\n\
    2. Giao Sở Tài chính bố trí kinh phí tổ chức./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n";

/// An office that holds it too.
fn office_with_duties() -> (Office, String) {
    let office = Office::with_documents();
    office.file("in/tong-ket.txt", SUMMARY.as_bytes());
    done(&office, &["ingest", "in"]);
    let id = office.json(&["show", "--json", "52"])["id"].as_str().unwrap().to_owned();
    (office, id)
}

fn done(office: &Office, arguments: &[&str]) -> String {
    let output = office.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn refused(office: &Office, arguments: &[&str]) -> String {
    let output = office.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stdout));
    text(&output.stderr)
}

/// Kinds of the log's lines, the oldest first.
fn kinds(office: &Office) -> Vec<String> {
    let log = office.json(&["log", "--json"]);
    log.as_array().unwrap().iter().rev().map(|line| line["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_correction_shows_everywhere_and_is_taken_back() {
    let (office, id) = office_with_duties();
    let before = office.json(&["show", "--json", &id]);
    done(&office, &["correct", &id, "number", "53/2024/UBND-TH"]);
    done(&office, &["correct", &id, "/tasks/0/action", "Hoàn thành việc lập bản đồ cây xanh"]);
    let shown = office.json(&["show", "--json", "53/2024/ubnd-th"]);
    assert_eq!(shown["id"], id.as_str());
    assert_eq!((&shown["document"]["sequence"], &shown["document"]["symbol"]), (&json!(53), &json!("UBND-TH")));
    assert_eq!(shown["evidence"]["/document/number"]["rule"], "correction");
    assert_eq!(office.json(&["show", "--json", "53"])["id"], id.as_str());
    assert!(refused(&office, &["show", "52"]).contains("no such document"));
    assert!(refused(&office, &["show", "52/UBND-TH"]).contains("no such document"));
    assert_eq!(office.json(&["tasks", "--json"])["tasks"][0]["action"], "Hoàn thành việc lập bản đồ cây xanh");
    assert_eq!(office.json(&["search", "--json", "53/2024/UBND-TH"])["hits"][0]["number"], "53/2024/UBND-TH");
    assert!(office.json(&["export"]).as_array().unwrap().contains(&shown));
    let line = &office.json(&["log", "--json", &id])[1];
    assert_eq!((&line["kind"], &line["detail"]), (&json!("corrected"), &json!("/document/number")));
    done(&office, &["correct", &id, "number", "--undo"]);
    done(&office, &["correct", &id, "/tasks/0/action", "--undo"]);
    assert_eq!(office.json(&["show", "--json", "52"]), before);
    assert!(refused(&office, &["correct", &id, "number", "--undo"]).contains("was not corrected"));
    assert_eq!(kinds(&office), ["added", "added", "added", "corrected", "corrected", "uncorrected", "uncorrected"]);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let (office, id) = office_with_duties();
    let before = office.json(&["show", "--json", &id]);
    for (field, value, said) in [
        ("date", "20/3/2024", "does not fit"),
        ("sequence", "bốn", "does not fit"),
        ("nummer", "1", "does not fit"),
        ("/tasks/7/action", "x", "does not fit"),
        ("/tasks/0", "x", "does not fit"),
        ("/evidence", "{}", "no field"),
        ("/id", "x", "no field"),
        ("/", "x", "no field"),
    ] {
        let refusal = refused(&office, &["correct", &id, field, value]);
        assert!(refusal.contains(said), "{field}: {refusal}");
    }
    assert_eq!(office.json(&["show", "--json", &id]), before);
    done(&office, &["correct", &id, "/tasks/0/action", "x"]);
    assert!(refused(&office, &["correct", &id, "/tasks", "[]"]).contains("/tasks/0/action was corrected"));
    assert_eq!(kinds(&office).iter().filter(|kind| *kind == "corrected").count(), 1);
}

#[test]
fn values_are_text_numbers_json_or_nothing() {
    let (office, id) = office_with_id();
    for (field, value, expected) in [
        ("subject", "2024", json!("2024")),
        ("place", "null", Value::Null),
        ("type", r#"{"code": "CT", "name": "Chỉ thị"}"#, json!({"code": "CT", "name": "Chỉ thị"})),
        ("signer", r#"{"name": "Lê An", "position": null, "authority": null, "for": null, "on_behalf_of": null}"#, json!("Lê An")),
        ("date", "2024-03-06", json!("2024-03-06")),
        ("sequence", "7", json!(7)),
    ] {
        done(&office, &["correct", &id, field, value]);
        let shown = office.json(&["show", "--json", &id])["document"][field].clone();
        assert_eq!(if field == "signer" { shown["name"].clone() } else { shown }, expected, "{field}");
    }
    done(&office, &["correct", &id, "signer", "--undo"]);
    done(&office, &["correct", &id, "/document/signer/name", "Trần Bình"]);
    assert_eq!(office.json(&["show", "--json", &id])["document"]["signer"]["name"], "Trần Bình");
}

#[test]
fn a_new_reading_shows_what_changed_and_keeps_corrections() {
    let (office, id) = office_with_id();
    done(&office, &["correct", &id, "place", "Cần Thơ"]);
    let nothing = office.run(&["reprocess", "--all", "--json"]);
    assert!(nothing.status.success());
    assert_eq!((text(&nothing.stdout), kinds(&office).len()), (String::new(), 3), "{}", text(&nothing.stderr));
    // As a version that read it otherwise would have left it.
    let database = rusqlite::Connection::open(office.home().join("archive.sqlite")).unwrap();
    let older = "UPDATE documents SET record = json_set(record, '$.document.place', 'Cà', '$.document.issuer', NULL) WHERE id = ?1";
    database.execute(older, [&id]).unwrap();
    let changed = office.run(&["reprocess", "417/UBND-NC", "--json"]);
    assert!(changed.status.success(), "{}", text(&changed.stderr));
    let told: Value = serde_json::from_slice(&changed.stdout).unwrap();
    let issuer = json!({"pointer": "/document/issuer", "before": null, "after": "Ủy ban nhân dân tỉnh Cà Mau"});
    assert_eq!(told["differences"], json!([issuer, {"pointer": "/document/place", "before": "Cà", "after": "Cà Mau"}]));
    assert_eq!(office.json(&["show", "--json", &id])["document"]["place"], "Cần Thơ");
    done(&office, &["correct", &id, "place", "--undo"]);
    assert_eq!(office.json(&["show", "--json", &id])["document"]["place"], "Cà Mau");
    assert_eq!(kinds(&office).iter().filter(|kind| *kind == "reprocessed").count(), 1);
}

#[test]
fn a_correction_whose_entry_is_gone_rests_and_is_named() {
    let (office, id) = office_with_duties();
    done(&office, &["correct", &id, "/tasks/0/action", "Việc khác"]);
    let database = rusqlite::Connection::open(office.home().join("archive.sqlite")).unwrap();
    database.execute("UPDATE corrections SET entry = json_set(entry, '$.action', 'as an older version read it')", []).unwrap();
    assert!(done(&office, &["reprocess", "--all"]).contains("/tasks/0/action: the correction does not apply"));
    assert_ne!(office.json(&["show", "--json", &id])["tasks"][0]["action"], "Việc khác");
}

#[test]
fn a_document_is_forgotten_whole_and_the_log_remembers() {
    let (office, id) = office_with_id();
    done(&office, &["correct", &id, "place", "Cần Thơ"]);
    assert!(refused(&office, &["forget", &id]).contains("--yes"));
    done(&office, &["forget", &id, "--yes"]);
    let hash = id.strip_prefix("sha256:").unwrap();
    assert!(!office.home().join("originals").join(&hash[..2]).join(hash).exists());
    assert!(refused(&office, &["show", &id]).contains("no such document"));
    assert_eq!(office.found("417/UBND-NC"), [""; 0]);
    let database = std::fs::read(office.home().join("archive.sqlite")).unwrap();
    let secret = "Giám đốc các sở".as_bytes();
    assert!(!database.windows(secret.len()).any(|window| window == secret), "the text is still in the database file");
    let log = office.json(&["log", "--json", &id]);
    let kinds: Vec<&str> = log.as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["forgotten", "corrected", "added"]);
    assert!(log[0]["detail"].as_str().unwrap().contains("417/UBND-NC"));
    done(&office, &["verify"]);
    // It may come again, without what was corrected.
    done(&office, &["ingest", "in/so-hoa.txt"]);
    assert_eq!(office.json(&["show", "--json", &id])["document"]["place"], "Cà Mau");
    assert_eq!(office.found("417/UBND-NC"), ["so-hoa.txt"]);
}

#[test]
fn forgetting_that_was_cut_short_is_finished() {
    let (office, id) = office_with_id();
    // The row went, then the power.
    let database = rusqlite::Connection::open(office.home().join("archive.sqlite")).unwrap();
    database.execute("DELETE FROM documents WHERE id = ?1", [&id]).unwrap();
    database.execute("INSERT INTO log (kind, document, at, who) VALUES ('forgotten', ?1, '2026-01-05T00:00:00Z', 'x')", [&id]).unwrap();
    drop(database);
    assert_eq!(office.found("417/UBND-NC"), [""; 0]);
    done(&office, &["verify"]);
}

#[test]
fn people_correct_while_another_program_puts_documents_in() {
    let (office, id) = office_with_id();
    let mut keeper = vanthu::archive::Archive::keeper(&office.home()).unwrap();
    done(&office, &["correct", &id, "subject", "Chăm sóc hoa giấy"]);
    assert_eq!(office.json(&["show", "--json", &id])["document"]["subject"], "Chăm sóc hoa giấy");
    let roads = office.json(&["show", "--json", "88"])["id"].as_str().unwrap().to_owned();
    done(&office, &["forget", &roads, "--yes"]);
    keeper.commit().unwrap();
    assert_eq!(office.found("hoa giấy"), ["so-hoa.txt"]);
    assert_eq!(office.found("đường bộ"), [""; 0]);
}

#[test]
fn an_index_behind_corrections_and_forgetting_catches_up() {
    let (office, id) = office_with_id();
    let (index, old) = (office.home().join("index"), office.path("old"));
    copy_all(&index, &old);
    done(&office, &["correct", &id, "subject", "Chăm sóc hoa giấy"]);
    let roads = office.json(&["show", "--json", "88"])["id"].as_str().unwrap().to_owned();
    done(&office, &["forget", &roads, "--yes"]);
    std::fs::remove_dir_all(&index).unwrap();
    copy_all(&old, &index);
    assert_eq!(office.found("hoa giấy"), ["so-hoa.txt"]);
    assert_eq!(office.found("đường bộ"), [""; 0]);
    // One that is ahead belongs to another archive.
    office.file("more/c.txt", "Công văn về cây xanh đô thị".as_bytes());
    done(&office, &["ingest", "more"]);
    let ahead = office.path("ahead");
    copy_all(&index, &ahead);
    let other = Office::new();
    other.file("in/so-hoa.txt", DIGITISE.as_bytes());
    done(&other, &["ingest", "in"]);
    std::fs::remove_dir_all(other.home().join("index")).unwrap();
    copy_all(&ahead, &other.home().join("index"));
    assert_eq!(other.found("cây xanh"), [""; 0]);
    assert_eq!(other.found("417/UBND-NC"), ["so-hoa.txt"]);
}

#[test]
fn messages_of_the_log_are_vietnamese_where_wanted() {
    let (office, id) = office_with_id();
    done(&office, &["correct", &id, "place", "Cần Thơ"]);
    let said = done(&office, &["log", "--lang", "vi"]);
    assert!(said.contains("đưa vào kho") && said.contains("sửa") && said.contains("417/UBND-NC"), "{said}");
}
