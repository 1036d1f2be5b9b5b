//! The passages of a document that answer a query best, with the words that were looked for marked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Passage;
use super::query::Query;
use super::syllables::{Syllable, syllables};
use crate::record;

/// How many syllables of a passage are shown.
const WINDOW: usize = 60;
/// How many passages of a document are shown.
const MOST_PASSAGES: usize = 3;
/// What a syllable counts whose marks are not those typed.
const UNMARKED: f32 = 0.3;

/// What to look for in the passages of a document.
struct Wanted {
    /// Folded syllable → its exact form, where it was typed with marks.
    words: BTreeMap<String, Option<String>>,
    /// Folded syllables that count only when they stand together.
    runs: Vec<Vec<String>>,
    /// Folded syllables that follow each other in the query.
    pairs: BTreeSet<(String, String)>,
}

impl Wanted {
    fn new(query: &Query) -> Self {
        let mut wanted = Self { words: BTreeMap::new(), runs: Vec::new(), pairs: BTreeSet::new() };
        let folded = |run: &[Syllable]| run.iter().map(|one| one.folded.clone()).collect::<Vec<_>>();
        for clause in &query.clauses {
            if clause.together && clause.syllables.len() > 1 {
                wanted.runs.push(folded(&clause.syllables));
            } else {
                for one in &clause.syllables {
                    wanted.words.insert(one.folded.clone(), one.marked().then(|| one.exact.clone()));
                }
            }
            wanted.runs.extend(clause.alternatives.iter().map(|run| folded(run)));
        }
        let typed: Vec<&Syllable> = query.clauses.iter().flat_map(|clause| &clause.syllables).collect();
        wanted.pairs = typed.windows(2).filter_map(|pair| Some((pair.first()?.folded.clone(), pair.last()?.folded.clone()))).collect();
        wanted
    }
}

/// A passage of a document, and how it answers the query.
struct Answer<'a> {
    passage: &'a record::Passage,
    tokens: Vec<Syllable>,
    /// Token → what it counts, 0 where it was not looked for.
    weights: Vec<f32>,
    score: f32,
}

/// How well a document's passages answer a query, and the best of them.
pub(super) struct Answers {
    /// From 0 to about 2: the share of the query in the best passage, and its order.
    pub(super) quality: f32,
    /// The best passages first.
    pub(super) passages: Vec<Passage>,
}

/// Chooses and marks the passages of a document.
pub(super) fn answers(passages: &[record::Passage], query: &Query) -> Answers {
    let wanted = Wanted::new(query);
    let mut found: Vec<Answer<'_>> = passages.iter().filter_map(|passage| answer(passage, &wanted)).collect();
    keep_exact(&mut found);
    for answer in &mut found {
        answer.score = score(answer, &wanted);
    }
    found.retain(|answer| answer.score > 0.0);
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let quality = found.first().map_or(0.0, |best| best.score);
    Answers { quality, passages: found.iter().take(MOST_PASSAGES).map(show).collect() }
}

fn answer<'a>(passage: &'a record::Passage, wanted: &Wanted) -> Option<Answer<'a>> {
    let tokens = syllables(&passage.text);
    let mut weights: Vec<f32> = tokens.iter().map(|token| weight(token, wanted)).collect();
    for run in &wanted.runs {
        for start in 0..(tokens.len() + 1).saturating_sub(run.len()) {
            let here = tokens.iter().skip(start).map(|token| &token.folded).take(run.len());
            if here.eq(run.iter()) {
                weights.iter_mut().skip(start).take(run.len()).for_each(|weight| *weight = 1.0);
            }
        }
    }
    weights.iter().any(|&weight| weight > 0.0).then_some(Answer { passage, tokens, weights, score: 0.0 })
}

fn weight(token: &Syllable, wanted: &Wanted) -> f32 {
    match wanted.words.get(&token.folded) {
        None => 0.0,
        Some(Some(exact)) if *exact != token.exact => UNMARKED,
        Some(_) => 1.0,
    }
}

