//! What the search engine is given of a text: its syllables, or pairs of neighbours.
//!
//! Pairs stand in for positions: a phrase is found where all its pairs are, which costs a fraction of comparing
//! places, and the passages are looked at anyway before they are shown.

use std::collections::HashMap;

use tantivy::Index;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::syllables::{exact_form, runs};
use crate::text::fold;

/// Syllables with their marks; those without any are left to [`FOLDED`].
pub(super) const EXACT: &str = "exact";
/// Syllables without marks.
pub(super) const FOLDED: &str = "folded";
/// Neighbouring syllables without marks.
pub(super) const PAIRS: &str = "pairs";

/// Most words of a text are among the most frequent ones: the forms of so many are remembered.
const REMEMBERED: usize = 20_000;

/// Makes the three ways of cutting known to the engine.
pub(super) fn register(index: &Index) {
    for (name, cut) in [(EXACT, Cut::Exact), (FOLDED, Cut::Folded), (PAIRS, Cut::Pairs)] {
        index.tokenizers().register(name, Cutter { cut, forms: HashMap::new(), token: Token::default() });
    }
}

/// Two neighbours as one term.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Exact,
    Folded,
    Pairs,
}

#[derive(Clone)]
struct Cutter {
    cut: Cut,
    /// Run of letters as written → its form; empty where it gives none.
    forms: HashMap<String, String>,
    token: Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cuts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.token.reset();
        if self.forms.len() > REMEMBERED {
            self.forms.clear();
        }
        let runs = Box::new(runs(text).filter_map(|range| text.get(range)));
        Cuts { runs, cut: self.cut, forms: &mut self.forms, token: &mut self.token, before: String::new() }
    }
}

struct Cuts<'a> {
    runs: Box<dyn Iterator<Item = &'a str> + 'a>,
    cut: Cut,
    forms: &'a mut HashMap<String, String>,
    token: &'a mut Token,
    /// The syllable before, for pairs.
    before: String,
}

impl TokenStream for Cuts<'_> {
    fn advance(&mut self) -> bool {
        for raw in self.runs.by_ref() {
            let form = match self.forms.get(raw) {
                Some(form) => form,
                None => self.forms.entry(raw.to_owned()).or_insert_with(|| form(raw, self.cut)),
            };
            if form.is_empty() {
                continue;
            }
            self.token.text.clear();
            if self.cut == Cut::Pairs {
                let first = self.before.is_empty();
                self.token.text.push_str(&self.before);
                self.token.text.push(' ');
                self.before.clear();
                self.before.push_str(form);
                if first {
                    continue;
                }
            }
            self.token.text.push_str(form);
            self.token.position = self.token.position.wrapping_add(1);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn form(raw: &str, cut: Cut) -> String {
    let exact = exact_form(raw);
    let folded = fold(&exact);
    match cut {
        Cut::Exact if exact == folded => String::new(),
        Cut::Exact => exact,
        Cut::Folded | Cut::Pairs => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_in_three_ways() {
        let cut = |cut: Cut| {
            let mut cutter = Cutter { cut, forms: HashMap::new(), token: Token::default() };
            let mut stream = cutter.token_stream("Số hoá: 12 hồ-sơ");
            let mut found = Vec::new();
            while let Some(token) = stream.next() {
                found.push(token.text.clone());
            }
            found
        };
        assert_eq!(cut(Cut::Exact), ["số", "hóa", "hồ", "sơ"]);
        assert_eq!(cut(Cut::Folded), ["so", "hoa", "12", "ho", "so"]);
        assert_eq!(cut(Cut::Pairs), ["so hoa", "hoa 12", "12 ho", "ho so"]);
    }
}
