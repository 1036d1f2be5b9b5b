//! From an understood query to ones that the engine can answer.
//!
//! In: a [`Query`]. Out: the engine's own queries, two of them. The condition says which documents answer. The signals
//! say which of them first: marks as typed more than letters alone, subject and issuer more than the text, words together
//! more than words apart. Those that lead are plain terms, so that the engine passes over whole blocks of documents that
//! cannot be among the best. Where few documents answer, only those are weighed; where many do, conditions are only tried
//! on what leads bring up, and only the best of that is weighed by all its merits.

use std::collections::BTreeMap;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query as EngineQuery,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::at_least::AtLeast;
use super::fields::{Fields, number_of_day};
use super::filter::{Bound as End, Days, Filter, Numbers, Words};
use super::query::{Clause, Query};
use super::syllables::Syllable;
use super::tokens::pair;

/// What one syllable of several counts: alone it says little, Vietnamese words have two or three.
const OF_SEVERAL: f32 = 0.3;
/// What two neighbours count.
const NEIGHBOURS: f32 = 2.0;
/// What another wording counts.
const OTHER_WORDING: f32 = 0.8;
/// What the document's own number counts.
const NUMBER: f32 = 8.0;
/// What a word in the head counts, against one in the text.
const HEAD: f32 = 1.5;
/// What a word with the marks typed counts, against its letters alone.
const EXACT: f32 = 2.0;
/// A shorter word with one letter changed is too often another word.
const SHORTEST_SLIP: usize = 4;
/// Whoever mistypes more words than this means something else.
const MOST_SLIPS: usize = 4;

/// A word that more than one document in so many has is frequent.
const FREQUENT: u64 = 20;

/// One of the engine's queries.
pub(super) type Asked = Box<dyn EngineQuery>;

/// What makes one document better than another.
pub(super) struct Merits {
    /// Plain terms: what brings up the best of many documents.
    pub(super) leads: Vec<Asked>,
    /// By what else those that are brought up are put in order.
    pub(super) others: Vec<Asked>,
}

impl Merits {
    pub(super) fn all(self) -> Vec<Asked> {
        self.leads.into_iter().chain(self.others).collect()
    }
}

/// A query, asked of one state of the index.
pub(super) struct Ask<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    query: &'a Query,
    /// Words that stand nowhere, folded.
    slips: Vec<&'a str>,
}

impl<'a> Ask<'a> {
    pub(super) fn new(fields: &'a Fields, searcher: &'a Searcher, query: &'a Query) -> Self {
        let nowhere = |word: &str| searcher.doc_freq(&Term::from_field_text(fields.all.folded, word)).is_ok_and(|count| count == 0);
        let words = query.clauses.iter().filter(|clause| !clause.quoted).filter_map(|clause| match clause.syllables.as_slice() {
            [one] => Some(one.folded.as_str()),
            _ => None,
        });
        let long = |word: &&str| word.chars().all(char::is_alphabetic) && word.chars().count() >= SHORTEST_SLIP;
        let slips = words.filter(long).filter(|word| nowhere(word)).take(MOST_SLIPS).collect();
        Self { fields, searcher, query, slips }
    }

    /// How many of the words that were not quoted must be found: all; where nothing has them, most; then any.
    pub(super) fn levels(&self) -> Vec<usize> {
        let all = self.query.clauses.iter().filter(|clause| !clause.quoted).count();
        let mut levels = vec![all, all - all / 3, all.min(1)];
        levels.dedup();
        levels
    }

    /// Which documents answer, when at least `needed` of the words that were not quoted must be found.
    pub(super) fn condition(&self, needed: usize) -> BooleanQuery {
        let query = self.query;
        let (quoted, plain): (Vec<&Clause>, Vec<&Clause>) = query.clauses.iter().partition(|clause| clause.quoted);
        let mut parts: Vec<(Occur, Asked)> = Vec::new();
        let own: Vec<Asked> = plain.into_iter().map(|clause| self.clause(clause)).collect();
        if needed >= own.len() {
            parts.extend(own.into_iter().map(|one| (Occur::Must, one)));
        } else {
            parts.push((Occur::Must, Box::new(AtLeast { needed, ways: own })));
        }
        parts.extend(quoted.into_iter().map(|clause| (Occur::Must, self.clause(clause))));
        parts.extend(query.filters.iter().map(|group| (Occur::Must, any(group.iter().map(|filter| self.filter(filter)).collect()))));
        if parts.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        parts.extend(query.not.iter().map(|clause| (Occur::MustNot, self.clause(clause))));
        parts.extend(query.not_filters.iter().map(|filter| (Occur::MustNot, self.filter(filter))));
        BooleanQuery::new(parts)
    }

