//! The signature: authority, post and name.

use std::ops::Range;

use super::Footer;
use crate::extract::bodies::sentence_case;
use crate::extract::zones::{Printed, is_caps, is_separator};
use crate::extract::{Found, Reading};
use crate::record::Signer;
use crate::text::{Located, fold, modern_tone, normalise};

/// A post in which one letter may be wrong is at least so long.
const LONG_POST: usize = 8;

/// What recognition saw less surely than this beside a name is a stroke of the pen.
const SURE: f32 = 0.85;

/// A name in which a word was recognised less surely than this is most often another.
const NAME_SURE: f32 = 0.6;

/// No space between the words of a name is wider, in heights of a word.
const WIDEST_GAP: f32 = 1.5;

/// A line of capitals in the block.
struct Title {
    /// `TM.`, `KT.` …
    authority: Option<&'static str>,
    text: String,
    at: Range<usize>,
}

/// Reads the first signature of the block.
pub(super) fn read(reading: &Reading<'_>, lines: &[Printed<'_>], found: &mut Found<Footer>) {
    let mut titles: Vec<Title> = Vec::new();
    let mut name: Option<(String, Range<usize>)> = None;
    let (mut stamp, mut withheld) = (false, false);
    for line in lines.iter().filter(|line| !is_separator(line.text)) {
        let right = known_post(reading, line);
        let text = right.as_deref().unwrap_or_else(|| without_noise(line.text));
        // A printed digital signature: its fields are no name, down to its time.
        let folded = fold(line.text);
        stamp |= folded.contains(':') && reading.patterns.footer.not_names.iter().any(|other| folded.starts_with(other.as_str()));
        if stamp {
            stamp = !folded.contains("+07");
            continue;
        }
        // A name that breaks inside leaves one short word: `TM. ỦY BAN NHÂN` / `DÂN`.
        let rest =
            !line.first && titles.last().is_some_and(|above| above.at.end <= line.range.start && same_paragraph(reading, line, above));
        let title = title_of(reading, text, &line.range).or_else(|| short_rest(text, &line.range).filter(|_| rest && name.is_none()));
        if let Some(title) = title {
            if name.is_some() || withheld {
                break;
            }
            add_title(reading, &mut titles, title);
        } else if !titles.is_empty() && name.is_none() && !withheld {
            name = whole_name(reading, line);
            withheld = name.as_ref().is_some_and(|(_, at)| is_damaged(reading, at));
            name = name.filter(|_| !withheld);
        }
    }
    if titles.is_empty() {
        return;
    }
    if withheld {
        found.value.withhold("document.signer.name");
    }
    part_deputy(reading, &mut titles);
    keep(reading, &titles, name, found);
}

/// The line without the strokes that recognition left before it.
fn without_noise(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['*', '-', '|', ' ']);
    match line.split_once(' ') {
        Some((first, rest)) if first.chars().count() == 1 && is_caps(rest) && !matches!(first, "Q" | "Y" | "Ý") => rest.trim(),
        _ => line,
    }
}

/// The one known post that a recognised line of capitals differs from by marks, or by one letter.
fn known_post(reading: &Reading<'_>, line: &Printed<'_>) -> Option<String> {
    let text = line.text.trim_matches(|letter: char| !letter.is_alphanumeric());
    reading.text.locate(&line.range).ocr_confidence.filter(|_| is_caps(text))?;
    let posts = &reading.patterns.zones.posts;
    let lower = modern_tone(&text.to_lowercase());
    if posts.contains(&lower) {
        return Some(text.to_owned());
    }
    let folded = fold(text);
    let near = |post: &&String| {
        let post = fold(post);
        post == folded || post.chars().count() >= LONG_POST && strsim::levenshtein(&post, &folded) == 1
    };
    let mut found = posts.iter().filter(near);
    found.next().filter(|_| found.next().is_none()).map(|post| post.to_uppercase())
}

fn title_of(reading: &Reading<'_>, text: &str, at: &Range<usize>) -> Option<Title> {
    if !is_caps(text) {
        return None;
    }
    if let Some(found) = reading.patterns.footer.authority.regex().captures(text) {
        let authority = authority_name(found.name("a")?.as_str())?;
        return Some(Title { authority: Some(authority), text: found.name("f")?.as_str().trim().to_owned(), at: at.clone() });
    }
    // `KT.` alone: for whom stands in the next line.
    if let Some(authority) = text.strip_suffix('.').and_then(authority_name) {
        return Some(Title { authority: Some(authority), text: String::new(), at: at.clone() });
    }
    let words = text.split_whitespace().count();
    let spoken = fold(text).split_whitespace().any(|word| word.len() > 2);
    let title = spoken && (words > 1 || opens_post(reading, text) || text.chars().count() > 4);
    title.then(|| Title { authority: None, text: text.to_owned(), at: at.clone() })
}

