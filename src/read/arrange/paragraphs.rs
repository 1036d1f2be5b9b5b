//! Lines → paragraphs.
//!
//! A line goes on the one before it unless something says that it begins: more space above, an
//! indent, a list label, another style of a centred line, or room left at the end of the line
//! before where its first word would have fitted.

use super::columns::Side;
use super::rows::Row;
use super::{Draft, rect_of};
use crate::layout::{Align, Line, Paragraph};
use crate::read::label;

/// What holds for the whole document.
#[derive(Debug)]
pub(super) struct Measure {
    /// For each page size: the left and right margin.
    margins: Vec<Margins>,
    /// Where most first lines begin.
    indent: Option<f32>,
    /// The distance of two baselines in a paragraph, in ems.
    leading: f32,
}

/// The left and right margin of pages of one size.
#[derive(Debug)]
struct Margins {
    size: (f32, f32),
    edges: (f32, f32),
}

impl Measure {
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let mut sizes: Vec<(f32, f32)> = Vec::new();
        for draft in drafts {
            if !sizes.iter().any(|&size| same_size(size, draft.size)) {
                sizes.push(draft.size);
            }
        }
        let margins: Vec<_> = sizes.into_iter().map(|size| Margins { size, edges: margins_of(drafts, size) }).collect();
        let indent = indent_of(drafts, &margins);
        Self { margins, indent, leading: leading_of(drafts) }
    }

    pub(super) fn margins(&self, size: (f32, f32)) -> (f32, f32) {
        self.margins.iter().find(|own| same_size(own.size, size)).map_or((0.0, size.0), |own| own.edges)
    }
}

fn same_size(a: (f32, f32), b: (f32, f32)) -> bool {
    (a.0 - b.0).abs() < 2.0 && (a.1 - b.1).abs() < 2.0
}

/// The outermost edges that several lines share.
fn margins_of(drafts: &[Draft], size: (f32, f32)) -> (f32, f32) {
    let rows: Vec<&Row> = drafts.iter().filter(|draft| same_size(draft.size, size)).flat_map(|draft| &draft.rows).collect();
    let least = (rows.len() / 14).max(2);
    let mut lefts: Vec<f32> = rows.iter().map(|row| row.rect.left).collect();
    let mut rights: Vec<f32> = rows.iter().map(|row| -row.rect.right).collect();
    let left = shared_edge(&mut lefts, least).unwrap_or(0.0);
    let right = shared_edge(&mut rights, least).map_or(size.0, |right| -right);
    if right > left { (left, right) } else { (0.0, size.0) }
}

/// The smallest value that at least `least` values share; the smallest of all where none is shared.
fn shared_edge(values: &mut [f32], least: usize) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    let shared = values.windows(least).find(|window| match (window.first(), window.last()) {
        (Some(first), Some(last)) => last - first < 3.0,
        _ => false,
    });
    shared.and_then(|window| window.first()).or(values.first()).copied()
}

/// The place inside the margin where lines begin most often.
fn indent_of(drafts: &[Draft], margins: &[Margins]) -> Option<f32> {
    let margin = margins.first()?.edges.0;
    let mut lefts: Vec<f32> = drafts.iter().flat_map(|draft| &draft.rows).map(|row| row.rect.left).collect();
    lefts.retain(|left| left - margin > 5.0 && left - margin < 80.0);
    lefts.sort_by(f32::total_cmp);
    let count = |left: f32| lefts.iter().filter(|other| (**other - left).abs() < 1.5).count();
    lefts.iter().copied().max_by_key(|&left| count(left)).filter(|&left| count(left) > 2)
}

fn leading_of(drafts: &[Draft]) -> f32 {
    let mut steps: Vec<f32> = drafts
        .iter()
        .flat_map(|draft| draft.rows.windows(2))
        .filter_map(|pair| {
            let (a, b) = (pair.first()?, pair.get(1)?);
            let step = (b.rect.bottom - a.rect.bottom) / b.em();
            (0.8..2.5).contains(&step).then_some(step)
        })
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(1.3)
}

