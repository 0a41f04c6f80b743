//! Recusals that are known before a meeting: members who take no part in one resident's review.

use super::fields::{Fields, Mistake};
use crate::domain::id::ResidentId;
use crate::ledger::entry::Act;

/// A member who takes no part in one resident's review, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recusal {
    pub member: String,
    pub resident: ResidentId,
    pub reason: String,
}

impl Recusal {
    /// Reads the list `recusals` of a file; it may be left out.
    pub(super) fn all(file: &Fields<'_>) -> Result<Vec<Self>, Mistake> {
        let one = |fields: &Fields<'_>| {
            Ok(Self {
                member: fields.text("member")?,
                resident: fields.resident("resident")?,
                reason: fields.text("reason")?,
            })
        };
        file.maybe_tables("recusals", &["member", "resident", "reason"])?.iter().map(one).collect()
    }

    /// Returns what puts it on record in `meeting`; the resident is whom it is about.
    pub fn act(&self, meeting: &str) -> Act {
        Act::Recused { meeting: meeting.to_owned(), member: self.member.clone(), reason: self.reason.clone() }
    }
}
