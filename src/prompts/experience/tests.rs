use crate::prompts::{Chance, Kind, Prompt, Quantity, Rule, Thresholds};
use crate::testing::growth::block;
use crate::testing::prompts::Case;

/// Month 28 for who entered in 2024: graduate i of 40 met 3 i by then, 61.5 on average.
fn case(count: u32) -> Case {
    Case::entering(2024).counting(count)
}

fn found(case: &Case, rule: Rule) -> Option<Prompt> {
    case.prompts().into_iter().find(|p| p.rule == rule)
}

#[test]
fn few_for_training_time_is_asked_where_chance_does_not_explain_it() {
    let strict = Thresholds { chance_prompts: 0.05, ..Thresholds::default() };
    let asked =
        |count| case(count).prompts_by(&strict).into_iter().find(|p| p.rule == Rule::FewForTrainingTime);
    assert!(asked(0).is_some());
    assert_eq!(asked(60), None);
    let line = (0..60).find(|&count| asked(count).is_none()).unwrap();
    let prompt = asked(line - 1).unwrap();
    assert_eq!((prompt.value, prompt.threshold), (Quantity::Count(line - 1), Quantity::Count(line)));
    assert_eq!(prompt.n, 40);
    assert!(matches!(prompt.chance, Chance::About { share, .. } if (share - 0.05).abs() < 1e-12));
    assert_eq!(prompt.definition.as_deref(), Some("hash of spinal"));
    assert!(prompt.sentence.starts_with("spinal: "), "{}", prompt.sentence);
    assert!(prompt.sentence.contains(" by training month 28.0; 62 would be expected by then ("));
    assert!(
        prompt.sentence.ends_with(" in 8 of 10), going by 40 graduates 2022–2025. What explains it?"),
        "{}",
        prompt.sentence
    );
}

#[test]
fn a_smaller_budget_asks_less() {
    let line = |chance_prompts| {
        let thresholds = Thresholds { chance_prompts, ..Thresholds::default() };
        let asked = |&count: &u32| {
            case(count).prompts_by(&thresholds).iter().any(|p| p.rule == Rule::FewForTrainingTime)
        };
        (0..60).take_while(asked).count()
    };
    assert!(line(0.01) < line(0.1) && line(0.1) < line(0.4));
}

#[test]
fn nineteen_graduates_are_too_few_to_be_low_among() {
    let mut few = case(0);
    few.catalog.residents.drain(..20);
    assert!(found(&few, Rule::FewForTrainingTime).is_some());
    few.catalog.residents.drain(..1);
    assert_eq!(found(&few, Rule::FewForTrainingTime), None);
}

#[test]
fn a_minimum_is_asked_about_when_pace_and_schedule_will_not_reach_it() {
    // Nobody met any after month 24, so that none is still to come.
    for (count, minimum, asked) in [(40, 40, false), (41, 40, false), (39, 40, true), (5, 90, true)] {
        let case = case(count).with_minimum(minimum);
        assert_eq!(found(&case, Rule::MinimumInDoubt).is_some(), asked, "{count} of {minimum}");
    }
}

#[test]
fn a_pace_is_not_read_in_the_first_months() {
    let first_year = Case::entering(2026).with_minimum(10_000);
    assert_eq!(found(&first_year, Rule::MinimumInDoubt), None);
    let soon = Thresholds { pace_from_month: 1.0, ..Thresholds::default() };
    assert!(first_year.prompts_by(&soon).iter().any(|p| p.rule == Rule::MinimumInDoubt));
}

#[test]
fn the_sentence_says_which_blocks_were_had_and_are_to_come() {
    let mut bound = case(2).brought_by(&["obstetric"]).with_minimum(90);
    let said = |case: &Case| found(case, Rule::MinimumInDoubt).unwrap().sentence;
    assert!(said(&bound).contains("Which rotations are done and to come is not known."), "{}", said(&bound));
    bound.record.rotations = vec![block("obstetric", "2026-01-01", "2026-01-28")];
    assert!(said(&bound).contains("The resident has had 1 block of its rotations, and none is to come."));
    bound.record.rotations.push(block("obstetric", "2027-01-01", "2027-01-28"));
    assert!(said(&bound).contains("The resident has had 1 block of its rotations; still to come: 1."));
}

