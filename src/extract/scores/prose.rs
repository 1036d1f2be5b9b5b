//! Scores in sentences and bullets.

use std::cell::OnceCell;
use std::ops::Range;

use super::context::{self, Context};
use super::ledger::{Ledger, Points, Subject};
use super::lexicon::id_of;
use crate::extract::folded::Folded;
use crate::extract::{Reading, numbers, periods, sentences, units};
use crate::pattern::Rule;
use crate::pattern::scores::ScoreRules;
use crate::pattern::vocabulary::Scale;
use crate::record::{Document, Evidence};
use crate::text::{Region, fold};

/// Reads scores paragraph by paragraph.
pub(super) struct Prose<'a> {
    reading: &'a Reading<'a>,
    document: &'a Document,
    context: &'a Context<'a>,
    rules: &'a ScoreRules,
    /// Whose total stood last: bullets below it are about that unit.
    last_unit: Option<String>,
    /// The document scores units by a framework that no file knows.
    unknown: bool,
    /// The unit that a heading names for all below it, with the heading's level: `1. Các chỉ số của tỉnh Ninh Bình`.
    headed: Option<(usize, String)>,
    /// What the last figure of this paragraph was about.
    target: Option<Target>,
    /// The period that this paragraph named last.
    period: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct Target {
    card: usize,
    criterion: Option<usize>,
}

/// A figure as found: folded range, points, whether points are named, the rule.
struct Figure<'a> {
    range: Range<usize>,
    points: Points,
    named: bool,
    kind: Kind,
    rule: &'a Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    OfMax,
    Plain,
    Scaled,
}

/// A sentence being read.
struct Sentence {
    /// Where it begins in the document.
    at: usize,
    text: String,
    folded: Folded,
    periods: Vec<(Range<usize>, String)>,
    /// Looked for where a figure asks for them.
    units: OnceCell<Vec<(Range<usize>, Option<String>)>>,
    bullet: bool,
    paragraph: usize,
}

impl<'a> Prose<'a> {
    /// Begins to read.
    pub(super) fn new(reading: &'a Reading<'a>, document: &'a Document, context: &'a Context<'a>) -> Self {
        let rules = &reading.patterns.scores;
        let scoring = || document.subject.as_deref().is_some_and(|subject| rules.scoring.regex().is_match(&fold(subject)));
        let unknown = context.framework.is_none() && scoring();
        Self { reading, document, context, rules, last_unit: None, unknown, headed: None, target: None, period: None }
    }

    /// Reads one paragraph.
    pub(super) fn paragraph(&mut self, ledger: &mut Ledger, index: usize) {
        self.target = None;
        self.period = None;
        let near = self.document.period.as_deref().or(self.document.date.as_deref());
        let Some(paragraph) = self.reading.text.paragraphs().get(index) else { return };
        if paragraph.region != Region::Body || self.reading.zones.head.contains(&index) {
            return;
        }
        let text = self.reading.text.paragraph(index);
        if let Some(level) = context::heading_level(text) {
            self.headed.take_if(|(above, _)| *above >= level);
            self.headed = self.unit_of_heading(text).map(|unit| (level, unit)).or(self.headed.take());
        }
        let bullet = text.starts_with(['-', '+', '*', '•', '–']);
        for range in sentences::split(text) {
            let Some(own) = text.get(range.clone()) else { continue };
            if !own.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let folded = Folded::new(own);
            let sentence = Sentence {
                at: paragraph.range.start + range.start,
                periods: periods::find(folded.as_str(), &self.reading.patterns.periods, near),
                units: OnceCell::new(),
                text: own.to_owned(),
                folded,
                bullet,
                paragraph: index,
            };
            self.sentence(ledger, &sentence);
            let named = sentence.periods.iter().rfind(|(range, _)| !compared(sentence.folded.as_str(), range));
            self.period = named.map(|(_, period)| period.clone()).or(self.period.take());
        }
    }

