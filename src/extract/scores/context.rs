//! Which framework and which criterion a place of the document is about, by its headings.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::Lexicon;
use crate::extract::folded::Folded;
use crate::extract::{Reading, numbers};
use crate::text::Region;

/// What the headings above a paragraph say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::extract) struct Section {
    /// Index of the framework.
    pub(in crate::extract) framework: Option<usize>,
    /// Index of the criterion in it.
    pub(in crate::extract) criterion: Option<usize>,
    /// It is about what is to be done, not about results.
    pub(in crate::extract) plan: bool,
}

/// Frameworks, and the section of each paragraph.
pub(in crate::extract) struct Context<'a> {
    /// The frameworks' names.
    pub(in crate::extract) lexicon: Lexicon<'a>,
    /// The document's framework.
    pub(in crate::extract) framework: Option<usize>,
    sections: Vec<Section>,
}

/// So many criteria with their own maxima tell a framework.
const TELLING_CRITERIA: usize = 3;

/// Longer paragraphs are no headings.
const HEADING_CHARACTERS: usize = 220;

impl<'a> Context<'a> {
    /// Looks through the headings of a document.
    pub(in crate::extract) fn new(reading: &Reading<'a>) -> Self {
        let lexicon = Lexicon::new(reading.patterns);
        let count = reading.text.paragraphs().len();
        let folded: Vec<Folded> = (0..count).map(|index| Folded::new(reading.text.paragraph(index))).collect();
        let named = folded.iter().find_map(|paragraph| Some(lexicon.frameworks(paragraph.as_str()).first()?.1));
        let framework = named.or_else(|| by_criteria(reading, &lexicon, &folded));
        let mut stack: Vec<(usize, Section)> = Vec::new();
        let mut sections = Vec::with_capacity(count);
        for (index, (paragraph, folded)) in reading.text.paragraphs().iter().zip(&folded).enumerate() {
            let text = reading.text.paragraph(index);
            if reading.zones.foot.contains(&index) || reading.zones.annexes.iter().any(|annex| annex.start == index) {
                stack.clear();
            }
            if !matches!(paragraph.region, Region::Cell { .. })
                && let Some(level) = heading_level(text)
            {
                stack.retain(|(above, _)| *above < level);
                let named = lexicon.frameworks(folded.as_str()).first().map(|(_, at)| *at);
                let criterion =
                    named.or(framework).and_then(|at| lexicon.criteria(at, folded.as_str()).first().map(|(_, criterion)| *criterion));
                let plan = reading.patterns.indicators.plan.regex().is_match(folded.as_str());
                stack.push((level, Section { framework: named, criterion, plan }));
            }
            sections.push(Section {
                framework: stack.iter().rev().find_map(|(_, section)| section.framework),
                criterion: stack.iter().rev().find_map(|(_, section)| section.criterion),
                plan: stack.iter().any(|(_, section)| section.plan),
            });
        }
        Self { lexicon, framework, sections }
    }

    /// The section of a paragraph.
    pub(in crate::extract) fn section(&self, paragraph: usize) -> Section {
        self.sections.get(paragraph).copied().unwrap_or_default()
    }
}

/// The one framework whose criteria stand there with their maxima, though nothing names it: `Số hóa hồ sơ: 21,5/22 điểm`.
fn by_criteria(reading: &Reading<'_>, lexicon: &Lexicon<'_>, paragraphs: &[Folded]) -> Option<usize> {
    let rules = &reading.patterns.scores;
    let mut seen: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for folded in paragraphs {
        let points: Vec<(usize, f64)> = (rules.of_max.regex().captures_iter(folded.as_str()))
            .filter_map(|captures| Some((captures.get(0)?.start(), numbers::parse(captures.name("max")?.as_str())?)))
            .collect();
        if points.is_empty() {
            continue;
        }
        for framework in (0..).take_while(|&at| lexicon.framework(at).is_some()) {
            let mut named = lexicon.criteria(framework, folded.as_str()).into_iter().peekable();
            let mut last = None;
            for &(start, max) in &points {
                while let Some((_, criterion)) = named.next_if(|(range, _)| range.end <= start) {
                    last = Some(criterion);
                }
                let own = last.filter(|&at| lexicon.criterion(framework, at).and_then(|definition| definition.max) == Some(max));
                seen.entry(framework).or_default().extend(own);
            }
        }
    }
    let mut told = seen.into_iter().filter(|(_, criteria)| criteria.len() >= TELLING_CRITERIA).map(|(framework, _)| framework);
    told.next().filter(|_| told.next().is_none())
}

/// How deep a paragraph stands that may be a numbered heading.
pub(super) fn heading_level(text: &str) -> Option<usize> {
    if text.len() < HEADING_CHARACTERS { level(text) } else { None }
}

/// How deep a numbered heading stands: `II.` 0, `2.` 1, `2.1` 2.
fn level(text: &str) -> Option<usize> {
    let label = text.split_whitespace().next()?;
    let bare = label.trim_end_matches(['.', ')', '-', ':', '/']);
    if bare.is_empty() {
        return None;
    }
    if bare.len() < label.len() && bare.chars().all(|character| matches!(character, 'I' | 'V' | 'X')) {
        return Some(0);
    }
    let parts: Vec<&str> = bare.split('.').collect();
    let numbered = parts.iter().all(|part| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    (numbered && (parts.len() > 1 || bare.len() < label.len())).then_some(parts.len())
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn levels_follow_the_numbers() {
        let levels = ["II. KẾT QUẢ", "2. Chỉ số", "2.1 Kết quả", "2.1.1. Chi tiết", "- gạch", "100 hồ sơ"].map(level);
        assert_eq!(levels, [Some(0), Some(1), Some(2), Some(3), None, None]);
    }
}
