use crate::domain::resident::Status;
use crate::testing::growth::epa;
use crate::testing::prompts::Case;

#[test]
fn unknown_training_time_gives_no_month_and_no_experience_prompt() {
    let mut case = Case::entering(2024).with_minimum(60);
    assert!(!case.keys().is_empty());
    case.resident.entered_on = None;
    assert_eq!(case.keys(), ["training_time_unknown/record"]);
}

#[test]
fn who_has_left_is_not_asked_about() {
    let mut case = Case::entering(2024);
    case.resident.status = Status::Left;
    assert_eq!(case.keys(), [] as [String; 0]);
}

#[test]
fn prompts_stand_by_kind_and_then_in_order_of_presentation() {
    let mut case = Case::entering(2024)
        .with_minimum(60)
        .rated("PC2", &[Some(6), Some(4)])
        .rated("PC1", &[Some(6), Some(4)]);
    case.catalog.subcompetencies.truncate(2);
    case.catalog.epas.push(epa());
    assert_eq!(
        case.keys(),
        [
            "few_for_training_time/spinal",
            "minimum_in_doubt/spinal",
            "early_low/PC1",
            "regression/PC1",
            "early_low/PC2",
            "regression/PC2",
            "thin_evidence/thoracic",
        ]
    );
}
