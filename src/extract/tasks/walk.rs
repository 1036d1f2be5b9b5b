//! The walk through the outline: which clause is a duty, and to whom it is given.
//!
//! In: the outlined body. Out: drafts of duties and requests. It deliberately reads no grammar
//! itself: that is `clause`.

mod headings;
mod inline;
mod leads;
mod pieces;
mod requests;
mod silence;
mod standing;

use std::ops::Range;

use super::clause::{Clauses, Given, Saying};
use super::lexicon::{Begin as _, Lexicon};
use super::sentences::sentences;
use super::{Draft, Request};
use crate::extract::Reading;
use crate::extract::deadlines::{Due, Finder};
use crate::extract::outline::Item;
use crate::extract::zones::{ANNEX_TITLE, is_caps};
use crate::record::Document;
use crate::text::Region;

/// A clause that says within so many words that something has happened tells, and gives nothing.
const TOLD: usize = 12;

/// What a heading or a lead-in says for the items under it.
#[derive(Debug, Clone, Default)]
struct Frame {
    /// Level of the item that opened it.
    level: usize,
    /// A labelled item opened it: its next sibling closes it.
    labelled: bool,
    /// Place in the outline of the item that opened it.
    place: usize,
    assignees: Vec<String>,
    coordinators: Vec<String>,
    giver: Option<String>,
    kind: FrameKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum FrameKind {
    /// Items under it may be duties.
    #[default]
    Duties,
    /// Items under it are requests.
    Requests,
    /// Items under it are parts of one result.
    Parts,
}

struct Walk<'a> {
    reading: &'a Reading<'a>,
    document: &'a Document,
    clauses: Clauses<'a>,
    finder: Finder<'a>,
    frames: Vec<Frame>,
    drafts: Vec<Draft>,
    requests: Vec<Request>,
    /// The document's own measures are no duties.
    reports: bool,
    /// How this part of the document gives duties.
    part: Part,
    /// The item stands in an article of a single decision.
    article: bool,
    /// The item before was nothing but a heading.
    after_heading: bool,
    /// Level of the last labelled item whose names hold for the items below it; its next siblings may be such headings too.
    headings: Option<usize>,
    /// The passage that is quoted here goes on.
    quotation: silence::Quotation,
}

/// Walks through the body.
pub(super) fn walk(reading: &Reading<'_>, document: &Document, lexicon: Lexicon<'_>, finder: Finder<'_>) -> (Vec<Draft>, Vec<Request>) {
    let rules = &reading.patterns.tasks;
    let code = document.kind.as_ref().map(|kind| kind.code.as_str());
    let mut walk = Walk {
        reading,
        document,
        clauses: Clauses { lexicon, rules },
        finder,
        frames: Vec::new(),
        drafts: Vec::new(),
        requests: Vec::new(),
        reports: code.is_some_and(|code| rules.reporting.iter().any(|own| own == code)),
        part: Part::Directs,
        article: false,
        after_heading: false,
        headings: None,
        quotation: silence::Quotation::default(),
    };
    let one_of = |codes: &[String]| code.is_some_and(|code| codes.iter().any(|own| own == code));
    let (deciding, regulating) = (one_of(&rules.deciding), one_of(&rules.regulating));
    // Where the number is not known, the symbol tells.
    let of_law = document.number.as_deref().or(document.symbol.as_deref()).map(super::bears_year);
    let body = match of_law {
        _ if regulating => Part::Regulates,
        Some(false) if deciding => Part::Decides,
        _ => Part::Directs,
    };
    let annexed = if regulating || deciding && of_law == Some(true) { Part::Regulates } else { Part::Directs };
    walk.opening();
    walk.part(&reading.zones.body, body);
    for annex in reading.zones.annexes.iter().filter(|annex| gives_duties(reading, annex)) {
        walk.begin_annex();
        walk.part(annex, annexed);
    }
    (walk.drafts, walk.requests)
}

/// How a part of the document gives duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// By giving verbs, lead-ins and headings.
    Directs,
    /// Its articles may also name who must act without a giving verb: it decides a single matter.
    Decides,
    /// It makes rules: only the article that says who carries them out gives duties.
    Regulates,
}

/// An annex whose title says that it gives duties: `KẾ HOẠCH` under a decision.
fn gives_duties(reading: &Reading<'_>, annex: &Range<usize>) -> bool {
    let titles = &reading.patterns.tasks.annexed;
    annex.clone().take(ANNEX_TITLE).any(|paragraph| {
        let line = reading.text.paragraph(paragraph);
        let lower = line.trim().to_lowercase();
        is_caps(line) && titles.iter().any(|title| lower.starts_with(title.as_str()))
    })
}