#[test]
fn a_rare_event_is_asked_about_in_the_last_months_where_most_had_met_it() {
    let rare = |class, count| {
        let mut case = Case::entering(class).counting(count);
        case.catalog.definitions[0].group = crate::domain::experience::Group::Rare;
        case.rare = true;
        found(&case, Rule::RareNotMet)
    };
    assert!(rare(2024, 0).is_none(), "eight months are left");
    let last = |count| {
        let mut case = Case::entering(2024).counting(count);
        case.catalog.definitions[0].group = crate::domain::experience::Group::Rare;
        case.rare = true;
        let late = Thresholds { rare_months_left: 9.0, chance_prompts: 1e-9, ..Thresholds::default() };
        case.prompts_by(&late).into_iter().find(|p| p.rule == Rule::RareNotMet)
    };
    let prompt = last(0).unwrap();
    assert!(prompt.sentence.contains("100 of 100 among 40 graduates"), "{}", prompt.sentence);
    assert_eq!(last(1), None);
}

/// A resident with nobody to compare with.
fn without_graduates(class: u16, count: u32) -> Case {
    let mut case = Case::entering(class).counting(count).with_minimum(20);
    let own = case.resident.id.clone();
    case.catalog.residents.retain(|resident| resident.id == own);
    case
}

#[test]
fn a_minimum_is_asked_about_without_a_group_too_by_the_own_pace() {
    // Month 28 of 36: none, and nine, of twenty.
    for count in [0, 9] {
        let prompt = found(&without_graduates(2024, count), Rule::MinimumInDoubt).unwrap();
        assert_eq!(prompt.n, 0);
        assert!(prompt.sentence.contains("this goes by the resident's own pace"), "{}", prompt.sentence);
    }
    // One a month and more reaches it.
    assert!(without_graduates(2024, 19).keys().is_empty());
    // Month 4: too early for a pace.
    assert!(without_graduates(2026, 0).keys().is_empty());
}

#[test]
fn what_comes_in_blocks_is_asked_about_by_the_blocks() {
    let brought = |class, count, blocks: &[(&str, &str)]| {
        let mut case = without_graduates(class, count).brought_by(&["obstetric"]);
        case.record.rotations = blocks.iter().map(|(from, to)| block("obstetric", from, to)).collect();
        found(&case, Rule::MinimumInDoubt).is_some()
    };
    let (had, ahead) = (("2025-01-01", "2025-02-28"), ("2026-12-01", "2027-06-30"));
    // Month 16: the block is still to come, and a count of none says nothing.
    assert!(!brought(2025, 0, &[ahead]));
    // Month 28 with ten in two months, and six more of the like to come; and with none to come.
    assert!(!brought(2024, 10, &[had, ahead]));
    assert!(brought(2024, 10, &[had, ("2027-05-31", "2027-06-30")]));
}

#[test]
fn a_minimum_is_watched_where_it_is_likely_and_not_certain() {
    // By the own pace of 18 in 28 months, with 8 to go, two more come with a probability of 0.94.
    let rules = |count| {
        let asked = without_graduates(2024, count).prompts();
        asked.iter().map(|prompt| (prompt.rule, prompt.kind())).collect::<Vec<_>>()
    };
    assert_eq!(rules(18), []);
    assert_eq!(rules(16), [(Rule::MinimumWatched, Kind::Watch)]);
    assert_eq!(rules(14), [(Rule::MinimumInDoubt, Kind::Experience)]);
    // What is watched comes behind all that is asked.
    let late = Case { record: case(0).rated("PC1", &[Some(2)]).record, ..without_graduates(2024, 16) };
    let kinds: Vec<_> = late.prompts().iter().map(Prompt::kind).collect();
    assert_eq!(kinds, [Kind::Milestone, Kind::Milestone, Kind::Watch]);
}

/// Graduates meet a third of theirs at the beginning of each year: who has some at first falls behind in the third.
#[test]
fn a_count_is_asked_about_since_the_month_in_which_it_fell_behind() {
    let strict = Thresholds { chance_prompts: 0.05, ..Thresholds::default() };
    let asked =
        |count| case(count).prompts_by(&strict).into_iter().find(|p| p.rule == Rule::FewForTrainingTime);
    let line = (0..60).find(|&count| asked(count).is_none()).unwrap();
    assert_eq!(asked(line - 1).unwrap().since, Some("2026-07-02".parse().unwrap()));
    let none = asked(0).unwrap().since.unwrap();
    assert!(none < "2026-07-01".parse().unwrap(), "{none}");
}
