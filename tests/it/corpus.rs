//! Holds the project's own documents, `corpus/`: every label stands in its document, and what is read from them does not get worse.
//!
//! In: the folders of `corpus/`, each a document with `expected.json`, and `corpus/floor.toml`. The table of scores is on
//! standard error: `cargo test --test it corpus -- --nocapture`.
#![allow(clippy::print_stderr, reason = "the table of scores is read by people")]

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vanthu::eval::{Figures, Measure, judge};
use vanthu::record::{Document, Finding, Indicator, Proposal, Reference, Scorecard, Table, Task};
use vanthu::text::{modern_tone, normalise};

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    document: Document,
    references: Vec<Reference>,
    scorecards: Vec<Scorecard>,
    indicators: Vec<Indicator>,
    tables: Vec<Table>,
    tasks: Vec<Task>,
    proposals: Vec<Proposal>,
    findings: Vec<Finding>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The folders `corpus/<type>/<nnn>-<slug>`, in order of name.
fn folders() -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    let mut found: Vec<PathBuf> = inside(&root()).iter().flat_map(|kind| inside(kind)).collect();
    found.sort();
    found
}

fn document_of(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ["docx", "pdf", "txt"].iter().any(|known| ending == *known))).collect();
    assert_eq!(documents.len(), 1, "one document in {}", folder.display());
    documents.remove(0)
}

fn expected_of(folder: &Path) -> (Expected, Value) {
    let path = folder.join("expected.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let expected = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (expected, serde_json::from_str(&text).unwrap())
}

/// One spelling for comparing: normal characters, modern tones, lower case, marks of style removed.
fn even(text: &str) -> String {
    let plain: String = text.replace("__", "").chars().filter(|character| *character != '*').collect();
    modern_tone(&normalise(&plain)).to_lowercase()
}

/// What the document says, from what it was made of.
fn text_of(folder: &Path) -> String {
    let document = document_of(folder);
    if document.extension().is_some_and(|ending| ending == "txt") {
        let bytes = std::fs::read(&document).unwrap();
        let name = document.file_stem().unwrap().to_string_lossy();
        if name.ends_with("-tcvn3") {
            return even(&from_tcvn3(&bytes));
        }
        let unmarked = if name.ends_with("-1258") { encoding_rs::WINDOWS_1258 } else { encoding_rs::UTF_8 };
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(unmarked, |(encoding, _)| encoding);
        return even(&encoding.decode(&bytes).0);
    }
    let source = std::fs::read_to_string(folder.join("compose.toml")).unwrap();
    let value: toml::Table = source.parse().unwrap();
    assert_eq!(value["file"].as_str(), document.file_name().unwrap().to_str(), "{}", folder.display());
    let mut text = String::new();
    collect(&toml::Value::Table(value), &mut text);
    even(&text)
}

/// Text for the fonts `.VnTime`: one byte a letter; toned capitals are typed as small ones.
fn from_tcvn3(bytes: &[u8]) -> String {
    const BYTES: &str = "¡¢£¤¥¦§¨©ª«¬\u{AD}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ";
    const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    let letter = |byte: char| BYTES.chars().position(|known| known == byte).map_or(byte, |place| LETTERS.chars().nth(place).unwrap());
    bytes.iter().map(|byte| letter(char::from(*byte))).collect()
}

fn collect(value: &toml::Value, text: &mut String) {
    match value {
        toml::Value::String(part) => {
            text.push_str(&part.replace('|', " | "));
            text.push(' ');
        }
        toml::Value::Array(parts) => parts.iter().for_each(|part| collect(part, text)),
        toml::Value::Table(parts) => parts.iter().for_each(|(_, part)| collect(part, text)),
        _ => {}
    }
}

/// Names that are in one value and not in the other.
fn other_names(path: &str, left: &Value, right: &Value, wrong: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            for name in left.keys().chain(right.keys().filter(|name| !left.contains_key(*name))) {
                match (left.get(name), right.get(name)) {
                    (Some(left), Some(right)) => other_names(&format!("{path}/{name}"), left, right, wrong),
                    (Some(_), None) => wrong.push(format!("{path}/{name}: no such name in the record")),
                    _ => wrong.push(format!("{path}/{name}: not stated; write null or []")),
                }
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                other_names(&format!("{path}/{index}"), left, right, wrong);
            }
        }
        _ => {}
    }
}

