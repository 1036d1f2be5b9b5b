//! PDF → layout.
//!
//! In: the bytes. Out: what the pages draw (annotations and form fields too) as words with their
//! places, arranged. hayro interprets; a thread of its own holds the stack and the panics. Pages
//! whose text layer is missing or junk are recognised by `scan`, page by page; where that cannot be
//! done they are named in warnings.

mod device;
mod junk;
mod signatures;
mod words;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as KurboRect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _, interpret_page};

use self::device::Gatherer;
use super::arrange::{Sheet, arrange};
use super::scan::{self, Wanted};
use super::{Notice, ReadError, ReadErrorCode, paint};
use crate::layout::{Encoding, Layout, Reader, Signature, Turn, Word};
use crate::warning::{Warned, Warning, WarningCode};

/// Pages beyond which a file is cut off.
const MOST_PAGES: usize = 2000;

/// Glyphs of a whole file beyond which it is cut off.
const MOST_GLYPHS: usize = 4_000_000;

/// A full page of text has about so many.
const USUAL_GLYPHS: usize = 4000;

/// Deeply nested files need more stack than a thread has by default; the system keeps one of this size for the next file.
const STACK: usize = 32 << 20;

/// A page with fewer words than this and an image over most of it is a scan with a stamp.
const FEWEST_WORDS: usize = 30;

/// A page recognised less surely than this on average has not been read.
const LEAST_CONFIDENCE: f32 = 0.5;

/// Reads the text layer of a PDF, and the page images where it has none.
pub(super) fn read(bytes: &[u8], recognising: Notice<'_>) -> Result<Warned<Layout>, ReadError> {
    with_stack(|| read_here(bytes, recognising))
}

/// A page, from 1, as a PNG file to be looked at.
pub(super) fn view(bytes: &[u8], number: u32, turn: Turn) -> Result<Vec<u8>, ReadError> {
    with_stack(|| {
        let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(refusal)?;
        let page = usize::try_from(number).ok().and_then(|number| pdf.pages().get(number.checked_sub(1)?));
        paint::view(page.ok_or_else(|| ReadError::new(ReadErrorCode::Empty, format!("it has no page {number}")))?, turn)
    })
}

/// Runs what interprets a PDF on a thread that has the stack for it; a panic there is a broken file.
fn with_stack<T: Send>(work: impl FnOnce() -> Result<T, ReadError> + Send) -> Result<T, ReadError> {
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let reader = reader.map_err(|error| ReadError::new(ReadErrorCode::Crashed, error.to_string()))?;
        reader.join().unwrap_or_else(|_| Err(ReadError::new(ReadErrorCode::Crashed, "the PDF interpreter broke on it")))
    })
}

/// The digital signatures of a PDF, oldest first; none where it cannot be opened.
pub(super) fn signatures(bytes: &[u8]) -> Vec<Signature> {
    Pdf::new(Arc::new(bytes.to_vec())).map(|pdf| signatures::read(&pdf, bytes)).unwrap_or_default()
}

fn read_here(bytes: &[u8], recognising: Notice<'_>) -> Result<Warned<Layout>, ReadError> {
    let bytes = Arc::new(bytes.to_vec());
    let mut drawn = draw(&bytes)?;
    let recognised = recognise(&bytes, &mut drawn, recognising);
    let readable = drawn.sheets.iter().any(|sheet| !sheet.words.is_empty() || !sheet.overlay.is_empty());
    let unread = drawn.unread.len();
    if unread > recognised && !readable {
        return Err(ReadError::new(ReadErrorCode::NeedsOcr, format!("none of its {unread} pages has a usable text layer")));
    }
    let reader = if recognised * 2 > drawn.sheets.len() { Reader::PdfOcr } else { Reader::PdfText };
    let layout = Layout { reader, encoding: Encoding::Unicode, pages: arrange(drawn.sheets), signatures: drawn.signatures };
    Ok(Warned { value: layout, warnings: drawn.warnings })
}

/// What the interpreter drew.
struct Drawn {
    sheets: Vec<Sheet>,
    /// The pages without usable text, and why.
    unread: Vec<(Wanted, WarningCode)>,
    signatures: Vec<Signature>,
    warnings: Vec<Warning>,
}

