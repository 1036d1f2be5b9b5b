//! The period that a document reports on: that of its subject, where it tells results.

use regex::Captures;

use super::Head;
use crate::pattern::{LetterheadRules, Rule};
use crate::text::fold;

/// Makes a period of what a rule matched.
type Read = fn(&Captures<'_>) -> Option<String>;

/// Reads the period.
pub(super) fn read(head: &mut Head<'_>) {
    let rules = &head.reading.patterns.letterhead;
    let (Some(whole), Some(at)) = (head.found.value.subject.clone(), head.subject_at.clone()) else { return };
    let folded = fold(&whole);
    let code = head.found.value.kind.as_ref().map_or("", |kind| kind.code.as_str());
    let told = folded.contains("ket qua") && !matches!(code, "KH" | "CT" | "GM" | "QĐ" | "CTr" | "NQ");
    let results = told || rules.publishes.regex().is_match(&folded);
    let report = code == "BC" && rules.result_words.iter().any(|word| folded.contains(word.as_str()));
    if !results && code != "BC" {
        return;
    }
    let subject = done(&whole, rules).unwrap_or(whole);
    let exact: [(&Rule, Read); 5] =
        [(&rules.half, half), (&rules.months, months), (&rules.quarter, quarter), (&rules.month, month), (&rules.week, week)];
    let found = exact.into_iter().find_map(|(rule, read)| Some((read(&rule.regex().captures(&subject)?)?, rule)));
    let found = found.or_else(|| {
        let week = rules.week.regex().captures(&subject)?;
        Some((week_up_to(&week, head.found.value.date.as_deref()?)?, &rules.week))
    });
    let found = found.or_else(|| {
        let years: Vec<Captures<'_>> = rules.year.regex().captures_iter(&subject).collect();
        // `những tháng cuối năm 2024` is no period of its own, and not the year.
        let whole = |year: &&Captures<'_>| year.name("part").is_none();
        let first = years.first().filter(whole).filter(|_| (results || report) && years.len() == 1)?;
        Some((first.name("y")?.as_str().to_owned(), &rules.year))
    });
    if let Some((period, rule)) = found {
        head.found.value.period = Some(period);
        head.note_by("/period", &at, rule, 0.9);
    }
}

/// What a subject says was done, before what is to be done: `Kết quả công tác tháng 9, phương hướng nhiệm vụ tháng 10 năm
/// 2021`. The year behind the second period is the first one's too, unless a year ends between them. `None` where the
/// subject has no such halves.
fn done(subject: &str, rules: &LetterheadRules) -> Option<String> {
    rules.outlook.regex().find_iter(subject).find_map(|outlook| {
        let (done, ahead) = (subject.get(..outlook.start())?, subject.get(outlook.start()..)?);
        if year_in(done).is_some() {
            return Some(done.to_owned());
        }
        let rule = rules.bare_period.regex();
        let own = rule.captures_iter(done).last().filter(|own| own.get(0).is_some_and(|own| own.end() == done.len()))?;
        let next = rule.captures(ahead).and_then(|next| place_in_year(&next));
        let over = place_in_year(&own).zip(next).is_some_and(|(own, next)| next < own);
        let year = year_in(ahead)? - u16::from(over);
        let named = if done.ends_with("năm") { "" } else { " năm" };
        Some(format!("{done}{named} {year}"))
    })
}

/// The first year that a text names.
fn year_in(text: &str) -> Option<u16> {
    let numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.filter_map(|number| number.parse().ok()).find(|year| (1990..2100).contains(year))
}

/// Which month, quarter or half of its year a period is.
fn place_in_year(found: &Captures<'_>) -> Option<u8> {
    if let Some(half) = group(found, "half") {
        return Some(if fold(half) == "dau" { 1 } else { 2 });
    }
    let number = group(found, "number")?;
    quarter_of(number).or_else(|| number.parse().ok())
}

fn group<'a>(found: &'a Captures<'_>, name: &str) -> Option<&'a str> {
    found.name(name).map(|part| part.as_str())
}

fn half(found: &Captures<'_>) -> Option<String> {
    let half = if fold(group(found, "h")?) == "dau" { 1 } else { 2 };
    Some(format!("{}-H{half}", group(found, "y")?))
}

fn months(found: &Captures<'_>) -> Option<String> {
    let last: u32 = group(found, "n")?.parse().ok().filter(|last| (2..=11).contains(last))?;
    let year = group(found, "y")?;
    Some(if last == 6 { format!("{year}-H1") } else { format!("{year}-01/{year}-{last:02}") })
}

fn quarter(found: &Captures<'_>) -> Option<String> {
    let quarter = group(found, "q")?;
    let quarter = quarter_of(quarter).or_else(|| quarter.parse().ok())?;
    Some(format!("{}-Q{quarter}", group(found, "y")?))
}

fn quarter_of(roman: &str) -> Option<u8> {
    let all = ["I", "II", "III", "IV"];
    all.into_iter().zip(1..).find(|(name, _)| roman.eq_ignore_ascii_case(name)).map(|(_, quarter)| quarter)
}

fn month(found: &Captures<'_>) -> Option<String> {
    let month: u32 = group(found, "m")?.parse().ok()?;
    Some(format!("{}-{month:02}", group(found, "y")?))
}

fn week(found: &Captures<'_>) -> Option<String> {
    let week: u32 = group(found, "w")?.parse().ok().filter(|week| (1..=53).contains(week))?;
    Some(format!("{}-W{week:02}", group(found, "y")?))
}

/// A week without a year is the last one of that number up to a date.
fn week_up_to(found: &Captures<'_>, date: &str) -> Option<String> {
    let week: i8 = group(found, "w")?.parse().ok().filter(|week| (1..=53).contains(week))?;
    let issued = date.parse::<jiff::civil::Date>().ok()?.iso_week_date();
    let year = if week > issued.week() { issued.year() - 1 } else { issued.year() };
    Some(format!("{year}-W{week:02}"))
}
