//! What clerks type finds what they mean, and better than two usual ways of searching do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use vanthu::archive::Archive;
use vanthu::index::{Search, ShortForms};
use vanthu::pattern::Patterns;

use crate::peers::{Folded, Fts5};
use crate::support::Office;

/// A query and the beginnings of the names of the files that are meant.
struct Wish {
    typed: String,
    meant: Vec<String>,
}

fn wishes(with_pool: bool) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let mut wanted = true;
    for line in include_str!("../relevance/queries.tsv").lines() {
        if let Some(block) = line.strip_prefix("# ") {
            wanted = block == "own" || with_pool;
        } else if wanted {
            let (typed, meant) = line.split_once('\t').unwrap();
            wishes.push(Wish { typed: typed.into(), meant: meant.split(',').map(str::to_owned).collect() });
        }
    }
    wishes
}

/// How well the answers to all queries are: first right, one of five right, nDCG@10.
#[derive(Debug, Default)]
struct Score {
    first: f64,
    five: f64,
    ndcg: f64,
}

fn score(wishes: &[Wish], mut ask: impl FnMut(&str) -> Vec<String>) -> Score {
    let mut sum = Score::default();
    for wish in wishes {
        let found = ask(&wish.typed);
        let right = |name: &String| wish.meant.iter().any(|meant| name.starts_with(meant.as_str()));
        let gains: Vec<f64> =
            found.iter().take(10).enumerate().filter(|(_, name)| right(name)).map(|(rank, _)| 1.0 / (rank as f64 + 2.0).log2()).collect();
        let best: f64 = (0..wish.meant.len().min(10)).map(|rank| 1.0 / (rank as f64 + 2.0).log2()).sum();
        sum.first += f64::from(u8::from(found.first().is_some_and(right)));
        sum.five += f64::from(u8::from(found.iter().take(5).any(right)));
        sum.ndcg += gains.iter().sum::<f64>() / best;
        if !found.first().is_some_and(right) {
            eprintln!("    {:?} → {:?}", wish.typed, found.iter().take(3).collect::<Vec<_>>());
        }
    }
    let count = wishes.len() as f64;
    Score { first: sum.first / count, five: sum.five / count, ndcg: sum.ndcg / count }
}

/// File name → text, for the two other ways.
fn texts(home: &Path) -> BTreeMap<String, String> {
    let connection = rusqlite::Connection::open(home.join("archive.sqlite")).unwrap();
    let mut statement = connection.prepare("SELECT file_name, passages FROM documents").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(|row| {
        let (name, passages) = row.unwrap();
        let passages: Vec<serde_json::Value> = serde_json::from_str(&passages).unwrap();
        (name, passages.iter().map(|passage| passage["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n"))
    })
    .collect()
}

#[test]
#[ignore = "reads hundreds of documents: takes minutes; CI runs it"]
fn what_is_meant_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pool: PathBuf = root.join("../shared/corpus/pool");
    let with_pool = fs::exists(&pool).unwrap();
    if !with_pool {
        eprintln!("skipped: the queries for {}, which is not there", pool.display());
    }
    let office = Office::new();
    let own = root.join("corpus");
    let mut folders = vec!["ingest", own.to_str().unwrap()];
    if with_pool {
        folders.push(pool.to_str().unwrap());
    }
    office.run(&folders);
    let wishes = wishes(with_pool);
    let forms = ShortForms::new(&Patterns::embedded().unwrap().abbreviations.terms);
    let mut archive = Archive::open(&office.home()).unwrap();
    let ours = score(&wishes, |typed| {
        let search = Search { typed, limit: 10, ..Search::default() };
        archive.search(&search, &forms).unwrap().hits.into_iter().map(|hit| hit.file_name).collect()
    });
    let texts = texts(&office.home());
    eprintln!("other ways:");
    let pairs = || texts.iter().map(|(name, body)| (name.as_str(), body.as_str()));
    let (fts5, mut folded) = (Fts5::new(None), Folded::new(None));
    fts5.add(pairs());
    folded.add(pairs());
    let others = [("SQLite FTS5", score(&wishes, |typed| fts5.ask(typed))), ("tantivy, folded", score(&wishes, |typed| folded.ask(typed)))];
    eprintln!("{} queries, {} documents    success@1  success@5  nDCG@10", wishes.len(), texts.len());
    eprintln!("{:<30} {:>9.3} {:>10.3} {:>8.3}", "vanthu", ours.first, ours.five, ours.ndcg);
    for (name, other) in &others {
        eprintln!("{name:<30} {:>9.3} {:>10.3} {:>8.3}", other.first, other.five, other.ndcg);
        assert!(ours.first > other.first && ours.ndcg > other.ndcg, "{name} finds more");
    }
    assert!(ours.first >= 0.90 && ours.five >= 0.98 && ours.ndcg >= 0.90, "{ours:?}");
}
