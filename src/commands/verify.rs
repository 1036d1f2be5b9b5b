//! `vanthu verify` and `vanthu reindex`: is everything there and whole, and the search index anew.

use std::io::Write;

use super::{Outcome, Setting, show, terminal};
use crate::archive::{Archive, Problem, Report};
use crate::words::{Keeping, Language, keeping};

pub(super) fn run(setting: &Setting) -> anyhow::Result<Outcome> {
    let report = Archive::open(setting.home()?)?.verify()?;
    terminal::print(|out| write(out, &report, setting.language))?;
    Ok(outcome(&report))
}

pub(super) fn reindex(setting: &Setting) -> anyhow::Result<Outcome> {
    let documents = Archive::open(setting.home()?)?.reindex()?;
    terminal::print(|out| Ok(writeln!(out, "{documents} {}", keeping(Keeping::IndexMade, setting.language))?))?;
    Ok(Outcome::Done)
}

pub(super) fn outcome(report: &Report) -> Outcome {
    if report.problems.is_empty() { Outcome::Done } else { Outcome::Partly }
}

/// One line for each thing that is wrong, or one that says that nothing is.
pub(super) fn write(out: &mut dyn Write, report: &Report, language: Language) -> anyhow::Result<()> {
    let word = |phrase| keeping(phrase, language);
    for problem in &report.problems {
        match problem {
            Problem::Database(said) => writeln!(out, "{} ({said})", word(Keeping::Database))?,
            Problem::Record { id, error } => writeln!(out, "{}: {} ({error})", show::short(id), word(Keeping::Record))?,
            Problem::Missing { id, file_name } => writeln!(out, "{file_name} ({}): {}", show::short(id), word(Keeping::Missing))?,
            Problem::Damaged { id, file_name } => writeln!(out, "{file_name} ({}): {}", show::short(id), word(Keeping::Damaged))?,
            Problem::Orphan(path) => writeln!(out, "{}: {}", path.display(), word(Keeping::Orphan))?,
        }
    }
    if report.mended {
        writeln!(out, "{}", word(Keeping::IndexMended))?;
    }
    if report.busy {
        writeln!(out, "{}", word(Keeping::Busy))?;
    }
    if report.problems.is_empty() {
        writeln!(out, "{} {}", report.documents, word(Keeping::Sound))?;
    }
    Ok(())
}
