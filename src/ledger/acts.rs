//! The acts by family, a file each: what an act holds, who may do it, and what is said of it.

use crate::domain::role::Role;
use crate::domain::text::sanitised;

pub mod decision;
pub mod goal;
pub mod meeting;
pub mod rating;
pub mod record;
pub mod release;

/// Who may do an act, whoever it is about.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum May {
    Anybody,
    /// The committee, coaches among them; neither auditors nor residents.
    Committee,
    /// The committee without coaches.
    Members,
    /// Chair, program director and coordinator.
    #[default]
    Keepers,
    KeepersAndAuditors,
    /// The resident; where the resident has no key, somebody who keeps the record writes for the resident.
    Residents,
    Director,
}

impl May {
    /// Tells whether somebody in `role` may.
    pub fn includes(self, role: Role) -> bool {
        match self {
            Self::Anybody => true,
            Self::Committee => !matches!(role, Role::Auditor | Role::Resident),
            Self::Members => role.keeps_the_record() || role == Role::Member,
            Self::Keepers => role.keeps_the_record(),
            Self::KeepersAndAuditors => role.keeps_the_record() || role == Role::Auditor,
            Self::Residents => role.keeps_the_record() || role == Role::Resident,
            Self::Director => role == Role::ProgramDirector,
        }
    }
}

/// What is said of an act.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Told<'a> {
    pub may: May,
    /// What whoever did it is told; nothing where the screen shows it anyhow.
    pub notice: Option<String>,
    /// The act in a few words, for a list of entries.
    pub line: String,
    /// What the minutes of a meeting say; nothing where they count it, or tell it where its place is. Nobody's own
    /// words, but for reasons and what was agreed.
    pub minutes: Option<String>,
    /// The words that the minutes print as they were written.
    pub printed: Option<&'a str>,
    /// The earlier entry that it is about.
    pub names: Option<u64>,
}

impl Told<'_> {
    /// Makes all that is said safe to show.
    pub(super) fn sanitised(self) -> Self {
        let safe = |text: Option<String>| text.map(|text| sanitised(&text));
        let (notice, minutes) = (safe(self.notice), safe(self.minutes));
        Self { notice, line: sanitised(&self.line), minutes, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::Act;

    #[test]
    fn whoever_wrote_the_words_they_are_safe_to_show() {
        let act = Act::RecusalEnded {
            meeting: "M1".to_owned(),
            member: "lin\u{1b}[2J".to_owned(),
            reason: "back\u{202e}".to_owned(),
        };
        let Told { notice, line, minutes, .. } = act.told(None);
        for said in [notice.unwrap(), line, minutes.unwrap()] {
            assert_eq!(said, sanitised(&said));
            assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
        }
    }

    #[test]
    fn a_goal_that_replaces_another_is_carried_on() {
        let act = Act::GoalSet {
            text: "Lead".to_owned(),
            owner: "Lin".to_owned(),
            due: "2027-05-01".parse().unwrap(),
            about: None,
        };
        let said = |told: Told<'_>| (told.notice.unwrap(), told.line, told.minutes.unwrap());
        let line = "goal: Lead; owner Lin; due 1 May 2027";
        assert_eq!(said(act.told(None)), ("the goal is set".into(), line.into(), line.into()));
        let carried = "goal carried on from entry 4: Lead; owner Lin; due 1 May 2027";
        assert_eq!(said(act.told(Some(4))), ("the goal is carried on".into(), line.into(), carried.into()));
    }
}
