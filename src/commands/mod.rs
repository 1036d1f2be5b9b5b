//! The command line: one file for each subcommand, its arguments beside what it does.
//!
//! Machine output goes to standard output, everything else to standard error. Exit codes: 0 all
//! done; 1 some inputs could not be read, each named; 2 wrong use.

mod backup;
mod complete;
mod completions;
mod correct;
mod doctor;
mod eval;
mod export;
mod extract;
mod forget;
mod ingest;
mod inspect;
mod links;
mod log;
mod man;
mod patterns;
mod reprocess;
mod retry;
mod schema;
mod search;
mod show;
mod table;
mod tasks;
mod terminal;
mod verify;
mod watch;
mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};

use crate::config;
use crate::pattern::Patterns;
use crate::read::worker::{Limits, Worker};
use crate::words::Language;

/// Reads Vietnamese administrative documents into JSON, and keeps, searches and follows them up.
#[derive(Debug, Parser)]
#[command(
    name = "vanthu",
    version,
    about,
    after_help = "Examples:
  vanthu extract cong-van.pdf                  one document as JSON
  vanthu ingest ~/van-ban                      a folder into the archive
  vanthu search \"so hoa ho so\"                 with or without marks
  vanthu tasks                                 who must do what by when

Exit codes: 0 all done; 1 some inputs could not be read; 2 wrong use."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Debug, Clone, clap::Args)]
struct Common {
    /// Folder of the archive [env: `VANTHU_HOME`; default: the user's data folder, such as ~/.local/share/vanthu]
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Language of messages and tables [default: the locale]
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Tongue>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tongue {
    /// English
    En,
    /// Tiếng Việt
    Vi,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the record of each file as JSON.
    Extract(extract::Args),
    /// Put documents into the archive: files, or folders with all that is in them.
    Ingest(ingest::Args),
    /// Watch inboxes: put what is dropped there into the archive.
    Watch(watch::Args),
    /// Put files that could not be read back into the inbox.
    Retry(retry::Args),
    /// Draw a page with what was read on it: blocks, lines, cells, and where each value stood.
    Inspect(inspect::Args),
    /// Find documents by words and numbers, with or without Vietnamese marks.
    Search(search::Args),
    /// Say what a typed beginning may become: numbers, bodies, earlier searches.
    Complete(complete::Args),
    /// Show one document of the archive.
    Show(show::Args),
    /// Show which documents a document cites, and which cite it.
    Links(links::Args),
    /// List the duties that the documents give, the most urgent first.
    Tasks(tasks::Args),
    /// Give out all records of the archive.
    Export(export::Args),
    /// Say what a value of a document really is; kept apart from what was read, and shown everywhere.
    Correct(correct::Args),
    /// Read kept originals anew and show what changed; corrections stay.
    Reprocess(reprocess::Args),
    /// Remove one document for good; the log keeps a line.
    Forget(forget::Args),
    /// Say who did what to which document, and when.
    Log(log::Args),
    /// Check every original, record and the search index; mends the index.
    #[command(after_help = "Example:\n  vanthu verify && echo all is well")]
    Verify,
    /// Make the search index anew.
    #[command(after_help = "Example:\n  vanthu reindex")]
    Reindex,
    /// Copy the whole archive into a folder, also while documents are added.
    Backup(backup::BackupArgs),
    /// Make an archive from a backup.
    Restore(backup::RestoreArgs),
    /// Print the JSON Schema of a record.
    #[command(after_help = "Example:\n  vanthu schema > record.schema.json")]
    Schema,
    /// Say what is installed, what is missing, and which command installs it.
    #[command(after_help = "Example:\n  vanthu doctor --lang vi")]
    Doctor,
    /// Say how well the documents of a labelled corpus are read.
    Eval(eval::Args),
    /// Work on pattern files.
    Patterns(patterns::Args),
    /// Print the completions for a shell.
    Completions(completions::Args),
    /// Read files for another vanthu process.
    #[command(hide = true)]
    Worker(worker::Args),
    /// Print the manual page, or write the pages of all commands.
    Man(man::Args),
}

/// What a command ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Some inputs could not be read; each was named.
    Partly,
}

/// What a command knows beside its own arguments.
struct Setting {
    language: Language,
    home: Option<PathBuf>,
}

impl Setting {
    fn new(common: Common) -> Self {
        let language = match common.lang {
            Some(Tongue::Vi) => Language::Vietnamese,
            Some(Tongue::En) => Language::English,
            None if config::vietnamese(|name| std::env::var_os(name)) => Language::Vietnamese,
            None => Language::English,
        };
        Self { language, home: config::home(common.home, |name| std::env::var_os(name)) }
    }

    fn home(&self) -> anyhow::Result<&Path> {
        self.home.as_deref().context("no folder for the archive is known; name one with --home DIR")
    }
}

/// Runs the command that was asked for.
///
/// # Errors
/// When the command as a whole could not be carried out.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let setting = Setting::new(arguments.common);
    let done = match arguments.command {
        Command::Extract(args) => extract::run(&args, &setting),
        Command::Ingest(args) => ingest::run(&args, &setting),
        Command::Watch(args) => watch::run(args, &setting),
        Command::Retry(args) => retry::run(&args, &setting),
        Command::Inspect(args) => inspect::run(&args, &setting),
        Command::Search(args) => search::run(&args, &setting),
        Command::Complete(args) => complete::run(&args, &setting),
        Command::Show(args) => show::run(&args, &setting),
        Command::Links(args) => links::run(&args, &setting),
        Command::Tasks(args) => tasks::run(&args, &setting),
        Command::Export(args) => export::run(&args, &setting),
        Command::Correct(args) => correct::run(&args, &setting),
        Command::Reprocess(args) => reprocess::run(&args, &setting),
        Command::Forget(args) => forget::run(&args, &setting),
        Command::Log(args) => log::run(&args, &setting),
        Command::Verify => verify::run(&setting),
        Command::Reindex => verify::reindex(&setting),
        Command::Backup(args) => backup::backup(&args, &setting),
        Command::Restore(args) => backup::restore(&args, &setting),
        Command::Schema => schema::run(),
        Command::Doctor => doctor::run(&setting),
        Command::Eval(args) => eval::run(&args, &setting),
        Command::Patterns(args) => patterns::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Worker(args) => worker::run(&args),
    };
    match done {
        Err(error) if terminal::gone(&error) => Ok(Outcome::Done),
        other => other,
    }
}

fn patterns(folder: Option<&Path>) -> anyhow::Result<Patterns> {
    Ok(match folder {
        Some(folder) => Patterns::with_folder(folder)?,
        None => Patterns::embedded()?,
    })
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Partly => Self::from(1),
        }
    }
}

/// A process of this same program for untrusted files; it starts at its first file.
fn worker_process() -> anyhow::Result<Worker> {
    // Linux starts the very program that runs, even where an update has put another in its place: both speak one protocol.
    let running = Path::new("/proc/self/exe");
    let program =
        if running.exists() { running.to_owned() } else { std::env::current_exe().context("the program's own file cannot be found")? };
    Ok(Worker::new(program, Limits::default()))
}

/// One for each processor.
fn worker_processes() -> anyhow::Result<Vec<Worker>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    (0..threads).map(|_| worker_process()).collect()
}

/// Who works at this machine, for the log.
fn user() -> String {
    ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
