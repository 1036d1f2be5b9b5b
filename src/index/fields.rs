//! The fields of the search engine, and how a document fills them.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

use super::IndexError;
use super::syllables::number_parts;
use super::tokens::{Cut, Cutter, PAIRS, WORDS};
use crate::record::{Passage, Record};
use crate::text::{fold, normalise};

/// What is kept beside a document to show it.
#[derive(Serialize, Deserialize)]
pub(super) struct Shown {
    pub(super) id: String,
    pub(super) file_name: String,
    pub(super) number: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) date: Option<String>,
    pub(super) passages: Vec<Passage>,
}

/// One text, cut in three ways.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    /// Its words with marks, as they are.
    pub(super) exact: Field,
    /// All its words without marks.
    pub(super) folded: Field,
    /// Neighbours without marks.
    pub(super) pairs: Field,
}

#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) id: Field,
    /// Everything: the head and the text.
    pub(super) all: Forms,
    /// Subject, type, issuer and file name.
    pub(super) head: Forms,
    /// The document's own number, whole and in parts.
    pub(super) number: Field,
    /// The numbers of the documents that it names, whole and in parts.
    pub(super) cited: Field,
    /// Code and name of its type, without marks.
    pub(super) kind: Field,
    pub(super) issuer: Field,
    pub(super) signer: Field,
    pub(super) receiver: Field,
    pub(super) assignee: Field,
    pub(super) unit: Field,
    pub(super) criterion: Field,
    pub(super) subject: Field,
    /// Its date, `YYYYMMDD`.
    pub(super) date: Field,
    /// The last days of its duties, `YYYYMMDD`.
    pub(super) due: Field,
    /// How many duties it gives.
    pub(super) duties: Field,
    /// The totals of its scorecards.
    pub(super) total: Field,
    /// What facets count: names as shown.
    pub(super) kind_name: Field,
    pub(super) issuer_name: Field,
    pub(super) unit_name: Field,
    pub(super) year: Field,
    pub(super) shown: Field,
}

/// The schema, and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let cut = |how: &str, option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(how).set_index_option(option))
    };
    // The engine passes over what cannot be among the best only where it knows how often a term stands there.
    let (text, number) = (|| cut(WORDS, IndexRecordOption::WithFreqsAndPositions), || cut("raw", IndexRecordOption::WithFreqs));
    let forms = |name: &str, builder: &mut SchemaBuilder| Forms {
        exact: builder.add_text_field(&format!("{name}_exact"), cut(WORDS, IndexRecordOption::WithFreqs)),
        folded: builder.add_text_field(&format!("{name}_folded"), cut(WORDS, IndexRecordOption::WithFreqs)),
        pairs: builder.add_text_field(&format!("{name}_pairs"), cut(PAIRS, IndexRecordOption::WithFreqs)),
    };
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        all: forms("all", &mut builder),
        head: forms("head", &mut builder),
        number: builder.add_text_field("number", number()),
        cited: builder.add_text_field("cited", STRING),
        kind: builder.add_text_field("kind", STRING),
        issuer: builder.add_text_field("issuer", text()),
        signer: builder.add_text_field("signer", text()),
        receiver: builder.add_text_field("receiver", text()),
        assignee: builder.add_text_field("assignee", text()),
        unit: builder.add_text_field("unit", text()),
        criterion: builder.add_text_field("criterion", text()),
        subject: builder.add_text_field("subject", text()),
        date: builder.add_i64_field("date", INDEXED | FAST),
        due: builder.add_i64_field("due", INDEXED | FAST),
        duties: builder.add_u64_field("duties", INDEXED | FAST),
        total: builder.add_f64_field("total", INDEXED | FAST),
        kind_name: builder.add_text_field("kind_name", TextOptions::default().set_fast("raw")),
        issuer_name: builder.add_text_field("issuer_name", TextOptions::default().set_fast("raw")),
        unit_name: builder.add_text_field("unit_name", TextOptions::default().set_fast("raw")),
        year: builder.add_u64_field("year", FAST),
        shown: builder.add_text_field("shown", STORED),
    };
    (builder.build(), fields)
}

impl Forms {
    fn add(self, document: &mut TantivyDocument, cut: &Cut) {
        document.add_text(self.exact, &cut.exact);
        document.add_text(self.folded, &cut.folded);
        document.add_text(self.pairs, &cut.folded);
    }
}

