//! The daemon is killed again and again, at random moments and at every named step: no file is lost.
//!
//! The short form runs with the other tests. The long one:
//! `KILLS=500 cargo test --release --features failpoints --test it kills -- --ignored --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use vanthu::intake::DocumentId;

use crate::inbox::{Daemon, docx, files};
use crate::support::{Office, ROADS, setting};

/// Steps at which the daemon can be held, in builds with the feature `failpoints`.
const STEPS: [&str; 9] = [
    "inbox::noted",
    "store::original-written",
    "store::row-written",
    "store::row-committed",
    "archive::indexed",
    "inbox::kept",
    "inbox::removed",
    "aside::noted",
    "mirror::written",
];
pub(crate) const FILES: usize = 200;
/// How long a step is waited for that may not be reached.
const REACHED: Duration = Duration::from_secs(9);

/// All files of the stream, dropped at once.
pub(crate) fn drop_all(office: &Office) {
    drop_some(office, 0..FILES);
}

pub(crate) fn drop_some(office: &Office, numbers: std::ops::Range<usize>) {
    for (name, bytes) in numbers.map(content) {
        office.file(&format!("in/{name}"), &bytes);
    }
}

/// Numbers that look random and are the same each time (Knuth's multiplier).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One of a stream of files: plain, Word, broken, or the content of an earlier one.
pub(crate) fn content(number: usize) -> (String, Vec<u8>) {
    let words = format!("{ROADS}\nSố hiệu riêng mahieu{number}.\n");
    match number % 10 {
        7 => (format!("tệp {number}.docx"), format!("PK\u{3}\u{4} broken {number}").into_bytes()),
        8 => (format!("tệp {number}.txt"), content(number - 8).1),
        3 | 6 => (format!("thư mục/tệp {number}.docx"), docx(&["Số: 5/UBND-VP", &words])),
        _ => (format!("tệp {number}.txt"), words.into_bytes()),
    }
}

fn hash(bytes: &[u8]) -> String {
    DocumentId::of(bytes).as_str().to_owned()
}

fn kill_again_and_again(kills: usize, seed: u64) {
    let office = Office::new();
    let mut chance = Chance(seed);
    // Most steps are only reached where there is something to do.
    let files = FILES.max(2 * kills);
    let mut dropped = 0;
    let mut held = BTreeMap::<&str, usize>::new();
    for kill in 0..kills {
        while dropped < files && dropped * kills <= kill * files {
            let (name, bytes) = content(dropped);
            office.file(&format!("in/{name}"), &bytes);
            dropped += 1;
        }
        // Every other time at a named step, else at any moment.
        let step = (kill % 2 == 1).then(|| STEPS[kill / 2 % STEPS.len()]);
        let times = chance.below(2);
        let mut daemon = Daemon::with(&office, &["--settle", "0.2", "--json", "board"], |command| {
            if let Some(step) = step {
                command.env("VANTHU_HOLD", format!("{step} {times}"));
            }
        });
        let is_held = hold_or_wait(&office, &mut daemon, step, Duration::from_millis(chance.below(1500)));
        *held.entry(if is_held { step.unwrap_or_default() } else { "any moment" }).or_default() += 1;
        // Dropping it kills it.
        drop(daemon);
        std::fs::remove_file(office.path("log.txt")).unwrap();
        if (kill + 1) % 50 == 0 || kill + 1 == kills {
            eprintln!("killed {} times: {held:?}", kill + 1);
        }
    }
    drop_some(&office, dropped..files);
    finish(&office, files);
    eprintln!("{kills} kills, {files} files: nothing lost");
}

