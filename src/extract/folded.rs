//! Text without marks and case, with the way back: rules that must not stumble over tone marks read this.
//!
//! In: a string. Out: its folded form and, for a range of it, the range of the original. It knows no rules.

use std::ops::Range;

use crate::text::fold;

/// A folded string that remembers where each of its bytes came from.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    string: String,
    /// For each byte of `string`, the byte of the original where its character begins; one more for the end.
    origins: Vec<usize>,
}

impl Folded {
    /// Folds a string character by character.
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self::default();
        let mut buffer = [0; 4];
        for (at, character) in original.char_indices() {
            if character.is_ascii() {
                folded.string.push(character.to_ascii_lowercase());
            } else {
                folded.string.push_str(&fold(character.encode_utf8(&mut buffer)));
            }
            folded.origins.resize(folded.string.len(), at);
        }
        folded.origins.push(original.len());
        folded
    }

    /// The folded characters.
    pub(super) fn as_str(&self) -> &str {
        &self.string
    }

    /// The range of the original that a folded range came from.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let at = |place: usize| self.origins.get(place).or(self.origins.last()).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_the_original() {
        let original = "Số hóa đạt 18,5 điểm";
        let folded = Folded::new(original);
        assert_eq!(folded.as_str(), "so hoa dat 18,5 diem");
        assert_eq!(original.get(folded.original(&(0..6))), Some("Số hóa"));
        assert_eq!(original.get(folded.original(&(16..20))), Some("điểm"));
    }
}
