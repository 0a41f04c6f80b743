use crate::domain::entrustment::{Framing, Rating, RatingSource};
use crate::growth::sufficiency::tests::{epa, rating, scale};
use crate::prompts::facts::tests::Case;
use crate::prompts::{Kind, Prompt, Quantity};

fn thin(class: u16, ratings: Vec<Rating>) -> Option<Prompt> {
    let mut case = Case::entering(class);
    case.catalog.epas = vec![epa()];
    case.catalog.scales = vec![scale("ten_cate", Framing::Prospective)];
    case.record.ratings = ratings;
    case.prompts().into_iter().find(|p| p.kind() == Kind::Epa)
}

fn by(raters: &[&str]) -> Vec<Rating> {
    raters.iter().map(|rater| rating("2026-05-01", rater, "3")).collect()
}

#[test]
fn few_ratings_are_asked_about_late_in_training_only() {
    for (class, raters, asked) in [
        (2024, &["A", "B"][..], true),
        (2024, &[][..], true),
        (2024, &["A", "B", "C", "D"][..], false),
        (2026, &["A", "B"][..], false),
        (2026, &["A", "A", "A", "B"][..], true),
    ] {
        assert_eq!(thin(class, by(raters)).is_some(), asked, "{class} {raters:?}");
    }
}

#[test]
fn the_prompt_says_why_in_numbers() {
    let prompt = thin(2024, by(&["A", "A", "A"])).unwrap();
    assert_eq!(
        prompt.sentence,
        "Thoracic, one-lung: 3 of 4 expected ratings, 1 of 4 expected raters, 3 of 3 ratings by Dr A. \
         Who could observe it next?"
    );
    assert_eq!((prompt.value, prompt.threshold, prompt.n), (Quantity::Count(3), Quantity::Count(4), 3));
    assert_eq!(prompt.key(), "thin_evidence/thoracic");
}

#[test]
fn another_reason_for_thin_evidence_is_another_fact() {
    let mut simulated = by(&["A", "B", "C", "D"]);
    for rating in &mut simulated {
        rating.source = RatingSource::Simulation;
    }
    let one = thin(2024, simulated).unwrap();
    let other = thin(2024, by(&["A", "A", "A", "A"])).unwrap();
    assert_eq!((one.key(), one.n), (other.key(), other.n));
    assert_ne!(one.facts_hash(), other.facts_hash());
}
