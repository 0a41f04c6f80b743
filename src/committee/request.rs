//! What is asked to be recorded.

use crate::domain::id::ResidentId;
use crate::domain::meeting::Card;
use crate::ledger::entry::{Act, Evidence, Supersedes};

/// An act to be recorded; the runtime adds who and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Unique; a second attempt carries the same one and is recorded once.
    pub id: String,
    pub subject: Option<ResidentId>,
    pub act: Act,
    pub supersedes: Option<Supersedes>,
    pub evidence: Option<Evidence>,
}

/// A card on its way under seal.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealing {
    /// The identifier that the seal's entry will carry.
    pub id: String,
    pub meeting: String,
    pub resident: ResidentId,
    pub rater: String,
    pub card: Card,
}
