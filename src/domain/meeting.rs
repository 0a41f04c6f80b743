//! A meeting of the committee as it is planned: who belongs to it, and whom it reviews in which order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::id::{EpaId, ResidentId, SubcompetencyId};
use super::milestone::HalfSteps;
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
    /// The program director may chair. Usually another does: who decides on what is advised does not lead the
    /// committee to its advice.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub director_chairs: bool,
}

impl Plan {
    /// Returns the member who signs as `id`.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Tells whether a member may chair.
    pub fn may_chair(&self, member: &Member) -> bool {
        self.director_chairs || member.role != Role::ProgramDirector
    }

    /// Returns who is planned to chair.
    pub fn chair(&self) -> Option<&Member> {
        chair(&self.members, self.director_chairs)
    }

    /// Returns a resident's place on the agenda.
    pub fn slot(&self, resident: &ResidentId) -> Option<&Slot> {
        self.agenda.iter().find(|slot| slot.resident == *resident)
    }
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

/// How many of the faculty there are, and whether that is enough.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Count {
    pub faculty: usize,
    /// Of these, core faculty.
    pub core: usize,
    /// As many as the quorum asks for.
    pub reached: bool,
}

impl Quorum {
    /// Counts `members` against the quorum.
    pub fn count<'a>(self, members: impl IntoIterator<Item = &'a Member>) -> Count {
        let of_the_faculty = members.into_iter().filter(|member| member.faculty);
        let (faculty, core) = of_the_faculty
            .fold((0, 0), |(faculty, core), member| (faculty + 1, core + usize::from(member.core)));
        let reached = faculty >= usize::from(self.faculty) && core >= usize::from(self.core);
        Count { faculty, core, reached }
    }
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

/// Returns which of the members is planned to chair: whose role it is, or else the program director where that is
/// allowed.
pub fn chair(members: &[Member], director_chairs: bool) -> Option<&Member> {
    let in_role = |role: Role| members.iter().find(move |member| member.role == role);
    in_role(Role::Chair).or_else(|| in_role(Role::ProgramDirector).filter(|_| director_chairs))
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

/// How a resident gets on, overall: the statuses of the Royal College's competence committees
/// (royalcollege.ca, "Competence Committees: Guidelines for Terms of Reference").
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum Progress {
    AsExpected,
    NotAsExpected,
    Accelerated,
    FailureToProgress,
    Inactive,
}

/// What one member thinks of one resident before anybody speaks.
///
/// It stays with the member, sealed, until the ratings of the resident are called.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The level for each activity, on the activity's own scale.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub epas: BTreeMap<EpaId, String>,
    /// Milestones on exception, in half steps.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub milestones: BTreeMap<SubcompetencyId, HalfSteps>,
    /// Progress overall, by its code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub progress: Option<String>,
}

impl Card {
    /// Tells whether the card says nothing.
    pub fn is_empty(&self) -> bool {
        self.epas.is_empty() && self.milestones.is_empty() && self.progress.is_none()
    }
}
