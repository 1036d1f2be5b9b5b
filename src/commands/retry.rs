//! `vanthu retry`: files that could not be read go back into the inbox.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};

use super::{Outcome, Setting, terminal};
use crate::inbox;
use crate::words::{Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu retry                  in the inboxes that were watched last\n  vanthu retry ~/van-ban-den")]
pub(super) struct Args {
    /// Folders that are watched [default: those that were watched last].
    #[arg(value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let inboxes = if args.inboxes.is_empty() { inbox::last_watched(setting.home()?) } else { args.inboxes.clone() };
    ensure!(!inboxes.is_empty(), "no inbox was watched yet; name one: vanthu retry INBOX");
    for inbox in &inboxes {
        let count = inbox::retry(inbox).with_context(|| format!("{}: not all files could be put back", inbox.display()))?;
        terminal::print(|out| Ok(writeln!(out, "{}: {count} {}", inbox.display(), say(Phrase::PutBack, setting.language))?))?;
    }
    Ok(Outcome::Done)
}
