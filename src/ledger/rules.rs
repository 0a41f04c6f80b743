//! The rules of recording: what may follow a state of the ledger. Verifying asks the same rules.

use chrono::{Datelike as _, NaiveDate};

use super::chain::Draft;
use super::entry::{Act, Decision, Evidence, Hash, MAX_EXACT, Outcome, Role};
use super::fold::{Fate, State};
use super::signers::{NotPermitted, Signers, SignersError, is_person};
use crate::domain::id::ResidentId;

mod cuts;
mod goals;
mod meetings;

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
    #[error("only a program director determines; record a recommendation instead")]
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
    #[error("only a decision or a goal supersedes; leave out what is superseded")]
    NothingToSupersede,
    #[error("entry {0} is not a decision that stands for this resident; only such a one can be revoked")]
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
    #[error("{0} is not on the agenda of this meeting; plan the meeting with this resident")]
    NotOnAgenda(ResidentId),
    #[error("{0} is recused for this resident and takes no part")]
    Recused(String),
    #[error("{0} does not rate in this meeting; only members who vote do")]
    NoVote(String),
    #[error("only {0} may do this, or somebody who keeps the record")]
    NotTheirs(String),
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
}

/// Tells whether `draft` may be recorded after `state`.
pub fn admissible(state: &State, draft: &Draft) -> Result<(), Refused> {
    well_formed(draft)?;
    if let Some(taken) = state.with_id(&draft.id) {
        return Err(Refused::IdTaken(taken.entry.seq));
    }
    if !draft.act.is_for(draft.actor.role) {
        return Err(match draft.act {
            Act::Determination { .. } => Refused::NotTheDirector,
            _ => Refused::NotInRole(draft.actor.role),
        });
    }
    if state.count() == 0 && !matches!(draft.act, Act::SignersNamed { .. }) {
        return Err(Refused::NobodySigns);
    }
    let may_supersede = draft.act.decision().is_some() || matches!(draft.act, Act::GoalSet { .. });
    if draft.supersedes.is_some() && !may_supersede {
        return Err(Refused::NothingToSupersede);
    }
    match &draft.act {
        Act::SignersNamed { allowed } => names_signers(draft, allowed),
        Act::Checkpoint { size, root } => checkpoint(state, draft, *size, *root),
        Act::Cut { entries, reason } => {
            said(reason, "the reason for cutting")?;
            cuts::cuts(state, draft, entries)
        }
        Act::MeetingOpened { .. }
        | Act::MeetingPlanned { .. }
        | Act::AttendanceTaken { .. }
        | Act::Recused { .. }
        | Act::RatingSealed { .. }
        | Act::RatingsCalled { .. }
        | Act::RatingRevealed { .. }
        | Act::MeetingClosed { .. } => meetings::meets(state, draft),
        Act::Viewed { screen } => {
            subject(draft)?;
            said(screen, "the screen that was viewed")
        }
        Act::Recommendation(decision) => recommends(state, draft, decision),
        Act::Determination { recommendation, agrees, decision } => {
            determines(state, draft, *recommendation, *agrees, decision)
        }
        Act::Revocation { entry, reason } => revokes(state, draft, *entry, reason),
        Act::PromptAcknowledged { prompt, reason, .. } => {
            said(prompt, "the prompt")?;
            said(reason, "the reason")
        }
        Act::GoalSet { text, owner, due, .. } => goals::sets(state, draft, (text, owner), *due),
        Act::GoalClosed { entry, reason, .. } => goals::closes(state, draft, *entry, reason),
    }
}

fn well_formed(draft: &Draft) -> Result<(), Refused> {
    if !is_short(&draft.id) {
        return Err(Refused::BadId);
    }
    if !is_person(&draft.actor.id) {
        return Err(Refused::NoActor);
    }
    if !(1970..=9999).contains(&draft.at.year()) {
        return Err(Refused::Clock(draft.at.year()));
    }
    draft.evidence.as_ref().map_or(Ok(()), shown)
}

/// Evidence names versions by their hashes, counts in numbers that every reader holds, and has a day.
fn shown(evidence: &Evidence) -> Result<(), Refused> {
    let year = evidence.as_of.year();
    if !(1970..=9999).contains(&year) {
        return Err(Refused::AsOf(year));
    }
    let definitions = evidence.facts.iter().filter_map(|fact| fact.definition.as_ref());
    let hashes = definitions.map(|definition| ("a definition", &definition.hash));
    let files =
        [("the case file", Some(&evidence.case_file)), ("the thresholds", evidence.thresholds.as_ref())];
    let files = files.into_iter().filter_map(|(what, hash)| Some((what, hash?)));
    if let Some((what, _)) = files.chain(hashes).find(|(_, hash)| hash.parse::<Hash>().is_err()) {
        return Err(Refused::NotAHash(what));
    }
    let counts = evidence.facts.iter().filter_map(|fact| fact.n);
    if counts.max() > Some(MAX_EXACT) { Err(Refused::CountTooLarge) } else { Ok(()) }
}

