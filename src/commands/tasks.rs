//! `vanthu tasks`: the duties that the documents of the archive give.

use jiff::civil::Date;
use serde::Serialize;

use super::table::{self, Column};
use super::terminal::{self, Terminal};
use super::{Outcome, Setting, show};
use crate::archive::Archive;
use crate::tasks::{Duty, Timing};
use crate::words::{Language, Phrase, say};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  vanthu tasks\n  vanthu tasks --json --today 2024-02-25")]
pub(super) struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// The day to compare deadlines with, such as 2024-02-25 [default: today]
    #[arg(long, value_name = "DATE")]
    #[arg(value_parser = day)]
    today: Option<Date>,
}

pub(super) fn day(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| "a day is written year-month-day, such as 2024-02-25".to_owned())
}

#[derive(Serialize)]
struct Tasks {
    tasks: Vec<Duty>,
}

pub(super) fn run(args: &Args, setting: &Setting) -> anyhow::Result<Outcome> {
    let today = args.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let tasks = Tasks { tasks: Archive::open(setting.home()?)?.tasks(today)? };
    terminal::print(|out| {
        if args.json {
            return terminal::json(out, &tasks);
        }
        if tasks.tasks.is_empty() {
            return Ok(writeln!(out, "{}", say(Phrase::NoTasks, setting.language))?);
        }
        Ok(out.write_all(list(&tasks.tasks, setting.language).as_bytes())?)
    })?;
    Ok(Outcome::Done)
}

fn list(duties: &[Duty], language: Language) -> String {
    let word = |phrase| say(phrase, language);
    let columns = [
        Column::elastic(word(Phrase::Deadline), 2),
        Column::fixed(word(Phrase::Timing)),
        Column::elastic(word(Phrase::Assignees), 3),
        Column::elastic(word(Phrase::Task), 6),
        Column::fixed(word(Phrase::Number)),
    ];
    let rows: Vec<Vec<String>> = duties
        .iter()
        .map(|duty| {
            let deadline = duty.deadline.as_ref();
            let last = deadline.and_then(|deadline| deadline.last_day.as_deref().or(deadline.date.as_deref()));
            let when = match (last, deadline) {
                (None, Some(deadline)) => deadline.text.clone(),
                (last, _) => show::day(last, language),
            };
            let document = duty.number.clone().unwrap_or_else(|| duty.file_name.clone());
            vec![when, word(timing(duty)).to_owned(), duty.assignees.join("; "), duty.action.clone(), document]
        })
        .collect();
    table::render(&columns, &rows, Terminal::of_stdout().width)
}

fn timing(duty: &Duty) -> Phrase {
    match duty.timing {
        Timing::TrongHan => Phrase::InTime,
        Timing::SapQuaHan => Phrase::DueSoon,
        Timing::QuaHan => Phrase::Overdue,
        Timing::KhongHan => match &duty.deadline {
            None => Phrase::NoDeadline,
            Some(deadline) if deadline.recurrence.is_some() => Phrase::Recurring,
            Some(_) => Phrase::NoDay,
        },
    }
}
