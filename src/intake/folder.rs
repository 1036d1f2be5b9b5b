//! What lies in an inbox: every plain file but those that are being made or are not meant for it.
//!
//! In: a folder. Out: files with a look at each. Links are not followed: they may lead anywhere.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::whole::Look;

/// Ends of names under which programs write what is not whole yet.
const UNFINISHED: [&str; 6] = [".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart"];

/// Whether a name is one that programs give to files while they write or edit them, or hide.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with('.') || lower.starts_with("~$") || lower.ends_with('~') || UNFINISHED.iter().any(|end| lower.ends_with(end))
}

/// Looks at a file; `None` where there is none, or it is a link, a folder or a device.
///
/// # Errors
/// When that cannot be seen.
pub fn look(path: &Path) -> std::io::Result<Option<Look>> {
    let look = |metadata: Metadata| Look { bytes: metadata.len(), modified: metadata.modified().ok(), identity: identity(&metadata) };
    match std::fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata).filter(Metadata::is_file).map(look)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> u64 {
    0
}

/// Whether two names of files are the same to a person: on some systems `ệ` is kept as several characters.
#[must_use]
pub fn same_name(name: &str, other: &str) -> bool {
    name.nfc().eq(other.nfc())
}

/// All files under a folder that may be taken, in order of name; `skip` tells by its path what is passed over.
///
/// # Errors
/// When the folder itself cannot be looked into; folders below that are closed are passed over.
pub fn files(root: &Path, skip: &dyn Fn(&Path) -> bool) -> std::io::Result<Vec<(PathBuf, Look)>> {
    let mut found = Vec::new();
    let mut entries = std::fs::read_dir(root)?.collect::<std::io::Result<Vec<_>>>()?;
    while let Some(entry) = entries.pop() {
        let path = entry.path();
        if is_temporary(&entry.file_name().to_string_lossy()) || skip(&path) {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => entries.extend(std::fs::read_dir(&path).into_iter().flatten().flatten()),
            Ok(kind) if kind.is_file() => found.extend(look(&path).ok().flatten().map(|look| (path, look))),
            _ => {}
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Those of the files that some program of this machine has open for writing, as far as that can be seen.
///
/// Linux shows it for the programs of the same user, or of all to root; elsewhere none is seen.
#[must_use]
pub fn written_to(files: &[PathBuf]) -> Vec<PathBuf> {
    let wanted: std::collections::BTreeSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    let mut open = Vec::new();
    let Ok(programs) = std::fs::read_dir("/proc") else { return open };
    for program in programs.flatten().filter(|entry| entry.file_name().to_string_lossy().bytes().all(|byte| byte.is_ascii_digit())) {
        let Ok(descriptors) = std::fs::read_dir(program.path().join("fd")) else { continue };
        for descriptor in descriptors.flatten() {
            let target = std::fs::read_link(descriptor.path()).ok().filter(|target| wanted.contains(target.as_path()));
            open.extend(target.filter(|_| is_writable(&descriptor.path())));
        }
    }
    open
}

/// The link of a descriptor has the owner's write bit where it was opened for writing (proc(5)).
#[cfg(unix)]
fn is_writable(descriptor: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::symlink_metadata(descriptor).is_ok_and(|metadata| metadata.permissions().mode() & 0o200 != 0)
}

#[cfg(not(unix))]
fn is_writable(_descriptor: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_programs_give_to_unfinished_files_are_known() {
        for name in ["~$cong-van.docx", ".hidden.pdf", "a.PDF.part", "b.crdownload", "c.tmp", "d.docx~"] {
            assert!(is_temporary(name), "{name}");
        }
        assert!(!is_temporary("Công văn ~ 2024.docx"));
        assert!(same_name("Trùng", &"Trùng".nfd().collect::<String>()));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_open_for_writing_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("a.txt");
        let file = std::fs::File::create(&path).unwrap();
        assert_eq!(written_to(std::slice::from_ref(&path)).first(), Some(&path));
        drop(file);
        let _read = std::fs::File::open(&path).unwrap();
        assert!(written_to(&[path]).is_empty());
    }
}
