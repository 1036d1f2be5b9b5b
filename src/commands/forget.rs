//! `vanthu forget`: remove one document for good.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use anyhow::bail;
use jiff::Timestamp;

use super::{Outcome, Setting, show, terminal, user};
use crate::archive::Archive;
use crate::words::{Keeping, keeping};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu forget 5f0c81d2\n  vanthu forget 3932/UBND-KSTT --yes")]
pub(super) struct Args {
    /// Number of a document, or the beginning of its identity.
    id: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let word = |phrase| keeping(phrase, setting.language);
    let mut archive = Archive::open(setting.home()?)?;
    let record = show::the_one(&archive, &args.id)?;
    let name = [record.document.number.as_deref(), Some(&record.source.file_name), Some(show::short(&record.id))];
    let name = name.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if !args.yes {
        if !std::io::stdin().is_terminal() {
            bail!("{name}: {}", word(Keeping::NeedsYes));
        }
        write!(std::io::stderr(), "{name}\n{} ", word(Keeping::AskForget))?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "c" | "có") {
            terminal::print(|out| Ok(writeln!(out, "{}", word(Keeping::NotForgotten))?))?;
            return Ok(Outcome::Done);
        }
    }
    archive.forget(&record.id, Timestamp::now(), &user())?;
    terminal::print(|out| Ok(writeln!(out, "{name}: {}", word(Keeping::Forgotten))?))?;
    Ok(Outcome::Done)
}
