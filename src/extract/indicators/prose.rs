//! Measured values in sentences.

use std::cell::OnceCell;
use std::ops::Range;

use crate::extract::folded::Folded;
use crate::extract::scores::Context;
use crate::extract::{Found, Reading, numbers, periods, sentences, units};
use crate::pattern::Rule;
use crate::record::{Document, Indicator};
use crate::text::{Region, fold};

/// A sentence being read.
struct Sentence<'a> {
    reading: &'a Reading<'a>,
    document: &'a Document,
    at: usize,
    text: &'a str,
    folded: Folded,
    taken: Vec<Range<usize>>,
    /// What it names, looked for where a figure asks for it.
    units: OnceCell<Vec<(Range<usize>, Option<String>)>>,
    periods: OnceCell<Vec<(Range<usize>, String)>>,
}

/// Reads the measured values of a paragraph.
pub(super) fn read(reading: &Reading<'_>, document: &Document, context: &Context<'_>, index: usize, found: &mut Vec<Found<Indicator>>) {
    let Some(paragraph) = reading.text.paragraphs().get(index) else { return };
    if paragraph.region != Region::Body || reading.zones.head.contains(&index) || context.section(index).plan {
        return;
    }
    let text = reading.text.paragraph(index);
    for range in sentences::split(text) {
        let Some(own) = text.get(range.clone()).filter(|own| own.bytes().any(|byte| byte.is_ascii_digit())) else { continue };
        let at = paragraph.range.start + range.start;
        let (units, periods) = (OnceCell::new(), OnceCell::new());
        let mut sentence = Sentence { reading, document, at, text: own, folded: Folded::new(own), taken: Vec::new(), units, periods };
        for (range, value) in sentence.values() {
            let twice = |known: &Found<Indicator>| same(&known.value, &value);
            if !found.iter().any(twice) {
                let rule = "indicators/prose";
                found.push(Found { evidence: vec![("/value".into(), reading.evidence(&range, rule, 0.8))], value });
            }
        }
    }
}

/// What of a clause stands behind the last match of a rule.
fn last_part<'t>(rule: &Rule, clause: &'t str) -> &'t str {
    rule.regex().find_iter(clause).last().and_then(|found| clause.get(found.end()..)).unwrap_or(clause)
}

/// Whether two readings are one measurement: a figure said again under a shorter name.
fn same(known: &Indicator, value: &Indicator) -> bool {
    let key = |indicator: &Indicator| indicator.unit.as_deref().map(units::key);
    let round = value.value.fract() == 0.0;
    let names = (crate::text::fold(&known.name), crate::text::fold(&value.name));
    let alike = names.0 == names.1 || !round && (names.0.contains(&names.1) || names.1.contains(&names.0));
    (known.value - value.value).abs() < 1e-9 && key(known) == key(value) && known.measure == value.measure && alike
}

