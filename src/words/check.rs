//! What `vanthu doctor` says.

use super::Language;

/// One thing that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// No recognition program.
    NoTesseract,
    /// It has Vietnamese.
    Vietnamese,
    /// It has no Vietnamese.
    NoVietnamese,
    /// No home folder is known.
    NoHome,
    /// The home folder can be written.
    Home,
    /// The home folder will be made.
    HomeToCome,
    /// The home folder cannot be written.
    HomeForbidden,
    /// The index has everything.
    IndexCurrent,
    /// The index will be brought up to date.
    IndexBehind,
    /// There is no archive yet.
    NoArchive,
    /// All rules keep their examples.
    Patterns,
}

/// The sentence for it.
#[must_use]
pub fn check(check: Check, language: Language) -> &'static str {
    let (english, vietnamese) = match check {
        Check::NoTesseract => (
            "scans cannot be read: tesseract is not installed; install it with",
            "chưa đọc được bản quét: máy chưa có tesseract; hãy cài bằng lệnh",
        ),
        Check::Vietnamese => ("with Vietnamese", "có tiếng Việt"),
        Check::NoVietnamese => ("but without Vietnamese (vie); install it with", "nhưng thiếu tiếng Việt (vie); hãy cài bằng lệnh"),
        Check::NoHome => ("no folder for the archive is known; name one with --home DIR", "chưa biết thư mục kho; hãy nêu bằng --home DIR"),
        Check::Home => ("the archive can be written:", "kho ghi được:"),
        Check::HomeToCome => ("the archive will be made by the first ingest:", "kho sẽ được tạo khi đưa văn bản đầu tiên vào:"),
        Check::HomeForbidden => {
            ("the archive cannot be written; name another folder with --home:", "không ghi được vào kho; hãy nêu thư mục khác bằng --home:")
        }
        Check::IndexCurrent => ("the search index is current; documents", "chỉ mục tìm kiếm đầy đủ; số văn bản"),
        Check::IndexBehind => {
            ("the search index is made anew by the next search; documents", "chỉ mục sẽ được tạo lại khi tìm kiếm; số văn bản")
        }
        Check::NoArchive => ("the archive is empty", "kho còn trống"),
        Check::Patterns => ("the built-in rules keep their examples; rules", "các mẫu có sẵn đều đúng ví dụ; số mẫu"),
    };
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}
