//! `vanthu reprocess`: read kept originals anew with the present patterns and say what changed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::Timestamp;

use super::{Outcome, Setting, show, terminal, user, worker_processes};
use crate::archive::{Archive, Renewed};
use crate::index::{Search, ShortForms};
use crate::pipeline::Processed;
use crate::readers::{Desk, Read};
use crate::words::{Keeping, Language, keeping};

/// How many documents are read before they are written, for each thread.
const BATCH: usize = 8;
/// How many characters of a value are shown.
const SHOWN: usize = 120;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu reprocess --all                   after an update, or after a change of the patterns
  vanthu reprocess \"so hoa ho so\"         only what a search finds
  vanthu reprocess --all --patterns ./mau
What people corrected stays corrected.")]
pub(super) struct Args {
    /// What to look for, as in `vanthu search`.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    query: Option<String>,
    /// Read every document anew.
    #[arg(long)]
    all: bool,
    /// Print JSON, one changed document a line.
    #[arg(long)]
    json: bool,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
}

/// An original to be read anew.
struct Original {
    id: String,
    path: PathBuf,
    file_name: String,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = super::patterns(args.patterns.as_deref())?;
    let mut archive = Archive::open(setting.home()?)?;
    let ids = match &args.query {
        Some(query) => {
            let forms = ShortForms::new(&patterns.abbreviations.terms);
            let all = usize::try_from(archive.count()?).unwrap_or(usize::MAX);
            archive.search(&Search { typed: query, limit: all, ..Search::default() }, &forms)?.hits.into_iter().map(|hit| hit.id).collect()
        }
        None => archive.ids()?,
    };
    let workers = worker_processes()?;
    let (mut changed, mut failed) = (0, 0);
    let together = workers.len().max(1) * BATCH;
    // What is kept already is just what is to be read.
    let desk = Desk::new(workers, &Arc::new(patterns), &(Arc::new(|_: &str| false) as _));
    for batch in ids.chunks(together) {
        let originals = batch.iter().filter_map(|id| original(&archive, id).transpose()).collect::<anyhow::Result<Vec<_>>>()?;
        let read = desk.read_all(originals.iter().map(|original| original.path.clone()), |_| {}).context("the reading threads broke")?;
        let mut readings = Vec::new();
        for (original, read) in originals.iter().zip(read) {
            match renamed(original, read, setting.language) {
                Ok(processed) => readings.push(processed),
                Err(said) => {
                    failed += 1;
                    let (name, aside) = (&original.file_name, keeping(Keeping::NotRead, setting.language));
                    writeln!(std::io::stderr(), "vanthu: {name} ({}): {aside}: {said}", show::short(&original.id))?;
                }
            }
        }
        let renewed = archive.renew(readings, Timestamp::now(), &user())?;
        let told: Vec<&Renewed> = renewed.iter().filter(|one| !one.differences.is_empty() || !one.resting.is_empty()).collect();
        changed += told.iter().filter(|one| !one.differences.is_empty()).count();
        terminal::print(|out| told.into_iter().try_for_each(|one| tell(out, one, args.json, setting.language)))?;
    }
    archive.let_follow()?;
    let word = |phrase| keeping(phrase, setting.language);
    let same = ids.len().saturating_sub(changed + failed);
    writeln!(std::io::stderr(), "{changed} {} · {same} {}", word(Keeping::Changed), word(Keeping::Unchanged))?;
    Ok(if failed == 0 { Outcome::Done } else { Outcome::Partly })
}

/// `None` where the document was forgotten meanwhile.
fn original(archive: &Archive, id: &str) -> anyhow::Result<Option<Original>> {
    let name = archive.file_name(id)?;
    Ok(name.map(|file_name| Original { id: id.to_owned(), path: archive.original(id), file_name }))
}

/// What was read of an original, under the name that its file had when it came; why not where that failed.
fn renamed(original: &Original, read: Read, language: Language) -> Result<Processed, String> {
    match read {
        Read::New(source, mut processed) if source.id.as_str() == original.id => {
            processed.record.source.file_name.clone_from(&original.file_name);
            Ok(*processed)
        }
        Read::New(..) | Read::Known(_) => Err(keeping(Keeping::Damaged, language).to_owned()),
        Read::Failed(trouble) => Err(trouble.sentence(Path::new(&original.file_name), language)),
    }
}

fn tell(out: &mut dyn Write, renewed: &Renewed, json: bool, language: Language) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, renewed)?;
        return Ok(writeln!(out)?);
    }
    writeln!(out, "{} ({})", renewed.file_name, show::short(&renewed.id))?;
    for one in &renewed.differences {
        writeln!(out, "  {}: {} → {}", one.pointer, brief(&one.before), brief(&one.after))?;
    }
    for pointer in &renewed.resting {
        writeln!(out, "  {pointer}: {}", keeping(Keeping::Resting, language))?;
    }
    Ok(())
}

fn brief(value: &serde_json::Value) -> String {
    let text = value.to_string();
    let cut: String = text.chars().take(SHOWN).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { text }
}
