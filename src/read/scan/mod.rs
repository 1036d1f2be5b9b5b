//! Page images: rendered at the scan's own resolution and recognised.
//!
//! In: a PDF and the pages that have no usable text layer. Out: their words with places and
//! confidences; `arrange` makes blocks of them as of any page. It deliberately does not decide
//! which pages need it.

mod cells;
mod marks;
mod paper;
mod picture;
mod print;
mod rules;
mod seals;
mod skew;
mod tesseract;

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use image::{DynamicImage, GenericImageView as _};

use super::{arrange, paint};
use crate::layout::{Font, Origin, Place, Rect, Turn, Word};
use cells::Cell;
use picture::Picture;
use print::Print;
use rules::Stroke;
use skew::Skew;
pub(super) use tesseract::is_installed as recognises;
use tesseract::{OcrError, SeenWord};

/// Pages are recognised at their own resolution within these bounds, in dots per inch: below, small
/// print has too few dots; above, specks and the dots of seals are taken for letters and recognition takes
/// longer (measured: 250 dpi is as good as more).
const RESOLUTION: (f32, f32) = (200.0, 250.0);

/// The resolution for pages drawn from fonts, which have none of their own.
const DRAWN: f32 = 250.0;

/// A page that is read less surely than this may not stand upright (sideways ones reach 0.47, poor scans seldom less than 0.7).
const DOUBTFUL: f32 = 0.65;

/// Lines whose size is told within these parts of the usual one are of the usual print.
const SAME_PRINT: std::ops::Range<f32> = 0.85..1.2;

/// Figures that are taller than print are written by hand, and believed no more than this.
const HAND: f32 = 0.5;

/// A line of text reaches so far above and below its baseline, in parts of its size.
const HEAD: f32 = 0.85;
const FOOT: f32 = 0.25;

/// A page to recognise.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Index of the page, from 0.
    pub(super) index: usize,
    /// Dots per inch of its largest image; `None` where it has none.
    pub(super) dpi: Option<f32>,
    /// What its images take in the file: the more is on a page, the more.
    pub(super) bytes: usize,
}

/// What was seen on a page, in points, straightened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recognised {
    pub(super) words: Vec<Word>,
    /// Small print above the letterhead: what a digital signature or a copying office put there.
    pub(super) notes: Vec<Word>,
    /// Ruling lines, each as a box without width or without height.
    pub(super) rules: Vec<Rect>,
    /// How the picture was laid straight.
    pub(super) turn: Turn,
    /// The mean confidence of the words, from 0 to 1; 1 where there are none.
    pub(super) confidence: f32,
}

/// Recognises pages of a PDF, as many at a time as there are processors.
///
/// Gives the words of each wanted page in the same order, or nothing where the OCR program is not
/// installed or failed on that page. Full pages are begun first, so that at the end no processor waits long for another.
pub(super) fn recognise(bytes: &Arc<Vec<u8>>, wanted: &[Wanted]) -> Vec<Option<Recognised>> {
    let mut order: Vec<(usize, &Wanted)> = wanted.iter().enumerate().collect();
    order.sort_by_key(|(_, page)| Reverse(page.bytes));
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; wanted.len()]);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(wanted.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                // Fonts and images are cached inside the document, which threads cannot share.
                let Ok(pdf) = Pdf::new(Arc::<Vec<u8>>::clone(bytes)) else { return };
                while let Some((place, page)) = take(&next, &order) {
                    let words = pdf.pages().get(page.index).and_then(|drawn| recognise_page(drawn, page).ok());
                    if let Ok(mut results) = results.lock()
                        && let Some(slot) = results.get_mut(place)
                    {
                        *slot = words;
                    }
                }
            });
        }
    });
    results.into_inner().unwrap_or_default()
}

fn take<'a>(next: &AtomicUsize, order: &[(usize, &'a Wanted)]) -> Option<(usize, &'a Wanted)> {
    order.get(next.fetch_add(1, Ordering::Relaxed)).copied()
}

