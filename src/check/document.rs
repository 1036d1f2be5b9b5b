//! Blanks, dates, periods, annexes and counts of the document as a whole.

use std::collections::BTreeMap;

use serde_json::json;

use super::tables::{filled, is_of_none};
use super::{Evidence, finding};
use crate::extract::periods_in;
use crate::record::{Finding, FindingCode, Table};
use crate::text::fold;
use crate::words::findings as words;

/// Checks the document's own data against its text and tables.
pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(period_mismatch(evidence));
    findings.extend(period_after_date(evidence));
    findings.extend(deadlines(evidence));
    findings.extend(counts(evidence));
    findings.extend(annexes(evidence));
    findings.extend(blanks(evidence));
    findings
}

/// A blank number or day. Not in a signed file: there they are stamped on as pictures, which no text shows.
fn blanks(evidence: &Evidence<'_>) -> Vec<Finding> {
    if evidence.signed {
        return Vec::new();
    }
    let document = &evidence.facts.document;
    let mut found = Vec::new();
    if document.number.is_none() && document.symbol.is_some() {
        found.push(finding(FindingCode::BlankNumber, words::blank_number(), vec!["/document/number".into()], []));
    }
    if document.date.is_none() && document.date_text.is_some() {
        found.push(finding(FindingCode::BlankDate, words::blank_date(), vec!["/document/date".into()], []));
    }
    found
}

