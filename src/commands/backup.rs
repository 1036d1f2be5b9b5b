//! `vanthu backup` and `vanthu restore`: the whole archive in another place, and back.

use std::path::PathBuf;

use jiff::Timestamp;

use super::{Outcome, Setting, show, terminal, user, verify};
use crate::archive::{self, Archive};
use crate::words::{Keeping, keeping};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu backup /mnt/usb/vanthu            the first time, and again to bring it up to date
Documents may be added meanwhile. What was forgotten leaves an earlier backup too.")]
pub(super) struct BackupArgs {
    /// An empty folder, or one with an earlier backup.
    destination: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vanthu restore /mnt/usb/vanthu --home /srv/vanthu")]
pub(super) struct RestoreArgs {
    /// A folder made by `vanthu backup`.
    source: PathBuf,
}

pub(super) fn backup(args: &BackupArgs, setting: &Setting) -> anyhow::Result<Outcome> {
    let word = |phrase| keeping(phrase, setting.language);
    let copied = Archive::open(setting.home()?)?.backup(&args.destination)?;
    terminal::print(|out| {
        for id in &copied.damaged {
            writeln!(out, "{}: {}", show::short(id), word(Keeping::Damaged))?;
        }
        let (documents, originals) = (copied.documents, copied.originals);
        Ok(writeln!(out, "{documents} {} · {originals} {}", word(Keeping::BackupDone), word(Keeping::NewOriginals))?)
    })?;
    Ok(if copied.damaged.is_empty() { Outcome::Done } else { Outcome::Partly })
}

pub(super) fn restore(args: &RestoreArgs, setting: &Setting) -> anyhow::Result<Outcome> {
    let (_, report) = archive::restore(&args.source, setting.home()?, Timestamp::now(), &user())?;
    terminal::print(|out| {
        verify::write(out, &report, setting.language)?;
        Ok(writeln!(out, "{} {}", report.documents, keeping(Keeping::Restored, setting.language))?)
    })?;
    Ok(verify::outcome(&report))
}
