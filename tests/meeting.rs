//! The committee's meeting from outside.

mod after;
mod afternoon;
mod plan;
pub mod room;
