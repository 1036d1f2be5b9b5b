//! By when: the deadlines that a passage states.
//!
//! In: a passage and the date of its document. Out: the deadlines in it, in order, none
//! overlapping. A past day is a period or a circumstance, not a deadline. It deliberately does
//! not know what is due, or by whom.

mod calendar;

use std::ops::Range;

use jiff::civil::Date;
use regex::Captures;

use super::dates;
use crate::pattern::{Patterns, Rule};
use crate::record::{Deadline, Relation};

/// What makes a day something else stands within so many bytes before it: a long passage costs no more than a short one.
const BEFORE: usize = 300;

/// A day that lies this far before its document does not bind anybody any more.
const PAST_DAYS: i32 = 60;

/// A deadline with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Due {
    /// The deadline's text in the passage.
    pub(super) range: Range<usize>,
    /// What it says.
    pub(super) deadline: Deadline,
    /// The rule that read it.
    pub(super) rule: String,
    /// From 0 to 1.
    pub(super) confidence: f32,
    /// How firmly it binds: a lower one is meant when a duty has several.
    pub(super) rank: usize,
}

/// Finds deadlines for one document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finder<'a> {
    patterns: &'a Patterns,
    issued: Option<Date>,
}

type Reader<'a> = fn(&Finder<'a>, &Captures<'_>) -> Option<Deadline>;

impl<'a> Finder<'a> {
    /// For a document of a date, `YYYY-MM-DD`.
    pub(super) fn new(patterns: &'a Patterns, issued: Option<&str>) -> Self {
        Self { patterns, issued: issued.and_then(dates::iso) }
    }

    /// The deadlines of a passage, in order.
    pub(super) fn find(&self, passage: &str) -> Vec<Due> {
        let mut found: Vec<Due> = Vec::new();
        for (rank, (rule, read)) in self.forms().into_iter().enumerate() {
            for captures in rule.regex().captures_iter(passage) {
                let Some(whole) = captures.get(0) else { continue };
                let range = captures.name("text").unwrap_or(whole).range();
                if found.iter().any(|other| other.range.start < range.end && range.start < other.range.end) || self.not_due(passage, &range)
                {
                    continue;
                }
                let Some(deadline) = read(self, &captures).filter(|deadline| !self.is_past(deadline)) else { continue };
                let lead = passage.get(range.clone()).and_then(|text| self.patterns.deadlines.leading_words.regex().find(text));
                let range = trimmed(passage, range.start + lead.map_or(0, |lead| lead.end())..range.end);
                let text = passage.get(range.clone()).unwrap_or_default().to_owned();
                found.push(self.due(Deadline { text, ..deadline }, range, rule, rank));
            }
        }
        self.add_starts(passage, &mut found);
        found.sort_by_key(|due| due.range.start);
        found
    }

    /// The deadline that a passage's duty has: the one that binds most firmly.
    pub(super) fn of(&self, passage: &str) -> Option<Due> {
        self.find(passage).into_iter().min_by_key(|due| due.rank)
    }

