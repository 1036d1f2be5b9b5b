//! Rows → runs of full lines, and blocks of two columns set side by side.
//!
//! A block is told by its gutter: a white strip that several lines at one height leave free. A
//! letterhead has it at the top of a page, a signature block has lines centred at its right.

use std::ops::Range;

use super::rect_of;
use super::rows::{Row, rows};
use crate::layout::Word;

/// A gap narrower than this, in ems, is a space between two words.
const NARROWEST_GAP: f32 = 0.55;

/// The gaps of a gutter are this wide on average, in ems.
const USUAL_GAP: f32 = 1.5;

/// A gap this wide, in ems, is a gutter even where only one line shows it.
const CLEAR_GAP: f32 = 3.0;

/// A left column is wider than a list label.
const NARROWEST_LEFT: f32 = 40.0;

/// What begins higher than this on a page, in points, may be a letterhead.
const LETTERHEAD: f32 = 220.0;

/// Lines whose middles differ less than this, in points, are centred on each other.
const CENTRED: f32 = 5.0;

/// The same for a line that is to be added to a centred column.
const CENTRED_TOO: f32 = 3.0;

/// A piece of the flow.
#[derive(Debug)]
pub(super) enum Piece {
    Lines(Vec<Row>),
    Columns(Vec<Side>),
}

/// One column and the width that its lines may take.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) rows: Vec<Row>,
    pub(super) width: f32,
}

/// Rows that overlap in height, and the stretches that their words cover.
#[derive(Debug, Clone)]
pub(super) struct Band {
    pub(super) rows: Vec<Row>,
    pub(super) spans: Vec<(f32, f32)>,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) em: f32,
}

/// Where a band stands to a gutter.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    Left,
    Right,
    Both,
    Across,
}

/// A white strip between two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// A candidate: bands from `start` to before `end`.
#[derive(Debug, Clone)]
struct Found {
    start: usize,
    end: usize,
    gutter: Gutter,
    both: usize,
}

/// Parts the rows of a page, or of the space between two tables.
pub(super) fn split(all: Vec<Row>, margins: (f32, f32)) -> Vec<Piece> {
    let mut bands = bands(all);
    let mut pieces = Vec::new();
    // The first band that is in no piece yet, and the one that is looked at.
    let (mut next, mut at) = (0, 0);
    while at < bands.len() {
        let Some(found) = find(&bands, next, at, margins) else {
            at += 1;
            continue;
        };
        // The block may begin above the first band that has both sides.
        pieces.extend(lines(&mut bands, next..found.start));
        pieces.push(Piece::Columns(sides(taken(&mut bands, found.start..found.end), found.gutter, margins)));
        at = found.end;
        next = at;
    }
    pieces.extend(lines(&mut bands, next..at));
    pieces
}

/// The rows of some bands, which are left without.
fn taken(bands: &mut [Band], range: Range<usize>) -> Vec<Row> {
    bands.get_mut(range).into_iter().flatten().flat_map(|band| std::mem::take(&mut band.rows)).collect()
}

fn lines(bands: &mut [Band], range: Range<usize>) -> Option<Piece> {
    let rows = taken(bands, range);
    (!rows.is_empty()).then_some(Piece::Lines(rows))
}

/// Puts rows into bands from top to bottom.
pub(super) fn bands(all: Vec<Row>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut sorted = all;
    sorted.sort_by(|a, b| a.rect.top.total_cmp(&b.rect.top));
    for row in sorted {
        let em = row.em();
        match bands.last_mut() {
            Some(band) if band.bottom - row.rect.top > 0.25 * em.min(band.em) => {
                band.bottom = band.bottom.max(row.rect.bottom);
                band.rows.push(row);
            }
            _ => bands.push(Band { top: row.rect.top, bottom: row.rect.bottom, em, rows: vec![row], spans: Vec::new() }),
        }
    }
    for band in &mut bands {
        band.spans = spans(&band.rows, band.em);
    }
    bands
}

