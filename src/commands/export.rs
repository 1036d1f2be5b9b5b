//! `vanthu export`: give out all records of the archive.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::terminal;
use super::{Outcome, Setting};
use crate::archive::Archive;
use crate::{export, store};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu export --format jsonl > records.jsonl\n  vanthu export --format json --out records.json")]
pub(super) struct Args {
    /// The form.
    #[arg(long, value_enum, default_value_t = Form::Json)]
    format: Form,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// One JSON array
    Json,
    /// One record a line
    Jsonl,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let archive = Archive::open(setting.home()?)?;
    let format = match args.format {
        Form::Json => export::Format::Json,
        Form::Jsonl => export::Format::JsonLines,
    };
    let write = |out: &mut dyn Write| export::write(format, out, |take| archive.each(|record| Ok::<(), anyhow::Error>(take(&record)?)));
    match &args.out {
        Some(path) => store::atomic_file(path, write)?,
        None => terminal::print(write)?,
    }
    Ok(Outcome::Done)
}
