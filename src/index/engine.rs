//! The search engine's fields, its folder, and how a query is put to it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur, PhraseQuery, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::highlight;
use super::query::{Clause, Query, ShortForms, parse};
use super::syllables::{Syllable, number_parts, syllables};
use super::{Hit, Hits};
use crate::record::{Passage, Record};

/// Changes with the fields or with the way in which text is cut; an older folder is then made anew.
const VERSION: u32 = 1;
/// What the writer may hold in memory, in bytes.
const MEMORY: usize = 64 << 20;
/// How many documents are looked at closely to order them.
const CLOSELY: usize = 60;
/// What one syllable of several counts: alone it says little, Vietnamese words have two or three.
const OF_SEVERAL: f32 = 0.3;

/// Why a search or the making of an index failed.
#[derive(Debug, thiserror::Error)]
#[error("the search index: {0}")]
pub struct IndexError(String);

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

/// What is kept beside a document to show it.
#[derive(Serialize, Deserialize)]
struct Shown {
    id: String,
    file_name: String,
    number: Option<String>,
    subject: Option<String>,
    date: Option<String>,
    passages: Vec<Passage>,
}

#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    /// The text with its marks.
    exact: Field,
    /// The text without marks.
    folded: Field,
    /// Subject, type, issuer and file name, with marks.
    head_exact: Field,
    /// The same without marks.
    head_folded: Field,
    /// The document's own number, whole and in parts.
    number: Field,
    shown: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = || {
        let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        exact: builder.add_text_field("exact", text()),
        folded: builder.add_text_field("folded", text()),
        head_exact: builder.add_text_field("head_exact", text()),
        head_folded: builder.add_text_field("head_folded", text()),
        number: builder.add_text_field("number", STRING),
        shown: builder.add_text_field("shown", STORED),
    };
    (builder.build(), fields)
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
        let document = self.document(record, passages)?;
        let id = Term::from_field_text(self.fields.id, &record.id);
        let writer = self.writer()?;
        writer.delete_term(id);
        writer.add_document(document)?;
        Ok(())
    }

    /// Takes a document out; it is found until [`Index::commit`].
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
        let query = TermQuery::new(Term::from_field_text(self.fields.id, id), IndexRecordOption::Basic);
        Ok(searcher.search(&query, &Count)? as u64)
    }

    /// Makes everything put so far found, and remembers up to where in the log that is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn commit(&mut self, sequence: u64) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { version: VERSION, sequence }).map_err(|error| IndexError(error.to_string()))?;
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

    fn document(&self, record: &Record, passages: &[Passage]) -> Result<TantivyDocument, IndexError> {
        let own = &record.document;
        let head = [own.subject.as_deref(), own.kind.as_ref().map(|kind| kind.name.as_str()), own.issuer.as_deref()];
        let file_name = crate::text::normalise(&record.source.file_name);
        let shown = Shown {
            id: record.id.clone(),
            file_name: record.source.file_name.clone(),
            number: own.number.clone(),
            subject: own.subject.clone(),
            date: own.date.clone(),
            passages: passages.to_vec(),
        };
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.id, &record.id);
        let text = tokens(passages.iter().map(|passage| passage.text.as_str()));
        document.add_pre_tokenized_text(self.fields.exact, text.exact);
        document.add_pre_tokenized_text(self.fields.folded, text.folded);
        let head = tokens(head.into_iter().flatten().chain([file_name.as_str()]));
        document.add_pre_tokenized_text(self.fields.head_exact, head.exact);
        document.add_pre_tokenized_text(self.fields.head_folded, head.folded);
        let number = own.number.as_deref().or(own.symbol.as_deref());
        for part in number.map(number_parts).unwrap_or_default() {
            document.add_text(self.fields.number, part);
        }
        document.add_text(self.fields.shown, serde_json::to_string(&shown).map_err(|error| IndexError(error.to_string()))?);
        Ok(document)
    }

    /// Finds the documents that answer a query. No query is wrong; one that says nothing finds nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, typed: &str, limit: usize, forms: &ShortForms) -> Result<Hits, IndexError> {
        let query = parse(typed, forms);
        if query.clauses.is_empty() && query.not.is_empty() {
            return Ok(Hits { total: 0, hits: Vec::new() });
        }
        let searcher = self.index.reader()?.searcher();
        let all = query.clauses.iter().filter(|clause| !clause.quoted).count();
        // The collector makes room for as many as it may be asked for.
        let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
        let most = limit.max(CLOSELY).min(documents.max(1));
        // Everything asked for; where nothing has it, most of it; then any of it.
        let mut levels = vec![all, all - all / 3, all.min(1)];
        levels.dedup();
        for needed in levels {
            let asked = self.engine_query(&query, needed);
            let (total, best) = searcher.search(&asked, &(Count, TopDocs::with_limit(most).order_by_score()))?;
            if total > 0 {
                let mut hits = Vec::new();
                for (score, address) in best {
                    let document: TantivyDocument = searcher.doc(address)?;
                    let shown = document.get_first(self.fields.shown).and_then(|value| value.as_str()).unwrap_or_default();
                    let shown: Shown = serde_json::from_str(shown).map_err(|error| IndexError(error.to_string()))?;
                    hits.push(hit(shown, score, &query));
                }
                hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
                hits.truncate(limit);
                return Ok(Hits { total, hits });
            }
        }
        Ok(Hits { total: 0, hits: Vec::new() })
    }

    fn engine_query(&self, query: &Query, needed: usize) -> BooleanQuery {
        let typed: Vec<&Syllable> = query.clauses.iter().flat_map(|clause| &clause.syllables).collect();
        let each = if typed.len() > 1 { OF_SEVERAL } else { 1.0 };
        let (quoted, plain): (Vec<&Clause>, Vec<&Clause>) = query.clauses.iter().partition(|clause| clause.quoted);
        let mut parts: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        if !plain.is_empty() {
            let own = plain.into_iter().map(|clause| (Occur::Should, self.clause(clause, each))).collect();
            parts.push((Occur::Must, Box::new(BooleanQuery::with_minimum_required_clauses(own, needed.max(1)))));
        }
        parts.extend(quoted.into_iter().map(|clause| (Occur::Must, self.clause(clause, each))));
        if parts.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        parts.extend(query.not.iter().map(|clause| (Occur::MustNot, self.clause(clause, 1.0))));
        for pair in typed.windows(2) {
            parts.extend(self.phrases(pair, 1.0).into_iter().map(|phrase| (Occur::Should, phrase)));
        }
        if typed.len() > 2 {
            parts.extend(self.phrases(&typed, 6.0).into_iter().map(|phrase| (Occur::Should, phrase)));
        }
        BooleanQuery::new(parts)
    }

    fn clause(&self, clause: &Clause, each: f32) -> Box<dyn EngineQuery> {
        let syllables: Vec<&Syllable> = clause.syllables.iter().collect();
        let mut ways = if clause.together || syllables.len() == 1 {
            self.phrases(&syllables, if syllables.len() > 1 { 1.0 } else { each })
        } else {
            let words = syllables.iter().map(|one| (Occur::Must, any(self.phrases(&[*one], each)))).collect();
            vec![Box::new(BooleanQuery::new(words)) as Box<dyn EngineQuery>]
        };
        for alternative in &clause.alternatives {
            ways.extend(self.phrases(&alternative.iter().collect::<Vec<_>>(), 0.8));
        }
        if let Some(number) = &clause.number {
            let term = Term::from_field_text(self.fields.number, number);
            ways.push(boosted(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 8.0));
        }
        any(ways)
    }

    /// The ways in which syllables may stand together: in the text or the head, with or without their marks.
    fn phrases(&self, run: &[&Syllable], boost: f32) -> Vec<Box<dyn EngineQuery>> {
        let fields = &self.fields;
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
}

