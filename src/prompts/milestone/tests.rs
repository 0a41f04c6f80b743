use crate::domain::milestone::RatedBy;
use crate::prompts::{Prompt, Rule};
use crate::testing::prompts::Case;

fn asks(case: &Case, rule: Rule) -> bool {
    case.prompts().iter().any(|p| p.rule == rule)
}

/// Makes one subcompetency's committee levels, in half steps, up to the spring of 2026.
fn levels(class: u16, half_steps: &[Option<u8>]) -> Case {
    let mut case = Case::entering(class).rated("PC6", half_steps);
    case.catalog.subcompetencies.retain(|s| s.id.as_str() == "PC6");
    case.count = 1000;
    case
}

/// Entered in 2023, graduates on 30 June 2026: the spring rating is the last one.
#[test]
fn below_goal_is_asked_in_the_last_two_periods() {
    for (half_steps, asked) in [(8, false), (7, true), (2, true), (10, false)] {
        assert_eq!(asks(&levels(2023, &[Some(half_steps)]), Rule::BelowTargetFinal), asked, "{half_steps}");
    }
    let with_one_to_go = |half_steps| {
        let mut case = levels(2023, &[Some(half_steps)]);
        case.resident.graduates_on = "2027-01-31".parse().ok();
        asks(&case, Rule::BelowTargetFinal)
    };
    assert_eq!([7, 6].map(with_one_to_go), [false, true]);
    assert!(!asks(&levels(2024, &[Some(3)]), Rule::BelowTargetFinal), "a year before graduation");
}

#[test]
fn early_low_is_asked_at_the_end_of_each_of_the_first_two_years() {
    for (class, half_steps, asked) in
        [(2025, 3, true), (2025, 4, false), (2024, 5, true), (2024, 6, false), (2023, 5, false)]
    {
        assert_eq!(asks(&levels(class, &[Some(half_steps)]), Rule::EarlyLow), asked, "{class} {half_steps}");
    }
    let mut unknown = levels(2024, &[Some(2)]);
    unknown.resident.entered_on = None;
    assert!(!asks(&unknown, Rule::EarlyLow));
}

#[test]
fn regression_is_a_fall_of_half_a_level() {
    for (before, last, asked) in [(6, 5, true), (6, 6, false), (5, 6, false), (2, 0, true)] {
        assert_eq!(asks(&levels(2024, &[Some(before), Some(last)]), Rule::Regression), asked);
    }
    assert!(asks(&levels(2024, &[Some(6), None, Some(5)]), Rule::Regression), "over a gap");
    assert!(!asks(&levels(2024, &[Some(6), Some(5), None]), Rule::Regression), "not of last year");
}

#[test]
fn a_plateau_takes_three_equal_levels_below_the_goal() {
    let five = Some(5);
    for (half_steps, asked) in [
        (vec![five, five, five], true),
        (vec![five, five], false),
        (vec![five, Some(4), five, five], false),
        (vec![five, five, None, five], true),
        (vec![Some(8); 3], false),
    ] {
        assert_eq!(asks(&levels(2024, &half_steps), Rule::Plateau), asked, "{half_steps:?}");
    }
    let prompt = levels(2024, &[five; 4]).prompts().into_iter().find(|p| p.rule == Rule::Plateau).unwrap();
    assert_eq!(
        prompt.sentence,
        "PC6 has stood at 2.5 in 4 ratings in a row, fall 2024 to spring 2026. What would the next step look like?"
    );
    assert_eq!((prompt.n, prompt.value.to_string()), (4, "4".into()));
}

#[test]
fn a_jump_is_more_than_a_level_and_a_half_in_one_period() {
    for (half_steps, asked) in [
        (vec![Some(3), Some(7)], true),
        (vec![Some(3), Some(6)], false),
        (vec![Some(3), None, Some(7)], false),
    ] {
        assert_eq!(asks(&levels(2024, &half_steps), Rule::Jump), asked, "{half_steps:?}");
    }
}

#[test]
fn not_assessed_tells_a_value_from_a_gap() {
    let mut case = levels(2024, &[Some(6), None]);
    let said = |case: &Case| -> Vec<Prompt> {
        case.prompts().into_iter().filter(|p| p.rule == Rule::NotAssessed).collect()
    };
    assert_eq!(said(&case)[0].sentence, "PC6 was not assessable in spring 2026. Who could see it?");
    case.record.milestones.pop();
    assert!(said(&case).is_empty());
    let case = case.rated("PC1", &[Some(6)]);
    assert_eq!(said(&case)[0].sentence, "PC6 has no rating in spring 2026. Who could see it?");
    assert!(said(&Case::entering(2024)).is_empty(), "a program that rates nothing is not asked 23 times");
}

#[test]
fn self_and_committee_a_level_apart_is_a_gap_either_way() {
    for (own, asked) in [(Some(4), true), (Some(5), false), (Some(8), true), (None, false)] {
        let case = levels(2024, &[Some(6)]).rated_by(RatedBy::Resident, "PC6", &[own]);
        assert_eq!(asks(&case, Rule::SelfCccGap), asked, "{own:?}");
    }
    let of_last_time = levels(2024, &[Some(6), Some(7)]).rated_by(RatedBy::Resident, "PC6", &[Some(9), None]);
    assert!(!asks(&of_last_time, Rule::SelfCccGap));
}

#[test]
fn stale_evidence_is_asked_once_where_all_is_old() {
    let old = &[Some(6), None, None][..];
    let one = Case::entering(2024).rated("PC6", old).rated("PC1", &[Some(6)]);
    let keys = |case: &Case| -> Vec<String> {
        case.prompts().iter().filter(|p| p.rule == Rule::StaleEvidence).map(Prompt::key).collect()
    };
    assert_eq!(keys(&one), ["stale_evidence/PC6"]);
    let all = Case::entering(2024).rated("PC1", old).rated("PC6", old);
    assert_eq!(keys(&all), ["stale_evidence/milestones"]);
    assert!(keys(&levels(2024, &[Some(6)])).is_empty());
}

#[test]
fn a_straight_line_is_the_same_level_everywhere() {
    let line = |levels: &[u8]| {
        let each = levels.iter().enumerate();
        each.fold(Case::entering(2024), |case, (i, &l)| case.rated(&format!("PC{}", i + 1), &[Some(l)]))
    };
    assert!(asks(&line(&[6; 12]), Rule::StraightLine));
    assert!(asks(&line(&[6; 10]), Rule::StraightLine));
    assert!(!asks(&line(&[6; 9]), Rule::StraightLine), "nine are too few");
    assert!(!asks(&line(&[6, 6, 6, 6, 6, 6, 6, 6, 6, 7]), Rule::StraightLine));
}
