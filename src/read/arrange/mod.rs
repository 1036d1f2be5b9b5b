//! From positioned words to blocks: lines, columns, paragraphs, tables.
//!
//! In: [`Sheet`]s, each the words and ruling lines of one page, whoever found them. Out: pages of
//! blocks in reading order. Everything is told from geometry: it deliberately knows no wording,
//! no file format, and not whether a word was typed or recognised.

mod columns;
mod grid;
mod join;
mod margins;
mod paragraphs;
mod rows;
mod stamps;
mod table;
mod unruled;

use self::grid::Grid;
use self::paragraphs::Measure;
use self::rows::Row;
use crate::layout::{Block, Page, Paragraph, Part, Place, Rect, Turn, Word};

/// What stands on one page, in no order.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// 1 for the first.
    pub(super) number: u32,
    /// Width and height in points.
    pub(super) size: (f32, f32),
    /// The words of the page, with [`Place::OnPage`].
    pub(super) words: Vec<Word>,
    /// The words of stamps, notes and form fields laid over it.
    pub(super) overlay: Vec<Word>,
    /// Words that do not run along the lines.
    pub(super) slanted: Vec<Word>,
    /// Words that stamps put beside the text, completing nothing in it.
    pub(super) notes: Vec<Word>,
    /// Ruling lines, as thin boxes.
    pub(super) rulings: Vec<Rect>,
    /// How its picture was laid straight.
    pub(super) turn: Turn,
}

/// A page on the way: its tables and what stands outside them.
struct Draft {
    number: u32,
    size: (f32, f32),
    turn: Turn,
    rows: Vec<Row>,
    head: Vec<Row>,
    foot: Vec<Row>,
    stamps: Vec<Vec<Row>>,
    notes: Vec<Row>,
    slanted: Vec<Word>,
    tables: Vec<(Grid, Vec<Word>)>,
}

/// Puts pages in reading order.
pub(super) fn arrange(sheets: Vec<Sheet>) -> Vec<Page> {
    let mut drafts: Vec<Draft> = sheets.into_iter().map(draft).collect();
    margins::take(&mut drafts);
    let measure = Measure::of(&drafts);
    let mut pages: Vec<Page> = drafts.into_iter().map(|draft| page(draft, &measure)).collect();
    join::join(&mut pages, &measure);
    pages
}

/// The cells of the tables that ruling lines make, table by table, in the unit of the lines: points.
pub(super) fn cells(rulings: &[Rect]) -> Vec<Vec<Rect>> {
    grid::find(rulings).into_iter().map(|grid| grid.cells.iter().map(|cell| cell.rect).collect()).collect()
}

fn rect_of(word: &Word) -> Rect {
    match word.place {
        Place::OnPage { rect, .. } => rect,
        Place::InFlow { .. } => Rect::default(),
    }
}

fn draft(sheet: Sheet) -> Draft {
    let grids = grid::find(&sheet.rulings);
    let (stamps, single) = stamps::stamps(sheet.overlay);
    let inline = if single.is_empty() { Vec::new() } else { stamps::placed(single, &rows::rows(sheet.words.clone())) };
    let (mut tables, free) = parted(grids, sheet.words.into_iter().chain(inline));
    let mut rows = rows::rows(free);
    let unruled = unruled::find(&rows);
    if !unruled.is_empty() {
        let (unruled, free) = parted(unruled, rows.into_iter().flat_map(|row| row.words));
        tables.extend(unruled);
        rows = rows::rows(free);
    }
    Draft {
        number: sheet.number,
        size: sheet.size,
        turn: sheet.turn,
        rows,
        head: Vec::new(),
        foot: Vec::new(),
        stamps,
        notes: rows::rows(sheet.notes),
        slanted: sheet.slanted,
        tables,
    }
}

/// Tables with the words in them, and the words outside.
fn parted(grids: Vec<Grid>, words: impl Iterator<Item = Word>) -> (Vec<(Grid, Vec<Word>)>, Vec<Word>) {
    let mut tables: Vec<(Grid, Vec<Word>)> = grids.into_iter().map(|grid| (grid, Vec::new())).collect();
    let mut free = Vec::new();
    for word in words {
        match tables.iter_mut().find(|(grid, _)| grid.holds(rect_of(&word))) {
            Some((_, words)) => words.push(word),
            None => free.push(word),
        }
    }
    // Boxes with nothing in them are drawings.
    tables.retain(|(_, words)| !words.is_empty());
    (tables, free)
}

