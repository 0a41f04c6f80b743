//! The questions that the program asks a case file: one SQL file each, rows come back typed.
//!
//! Every text that leaves here has passed the sanitiser, once.

mod catalog;
mod coverage;
mod curves;
mod outcomes;
mod query;
mod record;
mod schedules;

pub(super) use coverage::coverage;
pub use query::{QUERIES, Query, columns};
