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
    /// Reads it; an empty one where there is none that is readable.
    pub(super) fn read(home: &Path) -> Self {
        std::fs::read(home.join(JOURNAL)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
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
