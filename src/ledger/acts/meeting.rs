//! Acts of a meeting, ratings and decisions aside: plan, attendance, recusals, turns, and what was said.

use serde::{Deserialize, Serialize};

use super::{May, Told};
use crate::domain::meeting::Plan;

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

pub fn opened<'a>(meeting: &str, title: &str) -> Told<'a> {
    Told {
        notice: Some(format!("{title} is open")),
        line: format!("meeting {meeting} opened: {title}"),
        ..Told::default()
    }
}

pub fn planned<'a>(meeting: &str, plan: &Plan) -> Told<'a> {
    let (members, residents) = (plan.members.len(), plan.agenda.len());
    Told {
        notice: Some(format!("the plan of meeting {meeting} is recorded")),
        line: format!("meeting {meeting} planned: {members} members, {residents} residents"),
        ..Told::default()
    }
}

pub fn attended<'a>(meeting: &str, chair: &str, present: &[String]) -> Told<'a> {
    Told {
        notice: Some(format!("{} are present", present.len())),
        line: format!("attendance of meeting {meeting}: {}; {chair} chairs", present.join(", ")),
        ..Told::default()
    }
}

pub fn recused<'a>(meeting: &str, member: &str, reason: &str) -> Told<'a> {
    Told {
        may: May::Members,
        notice: Some(format!("{member} is recused")),
        line: format!("{member} recused in meeting {meeting}: {reason}"),
        minutes: Some(format!("recused: {member}")),
        ..Told::default()
    }
}

pub fn recusal_ended<'a>(meeting: &str, member: &str, reason: &str) -> Told<'a> {
    Told {
        may: May::Members,
        notice: Some(format!("{member} takes part again")),
        line: format!("recusal of {member} in meeting {meeting} ended: {reason}"),
        minutes: Some(format!("{member} takes part again")),
        ..Told::default()
    }
}

pub fn review_begun(reason: Option<&str>) -> Told<'_> {
    let Some(why) = reason else { return Told { line: "review begun".to_owned(), ..Told::default() } };
    Told {
        line: format!("review opened again: {why}"),
        minutes: Some(format!("opened again: {why}")),
        printed: reason,
        ..Told::default()
    }
}

pub fn review_ended<'a>(concluded: bool) -> Told<'a> {
    if concluded {
        let notice = Some("the review is concluded".to_owned());
        Told { notice, line: "review concluded".to_owned(), ..Told::default() }
    } else {
        Told { line: "review left for later".to_owned(), ..Told::default() }
    }
}

pub fn remarked<'a>(basis: Basis, text: &str) -> Told<'a> {
    Told {
        may: May::Members,
        notice: Some("the remark is recorded".to_owned()),
        line: format!("remark, {basis}: {text}"),
        ..Told::default()
    }
}

pub fn closed<'a>(meeting: &str) -> Told<'a> {
    Told {
        notice: Some(format!("meeting {meeting} is closed; `trellis report minutes` writes its minutes")),
        line: format!("meeting {meeting} closed"),
        ..Told::default()
    }
}