    /// The deadline that a table's cell gives, where a bare day, period or rhythm is one too.
    pub(super) fn of_cell(&self, cell: &str) -> Option<Due> {
        let rules = &self.patterns.deadlines;
        let bare: [(&Rule, Reader<'a>); 7] = [
            (&rules.bare_day, Self::by_day),
            (&rules.bare_span, Self::by_day),
            (&rules.bare_period, Self::during),
            (&rules.bare_month, Self::month),
            (&rules.bare_years, Self::until_last),
            (&rules.bare_row, Self::until_last),
            (&rules.bare_rhythm, Self::every),
        ];
        let found = bare.into_iter().find_map(|(rule, read)| {
            let captures = rule.regex().captures(cell)?;
            let range = trimmed(cell, 0..cell.len());
            let text = cell.get(range.clone())?.to_owned();
            Some(self.due(Deadline { text, ..read(self, &captures)? }, range, rule, 0))
        });
        found.or_else(|| self.of(cell))
    }

    /// The forms in the order of trust.
    fn forms(&self) -> [(&'a Rule, Reader<'a>); 23] {
        let rules = &self.patterns.deadlines;
        [
            (&rules.quarter_month_day, Self::quarter_month_day),
            (&rules.yearly_day, Self::yearly_day),
            (&rules.yearly_day_after, Self::yearly_day),
            (&rules.last_day_of_month, Self::last_day_of_month),
            (&rules.monthly_day, Self::monthly_day),
            (&rules.monthly_day_after, Self::monthly_day),
            (&rules.weekly_day, Self::weekly_day),
            (&rules.weekly_day_after, Self::weekly_day),
            (&rules.daily, Self::daily),
            (&rules.span, Self::span),
            (&rules.before_day, Self::before_day),
            (&rules.by_day, Self::by_day),
            (&rules.within, Self::within),
            (&rules.within_open, Self::within),
            (&rules.by_day_named, Self::by_day),
            (&rules.on_day, Self::on_day),
            (&rules.before_period, Self::before_period),
            (&rules.until_period, Self::until_period),
            (&rules.during, Self::during),
            (&rules.every, Self::every),
            (&rules.every_times, Self::every),
            (&rules.every_open, Self::every),
            (&rules.at_once, Self::at_once),
        ]
    }

    fn due(&self, deadline: Deadline, range: Range<usize>, rule: &Rule, rank: usize) -> Due {
        let counted = deadline.relation == Relation::Within && deadline.date.is_some();
        let dateless = deadline.date.is_none() && !matches!(deadline.relation, Relation::Recurring | Relation::Immediately);
        let confidence = if dateless || counted { 0.75 } else { 0.9 };
        Due { range, deadline, rule: rule.name.clone(), confidence, rank }
    }

    fn not_due(&self, passage: &str, range: &Range<usize>) -> bool {
        let rules = &self.patterns.deadlines;
        let near = passage.floor_char_boundary(range.start.saturating_sub(BEFORE));
        let before = passage.get(near..range.start).unwrap_or_default();
        rules.not_due.regex().is_match(before) && !rules.still_due.regex().is_match(before)
    }

    fn is_past(&self, deadline: &Deadline) -> bool {
        let day = deadline.date.as_deref().and_then(dates::iso);
        self.issued.zip(day).is_some_and(|(issued, day)| {
            let before = dates::days_between(day, issued);
            before > PAST_DAYS || (before > 0 && !matches!(deadline.relation, Relation::Before | Relation::By))
        })
    }

    fn add_starts(&self, passage: &str, found: &mut [Due]) {
        let rules = &self.patterns.deadlines;
        let Some(captures) = rules.starts.regex().captures(passage) else { return };
        let starts = match (captures.name("day"), captures.name("period")) {
            (Some(day), _) => dates::day(day.as_str(), self.issued).map(|day| day.to_string()),
            (None, Some(period)) => {
                dates::period(period.as_str(), rules, self.issued).map(|(first, _)| first.strftime("%Y-%m").to_string())
            }
            (None, None) => None,
        };
        for due in found.iter_mut().filter(|due| due.deadline.relation == Relation::Recurring) {
            due.deadline.starts.clone_from(&starts);
        }
    }

    fn day(&self, captures: &Captures<'_>) -> Option<Date> {
        dates::day(captures.name("day")?.as_str(), self.issued)
    }

    /// A day in words that could not be placed for want of a year still binds, without a date.
    fn dated(&self, captures: &Captures<'_>, relation: Relation, late: i64) -> Option<Deadline> {
        let day = self.day(captures);
        if day.is_none() && self.issued.is_some() {
            return None;
        }
        Some(on(relation, day, day.and_then(|day| shifted(day, late))))
    }

    fn before_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        self.dated(captures, Relation::Before, if captures.name("clock").is_some() { 0 } else { -1 })
    }

