//! `vanthu man`: the manual page.

use clap::CommandFactory as _;

use super::{Arguments, Outcome, terminal};

pub(super) fn run() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    terminal::print(|out| Ok(out.write_all(&page)?))?;
    Ok(Outcome::Done)
}
