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
//! | [`check`] | `Facts` → findings | extract, text, pattern, record |
//! | [`pipeline`] | the journey of one document | all of the above |
//! | [`commands`] | one file for each subcommand | all |
//!
//! A test (`tests/it/house.rs`) holds these doors.

pub mod check;
pub mod commands;
pub mod extract;
pub mod intake;
pub mod layout;
pub mod pattern;
pub mod pipeline;
pub mod read;
pub mod record;
pub mod text;
pub mod warning;
pub mod words;
