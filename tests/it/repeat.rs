//! The same file gives the same bytes, whenever it is read.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_same_files_give_identical_bytes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let documents: Vec<PathBuf> = documents(&corpus);
    assert!(documents.len() >= 12, "the corpus is not whole: {documents:?}");
    let extract = || {
        let output = Command::new(env!("CARGO_BIN_EXE_vanthu")).args(["extract", "--jsonl"]).args(&documents).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let first = extract();
    assert_eq!(first.iter().filter(|&&byte| byte == b'\n').count(), documents.len());
    assert!(first == extract(), "two runs over the same files differ");
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "docx" || extension == "pdf" || extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}
