//! Tables that no line rules: rows of a few columns with white gutters between them.
//!
//! In: the rows outside the ruled tables. Out: the same as `grid` gives for lines. A table is told
//! by at least three columns that several rows share, one of them of figures: prose, letterheads
//! and signature blocks have no such thing.

use super::columns::{Band, Gutter, bands, gaps};
use super::grid::{self, Grid};
use super::rect_of;
use super::rows::Row;
use crate::layout::{Rect, Word};

/// A gutter that the rows share is at least so wide, in ems.
const NARROWEST: f32 = 0.7;
/// A table has at least so many gutters, that is one column more.
const FEWEST_GUTTERS: usize = 2;
/// A table has at least so many printed lines with something in all columns but one.
const FEWEST_FULL: usize = 3;
/// Lines further apart than this, in ems, do not belong to one table.
const APART: f32 = 3.0;
/// The pitch of lines between two rows is so many times that within a cell.
const ROW_PITCH: f32 = 1.25;

/// The tables among rows that no line rules.
pub(super) fn find(rows: &[Row]) -> Vec<Grid> {
    if rows.iter().filter(|row| is_parted(row)).count() < FEWEST_FULL {
        return Vec::new();
    }
    let bands = bands(rows.to_vec());
    let mut rulings = Vec::new();
    let mut at = 0;
    while at < bands.len() {
        match run(bands.get(at..).unwrap_or_default()) {
            Some((length, gutters)) => {
                rulings.extend(rule(bands.get(at..at + length).unwrap_or_default(), &gutters));
                at += length;
            }
            None => at += 1,
        }
    }
    grid::find(&rulings)
}

/// The row's own words leave as many gutters as a table has.
fn is_parted(row: &Row) -> bool {
    let wide = NARROWEST * row.em();
    let gap = |pair: &[Word]| matches!(pair, [left, right] if rect_of(right).left - rect_of(left).right >= wide);
    row.words.len() > FEWEST_GUTTERS && row.words.windows(2).filter(|pair| gap(pair)).count() >= FEWEST_GUTTERS
}

/// How many bands from the first one make a table, and the gutters between its columns.
fn run(bands: &[Band]) -> Option<(usize, Vec<Gutter>)> {
    let first = bands.first()?;
    let wide = |gutter: &Gutter| gutter.right - gutter.left >= NARROWEST * first.em;
    let mut gutters: Vec<Gutter> = gaps(first).into_iter().filter(wide).collect();
    if gutters.len() < FEWEST_GUTTERS {
        return None;
    }
    let mut length = 1;
    for (above, band) in bands.iter().zip(bands.get(1..)?) {
        let narrowed: Vec<Gutter> = gutters.iter().filter_map(|gutter| narrowed(*gutter, band)).filter(wide).collect();
        if narrowed.len() < FEWEST_GUTTERS || band.top - above.bottom > APART * band.em {
            break;
        }
        gutters = narrowed;
        length += 1;
    }
    let own = bands.get(..length)?;
    let full = own.iter().filter(|band| cells(band, &gutters).iter().filter(|cell| !cell.is_empty()).count() >= gutters.len()).count();
    (full >= FEWEST_FULL && (0..=gutters.len()).any(|column| is_figures(own, &gutters, column))).then_some((length, gutters))
}

/// What a band leaves of a gutter.
fn narrowed(gutter: Gutter, band: &Band) -> Option<Gutter> {
    band.spans.iter().try_fold(gutter, |left, &(from, to)| {
        if to <= left.left || from >= left.right {
            return Some(left);
        }
        let (before, behind) = (from - left.left, left.right - to);
        let kept = if before >= behind { Gutter { right: from, ..left } } else { Gutter { left: to, ..left } };
        (kept.right > kept.left).then_some(kept)
    })
}

/// The texts of a band, column by column.
fn cells(band: &Band, gutters: &[Gutter]) -> Vec<String> {
    let mut cells = vec![String::new(); gutters.len() + 1];
    for word in band.rows.iter().flat_map(|row| &row.words) {
        let rect = rect_of(word);
        let middle = f32::midpoint(rect.left, rect.right);
        let column = gutters.iter().filter(|gutter| middle > f32::midpoint(gutter.left, gutter.right)).count();
        if let Some(cell) = cells.get_mut(column) {
            cell.push_str(&word.text);
        }
    }
    cells
}

/// Most of what stands in a column below its first line is figures.
fn is_figures(bands: &[Band], gutters: &[Gutter], column: usize) -> bool {
    let texts = bands.iter().skip(1).filter_map(|band| cells(band, gutters).into_iter().nth(column)).filter(|text| !text.is_empty());
    let (mut all, mut figures) = (0, 0);
    for text in texts {
        all += 1;
        let figure = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '–'));
        figures += usize::from(figure && text.chars().all(|letter| !letter.is_alphabetic()));
    }
    figures >= FEWEST_FULL - 1 && figures * 5 >= all * 3
}

