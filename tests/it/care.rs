//! Verify, backup, restore, the dashboards' folder, and an archive after an accident.

use std::path::{Path, PathBuf};

use crate::support::{DIGITISE, Office, ROADS, copy_all, text};

fn done(office: &Office, arguments: &[&str]) -> String {
    let output = office.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn original(home: &Path, id: &str) -> PathBuf {
    let hash = id.strip_prefix("sha256:").unwrap();
    home.join("originals").join(&hash[..2]).join(hash)
}

fn id(office: &Office, number: &str) -> String {
    office.json(&["show", "--json", number])["id"].as_str().unwrap().to_owned()
}

#[test]
fn verify_names_what_is_wrong_with_originals() {
    let office = Office::with_documents();
    assert!(done(&office, &["verify"]).contains("2 documents, everything is in order"));
    let (digitise, roads) = (original(&office.home(), &id(&office, "417")), original(&office.home(), &id(&office, "88")));
    std::fs::write(&digitise, b"other").unwrap();
    std::fs::remove_file(&roads).unwrap();
    office.file("home/originals/00/note.txt", b"x");
    let output = office.run(&["verify"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    for part in ["so-hoa.txt", "has changed", "duong-bo.txt", "is missing", "note.txt: belongs to no document"] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    std::fs::write(&digitise, DIGITISE).unwrap();
    std::fs::write(&roads, ROADS).unwrap();
    std::fs::remove_file(office.home().join("originals/00/note.txt")).unwrap();
    done(&office, &["verify"]);
}

#[test]
fn verify_mends_an_index_that_lies() {
    let office = Office::with_documents();
    let other = Office::new();
    other.file("in/x.txt", b"abc def");
    other.file("in/y.txt", b"ghi jkl");
    done(&other, &["ingest", "in"]);
    std::fs::remove_dir_all(office.home().join("index")).unwrap();
    copy_all(&other.home().join("index"), &office.home().join("index"));
    assert!(done(&office, &["verify"]).contains("made anew"));
    assert_eq!(office.found("417/UBND-NC"), ["so-hoa.txt"]);
    assert!(!done(&office, &["verify"]).contains("made anew"));
    assert!(done(&office, &["reindex"]).contains("2 documents"));
    assert_eq!(office.found("đường bộ"), ["duong-bo.txt"]);
}

#[test]
fn what_a_power_cut_leaves_is_cleaned_and_the_archive_opens() {
    let office = Office::with_documents();
    let before = office.json(&["export"]);
    // An original that was being written, and the journal of a transaction that was cut off.
    office.file("home/originals/ab/.vanthu-x1", b"half");
    let database = rusqlite::Connection::open(office.home().join("archive.sqlite")).unwrap();
    database.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    database.execute("INSERT INTO log (kind, document, at, who) VALUES ('restored', '', '2026-01-05T00:00:00Z', 'x')", []).unwrap();
    let after = Office::new();
    copy_all(&office.home(), &after.home());
    let journal = after.home().join("archive.sqlite-wal");
    let whole = std::fs::metadata(&journal).unwrap().len();
    std::fs::File::options().write(true).open(&journal).unwrap().set_len(whole - 100).unwrap();
    assert_eq!(after.json(&["export"]), before);
    assert_eq!(after.json(&["log", "--json"]).as_array().unwrap().len(), 2);
    assert!(done(&after, &["verify"]).contains("2 documents"));
    assert!(!after.home().join("originals/ab/.vanthu-x1").exists());
    assert_eq!(after.found("417/UBND-NC"), ["so-hoa.txt"]);
}

#[test]
fn a_backup_is_whole_while_others_write_and_follows_what_was_forgotten() {
    let office = Office::with_documents();
    let mut keeper = vanthu::archive::Archive::keeper(&office.home()).unwrap();
    assert!(done(&office, &["backup", "copy"]).contains("2 documents in the backup · 2 originals"));
    keeper.commit().unwrap();
    drop(keeper);
    office.file("more/c.txt", "Công văn về cây xanh đô thị".as_bytes());
    done(&office, &["ingest", "more"]);
    let roads = id(&office, "88");
    done(&office, &["correct", "417", "place", "Cần Thơ"]);
    done(&office, &["forget", &roads, "--yes"]);
    assert!(done(&office, &["backup", "copy"]).contains("2 documents in the backup · 1 originals"));
    assert!(!original(&office.path("copy"), &roads).exists());
    let said = done(&office, &["restore", "copy", "--home", "second"]);
    assert!(said.contains("everything is in order"), "{said}");
    let all = |home: &str| text(&office.run(&["export", "--home", home]).stdout);
    assert_eq!(all("second"), all("home"));
    assert!(all("second").contains("Cần Thơ"));
    assert!(done(&office, &["search", "cây xanh", "--home", "second"]).contains("c.txt"));
    assert!(done(&office, &["log", "--home", "second"]).contains("restored"));
}

#[test]
fn restore_and_backup_touch_no_folder_that_holds_something_else() {
    let office = Office::with_documents();
    done(&office, &["backup", "copy"]);
    office.file("full/letter.txt", b"x");
    for arguments in [&["restore", "copy"][..], &["restore", "copy", "--home", "full"], &["backup", "full"]] {
        let output = office.run(arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("choose an empty one"), "{}", text(&output.stderr));
    }
    assert_eq!(std::fs::read_dir(office.path("full")).unwrap().count(), 1);
    let none = office.run(&["restore", "full", "--home", "new"]);
    assert!(text(&none.stderr).contains("no backup"), "{}", text(&none.stderr));
}

#[test]
fn a_damaged_backup_is_restored_as_far_as_it_goes_and_named() {
    let office = Office::with_documents();
    done(&office, &["backup", "copy"]);
    std::fs::remove_file(original(&office.path("copy"), &id(&office, "88"))).unwrap();
    let output = office.run(&["restore", "copy", "--home", "second"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("duong-bo.txt"), "{}", text(&output.stdout));
    assert!(office.run(&["show", "88", "--home", "second"]).status.success());
}

/// The files below a folder, as `YEAR/name`.
fn mirrored(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for year in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&year).unwrap() {
            let year = year.file_name().unwrap().to_string_lossy().into_owned();
            names.push(format!("{year}/{}", file.unwrap().file_name().to_string_lossy()));
        }
    }
    names.sort();
    names
}

#[test]
fn the_folder_of_a_dashboard_follows_the_archive() {
    let office = Office::with_documents();
    done(&office, &["ingest", "in", "--json", "board"]);
    let (digitise, roads) = (id(&office, "417"), id(&office, "88"));
    let file = |year: &str, id: &str| format!("{year}/{}.json", id.strip_prefix("sha256:").unwrap());
    let mut both = [file("2024", &digitise), file("2024", &roads)];
    both.sort();
    let board = office.path("board");
    assert_eq!(mirrored(&board), both);
    let record = |name: &str| serde_json::from_slice::<serde_json::Value>(&std::fs::read(board.join(name)).unwrap()).unwrap();
    assert_eq!(record(&file("2024", &digitise)), office.json(&["show", "--json", &digitise]));
    done(&office, &["correct", &digitise, "date", "2023-03-05"]);
    done(&office, &["forget", &roads, "--yes"]);
    done(&office, &["ingest", "in/so-hoa.txt", "--json", "board"]);
    assert_eq!(mirrored(&board), [file("2023", &digitise)]);
    assert_eq!(record(&file("2023", &digitise))["document"]["date"], "2023-03-05");
    // One that has lost its place begins anew, and takes only records that are not there for strangers.
    std::fs::remove_file(board.join(".vanthu-mirror.json")).unwrap();
    office.file(&format!("board/2020/{}.json", "a".repeat(64)), b"{}");
    office.file("board/2023/notes.txt", b"mine");
    std::fs::remove_file(board.join(file("2023", &digitise))).unwrap();
    done(&office, &["ingest", "in/so-hoa.txt", "--json", "board"]);
    assert_eq!(mirrored(&board), [file("2023", &digitise), "2023/notes.txt".to_owned()]);
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_says_so_and_keeps_what_it_has() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::with_documents();
    let originals = office.home().join("originals");
    std::fs::set_permissions(&originals, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::create_dir(originals.join("probe")).is_ok() {
        std::fs::remove_dir(originals.join("probe")).unwrap();
        eprintln!("skipped: this user may write to any folder");
    } else {
        office.file("more/c.txt", "Công văn về cây xanh".as_bytes());
        let output = office.run(&["ingest", "more"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("originals"), "{}", text(&output.stderr));
        assert_eq!(office.json(&["export"]).as_array().unwrap().len(), 2);
    }
    std::fs::set_permissions(&originals, std::fs::Permissions::from_mode(0o755)).unwrap();
    // A file stands where a folder of originals must be: for everybody the same error.
    for name in 0..=255 {
        let folder = originals.join(format!("{name:02x}"));
        if !folder.exists() {
            std::fs::write(folder, b"").unwrap();
        }
    }
    office.file("more/d.txt", "Công văn về đèn đường".as_bytes());
    let output = office.run(&["ingest", "more/d.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(office.json(&["export"]).as_array().unwrap().len(), 2);
    assert_eq!(office.found("417/UBND-NC"), ["so-hoa.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let office = Office::with_documents();
    let small = office.path("small");
    std::fs::create_dir_all(&small).unwrap();
    let mounted = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(&small).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let home = small.join("home").to_string_lossy().into_owned();
    let first = office.run(&["ingest", "in", "--home", &home]);
    let filler = vec![0_u8; 64 << 10];
    let mut file = std::fs::File::create(small.join("filler")).unwrap();
    while std::io::Write::write_all(&mut file, &filler).is_ok() {}
    drop(file);
    office.file("more/c.txt", "Công văn về cây xanh ".repeat(4000).as_bytes());
    let full = office.run(&["ingest", "more", "--home", &home]);
    std::fs::remove_file(small.join("filler")).unwrap();
    let again = office.run(&["ingest", "more", "--home", &home]);
    let verified = office.run(&["verify", "--home", &home]);
    let all = office.run(&["export", "--home", &home]);
    std::process::Command::new("umount").arg("-l").arg(&small).status().unwrap();
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert_eq!(full.status.code(), Some(1), "{}", text(&full.stdout));
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(verified.status.success(), "{}", text(&verified.stdout));
    assert_eq!(serde_json::from_slice::<Vec<serde_json::Value>>(&all.stdout).unwrap().len(), 3);
}
