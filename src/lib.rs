//! vanthu reads Vietnamese administrative documents into records, keeps them and finds them again.
//!
//! # The journey
//!
//! ```text
//! file ─ intake → Source ─ read → Layout ─ text → Text ─ extract → Facts ─ check → Record
//!                                          patterns/ → Patterns ──┘                    │
//!    archive: the store first (truth), then the index (can be rebuilt) ◄───────────────┘
//!    archive → search · tasks · export
//! ```
//!
//! # The rooms, and the doors between them
//!
//! | room | what it does | may use |
//! |---|---|---|
//! | [`layout`] | vocabulary: pages, blocks, lines, words, tables | nothing |
//! | [`warning`] | vocabulary: trouble with a document as a value | nothing |
//! | [`record`] | vocabulary: the JSON that vanthu promises | nothing |
//! | [`words`] | sentences for people, in two languages | warning |
//! | [`intake`] | path → `Source` | nothing |
//! | [`read`] | `Source` → `Layout` | intake, layout, warning |
//! | [`text`] | `Layout` → `Text` | layout |
//! | [`pattern`] | `patterns/` → `Patterns` | nothing |
//! | [`extract`] | `Text` → `Facts` | text, pattern, record, warning |
//! | [`check`] | `Facts` → findings | extract, text, pattern, record, words |
//! | [`pipeline`] | the journey of one document | all of the above |
//! | [`store`] | the one truth: database and originals | intake, layout, record |
//! | [`index`] | finds by words and numbers; can be made anew | record, text |
//! | [`tasks`] | records and today → duties with deadlines | record |
//! | [`export`] | records → files in other forms | record, tasks |
//! | [`archive`] | the only writer of store and index, in this order | pipeline, store, index, tasks, and the types they carry |
//! | [`config`] | flags and environment → home folder, language | nothing |
//! | [`commands`] | one file for each subcommand | all |
//!
//! A test (`tests/it/house.rs`) holds these doors.

pub mod archive;
pub mod check;
pub mod commands;
pub mod config;
pub mod export;
pub mod extract;
pub mod index;
pub mod intake;
pub mod layout;
pub mod pattern;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod store;
pub mod tasks;
pub mod text;
pub mod warning;
pub mod words;