fn page(draft: Draft, measure: &Measure) -> Page {
    let mut blocks: Vec<Block> = draft.head.into_iter().map(|row| part(vec![row], Part::Header)).collect();
    let margins = measure.margins(draft.size);
    let mut tables = draft.tables;
    tables.sort_by(|(a, _), (b, _)| a.bounds().top.total_cmp(&b.bounds().top));
    let mut rows = draft.rows.into_iter().peekable();
    for (grid, words) in tables {
        let top = grid.bounds().top;
        let mut above = Vec::new();
        while let Some(row) = rows.next_if(|row| row.middle() < top) {
            above.push(row);
        }
        blocks.extend(flow(above, margins, measure));
        blocks.push(Block::Table(table::fill(&grid, words, measure, draft.number)));
    }
    blocks.extend(flow(rows.collect(), margins, measure));
    blocks.extend(draft.foot.into_iter().map(|row| part(vec![row], Part::Footer)));
    blocks.extend(draft.stamps.into_iter().map(|rows| part(rows, Part::Annotation)));
    if !draft.notes.is_empty() {
        blocks.push(part(draft.notes, Part::Annotation));
    }
    if !draft.slanted.is_empty() {
        blocks.push(part(vec![Row::of(draft.slanted)], Part::Annotation));
    }
    Page { number: Some(draft.number), size: Some(draft.size), blocks, turn: draft.turn }
}

fn part(rows: Vec<Row>, part: Part) -> Block {
    Block::Paragraph(Paragraph { lines: rows.into_iter().map(Row::into_line).collect(), part, ..Paragraph::default() })
}

/// Rows between two tables: runs of full lines, and blocks of two columns.
fn flow(rows: Vec<Row>, margins: (f32, f32), measure: &Measure) -> Vec<Block> {
    let mut blocks = Vec::new();
    for piece in columns::split(rows, margins) {
        match piece {
            columns::Piece::Lines(rows) => blocks.extend(paragraphs::paragraphs(rows, margins, measure).into_iter().map(Block::Paragraph)),
            columns::Piece::Columns(sides) => {
                let sides = sides.into_iter().map(|side| paragraphs::column(side, measure).into_iter().map(Block::Paragraph).collect());
                blocks.push(Block::Columns(sides.collect()));
            }
        }
    }
    blocks
}

#[cfg(test)]
pub(super) mod sample {
    //! Words set by hand, six points to a letter.

    use super::*;
    use crate::layout::{Font, Origin};

    /// The words of a line that begins at `left` with its baseline near `bottom`.
    pub(crate) fn line(text: &str, left: f32, bottom: f32, bold: bool) -> Vec<Word> {
        let mut at = left;
        text.split(' ')
            .map(|text| {
                let right = at + 6.0 * text.chars().count() as f32;
                let rect = Rect { left: at, top: bottom - 12.0, right, bottom };
                at = right + 4.0;
                let font = Font { size: 12.0, bold, italic: false };
                Word { text: text.into(), place: Place::OnPage { page: 1, rect }, font, origin: Origin::TextLayer }
            })
            .collect()
    }

    /// The same, centred on `middle`.
    pub(crate) fn centred(text: &str, middle: f32, bottom: f32, bold: bool) -> Vec<Word> {
        let words = line(text, 0.0, bottom, bold);
        let width = words.last().map_or(0.0, |word| rect_of(word).right);
        line(text, middle - width / 2.0, bottom, bold)
    }

