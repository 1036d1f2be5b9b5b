//! When a file that somebody is dropping is whole.
//!
//! In: what was seen of files (size, time, identity), what the system told of them, and a time that
//! only moves on. Out: those that may be taken. A file is whole when nothing about it changed for a
//! while and nobody is known to be writing to it. One that only a look found must stay unchanged
//! longer, since on a network share nobody tells of a writer.
//!
//! It deliberately knows neither disk nor clock.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What a look at a file shows; equal looks are the same content as far as can be seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Size in bytes.
    pub bytes: u64,
    /// When it was last written, by the file system.
    pub modified: Option<SystemTime>,
    /// What tells the file from another of the same name: the inode, 0 where there is none.
    pub identity: u64,
}

/// How long a file must stay unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// One that the system told of.
    pub told: Duration,
    /// One that only a look found.
    pub found: Duration,
    /// One without content: whoever made it has yet to fill it.
    pub empty: Duration,
    /// One that somebody was seen writing to, who was not seen to end; the end may have been missed.
    pub writing: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            told: Duration::from_millis(400),
            found: Duration::from_secs(3),
            empty: Duration::from_secs(10),
            writing: Duration::from_secs(600),
        }
    }
}

/// What the system tells of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It came, was renamed or the like.
    Came,
    /// Somebody wrote to it.
    Written,
    /// Whoever wrote to it has closed it.
    Closed,
}

#[derive(Debug)]
struct File {
    look: Look,
    /// When it last changed.
    since: Duration,
    told: bool,
    writing: bool,
    stage: Stage,
}

#[derive(Debug, PartialEq, Eq)]
enum Stage {
    Settling,
    /// Not before this time.
    Later(Duration),
    Taken,
    /// Nothing is to be done until it changes.
    Done,
}

/// The files of an inbox and how far each is.
#[derive(Debug)]
pub struct Settling {
    patience: Patience,
    files: BTreeMap<PathBuf, File>,
}

impl Settling {
    /// Knows no file yet.
    #[must_use]
    pub fn new(patience: Patience) -> Self {
        Self { patience, files: BTreeMap::new() }
    }

    /// A look at a file.
    pub fn seen(&mut self, path: &Path, look: Look, now: Duration) {
        match self.files.get_mut(path) {
            None => {
                let file = File { look, since: now, told: false, writing: false, stage: Stage::Settling };
                self.files.insert(path.to_owned(), file);
            }
            Some(file) if file.look != look && file.stage != Stage::Taken => {
                file.look = look;
                file.since = now;
                file.stage = Stage::Settling;
            }
            Some(_) => {}
        }
    }

    /// What the system told of a file that was seen before.
    pub fn told(&mut self, path: &Path, told: Told, now: Duration) {
        let Some(file) = self.files.get_mut(path) else { return };
        if file.stage == Stage::Taken {
            return;
        }
        file.told = true;
        match told {
            Told::Came => {}
            Told::Written => {
                file.writing = true;
                file.since = now;
                file.stage = Stage::Settling;
            }
            Told::Closed => file.writing = false,
        }
    }

    /// What the system told is no longer complete: nobody is believed to be writing, every file is only found.
    pub fn deaf(&mut self) {
        for file in self.files.values_mut() {
            file.writing = false;
            file.told = false;
        }
    }

    /// The files that have been unchanged long enough, at most so many; each is to be looked at once more and then taken.
    #[must_use]
    pub fn due(&self, now: Duration, most: usize) -> Vec<PathBuf> {
        let due = self.files.iter().filter(|(_, file)| self.is_due(file, now));
        due.take(most).map(|(path, _)| path.clone()).collect()
    }

    fn is_due(&self, file: &File, now: Duration) -> bool {
        let patience = match () {
            () if file.writing => self.patience.writing,
            () if file.look.bytes == 0 => self.patience.empty,
            () if file.told => self.patience.told,
            () => self.patience.found,
        };
        match file.stage {
            Stage::Settling => now.saturating_sub(file.since) >= patience,
            Stage::Later(time) => now >= time,
            Stage::Taken | Stage::Done => false,
        }
    }

