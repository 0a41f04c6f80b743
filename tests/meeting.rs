//! The committee's meeting from outside.

mod after;
mod plan;
mod room;
