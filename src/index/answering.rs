//! Which documents answer, and which of them best.
//!
//! In: a condition, and what makes one document better than another. Out: documents with their scores.

use tantivy::query::{BooleanQuery, EnableScoring, Query as _, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet as _, Score, Searcher, SegmentReader, TERMINATED};

use super::ask::Asked;
use super::engine::IndexError;

/// Documents are counted up to here: nobody pages further, and counting all would cost more the more there are.
pub(super) const MOST_COUNTED: usize = 1_000;
/// So many documents are weighed to know what others must exceed.
const SAMPLE: usize = 300;
/// The same score, summed up in another order, is not less than this share of it.
const ROUNDING: Score = 0.9999;

/// A document and its score so far.
pub(super) type Weighed = (Score, DocAddress);

/// Which documents satisfy a condition.
pub(super) struct Answering<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) condition: BooleanQuery,
    weight: Box<dyn Weight>,
    /// Those that stand first in the index, one more than are counted.
    pub(super) first: Vec<Weighed>,
}

impl<'a> Answering<'a> {
    pub(super) fn new(searcher: &'a Searcher, condition: BooleanQuery) -> Result<Self, IndexError> {
        let weight = condition.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut answering = Self { searcher, condition, weight, first: Vec::new() };
        answering.first = answering.documents(MOST_COUNTED + 1)?;
        Ok(answering)
    }

    /// There are more than were counted.
    pub(super) fn more(&self) -> bool {
        self.first.len() > MOST_COUNTED
    }

    /// The first so many, in the order of the index.
    pub(super) fn documents(&self, most: usize) -> Result<Vec<Weighed>, IndexError> {
        let mut documents = Vec::new();
        for (segment_ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut found = self.weight.scorer(segment, 1.0)?;
            let mut document = found.doc();
            while document != TERMINATED {
                if documents.len() >= most {
                    return Ok(documents);
                }
                if is_alive(segment, document) {
                    documents.push((0.0, DocAddress::new(segment_ord, document)));
                }
                document = found.advance();
            }
        }
        Ok(documents)
    }

    /// The best of some documents: their scores grow by each of their merits, and no other document is looked at.
    pub(super) fn weigh(&self, mut weighed: Vec<Weighed>, merits: &[Asked], most: usize) -> Result<Vec<Weighed>, IndexError> {
        let scoring = EnableScoring::enabled_from_searcher(self.searcher);
        let weights = merits.iter().map(|merit| merit.weight(scoring)).collect::<tantivy::Result<Vec<_>>>()?;
        weighed.sort_by_key(|(_, address)| *address);
        for of_segment in weighed.chunk_by_mut(|(_, a), (_, b)| a.segment_ord == b.segment_ord) {
            let Some((_, first)) = of_segment.first() else { continue };
            let segment = self.searcher.segment_reader(first.segment_ord);
            for weight in &weights {
                let mut having = weight.scorer(segment, 1.0)?;
                for (score, address) in of_segment.iter_mut() {
                    if has(having.as_mut(), address.doc_id) {
                        *score += having.score();
                    }
                }
            }
        }
        sort(&mut weighed, most);
        Ok(weighed)
    }

    /// The best of all that satisfy it, each weighed by plain terms. Whole blocks of documents are passed over that cannot
    /// be better than those found so far; so that this begins at once, some are weighed first.
    pub(super) fn best(&self, leads: Vec<Asked>, most: usize) -> Result<Vec<Weighed>, IndexError> {
        let some = self.weigh(self.first.iter().take(SAMPLE).copied().collect(), &leads, most)?;
        let mut best = Best { most, lowest: some.get(most - 1).map_or(Score::MIN, |(score, _)| score * ROUNDING), found: Vec::new() };
        let weight = BooleanQuery::union(leads).weight(EnableScoring::enabled_from_searcher(self.searcher))?;
        for (segment_ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut answering = self.weight.scorer(segment, 1.0)?;
            weight.for_each_pruning(best.lowest, segment, &mut |document, score| {
                if has(answering.as_mut(), document) && is_alive(segment, document) {
                    best.add(score, DocAddress::new(segment_ord, document));
                }
                best.lowest
            })?;
        }
        sort(&mut best.found, most);
        Ok(best.found)
    }
}

/// It was not taken out since the segment was written.
fn is_alive(segment: &SegmentReader, document: DocId) -> bool {
    segment.alive_bitset().is_none_or(|alive| alive.is_alive(document))
}

/// Moves on to a document, where it stands before; whether it is there.
fn has(documents: &mut dyn Scorer, document: DocId) -> bool {
    if documents.doc() < document {
        documents.seek(document);
    }
    documents.doc() == document
}

/// The best documents so far.
struct Best {
    most: usize,
    /// What another must exceed to be among them.
    lowest: Score,
    found: Vec<Weighed>,
}

impl Best {
    fn add(&mut self, score: Score, address: DocAddress) {
        self.found.push((score, address));
        if self.found.len() >= self.most.saturating_mul(2) {
            sort(&mut self.found, self.most);
            self.lowest = self.found.last().map_or(self.lowest, |(worst, _)| self.lowest.max(*worst));
        }
    }
}

/// Leaves the best so many, the best first; of equals the one that stands first in the index.
fn sort(found: &mut Vec<Weighed>, most: usize) {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(most);
}