    /// Takes a file that is due, if this last look at it shows what the others did.
    pub fn take(&mut self, path: &Path, look: Look, now: Duration) -> bool {
        self.seen(path, look, now);
        let due = self.files.get(path).is_some_and(|file| self.is_due(file, now));
        if let Some(file) = self.files.get_mut(path).filter(|_| due) {
            file.stage = Stage::Taken;
        }
        due
    }

    /// The file is gone, or is to be looked at as if it were new.
    pub fn forget(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// The file is to be taken again, but not before a time unless it changes.
    pub fn later(&mut self, path: &Path, time: Duration) {
        if let Some(file) = self.files.get_mut(path) {
            file.stage = Stage::Later(time);
        }
    }

    /// The file stays where it is; nothing is to be done until it changes.
    pub fn done(&mut self, path: &Path) {
        if let Some(file) = self.files.get_mut(path) {
            file.stage = Stage::Done;
        }
    }

    /// After a look at everything: what is not there any more is forgotten.
    pub fn only(&mut self, there: &BTreeSet<PathBuf>) {
        self.files.retain(|path, file| file.stage == Stage::Taken || there.contains(path));
    }

    /// How many files are neither taken nor done.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.files.values().filter(|file| matches!(file.stage, Stage::Settling | Stage::Later(_))).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn look(bytes: u64) -> Look {
        Look { bytes, modified: None, identity: 1 }
    }

    fn due(settling: &Settling, milliseconds: u64) -> usize {
        settling.due(at(milliseconds), usize::MAX).len()
    }

    #[test]
    fn a_file_is_due_when_it_has_not_changed_for_a_while() {
        let mut settling = Settling::new(Patience::default());
        let path = Path::new("a");
        settling.seen(path, look(5), at(0));
        settling.told(path, Told::Came, at(0));
        assert_eq!((due(&settling, 399), due(&settling, 400)), (0, 1));
        settling.seen(path, look(6), at(399));
        assert_eq!((due(&settling, 400), due(&settling, 799)), (0, 1));
        assert!(!settling.take(path, look(7), at(799)));
        assert!(settling.take(path, look(7), at(1199)));
        assert_eq!(due(&settling, 9999), 0);
    }

    #[test]
    fn what_is_only_found_waits_longer_and_an_empty_file_longest() {
        let mut settling = Settling::new(Patience::default());
        settling.seen(Path::new("share"), look(5), at(0));
        settling.seen(Path::new("empty"), look(0), at(0));
        assert_eq!((due(&settling, 2999), due(&settling, 3000), due(&settling, 10_000)), (0, 1, 2));
    }

    #[test]
    fn a_writer_that_pauses_is_waited_for_until_it_closes() {
        let mut settling = Settling::new(Patience::default());
        let path = Path::new("a");
        settling.seen(path, look(5), at(0));
        settling.told(path, Told::Written, at(0));
        assert_eq!(due(&settling, 60_000), 0);
        settling.told(path, Told::Closed, at(60_000));
        assert_eq!(due(&settling, 60_000), 1);
        settling.told(path, Told::Written, at(60_000));
        assert_eq!((due(&settling, 659_999), due(&settling, 660_000)), (0, 1));
    }

    #[test]
    fn a_file_put_off_is_due_at_its_time_or_when_it_changes() {
        let mut settling = Settling::new(Patience::default());
        let path = Path::new("a");
        settling.seen(path, look(5), at(0));
        assert!(settling.take(path, look(5), at(3000)));
        settling.later(path, at(60_000));
        assert_eq!((due(&settling, 59_999), due(&settling, 60_000)), (0, 1));
        settling.seen(path, look(6), at(4000));
        assert_eq!(due(&settling, 7000), 1);
        settling.done(path);
        assert_eq!(due(&settling, 99_000), 0);
        settling.only(&BTreeSet::new());
        assert_eq!(settling.waiting(), 0);
    }
}
