//! `vanthu search`: find documents of the archive.

use std::io::Write;

use super::terminal::{self, Terminal};
use super::{Outcome, Setting, show, table};
use crate::archive::Archive;
use crate::index::{Hit, Hits, ShortForms};
use crate::pattern::Patterns;
use crate::words::{Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu search \"so hoa ho so\"                 finds Số hóa hồ sơ
  vanthu search '\"hồ sơ\" -\"đất đai\"'          words together that must be there, and that must not
  vanthu search 3932/UBND-KSTT                 a document's number, or a part of it
  vanthu search TTHC --json --limit 5")]
pub(super) struct Args {
    /// What to look for: words, "words together", -without.
    // Only the first may begin with a hyphen; a list of them would swallow the flags that follow.
    #[arg(allow_hyphen_values = true)]
    query: String,
    #[arg(hide = true)]
    more: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// How many documents to show.
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = Patterns::embedded()?;
    let forms = ShortForms::new(&patterns.abbreviations.terms);
    let mut archive = Archive::open(setting.home()?)?;
    let query = std::iter::once(&args.query).chain(&args.more).map(String::as_str).collect::<Vec<_>>().join(" ");
    let hits = archive.search(&query, args.limit, &forms)?;
    let empty = hits.total == 0 && archive.count()? == 0;
    terminal::print(|out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &hits)?;
            return Ok(writeln!(out)?);
        }
        if hits.total == 0 {
            let nothing = if empty { Phrase::EmptyArchive } else { Phrase::NothingFound };
            return Ok(writeln!(out, "{}", say(nothing, setting.language))?);
        }
        list(out, &hits, setting)
    })?;
    Ok(Outcome::Done)
}

fn list(out: &mut dyn Write, hits: &Hits, setting: &Setting) -> anyhow::Result<()> {
    let terminal = Terminal::of_stdout();
    for (index, hit) in hits.hits.iter().enumerate() {
        let place = format!("{}. ", index + 1);
        let title = [hit.number.as_deref(), hit.subject.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let title = if title.is_empty() { hit.file_name.clone() } else { title };
        let title = table::wrap(&title, terminal.width.saturating_sub(place.len()), 3);
        writeln!(out, "{place}{}", title.lines().map(|line| terminal.bold(line)).collect::<Vec<_>>().join("\n"))?;
        writeln!(out, "   {}", about(hit, setting))?;
        for passage in &hit.passages {
            let page = passage.page.map(|page| format!("{} {page}: ", say(Phrase::Page, setting.language))).unwrap_or_default();
            let text = terminal.marked(&passage.text);
            writeln!(out, "     {}", table::wrap(&format!("{page}{text}"), terminal.width, 5).trim_start())?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{} {}", hits.total, say(Phrase::Found, setting.language))?;
    Ok(())
}

fn about(hit: &Hit, setting: &Setting) -> String {
    let mut parts = Vec::new();
    if hit.date.is_some() {
        parts.push(show::day(hit.date.as_deref(), setting.language));
    }
    parts.push(hit.file_name.clone());
    parts.push(show::short(&hit.id).to_owned());
    parts.join(" · ")
}
