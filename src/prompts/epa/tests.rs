use crate::domain::entrustment::{Entrustment, Framing, Rating, RatingSource};
use crate::domain::experience::Group;
use crate::domain::standing::Standing;
use crate::prompts::{Kind, Prompt, Quantity};
use crate::testing::growth::{epa, rating, scale};
use crate::testing::prompts::Case;

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

/// Asks the rules about a resident for whom `level` stands since `since`.
fn asked(level: &str, since: &str, case: &Case) -> Vec<Prompt> {
    let stands = Entrustment {
        scale: "ten_cate".into(),
        level: level.into(),
        since: format!("{since}T12:00:00Z").parse().unwrap(),
    };
    case.on_standing(&Standing { entrusted: [(epa().id, stands)].into(), ..Standing::default() })
}

fn with(ratings: Vec<Rating>) -> Case {
    let mut case = Case::entering(2024);
    case.catalog.epas = vec![epa()];
    case.catalog.scales = vec![scale("ten_cate", Framing::Prospective)];
    case.record.ratings = ratings;
    case
}

fn in_turn(ratings: &[(&str, &str)]) -> Vec<Rating> {
    let dated =
        |(i, (rater, level)): (usize, &(&str, &str))| rating(&format!("2026-0{}-01", i + 1), rater, level);
    ratings.iter().enumerate().map(dated).collect()
}

#[test]
fn the_last_ratings_are_at_odds_where_all_lie_on_one_side_of_the_level() {
    for (level, ratings, found, what) in [
        ("4", &[("A", "3"), ("B", "3"), ("C", "2"), ("A", "3")][..], Some(4), "all below"),
        ("2", &[("A", "3"), ("B", "3"), ("C", "4"), ("A", "3")], Some(4), "all above"),
        ("3", &[("A", "3"), ("B", "3"), ("C", "3"), ("D", "3")], None, "as it stands"),
        ("4", &[("A", "3"), ("B", "3"), ("C", "3")], None, "three are few"),
        ("4", &[("A", "3"), ("B", "3"), ("A", "3"), ("B", "3")], None, "two raters"),
        ("4", &[("A", "3"), ("B", "3"), ("C", "3"), ("D", "3"), ("E", "4")], None, "the newest agrees"),
        (
            "4",
            &[("A", "5"), ("B", "3"), ("C", "3"), ("D", "3"), ("E", "3")],
            Some(4),
            "an old one does not count",
        ),
        ("9", &[("A", "3"), ("B", "3"), ("C", "3"), ("D", "3")], None, "a level that the scale lacks"),
    ] {
        let prompts = asked(level, "2026-03-15", &with(in_turn(ratings)));
        assert_eq!(prompts.first().map(|p| p.n), found, "{what}");
    }
}

#[test]
fn a_pattern_at_odds_is_a_question_that_says_what_came_since() {
    let below = with(in_turn(&[("A", "3"), ("B", "3"), ("C", "2"), ("A", "3")]));
    let prompts = asked("4", "2026-03-15", &below);
    assert_eq!(prompts[0].key(), "ratings_at_odds/thoracic");
    assert_eq!(
        prompts[0].sentence,
        "Thoracic, one-lung: the last 4 ratings, by 3 raters, all lie below level 4, which stands since 2026-03-15; \
         1 of these came after that day. Does the level still fit?"
    );
    let above = with(in_turn(&[("A", "3"), ("B", "3"), ("C", "4"), ("A", "3")]));
    assert!(asked("2", "2026-03-15", &above)[0].sentence.ends_with("Is it time to decide anew?"));
}

#[test]
fn ratings_on_another_scale_are_no_pattern() {
    let mut case = with(in_turn(&[("A", "3"), ("B", "3"), ("C", "2"), ("A", "3")]));
    case.record.ratings.iter_mut().for_each(|rating| rating.scale = "oscore".into());
    assert!(asked("4", "2026-03-15", &case).is_empty());
}

#[test]
fn an_entrusted_activity_without_its_experience_is_asked_about_after_half_a_year() {
    // The resident's exposures are all in training month 0, and the data reach month 28.
    let practised = |experience: Option<&str>, count| {
        let mut case = with(Vec::new()).counting(count);
        case.catalog.epas[0].experience = experience.map(|code| code.parse().unwrap());
        case
    };
    for (level, since, experience, found, what) in [
        ("3", "2025-11-01", Some("spinal"), 1, "a year"),
        ("3", "2026-06-01", Some("spinal"), 0, "five months since the decision"),
        ("1", "2025-11-01", Some("spinal"), 0, "the lowest level entrusts nothing"),
        ("3", "2025-11-01", None, 0, "no experience is named"),
        ("3", "2025-11-01", Some("unknown"), 0, "an experience that nobody defined"),
    ] {
        assert_eq!(asked(level, since, &practised(experience, 5)).len(), found, "{what}");
    }
    let mut rare = practised(Some("spinal"), 5);
    rare.catalog.definitions[0].group = Group::Rare;
    assert!(asked("3", "2025-11-01", &rare).is_empty());
    let prompt = &asked("3", "2025-11-01", &practised(Some("spinal"), 5))[0];
    assert_eq!(prompt.key(), "not_practised/thoracic");
    assert_eq!(
        prompt.sentence,
        "Thoracic, one-lung: level 3 stands since 2025-11-01, and spinal was not met in the last 12 training months. \
         When is the next occasion?"
    );
    assert_eq!((prompt.n, prompt.value), (5, Quantity::Months(11.0)));
}

#[test]
fn who_has_graduated_is_not_asked_about_decisions() {
    let mut case = with(in_turn(&[("A", "3"), ("B", "3"), ("C", "2"), ("A", "3")]));
    case.resident.status = crate::domain::resident::Status::Graduated;
    assert!(asked("4", "2026-03-15", &case).is_empty());
}