impl Fields {
    /// What the engine is given of a document.
    pub(super) fn document(&self, record: &Record, passages: &[Passage], cutter: &mut Cutter) -> Result<TantivyDocument, IndexError> {
        let mut document = TantivyDocument::new();
        self.add_text(&mut document, record, passages, cutter);
        self.add_names(&mut document, record, cutter);
        self.add_figures(&mut document, record);
        let own = &record.document;
        let shown = Shown {
            id: record.id.clone(),
            file_name: record.source.file_name.clone(),
            number: own.number.clone(),
            subject: own.subject.clone(),
            date: own.date.clone(),
            passages: passages.to_vec(),
        };
        document.add_text(self.shown, serde_json::to_string(&shown)?);
        Ok(document)
    }

    fn add_text(&self, document: &mut TantivyDocument, record: &Record, passages: &[Passage], cutter: &mut Cutter) {
        let own = &record.document;
        document.add_text(self.id, &record.id);
        let kind = own.kind.as_ref().map(|kind| kind.name.as_str());
        let file_name = normalise(&record.source.file_name);
        let head = [own.subject.as_deref(), kind, own.issuer.as_deref(), Some(file_name.as_str())];
        let head = head.into_iter().flatten().collect::<Vec<_>>().join("\n");
        // In hard-wrapped text the ends of passages are no ends at all.
        let text = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
        let head = cutter.cut(&head);
        self.head.add(document, &head);
        self.all.add(document, &head);
        self.all.add(document, &cutter.cut(&text));
        for part in own.number.as_deref().or(own.symbol.as_deref()).map(number_parts).unwrap_or_default() {
            document.add_text(self.number, part);
        }
        for part in record.references.iter().flat_map(|reference| number_parts(&reference.number)) {
            document.add_text(self.cited, part);
        }
    }

    fn add_names(&self, document: &mut TantivyDocument, record: &Record, cutter: &mut Cutter) {
        let own = &record.document;
        let mut words = |field: Field, names: Vec<&str>| document.add_text(field, &cutter.cut(&names.join("\n")).folded);
        words(self.issuer, [&own.issuer, &own.issuer_parent].into_iter().flatten().map(String::as_str).collect());
        words(self.signer, own.signer.iter().filter_map(|signer| signer.name.as_deref()).collect());
        let copies = own.copies.iter().map(|copy| copy.name.as_str());
        words(self.receiver, own.addressees.iter().map(String::as_str).chain(copies).collect());
        let assignees = record.tasks.iter().flat_map(|task| task.assignees.iter().chain(&task.coordinators));
        words(self.assignee, assignees.map(String::as_str).collect());
        let units = || record.scorecards.iter().filter_map(|card| card.unit.as_deref());
        words(self.unit, units().chain(record.indicators.iter().filter_map(|one| one.unit.as_deref())).collect());
        let criteria = record.scorecards.iter().flat_map(|card| &card.criteria).map(|criterion| criterion.name.as_str());
        words(self.criterion, criteria.chain(record.scorecards.iter().filter_map(|card| card.framework.as_deref())).collect());
        words(self.subject, own.subject.iter().map(String::as_str).collect());
        if let Some(kind) = &own.kind {
            document.add_text(self.kind, fold(&kind.code));
            document.add_text(self.kind, fold(&kind.name));
            document.add_text(self.kind_name, &kind.name);
        }
        if let Some(issuer) = &own.issuer {
            document.add_text(self.issuer_name, issuer);
        }
        for unit in units().collect::<std::collections::BTreeSet<_>>() {
            document.add_text(self.unit_name, unit);
        }
    }

    fn add_figures(&self, document: &mut TantivyDocument, record: &Record) {
        if let Some(day) = record.document.date.as_deref().and_then(day) {
            document.add_i64(self.date, day);
            document.add_u64(self.year, day.unsigned_abs() / 10_000);
        }
        let deadlines = record.tasks.iter().filter_map(|task| task.deadline.as_ref());
        for due in deadlines.filter_map(|deadline| deadline.last_day.as_deref().or(deadline.date.as_deref())).filter_map(day) {
            document.add_i64(self.due, due);
        }
        document.add_u64(self.duties, record.tasks.len() as u64);
        for total in record.scorecards.iter().filter_map(|card| card.total) {
            document.add_f64(self.total, total);
        }
    }
}

/// `2024-02-28` → 20240228.
fn day(iso: &str) -> Option<i64> {
    iso.parse().ok().map(number_of_day)
}

/// A day as a number that orders like it.
pub(super) fn number_of_day(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
