//! Whether a prompt was answered, and the answer holds by now.

use crate::domain::id::ResidentId;
use crate::ledger::entry::Hash;
use crate::ledger::fold::{Acknowledged, State};
use crate::prompts::{Kind, Prompt};

/// Returns how a prompt on a resident's page was answered, if that holds by now; what is asked about a class is
/// the program's to answer.
pub fn answer<'a>(prompt: &Prompt, resident: &ResidentId, ledger: &'a State) -> Option<&'a Acknowledged> {
    match prompt.kind() {
        Kind::Program => program_answer(prompt, ledger),
        _ => ledger.resident(resident)?.acknowledged(&prompt.key()).filter(|answer| holds(answer, prompt)),
    }
}

/// Returns how a prompt about the program was answered.
pub fn program_answer<'a>(prompt: &Prompt, ledger: &'a State) -> Option<&'a Acknowledged> {
    ledger.program_acknowledged(&prompt.key()).filter(|answer| holds(answer, prompt))
}

/// Tells whether an answer is one to what a prompt means now: it was given on its facts, or to the same question, which
/// has been asked ever since.
fn holds(answer: &Acknowledged, prompt: &Prompt) -> bool {
    let ever_since = || prompt.since.is_none_or(|since| since <= answer.at.date_naive());
    answer.facts == Hash(prompt.facts_hash()) || (answer.facts == Hash(prompt.meaning_hash()) && ever_since())
}

/// Tells whether a prompt was answered, and the answer holds.
pub fn is_acknowledged(prompt: &Prompt, resident: &ResidentId, ledger: &State) -> bool {
    answer(prompt, resident, ledger).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_rests_while_the_same_is_asked_and_not_when_it_is_asked_anew() {
        use crate::ledger::entry::{Actor, Role};
        use crate::prompts::{About, Quantity, Rule};
        let asked = |count, since: &str| {
            let numbers = (Quantity::Count(count), Quantity::Count(9));
            let about = About::Experience("spinal".parse().unwrap());
            Prompt::new(Rule::FewForTrainingTime, about, numbers, 40, "")
                .counted_by("abc")
                .asked_since(since.parse().ok())
        };
        let answer = |facts| Acknowledged {
            entry: 1,
            at: "2026-05-20T12:00:00Z".parse().unwrap(),
            by: Actor { id: "lin".into(), role: Role::Chair },
            facts: Hash(facts),
            reason: "a block is planned".into(),
        };
        let given = answer(asked(5, "2026-03-01").meaning_hash());
        assert!(holds(&given, &asked(5, "2026-03-01")));
        assert!(holds(&given, &asked(7, "2026-03-01")), "two more cases are no other question");
        assert!(!holds(&given, &asked(7, "2026-09-01")), "it was not asked in between");
        assert!(
            !holds(&given, &asked(7, "2026-03-01").counted_by("abd")),
            "another definition counts other things"
        );
        // As answers were given before: to the numbers.
        let before = answer(asked(5, "2026-03-01").facts_hash());
        assert!(holds(&before, &asked(5, "2026-03-01")) && !holds(&before, &asked(6, "2026-03-01")));
    }
}
