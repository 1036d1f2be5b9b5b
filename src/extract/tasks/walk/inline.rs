//! Duties in a row within a paragraph: `Giao Sở A: (i) rà soát …; (ii) báo cáo …`.
//!
//! In: an item of the walk. Out: its parts walked through as items below it. It deliberately leaves a row alone that no
//! lead-in opens: its parts belong to one result.

use std::ops::Range;

use super::super::sentences::sentences;
use super::Walk;
use crate::extract::outline::Item;

impl Walk<'_> {
    /// Walks through an item with numbered parts in its text, where it has any.
    pub(super) fn inline(&mut self, place: usize, item: &Item, text: &str) -> bool {
        let parts = self.parts(text);
        let Some((first, _)) = parts.first().filter(|_| parts.len() > 1) else { return false };
        let head = text.get(..first.start).unwrap_or_default();
        let opening = sentences(head).last().map_or(0, |range| range.start);
        let lead = head.get(opening..).unwrap_or_default().trim();
        if !lead.ends_with(':') {
            return false;
        }
        self.sentences(place, item, head.get(..opening).unwrap_or_default());
        let below = |start: usize, label: Option<String>| Item {
            label,
            body: item.body.start + start..item.body.end,
            level: item.level + 1,
            parent: Some(place),
            ..item.clone()
        };
        if !(self.heading(place, item, lead) || self.lead_in(place, item, lead)) {
            self.sentences(place, &below(opening, item.label.clone()), text.get(opening..).unwrap_or_default());
            return true;
        }
        let path = self.reading.outline.path_of(place).map(str::to_owned);
        for (label, rest) in &parts {
            let printed = text.get(label.clone()).unwrap_or_default().trim_matches(['(', ')', ' ']).to_owned();
            let before = self.drafts.len();
            self.sentences(place, &below(rest.start, Some(printed.clone())), text.get(rest.clone()).unwrap_or_default());
            let number = path.as_ref().map_or_else(|| printed.clone(), |path| format!("{path}.{printed}"));
            for draft in self.drafts.iter_mut().skip(before) {
                draft.number = Some(number.clone());
            }
        }
        true
    }

    /// The labels `(i)`, `(ii)` … of a text and what stands behind each.
    fn parts(&self, text: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let labels: Vec<Range<usize>> = self.clauses.rules.inline_label.regex().find_iter(text).map(|found| found.range()).collect();
        let ends = labels.iter().skip(1).map(|label| label.start).chain([text.len()]);
        labels.iter().zip(ends).map(|(label, end)| (label.clone(), label.end..end)).collect()
    }
}
