//! `vanthu log`: who did what to which document, and when.

use super::table::{self, Column};
use super::terminal::{self, Terminal};
use super::{Outcome, Setting, show};
use crate::archive::{Archive, Lookup};
use crate::store::{Change, Event};
use crate::words::{Keeping, Language, keeping};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu log\n  vanthu log 3932/UBND-KSTT\n  vanthu log --json --limit 1000")]
pub(super) struct Args {
    /// Number of a document, or the beginning of its identity [default: all documents]
    id: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// How many lines to show, the newest first.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let archive = Archive::open(setting.home()?)?;
    let document = args.id.as_deref().map(|asked| known_or_gone(&archive, asked)).transpose()?;
    let changes = archive.log(document.as_deref(), args.limit)?;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &changes);
        }
        Ok(out.write_all(page(&archive, &changes, setting.language)?.as_bytes())?)
    })?;
    Ok(Outcome::Done)
}

/// The identity of a document; a whole one also where the document was forgotten.
fn known_or_gone(archive: &Archive, asked: &str) -> anyhow::Result<String> {
    let hash = asked.strip_prefix("sha256:").unwrap_or(asked);
    let whole = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    Ok(if whole { format!("sha256:{hash}") } else { show::the_one(archive, asked)?.id })
}

fn page(archive: &Archive, changes: &[Change], language: Language) -> anyhow::Result<String> {
    let word = |phrase| keeping(phrase, language);
    if changes.is_empty() {
        return Ok(format!("{}\n", word(Keeping::EmptyLog)));
    }
    let mut rows = Vec::new();
    for change in changes {
        let name = match archive.record(&change.document)? {
            Lookup::Found(record) if !change.document.is_empty() => record.document.number.unwrap_or(record.source.file_name),
            Lookup::Found(_) | Lookup::Several(_) | Lookup::None => show::short(&change.document).to_owned(),
        };
        let at = change.at.get(..16).unwrap_or(&change.at).replace('T', " ");
        rows.push(vec![at, change.who.clone(), event(change.kind, language).to_owned(), name, change.detail.clone()]);
    }
    let columns = [
        Column::fixed(word(Keeping::When)),
        Column::fixed(word(Keeping::Who)),
        Column::fixed(word(Keeping::What)),
        Column::names(word(Keeping::Document), 3),
        Column::elastic(word(Keeping::Detail), 3),
    ];
    Ok(table::render(&columns, &rows, Terminal::of_stdout().width))
}

fn event(kind: Event, language: Language) -> &'static str {
    let phrase = match kind {
        Event::Added => Keeping::Added,
        Event::Corrected => Keeping::Corrected,
        Event::Uncorrected => Keeping::Uncorrected,
        Event::Reprocessed => Keeping::Reprocessed,
        Event::Forgotten => Keeping::Forgotten,
        Event::Restored => Keeping::Restored,
    };
    keeping(phrase, language)
}
