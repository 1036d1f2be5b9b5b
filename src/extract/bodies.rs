//! Names of bodies: from the short forms that offices print to the normal form of records.
//!
//! In: a name as printed. Out: the name with its abbreviations expanded, in sentence case, words of
//! level in small letters, tone marks in the modern place. It deliberately does not know whether
//! such a body exists.

use std::collections::BTreeMap;

use crate::pattern::Patterns;
use crate::text::{fold, modern_tone, normalise};

use super::zones::is_caps;

/// A name of a place in which one letter may be wrong is at least so long without its marks.
const LONG_PLACE: usize = 7;

/// Short forms of ranks of persons, and what they stand for.
type Ranks = BTreeMap<String, String>;

/// The normal form of a body's name, or of a post in a body.
pub(super) fn normal_form(raw: &str, patterns: &Patterns) -> String {
    normal_form_within(raw, None, patterns)
}

/// The same in a paper of an office whose ranks have short forms of their own, which stand before the usual ones.
pub(super) fn normal_form_within(raw: &str, own: Option<&Ranks>, patterns: &Patterns) -> String {
    let text = rewrite(trim_marks(&modern_tone(&normalise(raw))).to_owned(), patterns);
    let text = if is_caps(&text) && fold(&text).split_whitespace().any(is_word) { sentence_case(&text, patterns) } else { text };
    let text = expand(&text, own, patterns);
    let text = lower_levels(&text, patterns);
    capitalise(&text)
}

/// A recognised name with the words that are known put right: words of level, heads, and names of provinces whose marks were
/// lost or in which one letter is wrong.
pub(super) fn known_form(name: &str, patterns: &Patterns) -> String {
    let bodies = &patterns.bodies;
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    for (read, right) in &bodies.misread {
        put_right(&mut words, right, |own, _| own.to_lowercase() == *read);
    }
    for known in &bodies.names {
        let folded = fold(known);
        put_right(&mut words, known, |own, _| fold(own) == folded);
    }
    for place in &bodies.places {
        let folded = fold(place);
        let near = |own: &str| folded.len() >= LONG_PLACE && strsim::levenshtein(&fold(own), &folded) == 1;
        let provincial = |before: Option<&str>| bodies.before_place.iter().any(|level| before == Some(level));
        let known = |own: &str| bodies.places.iter().any(|place| place == own);
        put_right(&mut words, place, |own, before| provincial(before) && !known(own) && (fold(own) == folded || near(own)));
    }
    words.join(" ")
}

/// Replaces runs of as many words as `right` has that `is_meant` knows by themselves and the word before them.
fn put_right(words: &mut [String], right: &str, is_meant: impl Fn(&str, Option<&str>) -> bool) {
    let right: Vec<&str> = right.split_whitespace().collect();
    for start in 0..(words.len() + 1).saturating_sub(right.len()) {
        let own = words.get(start..start + right.len()).unwrap_or_default().join(" ");
        let before = start.checked_sub(1).and_then(|before| words.get(before)).map(String::as_str);
        if own != right.join(" ") && is_meant(&own, before) {
            for (word, right) in words.iter_mut().skip(start).zip(&right) {
                (*right).clone_into(word);
            }
        }
    }
}

/// Without the marks that lists put around an entry.
pub(super) fn trim_marks(text: &str) -> &str {
    let start = text.trim().trim_start_matches(['-', '–', '—', '+', '*', '•', '·', '\u{f0b7}', ':', ' ']);
    let end = start.trim_end().trim_end_matches("./.").trim_end_matches([';', ',', '.', ':', ' ']);
    end.trim_end_matches('*').trim()
}

