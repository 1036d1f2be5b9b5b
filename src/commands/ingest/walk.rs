//! The documents among files and folders, in order of name.

use std::path::{Path, PathBuf};

use crate::intake::{self, IntakeError};

/// Extensions that are documents.
const DOCUMENTS: [&str; 13] = ["pdf", "docx", "doc", "txt", "rtf", "odt", "html", "htm", "png", "jpg", "jpeg", "tif", "tiff"];

/// What was found.
pub(super) struct Found {
    /// Documents, and whatever was named itself.
    pub(super) files: Vec<PathBuf>,
    /// Files in folders that are no documents.
    pub(super) others: Vec<PathBuf>,
    /// Folders that could not be looked into.
    pub(super) closed: Vec<(PathBuf, IntakeError)>,
}

/// Walks paths: a file is taken as it is, a folder with all below it. Links inside folders are not followed.
pub(super) fn walk(paths: &[PathBuf]) -> Found {
    let mut found = Found { files: Vec::new(), others: Vec::new(), closed: Vec::new() };
    for path in paths {
        if path.is_dir() {
            folder(path, &mut found);
        } else {
            found.files.push(path.clone());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.files.retain(|path| seen.insert(path.clone()));
    found
}

fn folder(folder_path: &Path, found: &mut Found) {
    let entries = match std::fs::read_dir(folder_path) {
        Ok(entries) => entries,
        Err(error) => {
            found.closed.push((folder_path.to_owned(), intake::outside(folder_path, error)));
            return;
        }
    };
    let mut entries: Vec<_> = entries.flatten().filter_map(|entry| Some((entry.path(), entry.file_type().ok()?))).collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name.starts_with("~$") || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            folder(&path, found);
        } else if kind.is_file() && is_document(&path) {
            found.files.push(path);
        } else {
            found.others.push(path);
        }
    }
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| DOCUMENTS.iter().any(|document| extension.eq_ignore_ascii_case(document)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "composes a folder to walk")]
    fn takes_documents_in_order_and_names_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["b/2.PDF", "a.docx", "b/labels.json", ".hidden.pdf", "~$a.docx", "c.txt"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let found = walk(&[folder.path().to_owned()]);
        let names = |paths: &[PathBuf]| {
            paths.iter().map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&found.files), ["a.docx", "b/2.PDF", "c.txt"]);
        assert_eq!(names(&found.others), ["b/labels.json"]);
    }
}
