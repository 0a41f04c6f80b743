//! What leaves the program on paper: texts and HTML from plain values, without a screen.
//!
//! No I/O: a command hands in what is known and takes text.

pub mod brief;
mod markdown;
pub mod minutes;
pub mod plot;
