//! The passages of a document that answer a query best, with the words that were looked for marked.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::Passage;
use super::query::Query;
use super::syllables::{Syllable, exact_form, runs};
use crate::record;
use crate::text::fold;

/// How many syllables of a passage are shown.
const WINDOW: usize = 60;
/// How many passages of a document are shown.
const MOST_PASSAGES: usize = 3;
/// A passage that answers less well than this share of the best is not shown.
const WORTH_SHOWING: f32 = 0.5;
/// What a syllable counts whose marks are not those typed.
const UNMARKED: f32 = 0.3;

/// A word that is looked for, by its place among them.
type WordId = usize;

/// What to look for in the passages of a document.
struct Wanted {
    /// Folded syllable → its place.
    ids: BTreeMap<String, WordId>,
    /// How each counts.
    words: Vec<Word>,
    /// Words that count only when they stand together.
    runs: Vec<Vec<WordId>>,
    /// Words that follow each other in the query.
    pairs: BTreeSet<(WordId, WordId)>,
    /// By first letter, how many letters the words have (a bit for each number), to pass over others at a glance.
    lengths: [u64; 128],
}

/// How one word counts.
#[derive(Default)]
struct Word {
    /// It counts where it stands alone.
    alone: bool,
    /// Its exact form, where it was typed with marks.
    exact: Option<String>,
}

impl Wanted {
    fn new(query: &Query) -> Self {
        let mut wanted = Self { ids: BTreeMap::new(), words: Vec::new(), runs: Vec::new(), pairs: BTreeSet::new(), lengths: [0; 128] };
        for clause in &query.clauses {
            let run = wanted.run(&clause.syllables);
            if clause.together && run.len() > 1 {
                wanted.runs.push(run);
            } else {
                for (one, id) in clause.syllables.iter().zip(run) {
                    if let Some(word) = wanted.words.get_mut(id) {
                        *word = Word { alone: true, exact: one.marked().then(|| one.exact.clone()) };
                    }
                }
            }
            for alternative in &clause.alternatives {
                let run = wanted.run(alternative);
                wanted.runs.push(run);
            }
        }
        let typed = wanted.run(query.clauses.iter().flat_map(|clause| &clause.syllables));
        wanted.pairs = typed.iter().copied().zip(typed.iter().copied().skip(1)).collect();
        wanted
    }

    fn run<'a>(&mut self, syllables: impl IntoIterator<Item = &'a Syllable>) -> Vec<WordId> {
        let mut run = Vec::new();
        for syllable in syllables {
            let id = *self.ids.entry(syllable.folded.clone()).or_insert_with(|| {
                self.words.push(Word::default());
                self.words.len() - 1
            });
            if let Some(lengths) = syllable.folded.bytes().next().and_then(|byte| self.lengths.get_mut(usize::from(byte))) {
                *lengths |= length(&syllable.folded);
            }
            run.push(id);
        }
        run
    }

    /// Which word a run of letters is, and whether with the marks typed.
    fn find(&self, raw: &str) -> Option<(WordId, bool)> {
        let exact = exact_form(raw);
        let id = *self.ids.get(&fold(&exact))?;
        let meant = self.words.get(id).and_then(|word| word.exact.as_ref());
        Some((id, meant.is_none_or(|meant| *meant == exact)))
    }

    /// Whether a run of letters can be one of the words; marks change neither how many letters it has nor a plain first one.
    fn may_be(&self, raw: &str) -> bool {
        let first = raw.bytes().next().map(|byte| usize::from(byte.to_ascii_lowercase()));
        first.and_then(|first| self.lengths.get(first)).is_none_or(|lengths| lengths & length(raw) != 0)
    }
}

/// The bit that stands for the number of letters of a word.
fn length(word: &str) -> u64 {
    1 << word.chars().count().min(63)
}

/// A word of a passage.
struct Token {
    range: Range<usize>,
    /// Which of the words looked for it is.
    word: Option<WordId>,
    /// What it counts, 0 where it was not looked for.
    weight: f32,
}

/// A passage of a document, and how it answers the query.
struct Answer<'a> {
    passage: &'a record::Passage,
    tokens: Vec<Token>,
    score: f32,
}

