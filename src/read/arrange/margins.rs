//! Page numbers and running heads and feet, taken out of the flow.

use super::Draft;
use super::rows::Row;

/// The part of the page height at its top and bottom where they stand.
const EDGE: f32 = 0.12;

/// Takes page numbers and what is repeated at the same place of several pages.
pub(super) fn take(drafts: &mut [Draft]) {
    let heads: Vec<Option<String>> = drafts.iter().map(|draft| edge(draft, true).map(key)).collect();
    let feet: Vec<Option<String>> = drafts.iter().map(|draft| edge(draft, false).map(key)).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        for (keys, top) in [(&heads, true), (&feet, false)] {
            let Some(row) = edge(draft, top) else { continue };
            let own = key(row);
            let repeated = keys.iter().enumerate().any(|(other, text)| other != index && text.as_ref() == Some(&own));
            if is_page_number(&row.text()) || (repeated && own.chars().any(char::is_alphabetic)) {
                let at = if top { 0 } else { draft.rows.len() - 1 };
                let row = draft.rows.remove(at);
                if top {
                    draft.head.push(row);
                } else {
                    draft.foot.push(row);
                }
            }
        }
    }
}

/// The first or last line, where it stands at the edge of the page and outside tables.
fn edge(draft: &Draft, top: bool) -> Option<&Row> {
    let height = draft.size.1;
    let row = if top { draft.rows.first() } else { draft.rows.last() }?;
    let beyond = |middle: f32| if top { row.middle() < middle } else { row.middle() > middle };
    let clear = draft.tables.iter().all(|(grid, _)| beyond(if top { grid.bounds().top } else { grid.bounds().bottom }));
    let near = if top { row.middle() < EDGE * height } else { row.middle() > (1.0 - EDGE) * height };
    (clear && near && draft.rows.len() + draft.tables.len() > 1).then_some(row)
}

/// The text without what changes from page to page.
fn key(row: &Row) -> String {
    row.text().chars().filter(|character| !character.is_ascii_digit()).collect()
}

/// `2`, `- 2 -`, `2/7`, and a word before a number: `Trang 2`.
fn is_page_number(text: &str) -> bool {
    let core = text.trim_matches(|character: char| !character.is_alphanumeric());
    let digits = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(core) || core.split_once('/').is_some_and(|(page, pages)| digits(page.trim()) && digits(pages.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        assert!(["2", "- 2 -", "2/7"].into_iter().all(is_page_number));
        assert!(!["ngày 2", "12/2024/NĐ", "2,5", ""].into_iter().any(is_page_number));
    }
}
