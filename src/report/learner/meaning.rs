//! What the words of a decision mean to whom they are about.

use crate::domain::overall::ChoiceKind;

/// The words that come with the program, each with what it means; a program's own words mean what the program says.
///
/// What each leads to follows the status recommendations of the Royal College's competence committees (royalcollege.ca);
/// the sentences are ours.
const MEANINGS: &[(ChoiceKind, &str, &str)] = &[
    (
        ChoiceKind::Progress,
        "as_expected",
        "the committee sees you where it expects residents at this point of training.",
    ),
    (
        ChoiceKind::Progress,
        "not_as_expected",
        "the committee does not see you where it expects residents at this point of training. It is no final judgment: \
         what is asked of you, and who helps, stands below.",
    ),
    (
        ChoiceKind::Progress,
        "accelerated",
        "the committee sees you ahead of where it expects residents at this point of training.",
    ),
    (
        ChoiceKind::Progress,
        "failure_to_progress",
        "what was agreed before did not bring you to where the committee expects you. What follows stands beside it.",
    ),
    (ChoiceKind::Progress, "inactive", "your training rests for now, and your progress in it is not judged."),
    (ChoiceKind::Action, "monitor", "nothing changes; your progress is looked at again at the next meeting."),
    (ChoiceKind::Action, "modify_plan", "your learning plan changes by a focus that is suggested to you."),
    (
        ChoiceKind::Action,
        "additional_focus",
        "your learning plan changes: what is named gets more of your training.",
    ),
    (
        ChoiceKind::Action,
        "formal_remediation",
        "a written plan with steps and days is made with you, and at its end it is decided whether it was met. The \
         program director tells you who leads it and until when it runs; your institution's policy applies.",
    ),
    (ChoiceKind::Action, "promote", "you go on to the next stage of training."),
    (
        ChoiceKind::Action,
        "modify_requirements",
        "what is required of you is changed; the program director says how.",
    ),
    (ChoiceKind::Action, "exam_eligible", "you may sit the examination."),
    (ChoiceKind::Action, "certification_eligible", "the program supports your certification."),
    (
        ChoiceKind::Action,
        "withdraw_training",
        "your training in this program is to end. Your institution's policy says what rights you have; how to appeal \
         stands below.",
    ),
];

/// Returns what a choice means; `None` for a word of the program's own.
pub fn meaning(kind: ChoiceKind, code: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(of, known, _)| *of == kind && *known == code).map(|(.., means)| *means)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_progress_and_action_that_comes_with_the_program_has_a_meaning() {
        let text = include_str!("../../../specialties/anesthesiology/reference/overall_choices.csv");
        let mut n = 0;
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let (kind, code) = (cells.next().unwrap().parse().unwrap(), cells.next().unwrap());
            if kind != ChoiceKind::Attribute {
                assert!(meaning(kind, code).is_some(), "{code}");
                n += 1;
            }
        }
        assert_eq!(n, MEANINGS.len());
    }
}
