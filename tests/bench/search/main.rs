//! How fast searches are, and what the index costs, against SQLite FTS5 and the plain search engine in the same run.
//!
//!     cargo bench --bench search -- [DOCUMENTS…] [--folder DIR] [--commits N]
//!
//! For each number of documents of 3 KB: the time to index and the size of the index, with ratios; the queries of
//! `tests/relevance` and random strings, one thread, warm, in processor time; then searches while 100 documents a second come in, ten to a
//! commit. What stands in DIR already is not indexed again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement that fails should stop"
)]

#[path = "../clock.rs"]
mod clock;
mod generator;
#[path = "../../it/peers.rs"]
mod peers;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use vanthu::index::{Index, Search, ShortForms};
use vanthu::pattern::Patterns;
use vanthu::record::{Passage, Record};

use clock::of_this_thread;
use generator::{Chance, Generator};
use peers::{Folded, Fts5};

/// How many documents are made before they are put in.
const BATCH: usize = 4096;
/// How often each query is asked; the processor's clock is too coarse for once.
const TIMES: u32 = 20;
/// How many random strings are asked for.
const STRINGS: usize = 10_000;

fn main() {
    let mut sizes = Vec::new();
    let mut folder = None;
    let mut commits = 100;
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--folder" => folder = arguments.next().map(PathBuf::from),
            "--commits" => commits = arguments.next().unwrap().parse().unwrap(),
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
        if commits > 0 {
            arrive(&folder.join("ours"), size, commits, &generator, &queries);
        }
    }
}

/// The queries as typed.
fn queries() -> Vec<&'static str> {
    let lines = include_str!("../../relevance/queries.tsv").lines().filter(|line| !line.starts_with("# "));
    lines.filter_map(|line| line.split('\t').next()).collect()
}

/// Processor time of all threads, spent in several pieces: other programs of the machine do not count.
#[derive(Default)]
struct Clock(Duration);

impl Clock {
    fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = of_all_threads();
        let done = work();
        self.0 += of_all_threads() - begun;
        done
    }
}

/// What the process has used so far, in hundredths of a second, as Linux counts it.
fn of_all_threads() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("this measurement needs Linux");
    let after_name = stat.rsplit_once(')').unwrap().1;
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
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
    // Merging goes on beside, and counts.
    clocks[0].run(|| drop(ours));
    clocks[1].run(|| drop(plain));
    drop(fts5);
    let seconds = |clock: &Clock| clock.0.as_secs_f64();
    println!("  text {} MB", bytes >> 20);
    for (name, clock, path) in
        [("vanthu", &clocks[0], "ours"), ("tantivy, one field", &clocks[1], "plain"), ("SQLite FTS5", &clocks[2], "fts5.sqlite")]
    {
        println!(
            "  {name:<20} indexed in {:>6.1} s ({:>4.2} × tantivy)   size {:>4.2} × text",
            seconds(clock),
            seconds(clock) / seconds(&clocks[1]),
            on_disk(&folder.join(path)) as f64 / bytes as f64
        );
    }
}

fn on_disk(path: &Path) -> u64 {
    // What is merged may be gone by now.
    let Ok(about) = path.metadata() else { return 0 };
    if about.is_file() {
        return about.len();
    }
    std::fs::read_dir(path).unwrap().map(|entry| on_disk(&entry.unwrap().path())).sum()
}

/// How many segments the index in a folder has, counted by a file that each has once.
fn segments_in(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "term")).count()
}

fn ask(folder: &Path, queries: &[&str]) {
    let forms = ShortForms::new(&Patterns::embedded().unwrap().abbreviations.terms);
    let index = Index::existing(&folder.join("ours")).unwrap().unwrap();
    let fts5 = Fts5::new(Some(&folder.join("fts5.sqlite")));
    let ours = times(queries, TIMES, |typed| index.search(&Search { typed, limit: 10, ..Search::default() }, &forms).unwrap().total);
    let theirs = times(queries, TIMES / 4, |typed| fts5.ask(typed).len());
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
        println!("    {:>8.2} ms  {typed}", milliseconds(*time));
    }
    let mut chance = Chance::new(4);
    let strings: Vec<String> = (0..STRINGS).map(|_| random_string(&mut chance)).collect();
    let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
    let random = times(&strings, 1, |typed| index.search(&Search { typed, limit: 10, ..Search::default() }, &forms).unwrap().total);
    println!("  random strings       p99 {:>8.2} ms   longest {:>8.2} ms", at(&random, 0.99), at(&random, 1.0));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The time below which a share of all lie.
