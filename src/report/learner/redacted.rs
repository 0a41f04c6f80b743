//! Words that people wrote, without the other residents whom they may name.

use super::Known;
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;
use crate::report::names::{longest_first, names_of, replaced};

const OTHER: &str = "[another resident]";
const MEMBER: &str = "[a member]";

/// What is taken out of words: codes and full names of other residents; from remarks, who acts, too.
///
/// A code that is a mere number is left, since it could not be told from a count.
pub(super) struct Redacted {
    others: Vec<String>,
    people: Vec<String>,
}

impl Redacted {
    pub(super) fn around(known: Known<'_>) -> Self {
        let own = known.resident;
        let mut others: Vec<String> = Vec::new();
        for other in known.catalog.residents.iter().filter(|other| other.id != own.id) {
            others.push(other.id.to_string());
            others.extend(names_of(other));
        }
        let named = known.ledger.residents().map(|(id, _)| id).filter(|id| **id != own.id);
        others.extend(named.map(ToString::to_string));
        let number = |needle: &String| needle.bytes().all(|byte| byte.is_ascii_digit());
        others.retain(|needle| !number(needle) && *needle != own.name);
        let mut people: Vec<String> = Vec::new();
        for recorded in known.ledger.entries() {
            people.push(recorded.entry.actor.id.clone());
            if let Act::MeetingPlanned { plan, .. } = &recorded.entry.act {
                people.extend(plan.members.iter().map(|member| member.id.clone()));
            }
        }
        people.retain(|person| *person != own.id.as_str());
        Self { others: longest_first(others), people: longest_first(people) }
    }

    /// Returns words without other residents, safe to show.
    pub(super) fn of(&self, text: &str) -> String {
        replaced(&sanitised(text.trim()), &self.others, OTHER)
    }

    /// Returns what somebody said in a meeting, without those who sign in the ledger.
    pub(super) fn of_a_remark(&self, text: &str) -> String {
        replaced(&self.of(text), &self.people, MEMBER)
    }
}
