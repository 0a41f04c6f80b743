//! Reviews that are opened on a small program, and a meeting in the room.

pub mod program;
pub mod room;
