//! The search engine's folder, what is put into it, and how a search runs.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::error::{OpenReadError, OpenWriteError};
use tantivy::indexer::LogMergePolicy;
use tantivy::query::{BooleanQuery, Occur, RangeQuery};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, IndexReader, IndexWriter, Order, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use super::answering::{Answering, MOST_COUNTED};
use super::ask::{self, Ask, Asked, Merits};
use super::fields::{Fields, Shown, number_of_day, schema};
use super::highlight::Finder;
use super::query::{Query, ShortForms, parse};
use super::syllables::syllables;
use super::tokens::{self, Cutter};
use super::{Facet, Facets, Hit, Hits, Search, Sort};
use crate::record::{Passage, Record};
use crate::text::fold;

/// Changes with the fields or with the way in which text is cut; an older folder is then made anew.
const VERSION: u32 = 4;
/// What the writer may hold in memory, in bytes.
const MEMORY: usize = 64 << 20;
/// A segment of which more than this share was taken out is written anew.
const MOST_DELETED: f32 = 0.3;
/// With more segments than this, a writer that ends first merges them.
const MOST_SEGMENTS: usize = 16;
/// How many documents are looked at closely to order them.
const CLOSELY: usize = 30;
/// Of many documents so many are brought up by what tells most, to be weighed by all their merits.
const BROUGHT_UP: usize = 60;
/// How many names a facet counts.
const MOST_NAMES: usize = 30;
/// How many of a document's words tell which others are like it.
const TELLING_WORDS: usize = 30;

/// Why a search or the making of an index failed.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The system let something fail: what lies on the disk may be whole.
    #[error("the search index: {0}")]
    System(String),
    /// What lies there is not what was written, or of no use.
    #[error("the search index: {0}")]
    Broken(String),
}

impl From<serde_json::Error> for IndexError {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::IoError(_)
            | TantivyError::LockFailure(..)
            | TantivyError::OpenReadError(OpenReadError::IoError { .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { .. }) => Self::System(error.to_string()),
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// The search index of an archive.
pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    cutter: Cutter,
    writer: Option<IndexWriter>,
    /// Opening the segments costs more than most searches: done once, and then after each commit.
    reader: OnceLock<IndexReader>,
    sequence: u64,
}

impl Drop for Index {
    /// A writer that ends breaks off its merging; one that only ever adds a document would leave more and more segments.
    fn drop(&mut self) {
        let many = self.index.searchable_segment_ids().is_ok_and(|segments| segments.len() > MOST_SEGMENTS);
        if let Some(writer) = self.writer.take().filter(|_| many) {
            // What was not merged now is merged another time.
            writer.wait_merging_threads().ok();
        }
    }
}

/// What a commit carries.
#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    sequence: u64,
}

impl Index {
    fn new(index: tantivy::Index, fields: Fields, sequence: u64) -> Self {
        tokens::register(&index);
        Self { index, fields, cutter: Cutter::default(), writer: None, reader: OnceLock::new(), sequence }
    }

    /// Opens the index in a folder as it is; `None` where there is none that this version can use.
    ///
    /// # Errors
    /// When it cannot be read though it may be whole.
    pub fn existing(folder: &Path) -> Result<Option<Self>, IndexError> {
        match Self::opened(folder) {
            Err(IndexError::Broken(_)) => Ok(None),
            opened => opened,
        }
    }

    fn opened(folder: &Path) -> Result<Option<Self>, IndexError> {
        let (schema, fields) = schema();
        let index = tantivy::Index::open_in_dir(folder)?;
        if index.schema() != schema {
            return Ok(None);
        }
        let Some(payload) = index.load_metas()?.payload else { return Ok(None) };
        let payload: Payload = serde_json::from_str(&payload)?;
        let index = Self::new(index, fields, payload.sequence);
        index.searcher()?;
        Ok((payload.version == VERSION).then_some(index))
    }

