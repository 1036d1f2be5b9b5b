//! One test binary; each module holds one promise.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "a test that fails should stop")]

mod docx;
mod house;
mod plain;
