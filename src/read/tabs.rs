//! Letterheads and signature blocks that a Word file sets side by side with tabs or runs of spaces.
//!
//! In: the paragraphs of a flow, with the gaps in their lines. Out: blocks, of which those side by side are columns.
//! Only form counts: a line whose second half is in capitals opens two columns, and later lines with a gap go on with
//! them; what stands between those is on the left. Lists and forms with tabs stay as they are.

use super::flow::{self, Typed};
use super::label;
use crate::layout::{Block, Line, Paragraph, Word};

/// The most paragraphs of the left column beside an empty right one: room for a signature.
const MOST_BETWEEN: usize = 14;
/// The longest line of the left column, in letters.
const LONGEST: usize = 60;
/// The fewest capital letters of the line that opens the right column.
const FEWEST_CAPITALS: usize = 6;

/// The two columns that are being read, if any.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    left: Vec<Block>,
    right: Vec<Block>,
    /// Paragraphs without a gap since then: they are on the left if another line with a gap follows.
    between: Vec<Block>,
}

impl Tabs {
    /// Adds a paragraph of lines as typed; `model` has all but its lines.
    pub(super) fn paragraph(&mut self, typed: Vec<Typed>, model: &Paragraph, out: &mut Vec<Block>) {
        if model.label.is_none() && typed.iter().any(|typed| self.parted(typed).is_some()) {
            for typed in typed {
                self.line(typed, model, out);
            }
        } else {
            let lines: Vec<Line> = typed.into_iter().map(|typed| typed.line).collect();
            self.whole(lines, model, out);
        }
    }

    fn line(&mut self, typed: Typed, model: &Paragraph, out: &mut Vec<Block>) {
        let Some((left, right)) = self.parted(&typed) else { return self.whole(vec![typed.line], model, out) };
        let [own, beside] = [left, right].map(|words| blocks(vec![Line { words: words.to_vec() }], model));
        // Behind running text a signature block opens anew.
        if opens(left, right) && !self.between.iter().all(flow::is_item) {
            self.end(out);
        }
        self.left.append(&mut self.between);
        self.left.extend(own);
        self.right.extend(beside);
    }

    /// The words in each column, where a line belongs to both.
    fn parted<'t>(&self, typed: &'t Typed) -> Option<(&'t [Word], &'t [Word])> {
        let (left, right) = typed.line.words.split_at_checked(typed.gap?)?;
        let parted = if self.is_open() { !is_label(left) } else { opens(left, right) };
        parted.then_some((left, right))
    }

    fn whole(&mut self, lines: Vec<Line>, model: &Paragraph, out: &mut Vec<Block>) {
        let is_short = |line: &Line| letters(&line.words).nth(LONGEST).is_none();
        if !self.is_open() || self.between.len() >= MOST_BETWEEN || !lines.iter().all(is_short) {
            self.end(out);
            out.extend(blocks(lines, model));
        } else {
            self.between.extend(blocks(lines, model));
        }
    }

    /// Ends the columns, before a block that is no paragraph and at the end of a part.
    pub(super) fn end(&mut self, out: &mut Vec<Block>) {
        if !self.is_open() {
            return;
        }
        // A list of receivers beside a signature without a name goes on below its title.
        let items = self.between.iter().take_while(|block| flow::is_item(block)).count();
        self.left.extend(self.between.drain(..items));
        out.push(Block::Columns(vec![std::mem::take(&mut self.left), std::mem::take(&mut self.right)]));
        out.append(&mut self.between);
    }

    fn is_open(&self) -> bool {
        !self.right.is_empty()
    }
}

fn blocks(lines: Vec<Line>, model: &Paragraph) -> impl Iterator<Item = Block> {
    let whole = flow::paragraph(lines).map(|paragraph| Paragraph { lines: paragraph.lines, ..model.clone() });
    whole.into_iter().flat_map(flow::items).map(Block::Paragraph)
}

/// Words on the left that are no mere label, and a line in capitals on the right.
fn opens(left: &[Word], right: &[Word]) -> bool {
    let capitals = letters(right).filter(|letter| letter.is_uppercase()).count();
    !left.is_empty() && !is_label(left) && capitals >= FEWEST_CAPITALS && !letters(right).any(char::is_lowercase)
}

/// The words are nothing but the label of a list item.
fn is_label(words: &[Word]) -> bool {
    matches!(words, [only] if label::is_bare(&only.text))
}

fn letters(words: &[Word]) -> impl Iterator<Item = char> {
    words.iter().flat_map(|word| word.text.chars()).filter(|sign| sign.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Font;

    fn read(lines: &[&str]) -> Vec<Block> {
        let mut tabs = Tabs::default();
        let mut out = Vec::new();
        for line in lines {
            let mut builder = flow::LineBuilder::default();
            builder.push(line, Font::default());
            tabs.paragraph(vec![builder.typed()], &Paragraph::default(), &mut out);
        }
        tabs.end(&mut out);
        out
    }

    fn texts(blocks: &[Block]) -> Vec<String> {
        let words = |block: &Block| match block {
            Block::Paragraph(paragraph) => {
                paragraph.lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
            }
            other => panic!("{other:?}"),
        };
        blocks.iter().map(words).collect()
    }

    #[test]
    fn halves_of_lines_stand_side_by_side() {
        let out = read(&[
            "Nội dung cuối cùng.",
            "Nơi nhận:\t\tTM. ỦY BAN NHÂN DÂN",
            "- Như trên;            CHỦ TỊCH",
            "- Lưu: VT.",
            "\t\t\tLê Văn Tám",
            "Phụ lục",
        ]);
        let [before, Block::Columns(columns), after] = out.as_slice() else { panic!("{out:?}") };
        assert_eq!(texts(&columns[0]), ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]);
        assert_eq!(texts(&columns[1]), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Tám"]);
        assert_eq!(
            (texts(std::slice::from_ref(before)), texts(std::slice::from_ref(after))),
            (vec!["Nội dung cuối cùng.".to_owned()], vec!["Phụ lục".to_owned()])
        );
    }

    #[test]
    fn receivers_beside_a_signature_without_a_name_stay_together() {
        let out = read(&["Nơi nhận:\tGIÁM ĐỐC", "- Như trên;", "- Lưu: VT."]);
        let [Block::Columns(columns)] = out.as_slice() else { panic!("{out:?}") };
        assert_eq!((columns[0].len(), columns[1].len()), (3, 1));
    }

    #[test]
    fn the_body_parts_letterhead_and_signature() {
        let out = read(&["SỞ Y TẾ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kính gửi: Sở Nội vụ", "Nơi nhận:\tGIÁM ĐỐC"]);
        assert!(matches!(out.as_slice(), [Block::Columns(_), Block::Paragraph(_), Block::Columns(_)]), "{out:?}");
    }

    #[test]
    fn lists_forms_and_indents_are_no_columns() {
        let lines = ["1.\tTHỰC HIỆN CHỈ ĐẠO", "Thời gian:\t\t08 giờ 00", "\t\tKÍNH GỬI: ỦY BAN NHÂN DÂN TỈNH"];
        assert_eq!(texts(&read(&lines)).len(), 3);
    }
}
