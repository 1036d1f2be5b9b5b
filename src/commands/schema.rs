//! `vanthu schema`: the JSON Schema of a record.

use super::{Outcome, terminal};
use crate::record;

pub(super) fn run() -> anyhow::Result<Outcome> {
    terminal::print(|out| terminal::json(out, &record::schema()))?;
    Ok(Outcome::Done)
}
