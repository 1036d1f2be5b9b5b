//! What a person meets at the command line: messages, exit codes, tables.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use crate::support::{DIGITISE, Office, ROADS, text};

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

#[test]
fn a_bad_file_is_named_and_the_others_are_done() {
    let office = Office::new();
    office.file("good.txt", DIGITISE.as_bytes());
    office.file("empty.txt", b"");
    office.file("scan.pdf", PICTURE);
    let output = office.run(&["extract", "missing.txt", "empty.txt", "scan.pdf", ".", "good.txt"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = text(&output.stderr);
    let lines: Vec<&str> = errors.lines().collect();
    for (line, parts) in lines.iter().zip([["missing.txt", "check the name"], ["empty.txt", "save or copy"], ["scan.pdf", "a picture"]]) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
    assert_eq!(lines.len(), 4, "{errors}");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["source"]["file_name"], "good.txt");
}

#[test]
fn messages_speak_the_language_that_was_chosen() {
    let office = Office::new();
    let said = |arguments: &[&str], locale: &str| text(&office.command(arguments).env("LANG", locale).output().unwrap().stderr);
    assert!(said(&["extract", "không-có.txt"], "vi_VN.UTF-8").contains("không có tệp này"));
    assert!(said(&["extract", "x.txt", "--lang", "vi"], "C").contains("không có tệp này"));
    assert!(said(&["extract", "x.txt", "--lang", "en"], "vi_VN").contains("no such file"));
}

#[test]
#[cfg(unix)]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    office.file("secret.txt", b"x");
    std::fs::set_permissions(office.path("secret.txt"), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(office.path("secret.txt")).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let output = office.run(&["extract", "secret.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no permission"), "{}", text(&output.stderr));
}

#[test]
#[cfg(unix)]
fn a_folder_without_permission_is_named_and_the_others_are_done() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    office.file("in/closed/a.txt", ROADS.as_bytes());
    office.file("in/open/b.txt", DIGITISE.as_bytes());
    std::fs::set_permissions(office.path("in/closed"), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read_dir(office.path("in/closed")).is_ok() {
        eprintln!("skipped: this user may read every folder");
        return;
    }
    let output = office.run(&["ingest", "in"]);
    std::fs::set_permissions(office.path("in/closed"), std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("closed: forbidden"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("1 added"), "{}", text(&output.stdout));
}

#[test]
fn wrong_use_is_exit_code_2() {
    let office = Office::new();
    for arguments in [&["extract"][..], &["frobnicate"], &["export", "--format", "xml"], &["tasks", "--today", "soon"]] {
        assert_eq!(office.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_schema_holds_for_a_real_record() {
    let office = Office::with_documents();
    let schema = office.json(&["schema"]);
    let record = office.json(&["show", "--json", office.json(&["search", "--json", "đường bộ"])["hits"][0]["id"].as_str().unwrap()]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&record), "{:?}", validator.iter_errors(&record).map(|error| error.to_string()).collect::<Vec<_>>());
    let mut wrong = record;
    wrong["tasks"] = serde_json::json!("none");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let office = Office::new();
    for command in [
        "extract",
        "ingest",
        "search",
        "show",
        "tasks",
        "export",
        "correct",
        "reprocess",
        "forget",
        "log",
        "verify",
        "reindex",
        "backup",
        "restore",
        "schema",
        "doctor",
        "completions",
        "man",
    ] {
        let help = text(&office.run(&[command, "--help"]).stdout);
        assert!(help.contains(&format!("  vanthu {command}")), "{command}: {help}");
    }
    let page = text(&office.run(&["man"]).stdout);
    assert!(page.contains(".TH vanthu"));
    office.run(&["man", "--out", "pages"]);
    for named in page.lines().filter_map(|line| line.strip_suffix("(1)")) {
        let named = named.replace('\\', "");
        assert!(office.path(&format!("pages/{named}.1")).is_file(), "{named}");
    }
    assert!(text(&office.run(&["completions", "bash"]).stdout).contains("_vanthu"));
    assert!(office.run(&["patterns", "check"]).status.success());
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let office = Office::with_documents();
    for number in 0..300 {
        office.file(&format!("many/{number}.txt"), format!("{DIGITISE}\nPhụ lục {number} {}", "trang ".repeat(300)).as_bytes());
    }
    let mut child = office
        .command(&["extract", "--jsonl"])
        .args((0..300).map(|number| format!("many/{number}.txt")))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(errors, "");
}

#[test]
fn tables_fit_the_terminal() {
    let office = Office::new();
    office.file("in/một tên tệp rất dài của một văn bản về đẩy nhanh số hóa hồ sơ.txt", DIGITISE.as_bytes());
    for width in ["80", "120"] {
        let home = format!("home{width}");
        let output = office.command(&["ingest", "in", "--lang", "vi", "--home", &home]).env("COLUMNS", width).output().unwrap();
        let table = text(&output.stdout);
        assert!(table.contains("Trích yếu"), "{table}");
        assert!(table.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= width.parse().unwrap()), "{table}");
    }
}
