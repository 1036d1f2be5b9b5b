//! `vanthu schema`: the JSON Schema of a record.

use super::{Outcome, terminal};
use crate::record;

pub(super) fn run() -> anyhow::Result<Outcome> {
    terminal::print(|out| {
        serde_json::to_writer_pretty(&mut *out, &record::schema())?;
        Ok(writeln!(out)?)
    })?;
    Ok(Outcome::Done)
}
