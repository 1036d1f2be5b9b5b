//! The names of frameworks and their criteria, ready to be found in folded text.

use std::ops::Range;

use regex::Regex;

use crate::pattern::Patterns;
use crate::pattern::vocabulary::{CriterionDefinition, Framework, NameExpressions};
use crate::text::fold;

/// All frameworks with expressions for their names.
pub struct Lexicon<'a> {
    entries: Vec<Entry<'a>>,
}

struct Entry<'a> {
    framework: &'a Framework,
    names: &'a NameExpressions,
}

impl<'a> Lexicon<'a> {
    /// Prepares the frameworks of the patterns.
    #[must_use]
    pub fn new(patterns: &'a Patterns) -> Self {
        let entry = |framework: &'a Framework| Entry {
            framework,
            names: framework.expressions.get_or_init(|| NameExpressions {
                framework: alternatives(framework.aliases.iter().map(String::as_str)),
                criteria: framework.criteria.iter().map(|criterion| alternatives(names(criterion))).collect(),
            }),
        };
        Self { entries: patterns.frameworks.iter().map(entry).collect() }
    }

    /// The framework at an index.
    #[must_use]
    pub fn framework(&self, index: usize) -> Option<&'a Framework> {
        self.entries.get(index).map(|entry| entry.framework)
    }

    /// A criterion of a framework.
    #[must_use]
    pub fn criterion(&self, framework: usize, criterion: usize) -> Option<&'a CriterionDefinition> {
        self.framework(framework)?.criteria.get(criterion)
    }

    /// Where folded text names frameworks, in order.
    #[must_use]
    pub fn frameworks(&self, folded: &str) -> Vec<(Range<usize>, usize)> {
        let named = self.entries.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.names.framework.as_ref()?)));
        apart(named.flat_map(|(index, regex)| regex.find_iter(folded).map(move |found| (found.range(), index))).collect())
    }

    /// The criterion that a folded heading names as a whole, by a short name.
    #[must_use]
    pub fn short(&self, framework: usize, heading: &str) -> Option<usize> {
        let heading = id_of(heading);
        let named = |criterion: &CriterionDefinition| criterion.short.iter().any(|short| id_of(short) == heading);
        self.framework(framework)?.criteria.iter().position(named)
    }

    /// Where folded text names criteria of a framework, in order.
    #[must_use]
    pub fn criteria(&self, framework: usize, folded: &str) -> Vec<(Range<usize>, usize)> {
        let Some(entry) = self.entries.get(framework) else { return Vec::new() };
        let named = entry.names.criteria.iter().enumerate().filter_map(|(index, regex)| Some((index, regex.as_ref()?)));
        apart(named.flat_map(|(index, regex)| regex.find_iter(folded).map(move |found| (found.range(), index))).collect())
    }
}

fn names(criterion: &CriterionDefinition) -> impl Iterator<Item = &str> {
    std::iter::once(criterion.name.as_str()).chain(criterion.aliases.iter().map(String::as_str))
}

/// The longest of overlapping mentions, in order of place.
fn apart(mut found: Vec<(Range<usize>, usize)>) -> Vec<(Range<usize>, usize)> {
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<(Range<usize>, usize)> = Vec::new();
    for one in found {
        if kept.last().is_none_or(|last| last.0.end <= one.0.start) {
            kept.push(one);
        }
    }
    kept
}

/// An expression for any of the names: between words stands any run of spaces, commas and hyphens.
fn alternatives<'n>(names: impl Iterator<Item = &'n str>) -> Option<Regex> {
    let mut forms: Vec<String> = names.map(form).filter(|form| !form.is_empty()).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    (!forms.is_empty()).then(|| Regex::new(&format!(r"\b(?:{})\b", forms.join("|"))).ok()).flatten()
}

fn form(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<String> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(regex::escape).collect();
    words.join(r"[\s,./–-]*")
}

/// An id made from a name: `Chi phí thời gian` → `chi_phi_thoi_gian`.
pub(in crate::extract) fn id_of(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_whatever_their_commas() {
        let patterns = Patterns::embedded().unwrap();
        let lexicon = Lexicon::new(&patterns);
        let (_, at) = lexicon.frameworks("thuc hien quyet dinh so 766/qd-ttg cua thu tuong").remove(0);
        assert_eq!(lexicon.framework(at).unwrap().id, "766");
        let found = lexicon.criteria(at, "cong khai minh bach; cung cap dich vu cong truc tuyen");
        let ids: Vec<&str> = found.iter().map(|(_, index)| lexicon.criterion(at, *index).unwrap().id.as_str()).collect();
        assert_eq!(ids, ["cong_khai_minh_bach", "dich_vu_cong_truc_tuyen"]);
        assert_eq!(id_of("Chi phí thời gian"), "chi_phi_thoi_gian");
    }
}