    fn clause(&self, clause: &Clause) -> Asked {
        let all = &self.fields.all;
        let mut ways = Vec::new();
        if clause.together {
            ways.push(self.together(&clause.syllables));
        } else {
            ways.push(every(clause.syllables.iter().map(|one| term(all.folded, &one.folded)).collect()));
        }
        ways.extend(clause.alternatives.iter().map(|alternative| self.together(alternative)));
        if let Some(number) = &clause.number {
            ways.push(term(self.fields.number, number));
            ways.extend(beginning(self.fields.number, number));
        }
        if let ([one], false) = (clause.syllables.as_slice(), clause.quoted) {
            ways.extend(self.slip(&one.folded));
        }
        any(ways)
    }

    /// Syllables that follow each other.
    fn together(&self, run: &[Syllable]) -> Asked {
        let all = &self.fields.all;
        match run {
            [one] => term(all.folded, &one.folded),
            _ => every(neighbours(run).map(|pair| term(all.pairs, &pair)).collect()),
        }
    }

    /// A word that stands nowhere, with one letter put right: in the text, and in the head.
    fn slip(&self, typed: &str) -> Vec<Asked> {
        let alike = |field| Box::new(FuzzyTermQuery::new(Term::from_field_text(field, typed), 1, true)) as Asked;
        if self.slips.contains(&typed) {
            vec![boosted(alike(self.fields.all.folded), 0.2), alike(self.fields.head.folded)]
        } else {
            Vec::new()
        }
    }

    /// What tells which documents come first: terms, and what each counts.
    fn signals(&self) -> BTreeMap<Term, f32> {
        let mut signals = Signals { fields: self.fields, boosts: BTreeMap::new() };
        let typed: Vec<&Syllable> = self.query.clauses.iter().flat_map(|clause| &clause.syllables).collect();
        let each = if typed.len() > 1 { OF_SEVERAL } else { 1.0 };
        for clause in &self.query.clauses {
            if !clause.together || clause.syllables.len() == 1 {
                clause.syllables.iter().for_each(|one| signals.word(one, each));
            }
            for alternative in &clause.alternatives {
                match alternative.as_slice() {
                    [one] => signals.word(one, OTHER_WORDING),
                    run => signals.neighbours(run, OTHER_WORDING),
                }
            }
            if let Some(number) = &clause.number {
                signals.add(self.fields.number, number, NUMBER);
            }
        }
        signals.neighbours(typed, NEIGHBOURS);
        signals.boosts
    }

    /// All that a document's place depends on. Beside others a word that stands in many texts tells little and costs
    /// most, as does a single word of the head: with `telling`, such are no leads.
    pub(super) fn merits(&self, telling: bool) -> Merits {
        let Fields { all, head, .. } = self.fields;
        let several = self.query.clauses.iter().map(|clause| clause.syllables.len()).sum::<usize>() > 1;
        let frequent = |term: &Term| self.searcher.doc_freq(term).is_ok_and(|count| count * FREQUENT > self.searcher.num_docs());
        let tells_little = |term: &Term| match term.field() {
            field if field == all.exact || field == all.folded => frequent(term),
            field => field == head.exact || field == head.folded,
        };
        let mut merits = Merits { leads: Vec::new(), others: Vec::new() };
        for (term, boost) in self.signals() {
            let other = telling && several && tells_little(&term);
            let signal = boosted(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), boost);
            if other { &mut merits.others } else { &mut merits.leads }.push(signal);
        }
        for clause in &self.query.clauses {
            let beginning = clause.number.as_ref().and_then(|number| beginning(self.fields.number, number));
            merits.others.extend(beginning.map(|query| boosted(query, 0.5)));
            merits.others.extend(clause.syllables.iter().flat_map(|one| self.slip(&one.folded)));
        }
        merits
    }

    fn filter(&self, filter: &Filter) -> Asked {
        match filter {
            Filter::Words(field, words) => phrase(self.words(*field), words.iter().map(|one| one.folded.clone())),
            Filter::Number(field, number) => {
                let field = match field {
                    Numbers::Own => self.fields.number,
                    Numbers::Cited => self.fields.cited,
                };
                any([Some(term(field, number)), beginning(field, number)].into_iter().flatten().collect())
            }
            Filter::Kind(kind) => term(self.fields.kind, kind),
            Filter::Days(field, first, last) => {
                let field = match field {
                    Days::Own => self.fields.date,
                    Days::Due => self.fields.due,
                };
                let day = |day: &jiff::civil::Date| Bound::Included(Term::from_field_i64(field, number_of_day(*day)));
                range(first.as_ref().map_or(Bound::Unbounded, day), last.as_ref().map_or(Bound::Unbounded, day))
            }
            Filter::Total(from, to) => range(self.end(*from), self.end(*to)),
        }
    }

    fn words(&self, field: Words) -> Field {
        match field {
            Words::Issuer => self.fields.issuer,
            Words::Signer => self.fields.signer,
            Words::Receiver => self.fields.receiver,
            Words::Assignee => self.fields.assignee,
            Words::Unit => self.fields.unit,
            Words::Criterion => self.fields.criterion,
            Words::Subject => self.fields.subject,
        }
    }

    fn end(&self, end: End) -> Bound<Term> {
        end.map_or(Bound::Unbounded, |(figure, included)| {
            let term = Term::from_field_f64(self.fields.total, figure);
            if included { Bound::Included(term) } else { Bound::Excluded(term) }
        })
    }
}

