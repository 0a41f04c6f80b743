use super::*;
use crate::testing::growth::{epa, rating, scale};

fn of(ratings: &[Rating]) -> Sufficiency {
    let scales = [scale("ten_cate", Framing::Prospective), scale("oscore", Framing::Retrospective)];
    Sufficiency::of(&epa(), &scales, ratings)
}

fn enough() -> Vec<Rating> {
    [("2026-03-01", "A", "2"), ("2026-05-01", "B", "3"), ("2026-04-01", "C", "3"), ("2026-06-01", "D", "4")]
        .map(|(on, rater, level)| rating(on, rater, level))
        .to_vec()
}

#[test]
fn four_ratings_by_four_raters_are_as_expected() {
    let found = of(&enough());
    assert_eq!(found.thin(), []);
    assert_eq!((found.n, found.raters), (4, 4));
    assert_eq!(found.span, Some(("2026-03-01".parse().unwrap(), "2026-06-01".parse().unwrap())));
    assert_eq!(found.median, Some(Median::Level("3".into())));
    assert_eq!(found.by_level.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 1, 2, 1, 0]);
    assert_eq!(found.last(2).iter().map(|m| m.level.as_str()).collect::<Vec<_>>(), ["3", "4"]);
}

#[test]
fn prospective_and_retrospective_ratings_are_never_mixed() {
    let mut ratings = enough();
    ratings[0].scale = "oscore".into();
    ratings[1].scale = "nobody_knows".into();
    let found = of(&ratings);
    assert_eq!((found.n, found.other_framing), (2, 2));
    assert_eq!(found.median, Some(Median::Between("3".into(), "4".into())));
}

#[test]
fn no_level_lies_between_two_levels() {
    let ratings = [rating("2026-03-01", "A", "2"), rating("2026-04-01", "B", "4")];
    assert_eq!(of(&ratings).median.unwrap().to_string(), "2 to 4");
}

#[test]
fn one_rater_over_half_is_named() {
    let ratings: Vec<_> =
        ["A", "A", "A", "B", "C"].into_iter().map(|rater| rating("2026-03-01", rater, "3")).collect();
    let said: Vec<_> = of(&ratings).thin().iter().map(ToString::to_string).collect();
    assert_eq!(said, ["3 of 4 expected raters", "3 of 5 ratings by Dr A"]);
    assert_eq!(of(&ratings[1..]).main_rater, None, "two of four are not over half");
}

#[test]
fn simulation_alone_is_thin_and_observation_alone_is_not() {
    let mut ratings = enough();
    for rating in &mut ratings {
        rating.source = RatingSource::Simulation;
    }
    assert_eq!(of(&ratings).thin(), [Thin::OneSourceOnly(RatingSource::Simulation)]);
    ratings[0].source = RatingSource::Observation;
    assert_eq!(of(&ratings).thin(), []);
}

#[test]
fn no_rating_is_no_level() {
    let found = of(&[]);
    assert_eq!((found.median.clone(), found.span, found.main_rater.clone()), (None, None, None));
    assert_eq!(found.thin().len(), 2);
}
