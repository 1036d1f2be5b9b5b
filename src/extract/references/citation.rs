//! One citation: kind, number, date, issuer, as they stand around the number.

use std::ops::Range;

use crate::extract::bodies::normal_form;
use crate::extract::letterhead::date_of;
use crate::pattern::Patterns;
use crate::text::fold;

/// One citation in a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Citation {
    pub(super) number: String,
    pub(super) kind: Option<String>,
    pub(super) date: Option<String>,
    pub(super) issuer: Option<String>,
    /// Where it stands in the paragraph, from the number to its end.
    pub(super) at: Range<usize>,
    /// A Party paper.
    pub(super) party: bool,
    /// It opens a clause of its own, so that it is not only named inside another's title.
    pub(super) opens_clause: bool,
    /// Where what was read of it ends.
    end: usize,
    /// Where its kind begins.
    start: usize,
}

/// All citations of a paragraph, in order.
pub(super) fn all(paragraph: &str, patterns: &Patterns) -> Vec<Citation> {
    let rules = &patterns.references.rules;
    let mut found: Vec<Citation> = Vec::new();
    for captures in rules.number.regex().captures_iter(paragraph) {
        found.extend(read(paragraph, &captures, patterns, false));
    }
    for captures in rules.party.regex().captures_iter(paragraph) {
        found.extend(read(paragraph, &captures, patterns, true));
    }
    found.sort_by_key(|citation| citation.at.start);
    share_in_lists(paragraph, &mut found, patterns);
    found
}

fn read(paragraph: &str, captures: &regex::Captures<'_>, patterns: &Patterns, party: bool) -> Vec<Citation> {
    let (Some(whole), Some(n), Some(s)) = (captures.get(0), captures.name("n"), captures.name("s")) else { return Vec::new() };
    let compact = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let symbol = compact(s.as_str());
    let list = captures.name("list").map_or("", |list| list.as_str());
    let before = paragraph.get(..whole.start()).unwrap_or_default();
    let cited = kind_before(before, patterns);
    let year = captures.name("y").map(|year| year.as_str());
    if !plausible(&symbol, year.is_some(), cited.is_some(), before, patterns) {
        return Vec::new();
    }
    let kind = cited.as_ref().map(|(code, _)| code.clone()).or_else(|| kind_of_symbol(&symbol, party, patterns));
    let start = cited.map_or(whole.start(), |(_, start)| start);
    let after = paragraph.get(whole.end()..).unwrap_or_default();
    let date = patterns.references.rules.date.regex().captures(after);
    let dated = date.as_ref().and_then(|date| date.get(0)).map_or(0, |date| date.end());
    let date = date.and_then(|date| {
        let part = |name: &str| date.name(name).and_then(|part| part.as_str().parse().ok());
        date_of(part("d"), part("m"), part("y"))
    });
    let (issuer, issued) = issuer_after(after.get(dated..).unwrap_or_default(), patterns);
    let issuer = issuer.or_else(|| issuer_before(paragraph.get(..start).unwrap_or_default(), patterns));
    let end = whole.end() + dated + issued;
    let year = year.map_or_else(String::new, |year| format!("{year}/"));
    let joint = if party { "-" } else { "/" };
    let numbers = list.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).chain([n.as_str()]);
    let clause = opens_clause(paragraph.get(..start).unwrap_or_default());
    let one = |number: &str| Citation {
        number: format!("{number}{joint}{year}{symbol}"),
        kind: kind.clone(),
        date: date.clone(),
        issuer: issuer.clone(),
        at: start..end,
        party,
        opens_clause: clause,
        end,
        start: whole.start(),
    };
    numbers.map(one).collect()
}

/// A symbol that documents have: with a hyphen or a year, or announced by a kind or `số`.
fn plausible(symbol: &str, year: bool, cited: bool, before: &str, patterns: &Patterns) -> bool {
    let first = symbol.split(['-', '/']).next().unwrap_or_default();
    let tail = before.trim_end();
    let standard =
        patterns.references.standards.iter().any(|standard| first.starts_with(standard.as_str()) || tail.ends_with(standard.as_str()));
    let announced = cited || tail.to_lowercase().ends_with("số") || tail.ends_with("số:");
    let capitals = symbol.chars().filter(|letter| letter.is_uppercase()).count();
    !standard && capitals >= 2 && (symbol.contains(['-', '/']) || year || announced) && !before.ends_with(['/', '.'])
}

