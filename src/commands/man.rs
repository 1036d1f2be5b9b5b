//! `vanthu man`: the manual pages.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::{Arguments, Outcome, terminal};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu man > vanthu.1 && man ./vanthu.1
  vanthu man --out ~/.local/share/man/man1       this page and one for each command")]
pub(super) struct Args {
    /// Folder for the pages of all commands, instead of printing the first.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    // `vanthu help` has no page of its own.
    let command = Arguments::command().disable_help_subcommand(true);
    match &args.out {
        Some(folder) => {
            let failed = || folder.display().to_string();
            std::fs::create_dir_all(folder).with_context(failed)?;
            clap_mangen::generate_to(command, folder).with_context(failed)?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            terminal::print(|out| Ok(out.write_all(&page)?))?;
        }
    }
    Ok(Outcome::Done)
}
