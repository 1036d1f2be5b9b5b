//! One citation: kind, number, date, issuer, as they stand around the number.

use std::ops::Range;

use super::sharing;
use crate::extract::bodies::{known_form, normal_form};
use crate::extract::letterhead::date_of;
use crate::extract::symbols;
use crate::pattern::Patterns;
use crate::text::fold;

/// A citation looks so many bytes back for its kind and ahead for its date and issuer.
const WINDOW: usize = 600;
/// What stands right before a clause has at most so many bytes.
pub(super) const NEAR: usize = 32;

/// One citation in a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Citation {
    pub(super) number: String,
    /// The symbol of that number; empty where it is named by number, year and date alone.
    pub(super) symbol: String,
    pub(super) kind: Option<String>,
    pub(super) date: Option<String>,
    pub(super) issuer: Option<String>,
    /// Where it stands in the paragraph, from the number to its end.
    pub(super) at: Range<usize>,
    /// A Party paper.
    pub(super) party: bool,
    /// It opens a clause of its own, so that it is not only named inside another's title.
    pub(super) opens_clause: bool,
    /// The head of the list that it begins names the issuer of all: `các Nghị định của Chính phủ: …`.
    pub(super) heads_list: bool,
    /// Where what was read of it ends.
    pub(super) end: usize,
    /// Where its number begins.
    pub(super) start: usize,
    /// Where its number and symbol end.
    pub(super) number_end: usize,
}

impl Citation {
    /// Puts right what recognition made of the symbol and the issuer, where what is known proves it.
    pub(super) fn put_right(&mut self, patterns: &Patterns) {
        let symbol = symbols::known_form(&self.symbol, self.kind.as_deref(), patterns);
        if let Some(number) = self.number.strip_suffix(self.symbol.as_str()) {
            self.number = format!("{number}{symbol}");
        }
        self.symbol = symbol;
        self.issuer = self.issuer.as_deref().map(|issuer| known_form(issuer, patterns));
    }
}

/// All citations of a paragraph, in order.
pub(super) fn all(paragraph: &str, patterns: &Patterns) -> Vec<Citation> {
    let rules = &patterns.references.rules;
    let mut found: Vec<Citation> = Vec::new();
    for captures in rules.number.regex().captures_iter(paragraph) {
        found.extend(read(paragraph, &captures, patterns, false));
    }
    for captures in rules.dated.regex().captures_iter(paragraph) {
        found.extend(read(paragraph, &captures, patterns, false));
    }
    for captures in rules.party.regex().captures_iter(paragraph) {
        found.extend(read(paragraph, &captures, patterns, true));
    }
    found.sort_by_key(|citation| citation.at.start);
    sharing::share(paragraph, &mut found, patterns);
    found
}

