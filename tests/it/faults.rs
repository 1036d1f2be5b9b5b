//! The disk answers with errors while the daemon works: no file is lost, and none is called damaged for it.
//!
//! `strace` lets system calls of the daemon fail that would have reached a disk, a few in a row or all from some moment on. The
//! processes that read documents are left alone, since they use none.
//!
//! The short form runs with the other tests. The long one:
//! `FAULTS=300 cargo test --release --test it faults -- --ignored --nocapture`.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::inbox::{Daemon, files};
use crate::kills::{Chance, drop_some, finish, is_done};
use crate::power::{can_trace, under_strace, unfinished};
use crate::support::{Office, setting, text};

/// Calls of which some fail, each kind once in each office; about how many of a kind a thread makes in a round; and whether they
/// fail only on files and folders of the office, since programs use them on pipes too or before they begin.
const FAILING: [(&str, u64, bool); 8] = [
    ("?fsync,?fdatasync", 40, false),
    ("?read,?pread64,?getdents64", 10, true),
    ("?pwrite64,?ftruncate", 50, false),
    ("?openat", 60, false),
    ("?rename,?renameat,?renameat2,?fchmod", 25, false),
    ("?write", 60, false),
    ("?statx,?newfstatat,?stat,?lstat", 15, true),
    ("?unlink,?unlinkat,?mkdir,?mkdirat", 8, false),
];
/// So many files are dropped for each round.
const DROPPED: usize = 10;
/// How long a daemon has that cannot end its work.
const TIME: Duration = Duration::from_secs(4);

fn fail_again_and_again(rounds: usize, seed: u64) {
    if !can_trace() {
        return;
    }
    let beside = tempfile::tempdir().unwrap();
    let record = beside.path().join("record");
    let (mut office, mut chance) = (Office::new(), Chance(seed));
    let (mut failed, mut told) = (BTreeMap::<String, usize>::new(), 0);
    for round in 0..rounds {
        let part = round % FAILING.len();
        if part == 0 {
            office = Office::new();
        }
        drop_some(&office, part * DROPPED..(part + 1) * DROPPED);
        let (calls, most, only_here) = FAILING[part];
        let fault = format!("inject={calls}:{}", fault(most, &mut chance));
        let mut arguments: Vec<String> = ["-b", "execve", "-e", &format!("trace={calls}"), "-e", &fault].map(str::to_owned).to_vec();
        for path in paths(&office.path("").canonicalize().unwrap()).iter().filter(|_| only_here) {
            arguments.extend(["-P".to_owned(), path.to_str().unwrap().to_owned()]);
        }
        let mut daemon = Daemon::with(&office, &["--settle", "0.2", "--json", "board"], |command| {
            *command = under_strace(command, &record, &arguments);
        });
        daemon.wait(TIME, || is_done(&office));
        told += usize::from(daemon.said().contains("rror"));
        // Dropping it kills it.
        drop(daemon);
        let names = injected(&record);
        eprintln!("round {round}: {fault}: {} calls failed", names.len());
        names.into_iter().for_each(|name| *failed.entry(name).or_default() += 1);
        finish(&office, (part + 1) * DROPPED);
        assert_eq!(unfinished(&office), [""; 0], "what was never finished is removed");
    }
    assert!(told > rounds / 4, "whoever looks into the log sees that the disk fails");
    eprintln!("{rounds} rounds, {told} of them told of errors: {failed:?}");
}

/// How calls fail, and which, counted in each thread.
fn fault(most: u64, chance: &mut Chance) -> String {
    let error = ["EIO", "EIO", "ENOSPC"][chance.below(3) as usize];
    let first = 1 + chance.below(most);
    let until = match chance.below(4) {
        0 => "+".to_owned(),
        1 => format!("+{}", 2 + chance.below(6)),
        _ => format!("..{}", first + chance.below(5)),
    };
    format!("error={error}:when={first}{until}")
}

/// A folder and all that is below it.
fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    for name in files(folder) {
        all.extend(folder.join(name).ancestors().take_while(|path| *path != folder).map(Path::to_owned));
    }
    all.sort();
    all.dedup();
    all
}

/// The names of the calls that were let fail.
fn injected(record: &Path) -> Vec<String> {
    let told = text(&std::fs::read(record).unwrap());
    let name = |line: &str| Some(line.split_once('(')?.0.split_whitespace().last()?.to_owned());
    told.lines().filter(|line| line.ends_with("(INJECTED)")).filter_map(name).collect()
}

#[test]
fn a_disk_that_fails_now_and_then_loses_nothing() {
    fail_again_and_again(16, 1);
}

#[test]
#[ignore = "takes many minutes; the number of rounds stands in FAULTS"]
fn a_disk_that_fails_hundreds_of_times_loses_nothing() {
    let (rounds, seed) = (setting("FAULTS", 300), setting("SEED", 2));
    fail_again_and_again(rounds, seed);
}
