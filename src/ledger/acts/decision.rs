//! Decisions: what the committee recommends, what the program director determines, and what is taken back.

use serde::{Deserialize, Serialize};

use super::{May, Told};
use crate::domain::id::EpaId;
use crate::domain::overall::Overall;
use crate::domain::text::sanitised;

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

/// What a decision is about: one activity, or the resident as a whole. Activities come first.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Matter {
    Activity(EpaId),
    Overall,
}

/// A recommendation or a determination, on whatever matter: what both kinds share is asked of this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided<'a> {
    /// What a determination answers; a recommendation answers nothing.
    pub answers: Option<Answer>,
    pub on: On<'a>,
}

/// A determination's answer to a recommendation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The recommendation's `seq`.
    pub recommendation: u64,
    pub agrees: bool,
}

/// The content of a decision, by what it is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum On<'a> {
    Activity(&'a Decision),
    Overall(&'a Overall),
}

impl<'a> On<'a> {
    /// Makes it what the committee recommends.
    pub fn recommended(self) -> Decided<'a> {
        Decided { answers: None, on: self }
    }

    /// Makes it what the program director determines on a recommendation.
    pub fn determined(self, recommendation: u64, agrees: bool) -> Decided<'a> {
        Decided { answers: Some(Answer { recommendation, agrees }), on: self }
    }
}

impl<'a> Decided<'a> {
    /// Returns what it is about.
    pub fn matter(&self) -> Matter {
        self.epa().map_or(Matter::Overall, |epa| Matter::Activity(epa.clone()))
    }

    /// Returns the activity; `None` where it is about the resident as a whole.
    pub fn epa(&self) -> Option<&'a EpaId> {
        self.activity().map(|decision| &decision.epa)
    }

    /// Returns the decision on an activity.
    pub fn activity(&self) -> Option<&'a Decision> {
        match self.on {
            On::Activity(decision) => Some(decision),
            On::Overall(_) => None,
        }
    }

    /// Returns the decision on the resident as a whole.
    pub fn overall(&self) -> Option<&'a Overall> {
        match self.on {
            On::Activity(_) => None,
            On::Overall(overall) => Some(overall),
        }
    }

    /// Tells whether the program director determined it, and the committee did not merely recommend it.
    pub fn is_determination(&self) -> bool {
        self.answers.is_some()
    }

    pub fn rationale(&self) -> &'a str {
        match self.on {
            On::Activity(decision) => &decision.rationale,
            On::Overall(overall) => &overall.rationale,
        }
    }

    /// Tells whether the evidence was found too thin.
    pub fn insufficient_evidence(&self) -> bool {
        match self.on {
            On::Activity(decision) => decision.insufficient_evidence,
            On::Overall(overall) => overall.insufficient_evidence,
        }
    }

    pub fn dissent(&self) -> Option<&'a str> {
        match self.on {
            On::Activity(decision) => decision.dissent.as_deref(),
            On::Overall(overall) => overall.dissent.as_deref(),
        }
    }

    /// Tells whether another decision on the same matter says the same, whatever its reasons.
    pub fn decides_as(&self, other: &Self) -> bool {
        match (self.on, other.on) {
            (On::Activity(one), On::Activity(other)) => {
                (one.outcome, &one.scale, &one.level) == (other.outcome, &other.scale, &other.level)
            }
            (On::Overall(one), On::Overall(other)) => one.decides_as(other),
            _ => false,
        }
    }
}

/// Says a recommendation or a determination.
pub fn told<'a>(decided: &Decided<'a>) -> Told<'a> {
    let kind = if decided.is_determination() { "determination" } else { "recommendation" };
    let (what, kind) = match decided.on {
        On::Activity(decision) => (activity(decision), kind.to_owned()),
        On::Overall(on) => (overall(on), format!("overall {kind}")),
    };
    let answers = decided.answers.map(|answer| {
        format!(
            "; {} entry {}",
            if answer.agrees { "agrees with" } else { "differs from" },
            answer.recommendation
        )
    });
    Told {
        may: if decided.is_determination() { May::Director } else { May::Members },
        notice: Some(format!("the {kind} is recorded")),
        line: format!("{kind}: {what}{}", answers.unwrap_or_default()),
        // Minutes say it with the titles of a case file, which are not known here.
        minutes: None,
        printed: Some(decided.rationale()),
        names: decided.answers.map(|answer| answer.recommendation),
    }
}

pub fn revoked(entry: u64, reason: &str) -> Told<'_> {
    Told {
        may: May::Members,
        notice: Some(format!("entry {entry} is revoked")),
        line: format!("revocation of entry {entry}: {reason}"),
        minutes: Some(format!("entry {entry} revoked: {reason}")),
        printed: Some(reason),
        names: Some(entry),
    }
}

fn activity(decision: &Decision) -> String {
    let Decision { epa, outcome, scale, level, .. } = decision;
    match level {
        Some(level) => format!("{outcome} {epa} at level {level} ({scale})"),
        None => format!("{outcome} {epa}"),
    }
}

/// Says what is decided on a resident as a whole, by codes.
pub fn overall(overall: &Overall) -> String {
    let Overall { progress, action, board, milestones, not_assessable, .. } = overall;
    let mut said = vec![progress.clone().map_or("deferred".to_owned(), |code| format!("progress {code}"))];
    said.extend(action.iter().map(|code| format!("action {code}")));
    said.extend(board.iter().map(|board| match (board.satisfactory, board.unsatisfactory.is_empty()) {
        (true, _) => "board satisfactory".to_owned(),
        (false, true) => "board unsatisfactory".to_owned(),
        (false, false) => {
            let attributes: Vec<_> = board.unsatisfactory.iter().map(String::as_str).collect();
            format!("board unsatisfactory in {}", attributes.join(", "))
        }
    }));
    said.extend(milestones.iter().map(|(id, level)| format!("{id} {level}")));
    said.extend(not_assessable.iter().map(|id| format!("{id} not assessable")));
    sanitised(&said.join(", "))
}