fn read(paragraph: &str, captures: &regex::Captures<'_>, patterns: &Patterns, party: bool) -> Vec<Citation> {
    let (Some(whole), Some(n)) = (captures.get(0), captures.name("n")) else { return Vec::new() };
    let Some(number_end) = captures.name("s").or_else(|| captures.name("y")).map(|last| last.end()) else { return Vec::new() };
    let compact = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let symbol = captures.name("s").map_or_else(String::new, |symbol| compact(symbol.as_str()));
    let list = captures.name("list").map_or("", |list| list.as_str());
    // `ngày 16/11/2025 và số 218/…`: the year before is no number of a list, which a kind or `số` announces.
    let above = last(paragraph.get(..whole.start()).unwrap_or_default(), WINDOW);
    let listed = ends_with_one_of(above, &patterns.references.announcers) || kind_before(above, patterns).is_some();
    let (start, list) = if listed && !symbol.is_empty() { (whole.start(), list) } else { (n.start(), "") };
    let before = last(paragraph.get(..start).unwrap_or_default(), WINDOW);
    let offset = start - before.len();
    let cited = kind_before(before, patterns);
    let year = captures.name("y").map(|year| year.as_str());
    let after = first(paragraph.get(number_end..).unwrap_or_default());
    let date = patterns.references.rules.date.regex().captures(after);
    let same_year = || date.as_ref().and_then(|date| date.name("y")).map(|own| own.as_str()) == year;
    let named = if symbol.is_empty() {
        cited.is_some() && same_year()
    } else {
        plausible(&symbol, year.is_some(), cited.is_some(), before, patterns)
    };
    if !named {
        return Vec::new();
    }
    // A general word, `văn bản số`, leaves the kind to the symbol.
    let kind = cited
        .as_ref()
        .map(|(code, _)| code.clone())
        .filter(|code| !code.is_empty())
        .or_else(|| kind_of_symbol(&symbol, party, year.is_some(), patterns));
    let opening = cited.map_or(before.len(), |(_, start)| start);
    let above = before.get(..opening).unwrap_or_default();
    let dated = date.as_ref().and_then(|date| date.get(0)).map_or(0, |date| date.end());
    let date =
        date.as_ref().and_then(day_of).or_else(|| patterns.references.rules.date_before.regex().captures(above).as_ref().and_then(day_of));
    let (issuer, issued) = issuer_after(after.get(dated..).unwrap_or_default(), patterns);
    let issuer = issuer.or_else(|| issuer_before(above, patterns));
    let end = number_end + dated + issued;
    let year = year.map_or_else(String::new, |year| if symbol.is_empty() { year.to_owned() } else { format!("{year}/") });
    let joint = if party { "-" } else { "/" };
    let numbers = list.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).chain([n.as_str()]);
    let clause = opens_clause(above, patterns);
    let heads_list = patterns.references.rules.heads.regex().is_match(above);
    let one = |number: &str| Citation {
        number: format!("{number}{joint}{year}{symbol}"),
        symbol: symbol.clone(),
        kind: kind.clone(),
        date: date.clone(),
        issuer: issuer.clone(),
        at: offset + opening..end,
        party,
        opens_clause: clause,
        heads_list,
        end,
        start,
        number_end,
    };
    numbers.map(one).collect()
}

fn day_of(found: &regex::Captures<'_>) -> Option<String> {
    let part = |name: &str| found.name(name).and_then(|part| part.as_str().parse().ok());
    date_of(part("d"), part("m"), part("y"))
}

/// Whether the last word of a passage is one of these.
fn ends_with_one_of(passage: &str, words: &[String]) -> bool {
    let last = passage.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    words.contains(&last)
}

/// The end of a passage, as far as a citation looks back: a citation in a long paragraph costs no more than in a short one.
pub(super) fn last(text: &str, most: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(most))..).unwrap_or_default()
}

/// The beginning of a passage, as far as a citation looks ahead.
pub(super) fn first(text: &str) -> &str {
    text.get(..text.floor_char_boundary(WINDOW)).unwrap_or_default()
}

/// A symbol that documents have: with a hyphen or a year, or announced by a kind or `số`.
fn plausible(symbol: &str, year: bool, cited: bool, before: &str, patterns: &Patterns) -> bool {
    let first = symbol.split(['-', '/']).next().unwrap_or_default();
    let tail = before.trim_end();
    let standard =
        patterns.references.standards.iter().any(|standard| first.starts_with(standard.as_str()) || tail.ends_with(standard.as_str()));
    let lower = tail.to_lowercase();
    let announced = cited || patterns.references.announcers.iter().any(|word| lower.ends_with(word.as_str()));
    let capitals = symbol.chars().filter(|letter| letter.is_uppercase()).count();
    !standard && capitals >= 2 && (symbol.contains(['-', '/']) || year || announced) && !before.ends_with(['/', '.'])
}

/// The names of kinds in small letters, with their codes.
fn kind_names(patterns: &Patterns) -> impl Iterator<Item = (String, &String)> {
    let types = patterns.types.types.iter().map(|(code, kind)| (kind.name.to_lowercase(), code));
    types.chain(patterns.references.kinds.iter().map(|(name, code)| (name.clone(), code)))
}

