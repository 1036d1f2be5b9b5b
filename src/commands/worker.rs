//! `vanthu worker`, hidden: reads untrusted files for the process that started it.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{Outcome, terminal};
use crate::read::worker::{self, sandbox};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The most memory that it may take, in bytes of address space.
    memory: u64,
    /// Read nothing; say whether this file and the network can be reached from here.
    #[arg(long, value_name = "FILE")]
    probe: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    limit_memory(args.memory)?;
    sandbox::enter();
    if let Some(file) = &args.probe {
        let found = serde_json::to_string(&sandbox::probe(file))?;
        terminal::print(|out| Ok(writeln!(out, "{found}")?))?;
        return Ok(Outcome::Done);
    }
    #[cfg(unix)]
    std::thread::spawn(end_with_the_main_process);
    worker::serve(std::io::stdin().lock(), std::io::stdout()).context("the pipes to the main process failed")?;
    Ok(Outcome::Done)
}

#[cfg(unix)]
fn limit_memory(bytes: u64) -> anyhow::Result<()> {
    rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes).context("cannot limit memory")
}

#[cfg(not(unix))]
fn limit_memory(_bytes: u64) -> anyhow::Result<()> {
    Ok(())
}

/// Waits until nobody holds the other end of standard input, then kills this process and all that it started:
/// whoever asked is gone, and an interrupt at the terminal does not reach a process group of its own.
#[cfg(unix)]
fn end_with_the_main_process() {
    use std::os::fd::AsFd as _;

    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::{getpgrp, getpid};

    let input = std::io::stdin();
    let mut ends = [PollFd::new(input.as_fd(), PollFlags::empty())];
    // Started by hand it shares the group of others.
    if getpgrp() == getpid() && poll(&mut ends, PollTimeout::NONE).is_ok() {
        let _ = killpg(getpgrp(), Signal::SIGKILL);
    }
}
