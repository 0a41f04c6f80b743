//! What is agreed and decided about one resident, as the rules read it.

use super::entrustment::Entrustments;
use super::goal::Goal;

/// What stands in the record of the committee's acts for one resident.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// Open goals, the one that is due first in front.
    pub goals: Vec<Goal>,
    /// The level that stands on each activity; a deferral leaves none.
    pub entrusted: Entrustments,
}

impl Standing {
    /// Tells whether nothing is agreed or decided.
    pub fn is_empty(&self) -> bool {
        self.goals.is_empty() && self.entrusted.is_empty()
    }
}
