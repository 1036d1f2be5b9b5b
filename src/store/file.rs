//! Files that are either whole or not there.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use super::StoreError;

/// How the names of files begin that are not whole yet.
pub(super) const TEMPORARY: &str = ".vanthu-";

/// Writes a file so that a crash leaves the old one or the new one, never a part. A device or a pipe is written into.
///
/// # Errors
/// When the folder cannot be written.
pub fn atomic_write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic_file(path, |out| out.write_all(bytes).map_err(|error| StoreError::File { path: path.to_owned(), error }))
}

/// Writes several files, each as [`atomic_write`] does, their folders synced once.
///
/// # Errors
/// When a folder cannot be written; some files may then be written.
pub fn atomic_write_all(files: &[(std::path::PathBuf, Vec<u8>)]) -> Result<(), StoreError> {
    write_all(files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())))
}

/// Writes a file piece by piece so that a crash or an error leaves the old one or the new one, never a part. A device or a
/// pipe is written into.
///
/// # Errors
/// When the folder cannot be written, or what writes the pieces fails.
pub fn atomic_file<E: From<StoreError>>(path: &Path, write: impl FnOnce(&mut dyn std::io::Write) -> Result<(), E>) -> Result<(), E> {
    let folder = folder_of(path);
    let failed = |error| StoreError::File { path: path.to_owned(), error };
    if takes_any(path) {
        let mut file = File::options().write(true).open(path).map_err(failed)?;
        return write(&mut file);
    }
    create_folder(folder)?;
    let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).map_err(failed)?;
    let mut buffered = std::io::BufWriter::new(temporary);
    write(&mut buffered)?;
    let temporary = buffered.into_inner().map_err(|error| failed(error.into_error()))?;
    temporary.as_file().sync_all().map_err(failed)?;
    let file = temporary.persist(path).map_err(|error| failed(error.error))?;
    share(&file, path)?;
    Ok(sync_folder(folder)?)
}

/// Writes files, each whole or not at all; all are durable when it returns. Each folder is synced once.
pub(super) fn write_all<'a>(files: impl IntoIterator<Item = (&'a Path, &'a [u8])>) -> Result<(), StoreError> {
    let mut folders = BTreeSet::new();
    for (path, bytes) in files {
        let folder = folder_of(path);
        create_folder(folder)?;
        let failed = |error| StoreError::File { path: path.to_owned(), error };
        let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).map_err(failed)?;
        temporary.write_all(bytes).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        let file = temporary.persist(path).map_err(|error| failed(error.error))?;
        share(&file, path)?;
        folders.insert(folder);
    }
    folders.into_iter().try_for_each(sync_folder)
}

/// Removes files that were never finished from a folder, and where so told from those below it; who calls it knows that nobody
/// writes there.
pub fn remove_unfinished(folder: &Path, below: bool) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // The name is completed by chance, never with a point.
        let unfinished = name.strip_prefix(TEMPORARY).is_some_and(|rest| !rest.contains('.'));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && below => remove_unfinished(&entry.path(), below),
            // What cannot be removed is in nobody's way.
            Ok(kind) if kind.is_file() && unfinished => drop(std::fs::remove_file(entry.path())),
            _ => {}
        }
    }
}

/// What tells a file from another that comes into its place, as far as the system says.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> std::io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    path.metadata().map(|metadata| (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(path: &Path) -> std::io::Result<(u64, u64)> {
    path.metadata().map(|_| (0, 0))
}

/// It is there and neither a file nor a folder: nothing may be put in its place, `/dev/null` least of all.
fn takes_any(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder and those above it, each durably.
///
/// # Errors
/// When one cannot be made.
pub fn create_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    create_folder(above)?;
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        made => made.map_err(|error| StoreError::File { path: folder.to_owned(), error })?,
    }
    sync_folder(above)
}

/// A temporary file is readable by its owner alone; what is kept follows the folder's own habit.
#[cfg(unix)]
fn share(file: &File, path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o640)).map_err(|error| StoreError::File { path: path.to_owned(), error })
}

#[cfg(not(unix))]
fn share(_file: &File, _path: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Makes the names in a folder durable.
///
/// # Errors
/// When it is not there or cannot be synced.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| StoreError::File { path: folder.to_owned(), error })
}

/// Windows has no way to sync a folder; its journal keeps the order of renames.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_into_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let device = folder.path().join("nothing");
        std::os::unix::fs::symlink("/dev/null", &device).unwrap();
        atomic_write(&device, b"picture").unwrap();
        atomic_file::<StoreError>(&device, |out| out.write_all(b"lines").map_err(|error| StoreError::File { path: device.clone(), error }))
            .unwrap();
        assert!(device.symlink_metadata().unwrap().is_symlink());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn replaces_a_file_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.json");
        atomic_write(&path, b"one").unwrap();
        atomic_write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
