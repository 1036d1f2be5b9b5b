//! Tables for people: columns that fit the terminal, Vietnamese letters counted by their width.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Between two columns.
const BETWEEN: usize = 2;
/// No column becomes narrower than this.
const NARROWEST: usize = 6;

/// A column of a table.
pub(super) struct Column {
    heading: &'static str,
    /// Its share of the width where not all fits; 0 for a column that is shortened last.
    share: usize,
    right: bool,
    /// What is too long loses its middle: the ends of file names tell them apart.
    name: bool,
}

impl Column {
    pub(super) fn fixed(heading: &'static str) -> Self {
        Self { heading, share: 0, right: false, name: false }
    }

    pub(super) fn elastic(heading: &'static str, share: usize) -> Self {
        Self { heading, share, right: false, name: false }
    }

    pub(super) fn names(heading: &'static str, share: usize) -> Self {
        Self { heading, share, right: false, name: true }
    }

    pub(super) fn figures(heading: &'static str) -> Self {
        Self { heading, share: 0, right: true, name: false }
    }
}

/// The table as lines no wider than `width`.
pub(super) fn render(columns: &[Column], rows: &[Vec<String>], width: usize) -> String {
    let widths = widths(columns, rows, width);
    let mut out = String::new();
    let headings: Vec<String> = columns.iter().map(|column| column.heading.to_owned()).collect();
    let rule: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    for row in [&headings, &rule].into_iter().chain(rows) {
        let mut line = String::new();
        for ((cell, column), &width) in row.iter().zip(columns).zip(&widths) {
            let cell = if column.name { shorten_middle(cell, width) } else { shorten(cell, width) };
            let space = " ".repeat(width.saturating_sub(cell.width()));
            let (before, after) = if column.right { (space.as_str(), "") } else { ("", space.as_str()) };
            line.push_str(&format!("{before}{cell}{after}{}", " ".repeat(BETWEEN)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What each column needs, the elastic ones cut by their shares until all fits.
fn widths(columns: &[Column], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let needed = |index: usize, column: &Column| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
        cells.chain([column.heading.width()]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(|(index, column)| needed(index, column)).collect();
    let bounds = BETWEEN * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + bounds > width {
        let elastic = columns.iter().zip(&mut widths).filter(|(column, width)| column.share > 0 && **width > NARROWEST * 2);
        let widest = elastic.max_by_key(|(column, width)| **width * 100 / column.share).map(|(_, width)| width);
        match widest {
            Some(widest) => *widest -= 1,
            None => match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            },
        }
    }
    widths
}

/// Cuts at a width, with `…` where something is left out.
pub(super) fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(character);
    }
    format!("{}…", out.trim_end())
}

/// Cuts at a width, leaving beginning and end.
fn shorten_middle(text: &str, width: usize) -> String {
    if text.width() <= width || width < 2 * NARROWEST {
        return shorten(text, width);
    }
    let end_width = width / 2;
    let mut end = Vec::new();
    let mut used = 0;
    for character in text.chars().rev() {
        used += character.width().unwrap_or(0);
        if used > end_width {
            break;
        }
        end.push(character);
    }
    let end: String = end.into_iter().rev().collect();
    let begin = shorten(text, width.saturating_sub(end.width()));
    format!("{begin}{end}")
}

/// How many columns of a terminal a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Breaks at spaces so that no line is wider than `width`; lines after the first begin with `indent` spaces.
pub(super) fn wrap(text: &str, width: usize, indent: usize) -> String {
    let mut out = String::new();
    let mut used = indent;
    for word in text.split(' ') {
        // Marks for the terminal take no width.
        let wide = super::terminal::strip(word).width();
        if used > indent && used + 1 + wide > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        } else if used > indent {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += wide;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_the_width_and_line_up() {
        let columns = [Column::fixed("Số"), Column::elastic("Trích yếu", 1), Column::figures("Nhiệm vụ")];
        let subject = "đẩy nhanh số hóa hồ sơ trên địa bàn ".repeat(5);
        let rows = vec![vec!["12/UBND".to_owned(), subject, "3".to_owned()], vec!["1/CV".to_owned(), "ngắn".to_owned(), "12".to_owned()]];
        let table = render(&columns, &rows, 80);
        assert!(table.lines().all(|line| line.width() <= 80), "{table}");
        let ends: Vec<usize> = table.lines().map(|line| line.width()).collect();
        assert!(ends.iter().all(|&end| end == 80), "{ends:?}\n{table}");
        assert!(table.contains('…'));
    }

    #[test]
    fn names_keep_both_ends() {
        assert_eq!(shorten_middle("báo-cáo-phường-quý-3.pdf", 14), "báo-cá…ý-3.pdf");
        assert_eq!(shorten_middle("a.pdf", 14), "a.pdf");
    }

    #[test]
    fn wraps_at_spaces() {
        assert_eq!(wrap("một hai ba", 8, 2), "một\n  hai ba");
    }
}
