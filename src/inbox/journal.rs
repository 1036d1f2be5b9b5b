//! What is just being kept, so that a daemon that was killed between keeping a file and taking it
//! from the inbox ends that work at its next start, instead of calling the file a duplicate.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::store::{StoreError, atomic_write};

/// File of the journal in the home folder.
const JOURNAL: &str = "inbox.json";

/// What the daemon remembers from one start to the next.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The inboxes of the last start.
    pub(super) inboxes: Vec<String>,
    /// Files whose content was new when it was handed to the archive.
    pub(super) taking: Vec<Taking>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taking {
    /// As text: a name that is none loses its odd bytes, which is enough to know it by.
    path: String,
    id: String,
}

impl Taking {
    pub(super) fn new(path: &Path, id: &str) -> Self {
        Self { path: path.to_string_lossy().into_owned(), id: id.to_owned() }
    }
}

impl Journal {
    /// Reads it; an empty one where there is none, or one that is none.
    pub(super) fn read(home: &Path) -> Result<Self, StoreError> {
        let path = home.join(JOURNAL);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(StoreError::File { path, error }),
        }
    }

    /// A content is being kept from this file, and from no other.
    pub(super) fn claim(&mut self, path: &Path, id: &str) {
        self.taking.retain(|taking| taking.id != id);
        self.taking.push(Taking::new(path, id));
    }

    /// Writes it durably.
    pub(super) fn write(&self, home: &Path) -> Result<(), StoreError> {
        atomic_write(&home.join(JOURNAL), &serde_json::to_vec(self)?)
    }
}
