//! What is asked to be recorded without being filled in.

use crate::committee::request::Request;
use crate::domain::id::ResidentId;
use crate::ledger::entry::Act;

use super::message::Effect;
use super::model::Model;

/// Asks for an act to be recorded under a number of its own.
pub fn request(model: &mut Model, act: Act, about_selected: bool) -> Effect {
    let subject = model.selected.clone().filter(|_| about_selected);
    request_about(model, subject, act)
}

/// Asks for an act about `subject` to be recorded.
pub fn request_about(model: &mut Model, subject: Option<ResidentId>, act: Act) -> Effect {
    Effect::Record(Box::new(Request { id: next_id(model), subject, act, supersedes: None, evidence: None }))
}

/// Returns a number for an act that no other act has.
pub fn next_id(model: &mut Model) -> String {
    model.requests += 1;
    format!("{}-{}", model.session.nonce, model.requests)
}
