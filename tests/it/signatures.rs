//! Digital signatures of PDFs: what is said of them, and that it is what poppler says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use vanthu::intake::FileKind;
use vanthu::layout::{Coverage, Integrity, Signature, SignatureNote};
use vanthu::read;

/// The signed documents beside the project; none where they are not there.
fn signed() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/real");
    let Ok(found) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> =
        found.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "pdf")).collect();
    files.sort();
    files
}

fn signatures(bytes: &[u8]) -> Vec<Signature> {
    read::signatures(FileKind::Pdf, bytes)
}

/// One signature as `pdfsig` prints it: signer, seconds since 1970, whole file, valid.
fn as_poppler_says(path: &Path) -> Option<Vec<(String, i64, bool, bool)>> {
    let output = Command::new("pdfsig").arg("-nocert").arg(path).env("TZ", "UTC").env("LC_ALL", "C.UTF-8").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let one = |part: &str| {
        let line = |name: &str| part.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::to_owned);
        let time = jiff::fmt::strtime::parse("%b %d %Y %H:%M:%S %z", format!("{} +0000", line("- Signing Time: ").unwrap())).unwrap();
        (
            line("- Signer Certificate Common Name: ").unwrap(),
            time.to_timestamp().unwrap().as_second(),
            !part.contains("Not total document signed"),
            part.contains("Signature is Valid"),
        )
    };
    Some(text.split("Signature #").skip(1).map(one).collect())
}

/// A file of `tests/signed`.
fn made(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signed").join(name)).unwrap()
}

#[test]
fn who_signed_and_that_the_whole_file_is_as_it_was_signed() {
    let found = signatures(&made("once.pdf"));
    let [signature] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(signature.signer.as_deref(), Some("Ủy ban nhân dân xã Mẫu"));
    assert_eq!(signature.organisation.as_deref(), Some("Tỉnh Mẫu"));
    assert!(signature.signed_at.is_some() && signature.stamped_at.is_none());
    assert_eq!((signature.coverage, signature.integrity), (Coverage::Whole, Integrity::Unchanged));
    assert_eq!(signature.notes, []);
}

#[test]
fn one_changed_byte_in_what_was_signed_is_noticed_wherever_it_stands() {
    let good = made("once.pdf");
    let text = good.windows(5).position(|window| window == b"(So: ").unwrap();
    for place in [12, text + 5, good.len() - 8] {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        let found = signatures(&bytes);
        assert_eq!((found[0].integrity, found[0].notes.as_slice()), (Integrity::Changed, [SignatureNote::BytesChanged].as_slice()));
    }
}

#[test]
fn what_was_added_after_signing_is_noticed() {
    let mut bytes = made("once.pdf");
    bytes.extend_from_slice(b"% more\n");
    let found = signatures(&bytes);
    assert_eq!((found[0].coverage, found[0].integrity), (Coverage::Partial, Integrity::Unchanged));
    assert_eq!(found[0].notes, [SignatureNote::AddedAfter]);
}

#[test]
fn a_second_signature_is_told_from_pages_changed_before_it() {
    let notes = |name: &str| {
        let found = signatures(&made(name));
        assert!(found.iter().all(|signature| signature.integrity == Integrity::Unchanged), "{found:?}");
        let signers: Vec<_> = found.iter().map(|signature| signature.signer.as_deref().unwrap()).collect();
        assert_eq!(signers, ["Ủy ban nhân dân xã Mẫu", "Nguyễn Thị Thử"]);
        found.into_iter().map(|signature| signature.notes).collect::<Vec<_>>()
    };
    assert_eq!(notes("twice.pdf"), [vec![SignatureNote::SignedAgain], Vec::new()]);
    assert_eq!(notes("changed.pdf"), [vec![SignatureNote::SignedAgain, SignatureNote::PagesChanged], Vec::new()]);
}

#[test]
fn says_what_poppler_says() {
    let mut compared = 0;
    let own = ["once.pdf", "twice.pdf", "changed.pdf"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signed").join(name));
    for path in own.into_iter().chain(signed()) {
        let Some(expected) = as_poppler_says(&path) else {
            eprintln!("skipped: pdfsig is not installed");
            return;
        };
        let found: Vec<_> = signatures(&fs::read(&path).unwrap())
            .iter()
            .map(|signature| {
                (
                    signature.signer.clone().unwrap_or_default(),
                    signature.signed_at.map_or(0, Timestamp::as_second),
                    signature.coverage == Coverage::Whole,
                    signature.integrity == Integrity::Unchanged,
                )
            })
            .collect();
        // The order of poppler is that of the form's fields, ours that of signing.
        let sorted = |mut all: Vec<(String, i64, bool, bool)>| {
            all.sort();
            all
        };
        assert_eq!(sorted(found), sorted(expected), "{}", path.display());
        compared += 1;
    }
    eprintln!("{compared} files compared");
}

#[test]
fn a_changed_byte_is_noticed() {
    for path in signed() {
        let mut bytes = fs::read(&path).unwrap();
        let before = signatures(&bytes);
        if before.is_empty() {
            continue;
        }
        // A byte of the header's second line: covered by every signature, needed by no reader.
        let comment = bytes.iter().position(|byte| *byte == b'%').unwrap();
        bytes[comment + 7] ^= 1;
        let after = signatures(&bytes);
        assert_eq!(after.len(), before.len(), "{}", path.display());
        assert!(after.iter().all(|signature| signature.integrity == Integrity::Changed), "{}", path.display());
    }
}
