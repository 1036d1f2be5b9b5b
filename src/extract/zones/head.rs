//! Where the letterhead ends: a walk down its lines, each read in the state that the line before left.

use crate::pattern::Patterns;
use crate::text::{Region, Text, fold};

use super::{Printed, is_caps, is_separator, printed, starts_small};

/// A letterhead has at most so many lines.
const MOST_LINES: usize = 90;
/// The motto of a letterhead that was recognised is looked for in so many lines.
const MOST_STAMP_LINES: usize = 30;
/// A title line may be so long; longer is running text.
const LONG_LINE: usize = 130;
/// Nothing in a letterhead's column is longer, except by a reader's mistake.
const LONG_PARAGRAPH: usize = 300;
/// A name that reaches so far may go on in the next line.
const FULL_LINE: usize = 42;

/// An addressee without a mark before it is shorter than this.
const RUNNING_TEXT: usize = 200;
/// A paragraph below an addressee that is shorter goes on with the name.
const FULL_NAME: usize = 70;
/// A sentence with its full stop, or a lead-in with its colon, that is longer than this names no addressee.
const LONG_SENTENCE: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bodies, motto, number, place and date.
    Letterhead,
    /// `V/v …` and its further lines.
    Subject,
    /// The kind of document; its subject follows.
    Title,
    /// `Kính gửi` and the list that follows.
    Addressees,
}

/// The number of paragraphs that the letterhead has.
pub(super) fn end(text: &Text, patterns: &Patterns) -> usize {
    let mut lines = printed(text, 0..text.paragraphs().len().min(MOST_LINES));
    lines.truncate(4 * MOST_LINES);
    let openers = patterns.zones.body_openers.iter().map(|opener| fold(opener)).collect();
    let mut walk = Walk { patterns, openers, state: State::Letterhead, anchored: false, subject_lines: 0, end: 0 };
    let mut previous: Option<&Printed<'_>> = None;
    let stamps = stamps_above(text, &lines, patterns);
    for (index, line) in lines.iter().enumerate().skip(stamps) {
        if is_separator(line.text) {
            continue;
        }
        if !walk.takes(line, previous, lines.get(index + 1..).unwrap_or_default()) {
            break;
        }
        previous = Some(line);
        walk.end = line.paragraph + 1;
    }
    if walk.anchored { walk.end } else { 0 }
}

/// How many lines stand above the columns of a letterhead that was recognised: incoming stamps and the like, whatever they say.
fn stamps_above(text: &Text, lines: &[Printed<'_>], patterns: &Patterns) -> usize {
    let group = |line: &Printed<'_>| if let Region::Column { group, .. } = line.region { Some(group) } else { None };
    let mut near = lines.iter().take(MOST_STAMP_LINES);
    let motto = near.find(|line| group(line).is_some() && patterns.zones.motto.regex().is_match(&fold(line.text)));
    let Some(motto) = motto.filter(|line| text.locate(&line.range).ocr_confidence.is_some()) else { return 0 };
    lines.iter().position(|line| group(line) == group(motto)).unwrap_or(0)
}

struct Walk<'a> {
    patterns: &'a Patterns,
    /// What opens the body, folded.
    openers: Vec<String>,
    state: State,
    /// Something was seen that only a letterhead has.
    anchored: bool,
    subject_lines: usize,
    end: usize,
}

