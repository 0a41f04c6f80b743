//! Which form is opened, and what its sheet begins with.

use crate::committee::sheet::Kind;

use super::message::Effect;
use super::model::Model;

pub mod card;
pub mod decision;
pub mod goal;
pub mod overall;
pub mod taking_back;
pub mod words;

/// Opens the form of a kind on the selected resident.
pub fn open(model: &mut Model, kind: Kind) -> Vec<Effect> {
    match kind {
        Kind::Decision => decision::open(model),
        Kind::Overall => overall::open(model),
        Kind::Goal => goal::set(model),
        Kind::Card => card::open(model),
        // Words are asked for about something, by whoever knows about what.
        Kind::Words => Vec::new(),
    }
}