fn recognise_page(page: &Page<'_>, wanted: &Wanted) -> Result<Recognised, OcrError> {
    let dpi = wanted.dpi.map_or(DRAWN, |dpi| dpi.clamp(RESOLUTION.0, RESOLUTION.1)).round();
    let drawn = paint::page(page, dpi);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the resolution is between 200 and 250")]
    let dpi = dpi as u32;
    recognise_dots(drawn.into(), dpi, u32::try_from(wanted.index + 1).unwrap_or(u32::MAX))
}

/// Recognises a picture file's page of so many dots per inch, brought to a resolution that recognition likes.
///
/// Gives nothing where the OCR program is not installed or failed on it.
pub(super) fn recognise_picture(image: DynamicImage, dpi: f32, number: u32) -> Option<Recognised> {
    let wanted = dpi.clamp(RESOLUTION.0, RESOLUTION.1).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "some thousand dots a side")]
    let side = |dots: u32| (dots as f32 * wanted / dpi).round().max(1.0) as u32;
    let (width, height) = (side(image.width()), side(image.height()));
    let image = if (width, height) == image.dimensions() { image } else { image.thumbnail_exact(width, height) };
    // A grey picture stays one: colours take four times as long to look through.
    let image = if matches!(image, DynamicImage::ImageLuma8(_)) { image } else { image.into_rgba8().into() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the resolution is between 200 and 250")]
    let dpi = wanted as u32;
    recognise_dots(image, dpi, number).ok()
}

fn recognise_dots(mut image: DynamicImage, dpi: u32, number: u32) -> Result<Recognised, OcrError> {
    let mut sheet = Sheet::of(&image, dpi);
    let (mut seen, mut drawings) = sheet.recognise()?;
    // A page that stands on its side or its head is seen as strange letters, or as lines that run down.
    let doubtful = is_sideways(&seen) || confidence(seen.iter().chain(sheet.cells.iter().flat_map(Cell::words))) < DOUBTFUL;
    let quarters = if doubtful { tesseract::quarters(&sheet.picture).unwrap_or_default() } else { 0 };
    if quarters > 0 {
        image = paint::turned(image, quarters);
        sheet = Sheet::of(&image, dpi);
        (seen, drawings) = sheet.recognise()?;
    }
    seals::read(&image, &sheet.picture, &drawings, &mut seen);
    Ok(sheet.recognised(seen, quarters, number))
}

/// A page to be recognised, with its ruling lines and its tables, which are read before the rest.
struct Sheet {
    picture: Picture,
    strokes: Vec<Stroke>,
    skew: Skew,
    cells: Vec<Cell>,
}

impl Sheet {
    fn of(image: &DynamicImage, dpi: u32) -> Self {
        let mut picture = Picture::of(image, dpi);
        paper::even(&mut picture);
        let slope = skew::of_text(&picture);
        let strokes = rules::find(&picture, slope);
        let skew = Skew::of(&strokes, slope, &picture);
        #[expect(clippy::cast_precision_loss, reason = "the resolution is between 200 and 250")]
        let cells = cells::read(&picture, &strokes, skew, &tables(&strokes, skew, dpi as f32));
        Self { picture, strokes, skew, cells }
    }

    /// Recognises what is not in the tables, or not surely; gives also what the engine took for drawings.
    fn recognise(&self) -> Result<(Vec<SeenWord>, Vec<Rect>), OcrError> {
        let rest = cells::without(&self.picture, &self.cells, self.skew);
        tesseract::recognise(rest.as_ref().unwrap_or(&self.picture))
    }

    /// What was seen on an upright picture, with its tables.
    fn recognised(self, mut seen: Vec<SeenWord>, quarters: u8, number: u32) -> Recognised {
        let Self { picture, strokes, skew, cells } = self;
        cells::put(cells, skew, &mut seen);
        #[expect(clippy::cast_precision_loss, reason = "the resolution is between 200 and 250")]
        let scale = 72.0 / picture.dpi as f32;
        let confidence = confidence(&seen);
        marks::mend_numerals(&mut seen);
        marks::mend_figures(&mut seen);
        marks::drop_specks(&mut seen);
        let notes = marks::take_notes(&mut seen, &picture);
        let (words, notes) = (words(&seen, skew, number, scale), words(&notes, skew, number, scale));
        Recognised { words, notes, rules: ruling(&strokes, skew, scale), turn: Turn { quarters, slope: skew.slope }, confidence }
    }
}

