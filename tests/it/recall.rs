//! The words of text layers, set against what poppler reads.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use unicode_normalization::UnicodeNormalization as _;
use vanthu::intake::FileKind;
use vanthu::layout::{Block, Layout, Origin, Part};
use vanthu::read;

/// Pages with fewer words are scans with stamps.
const FEWEST_WORDS: usize = 30;

#[test]
fn text_layers_lose_no_word_that_poppler_reads_and_keep_its_order() {
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
        let (theirs, ours) = (theirs.concat(), Read::of(&layout));
        let missed = missing(&theirs, &ours.words());
        // Poppler reads columns, cells and stamps in the order of drawing, now and then in the midst of one another: of
        // those each line counts for itself.
        let lines = ours.apart.iter().map(|line| longest_run(&theirs, line)).sum::<usize>();
        let same = longest_common(&theirs, &ours.running) + lines;
        eprintln!("{}: {} words, {} missing {missed:?}, {same} in order", path.display(), theirs.len(), missed.len());
        (expected, read, ordered) = (expected + theirs.len(), read + theirs.len() - missed.len(), ordered + same);
    }
    eprintln!("{expected} words, {read} read, {ordered} in order");
    assert!(read * 1000 >= expected * 995, "{read} of {expected} words");
    assert!(ordered * 1000 >= expected * 995, "{ordered} of {expected} words in order");
}

/// The words of each page.
fn as_poppler_reads(path: &Path) -> Option<Vec<Vec<String>>> {
    let output = Command::new("pdftotext").arg(path).arg("-").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // Each page ends with a form feed.
    let pages = text.strip_suffix('\u{C}').unwrap_or(&text).split('\u{C}');
    Some(pages.map(|page| page.split_whitespace().filter_map(plain).collect()).collect())
}

/// The words of a layout's text layer.
#[derive(Default)]
struct Read {
    /// Of the running text, in reading order.
    running: Vec<String>,
    /// Of what stands beside it (columns, cells, stamps, running heads), line by line.
    apart: Vec<Vec<String>>,
}

impl Read {
    fn of(layout: &Layout) -> Self {
        let mut read = Self::default();
        layout.pages.iter().for_each(|page| read.gather(&page.blocks, true));
        read
    }

    fn gather(&mut self, blocks: &[Block], running: bool) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    for line in &paragraph.lines {
                        let words = line.words.iter().filter(|word| word.origin == Origin::TextLayer).filter_map(|word| plain(&word.text));
                        if running && paragraph.part == Part::Body {
                            self.running.extend(words);
                        } else {
                            self.apart.push(words.collect());
                        }
                    }
                }
                Block::Columns(sides) => sides.iter().for_each(|side| self.gather(side, false)),
                Block::Table(table) => {
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.gather(&cell.blocks, false));
                }
            }
        }
    }

    fn words(&self) -> Vec<String> {
        self.running.iter().chain(self.apart.iter().flatten()).cloned().collect()
    }
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

/// How many words of a line stand together.
fn longest_run(theirs: &[String], line: &[String]) -> usize {
    let run = |at: usize| theirs[at..].iter().zip(line).take_while(|(one, other)| one == other).count();
    (0..theirs.len()).map(run).max().unwrap_or(0)
}