fn at(times: &[(Duration, &str)], share: f64) -> f64 {
    milliseconds(times[((times.len() - 1) as f64 * share).round() as usize].0)
}

/// Words, signs and, in half of the strings, any characters in any order; one in twenty has 10,000 of them.
fn random_string(chance: &mut Chance) -> String {
    let pieces = [
        "hồ sơ ",
        "a",
        "ubnd ",
        "\"",
        "-",
        "/",
        ":",
        " ",
        "số:",
        "12",
        "ế",
        "thủ tục ",
        " OR ",
        "x",
        "\u{1F600}",
        "(",
        "cong van ",
        "hạn:<",
        "loại:",
        "“",
    ];
    let length = if chance.below(20) == 0 { 10_000 } else { chance.below(80) };
    let any = chance.below(2) == 0;
    let mut typed = String::new();
    for _ in 0..length {
        match char::from_u32(chance.below(0x11_0000) as u32).filter(|_| any && chance.below(2) == 0) {
            Some(character) => typed.push(character),
            None => typed.push_str(pieces[chance.below(pieces.len())]),
        }
    }
    typed
}

/// Searches in one index while documents come into the same folder.
fn arrive(folder: &Path, known: usize, commits: usize, generator: &Generator, queries: &[&str]) {
    let forms = ShortForms::new(&Patterns::embedded().unwrap().abbreviations.terms);
    let reader = Index::existing(folder).unwrap().unwrap();
    let mut writer = Index::existing(folder).unwrap().unwrap();
    let find = |typed: &str| reader.search(&Search { typed, limit: 10, ..Search::default() }, &forms).unwrap().total;
    let written = Mutex::new(None::<(String, Instant)>);
    let done = AtomicBool::new(false);
    let (mut took, mut worked, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    let (segments, bytes) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut most = (0, 0);
            for commit in 0..commits {
                let begun = Instant::now();
                for place in 0..10 {
                    let (mut record, passages) = generator.document(known + commit * 10 + place);
                    record.document.number = Some(format!("{commit}/MOI{place}"));
                    writer.put(&record, &passages).unwrap();
                }
                let put = Instant::now();
                writer.commit((known + commit) as u64).unwrap();
                *written.lock().unwrap() = Some((format!("{commit}/MOI9"), put));
                most = (most.0.max(segments_in(folder)), most.1.max(on_disk(folder)));
                std::thread::sleep(Duration::from_millis(100).saturating_sub(begun.elapsed()));
            }
            done.store(true, Ordering::Relaxed);
            most
        });
        for typed in queries.iter().cycle() {
            let (begun, used) = (Instant::now(), of_this_thread());
            find(typed);
            took.push((begun.elapsed(), *typed));
            worked.push((of_this_thread() - used, *typed));
            let waiting = written.lock().unwrap().take();
            if let Some((number, put)) = waiting {
                while find(&number) == 0 {
                    std::thread::sleep(Duration::from_millis(2));
                }
                seen.push((put.elapsed(), ""));
            }
            if done.load(Ordering::Relaxed) {
                break;
            }
        }
        writing.join().unwrap()
    });
    took.sort();
    worked.sort();
    seen.sort();
    println!(
        "  while 100 documents a second come in: p99 {:.2} ms ({:.2} ms of processor time); a document is found after {:.0} ms, at most {:.0} ms",
        at(&took, 0.99),
        at(&worked, 0.99),
        at(&seen, 0.5),
        at(&seen, 1.0)
    );
    drop(writer);
    println!("  {commits} commits: {segments} segments and {} MB at most", bytes >> 20);
    println!("  after them: {} segments, {} MB", segments_in(folder), on_disk(folder) >> 20);
}

/// The mean time of each query, the shortest first; each is asked once before.
fn times<'a>(queries: &[&'a str], often: u32, mut ask: impl FnMut(&str) -> usize) -> Vec<(Duration, &'a str)> {
    let mut all: Vec<(Duration, &str)> = Vec::new();
    for typed in queries {
        ask(typed);
        let begun = of_this_thread();
        for _ in 0..often {
            std::hint::black_box(ask(typed));
        }
        all.push(((of_this_thread() - begun) / often, typed));
    }
    all.sort();
    all
}