impl Sentence<'_> {
    fn values(&mut self) -> Vec<(Range<usize>, Indicator)> {
        let rules = &self.reading.patterns.indicators;
        let mut values = Vec::new();
        for rule in [
            &rules.rate_before,
            &rules.rate_of_count,
            &rules.rate_of_state,
            &rules.rate_of_kind,
            &rules.rate,
            &rules.count_named,
            &rules.amount,
            &rules.count_done,
            &rules.count_occurred,
            &rules.count_served,
            &rules.mean_time,
        ] {
            let folded = self.folded.as_str().to_owned();
            let mut from = 0;
            while let Some(captures) = rule.regex().captures_at(&folded, from) {
                let (Some(whole), Some(value)) = (captures.get(0), captures.name("value")) else { break };
                from = value.end();
                let free = self.taken.iter().all(|taken| value.end() <= taken.start || taken.end <= value.start());
                if !free || self.is_target(&folded, &whole.range(), &value.range()) {
                    continue;
                }
                if let Some(one) = self.indicator(rule, &captures, whole.range(), value.range()) {
                    self.taken.push(value.range());
                    values.push(one);
                }
            }
        }
        values.sort_by_key(|(range, _)| range.start);
        values
    }

    /// Targets, open bounds, counts of units, parts of longer figures.
    fn is_target(&self, folded: &str, whole: &Range<usize>, value: &Range<usize>) -> bool {
        let rules = &self.reading.patterns;
        let before = folded.get(..value.start).unwrap_or_default();
        let clause_start = before.rfind([';', '(']).map_or(0, |at| at + 1).min(whole.start);
        let clause = folded.get(clause_start..value.start).unwrap_or_default();
        let after = folded.get(value.end..).unwrap_or_default();
        let joined = before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | ',' | '.')) || after.starts_with('/');
        let bound = after.trim_start_matches(['%', ' ']).starts_with("tro ");
        joined
            || bound
            || rules.scores.not_reached.regex().is_match(before)
            || rules.indicators.target.regex().is_match(clause)
            || rules.indicators.several_units.regex().is_match(last_part(&rules.indicators.of_which, clause))
    }

    fn indicator(
        &self,
        rule: &Rule,
        captures: &regex::Captures<'_>,
        whole: Range<usize>,
        value: Range<usize>,
    ) -> Option<(Range<usize>, Indicator)> {
        let rules = &self.reading.patterns.indicators;
        let figure = numbers::parse(captures.name("value")?.as_str())?;
        let printed = |name: &str| captures.name(name).and_then(|part| self.text.get(self.folded.original(&part.range())));
        let of_state = rule.name == rules.rate_of_state.name;
        let named_after = [&rules.rate_before, &rules.rate_of_count, &rules.rate_of_kind].iter().any(|named| named.name == rule.name);
        let rate = named_after || of_state || rule.name == rules.rate.name;
        let amount = rule.name == rules.amount.name;
        let name = match (printed("name"), printed("verb"), printed("measure")) {
            // `Một số nơi … còn 37 hồ sơ` counts no places.
            (Some(_), _, _) if amount && captures.name("some").is_some() => return None,
            (Some(name), _, _) if amount => self.amount(name)?,
            (Some(name), _, _) if of_state => format!("{} {} {}", rules.rate_word, rules.files.first()?, self.cut(name)),
            (Some(name), _, _) if named_after => format!("{} {}", rules.rate_word, self.cut(name)),
            (Some(name), _, Some(measure)) if [&rules.count_occurred.name, &rules.count_served.name].contains(&&rule.name) => {
                format!("{measure} {}", self.cut(name))
            }
            (Some(name), _, _) => self.cut(name),
            (None, Some(verb), Some(measure)) => format!("{measure} {verb}"),
            _ => return None,
        };
        if name.split_whitespace().count() < 3 && rule.name != rules.mean_time.name || rules.no_name.regex().is_match(&fold(&name)) {
            return None;
        }
        let measure = if rate { Some("%".to_owned()) } else { printed("measure").map(str::to_owned) };
        let own = self.folded.original(&value);
        let units = self.units.get_or_init(|| units::in_sentence(self.text, self.reading, self.document));
        let unit = units.iter().rfind(|(range, _)| range.end <= own.start);
        let unit = unit.map_or_else(|| Some(self.document.issuer.clone()), |(_, name)| name.clone().map(Some))?;
        let period = self.period(value.start);
        let evidence = self.folded.original(&whole);
        let range = self.at + evidence.start..self.at + evidence.end;
        Some((range, Indicator { unit, name, value: figure, measure, period }))
    }

    /// The name of an amount from its last beginning on, unless it is none; `Sở` reads like `số` without marks.
    fn amount(&self, name: &str) -> Option<String> {
        let rules = &self.reading.patterns.indicators;
        let folded = Folded::new(name);
        let starts = rules.amount_start.regex().captures_iter(folded.as_str()).filter_map(|found| found.name("name"));
        let last = starts.last().map_or(0, |start| folded.original(&start.range()).start);
        let own = name.get(last..)?.trim();
        let number = own.split_whitespace().find(|word| fold(word) == "so").is_none_or(|word| word.to_lowercase() == "số");
        (number && !rules.no_amount.regex().is_match(&fold(own))).then(|| self.cut_at(own, &rules.amount_end))
    }

    /// A name from its last rate on, without whose, where and when.
    fn cut(&self, name: &str) -> String {
        let rules = &self.reading.patterns.indicators;
        let folded = Folded::new(name);
        let last = rules.rate_start.regex().find_iter(folded.as_str()).last().map_or(0, |found| folded.original(&found.range()).start);
        self.cut_at(name.get(last..).unwrap_or_default(), &rules.name_end)
    }

    /// A name without its owner, up to where it ends.
    fn cut_at(&self, name: &str, end: &Rule) -> String {
        let name = self.reading.patterns.indicators.owner.regex().replace(name, "");
        let folded = Folded::new(&name);
        let end = end.regex().find(folded.as_str()).map_or(name.len(), |found| folded.original(&found.range()).start);
        name.get(..end).unwrap_or_default().trim().trim_end_matches([',', '-', '–', '(']).trim_end().to_owned()
    }

    /// The period named last before a place, else the document's.
    fn period(&self, place: usize) -> Option<String> {
        let named = self.periods.get_or_init(|| periods::find(self.folded.as_str(), &self.reading.patterns.periods, None));
        let last = named.iter().rfind(|(range, _)| range.end <= place).map(|(_, period)| period.clone());
        last.or_else(|| self.document.period.clone())
    }
}
