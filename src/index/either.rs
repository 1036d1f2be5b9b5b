//! Documents that satisfy one of several conditions, without saying how well.
//!
//! The engine's own union makes ready 4,096 documents wherever it is asked for one, which costs more than all else where
//! another condition leaves few of them. This one looks only where it is asked.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, Term};

/// One of several conditions.
#[derive(Debug)]
pub(super) struct Either(pub(super) Vec<Box<dyn Query>>);

impl Clone for Either {
    fn clone(&self) -> Self {
        Self(self.0.iter().map(|way| way.box_clone()).collect())
    }
}

impl Query for Either {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(EitherWeight(self.0.iter().map(|way| way.weight(scoring)).collect::<Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|way| way.query_terms(visitor));
    }
}

struct EitherWeight(Vec<Box<dyn Weight>>);

impl Weight for EitherWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let mut ways = self.0.iter().map(|way| way.scorer(segment, boost)).collect::<Result<Vec<_>>>()?;
        ways.retain(|way| way.doc() != TERMINATED);
        if ways.len() < 2 {
            return Ok(ways.pop().unwrap_or_else(|| Box::new(EmptyScorer)));
        }
        let mut either = EitherScorer { ways, document: 0 };
        either.settle();
        Ok(Box::new(either))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Result<Explanation> {
        Ok(Explanation::new("one of several", 1.0))
    }
}

/// Each of several runs of documents, none of them before the lowest.
struct EitherScorer {
    ways: Vec<Box<dyn Scorer>>,
    document: DocId,
}

impl EitherScorer {
    fn settle(&mut self) -> DocId {
        self.document = self.ways.iter().map(|way| way.doc()).min().unwrap_or(TERMINATED);
        self.document
    }
}

impl DocSet for EitherScorer {
    fn advance(&mut self) -> DocId {
        for way in self.ways.iter_mut().filter(|way| way.doc() == self.document) {
            way.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for way in self.ways.iter_mut().filter(|way| way.doc() < target) {
            way.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(|way| way.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(|way| way.cost()).fold(0, u64::saturating_add)
    }
}

impl Scorer for EitherScorer {
    fn score(&mut self) -> Score {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::DocSetCollector;
    use tantivy::query::{BooleanQuery, Occur, TermQuery};
    use tantivy::schema::{IndexRecordOption, STRING, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    use super::*;

    #[test]
    fn holds_what_one_of_its_ways_holds_alone_and_beside_others() {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("word", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for number in 0..300_u32 {
            let mut document = TantivyDocument::new();
            for (word, every) in [("two", 2), ("three", 3), ("five", 5), ("gone", 15)] {
                if number % every == 0 {
                    document.add_text(field, word);
                }
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.delete_term(Term::from_field_text(field, "gone"));
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let word = |word: &str| Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic)) as Box<dyn Query>;
        let found = |query: &dyn Query| searcher.search(query, &DocSetCollector).unwrap().len();
        let left = |wanted: fn(u32) -> bool| (0..300).filter(|number| number % 15 != 0 && wanted(*number)).count();
        let either = || Box::new(Either(vec![word("three"), word("five"), word("nowhere")])) as Box<dyn Query>;
        assert_eq!(found(&*either()), left(|number| number % 3 == 0 || number % 5 == 0));
        let both = BooleanQuery::new(vec![(Occur::Must, word("two")), (Occur::Must, either())]);
        assert_eq!(found(&both), left(|number| number % 2 == 0 && (number % 3 == 0 || number % 5 == 0)));
        assert_eq!(found(&Either(vec![word("nowhere")])), 0);
    }
}
