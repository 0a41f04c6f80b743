use std::sync::Arc;

use super::*;
use crate::domain::goal::Goal;
use crate::domain::schedule::Schedules;
use crate::prompts::{Prompt, Quantity, Thresholds};
use crate::survey::program::Survey;
use crate::testing::prompts::Case;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn survey(case: &Case) -> Survey {
    let records = [(case.resident.id.clone(), case.record.clone())].into();
    let catalog = Arc::new(case.catalog.clone());
    let measures = crate::testing::growth::measures(&"X-1".parse().unwrap(), &[]);
    let nothing = (measures, &[][..]);
    let thresholds = Thresholds::default();
    Survey::new(catalog, case.curves(), Schedules::default(), records, Vec::new(), nothing, &thresholds)
}

/// Entered on 1 July 2024; on 1 November 2026 month 28. All that was counted was counted in the first month.
fn case() -> Case {
    Case::entering(2024).counting(1).with_minimum(90).rated("PC1", &[Some(4), Some(4), Some(4), Some(4)])
}

fn questions_of(prompts: &[Prompt]) -> BTreeSet<Question> {
    prompts.iter().flat_map(|prompt| questions(prompt).collect::<Vec<_>>()).collect()
}

/// What was asked is what a file asks that ends on that day.
#[test]
fn looking_back_asks_what_a_file_of_that_day_asks() {
    let case = case();
    let survey = survey(&case);
    for on in ["2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01"] {
        let mut then = Case::entering(2024).counting(1).with_minimum(90);
        then.record = case.record.until(day(on));
        then.catalog.program.data_to = day(on);
        let expected = questions_of(&then.prompts());
        let earlier = Earlier::of(&survey, day(on));
        assert_eq!(earlier.asked[&case.resident.id], expected, "{on}");
    }
}

#[test]
fn what_was_asked_then_stands_and_the_rest_is_new() {
    let case = case();
    let survey = survey(&case);
    let told = |on: &str, rule: Rule| {
        let standing = Standing::default();
        let prompts = survey.prompts_of(&case.resident.id, &standing, day("2026-11-02"));
        let prompt = prompts.iter().find(|prompt| prompt.rule == rule).unwrap();
        Earlier::of(&survey, day(on)).freshness(&survey, &case.resident, prompt, &standing)
    };
    assert_eq!(told("2024-06-01", Rule::FewForTrainingTime), Freshness::New);
    assert_eq!(told("2026-10-01", Rule::FewForTrainingTime), Freshness::Stands);
    // Three ratings in a row stood there from 15 December 2025 on.
    assert_eq!(told("2025-12-15", Rule::Plateau), Freshness::New);
    assert_eq!(told("2025-12-16", Rule::Plateau), Freshness::Stands);
}

#[test]
fn a_goal_that_was_not_due_then_is_asked_about_anew() {
    let case = case();
    let survey = survey(&case);
    let goal = Goal {
        entry: 7,
        text: "Lead a case".into(),
        owner: "Lin".into(),
        due: day("2026-09-01"),
        about: None,
        since: "2026-02-01T12:00:00Z".parse().unwrap(),
        carried: 0,
    };
    let standing = Standing { goals: vec![goal], ..Standing::default() };
    let prompts = survey.prompts_of(&case.resident.id, &standing, day("2026-11-02"));
    let prompt = prompts.iter().find(|prompt| prompt.rule == Rule::GoalOverdue).unwrap();
    let told = |on| Earlier::of(&survey, day(on)).freshness(&survey, &case.resident, prompt, &standing);
    assert_eq!((told("2026-05-01"), told("2026-10-30")), (Freshness::New, Freshness::Stands));
}

#[test]
fn of_many_that_are_asked_as_one_each_counts() {
    let about = |n: u8| About::Subcompetency(format!("PC{n}").parse().unwrap());
    let numbers = (Quantity::Count(5), Quantity::Count(3));
    let gathered = Prompt {
        each: (1..=5).map(|n| (about(n), Quantity::Count(3))).collect(),
        ..Prompt::new(Rule::Plateau, About::Milestones, numbers, 5, "")
    };
    let case = case();
    let survey = survey(&case);
    let before = |n: u8| Earlier {
        day: day("2026-05-01"),
        asked: [(case.resident.id.clone(), (1..=n).map(|n| (Rule::Plateau, about(n))).collect())].into(),
    };
    let told = |n| before(n).freshness(&survey, &case.resident, &gathered, &Standing::default());
    assert_eq!((told(4), told(5)), (Freshness::New, Freshness::Stands));
}

#[test]
fn what_is_new_gone_and_answered_since_the_last_meeting_is_counted() {
    use crate::survey::since::Since;
    let case = case();
    let survey = survey(&case);
    let prompts = survey.prompts_of(&case.resident.id, &Standing::default(), day("2026-11-02"));
    let ledger = crate::ledger::fold::State::default();
    let told = |on: &str, prompts: &[Prompt]| {
        let earlier = Earlier::of_one(&survey, day(on), &case.resident);
        Since::of((&survey, &ledger), &earlier, &case.resident, prompts)
    };
    // All of it is there on the last day, and of what is asked no more each question is named.
    let last = told("2026-10-31", &prompts);
    assert_eq!((last.new, last.gone.len(), last.met), (0, 0, false), "{last:?}");
    let gone = told("2026-10-31", &[]);
    assert!(!gone.gone.is_empty() && gone.new == 0, "{gone:?}");
    let early = told("2025-12-15", &prompts);
    assert!(early.new > 0, "{early:?}");
    let said = early.in_words();
    assert!(said.starts_with("since 15 Dec 2025: ") && said.contains(" new, "), "{said}");
}
