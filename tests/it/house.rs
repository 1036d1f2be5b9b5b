//! Holds the doors of the house: which room may use which.

use std::path::{Path, PathBuf};

/// The table of `src/lib.rs`: a room, and the rooms that it may use.
const DOORS: &[(&str, &[&str])] = &[
    ("layout", &[]),
    ("warning", &[]),
    ("record", &[]),
    ("steps", &[]),
    ("words", &["layout", "warning"]),
    ("intake", &[]),
    ("read", &["intake", "layout", "warning"]),
    ("text", &["layout"]),
    ("pattern", &[]),
    ("extract", &["text", "pattern", "record", "warning"]),
    ("check", &["extract", "text", "pattern", "record", "words"]),
    ("pipeline", &["intake", "read", "layout", "text", "pattern", "extract", "check", "record", "warning", "words"]),
    ("store", &["intake", "layout", "record", "steps"]),
    ("index", &["record", "text"]),
    ("tasks", &["record"]),
    ("export", &["record", "tasks"]),
    ("inspect", &["layout", "record"]),
    ("archive", &["pipeline", "store", "index", "tasks", "intake", "pattern", "read", "record", "steps", "text", "warning"]),
    ("trouble", &["intake", "read", "words"]),
    ("readers", &["archive", "intake", "pattern", "pipeline", "read", "store", "trouble"]),
    ("inbox", &["readers", "archive", "intake", "pattern", "pipeline", "read", "record", "steps", "store", "trouble", "words"]),
    ("eval", &[]),
    ("config", &[]),
    (
        "commands",
        &[
            "archive", "config", "eval", "export", "inbox", "index", "inspect", "intake", "layout", "pattern", "pipeline", "read",
            "readers", "record", "store", "tasks", "text", "trouble", "warning", "words",
        ],
    ),
];

#[test]
fn rooms_use_only_the_doors_they_have() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&source).unwrap() {
        let path = entry.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let notes = path.extension().is_some_and(|extension| extension == "md");
        if room == "lib" || room == "main" || notes {
            continue;
        }
        let doors = DOORS.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("room {room} is not in the table"));
        for file in rust_files(&path) {
            for used in rooms_used(&std::fs::read_to_string(&file).unwrap()) {
                if used != room && !doors.1.contains(&used.as_str()) {
                    wrong.push(format!("{}: {room} may not use {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    std::fs::read_dir(path).unwrap().flat_map(|entry| rust_files(&entry.unwrap().path())).collect()
}

/// The words after `crate::`, also in a group `crate::{a, b}`.
fn rooms_used(source: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for after in source.split("crate::").skip(1) {
        let names = match after.strip_prefix('{') {
            Some(group) => group.split_once('}').map_or(group, |(inner, _)| inner).split(',').collect(),
            None => vec![after],
        };
        for name in names {
            rooms.push(name.trim().chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect());
        }
    }
    rooms
}
