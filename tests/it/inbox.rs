//! A file that is dropped into an inbox is never lost: it is kept once, or set aside with its reason.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::support::{DIGITISE, Office, ROADS, text};

const UNREADABLE: &str = "in/Không đọc được";
const DUPLICATES: &str = "in/Trùng";
/// How long anything may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(90);

/// The program watching the folder `in` of an office; killed when dropped.
pub(crate) struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Daemon {
    pub(crate) fn start(office: &Office, arguments: &[&str]) -> Self {
        Self::with(office, arguments, |_| {})
    }

    pub(crate) fn with(office: &Office, arguments: &[&str], set: impl Fn(&mut Command)) -> Self {
        std::fs::create_dir_all(office.path("in")).unwrap();
        let log = office.path("log.txt");
        let mut command = office.command(&["watch", "in"]);
        if !arguments.contains(&"--min-free") {
            command.args(["--min-free", "0"]);
        }
        command.args(arguments);
        set(&mut command);
        command.stdout(Stdio::null()).stderr(File::options().create(true).append(true).open(&log).unwrap());
        Self { child: command.spawn().unwrap(), log }
    }

    pub(crate) fn said(&self) -> String {
        text(&std::fs::read(&self.log).unwrap())
    }

    /// Waits for something, as long as the daemon runs.
    pub(crate) fn until(&mut self, what: &str, mut is_so: impl FnMut() -> bool) {
        let start = Instant::now();
        while !is_so() {
            assert!(self.child.try_wait().unwrap().is_none(), "the daemon ended before: {what}\n{}", self.said());
            assert!(start.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}\n{}", self.said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn until_said(&mut self, part: &str) {
        let log = self.log.clone();
        self.until(part, || text(&std::fs::read(&log).unwrap()).contains(part));
    }

    /// Waits for something that need not come, for a time and as long as the daemon runs.
    pub(crate) fn wait(&mut self, time: Duration, mut is_so: impl FnMut() -> bool) {
        let start = Instant::now();
        while !is_so() && start.elapsed() < time && self.child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn stop(mut self) -> ExitStatus {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The plain files below a folder, by their paths from it.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    fn below(folder: &Path, root: &Path, found: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                below(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    below(folder, folder, &mut found);
    found.sort();
    found
}

/// Names as the archive gives them, sorted.
fn kept(office: &Office) -> Vec<String> {
    let all = office.json(&["export", "--format", "json"]);
    let mut names: Vec<String> =
        all.as_array().unwrap().iter().map(|record| record["source"]["file_name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// 200 Vietnamese letters, as long as a file system takes.
fn long_name() -> String {
    let name: String =
        "công văn đề nghị khen thuong các tap the cá nhan có thành tích trong phong trào ".chars().cycle().take(196).collect();
    let name = format!("{name}.txt");
    assert!(name.chars().count() == 200 && (230..=255).contains(&name.len()), "{}", name.len());
    name
}

fn letter(number: usize) -> String {
    format!("{ROADS}\nSố hiệu riêng mahieu{number}.\n")
}

pub(crate) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    use docx_rs::{Docx, Paragraph, Run};
    let mut bytes = std::io::Cursor::new(Vec::new());
    let paragraph = |text: &&str| Paragraph::new().add_run(Run::new().add_text(*text));
    paragraphs.iter().fold(Docx::new(), |docx, text| docx.add_paragraph(paragraph(text))).build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

/// As where it goes into a file on a full disk, or whoever read it is gone.
#[test]
#[cfg(target_os = "linux")]
fn a_log_that_cannot_be_written_stops_nothing() {
    let office = Office::new();
    office.file("in/a.txt", letter(1).as_bytes());
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = office.command(&["watch", "in", "--min-free", "0", "--settle", "0.2"]);
    let mut daemon = Daemon { child: command.stderr(full).spawn().unwrap(), log: office.path("log.txt") };
    office.file("log.txt", b"");
    daemon.until("it is kept", || files(&office.path("in")).is_empty());
    assert!(daemon.stop().success());
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn the_daemon_has_few_heaps_however_many_threads_come_and_go() {
    let heaps = |set: fn(&mut Command)| {
        let office = Office::new();
        let mut daemon = Daemon::with(&office, &[], set);
        let environment = PathBuf::from(format!("/proc/{}/environ", daemon.child.id()));
        let told = || {
            let all = String::from_utf8_lossy(&std::fs::read(&environment).unwrap_or_default()).into_owned();
            all.split('\0').find_map(|one| one.strip_prefix("MALLOC_ARENA_MAX=")).map(str::to_owned)
        };
        daemon.until("it has started anew", || told().is_some());
        told()
    };
    assert_eq!(heaps(|command| _ = command.env_remove("MALLOC_ARENA_MAX")).as_deref(), Some("2"));
    assert_eq!(heaps(|command| _ = command.env("MALLOC_ARENA_MAX", "5")).as_deref(), Some("5"), "an office may say otherwise");
}

#[test]
fn what_lies_there_and_what_comes_is_kept_and_leaves_the_inbox() {
    use unicode_normalization::UnicodeNormalization as _;
    let office = Office::new();
    let apart: String = "nghị quyết.txt".nfd().collect();
    let long = long_name();
    office.file("in/công văn có dấu cách.txt", letter(1).as_bytes());
    office.file(&format!("in/{apart}"), letter(2).as_bytes());
    office.file(&format!("in/{long}"), letter(3).as_bytes());
    office.file("in/old.txt", letter(4).as_bytes());
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_262_304_000);
    File::options().write(true).open(office.path("in/old.txt")).unwrap().set_modified(time).unwrap();
    for name in ["~$a.docx", "b.docx.part", ".c.txt", "d.crdownload"] {
        office.file(&format!("in/{name}"), letter(5).as_bytes());
    }
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until("those at the start are kept", || files(&office.path("in")).len() == 4);
    office.file("outside/a/cv.docx", &docx(&["Số: 5/UBND-VP", "Kính gửi: Các thôn.", "Nội dung mahieu6."]));
    office.file("outside/b.txt", letter(7).as_bytes());
    std::fs::rename(office.path("outside"), office.path("in/tháng 3")).unwrap();
    std::fs::rename(office.path("in/b.docx.part"), office.path("in/renamed.txt")).unwrap();
    daemon.until("those that came are kept", || files(&office.path("in")).len() == 3);
    assert_eq!(files(&office.path("in")), [".c.txt", "d.crdownload", "~$a.docx"]);
    assert!(daemon.stop().success());
    assert_eq!(kept(&office).len(), 7, "{:?}", kept(&office));
    assert_eq!(office.found("mahieu4"), ["old.txt"]);
    assert_eq!(office.found("mahieu6"), ["cv.docx"]);
}

#[test]
#[cfg(unix)]
fn links_out_of_the_inbox_are_not_followed() {
    let office = Office::new();
    office.file("elsewhere/a.txt", letter(1).as_bytes());
    std::fs::create_dir_all(office.path("in")).unwrap();
    std::os::unix::fs::symlink(office.path("elsewhere"), office.path("in/folder")).unwrap();
    std::os::unix::fs::symlink(office.path("elsewhere/a.txt"), office.path("in/link.txt")).unwrap();
    office.file("in/b.txt", letter(2).as_bytes());
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until("the plain file is kept", || !office.path("in/b.txt").exists());
    assert!(daemon.stop().success());
    assert_eq!(kept(&office), ["b.txt"]);
    assert!(office.path("elsewhere/a.txt").exists() && office.path("in/link.txt").is_symlink());
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_is_taken_when_its_writer_has_ended_however_long_it_pauses() {
    let office = Office::new();
    std::fs::create_dir_all(office.path("in")).unwrap();
    // One is begun before the daemon starts, one while it runs.
    let mut early = File::create(office.path("in/early.txt")).unwrap();
    early.write_all(letter(1).as_bytes()).unwrap();
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until_said("Ctrl-C");
    let mut late = File::create(office.path("in/late.txt")).unwrap();
    late.write_all(letter(2).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_secs(10));
    for file in [&mut early, &mut late] {
        file.write_all("Phần cuối phancuoi.\n".as_bytes()).unwrap();
    }
    drop((early, late));
    daemon.until("both are kept", || files(&office.path("in")).is_empty());
    assert!(daemon.stop().success());
    let mut found = office.found("phancuoi");
    found.sort();
    assert_eq!(found, ["early.txt", "late.txt"]);
    assert_eq!(kept(&office).len(), 2);
}

#[test]
fn what_cannot_be_read_and_what_is_there_already_is_set_aside_with_a_note() {
    let office = Office::with_documents();
    std::fs::remove_dir_all(office.path("in")).unwrap();
    office.file("in/sub/hỏng.docx", b"PK\x03\x04 cut off");
    office.file("in/trùng lặp.txt", ROADS.as_bytes());
    let long = long_name();
    office.file(&format!("in/{long}"), DIGITISE.as_bytes());
    let mut daemon = Daemon::start(&office, &["--lang", "vi"]);
    // A note is there before its file, so no inbox file means that all is in its place.
    let taken = |paths: &[&str]| paths.iter().all(|path| !office.path(&format!("in/{path}")).exists());
    daemon.until("all are set aside", || taken(&["sub/hỏng.docx", "trùng lặp.txt", &long]));
    assert!(office.path(&format!("{DUPLICATES}/{long}")).exists());
    assert_eq!(files(&office.path(DUPLICATES)).len(), 4, "{:?}", files(&office.path(DUPLICATES)));
    let read = |path: &str| std::fs::read_to_string(office.path(path)).unwrap();
    let note = read(&format!("{UNREADABLE}/sub/hỏng.docx.lý-do.txt"));
    assert!(note.contains("hỏng.docx") && note.contains("damaged") && note.contains("vanthu retry"), "{note}");
    let note = read(&format!("{DUPLICATES}/trùng lặp.txt.lý-do.txt"));
    assert!(note.contains("88/BC-SGTVT") && note.contains("duong-bo.txt"), "{note}");
    assert!(daemon.said().contains("Không đọc được"), "{}", daemon.said());
    // The same name again, and then both back, one of them mended.
    office.file("in/sub/hỏng.docx", b"PK\x03\x04 cut off again");
    daemon.until("the second has another name", || office.path(&format!("{UNREADABLE}/sub/hỏng (2).docx")).exists());
    std::fs::write(office.path(&format!("{UNREADABLE}/sub/hỏng (2).docx")), docx(&["Số: 9/UBND", "mahieu9"])).unwrap();
    let retried = office.run(&["retry"]);
    assert!(text(&retried.stdout).contains("2 put back"), "{}", text(&retried.stdout));
    daemon.until("the mended one is kept", || office.found("mahieu9") == ["hỏng (2).docx"]);
    daemon.until("the other is set aside again", || taken(&["sub/hỏng.docx"]));
    assert!(office.path(&format!("{UNREADABLE}/sub/hỏng.docx")).exists());
    assert!(daemon.stop().success());
    assert_eq!(kept(&office).len(), 3);
}

#[test]
fn with_keep_the_inbox_is_left_alone() {
    let office = Office::new();
    office.file("in/a.txt", letter(1).as_bytes());
    office.file("in/b.txt", letter(1).as_bytes());
    office.file("in/c.docx", b"PK\x03\x04 cut off");
    for _ in 0..2 {
        let mut daemon = Daemon::start(&office, &["--keep"]);
        daemon.until("the document is found", || office.found("mahieu1").len() == 1);
        daemon.until_said("c.docx");
        assert!(daemon.stop().success());
        std::fs::remove_file(office.path("log.txt")).unwrap();
    }
    assert_eq!(files(&office.path("in")), ["a.txt", "b.txt", "c.docx"]);
    assert_eq!(kept(&office).len(), 1);
}

#[test]
#[cfg(unix)]
fn a_scan_waits_until_a_recognition_program_is_there() {
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/forms/004_scan200.pdf");
    if !crate::scan::can_recognise() || !scan.exists() {
        eprintln!("SKIPPED: no OCR program with Vietnamese data, or no shared corpus");
        return;
    }
    let office = Office::new();
    std::fs::create_dir_all(office.path("bin")).unwrap();
    office.file("in/quét.pdf", &std::fs::read(scan).unwrap());
    let mut daemon = Daemon::with(&office, &[], |command| {
        command.env("PATH", office.path("bin"));
    });
    daemon.until_said("waits until tesseract is installed");
    assert_eq!(files(&office.path("in")), ["quét.pdf"]);
    let program = Command::new("sh").args(["-c", "command -v tesseract"]).output().unwrap();
    std::os::unix::fs::symlink(text(&program.stdout).trim(), office.path("bin/tesseract")).unwrap();
    daemon.until("it is read", || files(&office.path("in")).is_empty());
    assert_eq!(daemon.said().matches("waits until").count(), 1, "{}", daemon.said());
    assert!(daemon.stop().success());
    assert_eq!(kept(&office), ["quét.pdf"]);
}

#[test]
fn a_second_daemon_is_refused_and_folders_in_one_another_too() {
    let office = Office::new();
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until_said("Ctrl-C");
    let second = office.run(&["watch", "in"]);
    // One that another program keeps waiting for a moment only, as a search may that mends the index, is not.
    let other = Office::new();
    let held = vanthu::archive::Archive::keeper(&other.home()).unwrap();
    let mut waiting = Daemon::start(&other, &[]);
    std::thread::sleep(Duration::from_millis(700));
    drop(held);
    waiting.until_said("Ctrl-C");
    assert!(waiting.stop().success());
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("another vanthu is writing"), "{}", text(&second.stderr));
    assert!(daemon.stop().success());
    for (arguments, said) in [(["watch", "."], "lie in one another"), (["watch", "nowhere"], "name a folder that is there")] {
        let refused = office.run(&arguments);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains(said), "{}", text(&refused.stderr));
    }
}

#[test]
fn nothing_is_taken_while_the_disk_is_nearly_full() {
    let office = Office::new();
    office.file("in/a.txt", letter(1).as_bytes());
    let mut daemon = Daemon::start(&office, &["--min-free", "1000000T", "--metrics", "figures.prom"]);
    daemon.until_said("nothing is taken");
    let figures = office.path("figures.prom");
    daemon.until("the figures tell of it", || std::fs::read_to_string(&figures).is_ok_and(|text| text.contains("vanthu_paused 1\n")));
    assert!(daemon.stop().success());
    assert_eq!(files(&office.path("in")), ["a.txt"]);
    let mut daemon = Daemon::start(&office, &["--metrics", "figures.prom"]);
    daemon.until("it is kept", || files(&office.path("in")).is_empty());
    assert!(daemon.stop().success());
    let figures = std::fs::read_to_string(figures).unwrap();
    assert!(figures.contains("vanthu_documents_kept_total 1\n") && figures.contains("vanthu_paused 0\n"), "{figures}");
}

#[test]
fn many_files_at_once_are_all_kept_and_a_stop_between_loses_none() {
    many(300);
}

#[test]
#[ignore = "takes many minutes"]
fn ten_thousand_files_at_once_are_all_kept() {
    many(10_000);
}

fn many(count: usize) {
    let office = Office::new();
    for number in 0..count {
        office.file(&format!("in/{number}.txt"), letter(number).as_bytes());
    }
    let left = || files(&office.path("in")).len();
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until("some are kept", || left() < count - 10);
    assert!(daemon.stop().success());
    let (still, done) = (left(), kept(&office).len());
    assert!(still + done >= count, "{still} left, {done} kept");
    let mut daemon = Daemon::start(&office, &[]);
    for part in (0..=count / 100).rev() {
        daemon.until("more are kept", || left() <= part * 100);
    }
    assert!(daemon.stop().success());
    assert_eq!(kept(&office).len(), count);
}

#[test]
fn a_file_replaced_again_and_again_is_kept_in_its_last_form() {
    let office = Office::new();
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until_said("Ctrl-C");
    for number in 0..60 {
        office.file("beside.txt", letter(number).as_bytes());
        std::fs::rename(office.path("beside.txt"), office.path("in/a.txt")).unwrap();
        std::thread::sleep(Duration::from_millis(if number % 10 == 9 { 500 } else { 20 }));
    }
    daemon.until("the last is taken", || files(&office.path("in")).is_empty());
    assert!(daemon.stop().success());
    assert_eq!(office.found("mahieu59"), ["a.txt"]);
}

#[test]
fn the_dashboards_folder_follows_the_inbox_and_what_others_do_meanwhile() {
    let office = Office::new();
    let board = office.path("board");
    let mut daemon = Daemon::start(&office, &["--json", "board"]);
    office.file("in/a.txt", letter(1).as_bytes());
    let records = || files(&board).into_iter().filter(|name| !name.starts_with('.')).collect::<Vec<_>>();
    daemon.until("the record is there", || records().len() == 1);
    assert!(records()[0].starts_with("2024/"), "{:?}", records());
    assert!(office.run(&["correct", "88/BC-SGTVT", "date", "2023-04-10"]).status.success());
    daemon.until("the correction is there", || records().len() == 1 && records()[0].starts_with("2023/"));
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(board.join(&records()[0])).unwrap()).unwrap();
    assert_eq!(record["document"]["date"], "2023-04-10");
    // It may have come between the index and the dashboard.
    daemon.until("searches follow too", || office.found("năm:2023") == ["a.txt"]);
    assert!(office.run(&["forget", "88/BC-SGTVT", "--yes"]).status.success());
    daemon.until("the forgotten one is gone", || records().is_empty());
    // A folder that cannot be written holds no document up, and is caught up with.
    std::fs::remove_dir_all(&board).unwrap();
    office.file("board", b"in the way");
    office.file("in/b.txt", letter(2).as_bytes());
    daemon.until("the document is kept", || files(&office.path("in")).is_empty());
    daemon.until_said("the dashboard's files cannot be written");
    std::fs::remove_file(&board).unwrap();
    daemon.until("the record is there", || records().len() == 1);
    assert!(daemon.stop().success());
    let refused = office.run(&["watch", "in", "--json", "in/board"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("lie in one another"), "{}", text(&refused.stderr));
}

/// The disk refuses what the daemon wants to write, for a while: here because a file lies where its folder was.
#[test]
fn while_originals_cannot_be_written_files_wait_in_the_inbox() {
    let office = Office::new();
    office.file("in/a.txt", letter(1).as_bytes());
    let mut daemon = Daemon::start(&office, &[]);
    daemon.until("the first is kept", || files(&office.path("in")).is_empty());
    let (originals, away) = (office.home().join("originals"), office.path("away"));
    std::fs::rename(&originals, &away).unwrap();
    std::fs::write(&originals, "in the way").unwrap();
    office.file("in/b.txt", letter(2).as_bytes());
    daemon.until_said("the archive cannot be written");
    assert!(daemon.said().contains("originals"), "the message names the place: {}", daemon.said());
    assert_eq!(files(&office.path("in")), ["b.txt"]);
    std::fs::remove_file(&originals).unwrap();
    std::fs::rename(&away, &originals).unwrap();
    daemon.until_said("the archive can be written again");
    daemon.until("the second is kept", || files(&office.path("in")).is_empty());
    assert!(daemon.stop().success());
    assert_eq!(kept(&office), ["a.txt", "b.txt"]);
    assert!(office.run(&["verify"]).status.success());
}

#[test]
#[cfg(target_os = "linux")]
fn a_stop_during_the_recognition_of_fifty_pages_ends_all_and_loses_nothing() {
    if !crate::scan::can_recognise() {
        eprintln!("SKIPPED: no OCR program with Vietnamese data");
        return;
    }
    let office = Office::new();
    office.file("in/quét.pdf", &crate::scan::scan(50));
    let mut daemon = Daemon::start(&office, &["--settle", "0.2"]);
    let id = daemon.child.id();
    daemon.until("it is being recognised", || started_by(id).iter().any(|(_, name)| name == "tesseract"));
    let started = started_by(id);
    let told = Instant::now();
    assert!(daemon.stop().success());
    eprintln!("stopped {:.1} s after it was told", told.elapsed().as_secs_f64());
    // Had it waited for the pages, the file would be kept by now.
    assert_eq!(files(&office.path("in")), ["quét.pdf"]);
    assert!(kept(&office).is_empty());
    let start = Instant::now();
    let runs = |(id, name): &(u32, String)| program(*id).is_some_and(|(_, now)| now == *name);
    while started.iter().any(runs) {
        assert!(start.elapsed() < PATIENCE, "still running: {started:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The parent and the name of a program that runs (proc(5)).
#[cfg(target_os = "linux")]
fn program(id: u32) -> Option<(u32, String)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (name, rest) = stat.split_once('(')?.1.rsplit_once(") ")?;
    let mut rest = rest.split(' ');
    (rest.next()? != "Z").then_some((rest.next()?.parse().ok()?, name.to_owned()))
}

/// The programs that one started, and those that they started.
#[cfg(target_os = "linux")]
fn started_by(first: u32) -> Vec<(u32, String)> {
    let ids = std::fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let all: Vec<(u32, u32, String)> = ids.filter_map(|id| program(id).map(|(parent, name)| (id, parent, name))).collect();
    let (mut found, mut parents) = (Vec::new(), vec![first]);
    while let Some(parent) = parents.pop() {
        for (id, _, name) in all.iter().filter(|(_, above, _)| *above == parent) {
            parents.push(*id);
            found.push((*id, name.clone()));
        }
    }
    found
}
