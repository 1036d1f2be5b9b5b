//! The duties of an archive with their deadlines.
//!
//! In: records and today's date. Out: one list, the most urgent first. It is pure: it deliberately
//! knows neither the clock nor where records are kept.

use jiff::civil::Date;
use serde::Serialize;

use crate::record::{Deadline, Record};

/// How many days before its last day a duty counts as due soon.
const SOON_DAYS: i32 = 3;

/// One duty of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duty {
    /// Identity over the whole archive: the document's and the task's.
    pub id: String,
    /// The document's identity.
    pub document: String,
    /// The document's file.
    pub file_name: String,
    /// The document's number.
    pub number: Option<String>,
    /// Who must act.
    pub assignees: Vec<String>,
    /// Who must help.
    pub coordinators: Vec<String>,
    /// Who gives it.
    pub assigned_by: Option<String>,
    /// What is to be done.
    pub action: String,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Who is to be told.
    pub report_to: Option<String>,
    /// How far it is.
    pub state: State,
    /// How it stands against its deadline.
    pub timing: Timing,
}

/// How far a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Chưa thực hiện: nothing is known to be done.
    Chua,
}

/// How a duty stands against its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// Time is left.
    TrongHan,
    /// The last day is at most three days away.
    SapQuaHan,
    /// The last day is over.
    QuaHan,
    /// There is no last day.
    KhongHan,
}

/// Puts duties in order: those with a last day first, by that day.
#[must_use]
pub fn in_order(mut duties: Vec<Duty>) -> Vec<Duty> {
    duties.sort_by_cached_key(|duty| {
        let last_day = duty.deadline.as_ref().and_then(last_day);
        (last_day.is_none(), last_day)
    });
    duties
}

/// The duties of one record.
pub fn duties(record: &Record, today: Date) -> impl Iterator<Item = Duty> {
    record.tasks.iter().map(move |task| {
        let last_day = task.deadline.as_ref().and_then(last_day);
        Duty {
            id: format!("{}#{}", record.id, task.id),
            document: record.id.clone(),
            file_name: record.source.file_name.clone(),
            number: record.document.number.clone(),
            assignees: task.assignees.clone(),
            coordinators: task.coordinators.clone(),
            assigned_by: task.assigned_by.clone(),
            action: task.action.clone(),
            deadline: task.deadline.clone(),
            report_to: task.report_to.clone(),
            state: State::Chua,
            timing: timing(last_day, today),
        }
    })
}

fn last_day(deadline: &Deadline) -> Option<Date> {
    deadline.last_day.as_deref().or(deadline.date.as_deref()).and_then(|day| day.parse().ok())
}

fn timing(last_day: Option<Date>, today: Date) -> Timing {
    let Some(last_day) = last_day else { return Timing::KhongHan };
    let days = today.until(last_day).map_or(i32::MAX, |span| span.get_days());
    match days {
        ..0 => Timing::QuaHan,
        0..=SOON_DAYS => Timing::SapQuaHan,
        _ => Timing::TrongHan,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_itself_is_on_time() {
        let today: Date = "2024-02-27".parse().unwrap();
        let at = |day: &str| timing(Some(day.parse().unwrap()), today);
        assert_eq!(at("2024-02-26"), Timing::QuaHan);
        assert_eq!(at("2024-02-27"), Timing::SapQuaHan);
        assert_eq!(at("2024-03-01"), Timing::SapQuaHan);
        assert_eq!(at("2024-03-02"), Timing::TrongHan);
        assert_eq!(at("2025-02-26"), Timing::TrongHan);
        assert_eq!(timing(None, today), Timing::KhongHan);
    }
}