fn draw(bytes: &Arc<Vec<u8>>) -> Result<Drawn, ReadError> {
    let pdf = Pdf::new(Arc::<Vec<u8>>::clone(bytes)).map_err(refusal)?;
    if pdf.pages().is_empty() {
        return Err(ReadError::new(ReadErrorCode::Empty, "it has no pages"));
    }
    let signatures = signatures::read(&pdf, bytes);
    let mut drawn = Drawn { sheets: Vec::new(), unread: Vec::new(), signatures, warnings: Vec::new() };
    let mut glyphs = 0;
    let cache = InterpreterCache::new();
    for (number, page) in (1..).zip(pdf.pages().iter().take(MOST_PAGES)) {
        let gathered = gather(page, &cache, &pdf);
        glyphs += gathered.glyphs.len();
        if gathered.cut {
            drawn.warnings.push(about_page(WarningCode::LimitReached, number));
        }
        #[expect(clippy::cast_possible_truncation, reason = "no scan has more dots than fit")]
        let dpi = Some(gathered.image_dpi as f32).filter(|&dpi| dpi > 0.0);
        let bytes = gathered.image_bytes;
        let sheet = sheet_of(page, number, gathered);
        drawn.sheets.push(sheet.unwrap_or_else(|unread| {
            let (code, sheet) = *unread;
            // A junk layer is drawn with fonts, which are sharp at any resolution.
            let dpi = dpi.filter(|_| code == WarningCode::NeedsOcr);
            drawn.unread.push((Wanted { index: drawn.sheets.len(), dpi, bytes }, code));
            sheet
        }));
        if glyphs > MOST_GLYPHS {
            break;
        }
    }
    if drawn.sheets.len() < pdf.pages().len() {
        let detail = format!("{} / {}", drawn.sheets.len(), pdf.pages().len());
        drawn.warnings.push(Warning { code: WarningCode::LimitReached, detail });
    }
    Ok(drawn)
}

/// Puts recognised words on the pages without usable text; gives how many were recognised.
///
/// A junk layer stays named in a warning; a page image only where it could not be recognised.
fn recognise(bytes: &Arc<Vec<u8>>, drawn: &mut Drawn, recognising: Notice<'_>) -> usize {
    let wanted: Vec<Wanted> = drawn.unread.iter().map(|(wanted, _)| *wanted).collect();
    if !wanted.is_empty() {
        recognising(wanted.len());
    }
    let mut done = 0;
    for ((wanted, code), seen) in drawn.unread.iter().zip(scan::recognise(bytes, &wanted)) {
        let Some(sheet) = drawn.sheets.get_mut(wanted.index) else { continue };
        let seen = seen.filter(|seen| seen.confidence >= LEAST_CONFIDENCE && !junk::is_junk(&seen.words) && !is_all_signs(&seen.words));
        if seen.is_none() || *code == WarningCode::JunkTextLayer {
            drawn.warnings.push(about_page(*code, sheet.number));
        }
        if let Some(seen) = seen {
            // What stamps and notes say is in the picture too.
            sheet.size = seen.turn.upright(sheet.size);
            (sheet.words, sheet.rulings, sheet.turn) = (seen.words, seen.rules, seen.turn);
            (sheet.overlay, sheet.slanted, sheet.notes) = (Vec::new(), Vec::new(), seen.notes);
            done += 1;
        }
    }
    done
}

/// Most of what was recognised is neither letter nor digit: no page of a document is.
fn is_all_signs(words: &[Word]) -> bool {
    let characters = || words.iter().flat_map(|word| word.text.chars());
    let signs = characters().filter(|character| !character.is_alphanumeric()).count();
    signs * 2 > characters().count()
}

fn refusal(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ReadError::new(ReadErrorCode::Locked, "it opens only with a password")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            ReadError::new(ReadErrorCode::Locked, "its encryption is not known")
        }
        LoadPdfError::Decryption(other) => ReadError::new(ReadErrorCode::Damaged, format!("bad encryption: {other:?}")),
        LoadPdfError::Invalid => ReadError::new(ReadErrorCode::Damaged, "not a whole PDF file"),
    }
}

fn about_page(code: WarningCode, number: u32) -> Warning {
    Warning { code, detail: number.to_string() }
}

fn gather<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, pdf: &'a Pdf) -> Gatherer {
    let mut gatherer = Gatherer { glyphs: Vec::with_capacity(USUAL_GLYPHS), ..Gatherer::default() };
    let (width, height) = page.render_dimensions();
    for content in [RenderContent::PAGE, RenderContent::ANNOTATIONS] {
        gatherer.overlay = content == RenderContent::ANNOTATIONS;
        let settings = InterpreterSettings { render_content: content, ..InterpreterSettings::default() };
        let bounds = KurboRect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(page.initial_transform(true).to_kurbo(), bounds, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut gatherer);
    }
    gatherer
}

/// The words and lines of a page; without its words, and with the reason, where they are no use.
fn sheet_of(page: &Page<'_>, number: u32, gathered: Gatherer) -> Result<Sheet, Box<(WarningCode, Sheet)>> {
    let size = page.render_dimensions();
    let built = words::build(gathered.glyphs, number);
    let page_area = f64::from(size.0) * f64::from(size.1);
    let sheet = |words: Vec<Word>, overlay: Vec<Word>, slanted: Vec<Word>, rulings| Sheet {
        number,
        size,
        words,
        overlay,
        slanted,
        rulings,
        ..Sheet::default()
    };
    if junk::is_junk(&built.words) {
        return Err(Box::new((WarningCode::JunkTextLayer, sheet(Vec::new(), built.overlay, Vec::new(), Vec::new()))));
    }
    if built.words.len() < FEWEST_WORDS && gathered.image_area > page_area * 0.5 {
        return Err(Box::new((WarningCode::NeedsOcr, sheet(built.words, built.overlay, built.slanted, Vec::new()))));
    }
    Ok(sheet(built.words, built.overlay, built.slanted, gathered.rulings))
}
