//! `vanthu eval`: how well the documents of a labelled corpus are read.

mod corpus;
mod report;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use serde_json::Value;

use super::{Outcome, Setting, terminal, worker_process};
use crate::eval::{Figures, Judgement, Measure, Verdict, confidence, judge};
use crate::pattern::Patterns;
use crate::trouble::Trouble;
use crate::{archive, intake};
use corpus::Labelled;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu eval corpus                              precision, recall, F1 of every field
  vanthu eval corpus --misses tasks               what was missed, and where the rest was read
  vanthu eval corpus --floor corpus/floor.toml    fails where a field is below its floor

A document is labelled by expected.json in its folder (one document in each), or by NAME.gold.json beside NAME.EXT.")]
pub(super) struct Args {
    /// Folder of labelled documents.
    corpus: PathBuf,
    /// List what is missed or too much, with its evidence; FIELD limits it to fields that begin so.
    #[arg(long, value_name = "FIELD", num_args = 0..=1, default_missing_value = "")]
    misses: Option<String>,
    /// File with the least F1 for each field, under `[floor]`.
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,
    /// Print figures as JSON.
    #[arg(long)]
    json: bool,
    /// Folder of pattern files to lay over the built-in ones.
    #[arg(long, env = "VANTHU_PATTERNS", value_name = "DIR")]
    patterns: Option<PathBuf>,
}

/// One document, read and judged.
struct Judged {
    name: String,
    form: Form,
    words: Vec<Judgement>,
    strict: Vec<Judgement>,
    soft: Vec<Judgement>,
    found: Value,
}

/// What a document was before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Digital,
    Scan,
    Legacy,
}

/// Everything that the report tells.
#[derive(Default)]
struct Summary {
    words: Figures,
    strict: Figures,
    soft: Figures,
    forms: BTreeMap<Form, Figures>,
    sure: Vec<(f64, bool)>,
    unread: Vec<String>,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let patterns = super::patterns(args.patterns.as_deref())?;
    let floor = args.floor.as_deref().map(floor).transpose()?;
    let labelled = corpus::labelled(&args.corpus)?;
    let (judged, unread) = read(&labelled, &patterns, setting)?;
    let summary = summary(&judged, unread);
    let low = floor.map_or_else(Vec::new, |floor| below(&floor, &summary.words));
    terminal::print(|out| {
        if args.json {
            terminal::json(out, &report::json(&summary))?;
        } else {
            if let Some(field) = &args.misses {
                report::misses(out, &judged, field, setting.language)?;
            }
            report::table(out, &summary, setting.language)?;
        }
        Ok(())
    })?;
    for line in summary.unread.iter().chain(&low) {
        writeln!(std::io::stderr(), "{line}")?;
    }
    Ok(if low.is_empty() && summary.unread.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// Reads all documents, each thread with a worker of its own. A document that cannot be read is judged as an empty record.
fn read(labelled: &[Labelled], patterns: &Patterns, setting: &Setting) -> anyhow::Result<(Vec<Judged>, Vec<String>)> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(labelled.len());
    let part = || -> anyhow::Result<Vec<(usize, Judged, Option<String>)>> {
        let mut worker = worker_process()?;
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = labelled.get(place) else { return Ok(done) };
            let record = intake::open(&one.file)
                .map_err(Trouble::Intake)
                .and_then(|source| archive::process(&source, patterns, &mut worker).map_err(|error| Trouble::read(error, &source)));
            let (found, trouble) = match record {
                Ok(processed) => (serde_json::to_value(&processed.record)?, None),
                Err(trouble) => (Value::Null, Some(trouble.line(&one.file, setting.language))),
            };
            done.push((place, judged(one, found), trouble));
        }
    };
    let parts = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(part)).collect();
        running
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread of the evaluation ended early"))?)
            .collect::<anyhow::Result<Vec<_>>>()
    })?;
    let mut all: Vec<_> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(place, ..)| *place);
    let unread = all.iter().filter_map(|(_, _, trouble)| trouble.clone()).collect();
    Ok((all.into_iter().map(|(_, judged, _)| judged).collect(), unread))
}

fn judged(one: &Labelled, found: Value) -> Judged {
    let by = |measure| judge(&one.expected, &found, measure);
    let (words, strict, soft) = (by(Measure::Words), by(Measure::Strict), by(Measure::Soft));
    Judged { name: one.name.clone(), form: form(&one.file, &found), words, strict, soft, found }
}

fn form(file: &Path, found: &Value) -> Form {
    let source = |name: &str| found.pointer(&format!("/source/{name}")).and_then(Value::as_str).unwrap_or_default();
    let old = !matches!(source("encoding"), "" | "unicode") || file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("doc"));
    match source("reader") {
        _ if old => Form::Legacy,
        "pdf-ocr" => Form::Scan,
        _ => Form::Digital,
    }
}

fn summary(judged: &[Judged], unread: Vec<String>) -> Summary {
    let mut summary = Summary { unread, ..Summary::default() };
    for one in judged {
        summary.words.add(&one.words);
        summary.strict.add(&one.strict);
        summary.soft.add(&one.soft);
        summary.forms.entry(one.form).or_default().add(&one.words);
        let given = one.words.iter().filter(|judgement| judgement.verdict != Verdict::Missed);
        let sure = given.filter_map(|one_of| Some((confidence(&one.found, &one_of.pointer)?, one_of.verdict == Verdict::Right)));
        summary.sure.extend(sure);
    }
    summary
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    floor: BTreeMap<String, f64>,
}

fn floor(path: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let floor: Floor = toml::from_str(&text).with_context(|| format!("{} is no file of floors", path.display()))?;
    Ok(floor.floor)
}

/// The fields below their floor, or that have a floor and are nowhere in the corpus.
fn below(floor: &BTreeMap<String, f64>, figures: &Figures) -> Vec<String> {
    let line = |(field, least): (&String, &f64)| match figures.fields.get(field.as_str()) {
        None => Some(format!("{field}: no document of the corpus states it, but it has a floor")),
        Some(tally) if tally.f1() + 0.0005 < *least => Some(format!("{field}: F1 {:.3} is below its floor {least:.3}", tally.f1())),
        Some(_) => None,
    };
    floor.iter().filter_map(line).collect()
}
