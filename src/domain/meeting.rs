//! A meeting of the committee as it is planned: who belongs to it, and whom it reviews in which order.

use serde::{Deserialize, Serialize};

use super::id::ResidentId;
use super::role::Role;

/// The plan of a meeting; its opening puts it on record.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub quorum: Quorum,
    /// In the order in which they speak: the most junior first, the program director last.
    pub members: Vec<Member>,
    /// Whom the meeting reviews, in this order.
    pub agenda: Vec<Slot>,
    /// What the order was drawn from.
    pub seed: u64,
}

/// How many must be present before the committee decides; reviewing goes on with fewer.
///
/// The default is how the ACGME composes a committee: three members of the faculty, one of them core
/// (Common Program Requirements V.A.3, apds.org, "The Clinical Competency Committee").
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    pub core: u8,
    pub faculty: u8,
}

impl Default for Quorum {
    fn default() -> Self {
        Self { core: 1, faculty: 3 }
    }
}

/// Somebody who may attend.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The identifier that the person signs under.
    pub id: String,
    pub role: Role,
    /// Counts for the quorum.
    pub faculty: bool,
    /// Is core faculty.
    pub core: bool,
    /// Rates and votes; a coordinator who keeps the minutes does not.
    pub votes: bool,
}

/// One resident's place on the agenda.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    pub resident: ResidentId,
    /// Who reads everything before, and proposes; one of the members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reviewer: Option<String>,
    pub minutes: u16,
}