/// Waits until the daemon is held at a step, or has nothing to do that would bring it there; or for a time, from its start or
/// from when it is ready. Gives whether it is held.
fn hold_or_wait(office: &Office, daemon: &mut Daemon, step: Option<&str>, time: Duration) -> bool {
    let Some(step) = step else {
        if !time.subsec_millis().is_multiple_of(4) {
            daemon.until_said("Ctrl-C");
        }
        std::thread::sleep(time);
        return false;
    };
    let (start, named) = (Instant::now(), format!("held at {step}"));
    while !daemon.said().contains(&named) {
        if start.elapsed() > REACHED || is_done(office) && start.elapsed() > REACHED / 3 {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

/// Whether nothing is left in the inbox but what was set aside.
pub(crate) fn is_done(office: &Office) -> bool {
    let ours = |name: &String| name.starts_with("Không đọc được") || name.starts_with("Trùng") || name.starts_with('.');
    files(&office.path("in")).iter().all(ours)
}

/// Lets the daemon end its work, and holds what must be true then of the first so many files of the stream.
pub(crate) fn finish(office: &Office, count: usize) {
    // What an earlier one said is not what this one says.
    drop(std::fs::remove_file(office.path("log.txt")));
    let mut daemon = Daemon::start(office, &["--settle", "0.2", "--json", "board"]);
    daemon.until_said("Ctrl-C");
    let inbox = office.path("in");
    daemon.until("the inbox is empty", || is_done(office));
    assert!(daemon.stop().success());
    let all: BTreeSet<String> = (0..count).filter(|number| number % 10 != 7).map(|number| hash(&content(number).1)).collect();
    let records = office.json(&["export", "--format", "json"]);
    let ids: Vec<String> = records.as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(ids.iter().cloned().collect::<BTreeSet<_>>(), all, "what is kept is what could be read");
    let board: BTreeSet<String> = files(&office.path("board"))
        .iter()
        .filter_map(|name| Some(format!("sha256:{}", name.strip_suffix(".json")?.rsplit_once('/')?.1)))
        .collect();
    let said = std::fs::read_to_string(office.path("log.txt")).unwrap();
    assert_eq!(board, all, "the dashboard has what is kept\n{said}");
    for id in &ids {
        let hash_part = id.strip_prefix("sha256:").unwrap();
        let original = office.home().join("originals").join(&hash_part[..2]).join(hash_part);
        assert_eq!(&hash(&std::fs::read(original).unwrap()), id);
    }
    // Each has a word of its own.
    let words: Vec<String> =
        (0..count).filter(|number| number % 10 != 7 && number % 10 != 8).map(|number| format!("mahieu{number}")).collect();
    for some in words.chunks(40) {
        let hits = office.json(&["search", "--json", "--limit", "100", &some.join(" OR ")]);
        let found: BTreeSet<&str> = hits["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        assert_eq!((&hits["total"], found.len()), (&some.len().into(), some.len()), "{some:?}");
    }
    assert!(office.run(&["verify"]).status.success(), "originals, records and index agree");
    aside(&inbox.join("Không đọc được"), count, 7);
    aside(&inbox.join("Trùng"), count, 8);
}

/// What was set aside lies there once, whole, with its note. A duplicate may also have been first.
fn aside(folder: &Path, count: usize, digit: usize) {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for name in files(folder) {
        if let Some(file) = name.strip_suffix(".lý-do.txt") {
            assert!(folder.join(file).exists(), "a note without its file: {name}");
        } else {
            assert!(folder.join(format!("{name}.lý-do.txt")).exists(), "no note beside {name}");
            *found.entry(hash(&std::fs::read(folder.join(&name)).unwrap())).or_default() += 1;
        }
    }
    let expected: BTreeMap<String, usize> =
        (0..count).filter(|number| number % 10 == digit).map(|number| (hash(&content(number).1), 1)).collect();
    assert_eq!(found, expected, "{}", folder.display());
}

#[test]
fn a_daemon_that_is_killed_loses_nothing() {
    kill_again_and_again(8, 1);
}

#[test]
#[ignore = "takes many minutes; the number of kills stands in KILLS"]
fn a_daemon_that_is_killed_hundreds_of_times_loses_nothing() {
    let (kills, seed) = (setting("KILLS", 500), setting("SEED", 2));
    kill_again_and_again(kills, seed);
}

/// Whatever it is doing when it is told to stop, it ends, and all is done at the next start.
#[test]
#[cfg(feature = "failpoints")]
fn a_daemon_that_is_told_to_stop_at_any_step_ends_and_loses_nothing() {
    let office = Office::new();
    drop_all(&office);
    for step in STEPS {
        let mut daemon = Daemon::with(&office, &["--settle", "0.2", "--json", "board"], |command| {
            command.env("VANTHU_HOLD", format!("{step} 0"));
        });
        daemon.until_said(&format!("held at {step}"));
        let told = Instant::now();
        assert!(daemon.stop().success());
        eprintln!("{step}: stopped {:.1} s after it was told", told.elapsed().as_secs_f64());
        std::fs::remove_file(office.path("log.txt")).unwrap();
    }
    finish(&office, FILES);
}

/// A store that fails with input/output errors at every step, twice each, and goes on.
#[test]
#[cfg(feature = "failpoints")]
fn a_store_that_fails_for_a_while_loses_nothing() {
    for step in ["store::original-written", "store::row-written", "store::row-committed", "archive::indexed"] {
        let office = Office::new();
        drop_all(&office);
        let mut daemon = Daemon::with(&office, &["--settle", "0.2"], |command| {
            command.env("VANTHU_FAIL", format!("{step} 2 2"));
        });
        daemon.until_said("the archive cannot be written");
        assert!(daemon.said().contains("Input/output error"), "{}", daemon.said());
        daemon.until_said("can be written again");
        drop(daemon);
        finish(&office, FILES);
    }
}
