//! The period that a document reports on: that of its subject, where it tells results.

use regex::Captures;

use super::Head;
use crate::pattern::Rule;
use crate::text::fold;

/// Makes a period of what a rule matched.
type Read = fn(&Captures<'_>) -> Option<String>;

/// Reads the period.
pub(super) fn read(head: &mut Head<'_>) {
    let rules = &head.reading.patterns.letterhead;
    let (Some(subject), Some(at)) = (head.found.value.subject.clone(), head.subject_at.clone()) else { return };
    let folded = fold(&subject);
    let code = head.found.value.kind.as_ref().map_or("", |kind| kind.code.as_str());
    let told = folded.contains("ket qua") && !matches!(code, "KH" | "CT" | "GM" | "QĐ" | "CTr" | "NQ");
    let results = told || rules.publishes.regex().is_match(&folded);
    let report = code == "BC" && rules.result_words.iter().any(|word| folded.contains(word.as_str()));
    if !results && code != "BC" {
        return;
    }
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
    let quarter = match group(found, "q")?.to_uppercase().as_str() {
        "I" | "1" => 1,
        "II" | "2" => 2,
        "III" | "3" => 3,
        _ => 4,
    };
    Some(format!("{}-Q{quarter}", group(found, "y")?))
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
