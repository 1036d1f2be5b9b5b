//! Recognised words whose marks were lost or confused, put right where a known word proves it.
//!
//! In: known words of two syllables and more, and syllables side by side as recognition saw them. Out: the syllables of the one
//! known word that differs from them only by marks. It deliberately knows no words itself, and leaves proper names alone: what
//! has a capital inside a sentence may be written as it likes.

use std::collections::HashMap;

use super::normal::{fold, modern_tone};

/// What parts a known word from the twins that it has.
const TWINS: &str = " ≠ ";

/// Known words by their letters without marks.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    known: HashMap<String, Known>,
    longest: usize,
}

#[derive(Debug)]
struct Known {
    syllables: Vec<String>,
    /// Other words with the same letters.
    twins: Vec<String>,
}

impl Spelling {
    /// Knows these words, `tổng cộng` or with its twins `tổng cộng ≠ tổng công`.
    pub(super) fn of(words: &[String]) -> Self {
        let known = words.iter().filter_map(|entry| {
            let mut forms = entry.split(TWINS);
            let word = forms.next()?;
            let twins = forms.map(str::to_owned).collect();
            Some((fold(word), Known { syllables: word.split(' ').map(str::to_owned).collect(), twins }))
        });
        let known: HashMap<String, Known> = known.collect();
        let longest = known.values().map(|known| known.syllables.len()).max().unwrap_or(0);
        Self { known, longest }
    }

    /// For each of the words that stand one after another: what it is, where it is misread.
    pub(super) fn put_right(&self, words: &[String]) -> Vec<Option<String>> {
        let mut right: Vec<Option<String>> = vec![None; words.len()];
        let mut settled = vec![false; words.len()];
        for length in (2..=self.longest).rev() {
            for (start, run) in words.windows(length).enumerate() {
                let Some(settled) = settled.get_mut(start..start + length).filter(|settled| settled.contains(&false)) else { continue };
                let Some(found) = self.known_form(run) else { continue };
                // A longer word decides over the shorter ones inside it.
                if length > 2 {
                    settled.fill(true);
                }
                for ((place, read), found) in right.iter_mut().skip(start).zip(run).zip(found) {
                    if *read != found {
                        *place = Some(found);
                    }
                }
            }
        }
        right
    }

    /// The known word that the words side by side are, whether they are misread or not.
    fn known_form(&self, words: &[String]) -> Option<Vec<String>> {
        let last = words.len().checked_sub(1)?;
        let mut bare = Vec::with_capacity(words.len());
        for (place, word) in words.iter().enumerate() {
            let start = if place == 0 { word.find(char::is_alphabetic)? } else { 0 };
            let rest = word.get(start..)?;
            let end = rest.find(|sign: char| !sign.is_alphabetic()).unwrap_or(rest.len());
            if end == 0 || place < last && end < rest.len() {
                return None;
            }
            bare.push((word.get(..start)?, rest.get(..end)?, rest.get(end..)?));
        }
        let folded: Vec<String> = bare.iter().map(|(_, word, _)| fold(word)).collect();
        let known = self.known.get(&folded.join(" "))?;
        let is_capitals = |word: &str| word.chars().all(char::is_uppercase);
        let heading = bare.iter().all(|(_, word, _)| is_capitals(word)) && bare.first()?.1.chars().count() > 1;
        let is_name =
            |(own, word): (&String, &(&str, &str, &str))| word.1.starts_with(char::is_uppercase) && !own.starts_with(char::is_uppercase);
        if !heading && known.syllables.iter().zip(&bare).skip(1).any(is_name) {
            return None;
        }
        let read = modern_tone(&bare.iter().map(|(_, word, _)| word.to_lowercase()).collect::<Vec<_>>().join(" "));
        let own = known.syllables.join(" ").to_lowercase();
        let away = |form: &str| form.chars().zip(read.chars()).filter(|(one, other)| one != other).count();
        if known.twins.iter().any(|twin| away(twin) <= away(&own)) {
            return None;
        }
        if read == own {
            return Some(words.to_vec());
        }
        let cased = known.syllables.iter().zip(&bare).map(|(own, (start, word, end))| Some(format!("{start}{}{end}", cased(own, word)?)));
        cased.collect()
    }
}

/// A word with the capitals of another.
fn cased(word: &str, like: &str) -> Option<String> {
    if word.chars().count() != like.chars().count() {
        return None;
    }
    let letters = word.to_lowercase().chars().zip(like.chars()).collect::<Vec<_>>();
    Some(
        letters
            .into_iter()
            .flat_map(|(letter, like)| if like.is_uppercase() { letter.to_uppercase().collect() } else { vec![letter] })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_known_words_are_put_right_and_names_are_left() {
        let words = ["bổ sung", "thanh tra", "văn hóa", "tổng cộng ≠ tổng công", "chuyên viên", "chuyển viên chức", "Cổng Dịch vụ"];
        let spelling = Spelling::of(&words.map(str::to_owned));
        for (read, wanted) in [
            ("bố sung,", "bổ sung,"),
            ("được “Bỗ sung", "được “Bổ sung"),
            ("THÀNH TRA", "THANH TRA"),
            ("bổ sung", "bổ sung"),
            ("Thành Trà", "Thành Trà"),
            ("văn hoá", "văn hoá"),
            ("bố, sung", "bố, sung"),
            ("bố xung", "bố xung"),
            ("Tống cộng", "Tổng cộng"),
            ("tông công ty", "tông công ty"),
            ("tổng công ty", "tổng công ty"),
            ("các chuyền viên", "các chuyên viên"),
            ("điều chuyền viên chức", "điều chuyển viên chức"),
            ("điều chuyển viên chức", "điều chuyển viên chức"),
            ("trên Cống Dịch vụ", "trên Cổng Dịch vụ"),
            ("CỐNG DỊCH VỤ", "CỔNG DỊCH VỤ"),
        ] {
            let words: Vec<String> = read.split(' ').map(str::to_owned).collect();
            let right = spelling.put_right(&words);
            let right: Vec<String> = right.into_iter().zip(words).map(|(right, read)| right.unwrap_or(read)).collect();
            assert_eq!(right.join(" "), wanted);
        }
    }
}
