//! Words for people: every sentence that a clerk or an operator sees, in Vietnamese and English.
//!
//! In: a code and what it is about. Out: a sentence. Notes, folders and the web page are
//! Vietnamese; the command line speaks English, or Vietnamese where the locale or `--lang` says so.
//! It deliberately knows only vocabulary: codes of warnings and errors, never how they came about.

mod check;
mod evaluation;
pub mod findings;
pub mod inbox;
mod keeping;
mod phrase;
mod trouble;

use crate::layout::SignatureNote;
use crate::warning::{Warning, WarningCode};

pub use check::{Check, check};
pub use evaluation::{Evaluation, evaluation};
pub use keeping::{Keeping, keeping};
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
        WarningCode::DayOfSignature => (
            "day-of-signature",
            "the day is blank or unreadable and was taken from the digital signature: please check",
            "ngày để trống hoặc không đọc được, lấy theo thời điểm ký số: cần kiểm tra",
        ),
    };
    let sentence = match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    };
    if warning.detail.is_empty() { format!("{code}: {sentence}") } else { format!("{code}: {sentence} ({})", warning.detail) }
}

/// What is to be said about a digital signature.
#[must_use]
pub fn signature(note: SignatureNote, language: Language) -> &'static str {
    let (english, vietnamese) = match note {
        SignatureNote::BytesChanged => ("the signed content was changed after signing", "nội dung đã bị thay đổi sau khi ký"),
        SignatureNote::WrongKey => ("the signature was not made with the certificate's key", "chữ ký không khớp với chứng thư số"),
        SignatureNote::UnknownFormat => ("this kind of signature is not known", "không biết kiểu chữ ký này"),
        SignatureNote::Unreadable => ("the signature cannot be read", "không đọc được chữ ký số"),
        SignatureNote::UnknownAlgorithm => ("its algorithm is not known", "không biết thuật toán của chữ ký"),
        SignatureNote::WeakAlgorithm => ("made with SHA-1, which is weak", "ký bằng thuật toán SHA-1 đã yếu"),
        SignatureNote::ClockDiffers => ("the signer's clock differs from the time stamp", "đồng hồ máy ký lệch với dấu thời gian"),
        SignatureNote::SignedAgain => ("the file was signed again afterwards", "sau đó tệp được ký thêm"),
        SignatureNote::PagesChanged => ("the pages show something else than when it was signed", "trang văn bản hiện khác lúc ký"),
        SignatureNote::AddedAfter => ("something unsigned was added to the file afterwards", "sau khi ký, tệp có phần thêm chưa được ký"),
    };
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}