/// One word in capitals, with a vowel.
fn short_rest(text: &str, at: &Range<usize>) -> Option<Title> {
    let word = is_caps(text) && text.chars().all(char::is_alphabetic) && fold(text).contains(['a', 'e', 'i', 'o', 'u', 'y']);
    word.then(|| Title { authority: None, text: text.to_owned(), at: at.clone() })
}

fn same_paragraph(reading: &Reading<'_>, line: &Printed<'_>, above: &Title) -> bool {
    reading.text.paragraphs().get(line.paragraph).is_some_and(|own| own.range.contains(&above.at.start))
}

fn authority_name(printed: &str) -> Option<&'static str> {
    let letters: String = printed.chars().filter(|letter| letter.is_alphabetic()).collect();
    ["TM", "KT", "TL", "TUQ", "Q"]
        .iter()
        .zip(["TM.", "KT.", "TL.", "TUQ.", "Q."])
        .find(|(short, _)| **short == letters)
        .map(|(_, name)| name)
}

fn opens_post(reading: &Reading<'_>, text: &str) -> bool {
    let lower = modern_tone(&text.to_lowercase());
    let starts = |opener: &String| lower.strip_prefix(opener.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    reading.patterns.footer.post_openers.iter().any(starts) || begins_post(reading, &lower)
}

/// One word with which a post of several words begins: `THỨ` above `TRƯỞNG`.
fn begins_post(reading: &Reading<'_>, lower: &str) -> bool {
    reading.patterns.footer.post_openers.iter().any(|opener| opener.split_once(' ').is_some_and(|(first, _)| first == lower))
}

/// Adds a title line, or lengthens the one above where that goes on.
fn add_title(reading: &Reading<'_>, titles: &mut Vec<Title>, title: Title) {
    let post = title.authority.is_none() && opens_post(reading, &title.text);
    if post {
        give_back(reading, titles, &title);
    }
    match titles.last_mut() {
        Some(above) if title.authority.is_none() && (!post || goes_on(reading, &above.text)) => {
            above.text = format!("{} {}", above.text, title.text).trim_start().to_owned();
            above.at.end = title.at.end;
        }
        // Signatures side by side: the first counts.
        Some(above) if title.authority == Some("TM.") && above.authority.is_none() => {}
        None if title.authority.is_none() && !post => {}
        _ => titles.push(title),
    }
}

/// A word that might begin a post, but not with the next line, ends the title above it: `KT. GIÁM ĐỐC BỆNH`, `VIỆN`, `PHÓ GIÁM ĐỐC`.
fn give_back(reading: &Reading<'_>, titles: &mut Vec<Title>, next: &Title) {
    let [.., above, lone] = titles.as_mut_slice() else { return };
    let joined = format!("{} {}", lone.text, next.text);
    if lone.authority.is_none() && begins_post(reading, &modern_tone(&lone.text.to_lowercase())) && !opens_post(reading, &joined) {
        above.text = format!("{} {}", above.text, lone.text);
        above.at.end = lone.at.end;
        titles.pop();
    }
}

fn goes_on(reading: &Reading<'_>, text: &str) -> bool {
    let lower = modern_tone(&text.to_lowercase());
    let open = &reading.patterns.zones.open_endings;
    lower.is_empty()
        || lower.ends_with([',', '-', '–'])
        || open.iter().any(|ending| lower.ends_with(&format!(" {ending}")))
        || matches!(lower.as_str(), "phó" | "tổng" | "phó tổng")
        || begins_post(reading, &lower)
}

/// The name in a line, or in the whole paragraph where the line breaks inside it.
fn whole_name(reading: &Reading<'_>, line: &Printed<'_>) -> Option<(String, Range<usize>)> {
    let own = reading.text.paragraphs().get(line.paragraph)?;
    let whole = reading.text.slice(own.range.clone());
    if own.lines.len() > 1
        && line.first
        && let Some(name) = name_of(reading, whole)
    {
        return Some((name, own.range.clone()));
    }
    let at = without_strokes(reading, line);
    let confidence = reading.text.locate(&at).ocr_confidence;
    // An apostrophe is often recognised as a question mark: `K’Brih`.
    let text = reading.text.slice(at.clone()).replace('?', if confidence.is_some() { "’" } else { "?" });
    let name = name_of(reading, &text)?;
    Some((if confidence.is_some_and(|confidence| confidence < SURE) { with_known_surname(reading, &name) } else { name }, at))
}

/// The name with the one surname that its first word differs from only by marks.
fn with_known_surname(reading: &Reading<'_>, name: &str) -> String {
    let surnames = &reading.patterns.footer.surnames;
    let Some((first, rest)) = name.split_once(' ').filter(|(first, _)| !surnames.iter().any(|known| known == first)) else {
        return name.to_owned();
    };
    let folded = fold(first);
    let mut same = surnames.iter().filter(|known| fold(known) == folded);
    match (same.next(), same.next()) {
        (Some(surname), None) => format!("{surname} {rest}"),
        _ => name.to_owned(),
    }
}

/// The name was recognised too unsurely, or a word of it was lost under seal or pen: a gap stands where it was.
fn is_damaged(reading: &Reading<'_>, at: &Range<usize>) -> bool {
    let mut words = Vec::new();
    let mut start = at.start;
    for word in reading.text.slice(at.clone()).split_inclusive(' ') {
        words.push(reading.text.locate(&(start..start + word.trim_end().len())));
        start += word.len();
    }
    let recognised = words.iter().filter_map(|word| word.ocr_confidence);
    // The family name is lost where the word that only goes on with one comes first.
    let text = reading.text.slice(at.clone()).trim();
    let beheaded = recognised.clone().count() > 0
        && text.split_whitespace().count() == 2
        && reading.patterns.footer.never_first.iter().any(|word| text.split_whitespace().next() == Some(word));
    let unsure = beheaded || recognised.clone().any(|confidence| confidence < NAME_SURE);
    let gap = words.windows(2).any(|pair| match pair {
        [Located { rect: Some(left), page: one, .. }, Located { rect: Some(right), page: other, .. }] => {
            let height = (left.bottom - left.top).max(right.bottom - right.top);
            one == other && left.top < right.bottom && right.top < left.bottom && right.left - left.right > WIDEST_GAP * height
        }
        _ => false,
    });
    unsure || gap && recognised.count() > 0
}

/// The line without one or two letters before three or more words, which were read less surely than those: strokes of the pen.
fn without_strokes(reading: &Reading<'_>, line: &Printed<'_>) -> Range<usize> {
    let Some((first, rest)) = line.text.split_once(' ') else { return line.range.clone() };
    let end = line.range.start + first.len();
    let unsure = reading.text.locate(&(line.range.start..end)).ocr_confidence.is_some_and(|confidence| confidence < SURE);
    let stroke = first.chars().count() <= 2 && unsure && rest.split_whitespace().count() >= 3;
    if stroke { end + 1..line.range.end } else { line.range.clone() }
}

/// A person's name: two to six words with capitals, ranks and titles left out.
fn name_of(reading: &Reading<'_>, line: &str) -> Option<String> {
    let rules = &reading.patterns.footer;
    let printed = normalise(line);
    let mut text = apart(printed.trim_matches(|letter: char| !letter.is_alphanumeric()));
    for rank in &rules.person_ranks {
        if let Some(rest) = text.strip_prefix(rank.as_str()).filter(|rest| rank.ends_with('.') || rest.starts_with([' ', '.'])) {
            text = rest.trim_start_matches(['.', ' ']).to_owned();
        }
    }
    let folded = fold(&text);
    if rules.not_names.iter().any(|other| folded.starts_with(other.as_str())) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '’' | '\'' | '-' | 'ʼ' | '‘'))
    };
    // A stroke of the pen is read as one or two letters.
    let long = words.iter().filter(|word| word.chars().count() > 1).count();
    ((2..=6).contains(&words.len()) && words.iter().all(capital) && long >= 2).then(|| words.join(" "))
}

