//! What is kept stays kept, once.

use crate::support::{DIGITISE, Office, ROADS, copy_all, text};

#[test]
fn ingest_says_what_it_found_and_what_it_set_aside() {
    let office = Office::new();
    office.file("in/a.txt", DIGITISE.as_bytes());
    office.file("in/b.txt", DIGITISE.as_bytes());
    office.file("in/c/empty.txt", b"");
    office.file("in/c/scan.pdf", b"\x89PNG\r\n\x1a\n");
    office.file("in/labels.json", b"{}");
    office.file("in/~$a.docx", b"x");
    let output = office.run(&["ingest", "in"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    for part in [
        "a.txt",
        "1 added",
        "b.txt: same content as a.txt",
        "empty.txt: empty: the file is empty",
        "scan.pdf",
        "not documents (1)",
        "labels.json",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    assert!(!said.contains("~$"), "{said}");
    assert_eq!(text(&output.stderr).lines().count(), 2, "{}", text(&output.stderr));
}

#[test]
fn the_same_bytes_are_the_same_document() {
    let office = Office::with_documents();
    office.file("again/other-name.txt", DIGITISE.as_bytes());
    let again = office.run(&["ingest", "in", "again"]);
    assert!(again.status.success());
    assert!(text(&again.stdout).contains("0 added · 3 already in the archive"), "{}", text(&again.stdout));
    assert_eq!(office.json(&["export", "--format", "json"]).as_array().unwrap().len(), 2);
}

#[test]
fn an_archive_of_the_first_format_is_read_for_ever() {
    let office = Office::new();
    std::fs::create_dir_all(office.home()).unwrap();
    let dump = include_str!("../formats/archive-v1.sql");
    rusqlite::Connection::open(office.home().join("archive.sqlite")).unwrap().execute_batch(dump).unwrap();
    assert_eq!(office.found("cây xanh"), ["cay-xanh.txt"]);
    let tasks = office.json(&["tasks", "--json", "--today", "2024-06-28"]);
    let task = &tasks["tasks"][0];
    assert_eq!((task["timing"].as_str(), task["state"].as_str()), (Some("sap_qua_han"), Some("chua")));
    assert_eq!(office.json(&["show", "--json", "31/ubnd-đt"])["document"]["date"], "2024-06-03");
    office.file("more/c.txt", DIGITISE.as_bytes());
    assert!(office.run(&["ingest", "more"]).status.success());
    assert_eq!(office.json(&["search", "--json", "ngày"])["total"], 2);
}

#[test]
fn originals_are_kept_byte_for_byte_under_their_hash() {
    let office = Office::with_documents();
    let id = office.json(&["search", "--json", "đường bộ"])["hits"][0]["id"].as_str().unwrap().to_owned();
    let hash = id.strip_prefix("sha256:").unwrap();
    let original = office.home().join("originals").join(&hash[..2]).join(hash);
    assert_eq!(std::fs::read(original).unwrap(), ROADS.as_bytes());
}

#[test]
fn deleting_or_damaging_the_index_loses_nothing() {
    let office = Office::with_documents();
    let before = office.json(&["search", "--json", "hồ sơ"]);
    assert_eq!(before["total"], 1);
    std::fs::remove_dir_all(office.home().join("index")).unwrap();
    assert_eq!(office.json(&["search", "--json", "hồ sơ"]), before);
    for file in std::fs::read_dir(office.home().join("index")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            std::fs::write(path, b"damaged").unwrap();
        }
    }
    assert_eq!(office.json(&["search", "--json", "hồ sơ"]), before);
    office.file("more/c.txt", "Công văn về cây xanh đô thị".as_bytes());
    std::fs::remove_dir_all(office.home().join("index")).unwrap();
    assert!(office.run(&["ingest", "more"]).status.success());
    assert_eq!(office.found("cây xanh"), ["c.txt"]);
    assert_eq!(office.json(&["search", "--json", "hồ sơ"])["total"], 1);
}

#[test]
fn an_index_that_is_behind_the_log_catches_up() {
    let office = Office::with_documents();
    let (index, old) = (office.home().join("index"), office.path("old"));
    copy_all(&index, &old);
    office.file("more/c.txt", "Công văn về cây xanh đô thị".as_bytes());
    assert!(office.run(&["ingest", "more"]).status.success());
    std::fs::remove_dir_all(&index).unwrap();
    copy_all(&old, &index);
    assert_eq!(office.found("cây xanh"), ["c.txt"]);
    assert_eq!(office.json(&["search", "--json", "hồ sơ"])["total"], 1);
}

#[test]
fn a_second_writer_is_told_to_wait_and_readers_are_served() {
    let office = Office::with_documents();
    let keeper = vanthu::archive::Archive::keeper(&office.home()).unwrap();
    office.file("more/c.txt", b"x y z");
    let second = office.run(&["ingest", "more"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("another vanthu is writing"), "{}", text(&second.stderr));
    assert_eq!(office.found("hồ sơ"), ["so-hoa.txt"]);
    drop(keeper);
    assert!(office.run(&["ingest", "more"]).status.success());
}

#[test]
fn an_archive_that_is_not_there_is_empty_and_not_made() {
    let office = Office::new();
    assert_eq!(office.json(&["search", "--json", "hồ sơ"]), serde_json::json!({"total": 0, "hits": []}));
    assert_eq!(office.json(&["tasks", "--json"]), serde_json::json!({"tasks": []}));
    assert_eq!(office.json(&["export", "--format", "json"]), serde_json::json!([]));
    assert!(!office.home().exists());
}

#[test]
fn export_gives_every_record_whole() {
    let office = Office::with_documents();
    let all = office.json(&["export", "--format", "json"]);
    assert!(office.run(&["export", "--format", "jsonl", "--out", "out/records.jsonl"]).status.success());
    let lines = std::fs::read_to_string(office.path("out/records.jsonl")).unwrap();
    let records: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(all.as_array().unwrap(), &records);
    let extracted: serde_json::Value = serde_json::from_slice(&office.run(&["extract", "in/duong-bo.txt"]).stdout).unwrap();
    assert!(records.contains(&extracted));
}

#[test]
fn show_takes_the_beginning_of_an_identity() {
    let office = Office::with_documents();
    let id = office.json(&["search", "--json", "đường bộ"])["hits"][0]["id"].as_str().unwrap().to_owned();
    let number = office.json(&["show", "--json", id.as_str()])["document"]["sequence"].to_string();
    for asked in [id.as_str(), &id[..15], &id[7..15], &number] {
        assert_eq!(office.json(&["show", "--json", asked])["id"], id.as_str());
    }
    assert!(text(&office.run(&["show", &id[7..15]]).stdout).contains("duong-bo.txt"));
    let unknown = office.run(&["show", "999/QĐ-KHONG"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("no such document"));
}
