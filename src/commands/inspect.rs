//! `vanthu inspect`: a page with what was read on it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};

use super::terminal::{self, Terminal};
use super::{Outcome, Setting, worker_process};
use crate::inspect::{self, Inspected, Mark};
use crate::layout::{Layout, Page};
use crate::record::{Evidence, Record};
use crate::trouble::Trouble;
use crate::words::{Language, Phrase, say};
use crate::{intake, pipeline, store};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu inspect cong-van.pdf --out page.png\n  vanthu inspect scan.pdf --page 2 --out page-2.png")]
pub(super) struct Args {
    /// A PDF, a scan or a picture.
    file: PathBuf,
    /// The page.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// The PNG file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = super::patterns(args.patterns.as_deref())?;
    let failed = |trouble: &Trouble| anyhow!("{}: {}", args.file.display(), trouble.sentence(&args.file, setting.language));
    let source = intake::open(&args.file).map_err(|error| failed(&Trouble::Intake(error)))?;
    let unread = |error| failed(&Trouble::read(error, &source));
    let mut worker = worker_process()?;
    let layout = worker.read(&source).map_err(unread)?;
    let page = page(&layout.value, args.page, setting.language).with_context(|| args.file.display().to_string())?;
    let picture = worker.view(&source, args.page, page.turn).map_err(unread)?;
    let record = pipeline::understand(&source, &layout, &patterns).record;
    let inspected = inspect::inspect(&picture, page, &layout.value, &record)?;
    store::atomic_write(&args.out, &inspected.picture)?;
    terminal::print(|out| print(out, &inspected, &record, setting.language))?;
    Ok(Outcome::Done)
}

fn page(layout: &Layout, number: u32, language: Language) -> anyhow::Result<&Page> {
    let count = layout.pages.iter().filter(|page| page.number.is_some()).count();
    let found = layout.pages.iter().find(|page| page.number == Some(number));
    found.ok_or_else(|| match count {
        0 => anyhow!(say(Phrase::NoPages, language)),
        _ => anyhow!("{} {count}", say(Phrase::NoSuchPage, language)),
    })
}

/// What the colours and numbers in the picture mean.
fn print(out: &mut dyn Write, inspected: &Inspected, record: &Record, language: Language) -> anyhow::Result<()> {
    for (mark, count) in Mark::ALL.into_iter().zip(inspected.counts).filter(|(_, count)| *count > 0) {
        writeln!(out, "{count:>5}  {}", say(legend(mark), language))?;
    }
    let terminal = Terminal::of_stdout();
    for (number, pointer) in (1..).zip(&inspected.values) {
        if let Some(Evidence { text, rule, .. }) = record.evidence.get(pointer) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "{number:>5}  {}  «{text}»  {rule}", terminal.bold(pointer))?;
        }
    }
    Ok(())
}

fn legend(mark: Mark) -> Phrase {
    match mark {
        Mark::Line => Phrase::Lines,
        Mark::Paragraph => Phrase::Paragraphs,
        Mark::Column => Phrase::SideBySide,
        Mark::Cell => Phrase::Cells,
        Mark::Margin => Phrase::Margins,
        Mark::Evidence => Phrase::ReadFrom,
    }
}
