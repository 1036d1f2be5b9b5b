//! The files themselves: embedded, overlaid by an office's folder, expanded, tried.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::rule::Rule;

/// The files that are part of the binary: path without `.toml`, content.
const EMBEDDED: &[(&str, &str)] = &[
    ("common", include_str!("../../patterns/common.toml")),
    ("types", include_str!("../../patterns/types.toml")),
    ("abbreviations", include_str!("../../patterns/abbreviations.toml")),
    ("deadlines", include_str!("../../patterns/deadlines.toml")),
    ("tasks", include_str!("../../patterns/tasks.toml")),
    ("holidays", include_str!("../../patterns/holidays.toml")),
    ("bodies", include_str!("../../patterns/bodies.toml")),
    ("footer", include_str!("../../patterns/footer.toml")),
    ("letterhead", include_str!("../../patterns/letterhead.toml")),
    ("references", include_str!("../../patterns/references.toml")),
    ("spelling", include_str!("../../patterns/spelling.toml")),
    ("zones", include_str!("../../patterns/zones.toml")),
    ("frameworks/766", include_str!("../../patterns/frameworks/766.toml")),
    ("periods", include_str!("../../patterns/periods.toml")),
    ("tables", include_str!("../../patterns/tables.toml")),
    ("scores", include_str!("../../patterns/scores.toml")),
    ("indicators", include_str!("../../patterns/indicators.toml")),
    ("findings", include_str!("../../patterns/findings.toml")),
    ("frameworks/par_index", include_str!("../../patterns/frameworks/par_index.toml")),
    ("frameworks/sipas", include_str!("../../patterns/frameworks/sipas.toml")),
    ("frameworks/papi", include_str!("../../patterns/frameworks/papi.toml")),
    ("frameworks/pci", include_str!("../../patterns/frameworks/pci.toml")),
    ("frameworks/ddci", include_str!("../../patterns/frameworks/ddci.toml")),
    ("frameworks/dti", include_str!("../../patterns/frameworks/dti.toml")),
    ("frameworks/pgi", include_str!("../../patterns/frameworks/pgi.toml")),
    ("frameworks/pii", include_str!("../../patterns/frameworks/pii.toml")),
];

/// The file whose `[define]` table names pieces of expressions.
const COMMON: &str = "common";

/// What is wrong with a pattern file, and where.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {problem}", file.display(), if *line == 0 { String::new() } else { format!(":{line}") })]
pub struct PatternError {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 where none is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub problem: String,
}

struct File {
    path: PathBuf,
    source: String,
}

/// All files by name, with an office's values laid over the embedded ones.
pub(super) struct Files {
    sources: BTreeMap<String, Vec<File>>,
    merged: BTreeMap<String, Table>,
}

impl Files {
    /// Reads the embedded files.
    pub(super) fn embedded() -> Result<Self, PatternError> {
        let mut files = Self { sources: BTreeMap::new(), merged: BTreeMap::new() };
        for (name, source) in EMBEDDED {
            files.add(name, PathBuf::from(format!("patterns/{name}.toml")), (*source).to_owned())?;
        }
        Ok(files)
    }

    /// Lays the `.toml` files of a folder over them: tables are joined by key, other values replaced.
    pub(super) fn overlay(&mut self, folder: &Path) -> Result<(), PatternError> {
        for (name, path) in toml_files(folder)? {
            let source = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            self.add(&name, path, source)?;
        }
        Ok(())
    }

