//! What a person types into a search, understood.
//!
//! In: any string at all. Out: a [`Query`]; there is no wrong input. Words must all be found,
//! `"words in quotes"` stand together, `-word` must not be there, short forms and their long forms
//! stand for each other.

use std::collections::BTreeMap;

use super::syllables::{Syllable, is_syllable, number, syllables};
use crate::text::{fold, normalise};

/// More parts than anybody types; what follows is not looked at.
const MOST_CLAUSES: usize = 48;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Query {
    /// Parts that should all be there.
    pub(super) clauses: Vec<Clause>,
    /// Parts that must not be there.
    pub(super) not: Vec<Clause>,
}

/// One part of what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    /// The syllables as typed.
    pub(super) syllables: Vec<Syllable>,
    /// They must stand together, in order.
    pub(super) together: bool,
    /// It was typed between quotation marks: what has it not is no answer.
    pub(super) quoted: bool,
    /// The document number that it may be, in comparing form.
    pub(super) number: Option<String>,
    /// Other wordings of the same, each standing together.
    pub(super) alternatives: Vec<Vec<Syllable>>,
}

impl Clause {
    fn new(syllables: Vec<Syllable>, together: bool) -> Self {
        Self { syllables, together, quoted: false, number: None, alternatives: Vec::new() }
    }
}

/// Short forms and the long forms that they stand for.
#[derive(Debug, Clone, Default)]
pub struct ShortForms {
    /// Folded syllables of the short form → long forms.
    long: BTreeMap<Vec<String>, Vec<Vec<Syllable>>>,
    /// Folded syllables of a long form → short forms.
    short: BTreeMap<Vec<String>, Vec<Vec<Syllable>>>,
    /// The most syllables of a long form.
    longest: usize,
}

impl ShortForms {
    /// Takes a map of short forms to their readings: `TTHC` → `thủ tục hành chính`.
    #[must_use]
    pub fn new(terms: &BTreeMap<String, Vec<String>>) -> Self {
        let mut forms = Self::default();
        for (short, readings) in terms {
            let short = syllables(&normalise(short));
            for reading in readings {
                let long = syllables(&normalise(reading));
                if short.is_empty() || long.len() < 2 {
                    continue;
                }
                forms.longest = forms.longest.max(long.len());
                forms.short.entry(folded(&long)).or_default().push(short.clone());
                forms.long.entry(folded(&short)).or_default().push(long);
            }
        }
        forms
    }
}

fn folded(syllables: &[Syllable]) -> Vec<String> {
    syllables.iter().map(|syllable| syllable.folded.clone()).collect()
}

/// Understands a query.
pub(super) fn parse(typed: &str, forms: &ShortForms) -> Query {
    let mut query = Query::default();
    let mut plain: Vec<Clause> = Vec::new();
    for part in parts(&normalise(typed)) {
        let found = syllables(&part.text);
        if found.is_empty() || query.clauses.len() + plain.len() + query.not.len() >= MOST_CLAUSES {
            continue;
        }
        let number = (!part.quoted).then(|| number_of(&part.text)).flatten();
        let alternatives = if part.quoted { Vec::new() } else { long_forms(&part.text, &found, forms) };
        let clause = Clause { quoted: part.quoted, number, alternatives, ..Clause::new(found, true) };
        if part.not {
            query.not.push(clause);
        } else if part.quoted {
            query.clauses.extend(with_short_forms(&std::mem::take(&mut plain), forms));
            query.clauses.push(clause);
        } else {
            plain.push(clause);
        }
    }
    query.clauses.extend(with_short_forms(&plain, forms));
    query
}

struct Part {
    text: String,
    quoted: bool,
    not: bool,
}