#[test]
fn every_label_stands_in_its_document() {
    let mut wrong = Vec::new();
    let folders = folders();
    assert!(!folders.is_empty());
    for folder in folders {
        let (expected, raw) = expected_of(&folder);
        let mut here = Vec::new();
        other_names("", &raw, &serde_json::to_value(&expected).unwrap(), &mut here);
        verbatim(&expected, &text_of(&folder), &mut here);
        figures(&expected, &text_of(&folder), &mut here);
        deadlines(&expected, &mut here);
        for finding in &expected.findings {
            let lost = finding.pointers.iter().filter(|pointer| raw.pointer(pointer).is_none());
            here.extend(lost.map(|pointer| format!("{pointer} leads nowhere")));
        }
        wrong.extend(here.iter().map(|what| format!("{}: {what}", folder.file_name().unwrap().display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verbatim(expected: &Expected, text: &str, wrong: &mut Vec<String>) {
    let document = &expected.document;
    let mut parts: Vec<&str> =
        [&document.subject, &document.date_text, &document.archive, &document.symbol].into_iter().flatten().map(String::as_str).collect();
    parts.extend(document.number.as_deref());
    parts.extend(expected.references.iter().map(|reference| reference.number.as_str()));
    parts.extend(expected.tasks.iter().map(|task| task.action.as_str()));
    parts.extend(expected.tasks.iter().filter_map(|task| task.deadline.as_ref()).map(|deadline| deadline.text.as_str()));
    parts.extend(expected.proposals.iter().map(|proposal| proposal.text.as_str()));
    parts.extend(expected.indicators.iter().map(|indicator| indicator.name.as_str()));
    parts.extend(expected.tables.iter().flat_map(|table| &table.columns).flat_map(|column| column.split(" / ")));
    parts.extend(expected.tables.iter().flat_map(|table| table.rows.iter().flatten()).map(String::as_str));
    parts.extend(document.signer.as_ref().and_then(|signer| signer.name.as_deref()));
    let lost = parts.into_iter().filter(|part| !text.contains(&even(part)));
    wrong.extend(lost.map(|part| format!("not in the document: {part}")));
}

/// Every figure stands there in a Vietnamese spelling.
fn figures(expected: &Expected, text: &str, wrong: &mut Vec<String>) {
    let cards = expected.scorecards.iter();
    let mut values: Vec<f64> = cards.clone().flat_map(|card| [card.total, card.change.map(f64::abs)]).flatten().collect();
    values.extend(cards.flat_map(|card| &card.criteria).filter_map(|criterion| criterion.score));
    values.extend(expected.indicators.iter().map(|indicator| indicator.value));
    let numbers: Vec<&str> = text.split(|character: char| !(character.is_ascii_digit() || character == ',' || character == '.')).collect();
    let stated = |value: f64| {
        numbers.iter().any(|number| {
            number
                .trim_end_matches(['.', ','])
                .replace('.', "")
                .replace(',', ".")
                .parse::<f64>()
                .is_ok_and(|read| (read - value).abs() < 1e-9)
        })
    };
    wrong.extend(values.into_iter().filter(|value| !stated(*value)).map(|value| format!("figure not in the document: {value}")));
    for table in &expected.tables {
        let short = table.rows.iter().filter(|row| row.len() != table.columns.len());
        wrong.extend(short.map(|row| format!("{} cells under {} columns: {row:?}", row.len(), table.columns.len())));
    }
}

fn deadlines(expected: &Expected, wrong: &mut Vec<String>) {
    for (index, task) in expected.tasks.iter().enumerate() {
        if task.id != (index + 1).to_string() || task.assignees.is_empty() {
            wrong.push(format!("task {}: its id or its assignees", task.id));
        }
        let Some((deadline, date)) = task.deadline.as_ref().and_then(|deadline| Some((deadline, deadline.date.as_deref()?))) else {
            continue;
        };
        let mut last: jiff::civil::Date = date.parse().unwrap();
        if deadline.relation == vanthu::record::Relation::Before && !names_hour(&deadline.text) {
            last = last.yesterday().unwrap();
        }
        if deadline.last_day != Some(last.to_string()) {
            wrong.push(format!("task {}: last_day should be {last}", task.id));
        }
    }
}

/// `17 giờ 00`, `17h00`
fn names_hour(text: &str) -> bool {
    text.contains("giờ") || text.split('h').rev().skip(1).any(|before| before.ends_with(|character: char| character.is_ascii_digit()))
}

#[test]
fn reading_does_not_get_worse() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vanthu"));
    let output =
        command.arg("eval").arg(root()).arg("--floor").arg(root().join("floor.toml")).env_remove("VANTHU_PATTERNS").output().unwrap();
    eprintln!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_field_below_its_floor_fails_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let floor = folder.path().join("floor.toml");
    std::fs::write(&floor, "[floor]\n\"document.number\" = 1.1\n").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vanthu"));
    let output = command.arg("eval").arg(root().join("giay-moi")).arg("--floor").arg(&floor).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("document.number: F1 1.000 is below its floor 1.100"));
}

#[test]
fn the_labels_score_full_marks_against_themselves() {
    let mut figures = Figures::default();
    for folder in folders() {
        let (_, raw) = expected_of(&folder);
        figures.add(&judge(&raw, &raw, Measure::Strict));
    }
    assert_eq!(figures.whole, figures.documents);
    for (field, tally) in &figures.fields {
        assert!(tally.there > 0 && tally.right == tally.there && tally.found == tally.there, "{field}: {tally:?}");
    }
}
