//! What `vanthu eval` says.

use super::Language;

/// A word of its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is its own English phrase, below")]
pub enum Evaluation {
    Field,
    Strict,
    Soft,
    There,
    Found,
    Mean,
    Whole,
    Digital,
    Scan,
    Legacy,
    Sure,
    Missed,
    Extra,
}

/// The word in a language.
#[must_use]
pub fn evaluation(word: Evaluation, language: Language) -> &'static str {
    let (english, vietnamese) = match word {
        Evaluation::Field => ("field", "trường"),
        Evaluation::Strict => ("strict", "chặt"),
        Evaluation::Soft => ("soft", "nới"),
        Evaluation::There => ("there", "có"),
        Evaluation::Found => ("found", "đọc"),
        Evaluation::Mean => ("mean F1 of all fields", "F1 bình quân các trường"),
        Evaluation::Whole => ("records right as a whole", "văn bản đúng toàn bộ"),
        Evaluation::Digital => ("digital", "bản điện tử"),
        Evaluation::Scan => ("scan", "bản quét"),
        Evaluation::Legacy => ("legacy", "bảng mã cũ, .doc"),
        Evaluation::Sure => ("right of the values given with confidence of at least", "số giá trị đúng khi độ tin cậy từ"),
        Evaluation::Missed => ("missed", "thiếu"),
        Evaluation::Extra => ("extra", "thừa"),
    };
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}
