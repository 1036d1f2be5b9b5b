//! The command line: one file for each subcommand, its arguments beside what it does.
//!
//! Machine output goes to standard output, everything else to standard error. Exit codes: 0 all
//! done; 1 some inputs could not be read, each named; 2 wrong use.

mod extract;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::read::worker::{Limits, Worker};

/// Reads Vietnamese administrative documents into JSON, and keeps, searches and follows them up.
#[derive(Debug, Parser)]
#[command(name = "vanthu", version, about, after_help = "Exit codes: 0 all done; 1 some inputs could not be read; 2 wrong use.")]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the record of each file as JSON.
    Extract(extract::Args),
    /// Read files for another vanthu process.
    #[command(hide = true)]
    Worker(worker::Args),
}

/// What a command ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Some inputs could not be read; each was named.
    Partly,
}

/// Runs the command that was asked for.
///
/// # Errors
/// When the command as a whole could not be carried out.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        Command::Extract(args) => extract::run(&args),
        Command::Worker(args) => worker::run(&args),
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Partly => Self::from(1),
        }
    }
}

/// A worker process of this same program.
fn worker_process() -> std::io::Result<Worker> {
    Ok(Worker::new(std::env::current_exe()?, Limits::default()))
}
