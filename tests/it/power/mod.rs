//! The power fails while the daemon works: from whatever the disk then holds, no file is lost.
//!
//! What the daemon asks of the file system is recorded by `strace`, and its folders are made anew as they may be after a power
//! cut at many moments, by the persistence model of ALICE (Pillai et al., All File Systems Are Not Created Equal, OSDI 2014) in its
//! weakest form: what was synced is there, and of the rest any part. On each the daemon is started and must end its work. Files that
//! were dropped are durable: that is the business of who drops them.
//!
//! The short form runs with the other tests. The long one:
//! `CUTS=300 cargo test --release --test it power -- --ignored --nocapture`.

#![cfg(target_os = "linux")]

mod calls;
mod disk;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use self::disk::{Disk, Leaves};
use crate::inbox::{Daemon, files};
use crate::kills::{Chance, content, finish, is_done};
use crate::support::{Office, setting, text};

const FILES: usize = 40;
/// The files are dropped in so many parts, the daemon stopped and started anew half way.
const PARTS: usize = 4;
const LEFT: [Leaves; 4] = [Leaves::Nothing, Leaves::Names, Leaves::FirstNames, Leaves::Any];

/// The same program under `strace`, which writes its record of all that changes files beside.
fn traced(command: &Command, record: &Path) -> Command {
    under_strace(command, record, &["-y", "-xx", "-a1", "-s", "100000000", "-e", calls::TRACED])
}

/// The same program under `strace`, with arguments of its own.
pub(crate) fn under_strace(command: &Command, record: &Path, arguments: &[impl AsRef<std::ffi::OsStr>]) -> Command {
    let mut traced = Command::new("strace");
    // The program stays our child, and its record is whole however it is told to end.
    traced.args(["-D", "-f", "-o"]).arg(record).args(arguments);
    traced.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    // A daemon that is told how many heaps to have does not start anew.
    traced.env("MALLOC_ARENA_MAX", "2").current_dir(command.get_current_dir().unwrap());
    traced
}

pub(crate) fn can_trace() -> bool {
    let can = Command::new("strace").args(["-o", "/dev/null", "true"]).status().is_ok_and(|status| status.success());
    if !can {
        eprintln!("SKIPPED: strace is not installed or may not trace");
    }
    can
}

/// The daemon at its work from an empty folder on, with a stop and a start between, and what it did to the disk.
fn recorded(office: &Office) -> Disk {
    let beside = tempfile::tempdir().unwrap();
    let root = office.path("").canonicalize().unwrap();
    let mut disk = Disk::new(&root);
    // A file that is dropped later is as good as one that is not seen yet.
    for (name, bytes) in (0..FILES).map(content) {
        disk.there(&format!("in/{name}"), &bytes);
    }
    for first in (0..PARTS).step_by(PARTS / 2) {
        let record = beside.path().join("record");
        let mut daemon = Daemon::with(office, &["--settle", "0.2", "--json", "board"], |command| *command = traced(command, &record));
        for part in first..first + PARTS / 2 {
            for (name, bytes) in (part * FILES / PARTS..(part + 1) * FILES / PARTS).map(content) {
                office.file(&format!("in/{name}"), &bytes);
            }
            daemon.until("the inbox is empty", || is_done(office));
        }
        assert!(daemon.stop().success());
        disk.follow(&calls::read(&whole(&record)));
    }
    std::fs::remove_file(office.path("log.txt")).unwrap();
    // What is not seen by the model would not be lost by it either.
    let all = beside.path().join("all");
    disk.after(disk.len(), Leaves::All, &mut Chance(0), &all);
    assert_eq!(files(&all), files(&root));
    // What readers of the database share lies in memory.
    let names = files(&root).into_iter().filter(|name| !name.ends_with("-shm"));
    let differs = |name: &String| std::fs::read(all.join(name)).unwrap() != std::fs::read(root.join(name)).unwrap();
    assert_eq!(names.filter(differs).collect::<Vec<_>>(), [""; 0], "the model and the disk differ");
    disk
}

