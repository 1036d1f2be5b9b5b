//! Gives an archive's records out as files.
//!
//! In: records. Out: bytes in one of the [`Format`]s. It deliberately does not know where records
//! are kept or where the bytes go.

use std::io::{self, Write};

use crate::record::Record;

/// The forms that records are given out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON array.
    Json,
    /// One record a line.
    JsonLines,
}

/// Writes records.
///
/// # Errors
/// When the writer fails.
pub fn write(records: &[Record], format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, records)?;
            writeln!(out)
        }
        Format::JsonLines => {
            for record in records {
                serde_json::to_writer(&mut *out, record)?;
                writeln!(out)?;
            }
            Ok(())
        }
    }
}
