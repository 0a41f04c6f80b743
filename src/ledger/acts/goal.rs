//! What is agreed with a resident and said to prompts: goals, strengths, and acknowledgements.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{May, Told};
use crate::domain::goal::Topic;
use crate::domain::words::day;

/// How a goal ended. One that is carried on to a later day is set anew instead.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GoalOutcome {
    Done,
    Dropped,
}

pub fn set<'a>(
    (text, owner): (&'a str, &str),
    due: NaiveDate,
    about: Option<&Topic>,
    replaces: Option<u64>,
) -> Told<'a> {
    let about = about.map(|topic| format!(" on {topic}")).unwrap_or_default();
    let carried = replaces.map(|entry| format!(" carried on from entry {entry}")).unwrap_or_default();
    let agreed = format!("{text}; owner {owner}; due {}", day(due));
    Told {
        may: May::Committee,
        notice: Some(
            if replaces.is_some() { "the goal is carried on" } else { "the goal is set" }.to_owned(),
        ),
        line: format!("goal{about}: {agreed}"),
        minutes: Some(format!("goal{carried}: {agreed}")),
        printed: Some(text),
        ..Told::default()
    }
}

pub fn closed(entry: u64, outcome: GoalOutcome, reason: &str) -> Told<'_> {
    let line = format!("goal of entry {entry} {outcome}: {reason}");
    Told {
        may: May::Committee,
        notice: Some(format!("the goal is closed: {outcome}")),
        minutes: Some(line.clone()),
        line,
        printed: Some(reason),
        names: Some(entry),
    }
}

pub fn acknowledged<'a>(prompt: &str, reason: &'a str) -> Told<'a> {
    let line = format!("prompt {prompt} acknowledged: {reason}");
    Told {
        may: May::Committee,
        notice: Some("the prompt is acknowledged".to_owned()),
        minutes: Some(line.clone()),
        line,
        printed: Some(reason),
        ..Told::default()
    }
}

pub fn strength(text: &str) -> Told<'_> {
    let line = format!("strength: {text}");
    Told {
        may: May::Committee,
        notice: Some("the strength is recorded".to_owned()),
        minutes: Some(line.clone()),
        line,
        printed: Some(text),
        ..Told::default()
    }
}
