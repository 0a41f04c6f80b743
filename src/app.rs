//! The review as a state machine: a model, messages that change it, effects that it asks for.
//!
//! No I/O, no clock, no thread: what the model shows depends on the messages alone.

pub mod action;
pub mod entry;
pub mod message;
pub mod model;
pub mod room;
pub mod update;

pub use action::Action;
pub use message::{Effect, Job, Message, Read, Ticket};
pub use model::{Model, Overlay, Remote, Screen};
pub use update::update;