impl Walk<'_> {
    /// Walks through the body or an annex.
    fn part(&mut self, range: &Range<usize>, part: Part) {
        self.part = part;
        let items = &self.reading.outline.items;
        let first = items.partition_point(|item| item.paragraph < range.start);
        for (place, item) in items.iter().enumerate().skip(first).take_while(|(_, item)| item.paragraph < range.end) {
            if self.flows(item) {
                self.item(place, item);
            }
        }
    }

    /// Nothing that was said above holds in an annex.
    fn begin_annex(&mut self) {
        self.frames.clear();
        (self.headings, self.after_heading, self.quotation) = (None, false, silence::Quotation::default());
    }

    /// The item is an article, or a paragraph that goes on with one.
    fn in_article(&self, item: &Item) -> bool {
        let article = |item: &Item| item.label.as_deref().is_some_and(|label| label.starts_with("Điều"));
        let above = || item.parent.and_then(|place| self.reading.outline.items.get(place)).is_some_and(article);
        self.part == Part::Decides && (article(item) || above())
    }

    fn flows(&self, item: &Item) -> bool {
        self.reading.text.paragraphs().get(item.paragraph).is_some_and(|paragraph| paragraph.region == Region::Body)
    }

    /// A lead-in above the first item may stand so high that it was taken for the head.
    fn opening(&mut self) {
        for paragraph in self.reading.zones.head.clone() {
            let Some(own) = self.reading.text.paragraphs().get(paragraph).filter(|own| own.region == Region::Body) else { continue };
            let text = self.reading.text.slice(own.range.clone());
            let item = Item { paragraph, label: None, body: own.range.clone(), path: None, parent: None, level: 0 };
            for range in sentences(text) {
                let sentence = text.get(range).unwrap_or_default();
                if self.clauses.rules.directing.regex().is_match(sentence) && sentence.split(' ').count() > 5 {
                    self.lead_in(0, &item, sentence);
                }
            }
        }
    }

    fn item(&mut self, place: usize, item: &Item) {
        let labelled = item.label.is_some();
        self.article = self.in_article(item);
        self.close_frames(item.level, labelled, item.parent);
        let body = item.body.clone();
        let mut text = self.reading.text.slice(body.clone()).to_owned();
        // One of several dashes leads in to nothing: its colon stands for the semicolon.
        if text.trim_end().ends_with(':') && self.is_among(place, item) {
            text = text.trim_end().trim_end_matches(':').to_owned();
        }
        let own = !labelled && self.clauses.rules.after_quotation.regex().is_match(text.trim());
        let sibling = labelled && self.headings == Some(item.level);
        if labelled && self.headings.is_some_and(|level| item.level <= level) {
            self.headings = None;
        }
        if self.quotation.takes(&text, own) || self.is_title(place, item, &text) {
            return;
        }
        if self.part == Part::Regulates && self.frames.is_empty() {
            self.section(place, item, &text);
            return;
        }
        let names = self.clauses.rules.about.regex().is_match(&text) && self.heading(place, item, &text);
        if names || text.trim().is_empty() || self.section(place, item, &text) {
            self.after_heading = names || self.after_heading;
            return;
        }
        if self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Parts) && labelled {
            return;
        }
        if self.heading(place, item, &text) || sibling && self.long_heading(place, item, &text) {
            self.after_heading = true;
            return;
        }
        let (before, frames) = (self.drafts.len(), self.frames.len());
        if !self.inline(place, item, &text) {
            self.sentences(place, item, &text);
        }
        // A lead-in holds for the paragraph behind it, as a heading does.
        self.after_heading = self.drafts.len() == before && self.frames.len() > frames && text.trim_end().ends_with(':');
        self.goes_on_below(place, item, &text, before);
    }

    /// Whether an item with a dash stands between others with the same.
    fn is_among(&self, place: usize, item: &Item) -> bool {
        let items = &self.reading.outline.items;
        let same = |other: Option<&Item>| {
            other.is_some_and(|other| other.label == item.label && other.level == item.level && other.parent == item.parent)
        };
        let dash = item.label.as_deref().is_some_and(|label| !label.contains(char::is_alphanumeric));
        dash && same(items.get(place + 1))
            && (same(place.checked_sub(1).and_then(|before| items.get(before))) || same(items.get(place + 2)))
    }

    /// Frames end with the next item of their level; a lead-in's also where its list ends.
    fn close_frames(&mut self, level: usize, labelled: bool, parent: Option<usize>) {
        self.frames.retain(|frame| {
            let silent = frame.kind == FrameKind::Parts;
            if labelled {
                if frame.labelled { frame.level < level } else { frame.level <= level }
            } else if frame.labelled {
                frame.level < level || parent == Some(frame.place)
            } else {
                frame.level <= level && !(silent && frame.level == level)
            }
        });
    }

    fn sentences(&mut self, place: usize, item: &Item, text: &str) {
        let first_draft = self.drafts.len();
        let parts = sentences(text);
        let speaks = parts.iter().any(|range| {
            let sentence = text.get(range.clone()).unwrap_or_default();
            !self.is_own_verb(sentence) && matches!(self.clauses.read(sentence, true), Saying::Given(_) | Saying::Asked(_))
        });
        for range in parts {
            let sentence = text.get(range.clone()).unwrap_or_default();
            let offset = item.body.start + range.start;
            if self.clauses.rules.closing_sentence.regex().is_match(sentence) {
                continue;
            }
            if self.scope(item, sentence, offset, first_draft) {
                continue;
            }
            if self.lead_in(place, item, sentence) || self.goes_on(place, item, sentence, offset) {
                continue;
            }
            let told = self.clauses.rules.told_before.regex().find(sentence).map(|found| found.start());
            for piece in self.pieces(sentence) {
                if told.is_some_and(|told| piece.start > told) {
                    continue;
                }
                let words = sentence.get(piece.clone()).unwrap_or_default();
                let begins = piece.start == 0;
                let opens = begins && offset == item.body.start;
                self.piece(place, item, words, offset + piece.start, Piece { first_draft, begins, opens, speaks });
            }
        }
    }

    fn piece(&mut self, place: usize, item: &Item, words: &str, offset: usize, piece: Piece) {
        let inherits = self.inherits(item, words);
        let saying = if inherits && piece.begins && self.is_own_verb(words) { Saying::Plain } else { self.said(words) };
        match saying {
            Saying::Asked(given) => self.request(words, offset, &given, super::ASKED),
            Saying::Given(_) if self.orders_below(words) => self.plain_request(item, words, offset, piece),
            Saying::Given(given) if self.requesting() || self.upward(words, &given) => {
                self.request(words, offset, &given, "tasks/upward");
            }
            Saying::Given(given) if !self.reports => {
                self.duty(place, words, offset, &given);
            }
            Saying::Plain if self.requesting() => self.plain_request(item, words, offset, piece),
            Saying::Plain if !self.reports => {
                // Beside duties given in the same paragraph a name before a verb is enough: `Giao A …. Phòng B theo dõi …`.
                let beside = self.drafts.len() > piece.first_draft && piece.begins && !piece.opens;
                let bare = if beside { self.clauses.bare_only(words) } else { None };
                match bare.filter(|given| !given.action.is_empty()) {
                    Some(given) => _ = self.duty(place, words, offset, &given),
                    None => self.plain(place, words, offset, piece, inherits),
                }
            }
            Saying::Given(_) | Saying::Plain => {}
        }
    }

    /// `Kính đề nghị A: Giao B …`: that A should give it to B is what is asked.
    fn orders_below(&self, words: &str) -> bool {
        let tokens = super::lexicon::tokens(words);
        let asked = self.frames.last().is_some_and(|frame| frame.kind == FrameKind::Requests && !frame.assignees.is_empty());
        asked && self.clauses.lexicon.giver(&tokens, 0).is_some()
    }

    /// Under a lead-in `X chỉ đạo Y …` is what X is to do, unless X gives the lead-in's duties.
    fn said(&self, words: &str) -> Saying {
        let saying = self.clauses.read(words, self.directing());
        let Saying::Given(Given { giver: Some(giver), named: true, .. }) = &saying else { return saying };
        let subject = words.get(giver.clone()).unwrap_or_default();
        let level = |name: &str| self.level(&self.normal(name));
        if let Some(bare) = self.clauses.bare_only(words).filter(|bare| bare.coordinators.iter().any(|helper| overlap(helper, giver))) {
            return Saying::Given(bare);
        }
        let below = level(subject).zip(self.document.issuer.as_deref().and_then(level)).is_none_or(|(own, issuer)| own < issuer);
        if !(self.directing() && below) {
            return saying;
        }
        self.clauses.bare_only(words).map_or(saying, Saying::Given)
    }

    /// Under a heading that names who acts, `Chỉ đạo X …` is what they are to do.
    fn is_own_verb(&self, words: &str) -> bool {
        let tokens = super::lexicon::tokens(words);
        let headed = self.frame().is_some_and(|frame| frame.labelled);
        headed && self.clauses.lexicon.own_verbs.begin(&tokens, 0)
    }

    fn duty(&mut self, place: usize, words: &str, offset: usize, given: &Given) -> bool {
        let action = words.get(given.action.clone()).unwrap_or_default();
        let rules = self.clauses.rules;
        let own = given.giver.is_none() && !given.by_verb && self.is_issuer(words, given);
        let above = given.giver.clone().and_then(|range| words.get(range)).is_some_and(|name| self.is_above(name));
        if above
            || !given.by_verb && self.is_under(place, &rules.judging_section)
            || self.is_private(words, given)
            || action.split_whitespace().count() < 2
            || rules.closing.regex().is_match(action)
            || (!given.by_verb && rules.informs.regex().is_match(action))
            || own
        {
            return false;
        }
        let giver = given.giver.clone().and_then(|range| words.get(range)).map(|name| self.normal(name));
        let due = self.due(words, given.action.start).map(|due| Due { range: due.range.start + offset..due.range.end + offset, ..due });
        self.drafts.push(Draft {
            place,
            number: None,
            assignees: self.names(words, &given.assignees),
            coordinators: self.names(words, &given.coordinators),
            giver: giver.or_else(|| self.giver()),
            action: offset + given.action.start..offset + given.action.end,
            due,
            confidence: if given.by_verb { 0.9 } else { 0.8 },
            rule: if given.by_verb { "tasks/givers" } else { "tasks/heads" },
        });
        true
    }

    /// A clause without names: a duty under its heading, or more of the duty before it.
    fn plain(&mut self, place: usize, words: &str, offset: usize, piece: Piece, inherits: bool) {
        let end = offset + words.len();
        let rules = self.clauses.rules;
        let due = self.finder.of(words);
        let fresh = self.drafts.len() > piece.first_draft;
        let opens = fresh && due.as_ref().is_some_and(|due| self.opens(words, due));
        let due = due.map(|due| Due { range: due.range.start + offset..due.range.end + offset, ..due });
        if let Some(last) = self.drafts.last_mut().filter(|_| fresh) {
            let completes = last.due.is_none() && rules.completion.regex().is_match(words);
            if due.is_some() && (last.due.is_some() || piece.begins || opens) && !completes {
                let next = Draft { action: offset..end, due, ..last.clone() };
                self.drafts.push(next);
            } else {
                last.action.end = end;
                last.due = last.due.take().or(due);
            }
            return;
        }
        // Beside sentences that name others, `Cần …` still speaks to those that the list is for.
        let obliged = piece.begins && rules.obliged.regex().is_match(words);
        // Right under a name, what opens the item is that name's, whoever is told something further on.
        let own = |frame: &Frame| piece.opens && frame.labelled && self.begins_duty(words);
        let Some(frame) = self.frame().filter(|frame| inherits && (obliged || !piece.speaks || own(frame))).cloned() else { return };
        let mut given = Given { action: 0..words.len(), ..Given::default() };
        self.clauses.strip(words, &mut given);
        let action = words.get(given.action.clone()).unwrap_or_default();
        let opening = super::lexicon::tokens(action);
        let told = !self.clauses.lexicon.duty(&opening, 0) && (0..TOLD).any(|place| self.clauses.lexicon.was.begin(&opening, place));
        let aim = rules.aim.regex().is_match(action);
        if told || aim || action.split_whitespace().count() < 3 || rules.closing.regex().is_match(action) {
            return;
        }
        let mut coordinators = self.names(words, &given.coordinators);
        if coordinators.is_empty() {
            coordinators.clone_from(&frame.coordinators);
        }
        self.drafts.push(Draft {
            place,
            number: None,
            assignees: frame.assignees,
            coordinators,
            giver: frame.giver,
            action: offset + given.action.start..end,
            due,
            confidence: 0.85,
            rule: "tasks/lead_in",
        });
    }
}

fn overlap(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}

/// Where a clause stands in its item.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// How many drafts there were before the item.
    first_draft: usize,
    /// It begins its sentence.
    begins: bool,
    /// It begins its item.
    opens: bool,
    /// Some sentence of the item names who acts.
    speaks: bool,
}
