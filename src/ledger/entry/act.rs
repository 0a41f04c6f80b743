//! What an entry records: the acts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Hash, Role};
use crate::domain::goal::Topic;
use crate::domain::id::EpaId;
use crate::domain::meeting::{Card, Plan};
use crate::domain::overall::Overall;

/// What was done.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Who may sign from here on, and in which role; the first entry of every ledger.
    SignersNamed {
        /// The text of an OpenSSH `allowed_signers` file.
        allowed: String,
    },
    /// The root of all entries before this one: what a copy kept elsewhere holds the ledger to.
    Checkpoint {
        size: u64,
        root: Hash,
    },
    /// Entries that a program may not keep; see [`super::CutLine`].
    Cut {
        /// The first and the last of each run of entries, rising.
        entries: Vec<(u64, u64)>,
        reason: String,
    },
    MeetingOpened {
        meeting: String,
        title: String,
    },
    /// Who belongs to the open meeting, and whom it reviews; replaced until it begins.
    MeetingPlanned {
        meeting: String,
        plan: Plan,
    },
    /// Who is there from here on; the first of a meeting begins it.
    AttendanceTaken {
        meeting: String,
        /// Who chairs; one of those present.
        chair: String,
        present: Vec<String>,
    },
    /// A member takes no part in what the meeting says and decides about a resident.
    Recused {
        meeting: String,
        member: String,
        reason: String,
    },
    /// A recusal was a mistake, or its reason is gone: the member takes part again from here on.
    RecusalEnded {
        meeting: String,
        member: String,
        reason: String,
    },
    /// A member has rated a resident; what is on the card stays with the member.
    RatingSealed {
        meeting: String,
        rater: String,
        /// [`commitment`](super::commitment) of the card, with a salt that only the member knows.
        commitment: Hash,
    },
    /// The ratings of a resident are opened: none is sealed from here on.
    RatingsCalled {
        meeting: String,
    },
    /// A card that was sealed, as it was.
    RatingRevealed {
        /// The `seq` of the entry that sealed it.
        entry: u64,
        card: Card,
        salt: Hash,
    },
    /// The meeting turns to a resident, for the first time or again, and away from whom it was at.
    ReviewBegun {
        meeting: String,
        /// Why a review that was concluded is opened again.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
    },
    /// The meeting is done with the resident whom it reviews, or leaves the resident for later.
    ReviewEnded {
        meeting: String,
        concluded: bool,
    },
    /// Something was said about the resident whom the meeting reviews.
    Remarked {
        meeting: String,
        basis: Basis,
        text: String,
    },
    MeetingClosed {
        meeting: String,
    },
    /// Somebody looked at a resident.
    Viewed {
        screen: String,
    },
    /// What the committee advises on one activity.
    Recommendation(Decision),
    /// What the program director decides on one recommendation.
    Determination {
        /// The recommendation's `seq`.
        recommendation: u64,
        agrees: bool,
        decision: Decision,
    },
    /// What the committee advises on the resident as a whole.
    OverallRecommendation(Overall),
    /// What the program director decides on the recommendation on the resident as a whole.
    OverallDetermination {
        /// The recommendation's `seq`.
        recommendation: u64,
        agrees: bool,
        overall: Overall,
    },
    /// Takes back a recommendation or a determination, which stays readable.
    Revocation {
        entry: u64,
        reason: String,
    },
    /// A prompt was read and answered; it comes back when its facts change.
    PromptAcknowledged {
        /// The prompt's rule and what it is about, for example `few_for_training_time/spinal`.
        prompt: String,
        /// Hash of the facts that it rested on.
        facts: Hash,
        reason: String,
    },
    /// A goal was agreed; where the entry supersedes another, that goal is carried on or reworded.
    GoalSet {
        text: String,
        /// Who sees to it.
        owner: String,
        due: NaiveDate,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        about: Option<Topic>,
    },
    /// A goal is done with.
    GoalClosed {
        /// The `seq` of the entry that set it.
        entry: u64,
        outcome: GoalOutcome,
        reason: String,
    },
    /// Something that the resident does well.
    StrengthNamed {
        text: String,
    },
    /// What was determined about the resident so far is told to the resident.
    Released {},
    /// The resident has read what was released.
    ReleaseAcknowledged {
        /// The `seq` of the release.
        release: u64,
    },
    /// The resident answers, in words of their own.
    Stated {
        text: String,
    },
    /// The resident appeals against a determination that was released.
    AppealLodged {
        /// The determination's `seq`.
        determination: u64,
        text: String,
    },
    /// An appeal is decided, by whom the program's policy says.
    AppealDecided {
        /// The `seq` of the appeal.
        appeal: u64,
        outcome: AppealOutcome,
        reason: String,
    },
}

