//! A folder of JSON files that follows the archive, for dashboards.
//!
//! In: the store's log and the folder. Out: one file for each record, written whole or not at all. How far
//! the folder is stands in it; one that is strange or ahead of the log is brought in order from the start.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ArchiveError;
use crate::steps;
use crate::store::{self, Store, StoreError};

/// The file that says how far the folder is.
const STATE: &str = ".vanthu-mirror.json";
/// How many lines of the log are followed before the folder notes how far it is.
const TOGETHER: usize = 256;

#[derive(Serialize, Deserialize)]
struct State {
    sequence: u64,
}

pub(super) fn follow(store: &Store, folder: &Path) -> Result<u64, ArchiveError> {
    let last = store.last_sequence()?;
    let noted = std::fs::read(folder.join(STATE)).ok().and_then(|bytes| serde_json::from_slice::<State>(&bytes).ok());
    let mut changed = 0;
    let mut sequence = match noted.filter(|state| state.sequence <= last) {
        Some(state) => state.sequence,
        None => {
            changed += remove_strangers(store, folder)?;
            0
        }
    };
    let mut years = years(folder)?;
    loop {
        let changes = store.changes_after(sequence, TOGETHER)?;
        let Some(last) = changes.last() else { return Ok(changed) };
        let documents: BTreeSet<&str> = changes.iter().map(|one| one.document.as_str()).filter(|one| !one.is_empty()).collect();
        let mut files = Vec::new();
        for id in documents {
            let (wanted, name) = (file(store, folder, id)?, name(id));
            // A date that was corrected moves the file; the new one is there before the old one goes.
            let old = years.iter().map(|year| year.join(&name)).filter(|path| wanted.as_ref().is_none_or(|(wanted, _)| wanted != path));
            let old: Vec<PathBuf> = old.filter(|path| path.exists()).collect();
            files.push((wanted.filter(|(path, bytes)| std::fs::read(path).ok().as_ref() != Some(bytes)), old));
        }
        let write: Vec<(PathBuf, Vec<u8>)> = files.iter_mut().filter_map(|(wanted, _)| wanted.take()).collect();
        store::atomic_write_all(&write)?;
        steps::hold("mirror::written");
        years.extend(write.iter().filter_map(|(path, _)| path.parent().map(Path::to_owned)));
        let old: Vec<PathBuf> = files.into_iter().flat_map(|(_, old)| old).collect();
        old.iter().try_for_each(|path| remove(path))?;
        // Once the folder is noted to be so far, nobody would remove a file again that a power cut brings back.
        let emptied: BTreeSet<&Path> = old.iter().filter_map(|path| path.parent()).collect();
        emptied.into_iter().try_for_each(store::sync_folder)?;
        changed += (write.len() + old.len()) as u64;
        sequence = last.sequence;
        store::atomic_write(&folder.join(STATE), &serde_json::to_vec(&State { sequence }).map_err(StoreError::from)?)?;
    }
}

/// Where a document's file belongs and what belongs into it; `None` where the document is gone.
fn file(store: &Store, folder: &Path, id: &str) -> Result<Option<(PathBuf, Vec<u8>)>, ArchiveError> {
    let (Some(kept), Some(added)) = (store.get(id)?, store.added_at(id)?) else { return Ok(None) };
    let date = kept.record.document.date.as_deref().unwrap_or(&added);
    let year = date.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or("0000");
    let bytes = serde_json::to_vec_pretty(&kept.record).map_err(StoreError::from)?;
    Ok(Some((folder.join(year).join(name(id)), bytes)))
}

/// Without the colon of `sha256:`, which file names on Windows may not have.
fn name(id: &str) -> String {
    format!("{}.json", id.strip_prefix("sha256:").unwrap_or(id))
}

/// Files named like records that are not in the archive; nothing else in the folder is touched.
fn remove_strangers(store: &Store, folder: &Path) -> Result<u64, ArchiveError> {
    let mut removed = 0;
    for year in years(folder)? {
        for path in list(&year)? {
            let named = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".json"));
            let hash = named.filter(|name| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let known = hash.map(|hash| store.contains(&format!("sha256:{hash}"))).transpose()?;
            if known == Some(false) {
                remove(&path)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn years(folder: &Path) -> Result<BTreeSet<PathBuf>, ArchiveError> {
    let year = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit()) && path.is_dir()
    };
    Ok(list(folder)?.into_iter().filter(year).collect())
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let failed = |error| ArchiveError::Home { path: folder.to_owned(), error };
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(failed)?.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect(),
    }
}

fn remove(path: &Path) -> Result<(), ArchiveError> {
    std::fs::remove_file(path).map_err(|error| ArchiveError::Home { path: path.to_owned(), error })
}
