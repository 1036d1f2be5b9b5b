//! `vanthu worker`, hidden: reads untrusted files for the process that started it.

use anyhow::Context as _;

use super::Outcome;
use crate::read::worker;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The most memory that it may take, in bytes of address space.
    memory: u64,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    limit_memory(args.memory)?;
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