/// The first letter as a capital.
pub(super) fn capitalise(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A word, rather than a short form: longer than one letter, with a vowel.
fn is_word(folded: &str) -> bool {
    folded.chars().filter(|letter| letter.is_alphabetic()).count() > 1 && folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// A name in capitals as a sentence: `SỞ NỘI VỤ TỈNH …` → `Sở Nội vụ tỉnh …`.
pub(super) fn sentence_case(text: &str, patterns: &Patterns) -> String {
    let bodies = &patterns.bodies;
    if let Some((post, body)) = post_of_body(text, patterns) {
        return format!("{} {}", sentence_case(post, patterns), sentence_case(body, patterns));
    }
    let short = |word: &str| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let known = || patterns.abbreviations.bodies.contains_key(bare) || patterns.abbreviations.ranks.contains_key(bare);
        !is_word(&fold(bare)) && !bare.is_empty() || known()
    };
    let words: Vec<String> = text.split_whitespace().map(|word| if short(word) { word.to_owned() } else { word.to_lowercase() }).collect();
    let words = name_after_levels(words, patterns);
    let mut out = words.join(" ");
    let mut names: Vec<&String> = bodies.names.iter().chain(&bodies.places).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        out = replace_words(&out, &name.to_lowercase(), name);
    }
    for head in &bodies.capital_after {
        out = capital_after(&out, head, &bodies.posts_of_heads);
    }
    capitalise(&out)
}

/// A post in capitals and the body behind it: `TRƯỞNG BAN BAN CHÍNH SÁCH`.
fn post_of_body<'t>(text: &'t str, patterns: &Patterns) -> Option<(&'t str, &'t str)> {
    let bodies = &patterns.bodies;
    let opens = |text: &str, names: &[String]| {
        names.iter().any(|name| text.strip_prefix(name.to_lowercase().as_str()).is_some_and(|rest| rest.starts_with(' ')))
    };
    bodies.posts_of_bodies.iter().find_map(|post| {
        let words: Vec<&str> = text.splitn(post.split_whitespace().count() + 1, ' ').collect();
        let body = words.last()?;
        let own = text.strip_suffix(body)?.trim_end();
        let named = modern_tone(&own.to_lowercase()) == post.to_lowercase();
        (named && opens(&modern_tone(&body.to_lowercase()), &bodies.capital_after)).then_some((own, *body))
    })
}

/// Gives capitals to the words that follow a word of level, until a word that is no name.
fn name_after_levels(words: Vec<String>, patterns: &Patterns) -> Vec<String> {
    let bodies = &patterns.bodies;
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut in_name = false;
    for word in words {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let previous = out.last().map_or("", String::as_str);
        let known = |level: &String| {
            *level == bare.to_lowercase() || level.split_once(' ').is_some_and(|(first, second)| second == bare && previous == first)
        };
        let level = bodies.levels.iter().chain(&bodies.schools).any(known);
        let opens_level = bodies.levels.iter().any(|level| level.split_once(' ').is_some_and(|(first, _)| first == bare && !in_name));
        if level {
            in_name = true;
            out.push(word);
        } else if opens_level || bodies.not_names.iter().any(|other| other == bare) {
            in_name = false;
            out.push(word);
        } else {
            out.push(if in_name { capitalise(&word) } else { word.clone() });
        }
        if out.last().is_some_and(|word| word.ends_with([',', ';', ':'])) {
            in_name = false;
        }
    }
    out
}

/// A capital for the word after a head such as `Sở` at the start.
fn capital_after(text: &str, head: &str, posts: &[String]) -> String {
    let rest = text.strip_prefix(head.to_lowercase().as_str()).and_then(|rest| rest.strip_prefix(' '));
    rest.filter(|rest| !posts.iter().any(|post| rest.starts_with(post.as_str())))
        .map_or_else(|| text.to_owned(), |rest| format!("{head} {}", capitalise(rest)))
}

