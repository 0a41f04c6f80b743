//! What follows a meeting: release, telling the resident, the resident's acknowledgement, answer and appeal, and how that was decided.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{May, Told};
use crate::domain::words::day;

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

pub fn released<'a>() -> Told<'a> {
    let line = "released to the resident".to_owned();
    Told {
        may: May::Director,
        notice: Some("what was determined is released; the resident is yet to be told".to_owned()),
        minutes: Some(line.clone()),
        line,
        ..Told::default()
    }
}

pub fn resident_told<'a>(release: u64, on: NaiveDate, by: &str) -> Told<'a> {
    let line = format!("told what entry {release} released, on {} by {by}", day(on));
    Told {
        may: May::Committee,
        notice: Some("it is on record that the resident was told".to_owned()),
        minutes: Some(line.clone()),
        line,
        names: Some(release),
        ..Told::default()
    }
}

pub fn acknowledged<'a>(release: u64) -> Told<'a> {
    let line = format!("release of entry {release} acknowledged");
    Told {
        may: May::Residents,
        notice: Some("the acknowledgement is recorded".to_owned()),
        minutes: Some(line.clone()),
        line,
        names: Some(release),
        ..Told::default()
    }
}

pub fn stated<'a>(text: &str) -> Told<'a> {
    Told {
        may: May::Residents,
        notice: Some("the resident's statement is recorded".to_owned()),
        line: format!("statement by the resident: {text}"),
        minutes: Some("the resident's statement is on record".to_owned()),
        ..Told::default()
    }
}

pub fn appealed<'a>(determination: u64, text: &str) -> Told<'a> {
    Told {
        may: May::Residents,
        notice: Some("the appeal is recorded".to_owned()),
        line: format!("appeal against entry {determination}: {text}"),
        minutes: Some(format!("appeal lodged against the determination of entry {determination}")),
        names: Some(determination),
        ..Told::default()
    }
}

pub fn appeal_decided(appeal: u64, outcome: AppealOutcome, reason: &str) -> Told<'_> {
    let line = format!("appeal of entry {appeal} {outcome}: {reason}");
    Told {
        notice: Some(format!("the appeal is {outcome}")),
        minutes: Some(line.clone()),
        line,
        printed: Some(reason),
        names: Some(appeal),
        ..Told::default()
    }
}
