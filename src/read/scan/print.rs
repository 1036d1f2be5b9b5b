//! How large a line is printed and where it stands, whatever letters it has.
//!
//! In: the words of a line as the engine saw them, boxes drawn tight around their ink. Out: the size of the print and
//! the height of its baseline, in dots. A box is high where a word has stacked marks (`ế`) and low where it has none
//! (`rơm`): each word tells the size by the letters that it has, and the middle one of all the words is believed.

use unicode_normalization::UnicodeNormalization as _;

use super::tesseract::SeenWord;

/// The parts of the size of a print that its letters reach above the baseline, as usual book faces have them.
const SMALL: f32 = 0.46;
const TALL: f32 = 0.68;
/// A mark above a letter adds so much to a small one, and to a capital.
const MARK: f32 = 0.2;
/// Letters and marks below the baseline reach so deep.
const DEEP: f32 = 0.21;

/// A stroke between figures reaches so far below the baseline.
const SLASH: f32 = 0.1;

/// What is printed in one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Print {
    /// The size of its face, in dots.
    pub(super) size: f32,
    /// Its baseline: how far below the level through the place that `level` is measured from, in dots.
    pub(super) baseline: f32,
}

/// A word whose baseline is further than this from that of its line, in parts of the size, stands on another.
const STRAY: f32 = 0.5;

/// Figures are this much taller than the usual print would make them where a hand wrote them.
const TALLER: f32 = 1.25;

/// A long figure as wide as print makes it, within this part of its width, is print.
const WIDTH: f32 = 0.1;

/// So many signs make a long figure: a whole date.
const LONG: usize = 8;

/// The widths of figures, and of the strokes and points between them, in parts of the size of a usual book face.
const FIGURE: f32 = 0.47;
const POINT: f32 = 0.25;

/// Of two boxes the one that would hold print so much larger than the other holds other ink too.
const TOO_LARGE: f32 = 1.5;

impl Print {
    /// Whether a word that by itself would be printed so stands on the line.
    pub(super) fn holds(&self, word: &SeenWord, alone: Self) -> bool {
        extent(&word.text).is_none() || (alone.baseline - self.baseline).abs() <= STRAY * self.size.min(alone.size)
    }
}

/// The print of a long figure, a date, that is as wide as print of the usual size makes it but higher: other ink is below it.
pub(super) fn of_long_figure(word: &SeenWord, usual: f32, level: impl Fn((f32, f32)) -> f32) -> Option<Print> {
    let width = |sign: char| match sign {
        '0'..='9' => Some(FIGURE),
        '/' | '.' | ',' => Some(POINT),
        _ => None,
    };
    let widths = word.text.chars().map(width).collect::<Option<Vec<f32>>>()?;
    let expected = widths.iter().sum::<f32>() * usual;
    let fits = widths.len() >= LONG && (word.size.0 - expected).abs() <= WIDTH * expected && is_tall(word, usual);
    let top = level(word.middle()) - word.size.1 / 2.0;
    fits.then_some(Print { size: usual, baseline: top + TALL * usual })
}

/// Whether a word with figures in it is taller than print of that size would make it.
pub(super) fn is_tall(word: &SeenWord, size: f32) -> bool {
    let expected = extent(&word.text).filter(|_| word.text.contains(|sign: char| sign.is_ascii_digit()));
    let stroke = if word.text.contains('/') { SLASH } else { 0.0 };
    expected.is_some_and(|(above, below)| size > 0.0 && word.size.1 > TALLER * (above + below.max(stroke)) * size)
}

/// Tells the print of a line; `level` says at which height a place would stand if the page lay straight.
pub(super) fn of(line: &[SeenWord], level: impl Fn((f32, f32)) -> f32) -> Print {
    let extents: Vec<((f32, f32), &SeenWord)> = line.iter().filter_map(|word| Some((extent(&word.text)?, word))).collect();
    let sizes: Vec<f32> = extents.iter().map(|((above, below), word)| word.size.1 / (above + below)).collect();
    let size = match *sizes {
        // One of the two boxes holds other ink too.
        [one, other] if one.max(other) > TOO_LARGE * one.min(other) => Some(one.min(other)),
        _ => middle_one(sizes),
    };
    let size = size.unwrap_or_else(|| line.iter().map(|word| word.size.1).fold(0.0, f32::max));
    let bottom = |word: &SeenWord| level(word.middle()) + word.size.1 / 2.0;
    let whole = |word: &SeenWord, (above, below): (f32, f32)| word.size.1 <= TOO_LARGE * (above + below) * size;
    let own = extents.iter().filter(|(extent, word)| extents.len() != 2 || whole(word, *extent));
    let baseline = middle_one(own.map(|((_, below), word)| bottom(word) - below * size).collect());
    let baseline = baseline.or_else(|| middle_one(line.iter().map(bottom).collect()));
    Print { size, baseline: baseline.unwrap_or_default() }
}