    pub(crate) fn text(lines: &[crate::layout::Line]) -> String {
        let words: Vec<&str> = lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    pub(crate) fn texts(blocks: &[Block]) -> Vec<String> {
        blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => text(&paragraph.lines),
                Block::Columns(sides) => sides.iter().map(|side| texts(side).join(" / ")).collect::<Vec<_>>().join(" || "),
                Block::Table(table) => {
                    let cells = |row: &crate::layout::Row| row.cells.iter().map(|cell| texts(&cell.blocks).join(" ")).collect::<Vec<_>>();
                    table.rows.iter().map(|row| cells(row).join(" | ")).collect::<Vec<_>>().join("\n")
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{centred, line, texts};
    use super::*;
    use crate::layout::Origin;

    fn sheet(number: u32, words: Vec<Vec<Word>>, rulings: Vec<Rect>) -> Sheet {
        let mut words: Vec<Word> = words.into_iter().flatten().collect();
        for word in &mut words {
            if let Place::OnPage { page, .. } = &mut word.place {
                *page = number;
            }
        }
        Sheet { number, size: (595.0, 842.0), words, rulings, ..Sheet::default() }
    }

    #[test]
    fn a_letterhead_becomes_columns_and_lines_become_paragraphs() {
        let words = vec![
            centred("SỞ MẪU", 150.0, 60.0, true),
            centred("QUỐC HIỆU CỦA NƯỚC", 420.0, 60.0, true),
            centred("Số: 12/SM-VP", 150.0, 80.0, false),
            centred("Nơi này, ngày 01", 420.0, 82.0, false),
            centred("V/v thử hai cột", 150.0, 95.0, false),
            centred("TÊN CỦA VĂN BẢN", 320.0, 130.0, true),
            line("Đây là dòng đầu của một đoạn văn bản dài được ngắt ra vì hết chỗ", 113.0, 160.0, false),
            line("ở lề phải, còn dòng sau nó thì không được thụt vào và cũng không hết", 85.0, 175.0, false),
            line("dòng.", 85.0, 190.0, false),
            line("Đoạn thứ hai có nhiều chữ và được thụt vào đầu dòng như đoạn ở trên", 113.0, 205.0, false),
            line("nó.", 85.0, 220.0, false),
        ];
        let pages = arrange(vec![sheet(1, words, Vec::new())]);
        let texts = texts(&pages[0].blocks);
        assert_eq!(texts[0], "SỞ MẪU / Số: 12/SM-VP / V/v thử hai cột || QUỐC HIỆU CỦA NƯỚC / Nơi này, ngày 01");
        assert_eq!(texts[1], "TÊN CỦA VĂN BẢN");
        assert!(texts[2].starts_with("Đây là") && texts[2].ends_with("hết dòng."), "{texts:?}");
        assert!(texts[3].starts_with("Đoạn thứ hai") && texts[3].ends_with("nó."), "{texts:?}");
        assert_eq!(texts.len(), 4, "{texts:?}");
    }

    fn table_rulings(xs: &[f32], ys: &[f32]) -> Vec<Rect> {
        let (left, right, top, bottom) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
        let across = ys.iter().map(|&y| Rect { left, top: y, right, bottom: y + 0.5 });
        across.chain(xs.iter().map(|&x| Rect { left: x, top, right: x + 0.5, bottom })).collect()
    }

    #[test]
    fn a_table_goes_on_over_the_page_without_its_repeated_heading() {
        let rulings = table_rulings(&[85.0, 150.0, 300.0], &[100.0, 120.0, 140.0]);
        let words = |first: &str, second: &str| {
            vec![
                line("TT", 90.0, 116.0, true),
                line("Tên gọi", 160.0, 116.0, true),
                line(first, 90.0, 136.0, false),
                line(second, 160.0, 136.0, false),
            ]
        };
        let pages = arrange(vec![sheet(1, words("1", "xã Một"), rulings.clone()), sheet(2, words("2", "xã Hai"), rulings)]);
        assert_eq!(texts(&pages[0].blocks), ["TT | Tên gọi\n1 | xã Một\n2 | xã Hai"]);
        assert!(pages[1].blocks.is_empty());
    }

    #[test]
    fn titles_that_a_seal_left_in_pieces_stand_beside_the_list() {
        let words = |origin: Origin| {
            let mut words = vec![
                line("Một dòng chữ chạy hết cả chiều rộng của trang giấy này từ lề đến lề", 85.0, 600.0, false),
                line("Nơi nhận:", 85.0, 640.0, false),
                line("KT. CHỦ TỊCH", 380.0, 640.0, false),
                line("- Như trên;", 85.0, 655.0, false),
                line("TỊCH", 440.0, 655.0, false),
                line("- Lưu: VT.", 85.0, 670.0, false),
            ];
            words.iter_mut().flatten().for_each(|word| word.origin = origin);
            words
        };
        let parted =
            |origin: Origin| texts(&arrange(vec![sheet(1, words(origin), Vec::new())])[0].blocks).iter().any(|text| text.contains("||"));
        assert!(parted(Origin::Ocr { confidence: 0.9 }));
        assert!(!parted(Origin::TextLayer));
    }

    #[test]
    fn a_repeated_heading_is_told_though_a_letter_of_it_was_misread() {
        let rulings = table_rulings(&[85.0, 250.0, 400.0], &[100.0, 120.0, 140.0]);
        let recognised = |heading: &str, number: &str, own: &str| {
            let mut words = [
                line(heading, 90.0, 116.0, false),
                line("Minh bạch", 260.0, 116.0, false),
                line(number, 90.0, 136.0, false),
                line(own, 260.0, 136.0, false),
            ];
            words.iter_mut().flatten().for_each(|word| word.origin = Origin::Ocr { confidence: 0.9 });
            words.to_vec()
        };
        let read = |heading: &str, number: &str| {
            let first = sheet(1, recognised("Công khai", "1", "xã Một"), rulings.clone());
            arrange(vec![first, sheet(2, recognised(heading, number, "xã Mốt"), rulings.clone())])
        };
        assert_eq!(texts(&read("Cộng khaỉ", "2")[0].blocks), ["Công khai | Minh bạch\n1 | xã Một\n2 | xã Mốt"]);
        // Another heading, and a row of data that differs only by its figure, stay.
        assert_eq!(texts(&read("Tiến độ", "2")[0].blocks), ["Công khai | Minh bạch\n1 | xã Một\nTiến độ | Minh bạch\n2 | xã Mốt"]);
    }
}
