//! The committee's meeting from outside.

mod plan;
mod room;
