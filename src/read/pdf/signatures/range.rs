//! The bytes that a signature covers, and the message that stands in the gap between them.

/// A byte range of ISO 32000-2, 12.8.1: all from the start to the gap, and from the gap to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignedRange {
    gap: (usize, usize),
    end: usize,
}

impl SignedRange {
    /// Checks the four numbers of a `ByteRange`; `None` where they are no such range of the file.
    pub(super) fn of(numbers: &[i64], file: usize) -> Option<Self> {
        let [start, first, second, rest] = *numbers else { return None };
        let at = |number: i64| usize::try_from(number).ok();
        let range = Self { gap: (at(first)?, at(second)?), end: at(second)?.checked_add(at(rest)?)? };
        (start == 0 && range.gap.0 < range.gap.1 && range.gap.1 <= range.end && range.end <= file).then_some(range)
    }

    /// Where it ends in the file.
    pub(super) fn end(self) -> usize {
        self.end
    }

    /// Nothing but line ends follows.
    pub(super) fn is_whole(self, bytes: &[u8]) -> bool {
        bytes.get(self.end..).is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b'\r' | b'\n')))
    }

    /// The two parts that are covered.
    pub(super) fn parts(self, bytes: &[u8]) -> [&[u8]; 2] {
        [bytes.get(..self.gap.0).unwrap_or_default(), bytes.get(self.gap.1..self.end).unwrap_or_default()]
    }

    /// The message in the gap, `<` hexadecimal digits `>`, with the zeros that fill it up.
    pub(super) fn message(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let gap = bytes.get(self.gap.0..self.gap.1)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        let digits: Option<Vec<u8>> = gap
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        Some(digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_outside_the_file_are_no_range() {
        assert!(SignedRange::of(&[0, 10, 20, 5], 25).is_some());
        assert!(SignedRange::of(&[0, 10, 20, 5], 24).is_none());
        assert!(SignedRange::of(&[0, 20, 10, 5], 25).is_none());
        assert!(SignedRange::of(&[1, 10, 20, 5], 25).is_none());
        assert!(SignedRange::of(&[0, 10, 20, i64::MAX], 25).is_none());
        assert!(SignedRange::of(&[0, 10, -20, 5], 25).is_none());
    }

    #[test]
    fn the_message_is_what_stands_in_the_gap() {
        let file = b"ab<30 0A>cd\n";
        let range = SignedRange::of(&[0, 2, 9, 2], file.len()).unwrap();
        assert_eq!(range.message(file), Some(vec![0x30, 0x0a]));
        assert_eq!(range.parts(file), [b"ab", b"cd"]);
        assert!(range.is_whole(file));
        assert!(!SignedRange::of(&[0, 2, 9, 1], file.len()).unwrap().is_whole(file));
    }
}
