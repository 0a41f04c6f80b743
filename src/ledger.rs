//! The append-only record of every act: entries, their chain, their fold and their verification.
//!
//! `entry`, `chain`, `fold` and `verify` are pure; `file` is the only part that touches a disk.

pub mod entry;
