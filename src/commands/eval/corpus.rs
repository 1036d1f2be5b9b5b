//! Finds the labelled documents of a folder.
//!
//! In: a folder. Out: documents with what is expected of them, in order of path. It knows two layouts: `expected.json` in
//! a folder with one document, and `NAME.gold.json` beside `NAME.EXT`, which may name other files in `file`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::Value;

/// A document and what a perfect reader says of it.
pub(super) struct Labelled {
    /// Its path below the corpus.
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) expected: Value,
}

pub(super) fn labelled(corpus: &Path) -> anyhow::Result<Vec<Labelled>> {
    let mut found = Vec::new();
    walk(corpus, corpus, &mut found)?;
    if found.is_empty() {
        bail!("no labelled documents under {}; a label is expected.json or NAME.gold.json", corpus.display());
    }
    Ok(found)
}

fn walk(corpus: &Path, folder: &Path, found: &mut Vec<Labelled>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot open {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    for path in &paths {
        if path.is_dir() {
            walk(corpus, path, found)?;
            continue;
        }
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let stem = name.strip_suffix(".gold.json");
        if name != "expected.json" && stem.is_none() {
            continue;
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let expected: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        let files = match stem {
            Some(stem) => beside(folder, stem, &expected, &paths),
            None => paths.iter().filter(|path| path.is_file() && !own(path)).cloned().collect(),
        };
        if files.is_empty() || (stem.is_none() && files.len() > 1) {
            bail!("{} has {} documents beside it", path.display(), files.len());
        }
        found.extend(files.into_iter().map(|file| Labelled {
            name: file.strip_prefix(corpus).unwrap_or(&file).display().to_string(),
            file,
            expected: expected.clone(),
        }));
    }
    Ok(())
}

/// What stands beside a document and is none itself.
fn own(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json" || ending == "toml" || ending == "md")
}

fn beside(folder: &Path, stem: &str, expected: &Value, paths: &[PathBuf]) -> Vec<PathBuf> {
    match expected.get("file") {
        Some(Value::String(file)) => vec![folder.join(file)],
        Some(Value::Array(files)) => files.iter().filter_map(Value::as_str).map(|file| folder.join(file)).collect(),
        _ => {
            let dotted = format!("{stem}.");
            let named = |path: &&PathBuf| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&dotted));
            let label = |path: &&PathBuf| path.to_string_lossy().ends_with(".gold.json");
            paths.iter().filter(|path| path.is_file() && named(path) && !label(path)).cloned().collect()
        }
    }
}
