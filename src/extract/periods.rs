//! Periods in the reduced forms of ISO 8601: `2024-09`, `2024-Q3`, `2024-H1`, `2024`, `2024-01/2024-09`, `2024-W05`.
//!
//! In: folded text and the rules of `periods.toml`. Out: periods and where they stand. What a
//! document reports on is `letterhead`'s choice.

use std::ops::Range;

use regex::Captures;

use crate::pattern::Expression;
use crate::pattern::periods::PeriodRules;

/// Gives every period named in folded text, in order; the month of a date is none. A month without a year takes that of
/// the given period or date: the last such month up to it.
#[must_use]
pub fn find(folded: &str, rules: &PeriodRules, near: Option<&str>) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let mut add = |regex: &Expression, form: &dyn Fn(&Captures<'_>) -> Option<String>| {
        for captures in regex.captures_iter(folded) {
            let Some(range) = captures.get(0).map(|whole| whole.range()) else { continue };
            let free = found.iter().all(|(taken, _)| range.end <= taken.start || taken.end <= range.start);
            if free && let Some(period) = form(&captures) {
                found.push((range, captures.name("day").is_none().then_some(period)));
            }
        }
    };
    let text = |captures: &Captures<'_>, name: &str| captures.name(name).map(|part| part.as_str().to_owned());
    let padded = |captures: &Captures<'_>, name: &str| text(captures, name)?.parse::<u8>().ok().map(|number| format!("{number:02}"));
    add(rules.half.regex(), &|captures| Some(format!("{}-{}", text(captures, "year")?, half(&text(captures, "half")?))));
    add(rules.months.regex(), &|captures| Some(first_months(&text(captures, "year")?, &padded(captures, "months")?)));
    add(rules.month.regex(), &|captures| Some(format!("{}-{}", text(captures, "year")?, padded(captures, "month")?)));
    add(rules.quarter.regex(), &|captures| Some(format!("{}-Q{}", text(captures, "year")?, quarter(&text(captures, "quarter")?)?)));
    add(rules.week.regex(), &|captures| Some(format!("{}-W{}", text(captures, "year")?, padded(captures, "week")?)));
    add(rules.year.regex(), &|captures| text(captures, "year"));
    add(rules.half_alone.regex(), &|captures| Some(format!("{}-{}", near?.get(..4)?, half(&text(captures, "half")?))));
    add(rules.months_alone.regex(), &|captures| {
        let months = padded(captures, "months")?;
        Some(first_months(last_month(&months, near?)?.get(..4)?, &months))
    });
    add(rules.month_alone.regex(), &|captures| last_month(&padded(captures, "month")?, near?));
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().filter_map(|(range, period)| Some((range, period?))).collect()
}

/// Half a year by its word.
fn half(word: &str) -> &'static str {
    if word == "dau" { "H1" } else { "H2" }
}

/// A year up to a month.
fn first_months(year: &str, last: &str) -> String {
    match last {
        "06" => format!("{year}-H1"),
        "12" => year.to_owned(),
        _ => format!("{year}-01/{year}-{last}"),
    }
}

/// The last month of that number up to a period or a date.
fn last_month(month: &str, near: &str) -> Option<String> {
    let own: u32 = near.get(..4)?.parse().ok()?;
    let later = !near.contains('/') && near.get(5..7).is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()) && month > last);
    Some(format!("{}-{month}", if later { own - 1 } else { own }))
}

fn quarter(text: &str) -> Option<u8> {
    match text.to_lowercase().as_str() {
        "i" | "1" => Some(1),
        "ii" | "2" => Some(2),
        "iii" | "3" => Some(3),
        "iv" | "4" => Some(4),
        _ => None,
    }
}

/// The period of the same length just before: `2024-01` → `2023-12`.
pub(super) fn before(period: &str) -> Option<String> {
    let (year, rest) = match period.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (period, None),
    };
    let number: u32 = year.parse().ok()?;
    let step = |rest: &str, last: u32, form: &dyn Fn(u32, u32) -> String| {
        let at: u32 = rest.parse().ok()?;
        Some(if at > 1 { form(number, at - 1) } else { form(number - 1, last) })
    };
    match rest {
        None => Some((number - 1).to_string()),
        Some(rest) if rest.contains('/') => None,
        Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('H')) {
            (Some(at), _) => step(at, 4, &|year, at| format!("{year}-Q{at}")),
            (_, Some(at)) => step(at, 2, &|year, at| format!("{year}-H{at}")),
            _ => step(rest, 12, &|year, at| format!("{year}-{at:02}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Patterns;

    #[test]
    fn reads_periods_as_offices_write_them() {
        let patterns = Patterns::embedded().unwrap();
        let read = |text: &str| find(text, &patterns.periods, Some("2024")).into_iter().map(|(_, period)| period).collect::<Vec<_>>();
        assert_eq!(read("thang 9/2024 so voi thang 02 nam 2023"), ["2024-09", "2023-02"]);
        assert_eq!(read("quy iii/2023, 6 thang dau nam 2025, 9 thang dau nam 2022"), ["2023-Q3", "2025-H1", "2022-01/2022-09"]);
        assert_eq!(read("diem thang 3; ca nam 2021; tuan 5/2024"), ["2024-03", "2021", "2024-W05"]);
        assert_eq!(read("tong so diem, den ngay 15 thang 7 nam 2024 va ngay 16 thang 8"), Vec::<String>::new());
        let months = |near: &str| {
            find("diem thang 12 va thang 1", &patterns.periods, Some(near)).into_iter().map(|(_, period)| period).collect::<Vec<_>>()
        };
        let since = |near: &str| find("7 thang dau nam dat, 6 thang cuoi nam", &patterns.periods, Some(near));
        assert_eq!(since("2023-08-21").into_iter().map(|(_, period)| period).collect::<Vec<_>>(), ["2023-01/2023-07", "2023-H2"]);
        assert_eq!(months("2025-01-06"), ["2024-12", "2025-01"]);
        assert_eq!(months("2025-01/2025-12"), ["2025-12", "2025-01"]);
    }

    #[test]
    fn steps_back() {
        assert_eq!(
            ["2024-01", "2024-Q1", "2024-H2", "2024"].map(|period| before(period).unwrap()),
            ["2023-12", "2023-Q4", "2024-H1", "2023"]
        );
    }
}