/// The record, when all that was recorded has ended.
fn whole(record: &Path) -> String {
    let start = Instant::now();
    loop {
        let told = text(&std::fs::read(record).unwrap());
        // The process number stands in a column.
        let first = told.split(' ').next().unwrap();
        let ends = |line: &str| line.strip_prefix(first).is_some_and(|rest| rest.trim_start().starts_with("+++ exited with 0"));
        if told.lines().any(ends) {
            return told;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the record does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn cut_again_and_again(cuts: usize, seed: u64) {
    if !can_trace() {
        return;
    }
    let office = Office::new();
    let disk = recorded(&office);
    eprintln!("{} steps recorded", disk.len());
    let mut chance = Chance(seed);
    for cut in 0..cuts {
        let (steps, leaves) = (moment(&disk, cut, 0, &mut chance), LEFT[cut % LEFT.len()]);
        eprintln!("cut {cut}: after {steps} steps, {leaves:?} left");
        cut_after(&office, &disk, steps, leaves, &mut chance);
        finish(&office, FILES);
        assert_eq!(unfinished(&office), [""; 0], "what was never finished is removed");
    }
}

/// When the power is cut: once each after all was done, then at any moment since so many steps.
fn moment(disk: &Disk, cut: usize, since: usize, chance: &mut Chance) -> usize {
    if cut < LEFT.len() { disk.len() } else { disk.moment(since, chance) }
}

/// The office as the power cut leaves it, in the same place, since the daemon's notes name it.
fn cut_after(office: &Office, disk: &Disk, steps: usize, leaves: Leaves, chance: &mut Chance) {
    for entry in std::fs::read_dir(office.path("")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }
    disk.after(steps, leaves, chance, &office.path(""));
}

pub(crate) fn unfinished(office: &Office) -> Vec<String> {
    let ours = |name: &String| name.rsplit('/').next().is_some_and(|last| last.starts_with(".vanthu-") && !last.ends_with(".json"));
    files(&office.path("")).into_iter().filter(ours).collect()
}

/// What was said to be corrected or forgotten is so after a power cut, and the dashboard's folder agrees with the archive.
#[test]
fn a_power_cut_takes_back_no_correction_and_brings_nothing_forgotten_back() {
    if !can_trace() {
        return;
    }
    let (office, beside) = (Office::with_documents(), tempfile::tempdir().unwrap());
    let record = beside.path().join("record");
    let board = ["--settle", "0.2", "--json", "board"];
    let followed = |count: usize| files(&office.path("board")).len() == count + 1;
    std::fs::remove_dir_all(office.path("in")).unwrap();
    office.file("in/.hidden", b"not taken");
    let mut daemon = Daemon::start(&office, &board);
    daemon.until("the dashboard is there", || followed(2));
    assert!(daemon.stop().success());
    std::fs::remove_file(office.path("log.txt")).unwrap();
    let mut disk = Disk::new(&office.path("").canonicalize().unwrap());
    files(&office.path("")).iter().for_each(|name| disk.there(name, &std::fs::read(office.path(name)).unwrap()));
    let mut said = Vec::new();
    for arguments in [&["correct", "88/BC-SGTVT", "date", "2023-04-10"][..], &["forget", "417/UBND-NC", "--yes"]] {
        assert!(traced(&office.command(arguments), &record).status().unwrap().success());
        disk.follow(&calls::read(&whole(&record)));
        said.push(disk.len());
    }
    let mut daemon = Daemon::with(&office, &board, |command| *command = traced(command, &record));
    daemon.until("the dashboard follows", || followed(1) && files(&office.path("board")).iter().any(|name| name.starts_with("2023/")));
    assert!(daemon.stop().success());
    disk.follow(&calls::read(&whole(&record)));
    let mut chance = Chance(3);
    for cut in 0..24 {
        let (steps, leaves) = (moment(&disk, cut, [0, said[0], said[1]][cut % 3], &mut chance), LEFT[cut % LEFT.len()]);
        eprintln!("cut {cut}: after {steps} steps of {said:?} and {}, {leaves:?} left", disk.len());
        cut_after(&office, &disk, steps, leaves, &mut chance);
        let mut daemon = Daemon::start(&office, &board);
        daemon.until_said("Ctrl-C");
        let shown = office.json(&["export", "--format", "json"]);
        let shown: Vec<(&str, &str)> = shown
            .as_array()
            .unwrap()
            .iter()
            .map(|record| (record["id"].as_str().unwrap().strip_prefix("sha256:").unwrap(), record["document"]["date"].as_str().unwrap()))
            .collect();
        let mut wanted: Vec<String> = shown.iter().map(|(id, date)| format!("{}/{id}.json", &date[..4])).collect();
        wanted.push(".vanthu-mirror.json".to_owned());
        wanted.sort();
        daemon.until("the dashboard follows", || files(&office.path("board")) == wanted);
        assert!(daemon.stop().success());
        assert!(steps < said[0] || shown.iter().any(|(_, date)| *date == "2023-04-10"), "{shown:?}");
        assert!(steps < said[1] || shown.len() == 1 && files(&office.home().join("originals")).len() == 1, "{shown:?}");
        assert!(office.run(&["verify"]).status.success(), "{:?}", files(&office.home()));
    }
}

#[test]
fn a_power_cut_loses_nothing() {
    cut_again_and_again(24, 1);
}

#[test]
#[ignore = "takes many minutes; the number of cuts stands in CUTS"]
fn hundreds_of_power_cuts_lose_nothing() {
    let (cuts, seed) = (setting("CUTS", 300), setting("SEED", 2));
    cut_again_and_again(cuts, seed);
    eprintln!("{cuts} power cuts, {FILES} files: nothing lost");
}
