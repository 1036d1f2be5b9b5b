//! The loop of the daemon: what lies in the inboxes, and which file is next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::ears::{Ears, Heard};
use super::journal::Journal;
use super::metrics::Metrics;
use super::writer::{After, Mirror, Writer};
use super::{InboxError, Job, Options, aside, log};
use crate::archive::{Archive, ArchiveError, Keeper};
use crate::intake::folder;
use crate::intake::whole::{Settling, Told};
use crate::read;
use crate::readers::{self, Known};
use crate::store::{atomic_write, remove_unfinished};
use crate::words::Language;
use crate::words::inbox::Line;

/// The step of the loop.
const STEP: Duration = Duration::from_millis(100);
/// How often everything is looked at, whatever the system tells.
const LOOK: Duration = Duration::from_secs(2);
/// How often free space is asked for.
const SPACE: Duration = Duration::from_secs(1);
/// How often a recognition program is looked for, while scans wait for it.
const RECOGNITION: Duration = Duration::from_secs(10);
/// How often it is tried whether folders can be written again from which files could not be taken.
const STUCK: Duration = Duration::from_secs(30);
/// How often the figures are written.
const FIGURES: Duration = Duration::from_secs(5);
/// The most files on their way at once.
const MOST_TAKEN: usize = 128;
/// How soon a file is asked for again that somebody is writing to.
const BUSY: Duration = Duration::from_secs(1);
/// How long another program may hold the archive when the daemon starts.
const BUSY_ARCHIVE: Duration = Duration::from_secs(3);
/// How long a group may take to be ended when the daemon stops.
const FAREWELL: Duration = Duration::from_secs(4);

