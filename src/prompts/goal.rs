//! The rule on goals: an open one past its due day is asked about.

use chrono::{Days, NaiveDate};

use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::goal::Goal;
use crate::domain::standing::Standing;

/// Returns the prompts on goals, the one that was due first in front.
pub fn prompts(standing: &Standing, today: NaiveDate, thresholds: &Thresholds) -> Vec<Prompt> {
    standing.goals.iter().filter_map(|goal| overdue(goal, today, thresholds)).collect()
}

/// Asks what became of a goal whose due day has passed.
///
/// The value is the due day and not the days since: an answer holds until the goal changes.
fn overdue(goal: &Goal, today: NaiveDate, thresholds: &Thresholds) -> Option<Prompt> {
    let grace = Days::new(thresholds.goal_overdue_days.into());
    if !goal.is_overdue(today.checked_sub_days(grace)?) {
        return None;
    }
    let sentence = format!(
        "A goal was due on {} and is still open: {}. Is it done, carried on or dropped?",
        goal.due.format("%-d %b %Y"),
        goal.text.trim_end_matches('.'),
    );
    let numbers = (Quantity::Day(goal.due), Quantity::Days(thresholds.goal_overdue_days));
    Some(Prompt::new(Rule::GoalOverdue, About::Goal(goal.entry), numbers, 1, &sentence).certain())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(on: &str) -> Standing {
        let goal = Goal {
            entry: 12,
            text: "Lead a one-lung case.".into(),
            owner: "Lin".into(),
            due: day(on),
            about: None,
            since: "2026-05-20T12:00:00Z".parse().unwrap(),
            carried: 0,
        };
        Standing { goals: vec![goal], ..Standing::default() }
    }

    #[test]
    fn a_goal_is_asked_about_from_the_day_after_it_was_due() {
        let thresholds = |goal_overdue_days| Thresholds { goal_overdue_days, ..Thresholds::default() };
        for (on, grace, asked) in [
            ("2026-10-31", 0, true),
            ("2026-11-01", 0, false),
            ("2026-11-02", 0, false),
            ("2026-10-31", 1, false),
            ("2026-10-30", 1, true),
        ] {
            let found = prompts(&due(on), day("2026-11-01"), &thresholds(grace));
            assert_eq!(!found.is_empty(), asked, "{on} {grace}");
        }
    }

    #[test]
    fn an_answer_holds_on_the_next_day_and_not_for_another_due_day() {
        let asked = |on, today| prompts(&due(on), day(today), &Thresholds::default())[0].clone();
        let once = asked("2026-10-31", "2026-11-01");
        assert_eq!(once.key(), "goal_overdue/entry-12");
        assert_eq!(
            once.sentence,
            "A goal was due on 31 Oct 2026 and is still open: Lead a one-lung case. Is it done, carried on or dropped?"
        );
        assert_eq!(once.facts_hash(), asked("2026-10-31", "2026-12-01").facts_hash());
        assert_ne!(once.facts_hash(), asked("2026-10-30", "2026-11-01").facts_hash());
    }
}
