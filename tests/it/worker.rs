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
