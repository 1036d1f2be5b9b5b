//! What the system tells of inboxes, where it tells anything.
//!
//! In: folders. Out: paths with what happened to them. Where the system is deaf (network shares) or
//! its messages overflow, looking at everything now and then finds the same, only later.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::intake::whole::Told;

/// One message.
pub(super) enum Heard {
    /// Something happened to a file.
    Told(PathBuf, Told),
    /// Messages were lost, or a folder came whole: look at everything.
    LookAgain,
}

/// Listens to folders.
pub(super) struct Ears {
    // Ends listening when it is dropped.
    watcher: Option<RecommendedWatcher>,
    heard: Receiver<notify::Result<notify::Event>>,
}

impl Ears {
    /// Listens to nothing yet; hears nothing where the system has no such messages.
    pub(super) fn new() -> Self {
        let (sender, heard) = channel();
        Self { watcher: notify::recommended_watcher(sender).ok(), heard }
    }

    /// Listens to a folder and all below it.
    pub(super) fn listen(&mut self, root: &Path) -> notify::Result<()> {
        self.watcher.as_mut().map_or(Ok(()), |watcher| watcher.watch(root, RecursiveMode::Recursive))
    }

    /// What was heard since the last time.
    pub(super) fn heard(&self) -> Vec<Heard> {
        let mut all = Vec::new();
        for message in self.heard.try_iter() {
            let Ok(event) = message else {
                all.push(Heard::LookAgain);
                continue;
            };
            if event.need_rescan() {
                all.push(Heard::LookAgain);
            }
            let told = match event.kind {
                EventKind::Access(AccessKind::Close(AccessMode::Write)) => Told::Closed,
                EventKind::Modify(ModifyKind::Data(_)) => Told::Written,
                EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any | EventKind::Other => Told::Came,
                EventKind::Access(_) | EventKind::Remove(_) => continue,
            };
            all.extend(event.paths.into_iter().map(|path| Heard::Told(path, told)));
        }
        all
    }
}
