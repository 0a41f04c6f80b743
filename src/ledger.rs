//! The append-only record of every act: entries, their chain, their fold and their verification.
//!
//! `entry`, `chain`, `rules`, `fold` and `verify` are pure; only `file`, `postgres`, and `drafts` for
//! what is not yet recorded, touch a disk or a network.

pub mod chain;
pub mod drafts;
pub mod entry;
pub mod file;
pub mod fold;
pub mod postgres;
pub mod rules;
pub mod verify;
