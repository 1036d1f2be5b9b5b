//! Work on many things, one thread for each worker process.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::read::worker::Worker;

/// Works on each thing; gives the results in the order of the things.
pub(super) fn each<T: Sync, R: Send>(things: &[T], workers: &mut [Worker], work: impl Fn(&T, &mut Worker) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        for worker in workers {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(place) else { break };
                    // The receiver outlives the threads.
                    drop(sender.send((place, work(thing, worker))));
                }
            });
        }
        drop(sender);
        receiver.iter().collect()
    });
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