/// The kind named before the number, and where it begins.
fn kind_before(before: &str, patterns: &Patterns) -> Option<(String, usize)> {
    let gap = patterns.references.rules.kind.regex().find(before)?;
    let head = before.get(..gap.start())?;
    let lower = head.to_lowercase();
    let types = patterns.types.types.iter().map(|(code, kind)| (kind.name.to_lowercase(), code));
    let all = types.chain(patterns.references.kinds.iter().map(|(name, code)| (name.clone(), code)));
    let fits = all.filter(|(name, _)| lower.strip_suffix(name.as_str()).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
    if let Some((name, code)) = fits.max_by_key(|(name, _)| name.len()) {
        return Some((code.clone(), head.len().saturating_sub(name.len())));
    }
    // `Luật Đất đai số …`: the name of the law stands between.
    let number = gap.as_str().to_lowercase();
    let law =
        head.rfind("Luật ").filter(|&place| number.contains("số") && !head.get(place..).unwrap_or_default().contains([',', ';', '.', '/']));
    law.map(|place| (if head.get(..place).is_some_and(|rest| rest.ends_with("Bộ ")) { "BL" } else { "Luật" }.to_owned(), place))
}

/// The kind that the symbol names; a công văn where it names none.
fn kind_of_symbol(symbol: &str, party: bool, patterns: &Patterns) -> Option<String> {
    let first = symbol.split(['-', '/']).next()?;
    let named = patterns.types.types.iter().find(|(code, kind)| *code == first || kind.also.iter().any(|also| also == first));
    match named {
        Some((code, _)) => Some(code.clone()),
        None if first.starts_with("QH") || first.starts_with("UBTVQH") => None,
        None if party => None,
        None => Some("CV".to_owned()),
    }
}

/// The issuer behind `của`, and how far it reaches.
fn issuer_after(after: &str, patterns: &Patterns) -> (Option<String>, usize) {
    let Some(found) = patterns.references.rules.issuer.regex().captures(after) else { return (None, 0) };
    let Some(body) = found.name("b") else { return (None, 0) };
    let name = cut_name(body.as_str(), patterns);
    if name.chars().count() < 4 {
        return (None, 0);
    }
    (Some(normal_form(name, patterns)), body.start() + name.len())
}

/// The issuer before the kind, without the post of the person who asked.
fn issuer_before(before: &str, patterns: &Patterns) -> Option<String> {
    let rules = &patterns.references.rules;
    let found = rules.issuer_before.regex().captures(before)?;
    let name = found.name("b").or_else(|| found.name("c"))?.as_str();
    let name = name.rsplit_once(" của ").map_or(name, |(_, name)| name).trim();
    if let Some(body) = rules.post.regex().captures(name).and_then(|found| found.name("b")) {
        return Some(normal_form(body.as_str(), patterns));
    }
    let lower = name.to_lowercase();
    let person = lower.starts_with("trưởng ") || lower.starts_with("phó ") || lower.starts_with("đồng chí");
    let head = patterns.bodies.heads.iter().any(|head| lower.starts_with(&head.to_lowercase()))
        || name.starts_with("UBND")
        || name.starts_with("HĐND");
    (!person && head).then(|| normal_form(name, patterns))
}

/// The name up to the word that goes on with something else.
fn cut_name<'a>(text: &'a str, patterns: &Patterns) -> &'a str {
    let stops = &patterns.references.stops;
    let mut end = 0;
    let mut rest = text;
    let mut offset = 0;
    while let Some(word) = rest.split_whitespace().next() {
        let start = offset + (rest.len() - rest.trim_start().len());
        let here = text.get(start..).unwrap_or_default();
        let lower = here.to_lowercase();
        let phrase = stops
            .phrases
            .iter()
            .any(|phrase| lower.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        let bare = word.trim_end_matches(',');
        let joined = word == "và" && !joins_name(text.get(..end).unwrap_or_default(), here);
        if end > 0 && (phrase || stops.words.iter().any(|stop| stop == bare) || joined) {
            break;
        }
        offset = start + word.len();
        end = start + bare.len();
        rest = text.get(offset..).unwrap_or_default();
        if word.ends_with(',') && !comma_in_name(text.get(..end).unwrap_or_default(), rest) {
            break;
        }
    }
    text.get(..end).unwrap_or_default().trim()
}

