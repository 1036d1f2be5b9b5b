//! vanthu reads Vietnamese administrative documents into records, keeps them and finds them again.
//!
//! # The journey
//!
//! ```text
//! file ─ intake → Source ─ read → Layout ─ text → Text ─ extract → Facts ─ check → Record
//!                                          patterns/ → Patterns ──┘                    │
//!    archive: the store first (truth), then the index (can be rebuilt) ◄───────────────┘
//!    archive → search · tasks · export · correct · verify · backup
//! ```
//!
//! # The rooms, and the doors between them
//!
//! | room | what it does | may use |
//! |---|---|---|
//! | [`layout`] | vocabulary: pages, blocks, lines, words, tables | nothing |
//! | [`warning`] | vocabulary: trouble with a document as a value | nothing |
//! | [`record`] | vocabulary: the JSON that vanthu promises | nothing |
//! | [`steps`] | named steps at which tests hold the program or let it fail | nothing |
//! | [`words`] | sentences for people, in two languages | layout, warning |
//! | [`intake`] | path → `Source` | nothing |
//! | [`read`] | `Source` → `Layout` | intake, layout, warning |
//! | [`text`] | `Layout` → `Text` | layout |
//! | [`pattern`] | `patterns/` → `Patterns` | nothing |
//! | [`extract`] | `Text` → `Facts` | text, pattern, record, warning |
//! | [`check`] | `Facts` → findings | extract, text, pattern, record, words |
//! | [`pipeline`] | the journey of one document | all of the above |
//! | [`store`] | the one truth: database, originals, corrections, log | intake, layout, record, steps |
//! | [`index`] | finds by words and numbers; can be made anew | record, text |
//! | [`tasks`] | records and today → duties with deadlines | record |
//! | [`export`] | records → files in other forms | record, tasks |
//! | [`inspect`] | a page's picture and what was read on it → the picture with boxes | layout, record |
//! | [`archive`] | the only writer of store and index, in this order | pipeline, store, index, tasks, steps, and the types they carry |
//! | [`trouble`] | why a file gave no record → a sentence | intake, read, words |
//! | [`readers`] | many paths → what was read, in parallel | archive, intake, pattern, pipeline, read, store, trouble |
//! | [`inbox`] | the daemon: folders → archive, nothing lost on the way | readers, archive, intake, pattern, pipeline, read, record, steps, store, trouble, words |
//! | [`eval`] | expected and found records → precision, recall, F1 | nothing |
//! | [`config`] | flags and environment → home folder, language | nothing |
//! | [`commands`] | one file for each subcommand | all |
//!
//! A test (`tests/it/house.rs`) holds these doors.
//!
//! # Use as a library
//!
//! ```
//! use vanthu::{intake, pattern::Patterns, pipeline};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("cong-van.txt");
//! # std::fs::write(&path, "ỦY BAN NHÂN DÂN\nXÃ HÒA AN\n\nSố: 12/UBND-VP\nV/v trực Tết\n\nHòa An, ngày 05 tháng 01 năm 2026\n\nKính gửi: Các thôn.\n\nỦy ban nhân dân xã thông báo để các thôn biết./.\n")?;
//! let source = intake::open(&path)?;
//! let record = pipeline::process(&source, &Patterns::embedded()?)?.record;
//! assert_eq!(record.document.number.as_deref(), Some("12/UBND-VP"));
//! assert_eq!(record.document.date.as_deref(), Some("2026-01-05"));
//! # Ok(())
//! # }
//! ```

pub mod archive;
pub mod check;
pub mod commands;
pub mod config;
pub mod eval;
pub mod export;
pub mod extract;
pub mod inbox;
pub mod index;
pub mod inspect;
pub mod intake;
pub mod layout;
pub mod pattern;
pub mod pipeline;
pub mod read;
pub mod readers;
pub mod record;
pub mod steps;
pub mod store;
pub mod tasks;
pub mod text;
pub mod trouble;
pub mod warning;
pub mod words;