impl Walk<'_> {
    /// Whether the line still belongs to the letterhead.
    fn takes(&mut self, line: &Printed<'_>, previous: Option<&Printed<'_>>, next: &[Printed<'_>]) -> bool {
        let folded = fold(line.text);
        if !line.first && self.anchored && self.state != State::Addressees && !self.is_anchor(line) {
            return true;
        }
        if let Some(state) = self.anchor(line, &folded) {
            let repeated = state == State::Title && self.state == State::Title && self.subject_lines > 0;
            self.anchored = true;
            if !repeated {
                self.state = state;
            }
            return true;
        }
        if self.anchored && matches!(line.region, Region::Column { .. }) && line.whole.chars().count() < LONG_PARAGRAPH {
            return true;
        }
        match self.state {
            State::Letterhead => self.takes_letterhead(line),
            State::Subject => self.takes_subject(line, previous),
            State::Title => self.takes_title(line, previous, next),
            State::Addressees => self.takes_addressee(line, previous),
        }
    }

    fn is_anchor(&self, line: &Printed<'_>) -> bool {
        announces_addressees(line, self.patterns) || titled(line, self.patterns)
    }

    /// The state that a line brings which only a letterhead has.
    fn anchor(&self, line: &Printed<'_>, folded: &str) -> Option<State> {
        let zones = &self.patterns.zones;
        if announces_addressees(line, self.patterns) {
            return Some(State::Addressees);
        }
        if zones.motto.regex().is_match(folded) || zones.number_line.regex().is_match(folded) {
            return Some(self.state);
        }
        if matches!(self.state, State::Letterhead | State::Subject) {
            if zones.subject_line.regex().is_match(folded) {
                return Some(State::Subject);
            }
            if zones.date_line.regex().is_match(folded) {
                return Some(self.state);
            }
            if titled(line, self.patterns) {
                return Some(State::Title);
            }
        }
        None
    }

    fn takes_letterhead(&self, line: &Printed<'_>) -> bool {
        if matches!(line.region, Region::Column { .. } | Region::Overlay) {
            return true;
        }
        let short = line.text.chars().count() < LONG_LINE;
        is_caps(line.text) && short || !self.opens_body(line.text) && short && !line.text.trim_end().ends_with(['.', ';', ':'])
    }

    fn takes_subject(&mut self, line: &Printed<'_>, previous: Option<&Printed<'_>>) -> bool {
        if matches!(line.region, Region::Column { .. } | Region::Overlay) {
            return true;
        }
        self.subject_lines += 1;
        let unfinished = previous.is_some_and(|previous| self.goes_on(previous.text));
        starts_small(line.text)
            || is_caps(line.text) && line.text.chars().count() < LONG_LINE
            || unfinished && self.subject_lines < 8 && line.text.chars().count() < 90 && !line.text.trim_end().ends_with([':', ';'])
            || !self.opens_body(line.text)
                && self.subject_lines < 8
                && line.text.chars().count() < 60
                && !line.text.trim_end().ends_with([':', ';'])
    }

    fn takes_title(&mut self, line: &Printed<'_>, previous: Option<&Printed<'_>>, next: &[Printed<'_>]) -> bool {
        self.subject_lines += 1;
        let first = self.subject_lines == 1;
        if is_caps(line.text) && !has_label(line.text) {
            let below = next.iter().find(|next| next.paragraph != line.paragraph && !is_separator(next.text));
            let opener = below.is_some_and(|line| self.opens_body(line.text) || line.first && self.opens_body(line.whole));
            let unfinished = previous.is_some_and(|previous| self.goes_on_strictly(previous.text) && !self.awaits_number(previous.text));
            return !opener || unfinished || !self.names_authority(line.whole);
        }
        if has_label(line.text) || self.is_basis(line.text) {
            return false;
        }
        let ends = line.whole.trim_end().ends_with([':', ';', '.']);
        if first || line.centred && !(ends || self.opens_body(line.text) && !starts_small(line.text)) {
            return line.whole.chars().count() < 400 && !line.whole.trim_end().ends_with([':', ';']);
        }
        if previous.is_some_and(|previous| is_caps(previous.text)) && !starts_small(line.text) {
            return line.text.starts_with('(') && line.text.ends_with(')');
        }
        let long = previous.is_some_and(|previous| previous.text.chars().count() >= FULL_LINE);
        starts_small(line.text) && !ends_sentence(previous)
            || long
                && !is_sentence(line)
                && !self.opens_body(line.text)
                && line.text.chars().count() < 80
                && !line.text.trim_end().ends_with(['.', ':', ';'])
    }

    fn takes_addressee(&mut self, line: &Printed<'_>, previous: Option<&Printed<'_>>) -> bool {
        let text = line.text.trim();
        let bullet = text.starts_with(['-', '–', '—', '+', '•', '*', '\u{f0b7}']);
        if bullet {
            return true;
        }
        let Some(previous) = previous.map(|previous| previous.text.trim()) else { return true };
        let length = line.whole.chars().count();
        if line.first && (length > RUNNING_TEXT || length > LONG_SENTENCE && line.whole.trim_end().ends_with(['.', ':'])) {
            return false;
        }
        if previous.ends_with('.') || self.opens_body(text) {
            return false;
        }
        if previous.ends_with([':', ';']) {
            return text.chars().count() < LONG_LINE && !has_label(text) || starts_small(text);
        }
        let goes_on = self.goes_on_strictly(previous) || previous.chars().count() >= FULL_LINE;
        starts_small(text)
            || line.first && length < FULL_NAME && !text.ends_with(':')
            || goes_on && text.chars().count() < 60 && !text.ends_with(':')
            || !line.first && text.chars().count() < 90
    }

    /// The line opens the body: grounds, a label of the outline.
    fn opens_body(&self, line: &str) -> bool {
        let folded = fold(line);
        let start = folded.trim_start_matches(|letter: char| !letter.is_alphanumeric());
        has_label(line) || self.openers.iter().any(|opener| starts_with_word(start, opener))
    }

    fn is_basis(&self, line: &str) -> bool {
        let folded = fold(line);
        folded.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with("can cu")
    }

    /// The line's last word promises another.
    fn goes_on_strictly(&self, line: &str) -> bool {
        let lower = line.trim_end().to_lowercase();
        lower.ends_with([',', '-', '–']) || self.patterns.zones.open_endings.iter().any(|ending| ends_with_word(&lower, ending))
    }

    /// What follows is a number or a date, never the authority that decides.
    fn awaits_number(&self, line: &str) -> bool {
        let lower = line.trim_end().to_lowercase();
        self.patterns.zones.number_endings.iter().any(|ending| ends_with_word(&lower, ending))
    }

    fn goes_on(&self, line: &str) -> bool {
        self.goes_on_strictly(line) || line.chars().count() >= 30 && !line.trim_end().ends_with(['.', ';', ':'])
    }

    /// `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …`, `CỤC TRƯỞNG …`, `BỘ TRƯỞNG …`: who decides, above the grounds.
    fn names_authority(&self, line: &str) -> bool {
        let lower = crate::text::modern_tone(&line.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
        let goes_on = self.patterns.letterhead.not_heads.iter().any(|other| starts_with_word(&lower, other));
        self.patterns.zones.posts.iter().any(|post| starts_with_word(&lower, post))
            || !goes_on && self.patterns.bodies.heads.iter().any(|head| starts_with_word(&lower, &head.to_lowercase()))
    }
}

/// The line of a recognised letterhead's columns that begins with `Số`, however little of its number could be read.
pub(in crate::extract) fn number_line<'a>(text: &'a Text, patterns: &Patterns, head: std::ops::Range<usize>) -> Option<Printed<'a>> {
    let rule = patterns.letterhead.number_announced.regex();
    let own = |line: &Printed<'_>| matches!(line.region, Region::Column { .. }) && rule.is_match(line.text);
    printed(text, head).into_iter().find(own).filter(|line| text.locate(&line.range).ocr_confidence.is_some())
}