/// Tells whether a text is 1 to 64 printable characters without spaces.
fn is_short(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Tells whether a text has a letter or a digit: blanks and invisible characters say nothing.
fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn said(text: &str, what: &'static str) -> Result<(), Refused> {
    if is_said(text) { Ok(()) } else { Err(Refused::Blank(what)) }
}

fn subject(draft: &Draft) -> Result<&ResidentId, Refused> {
    draft.subject.as_ref().ok_or(Refused::NoSubject)
}

fn no_subject(draft: &Draft) -> Result<(), Refused> {
    if draft.subject.is_none() { Ok(()) } else { Err(Refused::NeedlessSubject) }
}

/// A list of signers reads as one, and leaves somebody who can name signers again.
fn names_signers(draft: &Draft, allowed: &str) -> Result<(), Refused> {
    no_subject(draft)?;
    let signers = Signers::parse(allowed)?;
    if signers.can_go_on(draft.at) { Ok(()) } else { Err(Refused::LockedOut) }
}

/// A checkpoint stands for all entries before it.
fn checkpoint(state: &State, draft: &Draft, size: u64, root: Hash) -> Result<(), Refused> {
    no_subject(draft)?;
    let actual = state.count();
    if size != actual {
        return Err(Refused::CheckpointSize { size, actual });
    }
    let actual = state.tree().root();
    if root == actual { Ok(()) } else { Err(Refused::CheckpointRoot { root, actual }) }
}

fn recommends(state: &State, draft: &Draft, decision: &Decision) -> Result<(), Refused> {
    let resident = subject(draft)?;
    complete(draft, decision)?;
    meetings::decides(state, draft, resident)?;
    let standing = state.recommendation(resident, &decision.epa);
    replaces(state, draft, standing.map(|(recorded, _)| recorded.entry.seq))
}

fn determines(
    state: &State,
    draft: &Draft,
    recommendation: u64,
    agrees: bool,
    decision: &Decision,
) -> Result<(), Refused> {
    let resident = subject(draft)?;
    complete(draft, decision)?;
    let (_, advised) = state
        .recommendation(resident, &decision.epa)
        .filter(|(recorded, _)| recorded.entry.seq == recommendation)
        .ok_or(Refused::NotARecommendation(recommendation))?;
    let decides = |d: &Decision| (d.outcome, d.scale.clone(), d.level.clone());
    match (agrees, decides(advised) == decides(decision)) {
        (true, false) => return Err(Refused::AgreesYetDiffers),
        (false, true) => return Err(Refused::DiffersYetAgrees),
        (false, false) if advised.rationale.trim() == decision.rationale.trim() => {
            return Err(Refused::NoOwnRationale);
        }
        _ => {}
    }
    let standing = state.determination(resident, &decision.epa);
    replaces(state, draft, standing.map(|(recorded, _)| recorded.entry.seq))
}

/// Guardrail: no decision without an outcome, a rationale, and evidence or its stated lack.
fn complete(draft: &Draft, decision: &Decision) -> Result<(), Refused> {
    said(&decision.rationale, "the rationale")?;
    let shown = draft.evidence.as_ref().is_some_and(|evidence| !evidence.facts.is_empty());
    if !shown && !decision.insufficient_evidence {
        return Err(Refused::NoEvidence);
    }
    if let Some(dissent) = &decision.dissent {
        said(dissent, "the dissent")?;
    }
    match (&decision.level, decision.outcome) {
        (Some(_), Outcome::Defer) => Err(Refused::NeedlessLevel),
        (None, Outcome::Defer) => Ok(()),
        (Some(level), _) if is_said(level) && is_said(&decision.scale) => Ok(()),
        _ => Err(Refused::NoLevel),
    }
}

/// A decision replaces the one of its kind that stands, and says why; or none stands.
fn replaces(state: &State, draft: &Draft, standing: Option<u64>) -> Result<(), Refused> {
    let Some(supersedes) = &draft.supersedes else {
        return standing.map_or(Ok(()), |seq| Err(Refused::AlreadyDecided(seq)));
    };
    if standing != Some(supersedes.entry) {
        return Err(Refused::NotStanding(supersedes.entry));
    }
    if state.entry(supersedes.entry).map(|recorded| recorded.hash) != Some(supersedes.hash) {
        return Err(Refused::OtherHash(supersedes.entry));
    }
    said(&supersedes.reason, "the reason for superseding")
}

fn revokes(state: &State, draft: &Draft, seq: u64, reason: &str) -> Result<(), Refused> {
    let resident = subject(draft)?;
    said(reason, "the reason for revoking")?;
    let revoked = state.entry(seq).filter(|r| r.entry.subject.as_ref() == Some(resident));
    let revoked = revoked.filter(|_| state.fate(seq) == Fate::Stands).ok_or(Refused::NotRevocable(seq))?;
    match &revoked.entry.act {
        Act::Determination { .. } if draft.actor.role == Role::ProgramDirector => Ok(()),
        Act::Determination { .. } => Err(Refused::NotTheDirector),
        Act::Recommendation(decision) => match state.determination(resident, &decision.epa) {
            Some((on, _)) if rests_on(&on.entry.act, seq) => {
                Err(Refused::Determined { recommendation: seq, determination: on.entry.seq })
            }
            _ => Ok(()),
        },
        _ => Err(Refused::NotRevocable(seq)),
    }
}

fn rests_on(act: &Act, seq: u64) -> bool {
    matches!(act, Act::Determination { recommendation, .. } if *recommendation == seq)
}
