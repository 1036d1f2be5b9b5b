//! Copies of a whole store: the database as it is at one moment, then the originals that it names.
//!
//! In: a store, perhaps written to meanwhile, and a folder. Out: a folder that is a store itself. The
//! database comes into its place last: a copy without one is not finished.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::originals::entries;
use super::{DATABASE, ORIGINALS, Store, StoreError, file, schema};
use crate::intake::DocumentId;

/// The database of a copy that is not finished.
const UNFINISHED: &str = ".vanthu-unfinished.sqlite";
/// How many bytes of originals are written before folders are synced.
const TOGETHER: usize = 64 << 20;
/// Documents may be forgotten while they are copied; then it is begun anew, so often.
const ATTEMPTS: usize = 3;

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Copied {
    /// How many documents the copy holds.
    pub documents: u64,
    /// Originals that were copied now; the others were there.
    pub originals: u64,
    /// Documents whose original is missing or damaged.
    pub damaged: Vec<String>,
}

impl Store {
    /// Copies the store into a folder, or brings an earlier copy there up to date.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be written.
    pub fn backup(&self, destination: &Path) -> Result<Copied, StoreError> {
        let mine = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            [DATABASE, ORIGINALS].contains(&&*name) || name.starts_with(file::TEMPORARY)
        };
        if !entries(destination)?.iter().all(mine) {
            return Err(StoreError::Occupied(destination.to_owned()));
        }
        let mut copied = Copied::default();
        for _ in 0..ATTEMPTS {
            copied = copy(&self.connection, &self.originals, destination)?;
            let gone = copied.damaged.iter().map(|id| self.contains(id)).collect::<Result<Vec<_>, _>>()?;
            if gone.iter().all(|kept| *kept) {
                break;
            }
        }
        Ok(copied)
    }

    /// Whether the database holds together; else what is wrong with it.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn check_database(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let said = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }
}

/// Makes a store in an empty home folder from a backup.
///
/// # Errors
/// When there is no backup, the home folder holds something, or it cannot be written.
pub fn restore(source: &Path, home: &Path, ignored: &str) -> Result<Copied, StoreError> {
    let database = source.join(DATABASE);
    if !database.is_file() {
        return Err(StoreError::NoBackup(source.to_owned()));
    }
    if entries(home)?.iter().any(|path| path.file_name().is_none_or(|name| name != ignored)) {
        return Err(StoreError::Occupied(home.to_owned()));
    }
    let connection = Connection::open_with_flags(&database, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    schema::check(&connection)?;
    copy(&connection, &source.join(ORIGINALS), home)
}

fn copy(from: &Connection, originals: &Path, destination: &Path) -> Result<Copied, StoreError> {
    file::create_folder(&destination.join(ORIGINALS))?;
    let unfinished = destination.join(UNFINISHED);
    let failed = |error| StoreError::File { path: unfinished.clone(), error };
    if unfinished.exists() {
        std::fs::remove_file(&unfinished).map_err(failed)?;
    }
    from.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
    let ids = ids(&unfinished)?;
    let mut copied = Copied { documents: ids.len() as u64, ..Copied::default() };
    let mut batch: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for id in &ids {
        let (source, target) = (super::original_in(originals, id), super::original_in(&destination.join(ORIGINALS), id));
        let Ok(size) = std::fs::metadata(&source).map(|found| found.len()) else {
            copied.damaged.push(id.clone());
            continue;
        };
        if std::fs::metadata(&target).is_ok_and(|found| found.len() == size) {
            continue;
        }
        let bytes = std::fs::read(&source).map_err(|error| StoreError::File { path: source.clone(), error })?;
        if DocumentId::of(&bytes).as_str() != id {
            copied.damaged.push(id.clone());
        }
        copied.originals += 1;
        batch.push((target, bytes));
        if batch.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > TOGETHER {
            file::atomic_write_all(&std::mem::take(&mut batch))?;
        }
    }
    file::atomic_write_all(&batch)?;
    std::fs::File::options().write(true).open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    std::fs::rename(&unfinished, destination.join(DATABASE)).map_err(failed)?;
    file::sync_folder(destination)?;
    prune(&destination.join(ORIGINALS), &ids)?;
    Ok(copied)
}

fn ids(database: &Path) -> Result<BTreeSet<String>, StoreError> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("SELECT id FROM documents")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What was forgotten since an earlier copy leaves the copy too.
fn prune(originals: &Path, ids: &BTreeSet<String>) -> Result<(), StoreError> {
    for folder in entries(originals)?.into_iter().filter(|path| path.is_dir()) {
        for path in entries(&folder)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !ids.contains(&format!("sha256:{name}")) {
                std::fs::remove_file(&path).map_err(|error| StoreError::File { path, error })?;
            }
        }
    }
    Ok(())
}
