//! One test binary; each module holds one promise.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "a test that fails should stop")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]
#![allow(clippy::disallowed_methods, reason = "files of a test live as long as the test")]

mod doc;
mod docx;
mod house;
mod plain;
