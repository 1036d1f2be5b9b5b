//! What a person types into a search, understood.
//!
//! In: any string at all. Out: a [`Query`]; there is no wrong input. Words must all be found,
//! `"words in quotes"` stand together, `-word` must not be there, `this OR that` is either, short forms
//! and their long forms stand for each other, `field:value` asks one field.

use std::collections::BTreeMap;

use super::filter::{Filter, filter};
use super::syllables::{Syllable, is_syllable, number, syllables};
use crate::text::{fold, normalise};

/// More characters than anybody types; what follows is not looked at.
const MOST_CHARACTERS: usize = 1000;
/// More parts than anybody types; what follows is not looked at.
const MOST_CLAUSES: usize = 24;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Query {
    /// Parts that should all be there.
    pub(super) clauses: Vec<Clause>,
    /// Parts that must not be there.
    pub(super) not: Vec<Clause>,
    /// Conditions on fields; of each group one must hold.
    pub(super) filters: Vec<Vec<Filter>>,
    /// Conditions on fields that must not hold.
    pub(super) not_filters: Vec<Filter>,
}

impl Query {
    /// Nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.not.is_empty() && self.filters.is_empty() && self.not_filters.is_empty()
    }
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
    let mut either = false;
    let mut was = Kind::Nothing;
    let typed: String = typed.chars().take(MOST_CHARACTERS).collect();
    for part in parts(&normalise(&typed)) {
        if query.clauses.len() + plain.len() + query.not.len() + query.filters.len() + query.not_filters.len() >= MOST_CLAUSES {
            break;
        }
        if part.is_or() {
            either = was != Kind::Nothing;
            continue;
        }
        if let Some(found) = part.name.as_deref().and_then(|name| filter(name, &part.text)) {
            match (part.not, query.filters.last_mut()) {
                (true, _) => query.not_filters.push(found),
                (false, Some(group)) if either && was == Kind::Filter => group.push(found),
                _ => query.filters.push(vec![found]),
            }
            (either, was) = (false, Kind::Filter);
            continue;
        }
        let Some(clause) = part.clause(forms) else { continue };
        let other = if either && !part.not { last_words(was, &mut plain, &mut query.clauses) } else { None };
        if let Some(other) = other {
            other.alternatives.push(clause.syllables);
            other.alternatives.extend(clause.alternatives);
        } else if part.not {
            query.not.push(clause);
            was = Kind::Nothing;
        } else if part.quoted {
            query.clauses.extend(with_short_forms(&std::mem::take(&mut plain), forms));
            query.clauses.push(clause);
            was = Kind::Quoted;
        } else {
            plain.push(clause);
            was = Kind::Plain;
        }
        either = false;
    }
    query.clauses.extend(with_short_forms(&plain, forms));
    query
}

/// What stood before an `OR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Plain,
    Quoted,
    Filter,
}

fn last_words<'a>(was: Kind, plain: &'a mut [Clause], quoted: &'a mut [Clause]) -> Option<&'a mut Clause> {
    match was {
        Kind::Plain => plain.last_mut(),
        Kind::Quoted => quoted.last_mut(),
        Kind::Nothing | Kind::Filter => None,
    }
}

#[derive(Default)]
struct Part {
    /// What stood before a colon, where it may be a field's name.
    name: Option<String>,
    text: String,
    quoted: bool,
    not: bool,
}

impl Part {
    /// `OR` or `HOẶC`, in capitals.
    fn is_or(&self) -> bool {
        !self.quoted && !self.not && self.name.is_none() && matches!(self.text.as_str(), "OR" | "HOẶC")
    }

    /// The words to look for; what reads like a field but is none is words too.
    fn clause(&self, forms: &ShortForms) -> Option<Clause> {
        let text = match &self.name {
            Some(name) => format!("{name}:{}", self.text),
            None => self.text.clone(),
        };
        let found = syllables(&text);
        if found.is_empty() {
            return None;
        }
        let number = (!self.quoted).then(|| number_of(&text)).flatten();
        let alternatives = if self.quoted { Vec::new() } else { long_forms(&text, &found, forms) };
        Some(Clause { quoted: self.quoted, number, alternatives, ..Clause::new(found, true) })
    }
}

/// Splits at spaces and quotation marks; a quotation that is never closed ends with the query.
fn parts(typed: &str) -> Vec<Part> {
    let mut parts = vec![];
    let mut part = Part::default();
    for character in typed.chars() {
        let quote = matches!(character, '"' | '“' | '”' | '„' | '«' | '»');
        if quote && !part.quoted && part.text.is_empty() && part.name.is_some() {
            part.quoted = true;
        } else if quote || (character.is_whitespace() && !part.quoted) {
            let not = part.not && part.text.is_empty() && quote;
            let quoted = quote && !part.quoted;
            parts.push(std::mem::replace(&mut part, Part { quoted, not, ..Part::default() }));
        } else if character == '-' && part.text.is_empty() && part.name.is_none() && !part.quoted {
            part.not = true;
        } else if character == ':' && part.name.is_none() && !part.quoted && !part.text.is_empty() {
            part.name = Some(std::mem::take(&mut part.text));
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
    fn fields_and_either_or() {
        let query = parse("loại:BC OR loại:TB -cơ-quan:\"Sở Y tế\" hồ sơ OR giấy", &forms());
        assert_eq!(query.filters, [[Filter::Kind("bc".into()), Filter::Kind("tb".into())]]);
        assert_eq!(query.not_filters.len(), 1);
        assert_eq!(shown(&query), "hồ; sơ | giay NOT ");
        assert_eq!(shown(&parse("\"hồ sơ\" OR \"bản sao\"", &forms())), "hồ+sơ | ban sao NOT ");
    }

    #[test]
    fn what_reads_like_a_field_but_is_none_is_words() {
        assert_eq!(shown(&parse("ghi chú: gấp", &forms())), "ghi; chú; gấp NOT ");
        assert_eq!(shown(&parse("hạn:sớm 17:30", &forms())), "hạn+sớm; 17+30 NOT ");
        assert_eq!(shown(&parse("OR OR :: - -: \"\" số:", &forms())), "số NOT ");
    }

    #[test]
    fn short_and_long_forms_stand_for_each_other() {
        assert_eq!(shown(&parse("tthc", &forms())), "tthc | thu tuc hanh chinh NOT ");
        assert_eq!(shown(&parse("giải quyết thủ tục hành chính", &forms())), "giải; quyết; thủ tục hành chính | tthc NOT ");
    }
}