/// What a remark rests on: what nobody wrote down before weighs less, and is known as such
/// (Tam 2020, "previously undocumented data").
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Basis {
    /// It stands in the file.
    Documented,
    /// The speaker saw it, and it was never written down.
    Undocumented,
    /// The speaker heard it from others.
    Hearsay,
}

/// How an appeal ended.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    PartialEq,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AppealOutcome {
    /// The resident was right: the determination is to be taken back or replaced.
    Upheld,
    /// The determination stands.
    Dismissed,
    /// It is to be decided anew.
    Remitted,
}

/// How a goal ended. One that is carried on to a later day is set anew instead.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GoalOutcome {
    Done,
    Dropped,
}

/// An entrustment decision on one activity.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub epa: EpaId,
    pub outcome: Outcome,
    /// The scale and the level on it; required for every outcome but `defer`.
    pub scale: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<String>,
    pub rationale: String,
    /// The evidence was looked at and found too thin.
    pub insufficient_evidence: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dissent: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub recused: Vec<String>,
}

/// What was decided.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    PartialEq,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// Entrust at the level.
    Entrust,
    /// Stay at the level.
    Keep,
    /// Take the entrustment back, down to the level.
    Withdraw,
    /// Decide later: the evidence does not suffice.
    Defer,
}

impl Act {
    /// Returns the entrustment decision of a recommendation or a determination.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Recommendation(decision) | Self::Determination { decision, .. } => Some(decision),
            _ => None,
        }
    }

    /// Returns the overall decision of a recommendation or a determination on a resident as a whole.
    pub fn overall(&self) -> Option<&Overall> {
        match self {
            Self::OverallRecommendation(overall) | Self::OverallDetermination { overall, .. } => {
                Some(overall)
            }
            _ => None,
        }
    }

    /// Tells whether this is a determination, on an activity or overall.
    pub fn is_determination(&self) -> bool {
        matches!(self, Self::Determination { .. } | Self::OverallDetermination { .. })
    }

    /// Tells whether somebody in `role` may do this, whoever it is about.
    ///
    /// Taking back a determination asks for more, which only the ledger's state can tell.
    pub fn is_for(&self, role: Role) -> bool {
        match self {
            Self::Viewed { .. } => true,
            Self::Determination { .. }
            | Self::OverallDetermination { .. }
            | Self::Released {}
            | Self::Cut { .. } => role == Role::ProgramDirector,
            Self::SignersNamed { .. }
            | Self::MeetingOpened { .. }
            | Self::MeetingPlanned { .. }
            | Self::AttendanceTaken { .. }
            | Self::RatingsCalled { .. }
            | Self::ReviewBegun { .. }
            | Self::ReviewEnded { .. }
            | Self::AppealDecided { .. }
            | Self::MeetingClosed { .. } => role.keeps_the_record(),
            Self::Checkpoint { .. } => role.keeps_the_record() || role == Role::Auditor,
            Self::Recused { .. }
            | Self::RecusalEnded { .. }
            | Self::RatingSealed { .. }
            | Self::RatingRevealed { .. }
            | Self::Remarked { .. }
            | Self::Recommendation(_)
            | Self::OverallRecommendation(_)
            | Self::Revocation { .. } => role.keeps_the_record() || role == Role::Member,
            Self::PromptAcknowledged { .. }
            | Self::GoalSet { .. }
            | Self::GoalClosed { .. }
            | Self::StrengthNamed { .. } => !matches!(role, Role::Auditor | Role::Resident),
            // Where a resident has no key, somebody who keeps the record writes for the resident.
            Self::ReleaseAcknowledged { .. } | Self::Stated { .. } | Self::AppealLodged { .. } => {
                role == Role::Resident || role.keeps_the_record()
            }
        }
    }
}