fn any(ways: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    Box::new(BooleanQuery::union(ways))
}

fn boosted(query: Box<dyn EngineQuery>, boost: f32) -> Box<dyn EngineQuery> {
    Box::new(BoostQuery::new(query, boost))
}

fn phrase(field: Field, words: impl Iterator<Item = String>) -> Box<dyn EngineQuery> {
    let terms: Vec<Term> = words.map(|word| Term::from_field_text(field, &word)).collect();
    match terms.as_slice() {
        [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// Orders by the engine's score and by how well the best passage answers.
fn hit(shown: Shown, score: f32, query: &Query) -> Hit {
    let answers = highlight::answers(&shown.passages, query);
    Hit {
        id: shown.id,
        file_name: shown.file_name,
        score: score * (0.3 + answers.quality * answers.quality),
        number: shown.number,
        subject: shown.subject,
        date: shown.date,
        passages: answers.passages,
    }
}

struct Tokens {
    exact: PreTokenizedString,
    folded: PreTokenizedString,
}

/// Positions run on over the ends of passages: in hard-wrapped text they are no ends at all.
fn tokens<'a>(texts: impl Iterator<Item = &'a str>) -> Tokens {
    let empty = || PreTokenizedString { text: String::new(), tokens: Vec::new() };
    let mut out = Tokens { exact: empty(), folded: empty() };
    let mut position = 0;
    for text in texts {
        for syllable in syllables(text) {
            let token = |text: String| Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 };
            out.exact.tokens.push(token(syllable.exact));
            out.folded.tokens.push(token(syllable.folded));
            position += 1;
        }
    }
    out
}