    fn by_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        self.dated(captures, Relation::By, 0)
    }

    /// A span that is over is a period that is reported on.
    fn span(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let over = self.day(captures).zip(self.issued).is_some_and(|(day, issued)| day < issued);
        if over { None } else { self.by_day(captures) }
    }

    fn on_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        self.dated(captures, Relation::On, 0)
    }

    fn period(&self, captures: &Captures<'_>) -> Option<(Date, Date)> {
        self.period_of(captures.name("period")?.as_str())
    }

    fn period_of(&self, text: &str) -> Option<(Date, Date)> {
        dates::period(text, &self.patterns.deadlines, self.issued)
    }

    fn before_period(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let (first, _) = self.period(captures)?;
        Some(on(Relation::Before, Some(first), shifted(first, -1)))
    }

    fn until_period(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let (_, last) = self.period(captures)?;
        Some(on(Relation::By, Some(last), Some(last)))
    }

    fn during(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let (_, last) = self.period(captures)?;
        Some(on(Relation::During, Some(last), Some(last)))
    }

    /// A month without the word: `10/2024`.
    fn month(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let (_, last) = self.period_of(&format!("tháng {}/{}", captures.name("month")?.as_str(), captures.name("year")?.as_str()))?;
        Some(on(Relation::During, Some(last), Some(last)))
    }

    /// Of periods in a row: `quý III - IV/2026`, `2026-2030`.
    fn until_last(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let unit = captures.name("unit").map_or("năm", |unit| unit.as_str());
        let (_, last) = self.period_of(&format!("{unit} {}", captures.name("last")?.as_str()))?;
        Some(on(Relation::During, Some(last), Some(last)))
    }

    fn within(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let count: u32 = captures.name("count")?.as_str().parse().ok()?;
        let unit = captures.name("unit")?.as_str().to_lowercase();
        // Where no event is named, the order's own day is meant.
        let own = captures.name("event").is_none_or(|event| self.patterns.deadlines.own_event.regex().is_match(event.as_str()));
        let day = self.issued.filter(|_| own).and_then(|issued| match captures.name("working") {
            Some(_) => calendar::after_working_days(issued, count, &self.patterns.holidays),
            None => calendar::after(issued, count, &unit),
        });
        Some(on(Relation::Within, day, day))
    }

    fn quarter_month_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let day = number(captures, "day").filter(|day| (1..=31).contains(day))?;
        let last = captures.name("edge")?.as_str().to_lowercase().starts_with('c');
        let months = if last { "3,6,9,12" } else { "1,4,7,10" };
        Some(again(format!("FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}")))
    }

    /// One rule says all days only where their day of the month is one, or each is its month's last; else it says their months.
    fn yearly_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let leap = dates::iso("2024-01-01");
        let days: Vec<Date> = listed(captures, "days")?.into_iter().map(|day| dates::day(day, leap)).collect::<Option<_>>()?;
        let months: Vec<String> = days.iter().map(|day| day.month().to_string()).collect();
        let rule = format!("FREQ=YEARLY;BYMONTH={}", months.join(","));
        let first = days.first()?.day();
        Some(again(if days.iter().all(|day| day.day() == first) {
            format!("{rule};BYMONTHDAY={first}")
        } else if days.iter().all(|day| day.day() == day.days_in_month()) {
            format!("{rule};BYMONTHDAY=-1")
        } else {
            rule
        }))
    }

    fn last_day_of_month(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let day = if captures.name("working").is_some() { "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" } else { "BYMONTHDAY=-1" };
        Some(again(format!("FREQ=MONTHLY;{day}")))
    }

    fn monthly_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let digits = |part: &str| part.trim_matches(|sign: char| !sign.is_ascii_digit()).parse::<u32>().ok();
        let days: Vec<String> = listed(captures, "days")?.into_iter().map(|part| Some(digits(part)?.to_string())).collect::<Option<_>>()?;
        Some(again(format!("FREQ=MONTHLY;BYMONTHDAY={}", days.join(","))))
    }

    fn weekly_day(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let code = |name: &str| {
            let name = name.trim().to_lowercase();
            self.patterns.deadlines.weekdays.iter().find(|(word, _)| name.ends_with(word.as_str())).map(|(_, code)| code.as_str())
        };
        let days: Vec<&str> = listed(captures, "weekdays")?.into_iter().map(code).collect::<Option<_>>()?;
        Some(again(format!("FREQ=WEEKLY;BYDAY={}", days.join(","))))
    }

    fn daily(&self, _: &Captures<'_>) -> Option<Deadline> {
        Some(again("FREQ=DAILY".into()))
    }

    fn every(&self, captures: &Captures<'_>) -> Option<Deadline> {
        let count = captures.name("count").map(|count| match count.as_str().to_lowercase().as_str() {
            "ba" => 3,
            "sáu" => 6,
            digits => digits.parse().unwrap_or(1),
        });
        let (frequency, factor) = match captures.name("unit")?.as_str().to_lowercase().as_str() {
            "ngày" => ("DAILY", 1),
            "tuần" => ("WEEKLY", 1),
            "tháng" => ("MONTHLY", 1),
            "quý" => ("MONTHLY", 3),
            _ => ("YEARLY", 1),
        };
        let interval: u32 = count.unwrap_or(1) * factor;
        Some(again(if interval > 1 { format!("FREQ={frequency};INTERVAL={interval}") } else { format!("FREQ={frequency}") }))
    }

    fn at_once(&self, _: &Captures<'_>) -> Option<Deadline> {
        Some(on(Relation::Immediately, None, None))
    }
}

/// The parts of a list: `15/6 và 15/12`, `thứ 2, 4`.
fn listed<'t>(captures: &Captures<'t>, name: &str) -> Option<Vec<&'t str>> {
    Some(captures.name(name)?.as_str().split([',', ';']).flat_map(|part| part.split("và")).collect())
}

fn number(captures: &Captures<'_>, name: &str) -> Option<u32> {
    captures.name(name)?.as_str().parse().ok()
}

fn on(relation: Relation, day: Option<Date>, last: Option<Date>) -> Deadline {
    Deadline {
        text: String::new(),
        relation,
        date: day.map(|day| day.to_string()),
        last_day: last.map(|day| day.to_string()),
        recurrence: None,
        starts: None,
    }
}

fn again(rule: String) -> Deadline {
    Deadline { recurrence: Some(rule), ..on(Relation::Recurring, None, None) }
}

fn shifted(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A range without punctuation and spaces at its ends.
fn trimmed(passage: &str, range: Range<usize>) -> Range<usize> {
    let text = passage.get(range.clone()).unwrap_or_default();
    let off = |character: char| character.is_whitespace() || matches!(character, ',' | ';' | '.' | ':' | '(' | ')');
    let start = range.start + (text.len() - text.trim_start_matches(off).len());
    let end = range.end - (text.len() - text.trim_end_matches(off).len());
    start..end.max(start)
}

#[cfg(test)]
mod tests;