    fn sentence(&mut self, ledger: &mut Ledger, sentence: &Sentence) {
        let figures = self.figures(sentence);
        let mut marks: Vec<usize> = Vec::new();
        let mut targets: Vec<(usize, Target)> = Vec::new();
        for figure in &figures {
            if let Some(target) = self.figure(ledger, sentence, figure, marks.last().copied().unwrap_or(0)) {
                targets.push((figure.range.start, target));
            }
            marks.push(figure.range.end);
        }
        if targets.is_empty()
            && let Some(target) = self.target.or_else(|| self.ranked_only(ledger, sentence)).filter(|_| figures.is_empty())
        {
            targets.push((0, target));
        }
        if !targets.is_empty() {
            self.rate_listed(ledger, sentence, &targets);
        }
        if let Some((start, _)) = targets.first_mut() {
            *start = 0;
        }
        for (index, (start, target)) in targets.iter().enumerate() {
            let end = targets.get(index + 1).map_or(sentence.folded.as_str().len(), |(next, _)| *next);
            self.about(ledger, sentence, *start..end, *target);
        }
        self.target = targets.last().map(|(_, target)| *target).or(self.target);
    }

    /// `05 xã xếp loại Yếu, gồm: xã A 41,2 điểm; xã B 43,65 điểm`: the rating is that of each.
    fn rate_listed(&self, ledger: &mut Ledger, sentence: &Sentence, targets: &[(usize, Target)]) {
        let folded = sentence.folded.as_str();
        let ratings: Vec<Range<usize>> =
            self.rules.rating.regex().captures_iter(folded).filter_map(|found| Some(found.name("rating")?.range())).collect();
        for (index, at) in ratings.iter().enumerate() {
            let behind = folded.get(at.end..).unwrap_or_default();
            let Some(rating) = self.rating(sentence, at) else { continue };
            if !self.of_several(sentence, 0..at.start) || !self.rules.here_listed.regex().is_match(behind) {
                continue;
            }
            let end = ratings.get(index + 1).map_or(folded.len(), |next| next.start);
            for (_, target) in targets.iter().filter(|(start, target)| (at.end..end).contains(start) && target.criterion.is_none()) {
                let evidence = self.evidence(sentence, at, &self.rules.rating);
                if let Some(card) = ledger.at(target.card).filter(|card| card.rating.is_none()) {
                    card.rating = Some(rating.clone());
                    ledger.evidence(target.card, "/rating", evidence);
                }
            }
        }
    }

    /// The rating of the framework's list that stands at a place.
    fn rating(&self, sentence: &Sentence, at: &Range<usize>) -> Option<String> {
        super::rating_of(self.printed(sentence, at), self.rules)
    }

    /// A sentence that only gives the rank by a framework that it names.
    fn ranked_only(&self, ledger: &mut Ledger, sentence: &Sentence) -> Option<Target> {
        let folded = sentence.folded.as_str();
        let (_, framework) = self.context.lexicon.frameworks(folded).pop()?;
        let captures = self.rules.rank.regex().captures(folded)?;
        captures.name("of")?;
        if self.other_period(sentence, captures.get(0)?.start()) {
            return None;
        }
        let unit = self.unit(sentence, captures.get(0)?.start(), true)?;
        let framework = self.context.lexicon.framework(framework)?;
        let card = ledger.card(unit.as_deref(), Some(&framework.id), self.document.period.as_deref(), Some(framework.max));
        Some(Target { card, criterion: None })
    }

