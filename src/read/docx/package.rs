//! The parts of a DOCX file: a ZIP archive of XML, with limits against bombs.
//!
//! In: bytes. Out: one part at a time. It deliberately does not know what is in a part.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::tree::Tree;
use crate::read::{ReadError, ReadErrorCode};

/// The largest part that is taken, unpacked, in bytes.
const LARGEST_PART: u64 = 64 << 20;
/// The most bytes that are unpacked in all.
const LARGEST_SUM: u64 = 128 << 20;

/// A part and its name.
pub(super) struct Xml {
    name: String,
    text: String,
}

impl Xml {
    /// Its elements.
    pub(super) fn tree(&self) -> Result<Tree<'_>, ReadError> {
        Tree::parse(&self.text, &self.name)
    }
}

/// An open DOCX file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    taken: u64,
}

impl<'a> Package<'a> {
    /// Opens the archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| ReadError::new(ReadErrorCode::Damaged, format!("not a whole ZIP archive: {error}")))?;
        Ok(Self { archive, taken: 0 })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(Result::ok).map(|name| name.replace('\\', "/")).collect()
    }

    /// A part; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Xml>, ReadError> {
        let too_large = || ReadError::new(ReadErrorCode::TooLarge, format!("{name} unpacks to more than {} MB", LARGEST_PART >> 20));
        let damaged = |error: &dyn std::fmt::Display| ReadError::new(ReadErrorCode::Damaged, format!("{name}: {error}"));
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(ReadError::new(ReadErrorCode::Locked, format!("{name} opens only with a password")));
            }
            Err(error) => return Err(damaged(&error)),
        };
        let room = LARGEST_PART.min(LARGEST_SUM.saturating_sub(self.taken));
        if file.size() > room {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or_default());
        file.take(room + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        let length = bytes.len() as u64;
        if length > room {
            return Err(too_large());
        }
        self.taken += length;
        Ok(Some(Xml { name: name.to_owned(), text: decode(bytes) }))
    }
}

/// XML says its encoding by a byte order mark or in its first line.
fn decode(bytes: Vec<u8>) -> String {
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(&bytes));
    let declared = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)).and_then(|rest| rest.split(['"', '\'']).next());
    let encoding = match bytes.as_slice() {
        [b'<', 0, ..] => encoding_rs::UTF_16LE,
        [0, b'<', ..] => encoding_rs::UTF_16BE,
        _ => declared.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes())).unwrap_or(encoding_rs::UTF_8),
    };
    // A byte order mark goes before what is declared.
    let other = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
    if encoding == encoding_rs::UTF_8 { String::from_utf8(bytes).unwrap_or_else(|error| other(error.as_bytes())) } else { other(&bytes) }
}
