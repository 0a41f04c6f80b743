use crate::growth::block::tests::block;
use crate::prompts::facts::tests::Case;
use crate::prompts::{Chance, Prompt, Quantity, Rule, Thresholds};

/// Month 28 for who entered in 2024: the group's 10th centile is 3 × 4.9 = 14.7.
fn case(count: u32) -> Case {
    Case::entering(2024).counting(count)
}

fn found(case: &Case, rule: Rule) -> Option<Prompt> {
    case.prompts().into_iter().find(|p| p.rule == rule)
}

#[test]
fn few_for_training_time_is_asked_below_the_line_and_not_on_it() {
    for (count, asked) in [(0, true), (14, true), (15, false), (90, false)] {
        assert_eq!(found(&case(count), Rule::BelowP10).is_some(), asked, "{count}");
    }
    let prompt = found(&case(14), Rule::BelowP10).unwrap();
    assert_eq!((prompt.value, prompt.n), (Quantity::Count(14), 40));
    assert!(matches!(prompt.threshold, Quantity::Exposures(line) if (line - 14.7).abs() < 1e-9));
    assert!(matches!(prompt.chance, Chance::About { share, .. } if (share - 4.9 / 41.0).abs() < 1e-12));
    assert_eq!(prompt.definition.as_deref(), Some("hash of spinal"));
    assert_eq!(
        prompt.sentence,
        "spinal: 14 by training month 28.0; about 90 of 100 among 40 graduates 2022–2025 had 15 or more by then. \
         What explains it?"
    );
}

#[test]
fn nineteen_graduates_are_too_few_to_be_below_a_line() {
    let mut few = case(0);
    few.catalog.residents.drain(..20);
    assert!(found(&few, Rule::BelowP10).is_some());
    few.catalog.residents.drain(..1);
    assert_eq!(found(&few, Rule::BelowP10), None);
}

#[test]
fn before_its_block_nobody_is_asked_about_an_experience() {
    let bound = |blocks: &[(&str, &str, &str)]| {
        let mut case = case(3).brought_by(&["obstetric"]).with_minimum(40);
        case.record.rotations = blocks.iter().map(|(r, from, to)| block(r, from, to)).collect();
        case.keys()
    };
    let none: [String; 0] = [];
    assert_eq!(
        bound(&[("icu", "2026-01-01", "2026-01-28"), ("obstetric", "2027-01-01", "2027-01-28")]),
        none
    );
    assert_eq!(bound(&[("icu", "2026-01-01", "2026-01-28")]), none, "the schedule is not known to the end");
    let both = ["below_p10/spinal", "below_minimum/spinal"];
    assert_eq!(bound(&[("obstetric", "2026-01-01", "2026-01-28")]), both);
    assert_eq!(bound(&[]), both);
    let nothing_planned = [("icu", "2026-01-01", "2026-01-28"), ("icu", "2027-06-01", "2027-06-28")];
    assert_eq!(bound(&nothing_planned), ["below_minimum/spinal"]);
}

#[test]
fn a_minimum_is_asked_about_when_the_pace_will_not_reach_it() {
    for (count, minimum, asked) in [(40, 40, false), (39, 40, false), (20, 40, true), (0, 1, false)] {
        let case = case(count).with_minimum(minimum);
        assert_eq!(found(&case, Rule::BelowMinimum).is_some(), asked, "{count} of {minimum}");
    }
}

#[test]
fn a_pace_is_not_read_in_the_first_months() {
    let first_year = Case::entering(2026).with_minimum(10_000);
    assert_eq!(found(&first_year, Rule::BelowMinimum), None);
    let soon = Thresholds { pace_from_month: 1.0, ..Thresholds::default() };
    assert!(first_year.prompts_by(&soon).iter().any(|p| p.rule == Rule::BelowMinimum));
}

#[test]
fn the_sentence_says_what_the_pace_does_not_know() {
    let mut bound = case(15).brought_by(&["obstetric"]).with_minimum(40);
    let said = |case: &Case| found(case, Rule::BelowMinimum).unwrap().sentence;
    assert!(said(&bound).ends_with("The schedule is not known. What is planned?"), "{}", said(&bound));
    bound.record.rotations = vec![block("obstetric", "2026-01-01", "2026-01-28")];
    assert!(said(&bound).contains("No further block of its rotations is scheduled."));
    bound.record.rotations.push(block("obstetric", "2027-01-01", "2027-01-28"));
    assert!(said(&bound).contains("1 block of its rotations to come may bring more than that pace."));
}