/// Where lines stand between two margins.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f32,
    right: f32,
    /// Where first lines begin: an ordinary line from there may be centred by chance.
    indent: Option<f32>,
}

impl Frame {
    fn width(self) -> f32 {
        self.right - self.left
    }

    /// Both ends are as far from the margins.
    fn is_even(self, row: &Row) -> bool {
        let (before, after) = (row.rect.left - self.left, self.right - row.rect.right);
        let near = |difference: f32| difference.abs() < (0.025 * self.width()).max(5.0);
        // Titles are often centred with the indent of first lines left on.
        near(before - after) || self.indent.is_some_and(|indent| row.bold() && near(before - after - (indent - self.left)))
    }

    /// Centred, and not a full line.
    fn is_centred(self, row: &Row) -> bool {
        // A bold line from the indent to the margin is full: the words in bold go on behind it.
        let full = self.right - row.rect.right < 3.0;
        let indented = |indent: f32| (row.rect.left - indent).abs() < 2.0;
        let first_line =
            self.indent.is_some_and(|indent| if row.bold() { full && indented(indent) } else { indented(indent) || is_label(row) });
        self.is_even(row) && !first_line && row.rect.left - self.left > (0.03 * self.width()).max(3.0)
    }

    fn is_right(self, row: &Row) -> bool {
        (self.right - row.rect.right).abs() < 8.0 && row.rect.left - self.left > 0.35 * self.width()
    }
}

/// Rejoins the lines of running text or of a table cell.
pub(super) fn paragraphs(rows: Vec<Row>, margins: (f32, f32), measure: &Measure) -> Vec<Paragraph> {
    let frame = Frame { left: margins.0, right: margins.1, indent: measure.indent };
    grouped(rows, frame, |group, row| begins(group, row, frame, measure.leading))
}

/// Rejoins the lines of one column of a letterhead or signature block.
pub(super) fn column(side: Side, measure: &Measure) -> Vec<Paragraph> {
    let left = side.rows.iter().map(|row| row.rect.left).reduce(f32::min).unwrap_or_default();
    let right = side.rows.iter().map(|row| row.rect.right).reduce(f32::max).unwrap_or_default();
    let frame = Frame { left, right, indent: None };
    let width = side.width;
    let even = side.rows.iter().filter(|row| frame.is_even(row)).count();
    let centred = even * 5 >= side.rows.len() * 3 && side.rows.iter().any(|row| frame.is_centred(row));
    let mut paragraphs = grouped(side.rows, frame, |group, row| {
        let Some(last) = group.last() else { return true };
        let caps = is_caps(last);
        let room = if caps { width * 0.95 } else { frame.width().max(width * 0.75) };
        let used = if frame.is_even(last) { last.rect.width() } else { last.rect.right - frame.left };
        let fits = used + 0.25 * last.em() + first_width(row) < room;
        let step = row.rect.bottom - last.rect.bottom;
        // The end of a name that was too long is a word or two; more words are a name of their own.
        let own_name = caps && is_caps(row) && row.words.len() > 2;
        differs(last, row)
            || caps != is_caps(row)
            || own_name
            || is_label(row)
            || fits
            || step > (measure.leading.max(1.2) * 1.2 + 0.05) * row.em()
    });
    for paragraph in &mut paragraphs {
        let even = paragraph.lines.iter().all(|line| frame.is_even(&Row::of(line.words.clone())));
        // The widest line of a centred column fills it.
        if centred && even {
            paragraph.align = Align::Center;
        }
    }
    paragraphs
}

fn grouped(rows: Vec<Row>, frame: Frame, begins: impl Fn(&[Row], &Row) -> bool) -> Vec<Paragraph> {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if !begins(group, &row) => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
    groups.into_iter().map(|group| paragraph(group, frame)).collect()
}

