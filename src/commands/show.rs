//! `vanthu show`: one document of the archive on a page.

use anyhow::bail;

use super::terminal::{self, Terminal};
use super::{Outcome, Setting, table};
use crate::archive::{Archive, Lookup};
use crate::record::{Record, Scorecard, Task};
use crate::words::{Language, Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu show 3932/UBND-KSTT\n  vanthu show 5f0c81d2 --json")]
pub(super) struct Args {
    /// Number of a document, or the beginning of its identity.
    id: String,
    /// Print the record as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let record = the_one(&Archive::open(setting.home()?)?, &args.id)?;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &record);
        }
        Ok(out.write_all(page(&record, setting.language).as_bytes())?)
    })?;
    Ok(Outcome::Done)
}

/// The one document that is asked for.
pub(super) fn the_one(archive: &Archive, asked: &str) -> anyhow::Result<Box<Record>> {
    match archive.record(asked.trim())? {
        Lookup::Found(record) => Ok(record),
        Lookup::None => bail!("{asked}: no such document in {}; `vanthu search` finds it by words", archive.home().display()),
        Lookup::Several(records) => {
            let names: Vec<String> = records.iter().map(|one| format!("{} ({})", short(&one.id), one.source.file_name)).collect();
            bail!("{asked}: means several documents; name one of {}", names.join(", "));
        }
    }
}

/// The beginning of an identity that a person would type.
pub(super) fn short(id: &str) -> &str {
    let bare = id.strip_prefix("sha256:").unwrap_or(id);
    bare.get(..12).unwrap_or(bare)
}

/// A date as read in this language.
pub(super) fn day(date: Option<&str>, language: Language) -> String {
    let Some(date) = date else { return "–".to_owned() };
    match (language, date.split('-').collect::<Vec<_>>().as_slice()) {
        (Language::Vietnamese, [year, month, day]) => format!("{day}/{month}/{year}"),
        _ => date.to_owned(),
    }
}

/// A page being written.
struct Page {
    out: String,
    terminal: Terminal,
    language: Language,
}

impl Page {
    fn field(&mut self, phrase: Phrase, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            let label = format!("{}:", say(phrase, self.language));
            let text = table::wrap(value.as_ref(), self.terminal.width, 20);
            let space = 20_usize.saturating_sub(table::width(&label)).max(1);
            self.out.push_str(&format!("{label}{}{}\n", " ".repeat(space), text.trim_start()));
        }
    }

    fn list(&mut self, phrase: Phrase, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let heading = format!("{} ({})", say(phrase, self.language), lines.len());
        self.out.push_str(&format!("\n{}\n", self.terminal.bold(&heading)));
        for line in lines {
            self.out.push_str(&format!("  • {}\n", table::wrap(line, self.terminal.width, 4).trim_start()));
        }
    }
}