/// The kind named before the number, and where it begins.
fn kind_before(before: &str, patterns: &Patterns) -> Option<(String, usize)> {
    let gap = patterns.references.rules.kind.regex().find(before)?;
    let head = before.get(..gap.start())?;
    let lower = head.to_lowercase();
    let fits = kind_names(patterns)
        .filter(|(name, _)| lower.strip_suffix(name.as_str()).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
    if let Some((name, code)) = fits.max_by_key(|(name, _)| name.len()) {
        return Some((code.clone(), head.len().saturating_sub(name.len())));
    }
    // `Luật Đất đai số …`: the name of the law stands between.
    let law = patterns.references.rules.law.regex().captures(before)?.name("code")?;
    let code = kind_names(patterns).find(|(name, _)| *name == law.as_str().to_lowercase())?.1;
    Some((code.clone(), law.start()))
}

/// The kind that the symbol names; a công văn where it names none, since only acts of law have a year.
fn kind_of_symbol(symbol: &str, party: bool, year: bool, patterns: &Patterns) -> Option<String> {
    let first = symbol.split(['-', '/']).next()?;
    let named = patterns.types.types.iter().find(|(code, kind)| *code == first || kind.also.iter().any(|also| also == first));
    match named {
        Some((code, _)) => Some(code.clone()),
        None if party
            || year && !symbol.is_empty()
            || patterns.references.parliament.iter().any(|body| first.starts_with(body.as_str())) =>
        {
            None
        }
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
    let name = ["b", "c", "d", "e", "f", "g"].into_iter().find_map(|group| found.name(group))?.as_str();
    let name = name.rsplit_once(&format!(" {} ", patterns.references.whose)).map_or(name, |(_, name)| name).trim();
    if let Some(body) = rules.post.regex().captures(name).and_then(|found| found.name("b")) {
        return Some(normal_form(body.as_str(), patterns));
    }
    // `của Công ty liên quan đến quy định tại Nghị định số`: it speaks of another's act.
    let rest = name.strip_prefix(cut_name(name, patterns)).unwrap_or_default().trim_start();
    if !rest.is_empty() && !rest.starts_with(patterns.references.and.as_str()) {
        return None;
    }
    let lower = name.to_lowercase();
    let head = patterns.bodies.heads.iter().any(|head| lower.starts_with(&head.to_lowercase())) || rules.committee.regex().is_match(name);
    (head && !rules.person.regex().is_match(name)).then(|| normal_form(name, patterns))
}

/// The name up to the word that goes on with something else.
fn cut_name<'a>(text: &'a str, patterns: &Patterns) -> &'a str {
    let stops = &patterns.references.stops;
    let mut end = 0;
    let mut rest = text;
    let mut offset = 0;
    // `tỉnh A,UBND huyện B` lacks the space behind the comma.
    let (heads, committee) = (&patterns.bodies.heads, patterns.references.rules.committee.regex());
    let apart = |word: &'a str| match word.find(',').and_then(|at| word.split_at_checked(at + 1)) {
        Some((first, behind)) if committee.is_match(behind) || heads.iter().any(|head| behind.starts_with(head.as_str())) => first,
        _ => word,
    };
    while let Some(word) = rest.split_whitespace().next().map(apart) {
        let start = offset + (rest.len() - rest.trim_start().len());
        let here = text.get(start..).unwrap_or_default();
        let lower = here.to_lowercase();
        let phrase = stops
            .phrases
            .iter()
            .any(|phrase| lower.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        let bare = word.trim_end_matches(',');
        let joined = word == patterns.references.and && !joins_name(here, patterns);
        let so_far = text.get(..end).unwrap_or_default().trim();
        let stop = stops.words.iter().any(|stop| stop == bare) && !goes_on_inside(so_far, bare, patterns);
        // `Ủy ban nhân dân tỉnh tỉnh về …`: a slip.
        let again = word.starts_with(char::is_lowercase) && so_far.rsplit(' ').next() == Some(bare);
        if end > 0 && (phrase || stop || joined || again || is_complete(so_far, patterns)) {
            break;
        }
        offset = start + word.len();
        end = start + bare.len();
        rest = text.get(offset..).unwrap_or_default();
        if word.ends_with(',') && !comma_in_name(text.get(..end).unwrap_or_default(), rest, patterns) {
            break;
        }
    }
    text.get(..end).unwrap_or_default().trim()
}

/// A word that ends names elsewhere belongs to this one: `Nông nghiệp và Phát triển nông thôn`.
fn goes_on_inside(name: &str, word: &str, patterns: &Patterns) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    patterns.references.stops.inside.iter().any(|inside| *inside == format!("{last} {word}").to_lowercase())
}

