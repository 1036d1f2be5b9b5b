//! `vanthu watch`: the daemon over one or more inboxes.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;

use super::{Outcome, Setting, user, worker_processes};
use crate::inbox::{self, Options};
use crate::intake::whole::Patience;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu watch ~/van-ban-den
  vanthu watch /srv/hop-van-ban /mnt/may-quet --home /srv/vanthu --min-free 5G
  vanthu watch ~/van-ban-den --json /srv/bang-theo-doi

A file is taken when it is whole, and leaves the inbox only after it is kept. What cannot be read goes to
“Không đọc được” beside, what is kept already to “Trùng”, each with a note. Ctrl-C or SIGTERM ends it.")]
pub(super) struct Args {
    /// Folders to watch, with all below them.
    #[arg(required = true, value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
    /// Leave every file where it is.
    #[arg(long)]
    keep: bool,
    /// Take nothing while less is free where the archive is (bytes, or with K, M, G).
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size)]
    min_free: u64,
    /// Seconds for which a file must stay unchanged where the system tells nothing of its writers, as on network shares.
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0, value_parser = seconds)]
    settle: f64,
    /// Write figures in the Prometheus text format to a file every few seconds.
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
    /// Keep every record of the archive also as DIR/YYYY/ID.json, for dashboards.
    #[arg(long, value_name = "DIR")]
    json: Option<PathBuf>,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
}

pub(super) fn run(args: Args, setting: &Setting) -> anyhow::Result<Outcome> {
    keep_few_heaps();
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)).context("signals cannot be handled")?;
    // Where the log cannot be written the work goes on: nobody is told of that but in the log itself, which would end the program.
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).with_ansi(false).log_internal_errors(false).init();
    let options = Options {
        inboxes: args.inboxes,
        home: setting.home()?.to_owned(),
        keep: args.keep,
        min_free: args.min_free,
        metrics: args.metrics,
        mirror: args.json,
        patience: Patience { found: Duration::from_secs_f64(args.settle), ..Patience::default() },
        language: setting.language,
        who: user(),
        patterns: Arc::new(super::patterns(args.patterns.as_deref())?),
        workers: worker_processes()?,
    };
    inbox::watch(options, &stop)?;
    Ok(Outcome::Done)
}

/// Starts the program anew, as the same process, with two heaps at most, unless it was told how many.
///
/// The GNU allocator gives each thread a heap and keeps it; the search engine starts a thread for each commit. On a busy machine
/// of two processors the daemon came to hold 300 MB so, with two heaps it holds 130. Only the environment can tell the allocator
/// so (mallopt(3)). Where the program cannot be started anew, it goes on as it is.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn keep_few_heaps() {
    use std::os::unix::process::CommandExt as _;
    const HEAPS: &str = "MALLOC_ARENA_MAX";
    let mut arguments = std::env::args_os();
    if let (None, Ok(program), Some(name)) = (std::env::var_os(HEAPS), std::env::current_exe(), arguments.next()) {
        drop(std::process::Command::new(program).arg0(name).args(arguments).env(HEAPS, "2").exec());
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn keep_few_heaps() {}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    seconds.ok_or_else(|| "a number of seconds, at most a day".to_owned())
}

/// A size in bytes: `500M`, `1G`.
fn size(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['B', 'b', 'i']);
    let (figure, shift) = match text.chars().last().map(|last| last.to_ascii_uppercase()) {
        Some('K') => (text.get(..text.len() - 1), 10),
        Some('M') => (text.get(..text.len() - 1), 20),
        Some('G') => (text.get(..text.len() - 1), 30),
        Some('T') => (text.get(..text.len() - 1), 40),
        _ => (Some(text), 0),
    };
    let figure = figure.and_then(|figure| figure.trim().parse::<u64>().ok()).and_then(|figure| figure.checked_mul(1 << shift));
    figure.ok_or_else(|| "a size such as 500M or 1G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_unit() {
        assert_eq!(size("0"), Ok(0));
        assert_eq!(size("500M"), Ok(500 << 20));
        assert_eq!(size("1 GiB"), Ok(1 << 30));
        assert!(size("much").is_err() && size("").is_err() && size("99999999999T").is_err());
    }
}
