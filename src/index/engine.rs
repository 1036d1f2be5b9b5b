//! The search engine's folder, what is put into it, and how a search runs.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, RangeQuery};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, IndexWriter, Order, Searcher, TantivyDocument, Term};

use super::ask::{self, Ask};
use super::fields::{Fields, Shown, number_of_day, schema};
use super::highlight;
use super::query::{Query, ShortForms, parse};
use super::syllables::syllables;
use super::{Facet, Facets, Hit, Hits, Search, Sort};
use crate::record::{Passage, Record};

/// Changes with the fields or with the way in which text is cut; an older folder is then made anew.
const VERSION: u32 = 2;
/// What the writer may hold in memory, in bytes.
const MEMORY: usize = 64 << 20;
/// How many documents are looked at closely to order them.
const CLOSELY: usize = 60;
/// How many names a facet counts.
const MOST_NAMES: usize = 30;
/// How many of a document's words tell which others are like it.
const TELLING_WORDS: usize = 30;

/// Why a search or the making of an index failed.
#[derive(Debug, thiserror::Error)]
#[error("the search index: {0}")]
pub struct IndexError(String);

impl From<serde_json::Error> for IndexError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error.to_string())
    }
}

/// The search index of an archive.
pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    writer: Option<IndexWriter>,
    sequence: u64,
}

/// What a commit carries.
#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    sequence: u64,
}

impl Index {
    /// Opens the index in a folder as it is; `None` where there is none that this version can use.
    #[must_use]
    pub fn existing(folder: &Path) -> Option<Self> {
        let (schema, fields) = schema();
        let index = tantivy::Index::open_in_dir(folder).ok()?;
        if index.schema() != schema {
            return None;
        }
        let payload: Payload = serde_json::from_str(&index.load_metas().ok()?.payload?).ok()?;
        index.reader().ok()?;
        (payload.version == VERSION).then_some(Self { index, fields, writer: None, sequence: payload.sequence })
    }

