//! The one writer: keeps what was read in groups, and only then clears the inbox of it.
//!
//! In: files with what was read of them. Out: what becomes of each in the inbox. A group is whatever
//! is ready while the one before was kept, so that a single file does not wait and many share their
//! syncs. When the archive cannot be written, all of the group stays where it is and is read again.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::journal::{Journal, Taking};
use super::metrics::Metrics;
use super::{Job, aside, log};
use crate::archive::{Archive, ArchiveError, Keeper, Lookup};
use crate::intake::{self, IntakeError, folder};
use crate::read::{self, ReadErrorCode};
use crate::readers::Read;
use crate::record::Record;
use crate::steps;
use crate::store::{Put, sync_folder};
use crate::trouble::Trouble;
use crate::words::Language;
use crate::words::inbox::{self, DUPLICATES, Line, UNREADABLE};

/// The most documents and bytes of originals that are kept at once.
const MOST: usize = 64;
const MOST_BYTES: usize = 64 << 20;
/// How often a file that cannot be opened is tried before it is set aside; each time waits twice as long, from a second.
const TRIES: u32 = 6;
/// The longest wait after the archive could not be written, in seconds.
const LONGEST_PAUSE: u64 = 60;
/// How often what other programs did to the archive is followed.
const FOLLOW: Duration = Duration::from_secs(1);

/// How long after a reader broke it must be clear whether somebody ended it and us together.
const FAREWELL: Duration = Duration::from_millis(300);

/// What becomes of a file in the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// It is gone, or another one by now.
    Gone,
    /// It stays, and there is nothing to do until it changes.
    Stays,
    /// It is to be read again after a while.
    Later(Duration),
    /// It cannot be taken from the inbox.
    Stuck,
    /// It waits for a recognition program.
    NeedsOcr,
}

/// The folder of a dashboard, and whether its last writing failed.
#[derive(Debug)]
pub(super) struct Mirror {
    folder: PathBuf,
    failed: bool,
}

impl Mirror {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, failed: false }
    }
}

/// The writer and what it needs.
pub(super) struct Writer {
    pub(super) home: PathBuf,
    pub(super) keeper: Option<Keeper>,
    pub(super) journal: Journal,
    pub(super) keep: bool,
    pub(super) mirror: Option<Mirror>,
    pub(super) who: String,
    pub(super) language: Language,
    pub(super) metrics: Arc<Metrics>,
    pub(super) stop: Arc<AtomicBool>,
    /// Folders from which files were removed that the journal on the disk still names.
    pub(super) cleared: BTreeSet<PathBuf>,
    /// How often each file could not be opened.
    pub(super) tries: BTreeMap<PathBuf, u32>,
    /// Folders from which files cannot be taken, and the file of which that was said.
    pub(super) stuck: BTreeMap<PathBuf, PathBuf>,
    /// How often in a row the archive could not be written.
    pub(super) failures: u32,
}

impl Writer {
    /// Keeps groups until nothing more comes or it is told to stop.
    pub(super) fn run(mut self, read: &Receiver<(Job, Read)>, after: &Sender<(PathBuf, After)>) {
        let mut looked: Option<Instant> = None;
        while !self.stop.load(Ordering::Relaxed) {
            if looked.is_none_or(|time| time.elapsed() >= FOLLOW) {
                self.follow();
                looked = Some(Instant::now());
            }
            let first = match read.recv_timeout(Duration::from_millis(100)) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut group = vec![first];
            let mut bytes = size(&group);
            while group.len() < MOST && bytes < MOST_BYTES {
                let Ok(next) = read.try_recv() else { break };
                group.push(next);
                bytes = size(&group);
            }
            // What a reader says that is being ended with us is not worth hearing.
            let broken = |read: &Read| matches!(read, Read::Failed(Trouble::Read(error, _)) if error.code == ReadErrorCode::Crashed);
            if group.iter().any(|(_, read)| broken(read)) {
                self.rest(FAREWELL);
            }
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            for done in self.group(group) {
                if after.send(done).is_err() {
                    return;
                }
            }
        }
        self.follow();
    }

    fn group(&mut self, group: Vec<(Job, Read)>) -> Vec<(PathBuf, After)> {
        let paths: Vec<PathBuf> = group.iter().map(|(job, _)| job.path.clone()).collect();
        match self.keep_group(group) {
            Ok(done) => {
                if std::mem::take(&mut self.failures) > 0 {
                    log(&Line::Mended, self.language);
                }
                done
            }
            Err(error) => {
                self.until_writable(error);
                paths.into_iter().map(|path| (path, After::Later(Duration::ZERO))).collect()
            }
        }
    }

