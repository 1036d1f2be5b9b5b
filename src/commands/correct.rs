//! `vanthu correct`: a person says what a value is.

use jiff::Timestamp;

use super::{Outcome, Setting, show, terminal, user};
use crate::archive::Archive;
use crate::words::{Keeping, keeping};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu correct 3932/UBND-KSTT subject \"Về việc trực Tết\"
  vanthu correct 5f0c81d2 number 12/UBND-VP
  vanthu correct 5f0c81d2 /tasks/0/deadline/last_day 2026-01-05
  vanthu correct 5f0c81d2 signer null             the document does not say it
  vanthu correct 5f0c81d2 number --undo")]
pub(super) struct Args {
    /// Number of a document, or the beginning of its identity.
    id: String,
    /// A field of the document such as number, date or subject, or an RFC 6901 pointer into the record.
    field: String,
    /// Text, a number, JSON, or null.
    #[arg(required_unless_present = "undo", conflicts_with = "undo", allow_hyphen_values = true)]
    value: Option<String>,
    /// Take the correction back.
    #[arg(long)]
    undo: bool,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let mut archive = Archive::open(setting.home()?)?;
    let id = show::the_one(&archive, &args.id)?.id;
    let (now, who) = (Timestamp::now(), user());
    let (pointer, phrase) = match &args.value {
        Some(value) => (archive.correct(&id, &args.field, value, now, &who)?, Keeping::Corrected),
        None => (archive.uncorrect(&id, &args.field, now, &who)?, Keeping::Uncorrected),
    };
    terminal::print(|out| Ok(writeln!(out, "{} · {pointer}: {}", show::short(&id), keeping(phrase, setting.language))?))?;
    Ok(Outcome::Done)
}
