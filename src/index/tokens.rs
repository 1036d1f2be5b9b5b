//! What the search engine is given of a text: its syllables, or pairs of neighbours.
//!
//! A text is cut once, into words with spaces between; what the engine then does for each of its fields is no more than
//! to find the spaces. Pairs stand in for positions: a phrase is found where all its pairs are, which costs a fraction of
//! comparing places, and the passages are looked at anyway before they are shown.

use std::collections::HashMap;

use tantivy::Index;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::syllables::{exact_form, runs};
use crate::text::fold;

/// The words of a text that was cut.
pub(super) const WORDS: &str = "words";
/// Two neighbours of a text that was cut, as one term.
pub(super) const PAIRS: &str = "pairs";

/// Most words of a text are among the most frequent ones: the forms of so many are remembered.
const REMEMBERED: usize = 20_000;

/// Makes the two ways of reading a cut text known to the engine.
pub(super) fn register(index: &Index) {
    for (name, pairs) in [(WORDS, false), (PAIRS, true)] {
        index.tokenizers().register(name, Spaces { pairs, token: Token::default() });
    }
}

/// Two neighbours as one term.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

/// A text as words with spaces between.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// The syllables that have marks, with them.
    pub(super) exact: String,
    /// All syllables, without marks.
    pub(super) folded: String,
}

/// Cuts texts.
#[derive(Default)]
pub(super) struct Cutter {
    /// Run of letters as written → its forms, of which the exact one is empty where it has no marks.
    forms: HashMap<String, Cut>,
}

impl Cutter {
    /// Cuts a text in normal form.
    pub(super) fn cut(&mut self, text: &str) -> Cut {
        if self.forms.len() > REMEMBERED {
            self.forms.clear();
        }
        let mut cut = Cut { exact: String::with_capacity(text.len()), folded: String::with_capacity(text.len()) };
        for raw in runs(text).filter_map(|range| text.get(range)) {
            let forms = match self.forms.get(raw) {
                Some(forms) => forms,
                None => self.forms.entry(raw.to_owned()).or_insert_with(|| forms(raw)),
            };
            append(&mut cut.exact, &forms.exact);
            append(&mut cut.folded, &forms.folded);
        }
        cut
    }
}

fn forms(raw: &str) -> Cut {
    let exact = exact_form(raw);
    let folded = fold(&exact);
    Cut { exact: if exact == folded { String::new() } else { exact }, folded }
}

fn append(words: &mut String, word: &str) {
    if !(words.is_empty() || word.is_empty()) {
        words.push(' ');
    }
    words.push_str(word);
}

/// Reads a cut text: each word, or each with the next.
#[derive(Clone)]
struct Spaces {
    pairs: bool,
    token: Token,
}

impl Tokenizer for Spaces {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.token.reset();
        Terms { rest: Some(text).filter(|text| !text.is_empty()), pairs: self.pairs, token: &mut self.token }
    }
}

struct Terms<'a> {
    rest: Option<&'a str>,
    pairs: bool,
    token: &'a mut Token,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some(rest) = self.rest else { return false };
        let end = first_word(rest);
        self.rest = rest.get(end + 1..);
        let term = match (self.pairs, self.rest) {
            (false, _) => end,
            (true, Some(next)) => end + 1 + first_word(next),
            (true, None) => return false,
        };
        self.token.text.clear();
        self.token.text.push_str(rest.get(..term).unwrap_or_default());
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Where the first word of a cut text ends.
fn first_word(text: &str) -> usize {
    text.bytes().position(|byte| byte == b' ').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_once_and_read_in_two_ways() {
        let cut = Cutter::default().cut("Số hoá: 12 hồ-sơ");
        assert_eq!(cut, Cut { exact: "số hóa hồ sơ".into(), folded: "so hoa 12 ho so".into() });
        let read = |pairs: bool, text: &str| {
            let mut spaces = Spaces { pairs, token: Token::default() };
            let mut stream = spaces.token_stream(text);
            let mut found = Vec::new();
            while let Some(token) = stream.next() {
                found.push(token.text.clone());
            }
            found
        };
        assert_eq!(read(false, &cut.folded), ["so", "hoa", "12", "ho", "so"]);
        assert_eq!(read(true, &cut.folded), ["so hoa", "hoa 12", "12 ho", "ho so"]);
        assert_eq!((read(false, "").len(), read(true, "").len(), read(true, "so").len()), (0, 0, 0));
    }
}