    /// Makes an empty index in a folder; what was there is thrown away.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Self, IndexError> {
        let outside = |error: std::io::Error| IndexError(format!("{}: {error}", folder.display()));
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(outside)?;
        }
        std::fs::create_dir_all(folder).map_err(outside)?;
        let (schema, fields) = schema();
        Ok(Self { index: tantivy::Index::create_in_dir(folder, schema)?, fields, writer: None, sequence: 0 })
    }

    /// An empty index that is nowhere on disk.
    #[must_use]
    pub fn in_memory() -> Self {
        let (schema, fields) = schema();
        Self { index: tantivy::Index::create_in_ram(schema), fields, writer: None, sequence: 0 }
    }

    /// The sequence number of the log up to which everything is in it.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Puts a document in, or anew; found only after [`Index::commit`].
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn put(&mut self, record: &Record, passages: &[Passage]) -> Result<(), IndexError> {
        let document = self.fields.document(record, passages)?;
        let id = Term::from_field_text(self.fields.id, &record.id);
        let writer = self.writer()?;
        writer.delete_term(id);
        writer.add_document(document)?;
        Ok(())
    }

    /// Takes a document out; no longer found after [`Index::commit`].
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn remove(&mut self, id: &str) -> Result<(), IndexError> {
        let id = Term::from_field_text(self.fields.id, id);
        self.writer()?.delete_term(id);
        Ok(())
    }

    /// How many documents are in it, or how many times one is.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn count(&self, id: Option<&str>) -> Result<u64, IndexError> {
        let searcher = self.index.reader()?.searcher();
        let Some(id) = id else { return Ok(searcher.num_docs()) };
        Ok(searcher.search(&ask::term(self.fields.id, id), &Count)? as u64)
    }

    /// Whether its files are as they were written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty())
    }

    /// Makes everything put so far found, and remembers up to where in the log that is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn commit(&mut self, sequence: u64) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { version: VERSION, sequence })?;
        let mut commit = self.writer()?.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.sequence = sequence;
        Ok(())
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, IndexError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            none => Ok(none.insert(self.index.writer_with_num_threads(1, MEMORY)?)),
        }
    }

    /// Finds the documents that answer a query. No query is wrong; one that says nothing finds nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, search: &Search<'_>, forms: &ShortForms) -> Result<Hits, IndexError> {
        let query = parse(search.typed, forms);
        if query.is_empty() {
            return Ok(Hits::default());
        }
        let searcher = self.index.reader()?.searcher();
        let ask = Ask { fields: &self.fields, searcher: &searcher };
        let all = query.clauses.iter().filter(|clause| !clause.quoted).count();
        // Everything asked for; where nothing has it, most of it; then any of it.
        let mut levels = vec![all, all - all / 3, all.min(1)];
        levels.dedup();
        for needed in levels {
            let asked = ask.query(&query, needed);
            let total = searcher.search(&asked, &Count)?;
            if total > 0 {
                let hits = self.page(&searcher, &asked, &query, search)?;
                let facets = if search.facets { Some(self.facets(&searcher, &asked, search.today)?) } else { None };
                return Ok(Hits { total, hits, facets });
            }
        }
        Ok(Hits::default())
    }

    /// The documents of one page of the answer, in the order asked for.
    fn page(&self, searcher: &Searcher, asked: &BooleanQuery, query: &Query, search: &Search<'_>) -> Result<Vec<Hit>, IndexError> {
        // The collector makes room for as many as it may be asked for.
        let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX).max(1);
        let last = search.offset.saturating_add(search.limit);
        let best = |most: usize| TopDocs::with_limit(most.min(documents));
        let page = |found: Vec<DocAddress>| -> Result<Vec<Hit>, IndexError> {
            found.into_iter().skip(search.offset).take(search.limit).map(|address| self.hit(searcher, address, 0.0, query)).collect()
        };
        let by = |field: &str, order: Order| -> Result<Vec<DocAddress>, IndexError> {
            let found = searcher.search(asked, &best(last.max(1)).order_by_fast_field::<i64>(field, order))?;
            Ok(found.into_iter().map(|(_, address)| address).collect())
        };
        let words = !query.clauses.is_empty();
        match search.sort {
            Sort::Date => page(by("date", Order::Desc)?),
            Sort::Deadline => page(by("due", Order::Asc)?),
            // Conditions alone make no document better than another.
            Sort::Relevance if !words => page(by("date", Order::Desc)?),
            Sort::Relevance => {
                let found = searcher.search(asked, &best(last.max(CLOSELY)).order_by_score())?;
                let mut hits = Vec::new();
                for (score, address) in found.iter().take(CLOSELY) {
                    hits.push(self.hit(searcher, *address, *score, query)?);
                }
                hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
                for (score, address) in found.iter().skip(CLOSELY) {
                    hits.push(self.hit(searcher, *address, *score, query)?);
                }
                Ok(hits.into_iter().skip(search.offset).take(search.limit).collect())
            }
        }
    }

    /// Orders by the engine's score and by how well the best passage answers.
    fn hit(&self, searcher: &Searcher, address: DocAddress, score: f32, query: &Query) -> Result<Hit, IndexError> {
        let shown = self.shown(searcher, address)?;
        let answers = highlight::answers(&shown.passages, query);
        Ok(Hit {
            id: shown.id,
            file_name: shown.file_name,
            score: score * (0.3 + answers.quality * answers.quality),
            number: shown.number,
            subject: shown.subject,
            date: shown.date,
            passages: answers.passages,
        })
    }

    fn shown(&self, searcher: &Searcher, address: DocAddress) -> Result<Shown, IndexError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let shown = document.get_first(self.fields.shown).and_then(|value| value.as_str()).unwrap_or_default();
        Ok(serde_json::from_str(shown)?)
    }

    /// How many of the documents found are of each type, issuer, year and unit, and have duties.
    fn facets(&self, searcher: &Searcher, asked: &BooleanQuery, today: Option<Date>) -> Result<Facets, IndexError> {
        let terms = |field: &str| json!({ "terms": { "field": field, "size": MOST_NAMES } });
        let wanted = json!({
            "types": terms("kind_name"), "issuers": terms("issuer_name"), "years": terms("year"), "units": terms("unit_name"),
        });
        let wanted: Aggregations = serde_json::from_value(wanted)?;
        let counted = serde_json::to_value(searcher.search(asked, &AggregationCollector::from_aggs(wanted, Default::default()))?)?;
        let with = |condition: RangeQuery| {
            let both: Vec<(Occur, ask::Asked)> = vec![(Occur::Must, Box::new(asked.clone())), (Occur::Must, Box::new(condition))];
            searcher.search(&BooleanQuery::new(both), &Count)
        };
        let first = Term::from_field_u64(self.fields.duties, 1);
        let overdue = |today: Date| Term::from_field_i64(self.fields.due, number_of_day(today));
        Ok(Facets {
            types: buckets(&counted, "types"),
            issuers: buckets(&counted, "issuers"),
            years: buckets(&counted, "years"),
            units: buckets(&counted, "units"),
            with_tasks: with(RangeQuery::new(std::ops::Bound::Included(first), std::ops::Bound::Unbounded))?,
            overdue: match today {
                Some(today) => Some(with(RangeQuery::new(std::ops::Bound::Unbounded, std::ops::Bound::Excluded(overdue(today))))?),
                None => None,
            },
        })
    }

    /// The documents most like one: those that share the words which are rare elsewhere.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn like(&self, record: &Record, passages: &[Passage], limit: usize) -> Result<Hits, IndexError> {
        let searcher = self.index.reader()?.searcher();
        let mut counts = std::collections::BTreeMap::<String, f32>::new();
        let subject = record.document.subject.as_deref().unwrap_or_default();
        for syllable in passages.iter().flat_map(|passage| syllables(&passage.text)).chain(syllables(subject)) {
            *counts.entry(syllable.exact).or_default() += 1.0;
        }
        let documents = searcher.num_docs() as f32;
        let mut telling: Vec<(f32, String)> = Vec::new();
        for (word, count) in counts {
            let frequency = searcher.doc_freq(&Term::from_field_text(self.fields.exact, &word))? as f32;
            telling.push((count.sqrt() * (documents / (frequency + 1.0)).ln().max(0.0), word));
        }
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let words = telling.iter().take(TELLING_WORDS).map(|(_, word)| (Occur::Should, ask::term(self.fields.exact, word)));
        let own = std::iter::once((Occur::MustNot, ask::term(self.fields.id, &record.id)));
        let asked = BooleanQuery::new(words.chain(own).collect());
        let most = limit.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)).max(1);
        let (total, best) = searcher.search(&asked, &(Count, TopDocs::with_limit(most).order_by_score()))?;
        let hits: Result<Vec<Hit>, IndexError> = best
            .into_iter()
            .take(limit)
            .map(|(score, address)| Ok(Hit { score, passages: Vec::new(), ..self.hit(&searcher, address, 0.0, &Query::default())? }))
            .collect();
        Ok(Hits { total, hits: hits?, facets: None })
    }
}

fn buckets(counted: &Value, name: &str) -> Vec<Facet> {
    let buckets = counted.pointer(&format!("/{name}/buckets")).and_then(Value::as_array);
    let one = |bucket: &Value| {
        let name = match bucket.get("key")? {
            Value::String(name) => name.clone(),
            // Years are counted as figures with a point.
            other => format!("{:.0}", other.as_f64()?),
        };
        Some(Facet { name, count: bucket.get("doc_count")?.as_u64()? })
    };
    buckets.map(|buckets| buckets.iter().filter_map(one).collect()).unwrap_or_default()
}
