//! Disks that fill up, break, are taken away or may not be written: real ones, where this user may mount some.

#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::inbox::{Daemon, files};
use crate::kills::{FILES, drop_all, drop_some, finish};
use crate::support::{Office, ROADS};

/// A place where something is mounted; taken away again, whatever becomes of the test.
struct Mounted(PathBuf);

impl Mounted {
    /// Mounts by the arguments of mount(8); says that a test is skipped where that may not be done.
    fn new(place: PathBuf, arguments: &[&str]) -> Option<Self> {
        std::fs::create_dir_all(&place).unwrap();
        if mount(&place, arguments) {
            return Some(Self(place));
        }
        eprintln!("SKIPPED: this user may not mount a disk");
        None
    }

    fn remount(&self, options: &str) {
        assert!(mount(&self.0, &["-o", &format!("remount,{options}")]), "cannot be mounted anew with {options}");
    }

    /// Takes it away while it is in use.
    fn take_away(&self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A daemon that is just being ended may still use it.
        self.take_away();
    }
}

fn mount(place: &Path, arguments: &[&str]) -> bool {
    Command::new("mount").args(arguments).arg(place).status().is_ok_and(|status| status.success())
}

fn letter(number: usize) -> Vec<u8> {
    format!("{ROADS}\nSố hiệu riêng mahieu{number}.\n").into_bytes()
}

#[test]
fn a_disk_that_fills_up_loses_nothing() {
    let office = Office::new();
    let Some(disk) = Mounted::new(office.home(), &["-t", "tmpfs", "-o", "size=3m", "tmpfs"]) else { return };
    let mut daemon = Daemon::start(&office, &["--settle", "0.2"]);
    daemon.until_said("Ctrl-C");
    // All but a quarter of a megabyte is taken: less than the originals need, however few the archive's own pages are.
    let filler = office.home().join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut file, &[1; 4096]).is_ok() {}
    let taken = file.metadata().unwrap().len();
    file.set_len(taken.saturating_sub(256 << 10)).unwrap();
    drop_all(&office);
    daemon.until_said("cannot be written");
    disk.remount("size=256m");
    daemon.until_said("can be written again");
    std::fs::remove_file(&filler).unwrap();
    drop(daemon);
    finish(&office, FILES);
}

#[test]
fn an_archive_whose_disk_is_taken_away_is_waited_for_and_not_begun_anew() {
    let office = Office::new();
    std::fs::create_dir_all(office.path("disk")).unwrap();
    let disk = office.path("disk").display().to_string();
    let Some(mounted) = Mounted::new(office.home(), &["--bind", &disk]) else { return };
    let mut daemon = Daemon::start(&office, &["--settle", "0.2"]);
    daemon.until_said("the archive is empty");
    office.file("in/a.txt", &letter(1));
    daemon.until("the first is kept", || files(&office.path("in")).is_empty());
    mounted.take_away();
    office.file("in/b.txt", &letter(2));
    daemon.until_said("connect or mount its disk");
    office.file("in/again.txt", &letter(1));
    daemon.until("it tries more than once", || daemon_tries(&office) > 1);
    assert_eq!(files(&office.home()), [""; 0], "nothing is written where the disk should be");
    assert_eq!(files(&office.path("in")), ["again.txt", "b.txt"]);
    assert!(mount(&office.home(), &["--bind", &disk]));
    daemon.until_said("can be written again");
    daemon.until("the inbox is empty", || !office.path("in/b.txt").exists() && !office.path("in/again.txt").exists());
    assert!(daemon.stop().success());
    assert_eq!(files(&office.path("in/Trùng")), ["again.txt", "again.txt.lý-do.txt"]);
    assert_eq!((office.found("mahieu1"), office.found("mahieu2")), (vec!["a.txt".to_owned()], vec!["b.txt".to_owned()]));
    assert!(office.run(&["verify"]).status.success());
}

