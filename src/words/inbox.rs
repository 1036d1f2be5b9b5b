//! What the daemon says: notes beside files that were set aside, and lines of the log.

use super::Language;

/// Folder of an inbox for files that could not be read.
pub const UNREADABLE: &str = "Không đọc được";
/// Folder of an inbox for files whose content is kept already.
pub const DUPLICATES: &str = "Trùng";
/// How the name of a note goes on after the name of the file that it is about.
pub const NOTE: &str = ".lý-do.txt";

/// The note beside a file that could not be read.
#[must_use]
pub fn unreadable_note(file: &str, reason: &str) -> String {
    format!(
        "Tệp: {file}\nLý do: {reason}.\n\n\
         Tệp này chưa được đưa vào kho và không bị thay đổi.\n\
         Cách làm: sửa theo lý do trên rồi chép tệp vào lại hộp văn bản, hoặc chạy lệnh `vanthu retry` để thử lại mọi tệp trong thư mục này.\n"
    )
}

/// The note beside a file whose content is kept already.
#[must_use]
pub fn duplicate_note(file: &str, first: &str) -> String {
    format!(
        "Tệp: {file}\nLý do: trùng hoàn toàn với văn bản đã có trong kho: {first}.\n\n\
         Kho chỉ giữ một bản nên tệp này không được thêm vào. Nếu không cần nữa, có thể xóa.\n"
    )
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The daemon has begun.
    Started,
    /// It has ended.
    Stopped,
    /// A document is kept: its file, its number and subject.
    Kept(String, String),
    /// A file was set aside: its name, the reason.
    Unreadable(String, String),
    /// A file's content was kept already: its name, the first document.
    Duplicate(String, String),
    /// A scan waits for recognition.
    NeedsOcr(String),
    /// A file changed while it was read.
    Changed(String),
    /// A file cannot be read and stays where it is: its name, the reason.
    NotRead(String, String),
    /// Files cannot be taken from a folder of an inbox: the folder, one of them, the error.
    Stays(String, String, String),
    /// The archive has no document yet: its folder.
    Empty(String),
    /// An inbox cannot be looked into: its name, the error.
    Closed(String, String),
    /// An inbox can be looked into again.
    Open(String),
    /// The system tells nothing of an inbox, so that it is only looked at: its name, the error.
    Deaf(String, String),
    /// The disk is nearly full: the folder, what is free and what must be, in MB.
    Full(String, u64, u64),
    /// There is room again.
    Room,
    /// The archive cannot be written: the error, and when it is tried again, in seconds.
    Failed(String, u64),
    /// The archive can be written again.
    Mended,
    /// The figures cannot be written: the error.
    NoMetrics(String),
    /// The folder of a dashboard cannot be written: the error.
    NoMirror(String),
    /// It can be written again.
    MirrorMended,
}

/// The sentence for a line of the log.
#[must_use]
pub fn line(line: &Line, language: Language) -> String {
    match language {
        Language::English => english(line),
        Language::Vietnamese => vietnamese(line),
    }
}

fn english(line: &Line) -> String {
    match line {
        Line::Started => "watching; stop with Ctrl-C".into(),
        Line::Stopped => "stopped; nothing was lost".into(),
        Line::Kept(file, what) => format!("{file}: kept ({what})"),
        Line::Unreadable(file, why) => format!("{file}: set aside in “{UNREADABLE}”: {why}"),
        Line::Duplicate(file, first) => format!("{file}: same content as {first}; set aside in “{DUPLICATES}”"),
        Line::NeedsOcr(file) => format!("{file}: waits until tesseract is installed (`vanthu doctor` names the command)"),
        Line::Changed(file) => format!("{file}: changed while it was read; it is read again"),
        Line::NotRead(file, why) => format!("{file}: stays where it is: {why}"),
        Line::Stays(folder, file, error) => {
            format!(
                "{folder}: files cannot be taken out of it, {file} first of all ({error}); it is tried again; where that is meant, use --keep"
            )
        }
        Line::Empty(home) => format!("{home}: the archive is empty; if it should not be, stop, connect or mount its disk, and start again"),
        Line::Closed(inbox, error) => format!("{inbox}: cannot be looked into ({error}); it is tried again"),
        Line::Open(inbox) => format!("{inbox}: can be looked into again"),
        Line::Deaf(inbox, error) => format!("{inbox}: the system tells nothing of it ({error}); it is looked at every few seconds"),
        Line::Full(folder, free, floor) => {
            format!("{folder}: only {free} MB free, {floor} MB are needed; nothing is taken until there is room")
        }
        Line::Room => "there is room again; going on".into(),
        Line::Failed(error, seconds) => format!("the archive cannot be written ({error}); no file is lost; trying again in {seconds} s"),
        Line::Mended => "the archive can be written again".into(),
        Line::NoMetrics(error) => format!("the figures cannot be written ({error})"),
        Line::NoMirror(error) => format!("the dashboard's files cannot be written ({error}); they follow when they can"),
        Line::MirrorMended => "the dashboard's files can be written again".into(),
    }
}

fn vietnamese(line: &Line) -> String {
    match line {
        Line::Started => "đang theo dõi hộp văn bản; nhấn Ctrl-C để dừng".into(),
        Line::Stopped => "đã dừng; không mất tệp nào".into(),
        Line::Kept(file, what) => format!("{file}: đã lưu ({what})"),
        Line::Unreadable(file, why) => format!("{file}: chuyển vào “{UNREADABLE}”: {why}"),
        Line::Duplicate(file, first) => format!("{file}: trùng với {first}; chuyển vào “{DUPLICATES}”"),
        Line::NeedsOcr(file) => format!("{file}: chờ cài tesseract để nhận dạng chữ (`vanthu doctor` nêu lệnh cài)"),
        Line::Changed(file) => format!("{file}: tệp thay đổi trong khi đọc; sẽ đọc lại"),
        Line::NotRead(file, why) => format!("{file}: để nguyên tại chỗ: {why}"),
        Line::Stays(folder, file, error) => {
            format!(
                "{folder}: chưa lấy được tệp ra khỏi thư mục, trước hết là {file} ({error}); sẽ thử lại; nếu thư mục chỉ để đọc, hãy chạy với --keep"
            )
        }
        Line::Empty(home) => format!("{home}: kho chưa có văn bản nào; nếu lẽ ra phải có, hãy dừng lại, gắn ổ đĩa chứa kho rồi chạy lại"),
        Line::Closed(inbox, error) => format!("{inbox}: không mở được thư mục ({error}); sẽ thử lại"),
        Line::Open(inbox) => format!("{inbox}: đã mở lại được thư mục"),
        Line::Deaf(inbox, error) => format!("{inbox}: hệ thống không báo thay đổi ({error}); vài giây xem lại một lần"),
        Line::Full(folder, free, floor) => {
            format!("{folder}: ổ đĩa chỉ còn {free} MB, cần {floor} MB; tạm ngừng nhận cho đến khi có chỗ")
        }
        Line::Room => "ổ đĩa đã có chỗ; nhận tiếp".into(),
        Line::Failed(error, seconds) => format!("không ghi được vào kho ({error}); không mất tệp nào; thử lại sau {seconds} giây"),
        Line::Mended => "đã ghi lại được vào kho".into(),
        Line::NoMetrics(error) => format!("không ghi được số liệu ({error})"),
        Line::NoMirror(error) => format!("không ghi được tệp cho bảng theo dõi ({error}); sẽ ghi bù khi ghi lại được"),
        Line::MirrorMended => "đã ghi lại được tệp cho bảng theo dõi".into(),
    }
}
