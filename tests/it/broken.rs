//! Files that are cut, twisted or made to harm: each is read or refused with its reason, and nothing of it is left.
//!
//! The long run: `MUTATIONS=2000 SEED=1 cargo test --release many_mutations -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use vanthu::intake::{self, Source};
use vanthu::read::ReadErrorCode;
use vanthu::read::worker::{Limits, Worker};

/// What any file may take: ten seconds and a gibibyte.
fn limits() -> Limits {
    Limits { time: Duration::from_secs(10), page_time: Duration::ZERO, ..Limits::default() }
}

/// Random numbers that are the same for the same seed (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`, which is taken for 1 where it is 0.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap()
    }
}

/// Bits turned over, an end cut off, pieces doubled, moved, taken away or set to one byte.
fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len());
        let end = (at + 1 + chance.below(2000)).min(bytes.len());
        match chance.below(6) {
            0 => {
                for _ in 0..=chance.below(64) {
                    let place = chance.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte ^= 1 << chance.below(8);
                    }
                }
            }
            1 => bytes.truncate(at),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece: Vec<u8> = bytes.drain(at..end).collect();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => drop(bytes.drain(at..end)),
            _ => {
                let byte = chance.next().to_le_bytes()[0];
                bytes[at..end].fill(byte);
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// The same inside one part of a ZIP archive; `None` where it is none.
fn mutate_part(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = chance.below(archive.len());
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let mut part = Vec::new();
        file.read_to_end(&mut part).ok()?;
        if index == chosen {
            mutate(&mut part, chance);
        }
        made.start_file(file.name().ok()?.to_string(), zip::write::SimpleFileOptions::default()).ok()?;
        made.write_all(&part).ok()?;
    }
    Some(made.finish().ok()?.into_inner())
}

/// Good files of at most 400 kB below a folder, by name.
fn good_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let small = path.metadata().is_ok_and(|data| data.len() < 400_000);
        if path.is_dir() {
            good_files(&path, found);
        } else if small && path.extension().is_some_and(|kind| ["pdf", "docx", "doc", "txt"].iter().any(|&good| kind == good)) {
            found.push(path);
        }
    }
    found.sort();
}

