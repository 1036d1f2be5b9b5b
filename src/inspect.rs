//! A page to look at: what was read on it, drawn over its picture.
//!
//! In: the picture of a page, the layout that it belongs to and the record's evidence. Out: the picture with a box for
//! each thing that was read, and how many there are. It deliberately knows neither files nor how the page was read.

use std::io::Cursor;

use image::{ImageError, ImageFormat, Rgb, RgbImage};

use crate::layout::{Block, Layout, Line, Page, Paragraph, Part, Place, Rect};
use crate::record::Record;

/// What a box shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A line of print.
    Line,
    /// A paragraph of the body.
    Paragraph,
    /// One of several columns side by side.
    Column,
    /// A cell of a table.
    Cell,
    /// A running head or foot, a stamp, a note.
    Margin,
    /// What a value was read from.
    Evidence,
}

impl Mark {
    /// All, in the order in which they are drawn.
    pub const ALL: [Self; 6] = [Self::Line, Self::Paragraph, Self::Column, Self::Cell, Self::Margin, Self::Evidence];

    fn colour(self) -> Rgb<u8> {
        Rgb(match self {
            Self::Line => [170, 170, 170],
            Self::Paragraph => [30, 90, 220],
            Self::Column => [150, 40, 200],
            Self::Cell => [20, 150, 60],
            Self::Margin => [240, 140, 0],
            Self::Evidence => [220, 20, 20],
        })
    }

    /// How far its box stands off what it holds, in points, so that boxes of one thing do not cover each other.
    fn distance(self) -> f32 {
        match self {
            Self::Line | Self::Cell => 0.0,
            Self::Evidence => 1.0,
            Self::Paragraph | Self::Margin => 2.0,
            Self::Column => 4.0,
        }
    }
}

/// A page with boxes over it.
#[derive(Debug, Clone)]
pub struct Inspected {
    /// A PNG file.
    pub picture: Vec<u8>,
    /// How many boxes of each kind it has, as in [`Mark::ALL`].
    pub counts: [usize; Mark::ALL.len()],
    /// The record's values that were read on this page, in the order of the numbers at their boxes, from 1.
    pub values: Vec<String>,
}

/// Draws what was read on a page over its picture, a PNG file.
///
/// # Errors
/// When the picture does not open.
pub fn inspect(picture: &[u8], page: &Page, layout: &Layout, record: &Record) -> Result<Inspected, ImageError> {
    let mut picture = image::load_from_memory_with_format(picture, ImageFormat::Png)?.into_rgb8();
    let number = page.number.unwrap_or(1);
    #[expect(clippy::cast_precision_loss, reason = "a picture has some thousand dots a side")]
    let scale = page.size.map_or(1.0, |(width, _)| picture.width() as f32 / width.max(1.0));
    let mut boxes = Vec::new();
    for block in layout.pages.iter().flat_map(|page| &page.blocks) {
        gather(block, number, &mut boxes);
    }
    let mut values = Vec::new();
    for (pointer, evidence) in record.evidence.iter().filter(|(_, evidence)| evidence.page == Some(number)) {
        if let Some([left, top, right, bottom]) = evidence.rect {
            boxes.push((Mark::Evidence, Rect { left, top, right, bottom }));
            values.push(pointer.clone());
        }
    }
    let mut counts = [0; Mark::ALL.len()];
    for (mark, count) in Mark::ALL.into_iter().zip(&mut counts) {
        for (_, rect) in boxes.iter().filter(|(own, _)| *own == mark) {
            *count += 1;
            let corner = frame(&mut picture, mark, *rect, scale);
            if mark == Mark::Evidence {
                write_number(&mut picture, *count, corner, mark.colour());
            }
        }
    }
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(Inspected { picture: file.into_inner(), counts, values })
}

/// The boxes of a block, as far as it stands on the page: paragraphs and tables go on over pages.
fn gather(block: &Block, page: u32, boxes: &mut Vec<(Mark, Rect)>) {
    match block {
        Block::Paragraph(paragraph) => {
            let lines: Vec<Rect> = paragraph.lines.iter().filter_map(|line| rect_of(line, page)).collect();
            let mark = mark_of(paragraph);
            boxes.extend(lines.iter().copied().reduce(Rect::union).map(|rect| (mark, rect)));
            boxes.extend(lines.into_iter().map(|rect| (Mark::Line, rect)));
        }
        Block::Table(table) => {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                if let Some(Place::OnPage { page: own, rect }) = cell.place
                    && own == page
                {
                    boxes.push((Mark::Cell, rect));
                }
                cell.blocks.iter().for_each(|block| gather(block, page, boxes));
            }
        }
        Block::Columns(sides) => {
            for side in sides {
                let mut own = Vec::new();
                side.iter().for_each(|block| gather(block, page, &mut own));
                boxes.extend(own.iter().map(|(_, rect)| *rect).reduce(Rect::union).map(|rect| (Mark::Column, rect)));
                boxes.append(&mut own);
            }
        }
    }
}

fn mark_of(paragraph: &Paragraph) -> Mark {
    match paragraph.part {
        Part::Body | Part::TextBox => Mark::Paragraph,
        Part::Header | Part::Footer | Part::Footnote | Part::Annotation => Mark::Margin,
    }
}

fn rect_of(line: &Line, page: u32) -> Option<Rect> {
    let places = line.words.iter().filter_map(|word| match word.place {
        Place::OnPage { page: own, rect } if own == page => Some(rect),
        Place::OnPage { .. } | Place::InFlow { .. } => None,
    });
    places.reduce(Rect::union)
}

/// Draws a frame two dots thick; gives its top left corner.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is off the picture is put on its edge")]
fn frame(picture: &mut RgbImage, mark: Mark, rect: Rect, scale: f32) -> (u32, u32) {
    let (width, height) = picture.dimensions();
    let dot = |points: f32, most: u32| ((points * scale).round().max(0.0) as u32).min(most.saturating_sub(1));
    let distance = mark.distance();
    let (left, right) = (dot(rect.left - distance, width), dot(rect.right + distance, width));
    let (top, bottom) = (dot(rect.top - distance, height), dot(rect.bottom + distance, height));
    for thick in 0..2 {
        for x in left..=right {
            put(picture, x, top + thick, mark.colour());
            put(picture, x, bottom.saturating_sub(thick), mark.colour());
        }
        for y in top..=bottom {
            put(picture, left + thick, y, mark.colour());
            put(picture, right.saturating_sub(thick), y, mark.colour());
        }
    }
    (left, top)
}

fn put(picture: &mut RgbImage, x: u32, y: u32, colour: Rgb<u8>) {
    if let Some(dot) = picture.get_pixel_mut_checked(x, y) {
        *dot = colour;
    }
}

/// Digits of three by five dots, row by row from the highest bit.
const DIGITS: [u16; 10] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_001_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
];

/// The side of one dot of a digit in the picture.
const DOT: u32 = 2;

/// Writes a number above a corner.
fn write_number(picture: &mut RgbImage, number: usize, (left, top): (u32, u32), colour: Rgb<u8>) {
    let digits = number.to_string();
    for (place, digit) in (0..).zip(digits.chars().filter_map(|digit| digit.to_digit(10))) {
        let rows = usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or_default();
        for at in 0..15_u32 {
            if rows >> (14 - at) & 1 == 1 {
                let (x, y) = (left + (place * 4 + at % 3) * DOT, top.saturating_sub(6 * DOT) + at / 3 * DOT);
                (0..DOT * DOT).for_each(|part| put(picture, x + part % DOT, y + part / DOT, colour));
            }
        }
    }
}