/// Watches inboxes until `stop` is set, and then for as long as a group takes to be ended, but no longer: a share that hangs
/// or an index that is just made anew holds nobody up, since whatever is cut short is done again at the next start.
///
/// # Errors
/// When an inbox is not there, another program writes to the archive, or a part of the daemon breaks.
pub fn watch(options: Options, stop: &Arc<AtomicBool>) -> Result<(), InboxError> {
    let (language, flag) = (options.language, Arc::clone(stop));
    let daemon = std::thread::spawn(move || work(options, &flag));
    let mut told: Option<Instant> = None;
    while !daemon.is_finished() && told.is_none_or(|told| told.elapsed() < FAREWELL) {
        if told.is_none() && stop.load(Ordering::Relaxed) {
            told = Some(Instant::now());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    if daemon.is_finished() {
        daemon.join().unwrap_or(Err(InboxError::Broken))?;
    }
    log(&Line::Stopped, language);
    Ok(())
}

fn work(options: Options, stop: &Arc<AtomicBool>) -> Result<(), InboxError> {
    let roots = roots(&options)?;
    let keeper = open(&options.home, stop)?;
    let mut journal = Journal::read(&options.home)?;
    journal.inboxes = roots.iter().map(|root| root.to_string_lossy().into_owned()).collect();
    journal.write(&options.home)?;
    tidy(&options, &roots);
    if keeper.count()? == 0 {
        log(&Line::Empty(options.home.display().to_string()), options.language);
    }
    let metrics = Arc::new(Metrics::default());
    let (jobs, taken) = channel();
    // Few results wait: each holds a whole document.
    let (results, read) = sync_channel(16);
    let (done, after) = channel();
    let known = readers::known(&options.home)?;
    readers::start(options.workers, &options.patterns, &known, taken, &results);
    drop(results);
    let writer = Writer {
        home: options.home.clone(),
        keeper: Some(keeper),
        journal,
        keep: options.keep,
        mirror: options.mirror.map(Mirror::new),
        who: options.who,
        language: options.language,
        metrics: Arc::clone(&metrics),
        stop: Arc::clone(stop),
        cleared: BTreeSet::new(),
        tries: BTreeMap::new(),
        stuck: BTreeMap::new(),
        failures: 0,
    };
    let writer = std::thread::spawn(move || writer.run(&read, &done));
    let mut watch = Watch {
        roots,
        home: options.home,
        min_free: options.min_free,
        figures: options.metrics,
        language: options.language,
        settling: Settling::new(options.patience),
        ears: Ears::new(),
        start: Instant::now(),
        jobs,
        taken: 0,
        metrics,
        closed: BTreeSet::new(),
        stuck: BTreeSet::new(),
        needing_ocr: BTreeSet::new(),
        told_of_ocr: BTreeSet::new(),
        paused: false,
        figures_failed: false,
    };
    log(&Line::Started, options.language);
    watch.run(&after, &writer, stop)?;
    writer.join().map_err(|_| InboxError::Broken)?;
    watch.write_figures();
    // Without it there are no more jobs.
    drop(watch);
    close(&known);
    Ok(())
}

/// Opens the archive; a search or a correction may hold it for a moment, since it lets the index follow.
fn open(home: &Path, stop: &AtomicBool) -> Result<Keeper, ArchiveError> {
    let begun = Instant::now();
    loop {
        match Archive::keeper(home) {
            Err(ArchiveError::Busy(_)) if begun.elapsed() < BUSY_ARCHIVE && !stop.load(Ordering::Relaxed) => std::thread::sleep(STEP),
            done => return done,
        }
    }
}

/// Removes what a daemon that was killed left half written.
fn tidy(options: &Options, roots: &[Arc<Path>]) {
    roots.iter().for_each(|root| aside::tidy(root));
    remove_unfinished(&options.home, false);
    options.mirror.iter().for_each(|folder| remove_unfinished(folder, true));
}

/// Lets readers that have nothing to do end: whoever closes the database last tidies it up, and not while the program ends.
fn close(known: &Known) {
    let told = Instant::now();
    while Arc::strong_count(known) > 1 && told.elapsed() < FAREWELL / 8 {
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The inboxes by their true paths; none may lie in another or around or in what the daemon writes.
fn roots(options: &Options) -> Result<Vec<Arc<Path>>, InboxError> {
    let true_path = |path: &Path| path.canonicalize().map_err(|error| InboxError::Inbox { path: path.to_owned(), error });
    let mut roots: Vec<PathBuf> = Vec::new();
    for inbox in &options.inboxes {
        let root = true_path(inbox)?;
        std::fs::read_dir(&root).map_err(|error| InboxError::Inbox { path: inbox.clone(), error })?;
        roots.push(root);
    }
    // These need not be there yet.
    let absolute = |path: &PathBuf| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.clone());
    let written: Vec<PathBuf> = std::iter::once(&options.home).chain(&options.mirror).chain(&options.metrics).map(absolute).collect();
    for (index, one) in roots.iter().enumerate() {
        let others = roots.iter().skip(index + 1).chain(&written);
        if let Some(other) = others.into_iter().find(|other| one.starts_with(other) || other.starts_with(one)) {
            return Err(InboxError::Nested(one.clone(), other.clone()));
        }
    }
    Ok(roots.into_iter().map(Arc::from).collect())
}

struct Watch {
    roots: Vec<Arc<Path>>,
    home: PathBuf,
    min_free: u64,
    figures: Option<PathBuf>,
    language: Language,
    settling: Settling,
    ears: Ears,
    start: Instant,
    jobs: Sender<Job>,
    taken: usize,
    metrics: Arc<Metrics>,
    /// Inboxes that cannot be looked into at present.
    closed: BTreeSet<Arc<Path>>,
    /// Files that could not be taken from their inbox.
    stuck: BTreeSet<PathBuf>,
    needing_ocr: BTreeSet<PathBuf>,
    told_of_ocr: BTreeSet<PathBuf>,
    paused: bool,
    figures_failed: bool,
}

/// What is done now and then.
struct Every {
    period: Duration,
    next: Duration,
}

impl Every {
    fn new(period: Duration) -> Self {
        Self { period, next: Duration::ZERO }
    }

    fn is_due(&mut self, now: Duration) -> bool {
        let due = now >= self.next;
        if due {
            self.next = now + self.period;
        }
        due
    }
}

impl Watch {
    fn run(&mut self, after: &Receiver<(PathBuf, After)>, writer: &JoinHandle<()>, stop: &AtomicBool) -> Result<(), InboxError> {
        for root in self.roots.clone() {
            if let Err(error) = self.ears.listen(&root) {
                log(&Line::Deaf(root.display().to_string(), error.to_string()), self.language);
            }
        }
        let (mut look, mut space, mut recognition) = (Every::new(LOOK), Every::new(SPACE), Every::new(RECOGNITION));
        let (mut figures, mut stuck) = (Every::new(FIGURES), Every::new(STUCK));
        let mut look_again = true;
        let mut not_before = Duration::ZERO;
        while !stop.load(Ordering::Relaxed) {
            if writer.is_finished() {
                return Err(InboxError::Broken);
            }
            for (path, what) in after.try_iter().collect::<Vec<_>>() {
                self.after(&path, what);
            }
            look_again |= self.hear();
            let now = self.now();
            if (look.is_due(now) || look_again) && now >= not_before {
                self.look();
                look_again = false;
                // A large inbox on a slow share is not looked at all the time.
                not_before = self.now() + (self.now() - now) * 5;
            }
            if space.is_due(now) {
                self.see_space();
            }
            if recognition.is_due(now) && !self.needing_ocr.is_empty() && read::recognises() {
                for path in std::mem::take(&mut self.needing_ocr) {
                    self.settling.forget(&path);
                }
                look_again = true;
            }
            if stuck.is_due(now) && !self.stuck.is_empty() {
                self.try_stuck();
                look_again = true;
            }
            if !self.paused {
                self.take();
            }
            if figures.is_due(now) {
                self.write_figures();
            }
            std::thread::sleep(STEP);
        }
        Ok(())
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn after(&mut self, path: &Path, what: After) {
        self.taken = self.taken.saturating_sub(1);
        match what {
            After::Gone => self.settling.forget(path),
            After::Stays => self.settling.done(path),
            After::Later(time) => self.settling.later(path, self.now() + time),
            After::Stuck => {
                self.settling.done(path);
                self.stuck.insert(path.to_owned());
            }
            After::NeedsOcr => {
                self.settling.done(path);
                self.needing_ocr.insert(path.to_owned());
                if self.told_of_ocr.insert(path.to_owned()) {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    log(&Line::NeedsOcr(name), self.language);
                }
            }
        }
    }

    /// Takes in what the system told; gives whether everything is to be looked at.
    fn hear(&mut self) -> bool {
        let mut look_again = false;
        for heard in self.ears.heard() {
            match heard {
                Heard::LookAgain => {
                    self.settling.deaf();
                    look_again = true;
                }
                Heard::Told(path, told) => {
                    if self.is_input(&path) {
                        look_again |= self.told(&path, told);
                    }
                }
            }
        }
        look_again
    }

    fn told(&mut self, path: &Path, told: Told) -> bool {
        if let Ok(Some(look)) = folder::look(path) {
            let now = self.now();
            self.settling.seen(path, look, now);
            self.settling.told(path, told, now);
        }
        path.is_dir()
    }

    /// Whether a path below an inbox is one that is taken.
    fn is_input(&self, path: &Path) -> bool {
        let Some(root) = self.roots.iter().find(|root| path.starts_with(root)) else { return false };
        let below = path.ancestors().take_while(|part| *part != root.as_ref());
        let mut names = below.map(|part| (part, part.file_name().unwrap_or_default().to_string_lossy()));
        names.all(|(part, name)| !folder::is_temporary(&name) && !aside::is_ours(root, part))
    }

    fn look(&mut self) {
        let mut there = BTreeSet::new();
        for root in self.roots.clone() {
            match folder::files(&root, &|path| aside::is_ours(&root, path)) {
                Ok(files) => {
                    if self.closed.remove(&root) {
                        log(&Line::Open(root.display().to_string()), self.language);
                        // A share that came back is another folder to the system.
                        drop(self.ears.listen(&root));
                    }
                    for (path, look) in files {
                        let now = self.now();
                        self.settling.seen(&path, look, now);
                        there.insert(path);
                    }
                }
                Err(error) => {
                    if self.closed.insert(Arc::clone(&root)) {
                        log(&Line::Closed(root.display().to_string(), error.to_string()), self.language);
                    }
                }
            }
        }
        self.settling.only(&there);
        self.stuck.retain(|path| there.contains(path));
        self.needing_ocr.retain(|path| there.contains(path));
        self.told_of_ocr.retain(|path| there.contains(path));
    }

    /// Files are looked at anew from whose folder something can be taken again.
    fn try_stuck(&mut self) {
        let folders: BTreeSet<&Path> = self.stuck.iter().filter_map(|path| path.parent()).collect();
        let open: BTreeSet<PathBuf> =
            folders.into_iter().filter(|folder| tempfile::tempfile_in(folder).is_ok()).map(Path::to_owned).collect();
        let settling = &mut self.settling;
        self.stuck.retain(|path| {
            let again = path.parent().is_none_or(|folder| open.contains(folder));
            if again {
                settling.forget(path);
            }
            !again
        });
    }

    fn see_space(&mut self) {
        // Where it cannot be asked, the archive itself will say when it is full.
        let free = fs4::available_space(&self.home).unwrap_or(u64::MAX);
        self.metrics.free_bytes.store(free, Ordering::Relaxed);
        let paused = free < self.min_free;
        self.metrics.paused.store(u64::from(paused), Ordering::Relaxed);
        if paused && !self.paused {
            log(&Line::Full(self.home.display().to_string(), free >> 20, self.min_free >> 20), self.language);
        } else if self.paused && !paused {
            log(&Line::Room, self.language);
        }
        self.paused = paused;
    }

    fn take(&mut self) {
        let due = self.settling.due(self.now(), MOST_TAKEN.saturating_sub(self.taken));
        if due.is_empty() {
            return;
        }
        let busy = folder::written_to(&due);
        for path in due {
            let now = self.now();
            if busy.contains(&path) {
                self.settling.later(&path, now + BUSY);
                continue;
            }
            let Ok(Some(look)) = folder::look(&path) else {
                self.settling.forget(&path);
                continue;
            };
            let root = self.roots.iter().find(|root| path.starts_with(root));
            if let Some(root) = root.map(Arc::clone).filter(|_| self.settling.take(&path, look, now)) {
                self.taken += 1;
                // Where nobody reads any more, the writer is gone too, which ends the loop.
                drop(self.jobs.send(Job { root, path, look }));
            }
        }
    }

    fn write_figures(&mut self) {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.metrics.waiting.store(count(self.settling.waiting()), Ordering::Relaxed);
        self.metrics.reading.store(count(self.taken), Ordering::Relaxed);
        self.metrics.needing_ocr.store(count(self.needing_ocr.len()), Ordering::Relaxed);
        let Some(path) = &self.figures else { return };
        match atomic_write(path, self.metrics.text().as_bytes()) {
            Ok(()) => self.figures_failed = false,
            Err(error) if !self.figures_failed => {
                self.figures_failed = true;
                log(&Line::NoMetrics(error.to_string()), self.language);
            }
            Err(_) => {}
        }
    }
}