fn spans(rows: &[Row], em: f32) -> Vec<(f32, f32)> {
    let mut boxes: Vec<(f32, f32)> = rows.iter().flat_map(|row| &row.words).map(|word| (rect_of(word).left, rect_of(word).right)).collect();
    boxes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (left, right) in boxes {
        match out.last_mut() {
            Some(last) if left - last.1 < NARROWEST_GAP * em => last.1 = last.1.max(right),
            _ => out.push((left, right)),
        }
    }
    out
}

/// The white strips inside a band.
pub(super) fn gaps(band: &Band) -> Vec<Gutter> {
    band.spans.windows(2).filter_map(|pair| Some(Gutter { left: pair.first()?.1, right: pair.get(1)?.0 })).collect()
}

fn find(bands: &[Band], free: usize, at: usize, margins: (f32, f32)) -> Option<Found> {
    let band = bands.get(at)?;
    let tried = gaps(band).into_iter().filter_map(|gap| grow(bands, free, at, gap, margins));
    tried.max_by(|a, b| a.both.cmp(&b.both).then((a.gutter.right - a.gutter.left).total_cmp(&(b.gutter.right - b.gutter.left))))
}

/// Follows a gutter from its first band down, and at the top of a page up.
fn grow(bands: &[Band], free: usize, at: usize, gap: Gutter, margins: (f32, f32)) -> Option<Found> {
    let first = bands.get(at)?;
    if gap.right < margins.0 + 0.22 * (margins.1 - margins.0) {
        return None;
    }
    let mut gutter = gap;
    let mut widths = vec![(gap.right - gap.left) / first.em];
    let (mut left, mut right) = parted(first, gutter);
    let mut end = at + 1;
    while let (Some(band), Some(above)) = (bands.get(end), bands.get(end - 1)) {
        let (stand, narrowed) = stand(band, gutter);
        let apart = (band.top - above.bottom) / band.em;
        let (more_left, more_right) = parted(band, narrowed);
        let goes_on = match stand {
            Stand::Both => apart < 6.0,
            Stand::Left => apart < 2.5 && conforms(&left, &more_left),
            Stand::Right => apart < if first.top < LETTERHEAD { 3.5 } else { 11.0 } && conforms(&right, &more_right),
            Stand::Across => false,
        };
        if !goes_on {
            break;
        }
        if stand == Stand::Both {
            let shared = gaps(band).into_iter().filter(|gap| gap.left < gutter.right && gap.right > gutter.left);
            widths.push(shared.map(|gap| gap.right - gap.left).fold(0.0, f32::max) / band.em);
        }
        gutter = narrowed;
        left.extend(more_left);
        right.extend(more_right);
        end += 1;
    }
    // A last line that announces something belongs to what follows below.
    while end > at + 1 && bands.get(end - 1).is_some_and(|band| stand(band, gutter).0 != Stand::Both && announces(band)) {
        end -= 1;
    }
    let (start, gutter) = upward(bands, free, at, gutter, (&left, &right));
    let found = Found { start, end, gutter, both: widths.len() };
    let high = first.top < LETTERHEAD;
    is_block(&widths, &left, &right, high).then_some(found)
}

fn announces(band: &Band) -> bool {
    band.rows.last().is_some_and(|row| row.text().ends_with(':'))
}

fn upward(bands: &[Band], free: usize, at: usize, gutter: Gutter, sides: (&[Row], &[Row])) -> (usize, Gutter) {
    // Only a letterhead at the very top may begin with one side.
    if free > 0 || bands.first().is_none_or(|band| band.top > LETTERHEAD) {
        return (at, gutter);
    }
    let mut narrowed = gutter;
    for band in bands.get(..at).unwrap_or_default().iter().rev() {
        let (stand, next) = stand(band, narrowed);
        let (left, right) = parted(band, next);
        let belongs = match stand {
            Stand::Left => conforms(sides.0, &left),
            Stand::Right => conforms(sides.1, &right),
            Stand::Both => true,
            Stand::Across => false,
        };
        if !belongs {
            return (at, gutter);
        }
        narrowed = next;
    }
    (0, narrowed)
}

