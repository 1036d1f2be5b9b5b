//! What standard output is: how wide, whether it shows bold, and whether anybody still reads it.

use std::io::{self, IsTerminal as _, Write};

use crate::index::Passage;

/// The width where it cannot be known, as in a pipe.
const USUAL_WIDTH: usize = 100;
const WIDEST: usize = 160;
const BOLD: &str = "\u{1B}[1m";
const PLAIN: &str = "\u{1B}[0m";

/// Standard output as a place to write for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    pub(super) width: usize,
    bold: bool,
}

impl Terminal {
    /// Looks at standard output; `COLUMNS` and `NO_COLOR` are kept.
    pub(super) fn of_stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let measured = console::Term::stdout().size_checked().filter(|_| terminal).map(|(_, columns)| usize::from(columns));
        let width = set.or(measured).unwrap_or(USUAL_WIDTH).clamp(40, WIDEST);
        Self { width, bold: terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    /// A passage for this place, what was looked for in bold, or between `«` and `»`.
    pub(super) fn marked(self, passage: &Passage) -> String {
        let (open, close) = if self.bold { (BOLD, PLAIN) } else { ("«", "»") };
        passage.with_marks(open, close, |marked, text| {
            // Bold is repeated for each word, so that a line break inside does not carry it over.
            if marked && self.bold { text.replace(' ', &format!("{close} {open}")) } else { text.to_owned() }
        })
    }

    pub(super) fn bold(self, text: &str) -> String {
        if self.bold { format!("{BOLD}{text}{PLAIN}") } else { text.to_owned() }
    }
}

/// Text without the marks for bold.
pub(super) fn strip(text: &str) -> String {
    text.replace(BOLD, "").replace(PLAIN, "")
}

/// Runs what writes to standard output; a reader that has gone away ends it quietly.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| Ok(out.flush()?));
    match written {
        Err(error) if gone(&error) => Ok(()),
        other => other,
    }
}

/// Writes a value as JSON for people to read, and ends the line.
pub(super) fn json(out: &mut dyn Write, value: &impl serde::Serialize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// Whether an error says that the reader of a pipe has gone away.
pub(super) fn gone(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let direct = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        direct.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
