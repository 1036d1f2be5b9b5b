//! `vanthu search`: find documents of the archive.

use std::io::Write;

use anyhow::anyhow;
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;

use super::terminal::{self, Terminal};
use super::{Outcome, Setting, show, table, tasks, user};
use crate::archive::Archive;
use crate::index::{Facets, Hit, Hits, Search, ShortForms, Sort};
use crate::pattern::Patterns;
use crate::words::{Language, Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  vanthu search \"so hoa ho so\"                 finds Số hóa hồ sơ
  vanthu search '\"hồ sơ\" -\"đất đai\"'          words together that must be there, and that must not
  vanthu search 3932/UBND-KSTT                 a document's number, or a part of it
  vanthu search 'loại:BC năm:2024 điểm:<50'    reports of 2024 with a total below 50
  vanthu search 'giao:\"Sở Nội vụ\"' --sort deadline
  vanthu search --save viec-so 'giao:\"Sở Nội vụ\" hạn:2026'
  vanthu search --saved viec-so                again; --saved alone lists what was kept
  vanthu search --like 3932/UBND-KSTT          documents like this one

Fields (names without marks and in English work too): số loại cơ-quan người-ký kính-gửi giao đơn-vị tiêu-chí trích-yếu
ngày năm từ đến hạn điểm dẫn. Days are written 15/3/2024, 3/2024, \"quý I/2024\" or 2024; <, <=, > and >= may stand before them.")]
pub(super) struct Args {
    /// What to look for: words, "words together", -without, this OR that, field:value.
    // Only the first may begin with a hyphen; a list of them would swallow the flags that follow.
    #[arg(allow_hyphen_values = true, required_unless_present_any = ["like", "saved", "remove", "forget_past"])]
    query: Option<String>,
    #[arg(hide = true)]
    more: Vec<String>,
    /// Find documents like this one, named by its number or identity.
    #[arg(long, value_name = "ID", conflicts_with = "query")]
    like: Option<String>,
    /// Keep the search under a name, beside running it.
    #[arg(long, value_name = "NAME", requires = "query")]
    save: Option<String>,
    /// Run the search that was kept under a name; without one, list all that were kept.
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["query", "like"])]
    saved: Option<String>,
    /// Remove the search that was kept under a name.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "like", "saved"])]
    remove: Option<String>,
    /// Forget what was searched for before; searches kept under a name stay.
    #[arg(long, conflicts_with_all = ["query", "like", "saved", "remove"])]
    forget_past: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// How many documents to show.
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// How many documents to pass over first.
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// In which order.
    #[arg(long, value_enum, default_value_t = Order::Relevance)]
    sort: Order,
    /// Count types, issuers, years and units of all that is found.
    #[arg(long)]
    facets: bool,
    /// The day to count what is overdue by, such as 2024-02-25 [default: today]
    #[arg(long, value_name = "DATE", value_parser = tasks::day)]
    today: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// What answers best first
    Relevance,
    /// The newest first
    Date,
    /// What is due first, first
    Deadline,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let mut archive = Archive::open(setting.home()?)?;
    if args.saved.as_deref() == Some("") {
        return list_saved(&archive, args, setting);
    }
    if let Some(name) = &args.remove {
        if !archive.remove_search(name)? {
            return Err(no_such_search(name));
        }
        return Ok(Outcome::Done);
    }
    if args.forget_past {
        archive.forget_past_searches()?;
        return Ok(Outcome::Done);
    }
    let typed = match &args.saved {
        Some(name) => archive.saved_search(name)?.ok_or_else(|| no_such_search(name))?,
        None => args.query.iter().chain(&args.more).map(String::as_str).collect::<Vec<_>>().join(" "),
    };
    if let Some(name) = &args.save {
        archive.save_search(name, &typed, Timestamp::now(), &user())?;
    }
    let hits = find(&mut archive, args, &typed)?;
    if hits.total > 0 && args.like.is_none() {
        // An archive that can only be read is searched all the same.
        archive.remember_search(&typed, Timestamp::now()).ok();
    }
    let empty = hits.total == 0 && archive.count()? == 0;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &hits);
        }
        if hits.total == 0 {
            let nothing = if empty { Phrase::EmptyArchive } else { Phrase::NothingFound };
            return Ok(writeln!(out, "{}", say(nothing, setting.language))?);
        }
        list(out, &hits, args.offset, setting)
    })?;
    Ok(Outcome::Done)
}