fn paragraph(rows: Vec<Row>, frame: Frame) -> Paragraph {
    let centred = rows.iter().all(|row| frame.is_even(row)) && rows.last().is_some_and(|row| frame.is_centred(row));
    let align = if centred {
        Align::Center
    } else if rows.iter().all(|row| frame.is_right(row)) {
        Align::Right
    } else {
        Align::Left
    };
    let mut lines = rows.into_iter().map(Row::into_line).collect();
    mend(&mut lines);
    Paragraph { lines, align, ..Paragraph::default() }
}

/// Makes words whole that a line end cut behind their hyphen or stroke: `12/KH-` and `UBND`.
pub(super) fn mend(lines: &mut Vec<Line>) {
    let mut index = 0;
    while let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) {
        let cut = line.words.last().is_some_and(|word| is_cut(&word.text));
        let rest = next.words.first().filter(|word| cut && word.text.starts_with(char::is_alphanumeric)).map(|word| word.text.clone());
        let Some(rest) = rest else {
            index += 1;
            continue;
        };
        if let Some(word) = lines.get_mut(index).and_then(|line| line.words.last_mut()) {
            word.text.push_str(&rest);
        }
        if let Some(next) = lines.get_mut(index + 1) {
            next.words.remove(0);
        }
        if lines.get(index + 1).is_some_and(|next| next.words.is_empty()) {
            lines.remove(index + 1);
        } else {
            index += 1;
        }
    }
}

fn is_cut(text: &str) -> bool {
    let before = text.strip_suffix(['-', '/']);
    before.is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

fn begins(group: &[Row], row: &Row, frame: Frame, leading: f32) -> bool {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return true };
    let em = row.em();
    let step = (row.rect.bottom - last.rect.bottom) / em;
    if step > leading * 1.2 + 0.05 || step < 0.0 || sizes_differ(last, row) {
        return true;
    }
    if frame.is_centred(row) || frame.is_centred(last) {
        let title = frame.is_even(last) && frame.is_even(row) && (last.bold() || frame.is_centred(last));
        return !title || differs(last, row) || is_label(row) || is_caps(last) != is_caps(row);
    }
    if fits(last, row, frame) {
        return true;
    }
    let closed = last.text().ends_with(['.', ';', ':', ',', '/']);
    let indent = row.rect.left - frame.left;
    if is_label(row) && (indent > 4.0 || closed) {
        return true;
    }
    indented(group, first, last, row, frame, closed)
}

/// Whether the place where a line begins makes it a first line.
fn indented(group: &[Row], first: &Row, last: &Row, row: &Row, frame: Frame, closed: bool) -> bool {
    let em = row.em();
    let step = row.rect.left - last.rect.left;
    if step > 0.5 * em {
        // Under the text of a list item, not under its label.
        let hangs =
            group.len() == 1 && is_label(first) && first.words.iter().skip(1).take(2).any(|word| near(rect_of(word).left, row.rect.left));
        return !hangs;
    }
    if group.len() == 1 {
        // Under the first line: a first-line indent, or a block set in.
        let starts = row.text().chars().find(|character| character.is_alphabetic()).is_some_and(char::is_uppercase);
        let set_in = frame.indent.is_some_and(|indent| near(first.rect.left, indent)) && first.text().ends_with([';', '.']);
        return step.abs() <= 0.5 * em && closed && starts && row.rect.left > last.rect.left - 1.0 && (is_label(first) || set_in);
    }
    let goes_on = !closed && row.text().starts_with(char::is_lowercase);
    step < -0.5 * em && !goes_on
}

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 4.0
}

/// Whether the first word of a line would have found room on the line before it.
fn fits(last: &Row, row: &Row, frame: Frame) -> bool {
    last.rect.right + 0.25 * last.em() + first_width(row) < frame.right - 0.4 * last.em()
}