    /// The unit that a sentence names last before a place.
    fn unit_before<'s>(&self, sentence: &'s Sentence, place: usize) -> Option<&'s (Range<usize>, Option<String>)> {
        let at = sentence.folded.original(&(place..place)).start;
        let units = sentence.units.get_or_init(|| units::in_sentence(&sentence.text, self.reading, self.document));
        units.iter().rfind(|(range, _)| range.end <= at)
    }

    /// What stands between the unit that a sentence names last before a place and that place.
    fn behind_unit<'s>(&self, sentence: &'s Sentence, place: usize) -> Option<&'s str> {
        let (unit, _) = self.unit_before(sentence, place)?;
        sentence.text.get(unit.end..sentence.folded.original(&(place..place)).start)
    }

    fn figures(&self, sentence: &Sentence) -> Vec<Figure<'a>> {
        let folded = sentence.folded.as_str();
        let rules = self.rules;
        let mut taken: Vec<Range<usize>> = sentence.periods.iter().map(|(range, _)| range.clone()).collect();
        taken.extend(rules.rank.regex().find_iter(folded).map(|found| found.range()));
        taken.extend(rules.change.regex().find_iter(folded).map(|found| found.range()));
        let mut figures: Vec<Figure<'a>> = Vec::new();
        let named = self.context.lexicon.frameworks(folded);
        let scale = named.last().and_then(|(_, at)| self.context.lexicon.framework(*at)).map(|framework| framework.scale);
        let mut kinds = vec![(&rules.with_max, Kind::OfMax), (&rules.of_max, Kind::OfMax), (&rules.plain, Kind::Plain)];
        match scale {
            Some(Scale::Percent) => kinds.push((&rules.percent, Kind::Scaled)),
            Some(Scale::Fraction) => kinds.push((&rules.decimal, Kind::Scaled)),
            Some(Scale::Points) | None => {}
        }
        for (rule, kind) in kinds {
            for captures in rule.regex().captures_iter(folded) {
                let Some(whole) = captures.get(0) else { continue };
                let range = whole.range();
                let free = taken.iter().all(|taken| range.end <= taken.start || taken.end <= range.start);
                let score = captures.name("score").and_then(|score| numbers::parse(score.as_str()));
                let (Some(score), true, true) = (score, free, alone(folded, &range)) else { continue };
                taken.push(range.clone());
                let max = captures.name("max").and_then(|max| numbers::parse(max.as_str()));
                figures.push(Figure { range, points: Points { score, max }, named: captures.name("points").is_some(), kind, rule });
            }
        }
        figures.sort_by_key(|figure| figure.range.start);
        figures
    }

    fn figure(&mut self, ledger: &mut Ledger, sentence: &Sentence, figure: &Figure<'_>, from: usize) -> Option<Target> {
        let folded = sentence.folded.as_str();
        let start = figure.range.start;
        let before = folded.get(..start)?;
        let clause = before.rsplit([';', ',']).next().unwrap_or(before);
        let aim = self.reading.patterns.indicators.target.regex().is_match(clause);
        let lexicon = &self.context.lexicon;
        let named = lexicon.frameworks(before).pop();
        // `Chỉ số SIPAS đạt 88%; tỷ lệ hồ sơ trực tuyến 85%`: the rate is of something else.
        let behind = before.get(named.as_ref().map_or(0, |(range, _)| range.end)..).unwrap_or_default();
        if figure.kind == Kind::Scaled && self.rules.other_rate.regex().is_match(behind) {
            return None;
        }
        let bound = folded.get(figure.range.end..).is_some_and(|after| self.rules.bound.regex().is_match(after));
        if aim || bound || self.rules.not_reached.regex().is_match(before) {
            return None;
        }
        let other_period = self.other_period(sentence, start);
        let section = self.context.section(sentence.paragraph);
        let framework = named.map(|(_, at)| at).or(section.framework).or(self.context.framework);
        let full = framework.and_then(|at| lexicon.framework(at)).map(|framework| framework.max);
        let mention = framework.and_then(|at| lexicon.criteria(at, before).into_iter().rfind(|(range, _)| range.start >= from));
        let mention = mention.map(|(_, at)| at);
        let listed = || {
            let fits = framework.is_some() && full.is_none_or(|full| figure.points.score <= full);
            figure.kind == Kind::Plain && figure.named && mention.is_none() && fits && self.beside_unit(sentence, start)
        };
        let subject = (self.subject(figure, before, full, framework, mention, section.criterion))
            .or_else(|| (listed() || self.is_total_of_unknown(figure, sentence)).then_some(Subject::Total))
            .or_else(|| self.criterion_of_unknown(figure, sentence))?;
        let total = subject == Subject::Total;
        // Under a heading of aims only points of points possible tell what was reached.
        if total && section.plan && figure.kind != Kind::OfMax {
            return None;
        }
        let goes_on = sentence.bullet || self.target.is_some();
        let unit = self.unit(sentence, start, total || !goes_on)?;
        if other_period {
            if let Subject::Criterion(_, name, max) = &subject
                && *max == figure.points.max
            {
                ledger.impossible(unit.as_deref(), name, figure.points, &self.evidence(sentence, &figure.range, figure.rule));
            }
            return None;
        }
        let named_unit = self.unit_before(sentence, start).is_some();
        if total && !named_unit && self.rules.extreme.regex().is_match(before) || self.of_several(sentence, from..start) {
            return None;
        }
        let id = framework.and_then(|at| lexicon.framework(at)).map(|framework| framework.id.as_str());
        let card = ledger.card(unit.as_deref(), id, self.period(sentence, start).as_deref(), full);
        let known = ledger.at(card).is_some_and(|card| card.total.is_some());
        // A second figure counts where it is a unit's points by name, `xã A chỉ đạt 57,31 điểm`; else it may be of anything.
        if figure.kind == Kind::Plain && total && known && !(figure.named && named_unit) {
            return None;
        }
        let criterion = ledger.points(card, &subject, figure.points, self.evidence(sentence, &figure.range, figure.rule));
        if total {
            ledger.told(card, sentence.paragraph);
            self.last_unit = unit;
        }
        Some(Target { card, criterion })
    }

    /// Whether what stands before a figure or a rating says it of several units, and names none of them.
    fn of_several(&self, sentence: &Sentence, before: Range<usize>) -> bool {
        let folded = sentence.folded.as_str();
        let Some(text) = folded.get(before.clone()) else { return false };
        if self.rules.mean.regex().is_match(text.rsplit(['.', ';']).next().unwrap_or(text)) {
            return true;
        }
        let ranked = self.rules.rank.regex().find_iter(text).last().map_or(0, |rank| rank.end());
        let clause = text.get(ranked..).and_then(|text| text.rsplit([';', ':']).next()).unwrap_or_default();
        self.rules.several.regex().is_match(clause)
    }

    /// What a figure is about; `None` where it is not a score.
    fn subject(
        &self,
        figure: &Figure<'_>,
        before: &str,
        full: Option<f64>,
        framework: Option<usize>,
        mention: Option<usize>,
        section: Option<usize>,
    ) -> Option<Subject> {
        let criterion = |at: usize| {
            let definition = self.context.lexicon.criterion(framework?, at)?;
            Some(Subject::Criterion(definition.id.clone(), definition.name.clone(), definition.max))
        };
        let most =
            |at: usize| framework.and_then(|framework| self.context.lexicon.criterion(framework, at)).and_then(|definition| definition.max);
        let tail: String = before.chars().rev().take(48).collect::<Vec<_>>().into_iter().rev().collect();
        let total_said = self.rules.total.regex().is_match(&tail);
        match (figure.kind, figure.points.max) {
            (Kind::Scaled, _) => Some(Subject::Total),
            (_, Some(max)) if Some(max) == full && (figure.named || total_said) => Some(Subject::Total),
            (_, Some(max)) => match (mention, section) {
                (Some(at), _) if figure.named || most(at) == Some(max) => criterion(at),
                (None, Some(at)) if figure.named && most(at) == Some(max) => criterion(at),
                (None, None) if figure.named && total_said && framework.is_none() && (max - 100.0).abs() < 1e-9 => Some(Subject::Total),
                _ => None,
            },
            (Kind::Plain, None) => match mention {
                Some(at) if most(at).is_none_or(|most| figure.points.score <= most) => criterion(at),
                Some(_) => None,
                None if total_said && framework.is_some() && full.is_none_or(|full| figure.points.score <= full) => Some(Subject::Total),
                None => None,
            },
            (Kind::OfMax, None) => None,
        }
    }

    /// Whether a figure is of another period than the document's: `so với tháng 3/2026 (89,2 điểm)`, or by the period named last
    /// before it.
    fn other_period(&self, sentence: &Sentence, place: usize) -> bool {
        let folded = sentence.folded.as_str();
        let beside = |(range, _): &(Range<usize>, String)| {
            let between = folded.get(range.end..place).map(str::trim_start);
            compared(folded, range) && between.is_some_and(|between| self.rules.of_compared.regex().is_match(between))
        };
        if sentence.periods.iter().any(beside) {
            return true;
        }
        let Some(own) = self.document.period.as_deref() else { return false };
        let named = sentence.periods.iter().rfind(|(range, _)| range.end <= place && !compared(folded, range));
        named.is_some_and(|(_, period)| {
            period != own && !period.starts_with(own) && !own.contains(period.as_str())
                || named.is_some_and(|(range, period)| {
                    period.len() < own.len() && folded.get(..range.start).is_some_and(|before| before.trim_end().ends_with("ca"))
                })
        })
    }

    /// The document's period; else the one named last before a place, in the sentence or the paragraph.
    fn period(&self, sentence: &Sentence, place: usize) -> Option<String> {
        let folded = sentence.folded.as_str();
        let named =
            || sentence.periods.iter().rfind(|(range, _)| range.end <= place && !compared(folded, range)).map(|(_, period)| period.clone());
        self.document.period.clone().or_else(named).or_else(|| self.period.clone())
    }

    /// The unit named last before a place; else the one that bullets, or more of the paragraph, are about; else the issuer.
    ///
    /// `None` where the sentence is about a place that the document does not name.
    fn unit(&self, sentence: &Sentence, place: usize, issuer_first: bool) -> Option<Option<String>> {
        if let Some((_, name)) = self.unit_before(sentence, place) {
            return name.clone().map(Some);
        }
        let carried = if issuer_first { None } else { self.last_unit.clone() };
        let headed = || self.headed.as_ref().map(|(_, unit)| unit.clone());
        Some(carried.or_else(headed).or_else(|| self.document.issuer.clone()))
    }

    /// The one unit whose results a heading announces.
    fn unit_of_heading(&self, text: &str) -> Option<String> {
        let units = units::in_sentence(text, self.reading, self.document);
        let [(range, Some(unit))] = units.as_slice() else { return None };
        self.rules.whose_results.regex().is_match(text.get(..range.start)?).then(|| unit.clone())
    }

    /// `Hội A huyện B đạt 98,25 điểm`, where no file knows the framework.
    fn is_total_of_unknown(&self, figure: &Figure<'_>, sentence: &Sentence) -> bool {
        let points = |between: &str| self.rules.own_points.regex().is_match(&fold(between));
        self.unknown && figure.named && self.behind_unit(sentence, figure.range.start).is_some_and(points)
    }

    /// `+ Công tác tổ chức: 19,5/20 điểm` below a unit's total, where no file knows the framework.
    fn criterion_of_unknown(&self, figure: &Figure<'_>, sentence: &Sentence) -> Option<Subject> {
        let max = figure.points.max.filter(|_| self.unknown && figure.named && sentence.bullet && self.last_unit.is_some())?;
        let at = sentence.folded.original(&(figure.range.start..figure.range.start)).start;
        let name = self.rules.own_criterion.regex().captures(sentence.text.get(..at)?)?.name("name")?.as_str().trim();
        Some(Subject::Criterion(id_of(name), name.to_owned(), Some(max)))
    }

    /// Right behind the name of a unit, as in `a) Huyện A: 92,18 điểm`.
    fn beside_unit(&self, sentence: &Sentence, place: usize) -> bool {
        // `gồm: xã A 41,2 điểm; xã B 43,65 điểm`
        let listed = || self.rules.plain.regex().find_iter(sentence.folded.as_str()).count() > 1;
        self.behind_unit(sentence, place).is_some_and(|between| {
            between.contains([':', '-', '–']) && !between.chars().any(char::is_alphanumeric) || between.trim().is_empty() && listed()
        })
    }

    /// Reads change, rank and rating in a part of a sentence.
    fn about(&self, ledger: &mut Ledger, sentence: &Sentence, part: Range<usize>, target: Target) {
        let folded = sentence.folded.as_str();
        let inside = |range: &Range<usize>| part.contains(&range.start);
        for captures in self.rules.rank.regex().captures_iter(folded) {
            let Some(range) = captures.get(0).map(|whole| whole.range()).filter(&inside) else { continue };
            let number = |name: &str| captures.name(name).and_then(|found| numbers::whole(found.as_str()));
            let among = captures.name("among").map(|found| self.printed(sentence, &found.range()).to_lowercase());
            let evidence = self.evidence(sentence, &range, &self.rules.rank);
            set_rank(ledger, target, number("rank"), number("of"), among, evidence);
        }
        if target.criterion.is_some() {
            return;
        }
        for captures in self.rules.rating.regex().captures_iter(folded) {
            let Some(found) = captures.name("rating").map(|found| found.range()).filter(&inside) else { continue };
            if self.of_several(sentence, part.start..found.start) {
                continue;
            }
            let evidence = self.evidence(sentence, &found, &self.rules.rating);
            let rating = self.rating(sentence, &found);
            if let (Some(rating), Some(card)) = (rating, ledger.at(target.card).filter(|card| card.rating.is_none())) {
                card.rating = Some(rating);
                ledger.evidence(target.card, "/rating", evidence);
            }
        }
        self.change(ledger, sentence, &part, target.card);
    }

    fn change(&self, ledger: &mut Ledger, sentence: &Sentence, part: &Range<usize>, card: usize) {
        let folded = sentence.folded.as_str();
        let scaled = self.rules.change.regex().captures_iter(folded).filter_map(|captures| {
            let range = captures.get(0)?.range();
            let measure = captures.name("measure").map_or("", |measure| measure.as_str());
            let value = numbers::parse(captures.name("value")?.as_str())?;
            let falls = matches!(captures.name("direction")?.as_str(), "giam" | "▼" | "thap hon");
            (part.contains(&range.start) && measure != "bac").then_some((range, if falls { -value } else { value }))
        });
        let still = self.rules.unchanged.regex().find_iter(folded).map(|found| (found.range(), 0.0));
        let Some((range, value)) = scaled.chain(still.filter(|(range, _)| part.contains(&range.start))).next() else { return };
        let evidence = self.evidence(sentence, &range, &self.rules.change);
        let own = self.document.period.clone();
        let compared = folded.get(range.end..).filter(|rest| self.rules.compared.regex().is_match(rest)).and_then(|rest| {
            let next = sentence.periods.iter().find(|(period, _)| period.start >= range.end).map(|(_, period)| period.clone());
            next.or_else(|| self.reading.patterns.periods.before.regex().find(rest).and_then(|_| periods::before(own.as_deref()?)))
        });
        ledger.change(card, value, compared, evidence);
    }

    fn printed<'s>(&self, sentence: &'s Sentence, range: &Range<usize>) -> &'s str {
        sentence.text.get(sentence.folded.original(range)).unwrap_or_default()
    }

    fn evidence(&self, sentence: &Sentence, range: &Range<usize>, rule: &Rule) -> Evidence {
        let own = sentence.folded.original(range);
        self.reading.evidence_by(&(sentence.at + own.start..sentence.at + own.end), rule, 0.9)
    }
}