/// `và` inside a name: a capital follows, which is not another document.
fn joins_name(_before: &str, here: &str) -> bool {
    let next = here.trim_start_matches("và").trim_start();
    let kinds = [
        "Quyết định",
        "Nghị quyết",
        "Nghị định",
        "Công văn",
        "Thông tư",
        "Thông báo",
        "Kế hoạch",
        "Chỉ thị",
        "Kết luận",
        "Luật",
        "Báo cáo",
        "Tờ trình",
    ];
    let other = kinds.iter().any(|kind| next.to_lowercase().starts_with(&kind.to_lowercase()));
    !other && (next.starts_with(char::is_uppercase) || next.starts_with("tìm kiếm") || next.starts_with("đầu tư"))
}

/// The comma of `Bộ Văn hóa, Thể thao và Du lịch` and of `phòng, chống`.
fn comma_in_name(before: &str, after: &str) -> bool {
    let (before, after) = (fold(before), fold(after.trim_start()));
    before.ends_with("van hoa") && after.starts_with("the thao")
        || before.ends_with("phong") && (after.starts_with("chong") || after.starts_with("chua"))
        || before.ends_with("dao tao")
}

/// It stands behind a semicolon or at the start, or goes on a list.
fn opens_clause(before: &str) -> bool {
    let tail = before.trim_end();
    let lower = fold(tail);
    tail.is_empty()
        || tail.ends_with([';', ',', '-'])
        || ["; cac", ", cac", " va", " va cac", "; can cu", "; so", ", so"].iter().any(|end| lower.ends_with(end))
}

/// Numbers in one list share the date and the issuer that stand behind the last.
fn share_in_lists(paragraph: &str, found: &mut [Citation], patterns: &Patterns) {
    let between = patterns.references.rules.between.regex();
    for index in (1..found.len()).rev() {
        let Some((left, right)) = found.split_at_mut_checked(index) else { continue };
        let (Some(earlier), Some(later)) = (left.last_mut(), right.first()) else { continue };
        let gap = paragraph.get(earlier.end..later.start).unwrap_or(".");
        if !between.is_match(gap) {
            continue;
        }
        if earlier.date.is_none() && earlier.issuer.is_none() {
            earlier.date.clone_from(&later.date);
        }
        if earlier.issuer.is_none() {
            earlier.issuer.clone_from(&later.issuer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(paragraph: &str) -> Vec<(String, Option<String>, Option<String>, Option<String>)> {
        let patterns = Patterns::embedded().unwrap();
        all(paragraph, &patterns).into_iter().map(|found| (found.number, found.kind, found.date, found.issuer)).collect()
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn reads_number_kind_date_and_issuer() {
        let found = read_all("Căn cứ Thông tư số 02/2021/TT-BNV ngày 11 tháng 6 năm 2021 của Bộ Nội vụ hướng dẫn về chức danh;");
        assert_eq!(found, [("02/2021/TT-BNV".to_owned(), some("TT"), some("2021-06-11"), some("Bộ Nội vụ"))]);
        let found = read_all("theo đề nghị của Giám đốc Sở Y tế tại Công văn số 77/SYT-NV ngày 5/6/2024.");
        assert_eq!(found, [("77/SYT-NV".to_owned(), some("CV"), some("2024-06-05"), some("Sở Y tế"))]);
        let found = read_all("Chỉ thị số 09-CT/TU, ngày 05/9/2026 của Ban Thường vụ Tỉnh ủy về công tác cán bộ");
        assert_eq!(found, [("09-CT/TU".to_owned(), some("CT"), some("2026-09-05"), some("Ban Thường vụ Tỉnh ủy"))]);
    }

    #[test]
    fn reads_lists_and_leaves_standards_and_figures() {
        let found = read_all("các Công văn số 12, 15/UBND-NC ngày 5/6/2024 của UBND tỉnh");
        assert_eq!(found.iter().map(|found| found.0.as_str()).collect::<Vec<_>>(), ["12/UBND-NC", "15/UBND-NC"]);
        assert_eq!(read_all("theo QCVN 01:2021/BXD và đạt 12/20 điểm, ngày 23/6/2022"), []);
    }
}