/// Splits at spaces and quotation marks; a quotation that is never closed ends with the query.
fn parts(typed: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut part = Part { text: String::new(), quoted: false, not: false };
    for character in typed.chars() {
        let quote = matches!(character, '"' | '“' | '”' | '„' | '«' | '»');
        if quote || (character.is_whitespace() && !part.quoted) {
            let not = part.not && part.text.is_empty() && quote;
            let quoted = quote && !part.quoted;
            parts.push(std::mem::replace(&mut part, Part { text: String::new(), quoted, not }));
        } else if character == '-' && part.text.is_empty() && !part.quoted {
            part.not = true;
        } else {
            part.text.push(character);
        }
    }
    parts.push(part);
    parts
}

/// A word with a digit is perhaps a document's number; so is `UBND-KSTT`.
fn number_of(word: &str) -> Option<String> {
    let word = word.trim_matches(|character: char| !character.is_alphanumeric());
    let digit = word.chars().any(|character| character.is_ascii_digit());
    (digit || word.contains(['/', '-'])).then(|| number(word))
}

/// The long forms of one typed word, unless it reads like an ordinary syllable (`du`, but `ĐU`).
fn long_forms(word: &str, found: &[Syllable], forms: &ShortForms) -> Vec<Vec<Syllable>> {
    let capitals = !word.chars().any(char::is_lowercase);
    let ordinary = found.len() == 1 && is_syllable(&fold(word));
    if ordinary && !capitals { Vec::new() } else { forms.long.get(&folded(found)).cloned().unwrap_or_default() }
}

/// Joins runs of plain words that are a long form into one part that its short form satisfies too.
fn with_short_forms(plain: &[Clause], forms: &ShortForms) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut rest = plain;
    while let Some((first, after)) = rest.split_first() {
        let joined = (2..=forms.longest.min(rest.len())).rev().find_map(|length| {
            let run = rest.get(..length)?;
            let syllables: Vec<Syllable> = run.iter().flat_map(|clause| clause.syllables.clone()).collect();
            let short = forms.short.get(&folded(&syllables))?;
            Some((Clause { alternatives: short.clone(), ..Clause::new(syllables, false) }, length))
        });
        match joined {
            Some((clause, length)) => {
                out.push(clause);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                out.push(first.clone());
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms() -> ShortForms {
        ShortForms::new(&BTreeMap::from([("TTHC".to_owned(), vec!["thủ tục hành chính".to_owned()])]))
    }

    fn shown(query: &Query) -> String {
        let clause = |clause: &Clause| {
            let own: Vec<&str> = clause.syllables.iter().map(|one| one.exact.as_str()).collect();
            let or: Vec<String> = clause.alternatives.iter().map(|one| folded(one).join(" ")).collect();
            format!(
                "{}{}",
                own.join(if clause.together { "+" } else { " " }),
                or.iter().fold(String::new(), |so, one| format!("{so} | {one}"))
            )
        };
        let part = |clauses: &[Clause]| clauses.iter().map(clause).collect::<Vec<_>>().join("; ");
        format!("{} NOT {}", part(&query.clauses), part(&query.not))
    }

    #[test]
    fn words_phrases_and_exclusions() {
        assert_eq!(shown(&parse("số \"hồ sơ\" -giấy -\"bản sao\"", &forms())), "số; hồ+sơ NOT giấy; bản+sao");
        assert_eq!(shown(&parse("3932/UBND-KSTT", &forms())), "3932+ubnd+kstt NOT ");
        assert_eq!(parse("3932/UBND-KSTT", &forms()).clauses[0].number.as_deref(), Some("3932/ubnd-kstt"));
        assert_eq!(parse(" - \" ( AND: ", &forms()).clauses.len(), 1);
    }

    #[test]
    fn short_and_long_forms_stand_for_each_other() {
        assert_eq!(shown(&parse("tthc", &forms())), "tthc | thu tuc hanh chinh NOT ");
        assert_eq!(shown(&parse("giải quyết thủ tục hành chính", &forms())), "giải; quyết; thủ tục hành chính | tthc NOT ");
    }
}
