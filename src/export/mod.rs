//! Gives an archive's records out as files.
//!
//! In: records. Out: bytes in one of the [`Format`]s. It deliberately does not know where records
//! are kept or where the bytes go.

use std::io::{self, Write};

use serde::Serializer as _;
use serde::ser::SerializeSeq as _;

use crate::record::Record;

/// The forms that records are given out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON array.
    Json,
    /// One record a line.
    JsonLines,
}

/// Writes records as they are handed out, one at a time: `each` is given what writes one.
///
/// # Errors
/// When the writer fails, or what hands them out.
pub fn write<E: From<io::Error>>(
    format: Format,
    out: &mut dyn Write,
    each: impl FnOnce(&mut dyn FnMut(&Record) -> io::Result<()>) -> Result<(), E>,
) -> Result<(), E> {
    match format {
        Format::Json => {
            let mut json = serde_json::Serializer::pretty(&mut *out);
            let mut list = json.serialize_seq(None).map_err(io::Error::from)?;
            each(&mut |record| Ok(list.serialize_element(record)?))?;
            list.end().map_err(io::Error::from)?;
            Ok(writeln!(out)?)
        }
        Format::JsonLines => each(&mut |record| {
            serde_json::to_writer(&mut *out, record)?;
            writeln!(out)
        }),
    }
}