fn daemon_tries(office: &Office) -> usize {
    std::fs::read_to_string(office.path("log.txt")).unwrap().matches("trying again in").count()
}

/// As when a broken sector lets the system stop all writing to a disk; it is repaired and mounted again.
#[test]
fn an_archive_whose_disk_breaks_loses_nothing() {
    let office = Office::new();
    let image = office.path("disk.img");
    std::fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
    let made = Command::new("mkfs.ext4").arg("-q").arg(&image).status();
    let image = image.display().to_string();
    let options = ["-o", "loop,errors=remount-ro", &image];
    let Some(mounted) = made.is_ok_and(|status| status.success()).then(|| Mounted::new(office.home(), &options)).flatten() else {
        eprintln!("SKIPPED: no disk with a file system of its own");
        return;
    };
    let device = Command::new("findmnt").args(["-n", "-o", "SOURCE"]).arg(office.home()).output().unwrap();
    let device = crate::support::text(&device.stdout).trim().trim_start_matches("/dev/").to_owned();
    let mut daemon = Daemon::start(&office, &["--settle", "0.2"]);
    drop_some(&office, 0..1);
    daemon.until("the first is kept", || files(&office.path("in")).is_empty());
    if std::fs::write(format!("/sys/fs/ext4/{device}/trigger_fs_error"), "a test").is_err() {
        eprintln!("SKIPPED: the system lets no disk break");
        return;
    }
    // The eighth has the content of the first, which is kept.
    drop_some(&office, 1..8);
    daemon.until("it tries more than once", || daemon_tries(&office) > 1);
    assert_eq!(files(&office.path("in")).len(), 7, "all files wait in the inbox");
    drop_some(&office, 8..FILES);
    assert!(daemon.stop().success());
    drop(mounted);
    let _mounted = Mounted::new(office.home(), &options).expect("the repaired disk is mounted");
    finish(&office, FILES);
}

#[test]
fn what_cannot_leave_an_inbox_is_kept_once_and_told_of_once() {
    let office = Office::new();
    let Some(inbox) = Mounted::new(office.path("in"), &["-t", "tmpfs", "tmpfs"]) else { return };
    for number in 0..5 {
        office.file(&format!("in/{number}.txt"), &letter(number));
    }
    office.file("in/again.txt", &letter(0));
    office.file("in/hỏng.docx", b"PK\x03\x04 cut off");
    inbox.remount("ro");
    let mut daemon = Daemon::start(&office, &["--settle", "0.2", "--lang", "vi", "--metrics", "figures.prom"]);
    daemon.until_said("hỏng.docx: để nguyên tại chỗ");
    let figures = office.path("figures.prom");
    daemon.until("all was tried", || {
        std::fs::read_to_string(&figures).is_ok_and(|text| text.contains("kept_total 5\n") && text.contains("files_reading 0\n"))
    });
    let said = daemon.said();
    assert_eq!(said.matches("chưa lấy được").count(), 1, "{said}");
    assert_eq!(said.matches("hỏng.docx: để nguyên").count(), 1, "{said}");
    assert_eq!(said.matches("đã lưu").count(), 5, "{said}");
    assert!(daemon.stop().success());
    assert_eq!(files(&office.path("in")).len(), 7);
    // As soon as they may leave they do, and what was kept is no duplicate.
    inbox.remount("rw");
    let mut daemon = Daemon::start(&office, &["--settle", "0.2"]);
    daemon.until("all have left", || files(&office.path("in")).iter().all(|name| name.contains('/')));
    assert!(daemon.stop().success());
    let aside = ["Không đọc được/hỏng.docx", "Không đọc được/hỏng.docx.lý-do.txt", "Trùng/again.txt", "Trùng/again.txt.lý-do.txt"];
    assert_eq!(files(&office.path("in")), aside);
    assert_eq!(office.found("mahieu0").len(), 1);
    assert!(office.run(&["verify"]).status.success());
}