    fn add(&mut self, name: &str, path: PathBuf, source: String) -> Result<(), PatternError> {
        let table: Table = source.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| line_of(&source, span.start));
            PatternError { file: path.clone(), line, problem: error.message().to_owned() }
        })?;
        overlay(self.merged.entry(name.to_owned()).or_default(), table);
        self.sources.entry(name.to_owned()).or_default().push(File { path, source });
        Ok(())
    }

    /// The typed content of one file.
    pub(super) fn part<T: DeserializeOwned>(&self, name: &str) -> Result<T, PatternError> {
        let mut table = self.merged.get(name).cloned().unwrap_or_default();
        name_rules(&mut table, name);
        self.expand(&mut table, name)?;
        Value::Table(table).try_into().map_err(|error: toml::de::Error| self.error(name, None, error.message()))
    }

    /// The typed contents of all files whose name begins so, in order of name.
    pub(super) fn parts<T: DeserializeOwned>(&self, prefix: &str) -> Result<Vec<T>, PatternError> {
        self.merged.keys().filter(|name| name.starts_with(prefix)).map(|name| self.part(name)).collect()
    }

    /// Tries every rule; gives how many there are.
    pub(super) fn check(&self) -> Result<usize, PatternError> {
        let mut tried = 0;
        for (name, table) in &self.merged {
            let mut table = table.clone();
            name_rules(&mut table, name);
            self.expand(&mut table, name)?;
            tried += self.check_rules(&table, name)?;
        }
        Ok(tried)
    }

    fn check_rules(&self, table: &Table, file: &str) -> Result<usize, PatternError> {
        let mut tried = 0;
        for (key, value) in table {
            let Value::Table(inner) = value else { continue };
            if inner.contains_key("regex") {
                let rule: Rule = value.clone().try_into().map_err(|error: toml::de::Error| self.error(file, Some(key), error.message()))?;
                rule.check().map_err(|problem| self.error(file, Some(key), &format!("rule {}: {problem}", rule.name)))?;
                tried += 1;
            } else {
                tried += self.check_rules(inner, file)?;
            }
        }
        Ok(tried)
    }

    /// Replaces `{{name}}` in expressions by the named piece; lists become alternatives.
    fn expand(&self, table: &mut Table, file: &str) -> Result<(), PatternError> {
        for (key, value) in table {
            match value {
                Value::Table(inner) => self.expand(inner, file)?,
                Value::String(text) if key == "regex" => {
                    *text = self.expand_text(text, 0).map_err(|problem| self.error(file, Some(text.as_str()), &problem))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn expand_text(&self, text: &str, depth: usize) -> Result<String, String> {
        if depth > 8 {
            return Err("definitions name each other in a circle".into());
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, tail) = after.split_once("}}").ok_or("{{ without }}")?;
            out.push_str(before);
            out.push_str(&self.expand_text(&self.definition(name)?, depth + 1)?);
            rest = tail;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn definition(&self, name: &str) -> Result<String, String> {
        let define = self.merged.get(COMMON).and_then(|common| common.get("define"));
        match define.and_then(|define| define.get(name)) {
            Some(Value::String(text)) => Ok(format!("(?:{text})")),
            Some(Value::Array(items)) => {
                let mut words: Vec<String> = items.iter().filter_map(Value::as_str).map(alternative).collect();
                words.sort_by_key(|word| std::cmp::Reverse(word.len()));
                Ok(format!("(?:{})", words.join("|")))
            }
            _ => Err(format!("{{{{{name}}}}} is not in [define] of common.toml")),
        }
    }

    fn error(&self, name: &str, key: Option<&str>, problem: &str) -> PatternError {
        let files = self.sources.get(name).map(Vec::as_slice).unwrap_or_default();
        let wanted = key.or_else(|| quoted(problem));
        let found = files.iter().rev().find_map(|file| {
            let key = wanted?;
            let line = file.source.lines().position(|line| line.contains(key))?;
            Some((file.path.clone(), line + 1))
        });
        let (file, line) = found.unwrap_or_else(|| (files.last().map_or_else(|| PathBuf::from(name), |file| file.path.clone()), 1));
        PatternError { file, line, problem: problem.trim_end().to_owned() }
    }
}

/// A list's item as a piece of an expression: any space fits any run of spaces.
fn alternative(item: &str) -> String {
    item.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+")
}

/// The first name in backquotes, as serde's messages have it.
fn quoted(problem: &str) -> Option<&str> {
    problem.split('`').nth(1)
}

fn line_of(source: &str, offset: usize) -> usize {
    source.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

fn overlay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(inner)), Value::Table(new)) => overlay(inner, new),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

/// Gives every rule its name, `file/key`.
fn name_rules(table: &mut Table, path: &str) {
    for (key, value) in table.iter_mut() {
        if let Value::Table(inner) = value {
            let name = format!("{path}/{key}");
            if inner.contains_key("regex") {
                inner.insert("name".into(), Value::String(name));
            } else {
                name_rules(inner, &name);
            }
        }
    }
}

fn toml_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, PatternError> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
            if path.is_dir() {
                folders.push((format!("{prefix}{stem}/"), path));
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push((format!("{prefix}{stem}"), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: &Path, error: &std::io::Error) -> PatternError {
    PatternError { file: path.to_owned(), line: 0, problem: format!("cannot be read: {error}") }
}