    /// Makes an empty index in a folder; what was there is thrown away.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Self, IndexError> {
        let outside = |error: std::io::Error| IndexError::System(format!("{}: {error}", folder.display()));
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(outside)?;
        }
        std::fs::create_dir_all(folder).map_err(outside)?;
        let (schema, fields) = schema();
        Ok(Self::new(tantivy::Index::create_in_dir(folder, schema)?, fields, 0))
    }

    /// An empty index that is nowhere on disk.
    #[must_use]
    pub fn in_memory() -> Self {
        let (schema, fields) = schema();
        Self::new(tantivy::Index::create_in_ram(schema), fields, 0)
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
        let document = self.fields.document(record, passages, &mut self.cutter)?;
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
        let searcher = self.searcher()?;
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
        if let Some(reader) = self.reader.get() {
            reader.reload()?;
        }
        self.sequence = sequence;
        Ok(())
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, IndexError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            none => {
                let writer = self.index.writer_with_num_threads(1, MEMORY)?;
                let mut policy = LogMergePolicy::default();
                policy.set_del_docs_ratio_before_merge(MOST_DELETED);
                writer.set_merge_policy(Box::new(policy));
                Ok(none.insert(writer))
            }
        }
    }

    fn searcher(&self) -> Result<Searcher, IndexError> {
        if self.reader.get().is_none() {
            let reader: IndexReader = self.index.reader_builder().reload_policy(ReloadPolicy::OnCommitWithDelay).try_into()?;
            // Another thread may have been first; its reader is as good.
            self.reader.set(reader).ok();
        }
        Ok(self.reader.get().ok_or_else(|| IndexError::Broken("no reader".to_owned()))?.searcher())
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
        let searcher = self.searcher()?;
        let ask = Ask::new(&self.fields, &searcher, &query);
        for needed in ask.levels() {
            let answering = Answering::new(&searcher, ask.condition(needed))?;
            if !answering.first.is_empty() {
                let total = answering.first.len().min(MOST_COUNTED);
                let hits = self.page(&ask, &answering, &query, search)?;
                let facets = if search.facets { Some(self.facets(&searcher, &answering.condition, search.today)?) } else { None };
                return Ok(Hits { total, more: answering.more(), hits, facets });
            }
        }
        Ok(Hits::default())
    }

    /// The documents of one page of the answer, in the order asked for.
    fn page(&self, ask: &Ask<'_>, answering: &Answering<'_>, query: &Query, search: &Search<'_>) -> Result<Vec<Hit>, IndexError> {
        let searcher = answering.searcher;
        let last = search.offset.saturating_add(search.limit);
        let by = |field: &str, order: Order| -> Result<Vec<(f32, DocAddress)>, IndexError> {
            let found = searcher.search(&answering.condition, &best(searcher, last).order_by_fast_field::<i64>(field, order))?;
            Ok(found.into_iter().map(|(_, address)| (0.0, address)).collect())
        };
        // Conditions alone make no document better than another.
        let words = !query.clauses.is_empty();
        let (found, closely) = match search.sort {
            Sort::Relevance if words => (Self::best(ask, answering, last)?, CLOSELY),
            Sort::Relevance | Sort::Date => (by("date", Order::Desc)?, 0),
            Sort::Deadline => (by("due", Order::Asc)?, 0),
        };
        let mut finder = Finder::new(query);
        let mut hit = |(score, address): &(f32, DocAddress)| self.hit(searcher, *address, *score, &mut finder);
        let (close, rest) = found.split_at(closely.min(found.len()));
        let mut hits = close.iter().map(&mut hit).collect::<Result<Vec<Hit>, IndexError>>()?;
        // By the engine's score and by how well the best passage answers.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.date.cmp(&a.date)));
        let skipped = search.offset.min(hits.len());
        let mut hits = hits.split_off(skipped);
        let rest = rest.iter().skip(search.offset - skipped).take(search.limit.saturating_sub(hits.len()));
        hits.extend(rest.map(&mut hit).collect::<Result<Vec<Hit>, IndexError>>()?);
        hits.truncate(search.limit);
        Ok(hits)
    }

    /// The documents that answer best, those to be looked at closely among them.
    fn best(ask: &Ask<'_>, answering: &Answering<'_>, last: usize) -> Result<Vec<(f32, DocAddress)>, IndexError> {
        let most = last.max(CLOSELY);
        if !answering.more() {
            return answering.weigh(answering.first.clone(), &ask.merits(false).all(), most);
        }
        for telling in [true, false] {
            let Merits { leads, others } = ask.merits(telling);
            let mut found = answering.best(leads, last.max(BROUGHT_UP))?;
            if found.len() >= last.max(CLOSELY / 3) {
                // However many are asked for, the same ones are put in order: pages fit together.
                let rest = found.split_off(BROUGHT_UP.min(found.len()));
                found = answering.weigh(found, &others, BROUGHT_UP)?;
                found.extend(rest);
                return Ok(found);
            }
        }
        answering.weigh(answering.documents(usize::MAX)?, &ask.merits(false).all(), most)
    }

    fn hit(&self, searcher: &Searcher, address: DocAddress, score: f32, finder: &mut Finder) -> Result<Hit, IndexError> {
        let shown = self.shown(searcher, address)?;
        let answers = finder.answers(&shown.passages);
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
            let both: Vec<(Occur, Asked)> = vec![(Occur::Must, Box::new(asked.clone())), (Occur::Must, Box::new(condition))];
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

    /// Issuers in whose name a word begins so, by name, at most so many.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn issuers(&self, folded: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let mut found = BTreeSet::new();
        for segment in self.searcher()?.segment_readers() {
            let Some(column) = segment.fast_fields().str("issuer_name")? else { continue };
            let mut names = column.dictionary().stream().map_err(|error| IndexError::System(error.to_string()))?;
            while names.advance() {
                let name = String::from_utf8_lossy(names.key());
                if format!(" {}", fold(&name)).contains(&format!(" {folded}")) {
                    found.insert(name.into_owned());
                }
            }
        }
        Ok(found.into_iter().take(most).collect())
    }

    /// The documents most like one: those that share the words which are rare elsewhere.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn like(&self, id: &str, limit: usize) -> Result<Hits, IndexError> {
        let searcher = self.searcher()?;
        let own = searcher.search(&ask::term(self.fields.id, id), &best(&searcher, 1).order_by_score())?;
        let Some((_, own)) = own.first() else { return Ok(Hits::default()) };
        let own = self.shown(&searcher, *own)?;
        let mut counts = std::collections::BTreeMap::<String, f32>::new();
        let subject = own.subject.as_deref().unwrap_or_default();
        for syllable in own.passages.iter().flat_map(|passage| syllables(&passage.text)).chain(syllables(subject)) {
            *counts.entry(syllable.folded).or_default() += 1.0;
        }
        let documents = searcher.num_docs() as f32;
        let mut telling: Vec<(f32, String)> = Vec::new();
        for (word, count) in counts {
            let frequency = searcher.doc_freq(&Term::from_field_text(self.fields.all.folded, &word))? as f32;
            telling.push((count.sqrt() * (documents / (frequency + 1.0)).ln().max(0.0), word));
        }
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let words = telling.iter().take(TELLING_WORDS).map(|(_, word)| ask::term(self.fields.all.folded, word)).collect();
        let found = searcher.search(&BooleanQuery::union(words), &best(&searcher, limit.saturating_add(1)).order_by_score())?;
        let mut hits = Vec::new();
        let mut finder = Finder::new(&Query::default());
        for (score, address) in found {
            hits.push(Hit { score, ..self.hit(&searcher, address, 0.0, &mut finder)? });
        }
        hits.retain(|hit| hit.id != id);
        hits.truncate(limit);
        Ok(Hits { total: hits.len(), more: false, hits, facets: None })
    }
}

/// The collector makes room for as many as it may be asked for: no more than there are.
fn best(searcher: &Searcher, most: usize) -> TopDocs {
    let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    TopDocs::with_limit(most.min(documents).max(1))
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