/// The program, which finds no OCR program: a page image is `needs-ocr` at once.
#[cfg(unix)]
fn program_without_recognition(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join("program");
    std::fs::write(&path, format!("#!/bin/sh\nPATH=/nowhere exec {:?} \"$@\"\n", env!("CARGO_BIN_EXE_vanthu"))).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[cfg(unix)]
fn run(seed: u64, count: usize, folders: &[&str]) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in folders {
        good_files(&own.join(folder), &mut files);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut worker = Worker::new(program_without_recognition(folder.path()), limits());
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut died = Vec::new();
    let mut slowest = (Duration::ZERO, String::new());
    for number in 0..count as u64 {
        let mut chance = Chance(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let path = &files[chance.below(files.len())];
        let good = std::fs::read(path).unwrap();
        let inside = if chance.below(2) == 0 { mutate_part(&good, &mut chance) } else { None };
        let bytes = inside.unwrap_or_else(|| {
            let mut bytes = good.clone();
            mutate(&mut bytes, &mut chance);
            bytes
        });
        let source = Source { bytes, ..intake::open(path).unwrap() };
        let begun = Instant::now();
        let answer = worker.read(&source);
        let name = format!("mutation {number} of {}", path.file_name().unwrap().to_string_lossy());
        slowest = slowest.max((begun.elapsed(), name.clone()));
        let end = answer.as_ref().map_or_else(|error| error.code.to_string(), |_| "read".into());
        *ends.entry(end).or_default() += 1;
        if let Err(error) = answer
            && matches!(error.code, ReadErrorCode::Crashed | ReadErrorCode::TooSlow)
        {
            died.push(format!("{name}: {error}"));
        }
    }
    eprintln!("seed {seed}, {count} mutations of {} files: {ends:?}; slowest {:.1?} ({})", files.len(), slowest.0, slowest.1);
    eprintln!("{}", died.join("\n"));
    drop(worker);
    // One that broke its reader inside the worker is refused by name; the worker itself lives.
    let escaped: Vec<_> = died.iter().filter(|death| death.contains("the reader broke on it")).collect();
    assert!(escaped.is_empty(), "{escaped:#?}");
    #[cfg(target_os = "linux")]
    assert_eq!(zombies(), Vec::<String>::new());
}

/// Dead children of the calling thread that nobody waited for.
#[cfg(target_os = "linux")]
fn zombies() -> Vec<String> {
    let children = std::fs::read_to_string("/proc/thread-self/children").unwrap_or_default();
    let state = |child: &&str| std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
    children.split_whitespace().filter(|child| state(child).contains(") Z ")).map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn mutations_of_good_files_do_not_break_a_worker() {
    run(1, 60, &["corpus"]);
}

#[cfg(unix)]
#[test]
#[ignore = "takes minutes; the command stands at the top of this file"]
fn many_mutations_do_not_break_a_worker() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual);
    let count = usize::try_from(number("MUTATIONS", 2000)).unwrap();
    run(number("SEED", 1), count, &["corpus", "../shared/corpus/forms", "../shared/corpus/real"]);
}

/// Name, and how it may end: with which reasons, or read (`None`); the two largest depend on the machine.
const BROKEN: &[(&str, &[Option<ReadErrorCode>])] = &[
    ("001_trunc60.pdf", &[Some(ReadErrorCode::Damaged)]),
    ("001_trunc95.pdf", &[Some(ReadErrorCode::Damaged)]),
    ("004_rc4.pdf", &[Some(ReadErrorCode::Locked)]),
    ("004_userpw.pdf", &[Some(ReadErrorCode::Locked)]),
    ("bad_color.docx", &[None]),
    ("bad_jc.docx", &[None]),
    ("bad_numid.docx", &[None]),
    ("bad_size.docx", &[None]),
    ("big100k_paras.docx", &[None, Some(ReadErrorCode::TooSlow)]),
    ("bomb1500MB.docx", &[Some(ReadErrorCode::TooLarge)]),
    ("doc_renamed.docx", &[Some(ReadErrorCode::Damaged)]),
    ("empty_xml.docx", &[Some(ReadErrorCode::Damaged)]),
    ("entity.docx", &[None]),
    ("float_width.docx", &[None]),
    ("h_deeparr.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_deepdict.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_divzero.pdf", &[None]),
    ("h_flatebomb.pdf", &[Some(ReadErrorCode::TooLarge), Some(ReadErrorCode::TooSlow)]),
    ("h_html.pdf", &[None]),
    ("h_hugepage.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_nofontref.pdf", &[None]),
    ("h_parentloop.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_prevloop.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_selfform.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_selfpages.pdf", &[Some(ReadErrorCode::Empty)]),
    ("h_type3loop.pdf", &[None]),
    ("huge_gridspan.docx", &[None]),
    ("neg_ilvl.docx", &[None]),
    ("nest2000.docx", &[Some(ReadErrorCode::TooLarge)]),
    ("nest20000.docx", &[Some(ReadErrorCode::TooLarge)]),
    ("no_document.docx", &[Some(ReadErrorCode::Damaged)]),
    ("no_numbering.docx", &[None]),
    ("no_rels.docx", &[None]),
    ("no_styles.docx", &[None]),
    ("not_xml.docx", &[Some(ReadErrorCode::Damaged)]),
    ("pct_width.docx", &[None]),
    ("trunc_xml.docx", &[Some(ReadErrorCode::Damaged)]),
    ("trunc_zip.docx", &[Some(ReadErrorCode::Damaged)]),
    ("utf16.docx", &[None]),
];

#[test]
fn files_made_to_harm_end_as_they_should() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/broken");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: no shared corpus");
        return;
    };
    let mut worker = Worker::new(env!("CARGO_BIN_EXE_vanthu").into(), Limits::default());
    let mut wrong = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let end = intake::open(&path).map_err(|error| error.to_string()).map(|source| worker.read(&source));
        eprintln!("{name}: {:?}", end.as_ref().map(|answer| answer.as_ref().map(|_| "read").map_err(ToString::to_string)));
        let Ok(answer) = end else { continue };
        let code = answer.err().map(|error| error.code);
        let known = BROKEN.iter().find(|(known, _)| *known == name);
        if known.is_none_or(|(_, ends)| !ends.contains(&code)) {
            wrong.push(format!("{name}: {code:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
