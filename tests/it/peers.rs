#![allow(dead_code, reason = "the benchmark asks only one of them")]
//! Two usual ways of searching, to be measured against: SQLite FTS5, and a tantivy field without marks.

use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, IndexWriter, TantivyDocument, doc};

/// What a peer's writer may hold in memory, as ours.
const MEMORY: usize = 64 << 20;

/// SQLite's full text search.
pub(crate) struct Fts5(rusqlite::Connection);

impl Fts5 {
    /// In a file, or in memory.
    pub(crate) fn new(file: Option<&Path>) -> Self {
        let connection = file.map_or_else(rusqlite::Connection::open_in_memory, rusqlite::Connection::open).unwrap();
        connection
            .execute_batch(
                "PRAGMA synchronous = OFF;
                CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(name UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 2')",
            )
            .unwrap();
        Self(connection)
    }

    pub(crate) fn add<'a>(&self, texts: impl Iterator<Item = (&'a str, &'a str)>) {
        let transaction = self.0.unchecked_transaction().unwrap();
        for (name, body) in texts {
            transaction.prepare_cached("INSERT INTO texts VALUES (?1, ?2)").unwrap().execute([name, body]).unwrap();
        }
        transaction.commit().unwrap();
    }

    /// The ten best: with all words, or where there are none with any.
    pub(crate) fn ask(&self, typed: &str) -> Vec<String> {
        let words: Vec<String> =
            typed.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| format!("\"{word}\"")).collect();
        let ask = |how: &str| -> Vec<String> {
            let mut statement = self.0.prepare_cached("SELECT name FROM texts WHERE texts MATCH ?1 ORDER BY rank LIMIT 10").unwrap();
            statement.query_map([words.join(how)], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let all = ask(" AND ");
        if all.is_empty() { ask(" OR ") } else { all }
    }
}

/// One field of the search engine that we use too, with its own words and queries.
pub(crate) struct Folded {
    index: Index,
    writer: IndexWriter,
    name: Field,
    body: Field,
}

impl Folded {
    /// In an empty folder, or in memory.
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("folded").set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing).set_stored());
        let name = schema.add_text_field("name", STRING | STORED);
        let index = match folder {
            Some(folder) => Index::create_in_dir(folder, schema.build()).unwrap(),
            None => Index::create_in_ram(schema.build()),
        };
        let folded = TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build();
        index.tokenizers().register("folded", folded);
        let writer = index.writer_with_num_threads(1, MEMORY).unwrap();
        Self { index, writer, name, body }
    }

    pub(crate) fn add<'a>(&mut self, texts: impl Iterator<Item = (&'a str, &'a str)>) {
        for (name, body) in texts {
            self.writer.add_document(doc!(self.name => name, self.body => body)).unwrap();
        }
        self.writer.commit().unwrap();
    }

    /// The ten best: with all words, or where there are none with any.
    pub(crate) fn ask(&self, typed: &str) -> Vec<String> {
        let searcher = self.index.reader().unwrap().searcher();
        let ask = |all: bool| -> Vec<String> {
            let mut parser = QueryParser::for_index(&self.index, vec![self.body]);
            if all {
                parser.set_conjunction_by_default();
            }
            let (query, _) = parser.parse_query_lenient(typed);
            let best = searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).unwrap();
            let name =
                |address| searcher.doc::<TantivyDocument>(address).unwrap().get_first(self.name).unwrap().as_str().unwrap().to_owned();
            best.into_iter().map(|(_, address)| name(address)).collect()
        };
        let all = ask(true);
        if all.is_empty() { ask(false) } else { all }
    }
}
