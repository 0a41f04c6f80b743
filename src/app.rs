//! The review as a state machine: a model, messages that change it, effects that it asks for.
//!
//! No I/O, no clock, no thread: what the model shows depends on the messages alone. From the bottom up: what a screen
//! is, the model, whom it is at ([`select`]), the forms and what they begin with ([`opening`]), the way from screen to
//! screen ([`navigate`]), what keys do on one screen ([`screen`]), what lies on top, and [`update()`].

pub mod action;
pub mod agenda;
pub mod answers;
pub mod availability;
pub mod edit;
pub mod evidence;
pub mod form;
pub mod founding;
pub mod hand;
pub mod listing;
pub mod matching;
pub mod message;
pub mod model;
pub mod navigate;
pub mod opening;
pub mod overlay;
pub mod papers;
pub mod question;
pub mod record;
pub mod remote;
pub mod room;
pub mod screen;
pub mod select;
pub mod update;
pub mod wearing;

pub use action::Action;
pub use message::{Effect, Job, Message, Read};
pub use model::{Model, Overlay};
pub use remote::{Remote, Ticket};
pub use screen::Screen;
pub use update::update;
