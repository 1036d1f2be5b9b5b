//! Documents like those of an office, as many as wanted, from a seed.
//!
//! A document is a walk through the texts of two of the corpus: from syllable to next syllable, at times over to
//! another place of the same syllable, at times to a name or figure of its own, at times to the words of a query, some queries more
//! often than others. So words, their neighbours and the number of documents that share them are as frequent as in real
//! texts, no two documents are alike, and every query has answers.

use std::collections::HashMap;
use std::path::Path;

use vanthu::index;
use vanthu::intake;
use vanthu::pattern::Patterns;
use vanthu::pipeline;
use vanthu::record::{Passage, Record};

/// How long a text is, in bytes.
const LENGTH: usize = 3000;
/// Syllables of a paragraph.
const PARAGRAPH: usize = 60;

/// A linear congruential generator: the same numbers everywhere.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// A text of the corpus, and where each of its syllables stands.
struct Model {
    record: Record,
    syllables: Vec<String>,
    places: HashMap<String, Vec<usize>>,
}

/// Makes documents.
pub(crate) struct Generator {
    models: Vec<Model>,
    queries: Vec<&'static str>,
}

impl Generator {
    /// Reads the corpus of the project.
    pub(crate) fn new(queries: &[&'static str]) -> Self {
        let patterns = Patterns::embedded().unwrap();
        let mut models = Vec::new();
        for path in intake_paths(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")) {
            let Ok(source) = intake::open(&path) else { continue };
            let Ok(processed) = pipeline::process(&source, &patterns) else { continue };
            let syllables: Vec<String> =
                index::passages(&processed.text).iter().flat_map(|passage| passage.text.split_whitespace()).map(str::to_owned).collect();
            if syllables.len() < PARAGRAPH {
                continue;
            }
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, syllable) in syllables.iter().enumerate() {
                places.entry(syllable.clone()).or_default().push(place);
            }
            models.push(Model { record: light(processed.record), syllables, places });
        }
        assert!(models.len() > 20, "the corpus is not there");
        Self { models, queries: queries.to_vec() }
    }

    /// The document of a number, always the same.
    pub(crate) fn document(&self, number: usize) -> (Record, Vec<Passage>) {
        let mut chance = Chance::new(number as u64 ^ 0x7468_7500);
        chance.below(2);
        let pair = [&self.models[chance.below(self.models.len())], &self.models[chance.below(self.models.len())]];
        let mut passages = Vec::new();
        let mut length = 0;
        while length < LENGTH {
            let mut text = String::new();
            let mut at = (chance.below(2), 0);
            at.1 = chance.below(pair[at.0].syllables.len());
            for _ in 0..PARAGRAPH {
                if !text.is_empty() {
                    text.push(' ');
                }
                let syllable = &pair[at.0].syllables[at.1];
                text.push_str(&if chance.once_in(80) { own(&mut chance) } else { syllable.clone() });
                if chance.once_in(200) {
                    // Of two the smaller number: the first queries are asked about more.
                    let query = chance.below(self.queries.len()).min(chance.below(self.queries.len()));
                    text.push(' ');
                    text.push_str(self.queries[query]);
                }
                at = next(pair, at, syllable, &mut chance);
            }
            length += text.len() + 1;
            passages.push(Passage { page: Some(1 + passages.len() as u32 / 4), text, turns: Vec::new() });
        }
        (self.record(pair, number, &mut chance), passages)
    }

    fn record(&self, pair: [&Model; 2], number: usize, chance: &mut Chance) -> Record {
        let mut record = pair[0].record.clone();
        record.id = format!("sha256:{number:064x}");
        record.source.file_name = format!("van-ban-{number}.pdf");
        let own = &mut record.document;
        let symbol = own.symbol.clone().unwrap_or_else(|| "UBND-VP".to_owned());
        own.number = Some(format!("{}/{symbol}", 1 + chance.below(9999)));
        own.date = Some(format!("{}-{:02}-{:02}", 2010 + chance.below(16), 1 + chance.below(12), 1 + chance.below(28)));
        let place = self.models[chance.below(self.models.len())].record.document.issuer.clone();
        own.issuer = if chance.once_in(2) { place } else { own.issuer.take() };
        // Half a subject and half another: subjects repeat from office to office, never quite.
        let halves: Vec<String> = pair.iter().filter_map(|model| model.record.document.subject.clone()).collect();
        let words: Vec<&str> = halves.iter().flat_map(|half| half.split(' ').take(5 + number % 6)).collect();
        own.subject = Some(words.join(" "));
        record
    }
}

/// What searches look at; evidence and tables only cost time to copy.
fn light(mut record: Record) -> Record {
    record.evidence.clear();
    record.tables.clear();
    record.findings.clear();
    record
}

fn next(pair: [&Model; 2], at: (usize, usize), syllable: &str, chance: &mut Chance) -> (usize, usize) {
    if chance.once_in(6) {
        let model = chance.below(2);
        if let Some(places) = pair[model].places.get(syllable) {
            let place = places[chance.below(places.len())];
            return (model, (place + 1) % pair[model].syllables.len());
        }
    }
    (at.0, (at.1 + 1) % pair[at.0].syllables.len())
}

/// A name or a figure that few other documents have: rare ones are the rarer the more there are.
fn own(chance: &mut Chance) -> String {
    const ONSETS: [&str; 12] = ["Kr", "Đr", "Pl", "Bl", "Ch", "Ng", "Th", "Nh", "Gi", "Ea", "Xr", "Qu"];
    const ENDS: [&str; 12] = ["ông", "ang", "ênh", "ơk", "ưr", "uôi", "iêng", "oat", "ăm", "ầu", "ít", "ớp"];
    if chance.once_in(2) {
        let bound = 10_usize.pow(1 + chance.below(6) as u32);
        return chance.below(bound).to_string();
    }
    let count = 1 + chance.below(2);
    (0..=count).map(|_| format!("{}{}", ONSETS[chance.below(12)], ENDS[chance.below(12)]).to_lowercase()).collect()
}

fn intake_paths(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(intake_paths(&path));
        } else if path.extension().is_some_and(|extension| ["pdf", "docx", "txt"].iter().any(|one| extension == *one)) {
            paths.push(path);
        }
    }
    // Folders list in any order; the documents must be the same every time.
    paths.sort();
    paths
}