/// Replaces whole words.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        out.push_str(before);
        let free = out.chars().next_back().is_none_or(|letter| !letter.is_alphanumeric()) && !after.starts_with(char::is_alphanumeric);
        out.push_str(if free { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

fn rewrite(text: String, patterns: &Patterns) -> String {
    let mut text = text;
    for (key, rule) in &patterns.bodies.rewrite {
        let into = patterns.bodies.into.get(key).map_or("", String::as_str);
        text = rule.regex().replace_all(&text, into).into_owned();
    }
    text
}

/// Expands the short forms of bodies and ranks that stand as words of their own.
fn expand<'a>(text: &str, own: Option<&'a Ranks>, patterns: &'a Patterns) -> String {
    let short = &patterns.abbreviations;
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let free = out.chars().next_back().is_none_or(|letter| !letter.is_alphanumeric() && letter != '&');
        let ranks = |known: Option<&'a Ranks>| known.filter(|_| opens_rank(&out, patterns)).into_iter().flatten();
        // Of two that are equally long the later is taken.
        let all = || ranks(Some(&short.ranks)).chain(&short.bodies).chain(ranks(own));
        let found = if free && first.is_uppercase() { longest(rest, all()) } else { None };
        let Some((from, to)) = found else {
            out.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
            continue;
        };
        rest = rest.strip_prefix(from).unwrap_or_default();
        out.push_str(to);
        // The dot of `TP.` and `VP.` belongs to the short form.
        if let Some(after) = rest.strip_prefix('.').filter(|after| !after.is_empty()) {
            rest = after;
        }
        if rest.starts_with(char::is_alphanumeric) {
            out.push(' ');
        }
    }
    out
}

/// A rank may stand here: at the start, behind a mark of a list or a word before persons; the same letters elsewhere are another's.
fn opens_rank(before: &str, patterns: &Patterns) -> bool {
    let before = before.trim_end();
    let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    before.is_empty() || before.ends_with([',', ';', ':', '.', '&', '/']) || patterns.bodies.before_rank.contains(&word)
}

/// The longest short form that the text begins with as a whole word.
fn longest<'a>(text: &str, all: impl Iterator<Item = (&'a String, &'a String)>) -> Option<(&'a str, &'a str)> {
    let whole =
        |short: &str| text.strip_prefix(short).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '&'));
    let joined = |short: &str| text.strip_prefix(short).is_some_and(|rest| rest.starts_with('&')) && !text.contains(' ');
    all.filter(|(short, _)| whole(short) && !joined(short))
        .max_by_key(|(short, _)| short.len())
        .map(|(short, full)| (short.as_str(), full.as_str()))
}

