//! Why an act is refused, in the words that a person reads.

use chrono::NaiveDate;

use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::ledger::entry::{Hash, Role};
use crate::ledger::signers::{NotPermitted, SignersError};

/// Why an act is not recorded, and what to do next.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refused {
    #[error("the act has no usable identifier; give it 1 to 64 printable characters without spaces")]
    BadId,
    #[error("the meeting has no usable identifier; give it 1 to 64 printable characters without spaces")]
    BadMeeting,
    #[error("entry {0} already carries this act's identifier; give the new act its own")]
    IdTaken(u64),
    #[error("it is not said who acts; name the person by 1 to 64 letters, digits and ._+@-")]
    NoActor,
    #[error("{0}; somebody who keeps the record can add a key with `trellis identity allow`")]
    NotPermitted(#[from] NotPermitted),
    #[error("the role of {0} may not do this; it is for another role")]
    NotInRole(Role),
    #[error("the ledger has no list of signers yet; a chair, program director or coordinator starts it")]
    NobodySigns,
    #[error("{0}")]
    Signers(#[from] SignersError),
    #[error(
        "nobody on the list could ever name signers again; keep a chair, program director or coordinator"
    )]
    LockedOut,
    #[error("the checkpoint stands for {size} entries, and {actual} are before it")]
    CheckpointSize { size: u64, actual: u64 },
    #[error("the checkpoint has the root {root}, and the entries before it have {actual}")]
    CheckpointRoot { root: Hash, actual: Hash },
    #[error("the entries to cut are not named in rising order, each by a number that there is")]
    CutOrder,
    #[error("entry {0} is not about a resident; only entries about residents can be cut")]
    NotCuttable(u64),
    #[error("entry {0} is about a resident of whom other entries are cut; cut all of a resident's or none")]
    CutInPart(u64),
    #[error("no checkpoint stands for entry {0}; record one before entries are cut")]
    CutWithoutCheckpoint(u64),
    #[error("what is to be set aside from entry {0} on is not what stands there, or holds; look at it again")]
    NotAside(u64),
    #[error("the clock says year {0}; set the clock of this machine")]
    Clock(i32),
    #[error("{0} is empty; write it in words")]
    Blank(&'static str),
    #[error("no resident is named; say whom the act is about")]
    NoSubject,
    #[error("a resident is named, and the act is about the whole program; leave the resident out")]
    NeedlessSubject,
    #[error("the decision rests on nothing; attach what was shown, or say that the evidence is insufficient")]
    NoEvidence,
    #[error("the evidence is as of the year {0}; give a year from 1970 to 9999")]
    AsOf(i32),
    #[error("the evidence does not name {0} by its SHA-256, 64 lower-case hexadecimal digits")]
    NotAHash(&'static str),
    #[error("a count in the evidence is larger than 2^53 - 1; attach a number that every reader holds")]
    CountTooLarge,
    #[error("no level is given; every decision but defer names a level and its scale")]
    NoLevel,
    #[error("a decision to defer entrusts no level; leave the level out")]
    NeedlessLevel,
    #[error(
        "only a program director determines, and takes a determination back; record a recommendation instead"
    )]
    NotTheDirector,
    #[error(
        "entry {0} is not a recommendation that stands for this resident and activity; name the one that does"
    )]
    NotARecommendation(u64),
    #[error("the determination says that it agrees, and decides otherwise; say that it differs, and why")]
    AgreesYetDiffers,
    #[error("the determination says that it differs, and decides the same; say that it agrees")]
    DiffersYetAgrees,
    #[error("a determination that differs needs a rationale of its own; say why it differs")]
    NoOwnRationale,
    #[error("entry {0} already decides this activity; supersede it, with a reason")]
    AlreadyDecided(u64),
    #[error("entry {0} is not the decision of this kind that stands here; supersede the one that stands")]
    NotStanding(u64),
    #[error("entry {0} has another hash than the one named; read the entry again")]
    OtherHash(u64),
    #[error("only a decision, a goal or a rating supersedes; leave out what is superseded")]
    NothingToSupersede,
    #[error(
        "entry {0} is nothing that can be taken back here; a decision that stands can, an open goal, a remark, a strength, and the last answer to a prompt"
    )]
    NotRevocable(u64),
    #[error(
        "the determination {determination} rests on entry {recommendation}; revoke the determination first"
    )]
    Determined { recommendation: u64, determination: u64 },
    #[error("the goal is due on {0}, before it is set; give a day that is still to come")]
    DueBefore(NaiveDate),
    #[error("the goal is due on {0}, more than ten years ahead; check the year")]
    DueTooLate(NaiveDate),
    #[error("entry {0} is not an open goal of this resident; name one that is open")]
    NotAnOpenGoal(u64),
    #[error("the meeting {0:?} is open; close it first")]
    MeetingOpen(String),
    #[error("a meeting {0:?} was held before; give the new one its own identifier")]
    MeetingKnown(String),
    #[error("no meeting {0:?} is open; open it first")]
    MeetingNotOpen(String),
    #[error("the plan {0}; correct it and record it again")]
    BadPlan(&'static str),
    #[error("the meeting has begun, and its plan stands; go on by it")]
    MeetingBegun,
    #[error("the meeting has no plan; record one first")]
    NoPlan,
    #[error("nobody has said yet who is there; take the attendance first")]
    NoAttendance,
    #[error("{0} is no member of this meeting; plan it with this member, or name another")]
    NotAMember(String),
    #[error("{0} is named twice; name each person once")]
    Twice(String),
    #[error("{0} chairs and is not there; name a chair who is present")]
    ChairAbsent(String),
    #[error(
        "{0} directs the program and does not chair; name another, or plan the meeting with director_chairs = true"
    )]
    DirectorChairs(String),
    #[error("{0} is not on the agenda of this meeting; plan the meeting with this resident")]
    NotOnAgenda(ResidentId),
    #[error("{0} is recused for this resident and takes no part")]
    Recused(String),
    #[error("{0} is not recused for this resident; there is no recusal to end")]
    NotRecused(String),
    #[error("{0} does not rate in this meeting; only members who vote do")]
    NoVote(String),
    #[error("only {0} may do this, or somebody who keeps the record")]
    NotTheirs(String),
    #[error("{rater} sealed the own card in entry {entry}; nobody else replaces it")]
    OwnCard { rater: String, entry: u64 },
    #[error("the ratings of this resident were called in entry {0}; none is sealed any more")]
    Called(u64),
    #[error("the ratings of this resident are still sealed; call them first")]
    NotCalled,
    #[error("entry {0} is no rating that is still sealed for this resident; name one that is")]
    NotSealed(u64),
    #[error("the card is not the one that entry {0} sealed")]
    OtherCard(u64),
    #[error("the card is empty; rate an activity, a milestone or the progress")]
    EmptyCard,
    #[error(
        "{faculty} of the faculty take part, {core} of them core; the plan asks for more, so that nothing is decided"
    )]
    NoQuorum { faculty: usize, core: usize },
    #[error("the goal of entry {0} is from an earlier meeting; close it, carry it on or drop it first")]
    GoalWaits(u64),
    #[error("the meeting is not at {0}; turn to this resident first")]
    NotReviewed(ResidentId),
    #[error("the review of {0} was concluded; say why it is opened again")]
    Concluded(ResidentId),
    #[error(
        "this meeting has recommended nothing overall on this resident; do so, or leave the resident for later"
    )]
    NothingConcluded,
    #[error("{0} is both given a level and said to be not assessable; say one of the two")]
    OfTwoMinds(SubcompetencyId),
    #[error(
        "the board's outcome is satisfactory beside an essential attribute that is not; correct one of the two"
    )]
    NotSatisfactory,
    #[error("a resident signs only what is about themselves, under the code of the case file")]
    NotThemselves,
    #[error("entry {0} is recommended and not determined yet; determine it before anything is released")]
    NotDetermined(u64),
    #[error(
        "nothing was determined or taken back since the last release to this resident; there is nothing to release"
    )]
    NothingToRelease,
    #[error(
        "entry {0} is not the last release to this resident, or was acknowledged before; name one that waits"
    )]
    NotAReleaseThatWaits(u64),
    #[error(
        "entry {0} is not the last release to this resident, or the resident was told of it before; name one that waits"
    )]
    ToldBefore(u64),
    #[error("nobody was told on {0}: give a day from the release on that is not ahead of today")]
    ToldThen(NaiveDate),
    #[error("nothing was released to this resident yet; the answer to it comes after")]
    NothingReleased,
    #[error("entry {0} is no determination that stands and was released to this resident; name one that is")]
    NotAppealable(u64),
    #[error("entry {0} already appeals against this determination; one appeal is decided once")]
    Appealed(u64),
    #[error("entry {0} is no appeal of this resident that waits; name one that does")]
    NotAnAppealThatWaits(u64),
}
