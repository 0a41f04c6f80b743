//! What an entry records: the acts. What each holds, who may do it and its words stand in the file of its family.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Hash, Role};
use crate::domain::goal::Topic;
use crate::domain::meeting::{Card, Plan};
use crate::domain::overall::Overall;
use crate::ledger::acts::decision::{Decided, Decision, On};
use crate::ledger::acts::goal::GoalOutcome;
use crate::ledger::acts::meeting::Basis;
use crate::ledger::acts::release::AppealOutcome;
use crate::ledger::acts::{Told, decision, goal, meeting, rating, record, release};

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
    /// Lines at the end of the ledger did not hold, and are no part of it from here on.
    SetAside {
        /// The place of the first of them: this entry's own, where they were taken off into a file.
        first: u64,
        lines: u64,
        /// The SHA-256 of their bytes, line feeds included.
        hash: Hash,
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
    /// Takes back a decision, a goal, a remark, a strength or the answer to a prompt; it stays readable.
    Revocation {
        entry: u64,
        reason: String,
    },
    /// A prompt was read and answered; it comes back when what it means changes.
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
    /// What was determined about the resident so far may go to the resident, whom somebody is yet to tell.
    Released {},
    /// Somebody told the resident what was released: ticked off, on which day and by whom.
    ResidentTold {
        /// The `seq` of the release.
        release: u64,
        on: NaiveDate,
        by: String,
    },
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

impl Act {
    /// Returns a recommendation or a determination as the decision that it is, on whatever matter.
    pub fn decided(&self) -> Option<Decided<'_>> {
        Some(match self {
            Self::Recommendation(decision) => On::Activity(decision).recommended(),
            Self::Determination { recommendation, agrees, decision } => {
                On::Activity(decision).determined(*recommendation, *agrees)
            }
            Self::OverallRecommendation(overall) => On::Overall(overall).recommended(),
            Self::OverallDetermination { recommendation, agrees, overall } => {
                On::Overall(overall).determined(*recommendation, *agrees)
            }
            _ => return None,
        })
    }

    /// Returns the entrustment decision of a recommendation or a determination on an activity.
    pub fn decision(&self) -> Option<&Decision> {
        self.decided()?.activity()
    }

    /// Returns the decision of a recommendation or a determination on a resident as a whole.
    pub fn overall(&self) -> Option<&Overall> {
        self.decided()?.overall()
    }

    /// Tells whether this is a determination, on an activity or overall.
    pub fn is_determination(&self) -> bool {
        self.decided().is_some_and(|decided| decided.is_determination())
    }

    /// Tells whether somebody in `role` may do this, whoever it is about.
    ///
    /// Taking something back asks for more, which only the ledger's state can tell.
    pub fn is_for(&self, role: Role) -> bool {
        self.of_its_family(None).may.includes(role)
    }

    /// Returns who may do this and what is said of it, where its entry `replaces` another.
    ///
    /// A ledger may have been edited by hand, so that all words are sanitised here.
    pub fn told(&self, replaces: Option<u64>) -> Told<'_> {
        self.of_its_family(replaces).sanitised()
    }

    /// Hands the act to the file of its family.
    fn of_its_family(&self, replaces: Option<u64>) -> Told<'_> {
        match self {
            Self::SignersNamed { allowed } => record::signers_named(allowed),
            Self::Checkpoint { size, root } => record::checkpoint(*size, *root),
            Self::Cut { entries, reason } => record::cut(entries, reason),
            Self::SetAside { first, lines, reason, .. } => record::set_aside(*first, *lines, reason),
            Self::Viewed { screen } => record::viewed(screen),
            Self::MeetingOpened { meeting, title } => meeting::opened(meeting, title),
            Self::MeetingPlanned { meeting, plan } => meeting::planned(meeting, plan),
            Self::AttendanceTaken { meeting, chair, present } => meeting::attended(meeting, chair, present),
            Self::Recused { meeting, member, reason } => meeting::recused(meeting, member, reason),
            Self::RecusalEnded { meeting, member, reason } => meeting::recusal_ended(meeting, member, reason),
            Self::ReviewBegun { reason, .. } => meeting::review_begun(reason.as_deref()),
            Self::ReviewEnded { concluded, .. } => meeting::review_ended(*concluded),
            Self::Remarked { basis, text, .. } => meeting::remarked(*basis, text),
            Self::MeetingClosed { meeting } => meeting::closed(meeting),
            Self::RatingSealed { meeting, rater, commitment } => rating::sealed(meeting, rater, *commitment),
            Self::RatingsCalled { meeting } => rating::called(meeting),
            Self::RatingRevealed { entry, card, .. } => rating::revealed(*entry, card),
            Self::Recommendation(decision) => decision::told(&On::Activity(decision).recommended()),
            Self::Determination { recommendation, agrees, decision } => {
                decision::told(&On::Activity(decision).determined(*recommendation, *agrees))
            }
            Self::OverallRecommendation(overall) => decision::told(&On::Overall(overall).recommended()),
            Self::OverallDetermination { recommendation, agrees, overall } => {
                decision::told(&On::Overall(overall).determined(*recommendation, *agrees))
            }
            Self::Revocation { entry, reason } => decision::revoked(*entry, reason),
            Self::PromptAcknowledged { prompt, reason, .. } => goal::acknowledged(prompt, reason),
            Self::GoalSet { text, owner, due, about } => {
                goal::set((text, owner), *due, about.as_ref(), replaces)
            }
            Self::GoalClosed { entry, outcome, reason } => goal::closed(*entry, *outcome, reason),
            Self::StrengthNamed { text } => goal::strength(text),
            Self::Released {} => release::released(),
            Self::ResidentTold { release, on, by } => release::resident_told(*release, *on, by),
            Self::ReleaseAcknowledged { release } => release::acknowledged(*release),
            Self::Stated { text } => release::stated(text),
            Self::AppealLodged { determination, text } => release::appealed(*determination, text),
            Self::AppealDecided { appeal, outcome, reason } => {
                release::appeal_decided(*appeal, *outcome, reason)
            }
        }
    }
}
