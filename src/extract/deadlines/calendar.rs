//! Counting days: calendar days, and working days that skip weekends and holidays.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::pattern::deadlines::Holidays;

/// The day `count` working days after `start`, which is not counted itself; none in a year whose days off are not known.
pub(super) fn after_working_days(start: Date, count: u32, holidays: &Holidays) -> Option<Date> {
    let mut day = start;
    let mut left = count;
    while left > 0 {
        day = day.tomorrow().ok()?;
        holidays.off.get(&format!("{:04}", day.year()))?;
        if is_working(day, holidays) {
            left -= 1;
        }
    }
    Some(day)
}

/// The day a number of days, weeks or months after `start`.
pub(super) fn after(start: Date, count: u32, unit: &str) -> Option<Date> {
    let count = i64::from(count);
    match unit {
        "ngày" => start.checked_add(count.days()).ok(),
        "tuần" => start.checked_add(count.weeks()).ok(),
        "tháng" => start.checked_add(count.months()).ok(),
        _ => None,
    }
}

fn is_working(day: Date, holidays: &Holidays) -> bool {
    if listed(day, &holidays.work) {
        return true;
    }
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !listed(day, &holidays.off)
}

fn listed(day: Date, list: &std::collections::BTreeMap<String, Vec<String>>) -> bool {
    let key = format!("{:02}-{:02}", day.month(), day.day());
    let year = format!("{:04}", day.year());
    list.get(&year).is_some_and(|entries| {
        entries.iter().any(|entry| match entry.split_once('/') {
            Some((from, to)) => from <= key.as_str() && key.as_str() <= to,
            None => *entry == key,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Patterns;
    use jiff::civil::date;

    #[test]
    fn working_days_skip_weekends_holidays_and_keep_swapped_saturdays() {
        let holidays = Patterns::embedded().unwrap().holidays;
        let after = |start, count| after_working_days(start, count, &holidays).unwrap();
        assert_eq!(after(date(2025, 3, 7), 3), date(2025, 3, 12), "over a weekend");
        assert_eq!(after(date(2024, 4, 26), 2), date(2024, 5, 3), "over four days off");
        assert_eq!(after(date(2024, 5, 3), 1), date(2024, 5, 4), "the Saturday worked in exchange");
        assert_eq!(after(date(2026, 2, 13), 1), date(2026, 2, 23), "over Tết");
        assert_eq!(after(date(2020, 4, 14), 15), date(2020, 5, 7), "over two days of another year");
        assert_eq!(after_working_days(date(1999, 12, 30), 3, &holidays), None, "no days off are known");
    }

    #[test]
    fn every_holiday_is_a_day_of_its_year() {
        let holidays = Patterns::embedded().unwrap().holidays;
        for (year, entries) in holidays.off.iter().chain(&holidays.work) {
            for part in entries.iter().flat_map(|entry| entry.split('/')) {
                assert!(format!("{year}-{part}").parse::<Date>().is_ok(), "{year}-{part}");
            }
        }
        for (year, entries) in &holidays.work {
            for entry in entries {
                let day: Date = format!("{year}-{entry}").parse().unwrap();
                assert_eq!(day.weekday(), Weekday::Saturday, "{day}");
            }
        }
    }
}