/// The middle one of values.
pub(super) fn middle_one(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// How far a word reaches above and below the baseline, in parts of its size; `None` for one without letters and figures.
fn extent(text: &str) -> Option<(f32, f32)> {
    let mut extent: Option<(f32, f32)> = None;
    let (mut own, mut tall) = (0.0_f32, false);
    let mut deep = false;
    for sign in text.nfd() {
        match sign {
            '\u{323}' => deep = true,
            '\u{300}' | '\u{301}' | '\u{302}' | '\u{303}' | '\u{306}' | '\u{309}' => {
                own = if own < TALL && !tall { TALL } else { own + MARK };
            }
            _ if sign.is_alphanumeric() => {
                tall = !"acegmnopqrsuvwxyz".contains(sign);
                own = if tall { TALL } else { SMALL };
                deep |= "gjpqyQ".contains(sign);
            }
            _ => {
                deep |= ",;()[]".contains(sign);
                continue;
            }
        }
        let highest = extent.map_or(own, |(above, _)| above.max(own));
        extent = Some((highest, 0.0));
    }
    extent.map(|(above, _)| (above, if deep { DEEP } else { 0.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of words set 40 dots high on a baseline at 100, with boxes tight around their ink.
    fn line(words: &[(&str, f32, f32)]) -> Vec<SeenWord> {
        let word = |(text, above, below): &(&str, f32, f32)| SeenWord {
            text: (*text).into(),
            corner: (0.0, 100.0 - 40.0 * above),
            size: (60.0, 40.0 * (above + below)),
            confidence: 0.9,
            line: (1, 1, 1),
        };
        words.iter().map(word).collect()
    }

    #[test]
    fn a_line_has_one_size_and_baseline_whatever_its_letters() {
        for words in [
            &[("xem", 0.46, 0.0)][..],
            &[("quyết", 0.88, 0.21), ("định", 0.68, 0.21)],
            &[("Số:", 0.88, 0.0), ("12", 0.68, 0.0), ("ỐNG", 1.08, 0.0)],
            // The box of one word holds a stroke of a pen too.
            &[("theo", 0.68, 0.0), ("xã", 0.68, 0.9), ("kế", 0.88, 0.0)],
        ] {
            let print = of(&line(words), |(_, y)| y);
            assert!((print.size - 40.0).abs() < 2.0 && (print.baseline - 100.0).abs() < 2.0, "{words:?} {print:?}");
        }
    }

    #[test]
    fn a_word_of_the_next_line_and_figures_written_by_hand_are_told() {
        let print = of(&line(&[("CHỦ", 0.88, 0.0), ("TỊCH", 0.68, 0.21)]), |(_, y)| y);
        let word = line(&[("THỊ", 0.68, 0.21)]).remove(0);
        let at = |baseline: f32| Print { size: 40.0, baseline };
        assert!(print.holds(&word, at(103.0)) && !print.holds(&word, at(140.0)));
        let tall = |text: &str, height: f32| is_tall(&SeenWord { size: (60.0, height), ..line(&[(text, 0.0, 0.0)]).remove(0) }, 40.0);
        assert!(tall("27", 38.0) && tall("274/TB-SNV", 42.0));
        assert!(!tall("27", 28.0) && !tall("12/2024/NĐ-CP", 36.0) && !tall("Ngọc", 60.0));
    }

    #[test]
    fn ink_of_a_seal_or_below_a_date_is_no_print() {
        let level = |(_, y): (f32, f32)| y;
        // The arc of a seal above and below the first of two words.
        let arc = SeenWord { corner: (0.0, 40.0), size: (60.0, 80.0), ..line(&[("CHỦ", 0.88, 0.0)]).remove(0) };
        let print = of(&[arc, line(&[("TỊCH", 0.68, 0.21)]).remove(0)], level);
        assert!((print.size - 40.0).abs() < 2.0 && (print.baseline - 100.0).abs() < 2.0, "{print:?}");
        let date = |below: f32, width: f32| {
            let word = line(&[("25/6/2025.", 0.68, below)]).remove(0);
            of_long_figure(&SeenWord { size: (width, word.size.1), ..word }, 40.0, level)
        };
        let print = date(0.6, 160.0).unwrap();
        assert!((print.size - 40.0).abs() < 0.1 && (print.baseline - 100.0).abs() < 0.1, "{print:?}");
        assert_eq!((date(0.0, 160.0), date(0.6, 260.0)), (None, None), "print as high as usual, and figures of a hand");
    }

    #[test]
    fn what_has_no_letters_has_the_size_of_its_box() {
        assert_eq!(of(&line(&[("-", 0.3, 0.0)]), |(_, y)| y), Print { size: 12.0, baseline: 100.0 });
    }
}