/// With a space before each capital inside a word: `LêVăn An`.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_uppercase() && out.ends_with(char::is_lowercase) {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

fn keep(reading: &Reading<'_>, titles: &[Title], name: Option<(String, Range<usize>)>, found: &mut Found<Footer>) {
    let mut signer = Signer::default();
    let mut confidence = 0.95;
    let last = titles.iter().rposition(|title| title.authority.is_some());
    let authority = last.and_then(|last| titles.get(last));
    let below = last.map_or(titles, |last| titles.get(last + 1..).unwrap_or_default());
    let damaged = damaged_authority(below).filter(|chief| authority.is_none() || is_deputy_of(below, chief));
    // The first post is the one that the authority gives; what follows is another of the same person.
    let post = if authority.is_some() && damaged.is_none() { below.first() } else { below.last() };
    // `Q.` is in nobody's place: who signs holds the post for the time being.
    let acting = authority.filter(|title| title.authority == Some("Q."));
    let post = acting.filter(|_| post.is_none()).or(post);
    signer.position = post.map(|title| post_name(reading, title));
    if let Some(title) = authority.filter(|_| damaged.is_none()) {
        signer.authority = title.authority.map(str::to_owned);
        signer.for_whom = Some(post_name(reading, title)).filter(|_| acting.is_none());
        // Nobody signs in his own place: the first word of the deputy's post was lost.
        if let Some(post) = post
            .filter(|post| signer.authority.as_deref() == Some("KT.") && signer.position == signer.for_whom && is_recognised(reading, post))
        {
            signer.position = deputy(reading, &post.text);
        }
    } else if let Some(chief) = damaged {
        // A deputy below the chief's title signs in the chief's place, whatever became of `KT.`
        signer.authority = Some("KT.".to_owned());
        signer.for_whom = Some(post_name(reading, chief));
        confidence = 0.75;
    }
    let behalf = titles.iter().find(|title| title.authority == Some("TM."));
    signer.on_behalf_of = behalf.map(|title| post_name(reading, title));
    let rule = &reading.patterns.footer.authority;
    if let (Some(first), Some(last)) = (titles.first(), titles.last()) {
        let block = first.at.start..last.at.end.max(first.at.end);
        for (pointer, there) in [
            ("/signer/authority", signer.authority.is_some()),
            ("/signer/for", signer.for_whom.is_some()),
            ("/signer/on_behalf_of", signer.on_behalf_of.is_some()),
        ] {
            if there {
                found.evidence.push((pointer.to_owned(), reading.evidence_by(&block, rule, confidence)));
            }
        }
    }
    if let Some(title) = post {
        found.evidence.push(("/signer/position".to_owned(), reading.evidence(&title.at, "footer/post_openers", 0.95)));
    }
    if let Some((name, at)) = name {
        found.evidence.push(("/signer/name".to_owned(), reading.evidence(&at, "footer/name", 0.93)));
        signer.name = Some(name);
    }
    found.value.signer = Some(signer);
}

