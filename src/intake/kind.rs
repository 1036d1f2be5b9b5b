//! What kind of file some bytes are, by their content.

use serde::{Deserialize, Serialize};

/// The kinds that vanthu tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML text, or at least a ZIP file that may be one.
    Docx,
    /// OLE compound file, as Word 97–2003 writes.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// `OpenDocument` text.
    Odt,
    /// PNG, JPEG, TIFF or another picture.
    Picture,
    /// Text in some encoding.
    Text,
    /// None of these.
    Unknown,
}

impl FileKind {
    /// IANA media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Doc => "application/msword",
            Self::Rtf => "application/rtf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Picture => "image/*",
            Self::Text => "text/plain",
            Self::Unknown => "application/octet-stream",
        }
    }
}

/// How far into a file a PDF may begin (ISO 32000-1, implementation note 13).
const PDF_HEAD: usize = 1024;

/// Tells the kind of a file.
pub(super) fn sniff(bytes: &[u8]) -> FileKind {
    let head = bytes.get(..PDF_HEAD.min(bytes.len())).unwrap_or_default();
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if head.windows(5).any(|window| window == b"%PDF-") {
        FileKind::Pdf
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        zip_kind(head)
    } else if starts(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        FileKind::Doc
    } else if starts(b"{\\rtf") {
        FileKind::Rtf
    } else if is_picture(bytes) {
        FileKind::Picture
    } else if is_text(bytes) {
        FileKind::Text
    } else {
        FileKind::Unknown
    }
}

/// An `OpenDocument` file names itself in its first entry; any other archive is opened to see.
fn zip_kind(head: &[u8]) -> FileKind {
    if contains(head, b"application/vnd.oasis.opendocument.text") {
        FileKind::Odt
    } else if contains(head, b"application/vnd.oasis.opendocument") || contains(head, b"application/epub+zip") {
        FileKind::Unknown
    } else {
        FileKind::Docx
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn is_picture(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 6] = [b"\x89PNG\r\n", b"\xFF\xD8\xFF", b"II*\0", b"MM\0*", b"GIF8", b"BM"];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    webp || MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

/// Text has no control characters but spaces and line ends, unless it is UTF-16 with its mark.
fn is_text(bytes: &[u8]) -> bool {
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    utf16 || !bytes.iter().any(|&byte| byte < 0x09 || (0x0E..0x1B).contains(&byte) || (0x1C..0x20).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(sniff(b"PK\x03\x04word/document.xml"), FileKind::Docx);
        assert_eq!(sniff(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"), FileKind::Odt);
        assert_eq!(sniff(b"PK\x03\x04 mimetype application/vnd.oasis.opendocument.spreadsheet"), FileKind::Unknown);
        assert_eq!(sniff(b"PK\x03\x04 photo.jpg"), FileKind::Docx);
        assert_eq!(sniff(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), FileKind::Doc);
        assert_eq!(sniff("\u{FEFF}{\\rtf1".trim_start_matches('\u{FEFF}').as_bytes()), FileKind::Rtf);
        assert_eq!(sniff(b"%PDF-1.7\n"), FileKind::Pdf);
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n"), FileKind::Picture);
        assert_eq!(sniff("Số: 12/UBND".as_bytes()), FileKind::Text);
        assert_eq!(sniff(&[0xFF, 0xFE, b'S', 0]), FileKind::Text);
        assert_eq!(sniff(&[0, 1, 2, 3]), FileKind::Unknown);
    }
}
