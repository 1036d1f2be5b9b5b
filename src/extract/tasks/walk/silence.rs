//! What gives no duty though it stands among duties: rules quoted from elsewhere, and titles.
//!
//! In: items of the walk. Out: whether one is to be passed over. It deliberately opens and closes
//! no frame and takes no draft.

use super::super::clause::Saying;
use super::Walk;
use crate::extract::outline::Item;
use crate::extract::zones::is_caps;

/// A quotation has no more paragraphs than this; a mark that nothing closes was a slip.
const LONGEST: usize = 60;

/// A title has no more words than this.
const TITLE: usize = 30;

/// A passage in quotation marks that begins with a paragraph and runs over several.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quotation {
    /// How many paragraphs of it were seen; 0 outside.
    paragraphs: usize,
}

impl Quotation {
    /// Whether the next paragraph belongs to a quotation; `own` says that it begins the document's own words.
    pub(super) fn takes(&mut self, text: &str, own: bool) -> bool {
        let text = text.trim();
        if own && self.paragraphs > 0 {
            self.paragraphs = 0;
            return false;
        }
        let opens = text.starts_with(['“', '"', '«']);
        if self.paragraphs == 0 && !opens {
            return false;
        }
        let straight = text.matches('"').count();
        let closed = match text.chars().rfind(|mark| matches!(mark, '“' | '”' | '«' | '»')) {
            Some(mark) => matches!(mark, '”' | '»'),
            None if self.paragraphs == 0 => straight.is_multiple_of(2),
            None => !straight.is_multiple_of(2),
        };
        self.paragraphs = if closed || self.paragraphs >= LONGEST { 0 } else { self.paragraphs + 1 };
        // A word in quotation marks may open a duty's own sentence.
        let rest = text.trim_end_matches(['.', ';', ',', '/', ' ', ')']);
        !closed || self.paragraphs > 0 || !opens || rest.ends_with(['”', '"', '»'])
    }
}

impl Walk<'_> {
    /// A title above the duties: without a mark at its end, with items below.
    pub(super) fn is_title(&self, place: usize, item: &Item, text: &str) -> bool {
        let text = text.trim();
        if item.label.is_none() || text.ends_with(['.', ';', ':', ',', '/']) || text.split(' ').count() > TITLE {
            return false;
        }
        let rules = self.clauses.rules;
        if rules.about.regex().is_match(text) || rules.duty_section.regex().is_match(text) || rules.request_section.regex().is_match(text) {
            return false;
        }
        let Some(next) = self.reading.outline.items.get(place + 1) else { return false };
        let below = next.parent == Some(place) || next.level > item.level;
        let labelled = next.label.is_some();
        let names = || !matches!(self.clauses.read(text, self.directing()), Saying::Plain) || self.named(place, item, text).is_some();
        below && !names() && (labelled || is_caps(text) || rules.topic.regex().is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Quotation;

    #[test]
    fn quotations_run_over_paragraphs() {
        let mut quotation = Quotation::default();
        let found = [
            "Điều 5 quy định:",
            "“1. Sở Y tế rà soát;",
            "2. Sở Tài chính thẩm định.”.",
            "Giao Sở Y tế báo cáo.",
            "“Một cửa” là nơi nộp hồ sơ.",
        ]
        .map(|text| quotation.takes(text, false));
        assert_eq!(found, [false, true, true, false, false]);
        assert_eq!(
            ["\"Điều 5. Phạm vi", "Sở Y tế rà soát.\"", "Giao Sở Y tế."].map(|text| quotation.takes(text, false)),
            [true, true, false]
        );
        assert_eq!([("“1. Sở Y tế rà soát;", false), ("Giao Sở Y tế.", true)].map(|(text, own)| quotation.takes(text, own)), [true, false]);
    }
}
