//! `vanthu completions`: completions for a shell.

use clap::CommandFactory as _;

use super::{Arguments, Outcome, terminal};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  vanthu completions bash > ~/.local/share/bash-completion/completions/vanthu\n  vanthu completions powershell"
)]
pub(super) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "vanthu", &mut script);
    terminal::print(|out| Ok(out.write_all(&script)?))?;
    Ok(Outcome::Done)
}
