//! Words for people: every sentence that a clerk or an operator sees, in Vietnamese and English.
//!
//! In: a code and what it is about. Out: a sentence. Notes, folders and the web page are
//! Vietnamese; the command line speaks English, or Vietnamese where the locale or `--lang` says so.
//! It deliberately knows only vocabulary: codes of warnings and errors, never how they came about.

mod check;
mod evaluation;
pub mod findings;
mod phrase;
mod trouble;

use crate::warning::{Warning, WarningCode};

pub use check::{Check, check};
pub use evaluation::{Evaluation, evaluation};
pub use phrase::{Phrase, say};
pub use trouble::trouble;

/// The languages that vanthu speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

/// The sentence for a warning, headed by its code: `needs-ocr: trang 2 …`.
#[must_use]
pub fn warning(warning: &Warning, language: Language) -> String {
    let (code, english, vietnamese) = match warning.code {
        WarningCode::NeedsOcr => ("needs-ocr", "page image without text, not recognised", "trang chỉ có ảnh, chưa nhận dạng chữ"),
        WarningCode::JunkTextLayer => ("junk-text-layer", "text layer is not readable Vietnamese", "lớp chữ của trang không đọc được"),
        WarningCode::PartDamaged => {
            ("part-damaged", "a part of the file is damaged and was passed over", "một phần của tệp bị hỏng, đã bỏ qua")
        }
        WarningCode::BadBytes => ("bad-bytes", "characters that could not be decoded", "có ký tự không giải mã được"),
        WarningCode::LimitReached => ("limit-reached", "a limit cut something off", "vượt giới hạn, một phần không được đọc"),
        WarningCode::ValueWithheld => ("value-withheld", "a value could not be read surely", "có giá trị không đọc chắc chắn, để trống"),
    };
    let sentence = match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    };
    if warning.detail.is_empty() { format!("{code}: {sentence}") } else { format!("{code}: {sentence} ({})", warning.detail) }
}
