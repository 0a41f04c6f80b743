//! What leaves the program on paper: texts, tables and HTML from plain values, without a screen.
//!
//! No I/O: a command hands in what is known and takes text.

pub mod ads;
pub mod brief;
mod decided;
pub mod learner;
mod markdown;
pub mod minutes;
mod names;
pub mod page;
pub mod plot;
pub mod release;
pub mod titles;
