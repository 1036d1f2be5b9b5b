//! Where files go that are not kept, and their way back.
//!
//! In: a file of an inbox and the reason. Out: the file in a folder beside, under the same name or
//! one with a figure after it, and a note. Nothing is ever overwritten but a note without its file.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::intake::folder;
use crate::steps;
use crate::store::{StoreError, atomic_file, atomic_write, create_folder, remove_unfinished};
use crate::words::inbox::{DUPLICATES, NOTE, UNREADABLE};

/// The longest name that file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// Whether a path of an inbox is one of ours: a folder of files set aside, or a note.
pub(super) fn is_ours(root: &Path, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent() == Some(root) && [UNREADABLE, DUPLICATES].iter().any(|own| folder::same_name(&name, own));
    folder || is_note(&name)
}

fn is_note(name: &str) -> bool {
    let length = NOTE.chars().count();
    // A note may keep its name with marks apart, as some systems do.
    let tail: Vec<char> = unicode_normalization::UnicodeNormalization::nfc(name).collect();
    tail.len() > length && tail.iter().rev().zip(NOTE.chars().rev()).all(|(a, b)| *a == b)
}

/// Moves a file of an inbox into one of the folders beside, in the subfolder in which it lay, with a note.
///
/// # Errors
/// When the folder or the note cannot be written or the file cannot be moved; then the file is where it was.
pub(super) fn set_aside(root: &Path, path: &Path, into: &str, note: &str) -> io::Result<PathBuf> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let target = free_name(&root.join(into).join(below))?;
    // The note first: a file never lies there without its reason.
    atomic_write(&note_of(&target), note.as_bytes()).map_err(io::Error::other)?;
    steps::hold("aside::noted");
    move_file(path, &target)?;
    Ok(target)
}

/// Removes what a daemon that was killed left half written in the folders beside.
pub(super) fn tidy(root: &Path) {
    [UNREADABLE, DUPLICATES].iter().for_each(|own| remove_unfinished(&root.join(own), true));
}

/// Moves the files that could not be read back into the inbox; gives how many.
///
/// # Errors
/// When a folder cannot be looked into or a file cannot be moved.
pub fn retry(root: &Path) -> io::Result<usize> {
    let aside = root.join(UNREADABLE);
    if !aside.is_dir() {
        return Ok(0);
    }
    let files = folder::files(&aside, &|path| is_note(&path.file_name().unwrap_or_default().to_string_lossy()))?;
    for (path, _) in &files {
        let below = path.strip_prefix(&aside).unwrap_or(path);
        let target = free_name(&root.join(below))?;
        if let Some(folder) = target.parent() {
            create_folder(folder).map_err(io::Error::other)?;
        }
        move_file(path, &target)?;
        match std::fs::remove_file(note_of(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(files.len())
}

/// The note beside a file.
fn note_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(fitted(&name, NOTE))
}

/// The path, or the first one with a figure after its name that is free.
fn free_name(path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let numbered = (2..10_000).map(|number| path.with_file_name(fitted(&stem, &format!(" ({number}){end}"))));
    for path in std::iter::once(path.to_owned()).chain(numbered) {
        match std::fs::symlink_metadata(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many files of this name"))
}

/// A name with an end, shortened before the end to what a file system takes.
fn fitted(name: &str, end: &str) -> String {
    let mut name = name.to_owned();
    while name.len() + end.len() > LONGEST_NAME && name.pop().is_some() {}
    name + end
}

/// Renames; between file systems copies durably under the new name before the old one goes.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
        done => return done,
    }
    let copy = |out: &mut dyn io::Write| {
        let copied = File::open(from).and_then(|mut file| io::copy(&mut file, out));
        copied.map(|_| ()).map_err(|error| StoreError::File { path: from.to_owned(), error })
    };
    atomic_file(to, copy).map_err(io::Error::other)?;
    std::fs::remove_file(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "composes an inbox")]
    fn nothing_is_overwritten_and_all_comes_back() {
        let inbox = tempfile::tempdir().unwrap();
        let root = inbox.path();
        std::fs::create_dir(root.join("a")).unwrap();
        for content in ["one", "two"] {
            std::fs::write(root.join("a/b.pdf"), content).unwrap();
            set_aside(root, &root.join("a/b.pdf"), UNREADABLE, "why").unwrap();
        }
        let aside = root.join(UNREADABLE).join("a");
        let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
        assert_eq!((read(aside.join("b.pdf")), read(aside.join("b (2).pdf"))), ("one".into(), "two".into()));
        assert_eq!(read(aside.join(format!("b (2).pdf{NOTE}"))), "why");
        assert_eq!(retry(root).unwrap(), 2);
        assert_eq!((read(root.join("a/b.pdf")), read(root.join("a/b (2).pdf"))), ("one".into(), "two".into()));
        assert_eq!(std::fs::read_dir(aside).unwrap().count(), 0);
    }

    #[test]
    fn long_names_are_shortened_before_their_end() {
        let name = fitted(&"ệ".repeat(85), NOTE);
        assert!(name.len() <= LONGEST_NAME && name.ends_with(NOTE) && name.starts_with("ệệ"));
    }

    #[test]
    fn own_folders_and_notes_are_no_input() {
        let root = Path::new("in");
        assert!(is_ours(root, &root.join(UNREADABLE)));
        assert!(is_ours(root, &root.join("x/a.pdf.lý-do.txt")));
        assert!(!is_ours(root, &root.join("x").join(DUPLICATES)));
        assert!(!is_ours(root, &root.join("lý-do.txt")));
    }
}
