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
    /// Reading processes reach neither files nor network.
    Isolated,
    /// They reach the network.
    NetworkOpen,
    /// They reach files.
    FilesOpen,
    /// They reach both.
    NotIsolated,
    /// They cannot be started.
    NoWorker,
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
        Check::Isolated => (
            "a file that is being read can reach neither your other files nor the network",
            "tệp đang đọc không thể chạm tới tệp khác của máy và không ra được mạng",
        ),
        Check::NetworkOpen => (
            "a file that is being read cannot reach your other files, but this system cannot keep it from the network",
            "tệp đang đọc không thể chạm tới tệp khác của máy, nhưng hệ điều hành này chưa chặn được mạng",
        ),
        Check::FilesOpen => (
            "a file that is being read cannot reach the network, but this system cannot keep it from your other files",
            "tệp đang đọc không ra được mạng, nhưng hệ điều hành này chưa chặn được các tệp khác của máy",
        ),
        Check::NotIsolated => (
            "this system cannot keep a file that is being read from your other files and the network; limits on memory and time hold",
            "hệ điều hành này chưa chặn được tệp đang đọc chạm tới tệp khác và mạng; giới hạn bộ nhớ và thời gian vẫn có hiệu lực",
        ),
        Check::NoWorker => ("the reading process cannot be started", "không khởi động được tiến trình đọc"),
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