/// Nothing belongs to the name any more: `Chính phủ`, or a province behind its level.
fn is_complete(name: &str, patterns: &Patterns) -> bool {
    let bodies = &patterns.bodies;
    let placed = |place: &String| {
        let before = name.strip_suffix(place.as_str()).and_then(|before| before.strip_suffix(' ')).unwrap_or_default();
        bodies.before_place.iter().any(|level| before.to_lowercase().ends_with(level.as_str()))
    };
    patterns.references.stops.complete.iter().any(|whole| whole == name) || bodies.places.iter().any(placed)
}

/// `và` inside a name: a capital follows, which is not another document.
fn joins_name(here: &str, patterns: &Patterns) -> bool {
    let next = here.trim_start_matches(patterns.references.and.as_str()).trim_start();
    let lower = next.to_lowercase();
    let other = kind_names(patterns).any(|(kind, _)| lower.starts_with(&kind));
    !other && (next.starts_with(char::is_uppercase) || patterns.references.joined_by_and.iter().any(|word| next.starts_with(word.as_str())))
}

/// The comma of `Bộ Văn hóa, Thể thao và Du lịch` and of `phòng, chống`.
fn comma_in_name(before: &str, after: &str, patterns: &Patterns) -> bool {
    let (before, after) = (fold(before), fold(after.trim_start()));
    patterns.references.commas.iter().any(|(left, right)| before.ends_with(&fold(left)) && after.starts_with(&fold(right)))
}

