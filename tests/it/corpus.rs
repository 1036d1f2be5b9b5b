//! Holds the project's own documents, `corpus/`: every label stands in its document, and what is read from them does not get worse.
//!
//! In: the folders of `corpus/`, each a document with `expected.json`, and `corpus/floor.toml`. The table of scores is on
//! standard error: `cargo test --test it corpus -- --nocapture`.
#![allow(clippy::print_stderr, reason = "the table of scores is read by people")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use vanthu::pattern::Patterns;
use vanthu::record::{Deadline, Document, Finding, Indicator, Proposal, Reference, Scorecard, Signer, Table, Task};
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    floor: BTreeMap<String, f64>,
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
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
        return even(&encoding.decode(&bytes).0);
    }
    let source = std::fs::read_to_string(folder.join("compose.toml")).unwrap();
    let value: toml::Table = source.parse().unwrap();
    assert_eq!(value["file"].as_str(), document.file_name().unwrap().to_str(), "{}", folder.display());
    let mut text = String::new();
    collect(&toml::Value::Table(value), &mut text);
    even(&text)
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
        if deadline.relation == vanthu::record::Relation::Before && !deadline.text.contains("giờ") {
            last = last.yesterday().unwrap();
        }
        if deadline.last_day != Some(last.to_string()) {
            wrong.push(format!("task {}: last_day should be {last}", task.id));
        }
    }
}

/// How often a field was right, found, and there to be found.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    found: usize,
    there: usize,
}

impl Tally {
    fn precision(self) -> f64 {
        if self.found == 0 { f64::from(u8::from(self.there == 0)) } else { self.right as f64 / self.found as f64 }
    }

    fn recall(self) -> f64 {
        if self.there == 0 { 1.0 } else { self.right as f64 / self.there as f64 }
    }

    fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// The scores of all fields.
#[derive(Default)]
struct Scores(BTreeMap<&'static str, Tally>);

impl Scores {
    /// Counts two lists; a pair is right where `same` gives at least `enough`, best pairs first.
    fn add<T>(&mut self, field: &'static str, there: &[T], found: &[T], enough: f64, same: impl Fn(&T, &T) -> f64) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (left, one) in there.iter().enumerate() {
            pairs.extend(found.iter().enumerate().map(|(right, other)| (same(one, other), left, right)).filter(|pair| pair.0 >= enough));
        }
        pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        let mut matched: Vec<(usize, usize)> = Vec::new();
        for (_, left, right) in pairs {
            if matched.iter().all(|(l, r)| *l != left && *r != right) {
                matched.push((left, right));
            }
        }
        self.count(field, matched.len(), found.len(), there.len());
        matched
    }

    fn count(&mut self, field: &'static str, right: usize, found: usize, there: usize) {
        let tally = self.0.entry(field).or_default();
        *tally = Tally { right: tally.right + right, found: tally.found + found, there: tally.there + there };
    }

    fn texts(&mut self, field: &'static str, there: &[String], found: &[String]) {
        self.add(field, there, found, 1.0, |left, right| f64::from(u8::from(left == right)));
    }
}

fn overlap(left: &str, right: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        even(text).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (left, mut right) = (words(left), words(right));
    let total = left.len() + right.len();
    let mut shared = 0;
    for word in left {
        if let Some(place) = right.iter().position(|other| *other == word) {
            right.swap_remove(place);
            shared += 1;
        }
    }
    if total == 0 { 0.0 } else { 2.0 * shared as f64 / total as f64 }
}

fn score(there: &Expected, found: &Expected, scores: &mut Scores) {
    type Field = fn(&Document) -> Option<String>;
    let fields: [(&'static str, Field); 7] = [
        ("number", |document| document.number.clone()),
        ("symbol", |document| document.symbol.clone()),
        ("type", |document| document.kind.as_ref().map(|kind| kind.code.clone())),
        ("issuer", |document| document.issuer.as_deref().map(even)),
        ("place", |document| document.place.as_deref().map(even)),
        ("date", |document| document.date.clone()),
        ("period", |document| document.period.clone()),
    ];
    for (name, field) in fields {
        scores.texts(name, field(&there.document).as_slice(), field(&found.document).as_slice());
    }
    let subject = |document: &Document| document.subject.iter().cloned().collect::<Vec<_>>();
    scores.add("subject", &subject(&there.document), &subject(&found.document), 0.9, |left, right| overlap(left, right));
    scores.texts("signer", &signer(there.document.signer.as_ref()), &signer(found.document.signer.as_ref()));
    let numbers =
        |expected: &Expected| -> Vec<String> { expected.references.iter().map(|reference| reference.number.replace(' ', "")).collect() };
    scores.texts("references", &numbers(there), &numbers(found));
    let codes = |expected: &Expected| -> Vec<String> { expected.findings.iter().map(|finding| format!("{:?}", finding.code)).collect() };
    scores.texts("findings", &codes(there), &codes(found));
    score_cards(there, found, scores);
    score_tasks(there, found, scores);
}

fn signer(signer: Option<&Signer>) -> Vec<String> {
    let Some(signer) = signer else { return Vec::new() };
    let parts = [("name", &signer.name), ("position", &signer.position), ("authority", &signer.authority)];
    parts.into_iter().filter_map(|(name, part)| Some(format!("{name} {}", even(part.as_deref()?)))).collect()
}

fn score_cards(there: &Expected, found: &Expected, scores: &mut Scores) {
    let unit = |card: &Scorecard| even(card.unit.as_deref().unwrap_or_default()).replace("ủy ban nhân dân ", "");
    let totals = |expected: &Expected| -> Vec<String> {
        let cards = expected.scorecards.iter().filter_map(|card| Some(format!("{} {:?} {}", unit(card), card.period, card.total?)));
        cards.collect()
    };
    let criteria = |expected: &Expected| -> Vec<String> {
        let of =
            |card: &Scorecard| card.criteria.iter().map(|one| format!("{} {} {:?}", unit(card), one.id, one.score)).collect::<Vec<_>>();
        expected.scorecards.iter().flat_map(of).collect()
    };
    scores.texts("totals", &totals(there), &totals(found));
    scores.texts("criteria", &criteria(there), &criteria(found));
}

fn score_tasks(there: &Expected, found: &Expected, scores: &mut Scores) {
    let matched = scores.add("tasks", &there.tasks, &found.tasks, 0.7, |left, right| overlap(&left.action, &right.action));
    let when = |task: &Task| {
        let of = |deadline: &Deadline| (deadline.relation, deadline.last_day.clone(), deadline.recurrence.clone());
        task.deadline.as_ref().map(of)
    };
    let right = matched.iter().filter(|(left, right)| when(&there.tasks[*left]).is_some_and(|one| Some(one) == when(&found.tasks[*right])));
    let with = |tasks: &[Task]| tasks.iter().filter(|task| task.deadline.is_some()).count();
    scores.count("deadlines", right.count(), with(&found.tasks), with(&there.tasks));
}

fn read(path: &Path, patterns: &Patterns) -> Result<Expected, String> {
    let source = vanthu::intake::open(path).map_err(|error| error.to_string())?;
    let record = vanthu::pipeline::process(&source, patterns).map_err(|error| error.to_string())?.record;
    let vanthu::record::Record { document, references, scorecards, indicators, tables, tasks, proposals, findings, .. } = record;
    Ok(Expected { document, references, scorecards, indicators, tables, tasks, proposals, findings })
}

#[test]
fn reading_does_not_get_worse() {
    let patterns = Patterns::embedded().unwrap();
    let mut scores = Scores::default();
    for folder in folders() {
        let (there, _) = expected_of(&folder);
        let found = read(&document_of(&folder), &patterns).unwrap_or_else(|error| {
            eprintln!("not read: {}: {error}", folder.display());
            Expected {
                document: Document::default(),
                references: Vec::new(),
                scorecards: Vec::new(),
                indicators: Vec::new(),
                tables: Vec::new(),
                tasks: Vec::new(),
                proposals: Vec::new(),
                findings: Vec::new(),
            }
        });
        score(&there, &found, &mut scores);
    }
    let floor: Floor = toml::from_str(&std::fs::read_to_string(root().join("floor.toml")).unwrap()).unwrap();
    let names: Vec<&str> = floor.floor.keys().map(String::as_str).collect();
    assert_eq!(names, scores.0.keys().copied().collect::<Vec<_>>(), "the fields of corpus/floor.toml");
    eprintln!("{:12}{:>8}{:>8}{:>8}{:>8}{:>8}{:>8}", "field", "P", "R", "F1", "floor", "there", "found");
    let mut low = Vec::new();
    for (name, tally) in &scores.0 {
        let (lowest, reached) = (floor.floor[*name], tally.f1());
        let (precision, recall) = (tally.precision(), tally.recall());
        eprintln!("{name:12}{precision:8.3}{recall:8.3}{reached:8.3}{lowest:8.3}{:8}{:8}", tally.there, tally.found);
        if reached + 0.0005 < lowest {
            low.push(format!("{name}: F1 {reached:.3} is below the floor {lowest:.3}"));
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn the_labels_score_full_marks_against_themselves() {
    let mut scores = Scores::default();
    for folder in folders() {
        let (there, _) = expected_of(&folder);
        score(&there, &there, &mut scores);
    }
    for (name, tally) in &scores.0 {
        assert!(tally.there > 0, "no document of the corpus exercises {name}");
        assert!(tally.f1() > 0.999, "{name}: {tally:?}");
    }
}