/// Terms, and what each counts.
struct Signals<'a> {
    fields: &'a Fields,
    boosts: BTreeMap<Term, f32>,
}

impl Signals<'_> {
    fn add(&mut self, field: Field, text: &str, boost: f32) {
        *self.boosts.entry(Term::from_field_text(field, text)).or_default() += boost;
    }

    fn word(&mut self, syllable: &Syllable, boost: f32) {
        for (forms, boost) in [(&self.fields.all, boost), (&self.fields.head, boost * HEAD)] {
            self.add(forms.folded, &syllable.folded, boost);
            if syllable.marked() {
                self.add(forms.exact, &syllable.exact, boost * EXACT);
            }
        }
    }

    fn neighbours<'a>(&mut self, run: impl IntoIterator<Item = &'a Syllable> + Clone, boost: f32) {
        for pair in neighbours(run) {
            self.add(self.fields.all.pairs, &pair, boost);
            self.add(self.fields.head.pairs, &pair, boost * HEAD);
        }
    }
}

fn neighbours<'a>(run: impl IntoIterator<Item = &'a Syllable> + Clone) -> impl Iterator<Item = String> {
    run.clone().into_iter().zip(run.into_iter().skip(1)).map(|(first, second)| pair(&first.folded, &second.folded))
}

fn range(from: Bound<Term>, to: Bound<Term>) -> Asked {
    if matches!((&from, &to), (Bound::Unbounded, Bound::Unbounded)) { Box::new(AllQuery) } else { Box::new(RangeQuery::new(from, to)) }
}

/// Any one of several.
fn any(mut ways: Vec<Asked>) -> Asked {
    match (ways.len(), ways.pop()) {
        (1, Some(only)) => only,
        (_, last) => Box::new(AtLeast { needed: 1, ways: ways.into_iter().chain(last).collect() }),
    }
}

/// All of several.
fn every(mut ways: Vec<Asked>) -> Asked {
    match (ways.len(), ways.pop()) {
        (1, Some(only)) => only,
        (_, last) => Box::new(BooleanQuery::intersection(ways.into_iter().chain(last).collect())),
    }
}

fn boosted(query: Asked, boost: f32) -> Asked {
    Box::new(BoostQuery::new(query, boost))
}

/// A whole term of a field.
pub(super) fn term(field: Field, text: &str) -> Asked {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// Numbers that begin so: half a number is what people remember. One digit says too little.
fn beginning(field: Field, number: &str) -> Option<Asked> {
    if number.chars().count() < 2 {
        return None;
    }
    let end = |text: &str| Term::from_field_text(field, text);
    let after = format!("{number}{}", char::MAX);
    Some(Box::new(InvertedIndexRangeQuery::new(Bound::Included(end(number)), Bound::Excluded(end(&after)))))
}

fn phrase(field: Field, words: impl Iterator<Item = String>) -> Asked {
    let terms: Vec<Term> = words.map(|word| Term::from_field_text(field, &word)).collect();
    match terms.as_slice() {
        [] => Box::new(EmptyQuery),
        [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}
