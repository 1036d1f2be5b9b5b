//! A worker that dies, hangs or takes too much costs one document its reading and nothing else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use vanthu::intake::{self, Source};
use vanthu::read::ReadErrorCode;
use vanthu::read::worker::{Limits, Worker};

fn source(folder: &Path) -> Source {
    let path = folder.join("thu.txt");
    std::fs::write(&path, "Số: 5/UBND\n\nKính gửi: Phòng Nội vụ.").unwrap();
    intake::open(&path).unwrap()
}

#[test]
fn the_program_reads_for_itself_again_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(folder.path());
    let mut worker = Worker::new(env!("CARGO_BIN_EXE_vanthu").into(), Limits::default());
    let first = worker.read(&source).unwrap();
    assert_eq!(first, worker.read(&source).unwrap());
}

#[test]
fn too_little_memory_is_a_reason_not_a_crash_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dai.txt");
    std::fs::write(&path, "Ủy ban nhân dân xã ".repeat(2_000_000)).unwrap();
    let mut worker = Worker::new(env!("CARGO_BIN_EXE_vanthu").into(), Limits { memory: 192 << 20, ..Limits::default() });
    let error = worker.read(&intake::open(&path).unwrap()).unwrap_err();
    assert!(matches!(error.code, ReadErrorCode::TooLarge | ReadErrorCode::Crashed), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_reaches_neither_files_nor_network() {
    use vanthu::read::worker::sandbox::{self, Isolation};

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("luong.txt");
    std::fs::write(&file, "x").unwrap();
    // Nothing keeps this process from them, so the probe itself works.
    assert_eq!(sandbox::probe(&file), Isolation { files: false, network: false });
    let worker = Worker::new(env!("CARGO_BIN_EXE_vanthu").into(), Limits::default());
    let found = worker.isolation(&file).unwrap();
    if !landlock_here() {
        eprintln!("skipped: this kernel has no Landlock");
        return;
    }
    assert_eq!(found, Isolation { files: true, network: true });
}

/// Whether the kernel lists Landlock, or does not say what it has.
#[cfg(target_os = "linux")]
fn landlock_here() -> bool {
    std::fs::read_to_string("/sys/kernel/security/lsm").map_or(true, |modules| modules.contains("landlock"))
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_of_a_killed_worker_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(folder.path());
    let started = folder.path().join("started");
    // As a recognition program that does not end, below a worker that waits for it.
    let program = program(folder.path(), &format!("sleep 300 &\necho $$ $! > {}\nwait", started.display()));
    let mut worker = Worker::new(program, Limits { time: Duration::from_millis(500), ..Limits::default() });
    assert_eq!(worker.read(&source).unwrap_err().code, ReadErrorCode::TooSlow);
    let started = std::fs::read_to_string(started).unwrap();
    let mut numbers = started.split_whitespace();
    let own = numbers.next().unwrap();
    assert!(!Path::new("/proc").join(own).exists(), "the worker is still on the process table");
    let child = Path::new("/proc").join(numbers.next().unwrap()).join("stat");
    // The child is its adopter's to take off the table; killed it is when nothing of it runs any more.
    let runs = || std::fs::read_to_string(&child).is_ok_and(|stat| !stat.rsplit(')').next().unwrap().trim_start().starts_with(['Z', 'X']));
    for _ in 0..100 {
        if !runs() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("a process that the worker started still runs");
}

#[cfg(unix)]
#[test]
fn a_worker_that_complains_at_length_does_not_block() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(folder.path());
    let program = program(folder.path(), "head -c 300000 /dev/zero >&2; echo >&2; echo the end >&2; exit 1");
    let mut worker = Worker::new(program, Limits::default());
    let error = worker.read(&source).unwrap_err();
    assert_eq!((error.code, error.detail.as_str()), (ReadErrorCode::Crashed, "the reader broke on it: the end"));
}

#[cfg(unix)]
fn program(folder: &Path, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("program");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[cfg(unix)]
#[test]
fn a_worker_that_fails_is_named_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let source = source(folder.path());
    let quick = Limits { time: Duration::from_millis(300), ..Limits::default() };
    let cases = [
        ("exec sleep 60", ReadErrorCode::TooSlow),
        ("exit 3", ReadErrorCode::Crashed),
        ("echo 'memory allocation of 9 bytes failed' >&2; exit 134", ReadErrorCode::TooLarge),
    ];
    for (script, code) in cases {
        let program = program(folder.path(), script);
        let limits = if code == ReadErrorCode::TooSlow { quick } else { Limits::default() };
        let mut worker = Worker::new(program, limits);
        for _ in 0..2 {
            assert_eq!(worker.read(&source).unwrap_err().code, code, "{script}");
        }
    }
}
