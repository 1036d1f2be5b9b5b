//! `vanthu links`: what a document names, and what names it.

use super::{Outcome, Setting, show, terminal};
use crate::archive::{Archive, Linked, Links};
use crate::words::{Language, Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu links 3932/UBND-KSTT                  what it cites, and the reports that answer it
  vanthu links 5f0c81d2 --json")]
pub(super) struct Args {
    /// Number of a document, or the beginning of its identity.
    id: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let mut archive = Archive::open(setting.home()?)?;
    let record = show::the_one(&archive, &args.id)?;
    let links = archive.links(&record)?;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &links);
        }
        Ok(out.write_all(list(&links, setting.language).as_bytes())?)
    })?;
    Ok(Outcome::Done)
}

fn list(links: &Links, language: Language) -> String {
    let mut out = format!("{} ({})\n", say(Phrase::Cites, language), links.cites.len());
    for cited in &links.cites {
        let reference = &cited.reference;
        let said = [Some(reference.number.as_str()), reference.date.as_deref(), reference.issuer.as_deref()];
        out.push_str(&format!("  • {}\n", said.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        match cited.documents.as_slice() {
            [] => out.push_str(&format!("      {}\n", say(Phrase::NotKept, language))),
            [one] => out.push_str(&format!("      → {}\n", line(one, language))),
            several => {
                out.push_str(&format!("      {}\n", say(Phrase::OneOf, language)));
                several.iter().for_each(|one| out.push_str(&format!("      → {}\n", line(one, language))));
            }
        }
    }
    out.push_str(&format!("\n{} ({})\n", say(Phrase::CitedBy, language), links.cited_by.len()));
    for document in &links.cited_by {
        out.push_str(&format!("  • {}\n", line(document, language)));
    }
    out
}

fn line(document: &Linked, language: Language) -> String {
    let name = document.number.clone().unwrap_or_else(|| document.file_name.clone());
    let date = show::day(document.date.as_deref(), language);
    let about = [document.issuer.as_deref(), document.subject.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(": ");
    format!("{name} · {date} · {about} · {}", show::short(&document.id))
}