/// How well a document's passages answer a query, and the best of them.
pub(super) struct Answers {
    /// From 0 to about 2: the share of the query in the best passage, and its order.
    pub(super) quality: f32,
    /// The best passages first.
    pub(super) passages: Vec<Passage>,
}

/// Looks for the words of one query in the passages of many documents.
pub(super) struct Finder {
    wanted: Wanted,
    /// Runs of letters seen so far; most words of a document were seen in another.
    seen: HashMap<String, Option<(WordId, bool)>>,
}

impl Finder {
    pub(super) fn new(query: &Query) -> Self {
        Self { wanted: Wanted::new(query), seen: HashMap::new() }
    }

    /// Chooses and marks the passages of a document.
    pub(super) fn answers(&mut self, passages: &[record::Passage]) -> Answers {
        let mut found: Vec<Answer<'_>> = passages.iter().filter_map(|passage| self.answer(passage)).collect();
        keep_exact(&mut found, self.wanted.words.len());
        for answer in &mut found {
            answer.score = score(answer, &self.wanted);
        }
        found.retain(|answer| answer.score > 0.0);
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        let quality = found.first().map_or(0.0, |best| best.score);
        found.retain(|answer| answer.score >= quality * WORTH_SHOWING);
        Answers { quality, passages: found.iter().take(MOST_PASSAGES).map(show).collect() }
    }

    fn answer<'a>(&mut self, passage: &'a record::Passage) -> Option<Answer<'a>> {
        let mut tokens: Vec<Token> = Vec::with_capacity(passage.text.len() / 4);
        for range in runs(&passage.text) {
            let (word, exact) = self.find(passage.text.get(range.clone()).unwrap_or_default()).unzip();
            let alone = word.and_then(|id| self.wanted.words.get(id)).is_some_and(|word| word.alone);
            let weight = match exact {
                Some(exact) if alone => {
                    if exact {
                        1.0
                    } else {
                        UNMARKED
                    }
                }
                _ => 0.0,
            };
            tokens.push(Token { range, word, weight });
        }
        if tokens.iter().all(|token| token.word.is_none()) {
            return None;
        }
        for run in &self.wanted.runs {
            for start in 0..(tokens.len() + 1).saturating_sub(run.len()) {
                let here = || tokens.iter().skip(start).take(run.len());
                if here().map(|token| token.word).eq(run.iter().copied().map(Some)) {
                    tokens.iter_mut().skip(start).take(run.len()).for_each(|token| token.weight = 1.0);
                }
            }
        }
        tokens.iter().any(|token| token.weight > 0.0).then_some(Answer { passage, tokens, score: 0.0 })
    }

    fn find(&mut self, raw: &str) -> Option<(WordId, bool)> {
        if !self.wanted.may_be(raw) {
            return None;
        }
        if let Some(found) = self.seen.get(raw) {
            return *found;
        }
        let found = self.wanted.find(raw);
        self.seen.insert(raw.to_owned(), found);
        found
    }
}

