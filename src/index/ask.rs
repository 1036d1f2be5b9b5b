//! From an understood query to one that the engine can answer.
//!
//! In: a [`Query`]. Out: the engine's own query, with what counts more than what: marks as typed more than
//! letters alone, subject and issuer more than the text, words together more than words apart.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as EngineQuery, RangeQuery, RegexQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::fields::{Fields, number_of_day};
use super::filter::{Bound as End, Days, Filter, Numbers, Words};
use super::query::{Clause, Query};
use super::syllables::Syllable;

/// What one syllable of several counts: alone it says little, Vietnamese words have two or three.
const OF_SEVERAL: f32 = 0.3;
/// A shorter word with one letter changed is too often another word.
const SHORTEST_SLIP: usize = 4;

/// One of the engine's queries.
pub(super) type Asked = Box<dyn EngineQuery>;

/// What is asked of one state of the index.
pub(super) struct Ask<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
}

impl Ask<'_> {
    /// The query in which at least `needed` of the words that were not quoted must be found.
    pub(super) fn query(&self, query: &Query, needed: usize) -> BooleanQuery {
        let typed: Vec<&Syllable> = query.clauses.iter().flat_map(|clause| &clause.syllables).collect();
        let each = if typed.len() > 1 { OF_SEVERAL } else { 1.0 };
        let (quoted, plain): (Vec<&Clause>, Vec<&Clause>) = query.clauses.iter().partition(|clause| clause.quoted);
        let mut parts: Vec<(Occur, Asked)> = Vec::new();
        if !plain.is_empty() {
            let own = plain.into_iter().map(|clause| (Occur::Should, self.clause(clause, each))).collect();
            parts.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(own, needed.max(1)))));
        }
        parts.extend(quoted.into_iter().map(|clause| (Occur::Must, self.clause(clause, each))));
        if parts.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        for group in &query.filters {
            let one = any(group.iter().map(|filter| self.filter(filter)).collect());
            // A condition says which documents, not which of them first.
            parts.push((Occur::Must, boosted(one, 0.0)));
        }
        parts.extend(query.not.iter().map(|clause| (Occur::MustNot, self.clause(clause, 1.0))));
        parts.extend(query.not_filters.iter().map(|filter| (Occur::MustNot, self.filter(filter))));
        for pair in typed.windows(2) {
            parts.extend(self.phrases(pair, 1.0).into_iter().map(|phrase| (Occur::Should, phrase)));
        }
        if typed.len() > 2 {
            parts.extend(self.phrases(&typed, 6.0).into_iter().map(|phrase| (Occur::Should, phrase)));
        }
        BooleanQuery::new(parts)
    }

    fn clause(&self, clause: &Clause, each: f32) -> Asked {
        let syllables: Vec<&Syllable> = clause.syllables.iter().collect();
        let mut ways = if clause.together || syllables.len() == 1 {
            self.phrases(&syllables, if syllables.len() > 1 { 1.0 } else { each })
        } else {
            let words = syllables.iter().map(|one| (Occur::Must, any(self.phrases(&[*one], each)))).collect();
            vec![Box::new(BooleanQuery::new(words)) as Asked]
        };
        for alternative in &clause.alternatives {
            ways.extend(self.phrases(&alternative.iter().collect::<Vec<_>>(), 0.8));
        }
        if let Some(number) = &clause.number {
            ways.push(boosted(term(self.fields.number, number), 8.0));
            ways.extend(beginning(self.fields.number, number).map(|query| boosted(query, 0.5)));
        }
        if let [one] = syllables.as_slice()
            && !clause.quoted
        {
            ways.extend(self.slip(one));
        }
        any(ways)
    }

    /// A word that stands nowhere, with one letter put right.
    fn slip(&self, typed: &Syllable) -> Option<Asked> {
        let letters = typed.folded.chars().all(char::is_alphabetic);
        if !letters || typed.folded.chars().count() < SHORTEST_SLIP {
            return None;
        }
        let known = Term::from_field_text(self.fields.folded, &typed.folded);
        let nowhere = self.searcher.doc_freq(&known).is_ok_and(|count| count == 0);
        nowhere.then(|| {
            let alike = |field| Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &typed.folded), 1, true)) as Asked;
            any(vec![boosted(alike(self.fields.folded), 0.2), boosted(alike(self.fields.head_folded), 1.0)])
        })
    }

    /// The ways in which syllables may stand together: in the text or the head, with or without their marks.
    fn phrases(&self, run: &[&Syllable], boost: f32) -> Vec<Asked> {
        let fields = self.fields;
        let folded = |one: &Syllable| one.folded.clone();
        let mut ways = vec![
            boosted(phrase(fields.folded, run.iter().map(|one| folded(one))), boost),
            boosted(phrase(fields.head_folded, run.iter().map(|one| folded(one))), boost * 1.5),
        ];
        if run.iter().any(|one| one.marked()) {
            ways.push(boosted(phrase(fields.exact, run.iter().map(|one| one.exact.clone())), boost * 2.0));
            ways.push(boosted(phrase(fields.head_exact, run.iter().map(|one| one.exact.clone())), boost * 3.0));
        }
        ways
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

fn range(from: Bound<Term>, to: Bound<Term>) -> Asked {
    if matches!((&from, &to), (Bound::Unbounded, Bound::Unbounded)) { Box::new(AllQuery) } else { Box::new(RangeQuery::new(from, to)) }
}

/// Any one of several.
pub(super) fn any(ways: Vec<Asked>) -> Asked {
    Box::new(BooleanQuery::union(ways))
}

fn boosted(query: Asked, boost: f32) -> Asked {
    Box::new(BoostQuery::new(query, boost))
}

/// Whole terms of a field.
pub(super) fn term(field: Field, text: &str) -> Asked {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// Numbers that begin so: half a number is what people remember. One digit says too little.
fn beginning(field: Field, number: &str) -> Option<Asked> {
    if number.chars().count() < 2 {
        return None;
    }
    let pattern = format!("{}.*", regex::escape(number));
    RegexQuery::from_pattern(&pattern, field).ok().map(|query| Box::new(query) as Asked)
}

fn phrase(field: Field, words: impl Iterator<Item = String>) -> Asked {
    let terms: Vec<Term> = words.map(|word| Term::from_field_text(field, &word)).collect();
    match terms.as_slice() {
        [] => Box::new(EmptyQuery),
        [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}
