//! What the care of an archive says: the log, corrections, checks and copies.

use super::Language;

/// A fixed word or sentence about keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is its own English phrase, below")]
pub enum Keeping {
    When,
    Who,
    What,
    Document,
    Detail,
    EmptyLog,
    Added,
    Corrected,
    Uncorrected,
    Reprocessed,
    Forgotten,
    Restored,
    Sound,
    Database,
    Record,
    Missing,
    Damaged,
    Orphan,
    IndexMended,
    IndexMade,
    Busy,
    BackupDone,
    NewOriginals,
    AskForget,
    NotForgotten,
    NeedsYes,
    Unchanged,
    Changed,
    Resting,
    NotRead,
}

/// The phrase in a language.
#[must_use]
pub fn keeping(phrase: Keeping, language: Language) -> &'static str {
    let (english, vietnamese) = both(phrase);
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}

fn both(phrase: Keeping) -> (&'static str, &'static str) {
    match phrase {
        Keeping::When => ("When", "Thời điểm"),
        Keeping::Who => ("Who", "Người thực hiện"),
        Keeping::What => ("What", "Việc"),
        Keeping::Document => ("Document", "Văn bản"),
        Keeping::Detail => ("Detail", "Chi tiết"),
        Keeping::EmptyLog => ("Nothing has happened yet.", "Chưa có việc nào được ghi."),
        Keeping::Added => ("added", "đưa vào kho"),
        Keeping::Corrected => ("corrected", "sửa"),
        Keeping::Uncorrected => ("correction taken back", "bỏ sửa"),
        Keeping::Reprocessed => ("read anew", "đọc lại"),
        Keeping::Forgotten => ("forgotten", "xóa khỏi kho"),
        Keeping::Restored => ("restored", "khôi phục"),
        Keeping::Sound => ("documents, everything is in order", "văn bản, mọi thứ đều nguyên vẹn"),
        Keeping::Database => (
            "the database is damaged; restore the last backup with `vanthu restore`",
            "cơ sở dữ liệu bị hỏng; hãy khôi phục bản sao lưu gần nhất bằng `vanthu restore`",
        ),
        Keeping::Record => (
            "the record cannot be read; try `vanthu reprocess`, or restore the last backup",
            "không đọc được dữ liệu đã lưu; hãy thử `vanthu reprocess` hoặc khôi phục bản sao lưu gần nhất",
        ),
        Keeping::Missing => (
            "the original is missing; copy it from a backup, or add the same file again after `vanthu forget`",
            "mất tệp gốc; hãy chép lại từ bản sao lưu, hoặc `vanthu forget` rồi đưa lại tệp đó vào",
        ),
        Keeping::Damaged => (
            "the original has changed since it was added; copy it from a backup",
            "tệp gốc đã khác so với lúc đưa vào; hãy chép lại từ bản sao lưu",
        ),
        Keeping::Orphan => (
            "belongs to no document; add it with `vanthu ingest`, or delete it",
            "không thuộc văn bản nào; hãy đưa vào bằng `vanthu ingest` hoặc xóa đi",
        ),
        Keeping::IndexMended => ("the search index did not agree and was made anew", "chỉ mục tìm kiếm bị lệch, đã được lập lại"),
        Keeping::IndexMade => ("documents in the new search index", "văn bản trong chỉ mục tìm kiếm mới"),
        Keeping::Busy => (
            "another vanthu is writing: the search index and files without a document were not looked at",
            "một vanthu khác đang ghi: chưa kiểm tra chỉ mục tìm kiếm và tệp thừa",
        ),
        Keeping::BackupDone => ("documents in the backup", "văn bản trong bản sao lưu"),
        Keeping::NewOriginals => ("originals copied now", "tệp gốc vừa được chép"),
        Keeping::AskForget => ("Remove this document and its original for good? [y/N]", "Xóa hẳn văn bản này cùng tệp gốc? [c/K]"),
        Keeping::NotForgotten => ("Nothing was removed.", "Không xóa gì."),
        Keeping::NeedsYes => ("nobody can answer here; use --yes", "không có ai trả lời; hãy dùng --yes"),
        Keeping::Unchanged => ("unchanged", "không đổi"),
        Keeping::Changed => ("changed", "thay đổi"),
        Keeping::Resting => (
            "the correction does not apply to the new reading; correct it again",
            "giá trị đã sửa không còn khớp với bản đọc mới; hãy sửa lại",
        ),
        Keeping::NotRead => ("not read, kept as before", "không đọc lại được, giữ như cũ"),
    }
}