fn stand(band: &Band, gutter: Gutter) -> (Stand, Gutter) {
    let room = 0.5 * band.em;
    let (Some(first), Some(last)) = (band.spans.first(), band.spans.last()) else { return (Stand::Across, gutter) };
    if last.1 < gutter.right - room {
        return (Stand::Left, Gutter { left: gutter.left.max(last.1), ..gutter });
    }
    if first.0 > gutter.left + room {
        return (Stand::Right, Gutter { right: gutter.right.min(first.0), ..gutter });
    }
    let common = gaps(band).into_iter().map(|gap| Gutter { left: gap.left.max(gutter.left), right: gap.right.min(gutter.right) });
    match common.max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left))) {
        Some(gutter) if gutter.right - gutter.left >= room => (Stand::Both, gutter),
        _ => (Stand::Across, gutter),
    }
}

/// The lines of a band at either side of a gutter.
fn parted(band: &Band, gutter: Gutter) -> (Vec<Row>, Vec<Row>) {
    let middle = f32::midpoint(gutter.left, gutter.right);
    let words = band.rows.iter().flat_map(|row| row.words.iter().cloned());
    let (left, right): (Vec<Word>, Vec<Word>) = words.partition(|word| f32::midpoint(rect_of(word).left, rect_of(word).right) < middle);
    (rows(left), rows(right))
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Whether lines stand under a column's lines: centred with them, or beginning with one of them.
fn conforms(column: &[Row], lines: &[Row]) -> bool {
    let Some(center) = median(column.iter().map(Row::center).collect()) else { return true };
    let centred = column.iter().filter(|row| (row.center() - center).abs() < CENTRED_TOO).count();
    let margin = column.iter().map(|row| row.rect.left).fold(f32::INFINITY, f32::min);
    let flush = column.iter().filter(|row| row.rect.left - margin < 2.0).count();
    let is_centred = column.len() > 1 && centred * 5 >= column.len() * 3 && flush < centred;
    let begins = |line: &Row| column.iter().any(|other| (other.rect.left - line.rect.left).abs() < 4.0);
    let em = column.last().map_or(1.0, Row::em);
    let fits = |line: &Row| (line.center() - center).abs() < CENTRED_TOO || (!is_centred && begins(line));
    lines.iter().all(|line| fits(line) && (line.em() - em).abs() < 0.3 * em)
}

fn is_block(widths: &[f32], left: &[Row], right: &[Row], high: bool) -> bool {
    let lefts = left.iter().map(|row| row.rect.left).reduce(f32::min).unwrap_or_default();
    let rights = left.iter().map(|row| row.rect.right).reduce(f32::max).unwrap_or_default();
    let usual = widths.iter().sum::<f32>() / widths.len().max(1) as f32;
    let shared = (widths.len() >= 2 && usual >= USUAL_GAP) || (usual >= CLEAR_GAP && left.len() + right.len() >= 4);
    let Some(center) = median(right.iter().map(Row::center).collect()) else { return false };
    let centred = right.iter().filter(|row| (row.center() - center).abs() < CENTRED).count();
    // A seal takes letters from the lines under it, which are no longer centred then.
    let parted = widths.len() >= 2 && widths.iter().all(|&width| width >= CLEAR_GAP) && right.iter().any(Row::is_recognised);
    let set = high || parted || centred * 5 >= right.len() * 3;
    rights - lefts >= NARROWEST_LEFT && shared && set && right.len() + left.len() >= 3
}

fn sides(all: Vec<Row>, gutter: Gutter, margins: (f32, f32)) -> Vec<Side> {
    let middle = f32::midpoint(gutter.left, gutter.right);
    let words = all.into_iter().flat_map(|row| row.words);
    let (left, right): (Vec<Word>, Vec<Word>) = words.partition(|word| f32::midpoint(rect_of(word).left, rect_of(word).right) < middle);
    let side = |words: Vec<Word>, from: f32, to: f32| {
        let rows = rows(words);
        let center = median(rows.iter().map(Row::center).collect()).unwrap_or_default();
        let widest = rows.iter().map(|row| row.rect.width()).fold(0.0, f32::max);
        Side { rows, width: widest.max(2.0 * (center - from).min(to - center)) }
    };
    vec![side(left, margins.0, gutter.right), side(right, gutter.left, margins.1)]
}
