//! The words of text layers, set against what poppler reads.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use unicode_normalization::UnicodeNormalization as _;
use vanthu::intake::FileKind;
use vanthu::layout::{Block, Layout, Origin};
use vanthu::read;

/// Pages with fewer words are scans with stamps.
const FEWEST_WORDS: usize = 30;

#[test]
fn text_layers_lose_no_word_that_poppler_reads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/real");
    let Ok(found) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let (mut expected, mut read, mut ordered) = (0, 0, 0);
    for path in found.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "pdf")) {
        let Some(theirs) = as_poppler_reads(&path) else {
            eprintln!("skipped: pdftotext is not installed");
            return;
        };
        if theirs.concat().len() < FEWEST_WORDS * theirs.len() {
            continue;
        }
        let layout = read::read(FileKind::Pdf, &fs::read(&path).unwrap(), &|_| {}).unwrap().value;
        let (theirs, ours) = (theirs.concat(), words(&layout));
        let (missed, same) = (missing(&theirs, &ours), longest_common(&theirs, &ours));
        eprintln!("{}: {} words, {} missing {missed:?}, {same} in order", path.display(), theirs.len(), missed.len());
        (expected, read, ordered) = (expected + theirs.len(), read + theirs.len() - missed.len(), ordered + same);
    }
    eprintln!("{expected} words, {read} read, {ordered} in order");
    assert!(read * 1000 >= expected * 995, "{read} of {expected} words");
}

/// The words of each page.
fn as_poppler_reads(path: &Path) -> Option<Vec<Vec<String>>> {
    let output = Command::new("pdftotext").arg(path).arg("-").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // Each page ends with a form feed.
    let pages = text.strip_suffix('\u{C}').unwrap_or(&text).split('\u{C}');
    Some(pages.map(|page| page.split_whitespace().filter_map(plain).collect()).collect())
}

/// The words of a layout's text layer, in reading order.
fn words(layout: &Layout) -> Vec<String> {
    fn gather(blocks: &[Block], into: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let words = paragraph.lines.iter().flat_map(|line| &line.words);
                    into.extend(words.filter(|word| word.origin == Origin::TextLayer).filter_map(|word| plain(&word.text)));
                }
                Block::Columns(sides) => sides.iter().for_each(|side| gather(side, into)),
                Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| gather(&cell.blocks, into)),
            }
        }
    }
    let mut found = Vec::new();
    layout.pages.iter().for_each(|page| gather(&page.blocks, &mut found));
    found
}

/// A word without signs, which the two set apart differently; `None` where nothing is left.
fn plain(word: &str) -> Option<String> {
    let plain: String = word.nfc().filter(|character| character.is_alphanumeric()).collect();
    (!plain.is_empty()).then_some(plain)
}

/// What is in the first and not in the second, each as often as it is missing.
fn missing(theirs: &[String], ours: &[String]) -> Vec<String> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    ours.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let gone = theirs.iter().filter(|word| match left.get_mut(word.as_str()) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    });
    gone.cloned().collect()
}

/// The length of the longest common subsequence.
fn longest_common(theirs: &[String], ours: &[String]) -> usize {
    let mut row = vec![0; ours.len() + 1];
    for word in theirs {
        let mut diagonal = 0;
        for (at, other) in ours.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[ours.len()]
}
