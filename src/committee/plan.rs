//! The committee's meeting before it opens: who belongs to it, and whom it reviews in which order.
//!
//! Texts in and values out; no file is touched here, and no clock is read.

pub mod agenda;
pub mod check;
pub mod class;
pub mod committee;
mod fields;
mod order;
pub mod plan_file;
pub mod recusal;
mod reviewers;

pub use committee::Committee;
pub use fields::Mistake;
pub use plan_file::PlanFile;
pub use recusal::Recusal;

/// The greatest seed: a JSON number up to 2^53 − 1 is exact for every reader (RFC 8785, section 3.2.2.3).
pub const GREATEST_SEED: u64 = (1 << 53) - 1;

/// The most minutes that one resident can be given.
pub const MOST_MINUTES: u16 = 240;