fn page(record: &Record, language: Language) -> String {
    let mut page = Page { out: String::new(), terminal: Terminal::of_stdout(), language };
    let own = &record.document;
    let title =
        [own.kind.as_ref().map(|kind| kind.name.as_str()), own.number.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let title = if title.is_empty() { record.source.file_name.clone() } else { title };
    let title = page.terminal.bold(&title);
    page.out.push_str(&format!("{title}\n\n"));
    page.field(Phrase::Subject, own.subject.as_ref());
    let issuer: Vec<&str> = [own.issuer.as_deref(), own.issuer_parent.as_deref()].into_iter().flatten().collect();
    page.field(Phrase::Issuer, (!issuer.is_empty()).then(|| issuer.join(" – ")));
    page.field(Phrase::Date, own.date.as_deref().map(|date| day(Some(date), language)));
    page.field(Phrase::Place, own.place.as_ref());
    page.field(Phrase::Period, own.period.as_ref());
    page.field(Phrase::Signer, signer(record));
    page.field(Phrase::Urgency, own.urgency.as_ref());
    page.field(Phrase::Secrecy, own.secrecy.as_ref());
    page.field(Phrase::Addressees, (!own.addressees.is_empty()).then(|| own.addressees.join("; ")));
    page.field(Phrase::File, Some(&record.source.file_name));
    page.field(Phrase::Identity, Some(short(&record.id)));
    page.list(Phrase::Tasks, &record.tasks.iter().map(|one| task(one, language)).collect::<Vec<_>>());
    page.list(Phrase::Scores, &record.scorecards.iter().map(|one| scores(one, language)).collect::<Vec<_>>());
    let indicators = record.indicators.iter().map(|one| {
        let unit = one.unit.as_deref().map(|unit| format!("{unit}: ")).unwrap_or_default();
        format!("{unit}{} {}{}", one.name, figure(one.value, language), one.measure.as_deref().map(|m| format!(" {m}")).unwrap_or_default())
    });
    page.list(Phrase::Indicators, &indicators.collect::<Vec<_>>());
    let proposals = record.proposals.iter().map(|one| one.to.as_ref().map_or_else(|| one.text.clone(), |to| format!("{to}: {}", one.text)));
    page.list(Phrase::Proposals, &proposals.collect::<Vec<_>>());
    page.list(Phrase::References, &record.references.iter().map(|one| reference(one, language)).collect::<Vec<_>>());
    page.list(Phrase::Findings, &record.findings.iter().map(|one| one.message.clone()).collect::<Vec<_>>());
    page.list(Phrase::Copies, &record.document.copies.iter().map(|one| one.name.clone()).collect::<Vec<_>>());
    page.list(Phrase::Warnings, &record.source.warnings);
    page.out
}

fn signer(record: &Record) -> Option<String> {
    let signer = record.document.signer.as_ref()?;
    let right = [signer.authority.as_deref(), signer.for_whom.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let right = (!right.is_empty()).then(|| format!("({right})"));
    let parts = [signer.name.clone(), signer.position.clone(), right].into_iter().flatten().collect::<Vec<_>>();
    Some(parts.join(", ").replace(", (", " (")).filter(|text| !text.is_empty())
}

fn task(task: &Task, language: Language) -> String {
    let mut line = String::new();
    if !task.assignees.is_empty() {
        line.push_str(&format!("{}: ", task.assignees.join("; ")));
    }
    line.push_str(&task.action);
    if let Some(deadline) = &task.deadline {
        let last = deadline.last_day.as_deref().or(deadline.date.as_deref()).map(|last| format!(" → {}", day(Some(last), language)));
        line.push_str(&format!(" [{}{}]", deadline.text, last.unwrap_or_default()));
    }
    if !task.coordinators.is_empty() {
        line.push_str(&format!(" ({}: {})", say(Phrase::Coordinators, language), task.coordinators.join("; ")));
    }
    line
}

fn scores(card: &Scorecard, language: Language) -> String {
    let mut line = card.unit.clone().unwrap_or_else(|| "–".to_owned());
    let of = |max: Option<f64>| max.map(|max| format!("/{}", figure(max, language))).unwrap_or_default();
    if let Some(total) = card.total {
        line.push_str(&format!(": {} {}{}", say(Phrase::Total, language), figure(total, language), of(card.max)));
    }
    if let Some(rank) = card.rank {
        let of = card.rank_of.map(|of| format!("/{of}")).unwrap_or_default();
        line.push_str(&format!(", {} {rank}{of}", say(Phrase::Rank, language)));
    }
    for one in &card.criteria {
        if let Some(score) = one.score {
            line.push_str(&format!("; {} {}{}", one.name, figure(score, language), of(one.max)));
        }
    }
    line
}

fn reference(one: &crate::record::Reference, language: Language) -> String {
    let date = one.date.as_deref().map(|date| format!(" ({})", day(Some(date), language))).unwrap_or_default();
    let issuer = one.issuer.as_deref().map(|issuer| format!(" – {issuer}")).unwrap_or_default();
    format!("{}{date}{issuer}", one.number)
}

/// A figure with the comma of the language.
fn figure(value: f64, language: Language) -> String {
    let plain = value.to_string();
    match language {
        Language::English => plain,
        Language::Vietnamese => plain.replace('.', ","),
    }
}
