//! How fast documents are understood once they are read, and whether any text can hold that up.
//!
//!     cargo bench --bench extract -- [FOLDER…]
//!
//! First the born-digital documents below the folders (default: `corpus`): milliseconds a page from layout to record, by form.
//! Then texts of 1 MB of one thing over and over, alone and inside a letter: seconds, and how many times those of half the
//! text. One thread, its own processor time (Linux); compare only what ran side by side.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a measurement that fails should stop"
)]

#[path = "../clock.rs"]
mod clock;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clock::of_this_thread;
use vanthu::intake::{self, FileKind, Source};
use vanthu::pattern::Patterns;
use vanthu::{pipeline, read};

/// Characters of a page, where the form has no pages.
const PAGE: usize = 3000;
/// A document is understood again and again for so long: the clock advances with the system's tick, some 4 ms, so that
/// shorter spans say nothing, and the least of several would be nought.
const SPAN: Duration = Duration::from_millis(200);
/// Bytes of a long text.
const LONG: usize = 1 << 20;

/// What long texts are made of.
const PIECES: [(&str, &str); 22] = [
    ("citations, a line each", "Căn cứ Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ;\n"),
    ("citations in one line", "Căn cứ Quyết định số 766/QĐ-TTg ngày 23 tháng 6 năm 2022 của Thủ tướng Chính phủ; "),
    ("digits", "0123456789"),
    ("figures", "12 34,5 "),
    ("a", "a "),
    ("one word", "abcdefgh"),
    ("lines of one letter", "x\n"),
    ("capitals", "A B "),
    ("semicolons", ";"),
    ("full stops", ". "),
    ("brackets", "( "),
    ("quotation marks", "“a” "),
    ("table bars, a row each", "| a | b | c |\n"),
    ("table bars in one line", "| a "),
    ("dates", "ngày 12 tháng 3 năm 2024 "),
    ("deadlines, a line each", "trước ngày 12/3/2024\n"),
    ("UBND", "UBND "),
    ("bodies", "Sở Nội vụ, "),
    ("giving verbs", "giao "),
    ("duties, a dash each", "- Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát\n"),
    ("duties, a number each", "1. Giao Sở Nội vụ hoàn thành trước ngày 20/3/2024.\n"),
    ("measures", "UBND xã Trường Tây đạt 87,3%, giảm 2,5% so với tháng 8; "),
];

const HEAD: &str = "ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: 12/UBND-NC\n\nCà Mau, ngày 05 tháng 3 năm 2024\n\nV/v số hóa hồ sơ\n\n\
    Kính gửi: Giám đốc các sở, ban, ngành\n\nỦy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:\n\n";
const FOOT: &str = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n";

fn main() {
    let given: Vec<PathBuf> = std::env::args().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    let folders = if given.is_empty() { vec![PathBuf::from("corpus")] } else { given };
    let patterns = Patterns::embedded().unwrap();
    let mut files = Vec::new();
    folders.iter().for_each(|folder| below(folder, &mut files));
    let sources: Vec<Source> = files.iter().filter_map(|file| intake::open(file).ok()).collect();
    println!("from layout to record (wanted: < 5 ms a page)");
    for (name, kind) in [("PDF", FileKind::Pdf), ("Word", FileKind::Docx), ("old Word", FileKind::Doc), ("text", FileKind::Text)] {
        documents(name, sources.iter().filter(|source| source.kind == kind), &patterns);
    }
    println!("\n1 MB of one thing (wanted: < 2 s with reading, about twice the time of half of it)");
    for (name, piece) in PIECES {
        let [alone, half, letter] = [("", LONG, ""), ("", LONG / 2, ""), (HEAD, LONG, FOOT)].map(|(head, length, foot)| {
            let text = format!("{head}{}{foot}", piece.repeat(length / piece.len() + 1));
            seconds(&source_of(&text), &patterns)
        });
        println!("  {name}: {alone:.2} s, {:.1} x half of it; in a letter {letter:.2} s", alone / half);
    }
}

/// The files that may be documents, in the order of their names.
fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let document = path.extension().is_some_and(|extension| ["pdf", "docx", "doc", "txt"].iter().any(|known| *known == extension));
        if path.is_dir() {
            below(&path, files);
        } else if document && path.file_name().is_some_and(|name| name != "origin.txt") {
            files.push(path);
        }
    }
}

fn documents<'s>(name: &str, sources: impl Iterator<Item = &'s Source>, patterns: &Patterns) {
    let (mut count, mut pages, mut spent, mut worst) = (0, 0.0, Duration::ZERO, (0.0, ""));
    for source in sources {
        let Ok(layout) = read::read(source.kind, &source.bytes, &|_| {}) else { continue };
        let characters = pipeline::understand(source, &layout, patterns).text.as_str().chars().count();
        let printed = layout.value.pages.iter().filter(|page| page.number.is_some()).count();
        let own_pages = if printed > 0 { printed as f64 } else { (characters as f64 / PAGE as f64).max(1.0) };
        let once = each(|| drop(pipeline::understand(source, &layout, patterns)));
        let own = once.as_secs_f64() * 1000.0 / own_pages;
        if own > worst.0 {
            worst = (own, &source.file_name);
        }
        (count, pages, spent) = (count + 1, pages + own_pages, spent + once);
    }
    if count > 0 {
        println!(
            "  {name}: {:.2} ms a page ({count} documents, {pages:.0} pages); the slowest {:.2}, {}",
            spent.as_secs_f64() * 1000.0 / pages,
            worst.0,
            worst.1
        );
    }
}

/// Seconds for reading and understanding.
fn seconds(source: &Source, patterns: &Patterns) -> f64 {
    each(|| drop(pipeline::process(source, patterns).unwrap())).as_secs_f64()
}

fn source_of(text: &str) -> Source {
    let bytes = text.as_bytes().to_vec();
    Source { id: intake::DocumentId::of(&bytes), file_name: "long.txt".into(), kind: FileKind::Text, bytes }
}

/// What a piece of work takes, on average over [`SPAN`].
fn each(work: impl Fn()) -> Duration {
    let (begun, mut rounds) = (of_this_thread(), 0);
    while rounds == 0 || of_this_thread() - begun < SPAN {
        work();
        rounds += 1;
    }
    (of_this_thread() - begun) / rounds
}
