//! Words laid over a page → blocks of their own, or parts of the lines that they complete.
//!
//! A number stamped behind `Số:` or a date in a form field rarely meets its line exactly: what is
//! a single line is moved onto the nearest line that has room for it.

use super::rect_of;
use super::rows::{Row, rows};
use crate::layout::{Place, Rect, Word};

/// A gap in a line, in ems, that waits to be filled in.
const OPEN_GAP: std::ops::Range<f32> = 2.0..7.0;

/// A gap as wide as this, in ems, parts stamps side by side.
const BESIDE: f32 = 3.0;

/// How far from its line a stamp may stand, in ems.
const ASTRAY: f32 = 1.6;

/// How far behind the end of a line a stamp may stand, in ems.
const BEHIND: f32 = 3.0;

/// Parts what is laid over a page: blocks of several lines stand for themselves, single lines
/// (a number stamped into its gap, a date in a form field) belong to the line that they complete.
pub(super) fn stamps(words: Vec<Word>) -> (Vec<Vec<Row>>, Vec<Row>) {
    let mut stamps: Vec<Vec<Row>> = Vec::new();
    for row in rows(words).iter().flat_map(parted) {
        let near = stamps.iter_mut().find(|stamp| {
            stamp.last().is_some_and(|last| {
                let apart = row.rect.top - last.rect.bottom;
                let beside = row.rect.left < last.rect.right && row.rect.right > last.rect.left;
                beside && apart < 0.8 * row.em() && row.middle() - last.middle() > 0.3 * row.em()
            })
        });
        match near {
            Some(stamp) => stamp.push(row),
            None => stamps.push(vec![row]),
        }
    }
    let (blocks, single): (Vec<_>, Vec<_>) = stamps.into_iter().partition(|stamp| stamp.len() > 2);
    (blocks, single.into_iter().flatten().collect())
}

/// The pieces of a line that belong to stamps side by side.
fn parted(row: &Row) -> impl Iterator<Item = Row> {
    let pieces = row.words.chunk_by(|left, right| rect_of(right).left - rect_of(left).right < BESIDE * row.em());
    pieces.map(|words| Row::of(words.to_vec()))
}

/// Moves single lines onto the lines that they complete.
pub(super) fn placed(stamps: Vec<Row>, page: &[Row]) -> Vec<Word> {
    let places: Vec<Room> = page.iter().flat_map(rooms).collect();
    let move_to = |stamp: Row| {
        let best = places.iter().filter_map(|room| Some((cost(room, &stamp)?, room))).min_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((_, room)) => moved(stamp, room),
            None => stamp.words,
        }
    };
    stamps.into_iter().flat_map(move_to).collect()
}

/// Room for something on a line: after `left`, and before `right` if it is a gap.
struct Room {
    line: Rect,
    em: f32,
    left: f32,
    right: Option<f32>,
}

fn rooms(row: &Row) -> Vec<Room> {
    let em = row.em();
    let mut rooms = Vec::new();
    for (index, word) in row.words.iter().enumerate() {
        let line = rect_of(word);
        match row.words.get(index + 1).map(rect_of) {
            Some(next) if next.left - line.right < OPEN_GAP.start * em => {}
            Some(next) => {
                let closed = next.left - line.right < OPEN_GAP.end * em;
                rooms.push(Room { line, em, left: line.right, right: closed.then_some(next.left) });
            }
            None => rooms.push(Room { line, em, left: line.right, right: None }),
        }
    }
    rooms
}

/// How far a stamp stands from some room; `None` where it cannot be meant for it.
fn cost(room: &Room, stamp: &Row) -> Option<f32> {
    let off = (stamp.middle() - f32::midpoint(room.line.top, room.line.bottom)).abs();
    let aside = match room.right {
        Some(right) => (room.left - stamp.center()).max(stamp.center() - right).max(0.0),
        None if stamp.rect.left < room.left - room.em => return None,
        None => (stamp.rect.left - room.left).max(0.0),
    };
    (off < ASTRAY * room.em && aside < BEHIND * room.em).then_some(off + aside)
}

fn moved(stamp: Row, room: &Room) -> Vec<Word> {
    let inside = room.right.is_none_or(|right| stamp.center() > room.left && stamp.center() < right);
    let shift = if inside { 0.0 } else { room.left + 0.3 * room.em - stamp.rect.left };
    let mut words = stamp.words;
    for word in &mut words {
        if let Place::OnPage { rect, .. } = &mut word.place {
            *rect = Rect { left: rect.left + shift, right: rect.right + shift, top: room.line.top, bottom: room.line.bottom };
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::sample::line;
    use super::*;

    #[test]
    fn stamps_side_by_side_are_read_one_after_the_other() {
        let both = [("Người ký: Sở Mẫu", "Sở Mẫu"), ("Thư: so@mau.vn", "Tỉnh Mẫu"), ("Giờ: 08:24", "08:20")];
        let lines = (0..3).zip(both).flat_map(|(at, (left, right))| {
            let bottom = 400.0 + 15.0 * at as f32;
            [line(left, 100.0, bottom, false), line(right, 300.0, bottom + 1.0, false)]
        });
        let (blocks, single) = stamps(lines.flatten().collect());
        let texts: Vec<String> = blocks.iter().map(|rows| rows.iter().map(Row::text).collect::<Vec<_>>().join(" / ")).collect();
        assert_eq!(texts, ["Người ký: Sở Mẫu / Thư: so@mau.vn / Giờ: 08:24", "Sở Mẫu / Tỉnh Mẫu / 08:20"]);
        assert!(single.is_empty());
    }

    #[test]
    fn a_stamp_completes_the_line_beside_it() {
        let mut words = line("Số:", 100.0, 100.0, false);
        words.extend(line("ngày", 300.0, 100.0, false));
        words.extend(line("năm 2024", 360.0, 100.0, false));
        let mut stamps = line("27/BC", 125.0, 88.0, false);
        stamps.extend(line("04", 345.0, 114.0, false));
        let page = rows(words.clone());
        words.extend(placed(rows(stamps), &page));
        assert_eq!(rows(words)[0].text(), "Số: 27/BC ngày 04 năm 2024");
    }
}
