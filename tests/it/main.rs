//! One test binary; each module holds one promise.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that fails should stop"
)]

mod archive;
mod broken;
mod care;
mod cli;
mod compose;
mod corpus;
mod disks;
mod doc;
mod docx;
mod faults;
mod frameworks;
mod house;
mod inbox;
mod indicators;
mod inspect;
mod keeping;
mod kills;
mod pdf;
mod peers;
mod plain;
mod power;
mod recall;
mod relevance;
mod repeat;
mod scan;
mod scores;
mod search;
mod signatures;
mod support;
mod worker;