/// `Kính gửi`, also where it breaks inside.
pub(in crate::extract) fn announces_addressees(line: &Printed<'_>, patterns: &Patterns) -> bool {
    let rule = patterns.zones.addressee_line.regex();
    let start = || line.whole.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    rule.is_match(&fold(line.text)) || line.first && rule.is_match(&fold(&start()))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// A numbered label of the outline stands before the text.
fn has_label(line: &str) -> bool {
    super::super::outline::label_of(line).is_some_and(|(label, _)| label.chars().any(char::is_alphanumeric))
}

/// The line opens a paragraph of running text that ends with its full stop, or that leads in with its colon.
fn is_sentence(line: &Printed<'_>) -> bool {
    let (length, end) = (line.whole.chars().count(), line.whole.trim_end());
    line.first && (length > RUNNING_TEXT && end.ends_with('.') || length > LONG_SENTENCE && end.ends_with(':'))
}

fn ends_sentence(line: Option<&Printed<'_>>) -> bool {
    line.is_some_and(|line| line.text.trim_end().ends_with(['.', ';', ':']))
}

/// The line, or its paragraph where the name breaks inside, is a title.
fn titled(line: &Printed<'_>, patterns: &Patterns) -> bool {
    is_title(line.text, patterns) || line.first && is_title(line.whole, patterns)
}

/// The line is the name of a kind of document in capitals, spaced out or not.
pub(super) fn is_title(line: &str, patterns: &Patterns) -> bool {
    let bare = line.trim().trim_matches(|letter: char| !letter.is_alphanumeric());
    if !is_caps(bare) {
        return false;
    }
    let folded: String = fold(bare).split_whitespace().collect();
    patterns.types.types.values().any(|kind| fold(&kind.name).split_whitespace().collect::<String>() == folded)
}