    /// Tries the archive again after growing pauses, until it can be written or the daemon is told to stop: nothing is read
    /// meanwhile that could not be kept.
    fn until_writable(&mut self, mut error: ArchiveError) {
        while !self.stop.load(Ordering::Relaxed) {
            // Opened anew, the index follows what the store has.
            self.keeper = None;
            let pause = (1 << self.failures.min(6)).min(LONGEST_PAUSE);
            self.failures += 1;
            Metrics::count(&self.metrics.failures);
            log(&Line::Failed(error.to_string(), pause), self.language);
            self.rest(Duration::from_secs(pause));
            match Archive::keeper_again(&self.home).and_then(|keeper| Ok((keeper, self.journal.write(&self.home)?))) {
                Ok((keeper, ())) => {
                    self.keeper = Some(keeper);
                    return;
                }
                Err(now) => error = now,
            }
        }
    }

    /// Lets index and dashboard follow what other programs did, such as corrections; costs next to nothing where they did nothing.
    /// Where that fails, the next group says so or the next time mends it.
    fn follow(&mut self) {
        let followed = self.keeper.take().and_then(|mut keeper| {
            let done = keeper.in_place().and_then(|()| keeper.commit());
            done.ok().map(|()| keeper)
        });
        self.keeper = followed.or_else(|| Archive::keeper_again(&self.home).ok());
        self.reflect();
        self.sync_cleared();
    }

    /// Brings the dashboard's folder up to the archive. One that cannot be written holds no document up.
    fn reflect(&mut self) {
        let (Some(keeper), Some(mirror)) = (&self.keeper, &mut self.mirror) else { return };
        match keeper.mirror(&mirror.folder) {
            Ok(_) if std::mem::take(&mut mirror.failed) => log(&Line::MirrorMended, self.language),
            Ok(_) => {}
            Err(error) if !std::mem::replace(&mut mirror.failed, true) => log(&Line::NoMirror(error.to_string()), self.language),
            Err(_) => {}
        }
    }

    /// Waits, unless it is told to stop.
    fn rest(&self, time: Duration) {
        let step = Duration::from_millis(100);
        let mut left = time;
        while left > Duration::ZERO && !self.stop.load(Ordering::Relaxed) {
            std::thread::sleep(step.min(left));
            left = left.saturating_sub(step);
        }
    }

    fn keep_group(&mut self, group: Vec<(Job, Read)>) -> Result<Vec<(PathBuf, After)>, ArchiveError> {
        let mut keeper = match self.keeper.take() {
            Some(keeper) => keeper,
            None => Archive::keeper_again(&self.home)?,
        };
        keeper.in_place()?;
        let (mut others, mut jobs, mut batch) = (Vec::new(), Vec::new(), Vec::new());
        for (job, read) in group {
            match read {
                Read::New(source, processed) => {
                    jobs.push((job, processed.record.clone()));
                    batch.push((source, *processed));
                }
                Read::Known(source) => others.push((job, Ok(source.id.to_string()))),
                Read::Failed(trouble) => others.push((job, Err(trouble))),
            }
        }
        let mut done = Vec::new();
        if !batch.is_empty() {
            self.note(&keeper, &jobs)?;
            let puts = keeper.add_all(batch, Timestamp::now(), &self.who)?;
            keeper.commit()?;
            steps::hold("inbox::kept");
            for ((job, record), put) in jobs.into_iter().zip(puts) {
                let after = match put {
                    Put::Added => self.kept(&job, &record),
                    Put::Duplicate => self.known(&keeper, &job, &record.id)?,
                };
                done.push((job.path, after));
            }
        }
        for (job, other) in others {
            let after = match other {
                Ok(id) => self.known(&keeper, &job, &id)?,
                Err(trouble) => self.failed(&job, &trouble),
            };
            done.push((job.path, after));
        }
        self.keeper = Some(keeper);
        Ok(done)
    }

    /// Remembers, before they are kept, which files bring new content.
    fn note(&mut self, keeper: &Keeper, jobs: &[(Job, Record)]) -> Result<(), ArchiveError> {
        if self.keep {
            return Ok(());
        }
        let mut new = BTreeSet::new();
        for (job, record) in jobs {
            if !keeper.contains(&record.id)? && new.insert(record.id.as_str()) {
                self.journal.claim(&job.path, &record.id);
            }
        }
        self.sync_cleared();
        self.journal.write(&self.home)?;
        steps::hold("inbox::noted");
        Ok(())
    }

    /// A file that was removed may be back after a power cut, unless its folder is synced; until then the journal must know it.
    fn sync_cleared(&mut self) {
        for folder in std::mem::take(&mut self.cleared) {
            // In one that is gone nothing comes back.
            drop(sync_folder(&folder));
        }
    }