/// The lines that would rule a table.
fn rule(bands: &[Band], gutters: &[Gutter]) -> Vec<Rect> {
    let Some(bounds) = bands.iter().flat_map(|band| &band.rows).map(|row| row.rect).reduce(Rect::union) else { return Vec::new() };
    let mut ys = vec![bounds.top];
    for (pair, starts) in bands.windows(2).zip(row_starts(bands, gutters)) {
        if let ([above, below], true) = (pair, starts) {
            ys.push(f32::midpoint(above.bottom, below.top));
        }
    }
    ys.push(bounds.bottom);
    let middles = gutters.iter().map(|gutter| f32::midpoint(gutter.left, gutter.right));
    let xs = std::iter::once(bounds.left).chain(middles).chain([bounds.right]);
    let across = ys.into_iter().map(|y| Rect { top: y, bottom: y, ..bounds });
    let down: Vec<Rect> = xs.map(|x| Rect { left: x, right: x, ..bounds }).collect();
    across.chain(down).collect()
}

/// For each band but the first: whether it begins a row of the table.
///
/// Rows stand further apart than the lines of a cell; where they do not, each begins with its first cell.
fn row_starts(bands: &[Band], gutters: &[Gutter]) -> Vec<bool> {
    let headed: Vec<bool> = bands.iter().skip(1).map(|band| cells(band, gutters).first().is_some_and(|cell| !cell.is_empty())).collect();
    let pitches: Vec<f32> = bands.windows(2).filter_map(|pair| Some(pair.get(1)?.top - pair.first()?.top)).collect();
    let least = pitches.iter().copied().fold(f32::INFINITY, f32::min);
    let spaced: Vec<bool> = pitches.iter().map(|pitch| *pitch > ROW_PITCH * least).collect();
    let count = |starts: &[bool]| starts.iter().filter(|start| **start).count();
    if count(&spaced) == count(&headed) { spaced } else { headed }
}

#[cfg(test)]
mod tests {
    use super::super::sample::line;
    use super::super::{Sheet, arrange, sample::texts};

    fn page(lines: &[&[(&str, f32)]]) -> Vec<String> {
        let words = lines
            .iter()
            .enumerate()
            .flat_map(|(at, cells)| cells.iter().flat_map(move |&(text, left)| line(text, left, 300.0 + 18.0 * at as f32, false)));
        texts(&arrange(vec![Sheet { number: 1, size: (595.0, 842.0), words: words.collect(), ..Sheet::default() }])[0].blocks)
    }

    #[test]
    fn columns_with_figures_are_a_table_without_lines() {
        let found = page(&[
            &[("Kết quả của các đơn vị được nêu trong bảng dưới đây như sau:", 85.0)],
            &[("STT", 85.0), ("Đơn vị", 140.0), ("Công khai,", 300.0), ("Tổng điểm", 420.0)],
            &[("minh bạch", 300.0)],
            &[("1", 85.0), ("Sở Nội vụ", 140.0), ("15,2", 300.0), ("80,5", 420.0)],
            &[("2", 85.0), ("Sở Tài chính", 140.0), ("14,0", 300.0), ("78,2", 420.0)],
            &[("3", 85.0), ("Sở Nông nghiệp", 140.0), ("12,1", 300.0), ("70,3", 420.0)],
            &[("và Môi trường", 140.0)],
            &[("Các đơn vị tiếp tục duy trì kết quả đã đạt được trong thời gian tới.", 85.0)],
        ]);
        let table = "STT | Đơn vị | Công khai, minh bạch | Tổng điểm\n1 | Sở Nội vụ | 15,2 | 80,5\n2 | Sở Tài chính | 14,0 | 78,2\n\
                     3 | Sở Nông nghiệp và Môi trường | 12,1 | 70,3";
        assert_eq!((found.len(), found.get(1).map(String::as_str)), (3, Some(table)), "{found:#?}");
    }

    #[test]
    fn names_side_by_side_are_no_table() {
        let found = page(&[
            &[("Lê An", 85.0), ("Trần Bình", 240.0), ("Vũ Chi", 400.0)],
            &[("Phó phòng", 85.0), ("Trưởng ban", 240.0), ("Kế toán", 400.0)],
            &[("Sở Nội vụ", 85.0), ("Sở Y tế", 240.0), ("Sở Tư pháp", 400.0)],
            &[("Ký tên", 85.0), ("Ký tên", 240.0), ("Ký tên", 400.0)],
        ]);
        assert!(found.iter().all(|text| !text.contains(" | ")), "{found:#?}");
    }
}
