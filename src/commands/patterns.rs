//! `vanthu patterns`: work on pattern files.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Outcome, terminal};
use crate::pattern::Patterns;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try every rule against its examples: the built-in files, with those of a folder laid over them.
    #[command(after_help = "Examples:\n  vanthu patterns check\n  vanthu patterns check ./patterns")]
    Check {
        /// Folder of pattern files.
        folder: Option<PathBuf>,
    },
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let Command::Check { folder } = &args.command;
    let tried = Patterns::check(folder.as_deref())?;
    terminal::print(|out| Ok(writeln!(out, "{tried} rules keep their examples")?))?;
    Ok(Outcome::Done)
}
