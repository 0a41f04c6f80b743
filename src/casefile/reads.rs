//! The questions that the program asks a case file: one SQL file each, rows come back typed.
//!
//! Every text that leaves here has passed the sanitiser, once.

mod answers;
mod catalog;
mod coverage;
mod curves;
mod outcomes;
mod query;
mod record;
mod schedules;
mod starts;

pub(super) use answers::{Answers, OtherAnswer, keep, recheck};
pub(super) use coverage::{Hours, coverage, hours_missing};
pub use query::{Columns, QUERIES, Query, columns};
pub(super) use starts::{Starts, starts};
