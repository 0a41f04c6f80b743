//! Words that people wrote, without the other residents whom they may name.

use super::Known;
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;

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
            others.push(other.name.clone());
            // "Family, Given" is also said the other way round.
            others.extend(other.name.split_once(", ").map(|(family, given)| format!("{given} {family}")));
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

fn longest_first(mut needles: Vec<String>) -> Vec<String> {
    needles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    needles.dedup();
    needles.retain(|needle| !needle.is_empty());
    needles
}

/// Puts `with` in the place of each whole word or run of words of `needles`, whatever the case of its letters.
fn replaced(text: &str, needles: &[String], with: &str) -> String {
    let in_a_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut told = String::with_capacity(text.len());
    let (mut rest, mut before) = (text, None);
    while let Some(next) = rest.chars().next() {
        let begins = |needle: &&String| {
            let head = rest.get(..needle.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(needle))
                && !in_a_word(rest[needle.len()..].chars().next())
        };
        let found = if in_a_word(before) { None } else { needles.iter().find(begins) };
        let taken = found.map_or(next.len_utf8(), String::len);
        match found {
            Some(_) => told.push_str(with),
            None => told.push(next),
        }
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced_and_parts_of_words_are_left() {
        let needles = longest_first(["R1", "R10", "Roe, Bo", "Bo Roe"].map(str::to_owned).to_vec());
        let told = |text| replaced(text, &needles, "…");
        assert_eq!(told("like R1, r10 and R100; not PR1"), "like …, … and R100; not PR1");
        assert_eq!(told("Roe, Bo did; so did bo roe."), "… did; so did ….");
        assert_eq!(told("ééR1é R1"), "ééR1é …");
        assert_eq!(told(""), "");
    }
}