/// `KT. TRƯỞNG BAN PHÓ TRƯỞNG BAN` in one line: the deputy's post is a title of its own.
fn part_deputy(reading: &Reading<'_>, titles: &mut Vec<Title>) {
    let Some(chief) = titles.last_mut().filter(|title| title.authority == Some("KT.")) else { return };
    let mut deputies = reading.patterns.zones.posts.iter().map(|post| post.to_uppercase()).filter(|post| is_deputy(post));
    let parted = |post: String| Some((chief.text.strip_suffix(&post)?.strip_suffix(' ')?.to_owned(), post));
    let Some((above, post)) = deputies.find_map(parted) else { return };
    let at = chief.at.clone();
    chief.text = above;
    titles.push(Title { authority: None, text: post, at });
}

fn is_recognised(reading: &Reading<'_>, title: &Title) -> bool {
    reading.text.locate(&title.at).ocr_confidence.is_some()
}

/// The known post of a chief's deputy.
fn deputy(reading: &Reading<'_>, chief: &str) -> Option<String> {
    let lower = modern_tone(&chief.to_lowercase());
    let post = reading.patterns.zones.posts.iter().find(|post| post.strip_prefix("phó ") == Some(lower.as_str()))?;
    Some(sentence_case(&post.to_uppercase(), reading.patterns))
}

/// A deputy's post in capitals: `PHÓ CHỦ TỊCH`, `THỨ TRƯỞNG`.
fn is_deputy(post: &str) -> bool {
    post.starts_with("PHÓ ") || post.starts_with("THỨ ")
}

/// The chief's title above a deputy's, without a readable authority.
fn damaged_authority(titles: &[Title]) -> Option<&Title> {
    let (deputy, above) = titles.split_last()?;
    let chief = above.last()?;
    (is_deputy(&deputy.text) && !chief.text.starts_with("PHÓ ")).then_some(chief)
}

/// The last post is the deputy of that chief, not of another.
fn is_deputy_of(titles: &[Title], chief: &Title) -> bool {
    let deputy = titles.last().and_then(|title| title.text.split_once(' '));
    deputy.is_some_and(|(_, post)| chief.text.starts_with(post))
}

/// `PHÓ CHỦ TỊCH` → `Phó Chủ tịch`.
fn post_name(reading: &Reading<'_>, title: &Title) -> String {
    let cased = sentence_case(&modern_tone(&normalise(&title.text)), reading.patterns);
    reading.body(&cased, &title.at)
}