/// It stands behind a semicolon or at the start, or goes on a list.
fn opens_clause(before: &str, patterns: &Patterns) -> bool {
    let tail = before.trim_end();
    let lower = fold(last(tail, NEAR));
    tail.is_empty() || patterns.references.beside.iter().any(|end| lower.ends_with(&fold(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (String, Option<String>, Option<String>, Option<String>);

    fn read_all(paragraph: &str) -> Vec<Read> {
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
        let found = read_all("Theo đề nghị của Công an tỉnh tại Văn bản số 260/TTr-CAT ngày 03/11 2025;");
        assert_eq!(found, [("260/TTr-CAT".to_owned(), some("TTr"), some("2025-11-03"), some("Công an tỉnh"))]);
        let issuer = |text: &str| read_all(text).pop().and_then(|(_, _, _, issuer)| issuer);
        for (text, whole) in [
            ("Nghị định số 64/2007/NĐ-CP của Chính phủ Ứng dụng công nghệ thông tin", "Chính phủ"),
            ("Quyết định số 52/2002/QĐ-UB của UBND tỉnh Tây Ninh Tách phòng khám", "Ủy ban nhân dân tỉnh Tây Ninh"),
            (
                "Thông tư số 21/2023/TT-BNNPTNT của Bộ Nông nghiệp và Phát triển nông thôn quy định",
                "Bộ Nông nghiệp và Phát triển nông thôn",
            ),
        ] {
            assert_eq!(issuer(text).as_deref(), Some(whole));
        }
        let listed =
            read_all("chỉ đạo của Thủ tướng Chính phủ tại các Công điện số 17/CĐ-TTg ngày 16/11/2025; số 18/CĐ-TTg ngày 17/11/2025");
        assert!(listed.iter().all(|found| found.3 == some("Thủ tướng Chính phủ")) && listed.len() == 2, "{listed:?}");
        assert_eq!(read_all("công văn số 0825-01/HW-KT")[0].0, "0825-01/HW-KT");
        assert_eq!(read_all("lập phiếu theo Mẫu số 01/NDAN ban hành kèm theo"), []);
        let found = read_all("theo đề nghị của Giám đốc Sở Y tế tại Công văn số 77/SYT-NV ngày 5/6/2024.");
        assert_eq!(found, [("77/SYT-NV".to_owned(), some("CV"), some("2024-06-05"), some("Sở Y tế"))]);
        let found = read_all("Chỉ thị số 09-CT/TU, ngày 05/9/2026 của Ban Thường vụ Tỉnh ủy về công tác cán bộ");
        assert_eq!(found, [("09-CT/TU".to_owned(), some("CT"), some("2026-09-05"), some("Ban Thường vụ Tỉnh ủy"))]);
    }

    #[test]
    fn shares_the_issuer_in_lists_and_groups() {
        let issuers = |paragraph: &str| read_all(paragraph).into_iter().map(|found| found.3).collect::<Vec<_>>();
        let government = || some("Chính phủ");
        let list = "Nghị định số 48/2013/NĐ-CP ngày 14/5/2013 và Nghị định số 92/2017/NĐ-CP ngày 07/8/2017 của Chính phủ";
        assert_eq!(issuers(list), [government(), government()]);
        let group =
            "Căn cứ các Nghị định của Chính phủ: số 63/2010/NĐ-CP ngày 08/6/2010 về kiểm soát; số 61/2018/NĐ-CP ngày 23/4/2018 về một cửa;";
        assert_eq!(issuers(group), [government(), government()]);
        let plural = "UBND tỉnh đã ban hành các Quyết định: Số 18/QĐ-UBND ngày 30/5/2024 về dự toán tại Quyết định số 9/QĐ-BTC của Bộ Tài chính, \
                      số 28/QĐ-UBND ngày 13/11/2024 về biên chế, số 3/KH-SNV và số 35/QĐ-UBND ngày 14/11/2024 về kinh phí";
        let province = || some("Ủy ban nhân dân tỉnh");
        assert_eq!(issuers(plural), [province(), some("Bộ Tài chính"), province(), None, province()]);
        assert_eq!(
            issuers("của Thường trực HĐND tỉnh tại các Công văn: số 8/HĐND-VP, số 9/HĐND-VP")[1],
            some("Thường trực Hội đồng nhân dân tỉnh")
        );
        let kinds =
            "Xét đề nghị của Bộ trưởng Bộ Y tế tại các văn bản số 5/TTr-BYT ngày 1/9/2025, số 7/BC-BYT ngày 3/9/2025 và số 8/BC-BTC";
        assert_eq!(issuers(kinds), [some("Bộ trưởng Bộ Y tế"), some("Bộ trưởng Bộ Y tế"), None]);
        assert_eq!(issuers("Nghị quyết số 1/NQ-CP và Quyết định số 2/QĐ-TTg ngày 5/6/2024 của Thủ tướng Chính phủ")[0], None);
        assert_eq!(
            issuers("Theo đề nghị của Thống đốc Ngân hàng Nhà nước Việt Nam tại Tờ trình số 2/TTr-NHNN;"),
            [some("Thống đốc Ngân hàng Nhà nước Việt Nam")]
        );
        let audited = "Báo cáo thẩm tra số 16/BC-BPC ngày 22/11/2025 và Báo cáo thẩm tra số 22/BC-BPC ngày 25/11/2025 của Ban Pháp chế;";
        assert_eq!(issuers(audited), [some("Ban Pháp chế"), some("Ban Pháp chế")]);
        let twice = "của Sở Y tế tại Tờ trình số 8/TTr-SYT ngày 1/6/2025 và Tờ trình số 9/TTr-SYT ngày 5/6/2025";
        assert_eq!(issuers(twice), [some("Sở Y tế"), some("Sở Y tế")]);
        let letters = "tại công văn số 4/CT-CS ngày 1/6/2025, công văn số 5/CT-CS ngày 5/6/2025 của Cục Thuế";
        assert_eq!(issuers(letters), [some("Cục Thuế"), some("Cục Thuế")]);
        let numbers = |text: &str| read_all(text).into_iter().map(|found| found.0).collect::<Vec<_>>();
        assert_eq!(numbers("các Quyết định: số 3/QĐ-TTg về tầm nhìn đến 2045; số 15/QĐ-TTg về quy hoạch"), ["3/QĐ-TTg", "15/QĐ-TTg"]);
        let years = "số 222/HĐND-KTNS ngày 14/11/2024 về dự toán năm 2024 và số 224/HĐND-KTNS ngày 15/11/2024";
        assert_eq!(read_all(years).into_iter().map(|found| found.0).collect::<Vec<_>>(), ["222/HĐND-KTNS", "224/HĐND-KTNS"]);
        assert_eq!(read_all("công văn số 545/CCTKV.VIII-CNTK ngày 02/6/2025")[0].0, "545/CCTKV.VIII-CNTK");
    }

    #[test]
    fn reads_a_number_with_its_year_and_date_but_no_symbol() {
        let found = read_all("theo Nghị định số 99/2019 ngày 5/6/2019 của Chính phủ và Công văn số 7/2025, ngày 12/11/2025 của Sở Y tế;");
        let decree = ("99/2019".to_owned(), some("NĐ"), some("2019-06-05"), some("Chính phủ"));
        assert_eq!(found, [decree, ("7/2025".to_owned(), some("CV"), some("2025-11-12"), some("Sở Y tế"))]);
        assert_eq!(read_all("hồ sơ số 99/2019 ngày 5/6/2019"), [], "no kind of document");
        assert_eq!(read_all("Kế hoạch số 99/2018 ngày 5/6/2019"), [], "not the year of the date");
        assert_eq!(read_all("Nghị định số 99/2019/NĐ-CP ngày 5/6/2019").len(), 1);
    }

    #[test]
    fn reads_who_stands_before_a_citation() {
        let issuer = |text: &str| read_all(text).pop().and_then(|found| found.3);
        for (text, whole) in [
            ("Theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 9/TTr-SVHTTDL;", "Sở Văn hóa, Thể thao và Du lịch"),
            ("Sau khi nghe báo cáo của Sở Xây dựng (Báo cáo số 45/BC-SXD ngày 5/6/2024)", "Sở Xây dựng"),
            ("Căn cứ các Nghị định của Chính phủ: số 61/2018/NĐ-CP", "Chính phủ"),
            ("Căn cứ các Nghị định của Chính phủ số 61/2018/NĐ-CP", "Chính phủ"),
            ("theo đề nghị của Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh tại Tờ trình số 6/TTr-BCH", "Bộ Chỉ huy Quân sự tỉnh"),
            ("theo đề nghị của Bộ Khoa học và công nghệ tại công văn số 6/BKHCN-VP", "Bộ Khoa học và công nghệ"),
            ("vốn đã được HĐND tỉnh thông qua tại Nghị quyết số 18/NQ-HĐND", "Hội đồng nhân dân tỉnh"),
            ("Dự án được UBND tỉnh phê duyệt chủ trương đầu tư tại Quyết định số 6/QĐ-UBND", "Ủy ban nhân dân tỉnh"),
            ("Sau khi nghe Văn phòng UBND tỉnh trình bày Báo cáo số 51/BC-VP", "Văn phòng Ủy ban nhân dân tỉnh"),
            ("các Thông tư của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ: số 2/2017/TT-VPCP", "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ"),
            ("Nghị định số 72/2020/NĐ-CP của Chính phủ[1]", "Chính phủ"),
        ] {
            assert_eq!(issuer(text).as_deref(), Some(whole));
        }
        assert_eq!(issuer("vướng mắc của Công ty liên quan đến quy định tại Nghị định số 6/2020/NĐ-CP"), None);
        assert_eq!(issuer("theo ý kiến của đồng chí Bí thư (Thông báo số 45-TB/TU)"), None);
        let found = read_all("Ngày 14/6/2025, Quốc hội ban hành Luật Kho lạnh số 67/2025/QH15 có hiệu lực từ ngày 01/10/2025.");
        assert_eq!(found, [("67/2025/QH15".to_owned(), some("Luật"), some("2025-06-14"), some("Quốc hội"))]);
        let found = read_all("Ngày 18/4/2022, Sở Y tế đã có Công văn số 22/SYT-VP giao các phòng");
        assert_eq!(found, [("22/SYT-VP".to_owned(), some("CV"), some("2022-04-18"), some("Sở Y tế"))]);
    }

    #[test]
    fn reads_lists_and_leaves_standards_and_figures() {
        let found = read_all("các Công văn số 12, 15/UBND-NC ngày 5/6/2024 của UBND tỉnh");
        assert_eq!(found.iter().map(|found| found.0.as_str()).collect::<Vec<_>>(), ["12/UBND-NC", "15/UBND-NC"]);
        assert_eq!(read_all("theo QCVN 01:2021/BXD và đạt 12/20 điểm, ngày 23/6/2022"), []);
    }
}
