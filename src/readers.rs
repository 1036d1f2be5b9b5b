//! Reads files in parallel: one thread for each worker process.
//!
//! In: paths with whatever belongs to them. Out: the same with what was read, as soon as it is done
//! ([`start`]) or in the order of the paths ([`Desk`]). Keeps nothing: the commands and the daemon do what is to be done with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex};

use crate::archive;
use crate::intake::{self, Source};
use crate::pattern::Patterns;
use crate::pipeline::Processed;
use crate::read::worker::Worker;
use crate::store::{Store, StoreError};
use crate::trouble::Trouble;

/// A file that was read, before it is kept.
#[derive(Debug)]
pub enum Read {
    /// Its content is kept already.
    Known(Source),
    /// It is new.
    New(Source, Box<Processed>),
    /// It gave no record.
    Failed(Trouble),
}

/// Whether a content is kept already, by its identity; where that cannot be asked, the archive says so when it is written.
pub type Known = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Asks the store of a home folder through a connection of its own, so that reading never waits for a writer.
///
/// # Errors
/// When the store cannot be read.
pub fn known(home: &Path) -> Result<Known, StoreError> {
    let (store, home) = (Mutex::new(Store::existing(home)?), home.to_owned());
    let kept = move |id: &str| {
        let Ok(mut store) = store.lock() else { return false };
        // Another archive may have come into its place.
        if store.as_ref().is_none_or(|store| store.in_place().is_err()) {
            *store = Store::existing(&home).ok().flatten();
        }
        store.as_ref().is_some_and(|store| store.contains(id).unwrap_or(false))
    };
    Ok(Arc::new(kept))
}

/// A path and its place in the batch.
struct Job(usize, PathBuf);

impl AsRef<Path> for Job {
    fn as_ref(&self) -> &Path {
        &self.1
    }
}

/// Reads one batch of files after another.
pub struct Desk {
    jobs: Sender<Job>,
    read: Receiver<(Job, Read)>,
}

impl Desk {
    /// A desk with a thread for each worker.
    #[must_use]
    pub fn new(workers: Vec<Worker>, patterns: &Arc<Patterns>, known: &Known) -> Self {
        let (jobs, taken) = channel();
        let (results, read) = sync_channel(workers.len());
        start(workers, patterns, known, taken, &results);
        Self { jobs, read }
    }

    /// Reads files in parallel, telling of each when it is done; gives the results in the order of the files, or `None` where
    /// the threads broke.
    pub fn read_all(&self, batch: impl IntoIterator<Item = PathBuf>, mut done: impl FnMut(&Path)) -> Option<Vec<Read>> {
        let mut count = 0;
        for path in batch {
            self.jobs.send(Job(count, path)).ok()?;
            count += 1;
        }
        let mut results = BTreeMap::new();
        for _ in 0..count {
            let (Job(place, path), read) = self.read.recv().ok()?;
            done(&path);
            results.insert(place, read);
        }
        Some(results.into_values().collect())
    }
}

/// Starts a thread for each worker; they end when there are no more jobs or nobody takes the results.
pub fn start<Job>(workers: Vec<Worker>, patterns: &Arc<Patterns>, known: &Known, jobs: Receiver<Job>, results: &SyncSender<(Job, Read)>)
where
    Job: AsRef<Path> + Send + 'static,
{
    let jobs = Arc::new(Mutex::new(jobs));
    for mut worker in workers {
        let (jobs, results, patterns, known) = (Arc::clone(&jobs), results.clone(), Arc::clone(patterns), Arc::clone(known));
        std::thread::spawn(move || {
            loop {
                let Some(job) = jobs.lock().ok().and_then(|jobs| jobs.recv().ok()) else { break };
                let read = read(job.as_ref(), &known, &patterns, &mut worker);
                if results.send((job, read)).is_err() {
                    break;
                }
            }
        });
    }
}

fn read(path: &Path, known: &Known, patterns: &Patterns, worker: &mut Worker) -> Read {
    let source = match intake::open(path) {
        Ok(source) => source,
        Err(error) => return Read::Failed(Trouble::Intake(error)),
    };
    if known(source.id.as_str()) {
        return Read::Known(source);
    }
    match archive::process(&source, patterns, worker) {
        Ok(processed) => Read::New(source, Box::new(processed)),
        Err(error) => Read::Failed(Trouble::read(error, &source)),
    }
}
