//! Why a file could not be taken or read, and what to do about it.

use super::Language;

/// The sentence for a kind of trouble, by its code; an unknown code is its own sentence.
#[must_use]
pub fn trouble(code: &str, language: Language) -> &str {
    let found = TROUBLES.iter().find(|(known, ..)| *known == code);
    found.map_or(code, |(_, english, vietnamese)| match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    })
}

/// Code, English, Vietnamese.
const TROUBLES: &[(&str, &str, &str)] = &[
    ("missing", "no such file; check the name", "không có tệp này; hãy kiểm tra lại tên"),
    ("forbidden", "no permission to read it; ask its owner or an administrator", "không có quyền đọc; hãy hỏi chủ tệp hoặc người quản trị"),
    (
        "folder",
        "is a folder; name the files in it, or use `vanthu ingest`",
        "là thư mục; hãy nêu tên tệp trong đó, hoặc dùng `vanthu ingest`",
    ),
    ("empty-file", "the file is empty; save or copy it again", "tệp rỗng; hãy lưu hoặc chép lại"),
    ("unreadable", "cannot be read", "không đọc được tệp"),
    ("too-large", "too large or too long; split it", "quá lớn hoặc quá dài; hãy tách nhỏ"),
    ("locked", "opens only with a password; save a copy without it", "có mật khẩu; hãy lưu một bản không đặt mật khẩu"),
    ("damaged", "damaged; ask for the file again or save it anew", "tệp bị hỏng; hãy xin lại hoặc lưu lại"),
    ("too-slow", "took too long and was given up; split it", "xử lý quá lâu nên đã dừng; hãy tách nhỏ"),
    ("unsupported", "this kind of file is not read; save it as PDF or DOCX", "chưa đọc được loại tệp này; hãy lưu thành PDF hoặc DOCX"),
    ("empty", "there is no text in it; check that it is the right file", "không có chữ nào trong tệp; hãy kiểm tra có đúng tệp không"),
    (
        "needs-ocr",
        "only page images; install `tesseract` with its Vietnamese data (`vanthu doctor` names the command) and try again",
        "chỉ có ảnh trang; hãy cài `tesseract` và dữ liệu tiếng Việt (`vanthu doctor` nêu lệnh cài) rồi thử lại",
    ),
    (
        "crashed",
        "vanthu failed on this file; the others are not affected; please report it",
        "vanthu gặp lỗi với tệp này; các tệp khác không ảnh hưởng; xin hãy báo lỗi",
    ),
];
