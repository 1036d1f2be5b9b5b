//! `vanthu ingest`: put documents into the archive and say what became of each.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::{Outcome, Setting, terminal, user, worker_processes};
use crate::archive::{self, Archive, Keeper};
use crate::readers::{self, Desk, Read};
use crate::record::Record;
use crate::store::Put;
use crate::trouble::Trouble;

mod summary;
mod walk;

/// How many documents are read before they are written, for each thread.
const BATCH: usize = 8;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu ingest ~/van-ban                  all documents in a folder
  vanthu ingest bao-cao.pdf cong-van.docx --home /srv/vanthu

Taken from folders: pdf docx doc txt rtf odt html htm png jpg jpeg tif tiff. A file named here is always taken.
The same content is kept once, whatever it is called.")]
pub(super) struct Args {
    /// Files and folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
    /// Keep every record of the archive also as DIR/YYYY/ID.json, for dashboards.
    #[arg(long, value_name = "DIR")]
    json: Option<PathBuf>,
}

/// What became of one file.
enum Fate {
    Added(Box<Record>),
    /// The name under which the same content is kept.
    Duplicate(String),
    SetAside(Trouble),
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = super::patterns(args.patterns.as_deref())?;
    let found = walk::walk(&args.paths);
    let mut keeper = Archive::keeper(setting.home()?)?;
    let bar = ProgressBar::new(found.files.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let workers = worker_processes()?;
    let together = workers.len().max(1) * BATCH;
    let desk = Desk::new(workers, &Arc::new(patterns), &readers::known(setting.home()?)?);
    let mut fates: Vec<(PathBuf, Fate)> =
        found.closed.into_iter().map(|(path, error)| (path, Fate::SetAside(Trouble::Intake(error)))).collect();
    for batch in found.files.chunks(together) {
        let read = desk.read_all(batch.iter().cloned(), |path| {
            bar.set_message(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            bar.inc(1);
        });
        let read = read.context("the reading threads broke")?;
        fates.extend(batch.iter().cloned().zip(keep(&mut keeper, read)?));
    }
    if let Some(folder) = &args.json {
        keeper.mirror(folder)?;
    }
    bar.finish_and_clear();
    // The summary names them too: once is enough for somebody who sees both.
    let both_seen = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
    for (path, fate) in &fates {
        if let (Fate::SetAside(trouble), false) = (fate, both_seen) {
            writeln!(std::io::stderr(), "{}", trouble.line(path, setting.language))?;
        }
    }
    terminal::print(|out| Ok(out.write_all(summary::text(&fates, &found.others, setting.language).as_bytes())?))?;
    let failed = fates.iter().any(|(_, fate)| matches!(fate, Fate::SetAside(_)));
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// Keeps what was read, all of it in one transaction; gives the fates in the same order.
fn keep(keeper: &mut Keeper, batch: Vec<Read>) -> anyhow::Result<Vec<Fate>> {
    let mut fates = Vec::new();
    let mut new = Vec::new();
    for read in batch {
        fates.push(match read {
            Read::Failed(trouble) => Some(Fate::SetAside(trouble)),
            Read::Known(source) => Some(duplicate(keeper, source.id.as_str())?),
            Read::New(source, processed) => {
                new.push((source, *processed));
                None
            }
        });
    }
    let records: Vec<Record> = new.iter().map(|(_, processed)| processed.record.clone()).collect();
    let puts = keeper.add_all(new, Timestamp::now(), &user())?;
    keeper.commit()?;
    let mut added = records.into_iter().zip(puts);
    let mut all = Vec::new();
    for fate in fates {
        all.extend(match fate {
            Some(known) => Some(known),
            None => match added.next() {
                Some((record, Put::Added)) => Some(Fate::Added(Box::new(record))),
                Some((record, Put::Duplicate)) => Some(duplicate(keeper, &record.id)?),
                None => None,
            },
        });
    }
    Ok(all)
}

fn duplicate(keeper: &Keeper, id: &str) -> anyhow::Result<Fate> {
    Ok(Fate::Duplicate(match keeper.record(id)? {
        archive::Lookup::Found(record) => record.source.file_name,
        archive::Lookup::Several(_) | archive::Lookup::None => String::new(),
    }))
}
