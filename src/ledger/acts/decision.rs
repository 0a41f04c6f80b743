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

pub fn recommended(decision: &Decision) -> Told<'_> {
    Told {
        may: May::Members,
        notice: Some("the recommendation is recorded".to_owned()),
        line: format!("recommendation: {}", activity(decision)),
        printed: Some(&decision.rationale),
        ..Told::default()
    }
}

pub fn determined(recommendation: u64, agrees: bool, decision: &Decision) -> Told<'_> {
    Told {
        may: May::Director,
        notice: Some("the determination is recorded".to_owned()),
        line: format!("determination: {}; {} entry {recommendation}", activity(decision), agreeing(agrees)),
        printed: Some(&decision.rationale),
        names: Some(recommendation),
        ..Told::default()
    }
}

pub fn recommended_overall(decided: &Overall) -> Told<'_> {
    Told {
        may: May::Members,
        notice: Some("the overall recommendation is recorded".to_owned()),
        line: format!("overall recommendation: {}", overall(decided)),
        printed: Some(&decided.rationale),
        ..Told::default()
    }
}

pub fn determined_overall(recommendation: u64, agrees: bool, decided: &Overall) -> Told<'_> {
    Told {
        may: May::Director,
        notice: Some("the overall determination is recorded".to_owned()),
        line: format!(
            "overall determination: {}; {} entry {recommendation}",
            overall(decided),
            agreeing(agrees)
        ),
        printed: Some(&decided.rationale),
        names: Some(recommendation),
        ..Told::default()
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

fn agreeing(agrees: bool) -> &'static str {
    if agrees { "agrees with" } else { "differs from" }
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
