//! The fixed words of tables, pages and summaries.

use super::Language;

/// A fixed word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is its own English phrase, below")]
pub enum Phrase {
    File,
    Type,
    Number,
    Date,
    Issuer,
    Subject,
    Tasks,
    Task,
    Assignees,
    Coordinators,
    Deadline,
    Timing,
    Signer,
    Place,
    Period,
    Addressees,
    Copies,
    Urgency,
    Secrecy,
    References,
    Scores,
    Indicators,
    Proposals,
    Findings,
    Warnings,
    Added,
    Duplicates,
    SetAside,
    NotDocuments,
    NothingTaken,
    NothingFound,
    EmptyArchive,
    NoTasks,
    InTime,
    DueSoon,
    Overdue,
    NoDeadline,
    Recurring,
    NoDay,
    PlainText,
    Picture,
    Page,
    Documents,
    Found,
    SameAs,
    ReallyIs,
    Identity,
    Total,
    Rank,
    Others,
    PutBack,
}

/// The phrase in a language.
#[must_use]
pub fn say(phrase: Phrase, language: Language) -> &'static str {
    let (english, vietnamese) = both(phrase);
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}

fn both(phrase: Phrase) -> (&'static str, &'static str) {
    match phrase {
        Phrase::File => ("File", "Tệp"),
        Phrase::Type => ("Type", "Loại"),
        Phrase::Number => ("Number", "Số, ký hiệu"),
        Phrase::Date => ("Date", "Ngày"),
        Phrase::Issuer => ("Issuer", "Cơ quan ban hành"),
        Phrase::Subject => ("Subject", "Trích yếu"),
        Phrase::Tasks => ("Tasks", "Nhiệm vụ"),
        Phrase::Task => ("Task", "Nhiệm vụ"),
        Phrase::Assignees => ("Assigned to", "Đơn vị thực hiện"),
        Phrase::Coordinators => ("With", "Phối hợp"),
        Phrase::Deadline => ("Deadline", "Thời hạn"),
        Phrase::Timing => ("Timing", "Tình trạng"),
        Phrase::Signer => ("Signer", "Người ký"),
        Phrase::Place => ("Place", "Địa danh"),
        Phrase::Period => ("Period", "Kỳ báo cáo"),
        Phrase::Addressees => ("To", "Kính gửi"),
        Phrase::Copies => ("Copies", "Nơi nhận"),
        Phrase::Urgency => ("Urgency", "Độ khẩn"),
        Phrase::Secrecy => ("Secrecy", "Độ mật"),
        Phrase::References => ("References", "Văn bản viện dẫn"),
        Phrase::Scores => ("Scores", "Điểm số"),
        Phrase::Indicators => ("Indicators", "Chỉ tiêu"),
        Phrase::Proposals => ("Proposals", "Kiến nghị, đề xuất"),
        Phrase::Findings => ("Does not agree", "Điểm chưa khớp"),
        Phrase::Warnings => ("Warnings", "Lưu ý"),
        Phrase::Added => ("added", "văn bản mới"),
        Phrase::Duplicates => ("already in the archive", "đã có trong kho"),
        Phrase::SetAside => ("set aside", "không xử lý được"),
        Phrase::NotDocuments => ("not documents", "không phải văn bản"),
        Phrase::NothingTaken => ("no documents there", "không có văn bản nào"),
        Phrase::NothingFound => ("Nothing found.", "Không tìm thấy."),
        Phrase::EmptyArchive => {
            ("The archive is empty; put documents in with `vanthu ingest`.", "Kho còn trống; hãy đưa văn bản vào bằng `vanthu ingest`.")
        }
        Phrase::NoTasks => ("No tasks.", "Không có nhiệm vụ nào."),
        Phrase::InTime => ("in time", "trong hạn"),
        Phrase::DueSoon => ("due soon", "sắp đến hạn"),
        Phrase::Overdue => ("overdue", "quá hạn"),
        Phrase::NoDeadline => ("no deadline", "không thời hạn"),
        Phrase::Recurring => ("recurring", "định kỳ"),
        Phrase::NoDay => ("no fixed day", "chưa rõ ngày"),
        Phrase::PlainText => ("plain text", "văn bản thuần"),
        Phrase::Picture => ("a picture", "ảnh"),
        Phrase::Page => ("p.", "tr."),
        Phrase::Documents => ("documents", "văn bản"),
        Phrase::Found => ("found", "kết quả"),
        Phrase::SameAs => ("same content as", "trùng nội dung với"),
        Phrase::ReallyIs => ("its content is", "nội dung thật là"),
        Phrase::Identity => ("Identity", "Mã"),
        Phrase::Total => ("total", "tổng"),
        Phrase::Rank => ("rank", "hạng"),
        Phrase::Others => ("others", "khác"),
        Phrase::PutBack => ("put back into the inbox", "tệp được đưa lại vào hộp văn bản"),
    }
}