/// Where a document has a word with the marks typed, others with the same letters are not meant.
fn keep_exact(found: &mut [Answer<'_>]) {
    let mut exact = BTreeSet::new();
    for answer in found.iter() {
        let meant = answer.tokens.iter().zip(&answer.weights).filter(|(_, weight)| **weight >= 1.0);
        exact.extend(meant.map(|(token, _)| token.folded.clone()));
    }
    for answer in found {
        for (token, weight) in answer.tokens.iter().zip(&mut answer.weights) {
            if *weight < 1.0 && exact.contains(&token.folded) {
                *weight = 0.0;
            }
        }
    }
}

/// The share of the query's words that is there, and of its neighbours that are neighbours.
fn score(answer: &Answer<'_>, wanted: &Wanted) -> f32 {
    let mut best: BTreeMap<&str, f32> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    let mut before: Option<&Syllable> = None;
    for (token, &weight) in answer.tokens.iter().zip(&answer.weights) {
        if weight <= 0.0 {
            before = None;
            continue;
        }
        let entry = best.entry(&token.folded).or_default();
        *entry = entry.max(weight);
        if let Some(before) = before {
            let pair = (before.folded.clone(), token.folded.clone());
            if wanted.pairs.contains(&pair) {
                pairs.insert(pair);
            }
        }
        before = Some(token);
    }
    let words = wanted.words.len() + wanted.runs.iter().map(Vec::len).sum::<usize>();
    let share = |part: f32, whole: usize| part / whole.max(1) as f32;
    share(best.values().sum(), words).min(1.0) + share(pairs.len() as f32, wanted.pairs.len())
}

/// Cuts the window of the passage that holds most, and marks it.
fn show(answer: &Answer<'_>) -> Passage {
    let start = window(&answer.weights);
    let end = (start + WINDOW).min(answer.tokens.len());
    let text = &answer.passage.text;
    let from = if start == 0 { 0 } else { answer.tokens.get(start).map_or(0, |token| token.range.start) };
    let to = if end == answer.tokens.len() { text.len() } else { answer.tokens.get(end - 1).map_or(text.len(), |token| token.range.end) };
    let mut marked = String::from(if from > 0 { "… " } else { "" });
    let mut at = from;
    for run in runs(answer, start..end) {
        marked.push_str(text.get(at..run.start).unwrap_or_default());
        marked.push_str("<mark>");
        marked.push_str(text.get(run.clone()).unwrap_or_default());
        marked.push_str("</mark>");
        at = run.end;
    }
    marked.push_str(text.get(at..to).unwrap_or_default());
    if to < text.len() {
        marked.push_str(" …");
    }
    let first = runs(answer, start..end).first().map_or(from, |run| run.start);
    let page = answer.passage.turns.iter().rev().find(|(offset, _)| *offset <= first).map(|&(_, page)| page).or(answer.passage.page);
    Passage { page, text: marked }
}

/// The token where the window begins that holds most of what was looked for, some words before the first.
fn window(weights: &[f32]) -> usize {
    if weights.len() <= WINDOW {
        return 0;
    }
    let last = weights.len() - WINDOW;
    let held = |start: usize| weights.iter().skip(start).take(WINDOW - WINDOW / 6).sum::<f32>();
    let hits = weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0).map(|(index, _)| index);
    let best = hits.fold(None, |best: Option<(usize, f32)>, start| match best {
        Some((_, most)) if most >= held(start) => best,
        _ => Some((start, held(start))),
    });
    best.map_or(0, |(start, _)| start.saturating_sub(WINDOW / 6).min(last))
}

/// Neighbouring words that were looked for, as byte ranges; a word that also stands in a longer run is not marked alone.
fn runs(answer: &Answer<'_>, window: Range<usize>) -> Vec<Range<usize>> {
    let mut groups: Vec<Vec<&Syllable>> = Vec::new();
    let mut open = false;
    for (token, &weight) in answer.tokens.iter().zip(&answer.weights).skip(window.start).take(window.len()) {
        match (weight > 0.0, open, groups.last_mut()) {
            (true, true, Some(group)) if close(answer, group, token) => group.push(token),
            (true, ..) => groups.push(vec![token]),
            _ => {}
        }
        open = weight > 0.0;
    }
    let in_runs: BTreeSet<&str> = groups.iter().filter(|group| group.len() > 1).flatten().map(|token| token.folded.as_str()).collect();
    let alone = |group: &Vec<&Syllable>| group.len() == 1 && group.iter().all(|token| in_runs.contains(token.folded.as_str()));
    groups.iter().filter(|group| !alone(group)).filter_map(|group| Some(group.first()?.range.start..group.last()?.range.end)).collect()
}

/// Whether a token follows a group with nothing but a space or a number's bound between.
fn close(answer: &Answer<'_>, group: &[&Syllable], token: &Syllable) -> bool {
    let between = group.last().and_then(|last| answer.passage.text.get(last.range.end..token.range.start));
    between.is_some_and(|between| matches!(between, " " | "/" | "-" | "," | "." | " - " | " /" | "/ "))
}

#[cfg(test)]
mod tests {
    use super::super::query::{ShortForms, parse};
    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let passage = record::Passage { page: Some(1), text: text.to_owned(), turns: Vec::new() };
        let found = answers(&[passage], &parse(query, &ShortForms::default()));
        found.passages.first().map(|passage| passage.text.clone()).unwrap_or_default()
    }

    #[test]
    fn marks_runs_and_keeps_the_original() {
        assert_eq!(marked("Số: 12. Kết quả Số hóa hồ sơ", "so hoa ho so"), "Số: 12. Kết quả <mark>Số hóa hồ sơ</mark>");
        assert_eq!(marked("Số 3932/UBND-KSTT nhé", "3932/ubnd-kstt"), "Số <mark>3932/UBND-KSTT</mark> nhé");
        assert_eq!(marked("không có gì", "so hoa"), "");
    }

    #[test]
    fn the_marks_typed_are_the_marks_meant() {
        assert_eq!(marked("hoa và hóa", "hóa"), "hoa và <mark>hóa</mark>");
        assert_eq!(marked("chỉ có hoa", "hóa"), "chỉ có <mark>hoa</mark>");
    }

    #[test]
    fn a_long_passage_is_cut_around_what_was_found() {
        let text = format!("{}mục tiêu chính {}", "trước ".repeat(200), "sau ".repeat(200));
        let shown = marked(&text, "muc tieu");
        assert!(shown.starts_with("… ") && shown.ends_with(" …") && shown.contains("<mark>mục tiêu</mark>"), "{shown}");
        assert!(shown.split(' ').count() < 70);
    }
}
