//! Documents that satisfy one of several conditions, or so many of them, without saying how well.
//!
//! The engine's own union makes ready 4,096 documents wherever it is asked for one, and its own way of counting goes through
//! every document of every condition. This one looks only where it is asked, and passes over what too few conditions hold.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, Term};

/// So many of several conditions.
#[derive(Debug)]
pub(super) struct AtLeast {
    /// At least one.
    pub(super) needed: usize,
    pub(super) ways: Vec<Box<dyn Query>>,
}

impl Clone for AtLeast {
    fn clone(&self) -> Self {
        Self { needed: self.needed, ways: self.ways.iter().map(|way| way.box_clone()).collect() }
    }
}

impl Query for AtLeast {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        let ways = self.ways.iter().map(|way| way.weight(scoring)).collect::<Result<_>>()?;
        Ok(Box::new(AtLeastWeight { needed: self.needed, ways }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.ways.iter().for_each(|way| way.query_terms(visitor));
    }
}

struct AtLeastWeight {
    needed: usize,
    ways: Vec<Box<dyn Weight>>,
}

impl Weight for AtLeastWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let mut ways = self.ways.iter().map(|way| way.scorer(segment, boost)).collect::<Result<Vec<_>>>()?;
        ways.retain(|way| way.doc() != TERMINATED);
        if ways.len() < self.needed {
            return Ok(Box::new(EmptyScorer));
        }
        if ways.len() == 1 {
            return Ok(ways.swap_remove(0));
        }
        let mut scorer = AtLeastScorer { needed: self.needed, ways, document: 0, places: Vec::new() };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Result<Explanation> {
        Ok(Explanation::new("so many of several", 1.0))
    }
}

/// Several runs of documents, and the first document that enough of them have.
struct AtLeastScorer {
    needed: usize,
    ways: Vec<Box<dyn Scorer>>,
    document: DocId,
    /// Where they stand.
    places: Vec<DocId>,
}

impl AtLeastScorer {
    fn settle(&mut self) -> DocId {
        if self.needed == 1 {
            self.document = self.ways.iter().map(|way| way.doc()).min().unwrap_or(TERMINATED);
            return self.document;
        }
        loop {
            // No document before this one can have enough: fewer stand on it or before it.
            self.places.clear();
            self.places.extend(self.ways.iter().map(|way| way.doc()));
            self.document = *self.places.select_nth_unstable(self.needed - 1).1;
            if self.document == TERMINATED {
                return TERMINATED;
            }
            let mut having = 0;
            for way in &mut self.ways {
                if way.doc() < self.document {
                    way.seek(self.document);
                }
                having += usize::from(way.doc() == self.document);
            }
            if having >= self.needed {
                return self.document;
            }
        }
    }
}

impl DocSet for AtLeastScorer {
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
        self.ways.iter().map(|way| way.size_hint()).fold(0, u32::saturating_add) / u32::try_from(self.needed).unwrap_or(u32::MAX)
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(|way| way.cost()).fold(0, u64::saturating_add)
    }
}

impl Scorer for AtLeastScorer {
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
    fn holds_what_enough_of_its_ways_hold_alone_and_beside_others() {
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
        let some =
            |needed, words: &[&str]| Box::new(AtLeast { needed, ways: words.iter().map(|one| word(one)).collect() }) as Box<dyn Query>;
        let one = || some(1, &["three", "five", "nowhere"]);
        assert_eq!(found(&*one()), left(|number| number % 3 == 0 || number % 5 == 0));
        let beside = |other| BooleanQuery::new(vec![(Occur::Must, word("two")), (Occur::Must, other)]);
        assert_eq!(found(&beside(one())), left(|number| number % 2 == 0 && (number % 3 == 0 || number % 5 == 0)));
        assert_eq!(found(&*some(1, &["nowhere"])), 0);
        assert_eq!(found(&*some(1, &["two", "nowhere"])), left(|number| number % 2 == 0));
        let two = || some(2, &["two", "three", "five", "nowhere"]);
        let several = |number: u32| [2, 3, 5].iter().filter(|every| number.is_multiple_of(**every)).count() >= 2;
        assert_eq!(found(&*two()), left(several));
        assert_eq!(found(&beside(two())), left(|number| number % 2 == 0 && (number % 3 == 0 || number % 5 == 0)));
        assert_eq!(found(&*some(2, &["two", "nowhere"])), 0);
    }
}
