//! `vanthu extract`: print records as JSON.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::{Outcome, Setting, terminal, worker_process};
use crate::pattern::Patterns;
use crate::read::worker::Worker;
use crate::record::Record;
use crate::trouble::Trouble;
use crate::{archive, intake};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu extract cong-van.pdf\n  vanthu extract --jsonl *.docx > records.jsonl")]
pub(super) struct Args {
    /// The files to read.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One record a line, also for a single file.
    #[arg(long)]
    jsonl: bool,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = super::patterns(args.patterns.as_deref())?;
    let lines = args.jsonl || args.files.len() > 1;
    let mut worker = worker_process()?;
    let mut outcome = Outcome::Done;
    terminal::print(|out| {
        for file in &args.files {
            match record(file, &patterns, &mut worker) {
                Ok(record) if lines => {
                    serde_json::to_writer(&mut *out, &record).context("cannot write to standard output")?;
                    writeln!(out)?;
                    out.flush()?;
                }
                Ok(record) => {
                    terminal::json(out, &record).context("cannot write to standard output")?;
                }
                Err(trouble) => {
                    out.flush()?;
                    writeln!(std::io::stderr(), "{}", trouble.line(file, setting.language))?;
                    outcome = Outcome::Partly;
                }
            }
        }
        Ok(())
    })?;
    Ok(outcome)
}

fn record(file: &Path, patterns: &Patterns, worker: &mut Worker) -> Result<Record, Trouble> {
    let source = intake::open(file).map_err(Trouble::Intake)?;
    let processed = archive::process(&source, patterns, worker).map_err(|error| Trouble::read(error, &source))?;
    Ok(processed.record)
}
