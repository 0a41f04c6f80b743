//! What words are asked for, in words.

use crate::app::Model;
use crate::app::update::is_recused;
use crate::committee::sheet::words::Asking;
use crate::domain::text::sanitised;
use crate::ledger::entry::{AppealOutcome, Basis};

/// Returns the title and the explanation of what a text is asked for.
pub fn asked(model: &Model, why: &Asking) -> (&'static str, String) {
    match why {
        Asking::Acknowledge { prompt } => {
            let sentence =
                model.dossier.ready().and_then(|dossier| dossier.prompts.iter().find(|p| &p.key() == prompt));
            ("acknowledge a prompt", sentence.map_or(prompt.clone(), |p| p.sentence.clone()))
        }
        Asking::AcknowledgeOfProgram { prompt } => {
            let asked = model.asked_of_program();
            let sentence = asked.iter().find(|p| &p.key() == prompt);
            ("acknowledge a prompt", sentence.map_or(prompt.clone(), |p| p.sentence.clone()))
        }
        Asking::Revoke { entry } => {
            ("revoke a recommendation", format!("Entry {entry} is taken back and stays readable."))
        }
        Asking::Remark { basis } => (
            "a remark",
            format!(
                "It is {basis}: {}; Tab changes that. Write facts, and nothing of health, leave or family.",
                rests_on(*basis)
            ),
        ),
        Asking::Strength => ("a strength", "What does the resident do well?".to_owned()),
        Asking::Reopen => ("open the review again", "It was concluded in this meeting.".to_owned()),
        Asking::Recuse { member } if is_recused(model, member) => (
            "the end of a recusal",
            format!(
                "{} is recused, and takes part again from here on; Tab names another.",
                sanitised(member)
            ),
        ),
        Asking::Recuse { member } => (
            "a recusal",
            format!("{} takes no part for this resident; Tab names another member.", sanitised(member)),
        ),
        Asking::Appeal { entry, outcome } => (
            "how an appeal ends",
            format!("The appeal of entry {entry} is {outcome}; Tab changes that. {}", follows(*outcome)),
        ),
    }
}

fn follows(outcome: AppealOutcome) -> &'static str {
    match outcome {
        AppealOutcome::Dismissed => "What was determined stands.",
        AppealOutcome::Upheld | AppealOutcome::Remitted => {
            "What was determined is changed by a decision of its own, which then waits here."
        }
    }
}

fn rests_on(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "it stands in the file",
        Basis::Undocumented => "the speaker saw it, and it was never written down",
        Basis::Hearsay => "the speaker heard it from others",
    }
}

/// Returns what is asked for below the explanation.
pub fn wanted(why: &Asking) -> &'static str {
    match why {
        Asking::Remark { .. } | Asking::Strength => {
            "It is recorded as you write it, and stays; the resident's copy will hold it."
        }
        _ => "Why? The reason is recorded with your name and stays.",
    }
}
