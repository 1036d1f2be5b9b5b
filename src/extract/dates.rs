//! Days and periods as offices write them, as calendar days.
//!
//! In: a passage that a rule has already taken for a day or a period, and the day that a missing
//! year is counted from. Out: the day, or the period's first and last day. It deliberately does
//! not look for dates, and does not know what they are for.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::pattern::deadlines::Deadlines;

/// A day without its year may lie this many days before its document: a slip rather than next year's day.
const SLIP_DAYS: i32 = 60;

/// Reads `28/02/2024`, `15/7` or `05 tháng 12 năm 2025`.
///
/// A day without year is in `near`'s year, or in the next one where it would lie well before `near`.
pub(super) fn day(text: &str, near: Option<Date>) -> Option<Date> {
    let numbers: Vec<i16> = text.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    match *numbers.as_slice() {
        [day, month, year] => date(full_year(year), month, day),
        [day, month] => {
            let near = near?;
            let same = date(near.year(), month, day)?;
            if days_between(same, near) > SLIP_DAYS { date(near.year() + 1, month, day) } else { Some(same) }
        }
        _ => None,
    }
}

/// How many days `later` comes after `earlier`; negative where it comes before.
pub(super) fn days_between(earlier: Date, later: Date) -> i32 {
    earlier.until(later).map_or(0, |span| span.get_days())
}

/// Reads `YYYY-MM-DD`.
pub(super) fn iso(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// Reads a month, quarter, half or year, or its beginning, middle or end; gives the first and last day.
///
/// A period without year is in `near`'s year, or in the next one where it would have ended before `near`.
pub(super) fn period(text: &str, rules: &Deadlines, near: Option<Date>) -> Option<(Date, Date)> {
    let (first, last) = whole_period(text, rules, near)?;
    let edge = rules.edge.regex().find(text.trim_start()).map(|found| found.as_str().chars().next().unwrap_or_default());
    Some(match edge {
        Some('đ' | 'Đ') => (first, first),
        Some('g' | 'G') => {
            let middle = middle(first, last)?;
            (middle, middle)
        }
        _ => (first, last),
    })
}

/// The middle as the Civil Code counts it: the 15th of a month, 30 June of a year.
fn middle(first: Date, last: Date) -> Option<Date> {
    let months = last.month() - first.month() + 1;
    let start = first.checked_add(((months - 1) / 2).months()).ok()?;
    if months % 2 == 1 { start.with().day(15).build().ok() } else { Some(start.last_of_month()) }
}

/// The week of a day, or the one after it, from Monday to Sunday.
fn week(near: Date, next: bool) -> Option<(Date, Date)> {
    let monday = near.checked_sub(near.weekday().to_monday_zero_offset().days()).ok()?;
    let monday = if next { monday.checked_add(1.week()).ok()? } else { monday };
    Some((monday, monday.checked_add(6.days()).ok()?))
}

fn whole_period(text: &str, rules: &Deadlines, near: Option<Date>) -> Option<(Date, Date)> {
    if let Some(found) = rules.half.regex().captures(text) {
        let first_month = if found.name("half").is_some_and(|half| half.as_str().to_lowercase() == "đầu") { 1 } else { 7 };
        return months(year_of(&found), first_month, 6, near);
    }
    if let Some(found) = rules.quarter.regex().captures(text) {
        let quarter = quarter_number(found.name("quarter")?.as_str())?;
        return months(year_of(&found), quarter * 3 - 2, 3, near);
    }
    if let Some(found) = rules.month.regex().captures(text) {
        return months(year_of(&found), number(&found, "month")?, 1, near);
    }
    if let Some(found) = rules.current.regex().captures(text) {
        let near = near?;
        let unit = found.name("unit")?.as_str().to_lowercase();
        if unit.starts_with("tu") {
            return week(near, found.name("next").is_some());
        }
        let quarterly = unit.starts_with('q');
        let length = if quarterly { 3 } else { 1 };
        let first = (i16::from(near.month()) - 1) / length * length + if found.name("next").is_some() { length } else { 0 };
        return span(near.year() + first / 12, first % 12 + 1, length);
    }
    let found = rules.year.regex().captures(text)?;
    span(year_of(&found).or(near.map(Date::year))?, 1, 12)
}

fn months(year: Option<i16>, first: i16, count: i16, near: Option<Date>) -> Option<(Date, Date)> {
    if let Some(year) = year {
        return span(year, first, count);
    }
    let near = near?;
    let (start, end) = span(near.year(), first, count)?;
    if end < near { span(near.year() + 1, first, count) } else { Some((start, end)) }
}

fn span(year: i16, first: i16, count: i16) -> Option<(Date, Date)> {
    let last = date(year, first + count - 1, 1)?.last_of_month();
    Some((date(year, first, 1)?, last))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn full_year(year: i16) -> i16 {
    if year < 100 { year + 2000 } else { year }
}

fn year_of(found: &regex::Captures<'_>) -> Option<i16> {
    number(found, "year")
}

fn number(found: &regex::Captures<'_>, name: &str) -> Option<i16> {
    found.name(name)?.as_str().parse().ok()
}

fn quarter_number(text: &str) -> Option<i16> {
    match text.to_uppercase().trim_start_matches('0') {
        "I" | "1" => Some(1),
        "II" | "2" => Some(2),
        "III" | "3" => Some(3),
        "IV" | "4" => Some(4),
        _ => None,
    }
}