    /// A document is kept durably: its file may go.
    fn kept(&mut self, job: &Job, record: &Record) -> After {
        Metrics::count(&self.metrics.kept);
        log(&Line::Kept(name(&job.path), title(record)), self.language);
        self.clear(job, &record.id)
    }

    /// Takes a kept file from the inbox, if it still is what was kept.
    fn clear(&mut self, job: &Job, id: &str) -> After {
        if self.keep {
            return After::Stays;
        }
        match remove(job, id) {
            Ok(true) => self.left(job),
            Ok(false) => log(&Line::Changed(name(&job.path)), self.language),
            Err(error) => return self.stays(job, &error),
        }
        steps::hold("inbox::removed");
        let ended = Taking::new(&job.path, id);
        self.journal.taking.retain(|taking| *taking != ended);
        After::Gone
    }

    /// A file's content is in the archive: by this file, whose taking was not ended, or by another.
    fn known(&mut self, keeper: &Keeper, job: &Job, id: &str) -> Result<After, ArchiveError> {
        if self.keep {
            return Ok(After::Stays);
        }
        if self.journal.taking.contains(&Taking::new(&job.path, id)) {
            return Ok(self.clear(job, id));
        }
        let first = match keeper.record(id)? {
            Lookup::Found(record) => format!("{} ({})", record.source.file_name, title(&record)),
            Lookup::Several(_) | Lookup::None => id.to_owned(),
        };
        let note = inbox::duplicate_note(&name(&job.path), &first);
        let line = Line::Duplicate(name(&job.path), first);
        let metrics = Arc::clone(&self.metrics);
        Ok(self.set_aside(job, DUPLICATES, &note, &line, &metrics.duplicates))
    }

    fn failed(&mut self, job: &Job, trouble: &Trouble) -> After {
        match trouble {
            Trouble::Intake(IntakeError::Missing(_)) => return After::Gone,
            // Somebody may hold it for a while, as programs on Windows do.
            Trouble::Intake(IntakeError::Forbidden(_) | IntakeError::Other { .. }) => {
                let tries = self.tries.entry(job.path.clone()).or_default();
                *tries += 1;
                if *tries < TRIES {
                    return After::Later(Duration::from_secs(1 << (*tries - 1)));
                }
            }
            Trouble::Read(error, _) if error.code == ReadErrorCode::NeedsOcr && !read::recognises() => return After::NeedsOcr,
            Trouble::Intake(_) | Trouble::Read(..) => {}
        }
        self.tries.remove(&job.path);
        let note = inbox::unreadable_note(&name(&job.path), &trouble.sentence(&job.path, Language::Vietnamese));
        let line = Line::Unreadable(name(&job.path), trouble.sentence(&job.path, self.language));
        let metrics = Arc::clone(&self.metrics);
        let after = if self.keep { After::Stays } else { self.set_aside(job, UNREADABLE, &note, &line, &metrics.unreadable) };
        if matches!(after, After::Stays | After::Stuck) {
            log(&Line::NotRead(name(&job.path), trouble.sentence(&job.path, self.language)), self.language);
        }
        after
    }

    fn set_aside(&mut self, job: &Job, into: &str, note: &str, line: &Line, counter: &std::sync::atomic::AtomicU64) -> After {
        let moved = unchanged(job).and_then(|same| same.then(|| aside::set_aside(&job.root, &job.path, into, note)).transpose());
        match moved {
            Ok(Some(_)) => {
                self.left(job);
                Metrics::count(counter);
                log(line, self.language);
            }
            Ok(None) => log(&Line::Changed(name(&job.path)), self.language),
            Err(error) => return self.stays(job, &error),
        }
        After::Gone
    }

    /// A file cannot be taken from the inbox. Of a folder that is said once: where it may not be written, all stay.
    fn stays(&mut self, job: &Job, error: &io::Error) -> After {
        let folder = job.path.parent().unwrap_or(&job.root);
        if !self.stuck.contains_key(folder) {
            self.stuck.insert(folder.to_owned(), job.path.clone());
            log(&Line::Stays(folder.display().to_string(), name(&job.path), error.to_string()), self.language);
        }
        After::Stuck
    }

    /// A file is taken from the inbox.
    fn left(&mut self, job: &Job) {
        self.cleared.extend(job.path.parent().map(Path::to_owned));
        self.stuck.retain(|_, file| *file != job.path);
    }
}

fn size(group: &[(Job, Read)]) -> usize {
    let one = |read: &Read| match read {
        Read::Known(source) | Read::New(source, _) => source.bytes.len(),
        Read::Failed(_) => 0,
    };
    group.iter().map(|(_, read)| one(read)).sum()
}

