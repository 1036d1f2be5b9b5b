//! PDF with a text layer → layout.
//!
//! In: the bytes. Out: what the pages draw (annotations and form fields too) as words with their
//! places, arranged. hayro interprets; a thread of its own holds the stack and the panics.
//! It deliberately does not recognise images: pages without usable text are named in warnings.

mod device;
mod junk;
mod words;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect as KurboRect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _, interpret_page};

use self::device::Gatherer;
use super::arrange::{Sheet, arrange};
use super::{ReadError, ReadErrorCode};
use crate::layout::{Encoding, Layout, Reader, Word};
use crate::warning::{Warned, Warning, WarningCode};

/// Pages beyond which a file is cut off.
const MOST_PAGES: usize = 2000;

/// Glyphs of a whole file beyond which it is cut off.
const MOST_GLYPHS: usize = 4_000_000;

/// Deeply nested files need more stack than a thread has by default.
const STACK: usize = 64 << 20;

/// A page with fewer words than this and an image over most of it is a scan with a stamp.
const FEWEST_WORDS: usize = 30;

/// Reads the text layer of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Warned<Layout>, ReadError> {
    let bytes = bytes.to_vec();
    let reader = std::thread::Builder::new().stack_size(STACK).spawn(move || read_here(bytes));
    let reader = reader.map_err(|error| ReadError::new(ReadErrorCode::Crashed, error.to_string()))?;
    reader.join().unwrap_or_else(|_| Err(ReadError::new(ReadErrorCode::Crashed, "the PDF interpreter broke on it")))
}

fn read_here(bytes: Vec<u8>) -> Result<Warned<Layout>, ReadError> {
    let pdf = Pdf::new(Arc::new(bytes)).map_err(refusal)?;
    if pdf.pages().is_empty() {
        return Err(ReadError::new(ReadErrorCode::Empty, "it has no pages"));
    }
    let mut warnings = Vec::new();
    let mut sheets = Vec::new();
    let (mut unread, mut readable) = (0, false);
    let mut glyphs = 0;
    let cache = InterpreterCache::new();
    for (number, page) in (1..).zip(pdf.pages().iter().take(MOST_PAGES)) {
        let gathered = gather(page, &cache, &pdf);
        glyphs += gathered.glyphs.len();
        if gathered.cut {
            warnings.push(about_page(WarningCode::LimitReached, number));
        }
        let sheet = sheet_of(page, number, gathered);
        match sheet {
            Ok(sheet) => {
                readable |= !sheet.words.is_empty() || !sheet.overlay.is_empty();
                sheets.push(sheet);
            }
            Err((code, sheet)) => {
                unread += 1;
                warnings.push(about_page(code, number));
                sheets.push(sheet);
            }
        }
        if glyphs > MOST_GLYPHS {
            break;
        }
    }
    if sheets.len() < pdf.pages().len() {
        warnings.push(Warning { code: WarningCode::LimitReached, detail: format!("{} / {}", sheets.len(), pdf.pages().len()) });
    }
    if unread > 0 && !readable {
        return Err(ReadError::new(ReadErrorCode::NeedsOcr, format!("none of its {unread} pages has a usable text layer")));
    }
    let layout = Layout { reader: Reader::PdfText, encoding: Encoding::Unicode, pages: arrange(sheets) };
    Ok(Warned { value: layout, warnings })
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
    let mut gatherer = Gatherer::default();
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
fn sheet_of(page: &Page<'_>, number: u32, gathered: Gatherer) -> Result<Sheet, (WarningCode, Sheet)> {
    let size = page.render_dimensions();
    let built = words::build(gathered.glyphs, number);
    let page_area = f64::from(size.0) * f64::from(size.1);
    let sheet =
        |words: Vec<Word>, overlay: Vec<Word>, slanted: Vec<Word>, rulings| Sheet { number, size, words, overlay, slanted, rulings };
    if junk::is_junk(&built.words) {
        return Err((WarningCode::JunkTextLayer, sheet(Vec::new(), built.overlay, Vec::new(), Vec::new())));
    }
    if built.words.len() < FEWEST_WORDS && gathered.image_area > page_area * 0.5 {
        return Err((WarningCode::NeedsOcr, sheet(built.words, built.overlay, built.slanted, Vec::new())));
    }
    Ok(sheet(built.words, built.overlay, built.slanted, gathered.rulings))
}