fn first_width(row: &Row) -> f32 {
    row.words.first().map_or(0.0, |word| rect_of(word).width())
}

fn sizes_differ(a: &Row, b: &Row) -> bool {
    let (a, b) = (a.em(), b.em());
    (a - b).abs() > 0.15 * a.max(b)
}

fn differs(a: &Row, b: &Row) -> bool {
    let italic = |row: &Row| row.words.iter().all(|word| word.font.italic);
    a.bold() != b.bold() || italic(a) != italic(b) || sizes_differ(a, b)
}

fn is_caps(row: &Row) -> bool {
    let text = row.text();
    let letters = text.chars().filter(|character| character.is_alphabetic());
    let (all, small) = (letters.clone().count(), letters.filter(|letter| letter.is_lowercase()).count());
    // `CHỦ TỊCH … điện:` ends in small letters, and recognition makes one of a capital now and then.
    all > 1 && small * 7 <= all
}

/// Whether a line begins with a bullet, a number or the number of an article.
pub(super) fn is_label(row: &Row) -> bool {
    row.words.len() > 1 && label::length(&row.text()).is_some()
}

/// Whether the first paragraph of a page goes on the last one of the page before.
pub(super) fn goes_on(last: &Paragraph, next: &Paragraph, before: (f32, f32), after: (f32, f32)) -> bool {
    let row = |line: Option<&Line>| line.map(|line| Row::of(line.words.clone()));
    let (Some(last_row), Some(next_row)) = (row(last.lines.last()), row(next.lines.first())) else { return false };
    let frame = Frame { left: before.0, right: before.1, indent: None };
    if last.align != Align::Left || next.align != Align::Left || sizes_differ(&last_row, &next_row) || fits(&last_row, &next_row, frame) {
        return false;
    }
    let closed = last_row.text().ends_with(['.', ';', ':', '/']);
    let indent = next_row.rect.left - after.0;
    indent < 0.6 * next_row.em() && !(is_label(&next_row) && closed)
}

#[cfg(test)]
mod tests {
    use super::super::sample::line;
    use super::*;

    #[test]
    fn a_name_in_bold_that_fills_its_line_is_no_title() {
        let joined = |text: &str| {
            let right = Row::of(line("5. Báo Hưng Hà, Đài Phát thanh tỉnh đưa", 40.0, 20.0, true)).rect.right;
            let measure = Measure { margins: Vec::new(), indent: Some(40.0), leading: 1.2 };
            let rows = vec![Row::of(line(text, 40.0, 20.0, true)), Row::of(line("tin trong khung giờ vàng.", 20.0, 34.0, false))];
            paragraphs(rows, (20.0, right), &measure).len()
        };
        assert_eq!(joined("5. Báo Hưng Hà, Đài Phát thanh tỉnh đưa"), 1);
        assert_eq!(joined("5. Báo Hưng Hà"), 2);
    }

    #[test]
    fn a_line_of_capitals_may_end_in_small_letters() {
        for (text, caps) in
            [("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU điện:", true), ("PHÓ CHỦ TỊCh", true), ("UBND các xã", false), ("A", false)]
        {
            assert_eq!(is_caps(&Row::of(line(text, 0.0, 20.0, false))), caps, "{text}");
        }
    }

    #[test]
    fn labels() {
        for text in ["- Sở Một", "1. Mục", "1- Mục", "Điều 13. Khen thưởng", "2.1. Mục", "2.1 Mục", "a) Điểm", "IV. Phần", "-Sở Hai"]
        {
            assert!(is_label(&Row::of(line(text, 0.0, 20.0, false))), "{text}");
        }
        for text in ["Sở Một", "12/2024 là", "-5 độ", "2024. Năm", "xã) và"] {
            assert!(!is_label(&Row::of(line(text, 0.0, 20.0, false))), "{text}");
        }
    }
}