fn set_rank(ledger: &mut Ledger, target: Target, rank: Option<u32>, of: Option<u32>, among: Option<String>, evidence: Evidence) {
    let Some(card) = ledger.at(target.card) else { return };
    let pointer = match target.criterion {
        None if card.rank.is_none() => {
            (card.rank, card.rank_of, card.rank_among) = (rank, of, among);
            "/rank".to_owned()
        }
        None => return,
        Some(at) => {
            let Some(criterion) = card.criteria.get_mut(at).filter(|criterion| criterion.rank.is_none()) else { return };
            (criterion.rank, criterion.rank_of) = (rank, of);
            format!("/criteria/{at}/rank")
        }
    };
    ledger.evidence(target.card, &pointer, evidence);
}

/// Whether a figure is not part of a longer one, a date or a code.
fn alone(folded: &str, range: &Range<usize>) -> bool {
    let joined = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit() || character == '/');
    let before = folded.get(..range.start).and_then(|before| before.chars().next_back());
    let mut after = folded.get(range.end..).unwrap_or_default().chars();
    let next = after.next();
    let continued = matches!(next, Some(',' | '.')) && after.next().is_some_and(|character| character.is_ascii_digit());
    !(joined(before)
        || matches!(before, Some('.' | ','))
            && folded.get(..range.start).is_some_and(|text| text.trim_end_matches(['.', ',']).ends_with(|c: char| c.is_ascii_digit()))
        || joined(next)
        || continued)
}

/// `so với tháng 3/2024`: a period that is only compared with.
fn compared(folded: &str, range: &Range<usize>) -> bool {
    folded.get(..range.start).is_some_and(|before| before.trim_end().ends_with("so voi"))
}
