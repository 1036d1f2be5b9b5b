//! What an ingest did, as a table and some lines.

use std::path::PathBuf;

use super::Fate;
use crate::commands::table::{self, Column};
use crate::commands::terminal::Terminal;
use crate::record::Record;
use crate::words::{Language, Phrase, say};

/// How many names of files that are no documents are shown.
const MOST_OTHERS: usize = 8;

pub(super) fn text(fates: &[(PathBuf, Fate)], others: &[PathBuf], language: Language) -> String {
    let terminal = Terminal::of_stdout();
    let word = |phrase| say(phrase, language);
    let mut out = String::new();
    let rows: Vec<Vec<String>> = fates.iter().filter_map(|(_, fate)| added(fate)).map(|record| row(record, language)).collect();
    if !rows.is_empty() {
        let columns = [
            Column::names(word(Phrase::File), 3),
            Column::fixed(word(Phrase::Type)),
            Column::fixed(word(Phrase::Number)),
            Column::fixed(word(Phrase::Date)),
            Column::elastic(word(Phrase::Issuer), 3),
            Column::elastic(word(Phrase::Subject), 4),
            Column::figures(word(Phrase::Tasks)),
        ];
        out.push_str(&table::render(&columns, &rows, terminal.width));
        out.push('\n');
    }
    let (duplicates, aside) = named(fates, language);
    let total = |phrase, count: usize| format!("{count} {}", word(phrase));
    let counts = [(Phrase::Added, rows.len()), (Phrase::Duplicates, duplicates.len()), (Phrase::SetAside, aside.len())];
    let counts: Vec<String> =
        counts.into_iter().filter(|&(phrase, count)| count > 0 || phrase == Phrase::Added).map(|(p, c)| total(p, c)).collect();
    out.push_str(&format!("{}\n", counts.join(" · ")));
    for (phrase, lines) in [(Phrase::Duplicates, duplicates), (Phrase::SetAside, aside)] {
        section(&mut out, word(phrase), &lines, terminal.width);
    }
    if fates.is_empty() {
        out.push_str(&format!("{}\n", word(Phrase::NothingTaken)));
    }
    if !others.is_empty() {
        let mut times: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for other in others {
            *times.entry(name(other)).or_default() += 1;
        }
        let shown = times.iter().take(MOST_OTHERS).map(|(name, &count)| if count == 1 { name.clone() } else { format!("{name} ×{count}") });
        let mut names: Vec<String> = shown.collect();
        let left: usize = times.values().skip(MOST_OTHERS).sum();
        if left > 0 {
            names.push(format!("… +{left}"));
        }
        let heading = format!("{} ({})", word(Phrase::NotDocuments), others.len());
        section(&mut out, &heading, &[names.join(", ")], terminal.width);
    }
    out
}

fn added(fate: &Fate) -> Option<&Record> {
    match fate {
        Fate::Added(record) => Some(record),
        Fate::Duplicate(_) | Fate::SetAside(_) => None,
    }
}

/// The lines for duplicates and for what was set aside.
fn named(fates: &[(PathBuf, Fate)], language: Language) -> (Vec<String>, Vec<String>) {
    let (mut duplicates, mut aside) = (Vec::new(), Vec::new());
    for (path, fate) in fates {
        match fate {
            Fate::Added(_) => {}
            Fate::Duplicate(kept) if *kept == name(path) => duplicates.push(name(path)),
            Fate::Duplicate(kept) => duplicates.push(format!("{}: {} {kept}", name(path), say(Phrase::SameAs, language))),
            Fate::SetAside(trouble) => aside.push(format!("{}: {}", name(path), trouble.sentence(path, language))),
        }
    }
    (duplicates, aside)
}

fn section(out: &mut String, heading: &str, lines: &[String], width: usize) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{heading}:\n"));
    for line in lines {
        out.push_str(&format!("  {}\n", table::wrap(line, width, 4).trim_start()));
    }
}

fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn row(record: &Record, language: Language) -> Vec<String> {
    let own = &record.document;
    let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    vec![
        record.source.file_name.clone(),
        own.kind.as_ref().map_or_else(|| "–".to_owned(), |kind| kind.code.clone()),
        or_dash(&own.number),
        super::super::show::day(own.date.as_deref(), language),
        or_dash(&own.issuer),
        or_dash(&own.subject),
        record.tasks.len().to_string(),
    ]
}