/// Where a document has a word with the marks typed, others with the same letters are not meant.
fn keep_exact(found: &mut [Answer<'_>], words: usize) {
    let mut exact = vec![false; words];
    for token in found.iter().flat_map(|answer| &answer.tokens).filter(|token| token.weight >= 1.0) {
        if let Some(exact) = token.word.and_then(|id| exact.get_mut(id)) {
            *exact = true;
        }
    }
    for token in found.iter_mut().flat_map(|answer| &mut answer.tokens) {
        if token.weight < 1.0 && token.word.and_then(|id| exact.get(id)).is_some_and(|exact| *exact) {
            token.weight = 0.0;
        }
    }
}

/// The share of the query's words that is there, and of its neighbours that are neighbours.
fn score(answer: &Answer<'_>, wanted: &Wanted) -> f32 {
    let mut best = vec![0.0_f32; wanted.words.len()];
    let mut pairs = BTreeSet::new();
    let mut before: Option<WordId> = None;
    for token in &answer.tokens {
        let Some(id) = token.word.filter(|_| token.weight > 0.0) else {
            before = None;
            continue;
        };
        if let Some(best) = best.get_mut(id) {
            *best = best.max(token.weight);
        }
        pairs.extend(before.map(|before| (before, id)).filter(|pair| wanted.pairs.contains(pair)));
        before = Some(id);
    }
    let words = wanted.words.iter().filter(|word| word.alone).count() + wanted.runs.iter().map(Vec::len).sum::<usize>();
    let share = |part: f32, whole: usize| part / whole.max(1) as f32;
    share(best.iter().sum(), words).min(1.0) + share(pairs.len() as f32, wanted.pairs.len())
}

/// Cuts the window of the passage that holds most, with what is to be marked in it.
fn show(answer: &Answer<'_>) -> Passage {
    let start = window(&answer.tokens);
    let end = (start + WINDOW).min(answer.tokens.len());
    let text = &answer.passage.text;
    let from = if start == 0 { 0 } else { answer.tokens.get(start).map_or(0, |token| token.range.start) };
    let to = if end == answer.tokens.len() { text.len() } else { answer.tokens.get(end - 1).map_or(text.len(), |token| token.range.end) };
    let before = if from > 0 { "… " } else { "" };
    let after = if to < text.len() { " …" } else { "" };
    let found = groups(answer, start..end);
    let first = found.first().map_or(from, |group| group.start);
    let page = answer.passage.turns.iter().rev().find(|(offset, _)| *offset <= first).map(|&(_, page)| page).or(answer.passage.page);
    let shown = |offset: usize| offset - from + before.len();
    Passage {
        page,
        text: format!("{before}{}{after}", text.get(from..to).unwrap_or_default()),
        marks: found.into_iter().map(|group| shown(group.start)..shown(group.end)).collect(),
    }
}

/// The token where the window begins that holds most of what was looked for, some words before the first.
fn window(tokens: &[Token]) -> usize {
    if tokens.len() <= WINDOW {
        return 0;
    }
    let last = tokens.len() - WINDOW;
    let held = |start: usize| tokens.iter().skip(start).take(WINDOW - WINDOW / 6).map(|token| token.weight).sum::<f32>();
    let hits = tokens.iter().enumerate().filter(|(_, token)| token.weight > 0.0).map(|(index, _)| index);
    let best = hits.fold(None, |best: Option<(usize, f32)>, start| match best {
        Some((_, most)) if most >= held(start) => best,
        _ => Some((start, held(start))),
    });
    best.map_or(0, |(start, _)| start.saturating_sub(WINDOW / 6).min(last))
}

/// Neighbouring words that were looked for, as byte ranges; a word that also stands in a longer group is not marked alone.
fn groups(answer: &Answer<'_>, window: Range<usize>) -> Vec<Range<usize>> {
    let mut groups: Vec<Vec<&Token>> = Vec::new();
    let mut open = false;
    for token in answer.tokens.iter().skip(window.start).take(window.len()) {
        let found = token.weight > 0.0;
        match (found, open, groups.last_mut()) {
            (true, true, Some(group)) if close(answer, group, token) => group.push(token),
            (true, ..) => groups.push(vec![token]),
            _ => {}
        }
        open = found;
    }
    let in_groups: BTreeSet<WordId> = groups.iter().filter(|group| group.len() > 1).flatten().filter_map(|token| token.word).collect();
    let alone = |group: &Vec<&Token>| group.len() == 1 && group.iter().all(|token| token.word.is_some_and(|id| in_groups.contains(&id)));
    groups.iter().filter(|group| !alone(group)).filter_map(|group| Some(group.first()?.range.start..group.last()?.range.end)).collect()
}

/// Whether a token follows a group with nothing but a space or a number's bound between.
fn close(answer: &Answer<'_>, group: &[&Token], token: &Token) -> bool {
    let between = group.last().and_then(|last| answer.passage.text.get(last.range.end..token.range.start));
    between.is_some_and(|between| matches!(between, " " | "/" | "-" | "," | "." | " - " | " /" | "/ "))
}

#[cfg(test)]
mod tests {
    use super::super::query::{ShortForms, parse};
    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let passage = record::Passage { page: Some(1), text: text.to_owned(), turns: Vec::new() };
        let found = Finder::new(&parse(query, &ShortForms::default())).answers(&[passage]);
        found.passages.first().map(|passage| passage.with_marks("<mark>", "</mark>", |_, text| text.to_owned())).unwrap_or_default()
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