/// The one period that a text names.
fn single(evidence: &Evidence<'_>, folded: &str) -> Option<String> {
    let mut periods: Vec<String> = periods_in(folded, &evidence.patterns.periods, None).into_iter().map(|(_, period)| period).collect();
    periods.dedup();
    match periods.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn period_mismatch(evidence: &Evidence<'_>) -> Option<Finding> {
    let own = evidence.facts.document.period.as_deref().filter(|own| own.len() > 4 && !own.contains('/'))?;
    let rules = &evidence.patterns.findings;
    let closing = evidence.paragraphs.iter().rfind(|paragraph| rules.closing.regex().is_match(paragraph));
    let closing = closing
        .filter(|closing| !rules.two_periods.regex().is_match(closing))
        .and_then(|closing| single(evidence, closing))
        .filter(|period| period != own && period.len() == own.len());
    let captions = evidence.facts.tables.iter().enumerate().filter_map(|(index, table)| {
        let caption = fold(table.caption.as_deref()?);
        let period = single(evidence, &caption).filter(|period| period.len() > 4 && !period.contains('/'))?;
        (!rules.other_period_caption.regex().is_match(&caption)).then_some((index, period))
    });
    let captions: Vec<(usize, String)> = captions.collect();
    let annex = captions.first().filter(|_| captions.iter().all(|(_, period)| period != own));
    if closing.is_none() && annex.is_none() {
        return None;
    }
    let mut pointers = vec!["/document/period".to_owned(), "/document/subject".to_owned()];
    pointers.extend(annex.map(|(index, _)| format!("/tables/{index}/caption")));
    let annex = annex.map(|(_, period)| period.as_str());
    let message = words::period_mismatch(own, closing.as_deref(), annex);
    let details = [("subject", json!(own)), ("closing", json!(closing)), ("annex", json!(annex))];
    Some(finding(FindingCode::PeriodMismatch, message, pointers, details))
}

/// A document dated before its period began; one before the period's end is usual, since figures are cut earlier.
fn period_after_date(evidence: &Evidence<'_>) -> Option<Finding> {
    let document = &evidence.facts.document;
    let (period, date) = (document.period.as_deref()?, document.date.as_deref()?);
    let past = ["BC", "TB"].iter().any(|code| document.kind.as_ref().is_some_and(|kind| kind.code == *code));
    if !past || first_day(period)?.as_str() <= date {
        return None;
    }
    let pointers = vec!["/document/period".into(), "/document/date".into()];
    let message = words::period_after_date(period, date);
    Some(finding(FindingCode::PeriodAfterDate, message, pointers, [("period", json!(period)), ("date", json!(date))]))
}

fn first_day(period: &str) -> Option<String> {
    let first = period.split('/').next()?;
    let (year, part) = first.split_once('-').map_or((first, None), |(year, part)| (year, Some(part)));
    let month = match part {
        None | Some("Q1" | "H1") => "01",
        Some("Q2") => "04",
        Some("Q3" | "H2") => "07",
        Some("Q4") => "10",
        Some(month) if month.len() == 2 => month,
        Some(_) => return None,
    };
    Some(format!("{year}-{month}-01"))
}

fn deadlines(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(document) = evidence.facts.document.date.as_deref() else { return Vec::new() };
    let early = evidence.facts.tasks.iter().enumerate().filter_map(|(index, task)| {
        let deadline = task.deadline.as_ref()?;
        let date = deadline.date.as_deref()?;
        // A year that was filled in by the reader proves nothing.
        let stated = deadline.text.contains(date.get(..4)?);
        let message = words::deadline(date, document);
        let pointers = vec![format!("/tasks/{index}/deadline/date"), "/document/date".into()];
        let details = [("deadline", json!(date)), ("document", json!(document))];
        (stated && date < document).then(|| finding(FindingCode::DeadlineBeforeDocument, message, pointers, details))
    });
    let mut found: Vec<Finding> = Vec::new();
    for one in early {
        if !found.iter().any(|known| known.details == one.details) {
            found.push(one);
        }
    }
    found
}

/// `14 sở, ban, ngành` against the rows of the ranking of those kinds.
fn counts(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rule = evidence.patterns.findings.counted_units.regex();
    let squeeze = |kinds: &str| kinds.replace(' ', "");
    let mut found = Vec::new();
    for (index, table) in evidence.facts.tables.iter().enumerate() {
        let ranked = evidence.facts.score_notes.ranked_in.contains(&Some(index));
        let caption = squeeze(&fold(table.caption.as_deref().unwrap_or_default()));
        let mut stated: Vec<(usize, String)> = Vec::new();
        for captures in evidence.paragraphs.iter().flat_map(|paragraph| rule.captures_iter(paragraph)) {
            let (Some(count), Some(kinds)) = (captures.name("count"), captures.name("kinds")) else { continue };
            if caption.contains(&squeeze(kinds.as_str()))
                && let Ok(count) = count.as_str().parse()
            {
                stated.push((count, kinds.as_str().to_owned()));
            }
        }
        stated.sort();
        stated.dedup();
        let others =
            evidence.facts.tables.iter().filter(|other| squeeze(&fold(other.caption.as_deref().unwrap_or_default())) == caption).count();
        let rows = rows(evidence, table);
        if let [(count, kinds)] = stated.as_slice()
            && ranked
            && others == 1
            && *count != rows
        {
            let message = words::count(&printed(evidence, kinds), *count, rows);
            let details = [("stated", json!(count)), ("computed", json!(rows))];
            found.push(finding(FindingCode::CountMismatch, message, vec![format!("/tables/{index}/rows")], details));
        }
    }
    found
}

/// The rows of a table that stand for a unit.
fn rows(evidence: &Evidence<'_>, table: &Table) -> usize {
    let is_unit = |row: &&Vec<String>| filled(row) >= 2 && !is_of_none(evidence, row);
    table.rows.iter().filter(is_unit).count()
}

/// Kinds of units with their marks, as lists of the patterns print them.
fn printed(evidence: &Evidence<'_>, kinds: &str) -> String {
    let mark = |kind: &str| {
        let known = evidence.patterns.findings.kinds.iter().find(|known| fold(known) == kind);
        known.cloned().unwrap_or_else(|| kind.to_owned())
    };
    kinds.split(',').map(|kind| mark(kind.trim())).collect::<Vec<_>>().join(", ")
}

/// Annexes that are named as this document's own, though only others follow.
fn annexes(evidence: &Evidence<'_>) -> Vec<Finding> {
    let rules = &evidence.patterns.findings;
    let printed = |captures: &regex::Captures<'_>| captures.name("number").map(|number| number.as_str().to_uppercase());
    let mut there: Vec<(u32, String)> = Vec::new();
    for name in evidence.short_lines.iter().filter_map(|line| printed(&rules.annex_heading.regex().captures(line)?)) {
        there.extend(ordinal(&name).filter(|number| there.iter().all(|(known, _)| known != number)).map(|number| (number, name)));
    }
    if there.is_empty() {
        return Vec::new();
    }
    let mut missing: BTreeMap<u32, String> = BTreeMap::new();
    for paragraph in evidence.paragraphs.iter().filter(|paragraph| rules.annex_of_this.regex().is_match(paragraph)) {
        for captures in rules.annex_named.regex().captures_iter(paragraph) {
            let after = captures.get(0).and_then(|whole| paragraph.get(whole.end()..)).unwrap_or_default();
            let Some((name, number)) = printed(&captures).and_then(|name| Some((name.clone(), ordinal(&name)?))) else { continue };
            if there.iter().all(|(known, _)| *known != number) && !rules.annex_of_another.regex().is_match(after) {
                missing.entry(number).or_insert(name);
            }
        }
    }
    let names = there.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
    let one = |annex: String| {
        let message = words::missing_annex(&annex, &names);
        finding(FindingCode::MissingAnnex, message, vec!["/tables".into()], [("annex", json!(annex))])
    };
    missing.into_values().map(one).collect()
}

/// The number of an annex, `03`, `3` or `III`: offices mix them within one document.
fn ordinal(printed: &str) -> Option<u32> {
    if let Ok(number) = printed.parse() {
        return Some(number);
    }
    let digit = |letter: char| match letter {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = printed.chars().map(digit).collect::<Option<_>>()?;
    let signed = digits.iter().enumerate().map(|(index, &own)| {
        let own = i64::from(own);
        if digits.get(index + 1).is_some_and(|&next| i64::from(next) > own) { -own } else { own }
    });
    u32::try_from(signed.sum::<i64>()).ok()
}

#[cfg(test)]
mod tests {
    use super::ordinal;
    use crate::extract::extract;
    use crate::pattern::Patterns;
    use crate::record::FindingCode;
    use crate::text::{Text, from_lines};

    fn codes(text: &Text) -> Vec<FindingCode> {
        let patterns = Patterns::embedded().unwrap();
        let findings = crate::check::check(&extract(text, &[], &patterns), text, &patterns);
        findings.iter().map(|finding| finding.code).collect()
    }

    fn missing(lines: &[&str]) -> usize {
        codes(&from_lines(lines)).iter().filter(|code| **code == FindingCode::MissingAnnex).count()
    }

    #[test]
    fn a_blank_is_no_blank_where_the_file_is_signed() {
        let lines = [
            "SỞ NỘI VỤ",
            "Số:       /SNV-VP",
            "Lâm Sơn, ngày     tháng     năm 2026",
            "V/v rà soát hồ sơ",
            "Kính gửi: Các phòng.",
            "Đề nghị rà soát./.",
        ];
        assert_eq!(codes(&from_lines(&lines)), [FindingCode::BlankNumber, FindingCode::BlankDate]);
        let signed = from_lines(&lines).signed();
        assert_eq!(codes(&signed), []);
        assert_eq!(extract(&signed, &[], &Patterns::embedded().unwrap()).warnings.len(), 2);
    }

    #[test]
    fn annexes_are_missed_by_their_number_and_only_the_own_ones() {
        let named = "Chi tiết tại Phụ lục 01, Phụ lục II kèm theo, theo mẫu tại Phụ lục III ban hành kèm theo Thông tư số 5/2024/TT-BYT.";
        assert_eq!(missing(&["Kế hoạch", named, "PHỤ LỤC I", "Danh mục một", "PHỤ LỤC 2", "Danh mục hai"]), 0);
        assert_eq!(missing(&["Kế hoạch", named, "PHỤ LỤC I", "Danh mục một"]), 1);
    }

    #[test]
    fn reads_roman_numbers() {
        assert_eq!(["IV", "09", "XIII", "A"].map(ordinal), [Some(4), Some(9), Some(13), None]);
    }
}
