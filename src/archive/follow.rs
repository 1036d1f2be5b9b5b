//! How the index follows the log of the store, and who may let it.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;

use super::{ArchiveError, INDEX, LOCK};
use crate::index::{Index, IndexError};
use crate::steps;
use crate::store::{Event, Store};

/// How many lines of the log are followed before the index is committed.
const TOGETHER: usize = 4096;

/// The index of a home folder, brought up to the log; the caller holds the lock.
pub(super) fn follow(store: &Store, home: &Path) -> Result<Index, ArchiveError> {
    let folder = home.join(INDEX);
    let last = store.last_sequence()?;
    // An index that is ahead of the log belongs to another store.
    let existing = Index::existing(&folder)?.filter(|index| index.sequence() <= last);
    match existing.map(|index| catch_up(index, store)) {
        // Only what is broken is thrown away: on a disk that is full or fails, searches would miss it until all is put in again.
        None | Some(Err(ArchiveError::Index(IndexError::Broken(_)))) => catch_up(Index::create(&folder)?, store),
        Some(followed) => followed,
    }
}

pub(super) fn catch_up(mut index: Index, store: &Store) -> Result<Index, ArchiveError> {
    bring_up(&mut index, store)?;
    Ok(index)
}

/// Does to the index what the log says was done to documents, and finishes what was begun of forgetting them.
pub(super) fn bring_up(index: &mut Index, store: &Store) -> Result<(), ArchiveError> {
    loop {
        let changes = store.changes_after(index.sequence(), TOGETHER)?;
        let Some(last) = changes.last().map(|change| change.sequence) else { return Ok(()) };
        let events: BTreeMap<&str, Event> = changes.iter().map(|change| (change.document.as_str(), change.kind)).collect();
        for (document, event) in events.into_iter().filter(|(document, _)| !document.is_empty()) {
            match store.get(document)? {
                Some(kept) => index.put(&kept.record, &kept.passages)?,
                None => {
                    index.remove(document)?;
                    if event == Event::Forgotten {
                        store.remove_original(document)?;
                    }
                }
            }
        }
        index.commit(last)?;
        steps::fail("archive::indexed").map_err(|error| ArchiveError::Home { path: INDEX.into(), error })?;
    }
}

/// The writer's lock of a home folder; held while the file is open.
pub(super) fn lock(home: &Path) -> Result<File, ArchiveError> {
    let path = home.join(LOCK);
    let failed = |error| ArchiveError::Home { path: path.clone(), error };
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy(home.to_owned())),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn an_index_that_cannot_be_written_is_not_thrown_away() {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path()).unwrap();
        let note = |store: &mut Store| store.note(Event::Restored, Timestamp::UNIX_EPOCH, "", "").unwrap();
        note(&mut store);
        // Who holds an index that it has written into holds its lock.
        let held = follow(&store, home.path()).unwrap();
        note(&mut store);
        assert!(follow(&store, home.path()).is_err());
        assert_eq!(Index::existing(&home.path().join(INDEX)).unwrap().unwrap().sequence(), 1);
        drop(held);
        assert_eq!(follow(&store, home.path()).unwrap().sequence(), 2);
        // A broken one is.
        std::fs::remove_dir_all(home.path().join(INDEX)).unwrap();
        assert_eq!(follow(&store, home.path()).unwrap().sequence(), 2);
    }
}