fn no_such_search(name: &str) -> anyhow::Error {
    anyhow!("{name}: no search was kept under this name; `vanthu search --saved` lists them")
}

fn list_saved(archive: &Archive, args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let saved = archive.saved_searches()?;
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &saved);
        }
        if saved.is_empty() {
            writeln!(out, "{}", say(Phrase::NoSavedSearches, setting.language))?;
        }
        for search in &saved {
            writeln!(out, "{}: {}", search.name, search.typed)?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}

fn find(archive: &mut Archive, args: &Args, typed: &str) -> anyhow::Result<Hits> {
    if let Some(id) = &args.like {
        let record = show::the_one(archive, id)?;
        return Ok(archive.like(&record.id, args.limit)?);
    }
    let patterns = Patterns::embedded()?;
    let forms = ShortForms::new(&patterns.abbreviations.terms);
    let search = Search {
        typed,
        limit: args.limit,
        offset: args.offset,
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
            Order::Deadline => Sort::Deadline,
        },
        facets: args.facets,
        today: Some(args.today.unwrap_or_else(|| jiff::Zoned::now().date())),
    };
    Ok(archive.search(&search, &forms)?)
}

fn list(out: &mut dyn Write, hits: &Hits, offset: usize, setting: &Setting) -> anyhow::Result<()> {
    let terminal = Terminal::of_stdout();
    for (index, hit) in hits.hits.iter().enumerate() {
        let place = format!("{}. ", offset + index + 1);
        let title = [hit.number.as_deref(), hit.subject.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let title = if title.is_empty() { hit.file_name.clone() } else { title };
        let title = table::wrap(&title, terminal.width.saturating_sub(place.len()), 3);
        writeln!(out, "{place}{}", title.lines().map(|line| terminal.bold(line)).collect::<Vec<_>>().join("\n"))?;
        writeln!(out, "   {}", about(hit, setting))?;
        for passage in &hit.passages {
            let page = passage.page.map(|page| format!("{} {page}: ", say(Phrase::Page, setting.language))).unwrap_or_default();
            let text = terminal.marked(passage);
            writeln!(out, "     {}", table::wrap(&format!("{page}{text}"), terminal.width, 5).trim_start())?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}{} {}", hits.total, if hits.more { "+" } else { "" }, say(Phrase::Found, setting.language))?;
    if let Some(facets) = &hits.facets {
        write!(out, "{}", counts(facets, setting.language))?;
    }
    Ok(())
}

fn counts(facets: &Facets, language: Language) -> String {
    let groups =
        [(Phrase::Type, &facets.types), (Phrase::Issuer, &facets.issuers), (Phrase::Years, &facets.years), (Phrase::Units, &facets.units)];
    let mut out = String::new();
    for (phrase, found) in groups.into_iter().filter(|(_, found)| !found.is_empty()) {
        let found: Vec<String> = found.iter().map(|one| format!("{} ({})", one.name, one.count)).collect();
        out.push_str(&format!("{}: {}\n", say(phrase, language), found.join(", ")));
    }
    out.push_str(&format!("{}: {}\n", say(Phrase::WithTasks, language), facets.with_tasks));
    if let Some(overdue) = facets.overdue {
        out.push_str(&format!("{}: {overdue}\n", say(Phrase::WithOverdue, language)));
    }
    out
}

fn about(hit: &Hit, setting: &Setting) -> String {
    let mut parts = Vec::new();
    if hit.date.is_some() {
        parts.push(show::day(hit.date.as_deref(), setting.language));
    }
    parts.push(hit.file_name.clone());
    parts.push(show::short(&hit.id).to_owned());
    parts.join(" · ")
}
