//! How fast searches are, and what the index costs, against SQLite FTS5 and the plain search engine in the same run.
//!
//!     cargo bench --bench search -- [DOCUMENTS…] [--folder DIR]
//!
//! For each number of documents of 3 KB: the time to index and the size of the index, with ratios; then the queries of
//! `tests/relevance`, one thread, warm. What stands in DIR already is not indexed again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement that fails should stop"
)]

mod generator;
#[path = "../../it/peers.rs"]
mod peers;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use vanthu::index::{Index, Search, ShortForms};
use vanthu::pattern::Patterns;
use vanthu::record::{Passage, Record};

use generator::Generator;
use peers::{Folded, Fts5};

/// How many documents are made before they are put in.
const BATCH: usize = 4096;
/// How often each query is asked; the median counts.
const TIMES: usize = 5;

fn main() {
    let mut sizes = Vec::new();
    let mut folder = None;
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folder" => folder = arguments.next().map(PathBuf::from),
            number => sizes.push(number.parse().unwrap()),
        }
    }
    if sizes.is_empty() {
        sizes.push(20_000);
    }
    let temporary = tempfile::tempdir().unwrap();
    let folder = folder.unwrap_or_else(|| temporary.path().to_owned());
    let queries = queries();
    let generator = Generator::new(&queries);
    for size in sizes {
        println!("\n{size} documents");
        let folder = folder.join(size.to_string());
        if !folder.is_dir() {
            fill(&folder, size, &generator);
        }
        ask(&folder, &queries);
    }
}

/// The queries as typed.
fn queries() -> Vec<&'static str> {
    let lines = include_str!("../../relevance/queries.tsv").lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(|line| line.split('\t').next()).collect()
}

/// Time spent in several pieces.
#[derive(Default)]
struct Clock(Duration);

impl Clock {
    fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.0 += begun.elapsed();
        done
    }
}

fn fill(folder: &Path, size: usize, generator: &Generator) {
    for name in ["ours", "plain"] {
        std::fs::create_dir_all(folder.join(name)).unwrap();
    }
    let mut ours = Index::create(&folder.join("ours")).unwrap();
    let mut plain = Folded::new(Some(&folder.join("plain")));
    let fts5 = Fts5::new(Some(&folder.join("fts5.sqlite")));
    let mut clocks: [Clock; 3] = Default::default();
    let mut bytes = 0;
    for from in (0..size).step_by(BATCH) {
        let batch: Vec<(Record, Vec<Passage>)> = (from..size.min(from + BATCH)).map(|number| generator.document(number)).collect();
        let texts: Vec<String> =
            batch.iter().map(|(_, passages)| passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n")).collect();
        bytes += texts.iter().map(String::len).sum::<usize>();
        let pairs = || batch.iter().zip(&texts).map(|((record, _), text)| (record.id.as_str(), text.as_str()));
        clocks[0].run(|| {
            batch.iter().for_each(|(record, passages)| ours.put(record, passages).unwrap());
            ours.commit((from + batch.len()) as u64).unwrap();
        });
        clocks[1].run(|| plain.add(pairs()));
        clocks[2].run(|| fts5.add(pairs()));
    }
    // Merging goes on beside; what is left of it is waited for.
    clocks[0].run(|| drop(ours));
    clocks[1].run(|| drop(plain));
    drop(fts5);
    let seconds = |clock: &Clock| clock.0.as_secs_f64();
    println!("  text {} MB", bytes >> 20);
    for (name, clock, path) in [("vanthu", &clocks[0], "ours"), ("tantivy, one field", &clocks[1], "plain"), ("SQLite FTS5", &clocks[2], "fts5.sqlite")] {
        println!(
            "  {name:<20} indexed in {:>6.1} s ({:>4.2} × tantivy)   size {:>4.2} × text",
            seconds(clock),
            seconds(clock) / seconds(&clocks[1]),
            on_disk(&folder.join(path)) as f64 / bytes as f64
        );
    }
}

fn on_disk(path: &Path) -> u64 {
    if path.is_file() {
        return path.metadata().unwrap().len();
    }
    std::fs::read_dir(path).unwrap().map(|entry| on_disk(&entry.unwrap().path())).sum()
}

fn ask(folder: &Path, queries: &[&str]) {
    let forms = ShortForms::new(&Patterns::embedded().unwrap().abbreviations.terms);
    let index = Index::existing(&folder.join("ours")).unwrap();
    let fts5 = Fts5::new(Some(&folder.join("fts5.sqlite")));
    let ours = times(queries, TIMES, |typed| index.search(&Search { typed, limit: 10, ..Search::default() }, &forms).unwrap().total);
    let theirs = times(queries, 1, |typed| fts5.ask(typed).len());
    let at = |times: &[(Duration, &str)], share: f64| times[((times.len() - 1) as f64 * share).round() as usize].0.as_secs_f64() * 1000.0;
    for (name, times) in [("vanthu", &ours), ("SQLite FTS5", &theirs)] {
        println!(
            "  {name:<20} median {:>8.2} ms   p99 {:>8.2} ms   longest {:>8.2} ms   median {:>5.1} × vanthu",
            at(times, 0.5),
            at(times, 0.99),
            at(times, 1.0),
            at(times, 0.5) / at(&ours, 0.5)
        );
    }
    for (time, typed) in ours.iter().rev().take(5) {
        println!("    {:>8.2} ms  {typed}", time.as_secs_f64() * 1000.0);
    }
}

/// The median time of each query, the shortest first; each is asked once before.
fn times<'a>(queries: &[&'a str], often: usize, mut ask: impl FnMut(&str) -> usize) -> Vec<(Duration, &'a str)> {
    let mut all: Vec<(Duration, &str)> = Vec::new();
    for typed in queries {
        ask(typed);
        let mut own: Vec<Duration> = (0..often)
            .map(|_| {
                let begun = Instant::now();
                std::hint::black_box(ask(typed));
                begun.elapsed()
            })
            .collect();
        own.sort();
        all.push((own[own.len() / 2], typed));
    }
    all.sort();
    all
}