/// Removes a file whose content is kept, if it still is what was read.
fn remove(job: &Job, id: &str) -> io::Result<bool> {
    match intake::open(&job.path) {
        Ok(now) if now.id.as_str() == id && unchanged(job)? => std::fs::remove_file(&job.path).map(|()| true),
        Err(IntakeError::Other { error, .. }) => Err(error),
        Err(IntakeError::Forbidden(_)) => Err(io::ErrorKind::PermissionDenied.into()),
        Ok(_) | Err(_) => Ok(false),
    }
}

fn unchanged(job: &Job) -> io::Result<bool> {
    Ok(folder::look(&job.path)? == Some(job.look))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A document as a clerk knows it: number and subject, as far as they were read.
fn title(record: &Record) -> String {
    let parts: Vec<&str> = [&record.document.number, &record.document.subject].into_iter().filter_map(|part| part.as_deref()).collect();
    if parts.is_empty() { "–".to_owned() } else { parts.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Patterns;
    use crate::pipeline;

    fn writer(home: &Path) -> Writer {
        drop(Archive::keeper(home));
        Writer {
            home: home.to_owned(),
            keeper: None,
            journal: Journal::default(),
            keep: false,
            mirror: None,
            who: String::new(),
            language: Language::English,
            metrics: Arc::default(),
            stop: Arc::default(),
            cleared: BTreeSet::new(),
            tries: BTreeMap::new(),
            stuck: BTreeMap::new(),
            failures: 0,
        }
    }

    fn read_file(root: &Path, content: &str) -> (Job, Read) {
        let path = root.join("a.txt");
        crate::store::atomic_write(&path, content.as_bytes()).unwrap();
        let job = Job { root: root.into(), look: folder::look(&path).unwrap().unwrap(), path };
        let source = intake::open(&job.path).unwrap();
        let processed = pipeline::process(&source, &Patterns::embedded().unwrap()).unwrap();
        (job, Read::New(source, Box::new(processed)))
    }

    #[test]
    fn a_file_replaced_while_it_was_read_stays() {
        let (home, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut writer = writer(home.path());
        let group = vec![read_file(root.path(), "Số: 1/UBND")];
        let (second, read) = read_file(root.path(), "Số: 2/UBND");
        assert_eq!(writer.group(group), [(second.path.clone(), After::Gone)]);
        assert!(second.path.exists());
        assert_eq!(writer.group(vec![(second.clone(), read)]), [(second.path.clone(), After::Gone)]);
        assert!(!second.path.exists());
        assert_eq!(Archive::open(home.path()).unwrap().count().unwrap(), 2);
    }

    #[test]
    fn a_taking_that_was_cut_short_is_ended_and_no_duplicate() {
        let (home, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (job, read) = read_file(root.path(), "Số: 1/UBND");
        let Read::New(source, processed) = read else { panic!("it is new") };
        let mut first = writer(home.path());
        let mut keeper = Archive::keeper(home.path()).unwrap();
        first.note(&keeper, &[(job.clone(), processed.record.clone())]).unwrap();
        drop(keeper.add_all(vec![(source.clone(), *processed)], Timestamp::UNIX_EPOCH, "").unwrap());
        drop((first, keeper));
        let mut second = Writer { journal: Journal::read(home.path()).unwrap(), ..writer(home.path()) };
        assert_eq!(second.group(vec![(job.clone(), Read::Known(source.clone()))]), [(job.path.clone(), After::Gone)]);
        assert!(!job.path.exists() && !root.path().join(DUPLICATES).exists());
        let (again, _) = read_file(root.path(), "Số: 1/UBND");
        assert_eq!(second.group(vec![(again.clone(), Read::Known(source))]), [(again.path, After::Gone)]);
        assert!(root.path().join(DUPLICATES).join("a.txt").exists());
    }

    #[test]
    fn while_the_archive_cannot_be_written_files_stay() {
        let (home, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut writer = writer(home.path());
        let busy = Archive::keeper(home.path()).unwrap();
        let (job, read) = read_file(root.path(), "Số: 1/UBND");
        let stop = Arc::clone(&writer.stop);
        std::thread::scope(|scope| {
            let group = scope.spawn(|| writer.group(vec![(job.clone(), read)]));
            std::thread::sleep(Duration::from_millis(200));
            assert!(job.path.exists() && !group.is_finished());
            stop.store(true, Ordering::Relaxed);
            assert_eq!(group.join().unwrap(), [(job.path.clone(), After::Later(Duration::ZERO))]);
        });
        stop.store(false, Ordering::Relaxed);
        drop(busy);
        assert_eq!(writer.group(vec![read_file(root.path(), "Số: 1/UBND")]), [(job.path.clone(), After::Gone)]);
        assert!(!job.path.exists());
    }
}