/// Words of level in small letters, except at the start: `Ủy ban nhân dân Phường 4` → `… phường 4`.
fn lower_levels(text: &str, patterns: &Patterns) -> String {
    let bodies = &patterns.bodies;
    let mut out = text.to_owned();
    for level in &bodies.levels {
        let capital = capitalise(level);
        let mut done = String::with_capacity(out.len());
        let mut rest = out.as_str();
        while let Some((before, after)) = rest.split_once(capital.as_str()) {
            done.push_str(before);
            let start = done.trim().is_empty() || !done.ends_with([' ', '(', '-', '/']);
            let next = after.trim_start().split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
            let word = after.starts_with(' ') || after.is_empty() || after.starts_with([',', ')', ';', '.']);
            let unit = word && !bodies.of_levels.contains(&next);
            done.push_str(if !start && unit { level } else { &capital });
            rest = after;
        }
        done.push_str(rest);
        out = done;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_recognised_names_right() {
        let patterns = Patterns::embedded().unwrap();
        for (read, right) in [
            ("Ủy ban nhân dân tính quang ngai", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
            ("Ủy ban nhân dân tỉnh Đăkn Nông", "Ủy ban nhân dân tỉnh Đắk Nông"),
            ("Ban Chỉ huy Quân sự các xã, thị trần", "Ban Chỉ huy Quân sự các xã, thị trấn"),
            ("Sở Nội vụ tỉnh Hà Tĩnh", "Sở Nội vụ tỉnh Hà Tĩnh"),
            ("Ủy ban nhân dân xã Quang Nam", "Ủy ban nhân dân xã Quang Nam"),
        ] {
            assert_eq!(known_form(read, &patterns), right);
        }
    }

    #[test]
    fn brings_names_to_their_normal_form() {
        let patterns = Patterns::embedded().unwrap();
        for (raw, normal) in [
            ("UBND Phường An Hoà - Tỉnh Đồng Tháp", "Ủy ban nhân dân phường An Hòa"),
            ("ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK", "Ủy ban nhân dân tỉnh Đắk Lắk"),
            ("UỶ BAN NHÂN DÂN HUYỆN THANH LƯƠNG", "Ủy ban nhân dân huyện Thanh Lương"),
            ("UBND THÀNH PHỐ HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
            ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
            ("SỞ NỘI VỤ", "Sở Nội vụ"),
            ("CỤC THUẾ", "Cục Thuế"),
            ("CHỦ TỊCH", "Chủ tịch"),
            ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
            ("ĐẢNG ỦY XÃ XUÂN TRẠCH", "Đảng ủy xã Xuân Trạch"),
            ("CT, Các PCT. UBND tỉnh;", "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh"),
            ("T/T HĐND, UBND TP", "Thường trực Hội đồng nhân dân, Ủy ban nhân dân thành phố"),
            ("CT, P.CT UBND TP;", "Chủ tịch, Phó Chủ tịch Ủy ban nhân dân thành phố"),
            ("Văn phòng HĐND-UBND thị xã;", "Văn phòng Hội đồng nhân dân - Ủy ban nhân dân thị xã"),
            ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
            ("CVP, các PCVP.UBND tỉnh", "Chánh Văn phòng, các Phó Chánh Văn phòng Ủy ban nhân dân tỉnh"),
            ("TT. Công nghệ và Cổng TTĐT tỉnh", "Trung tâm Công nghệ và Cổng Thông tin điện tử tỉnh"),
            ("KSTT", "KSTT"),
            ("TRƯỜNG THPT BẾN LĂNG", "Trường Trung học phổ thông Bến Lăng"),
            ("TRƯỜNG TIỂU HỌC HÀM RỒI", "Trường Tiểu học Hàm Rồi"),
            ("TRẠM QUẢN LÝ ĐÊ SỐ 4", "Trạm Quản lý đê số 4"),
            ("Văn phòng: KGVX, TTTT", "Văn phòng: KGVX, TTTT"),
            ("Sở TTTT", "Sở Thông tin và Truyền thông"),
            ("TRƯỞNG BAN BAN PHÁP CHẾ", "Trưởng ban Ban Pháp chế"),
            ("TRƯỞNG BAN PHÁP CHẾ", "Trưởng ban pháp chế"),
            ("CỤC TRƯỞNG CỤC HẢI QUAN", "Cục trưởng Cục Hải quan"),
            ("Trung tâm CB-TH tỉnh", "Trung tâm Công báo - Tin học tỉnh"),
            ("Trung tâm PV HCC tỉnh", "Trung tâm Phục vụ hành chính công tỉnh"),
            ("Cục KTVB&QLXLVPHC, Bộ Tư pháp", "Cục Kiểm tra văn bản và Quản lý xử lý vi phạm hành chính, Bộ Tư pháp"),
            ("Cục KTVB và QLXLVPHC", "Cục Kiểm tra văn bản và Quản lý xử lý vi phạm hành chính"),
            ("Website CT", "Website CT"),
            ("Các tổ chức CT-XH tỉnh", "Các tổ chức chính trị - xã hội tỉnh"),
            ("Trung tâm CNTT&TT", "Trung tâm CNTT&TT"),
            ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
            ("BAN CHỈ HUY PHÒNG THỦ DÂN SỰ TỈNH THỪA THIÊN HUẾ", "Ban Chỉ huy phòng thủ dân sự tỉnh Thừa Thiên Huế"),
            ("Tỉnh ủy Thanh Hoá", "Tỉnh ủy Thanh Hóa"),
        ] {
            assert_eq!(normal_form(raw, &patterns), normal, "{raw}");
        }
    }
}
