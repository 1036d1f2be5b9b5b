//! `vanthu complete`: what a typed beginning may become.

use super::{Outcome, Setting, terminal};
use crate::archive::Archive;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu complete 393                          numbers of documents that begin so
  vanthu complete \"so noi\"                     bodies, and what was searched for before
  vanthu complete so --json")]
pub(super) struct Args {
    /// The beginning of a number, of a word in a body's name, or of an earlier search.
    #[arg(allow_hyphen_values = true)]
    beginning: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// How many of each kind.
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let found = Archive::open(setting.home()?)?.complete(&args.beginning, args.limit)?;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &found);
        }
        for one in found.past.iter().chain(&found.numbers).chain(&found.bodies) {
            writeln!(out, "{one}")?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}