/// The mean confidence of words; 1 where there are none.
#[expect(clippy::cast_precision_loss, reason = "a page has a few thousand words")]
fn confidence<'a>(seen: impl IntoIterator<Item = &'a SeenWord>) -> f32 {
    let (count, sum) = seen.into_iter().fold((0, 0.0), |(count, sum), word| (count + 1, sum + word.confidence));
    if count == 0 { 1.0 } else { sum / count as f32 }
}

/// Most words of some letters are taller than they are wide.
fn is_sideways(seen: &[SeenWord]) -> bool {
    let long = || seen.iter().filter(|word| word.text.chars().count() > 3);
    long().filter(|word| word.size.1 > word.size.0).count() * 2 > long().count()
}

/// Words in points; all words of a line get the same head and foot, and lines of the usual print the same height,
/// whatever letters they have.
fn words(seen: &[SeenWord], skew: Skew, page: u32, scale: f32) -> Vec<Word> {
    let mut words = Vec::with_capacity(seen.len());
    let level = |place| skew.straighten(place).1;
    let lines: Vec<(&[SeenWord], Print)> =
        seen.chunk_by(|one, next| one.line == next.line).map(|line| (line, print::of(line, level))).collect();
    let usual = print::middle_one(lines.iter().map(|(_, print)| print.size).collect()).unwrap_or_default();
    for (line, print) in lines {
        // The size of the other words of the line, if it has any.
        let beside = |word: &SeenWord| {
            let others: Vec<SeenWord> = line.iter().filter(|other| *other != word).cloned().collect();
            if others.is_empty() { usual } else { print::of(&others, level).size }
        };
        for word in line {
            // The engine draws a word under a stamp into the line above.
            let alone = print::of(std::slice::from_ref(word), level);
            let dated = print::of_long_figure(word, usual, level);
            let whole = print.holds(word, alone) || !SAME_PRINT.contains(&(alone.size / usual));
            let own = dated.unwrap_or(if whole { print } else { alone });
            let size = if SAME_PRINT.contains(&(own.size / usual)) { usual } else { own.size };
            let (x, _) = skew.straighten(word.middle());
            let rect = Rect {
                left: (x - word.size.0 / 2.0) * scale,
                top: (own.baseline - HEAD * size) * scale,
                right: (x + word.size.0 / 2.0) * scale,
                bottom: (own.baseline + FOOT * size) * scale,
            };
            let by_hand = print::is_tall(word, usual) && print::is_tall(word, beside(word)) && dated.is_none();
            let confidence = if by_hand { word.confidence.min(HAND) } else { word.confidence };
            words.push(Word {
                text: word.text.clone(),
                place: Place::OnPage { page, rect },
                font: Font { size: size * scale, bold: false, italic: false },
                origin: Origin::Ocr { confidence },
            });
        }
    }
    words
}

/// The cells of each table, in dots of the straightened page.
fn tables(strokes: &[Stroke], skew: Skew, dpi: f32) -> Vec<Vec<Rect>> {
    let scale = dpi / 72.0;
    let dots = |cell: Rect| Rect { left: cell.left * scale, top: cell.top * scale, right: cell.right * scale, bottom: cell.bottom * scale };
    let tables = arrange::cells(&ruling(strokes, skew, 1.0 / scale));
    tables.into_iter().map(|cells| cells.into_iter().map(dots).collect()).collect()
}

/// Ruling lines in points, straightened.
fn ruling(strokes: &[Stroke], skew: Skew, scale: f32) -> Vec<Rect> {
    let straight = strokes.iter().map(|stroke| (skew.straighten(stroke.from), skew.straighten(stroke.to)));
    straight
        .map(|(from, to)| {
            let upright = to.1 - from.1 > to.0 - from.0;
            let (x, y) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
            let (left, right) = if upright { (x, x) } else { (from.0, to.0) };
            let (top, bottom) = if upright { (from.1, to.1) } else { (y, y) };
            Rect { left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale }
        })
        .collect()
}
