use super::*;
use crate::growth::rotation_time::Blocks;

/// Fits members who meet these counts in each month; without rotations.
fn fitted(steps: &[Vec<u32>]) -> Expectation {
    let cumulative = |steps: &Vec<u32>| {
        let sums = steps.iter().scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect::<Vec<u32>>()
    };
    let curves: Vec<Vec<u32>> = steps.iter().map(cumulative).collect();
    let members: Vec<Member<'_>> = curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
    Expectation::of(&members, curves[0].len() - 1).unwrap()
}

/// So many members, of whom half meet 3 and half 5 a month for a year.
fn two_paces(n: usize) -> Expectation {
    let fit = fitted(&(0..n).map(|i| vec![3 + 2 * (i as u32 % 2); 12]).collect::<Vec<_>>());
    let pool = Pool::of([&fit]);
    fit.pooled(&pool)
}

fn at(month: f64) -> TrainingPlace {
    TrainingPlace { month, on_rotations: None }
}

#[test]
fn the_mean_follows_the_group_and_goes_on_at_the_pace_of_its_last_year() {
    let usual = two_paces(40);
    assert!((usual.expected(at(6.5)) - 26.0).abs() < 1e-9);
    assert!((usual.expected(at(14.0)) - 56.0).abs() < 1e-9);
    assert!((usual.expected(at(-1.0))).abs() < 1e-9);
}

/// Paces of 0.75 and 1.25 have the variance 0.0625; the moments take Poisson's 1 / 48 off, as if there
/// were some in these counts, which have none.
#[test]
fn the_dispersion_is_the_variance_of_the_paces_less_chance() {
    let found = two_paces(400).whole_dispersion();
    assert!((found - (0.0625 - 1.0 / 48.0)).abs() < 0.006, "{found}");
}

#[test]
fn a_large_group_is_sure_of_its_dispersion_and_a_small_one_is_careful() {
    let (small, large) = (two_paces(20), two_paces(2_000));
    let plain = NegativeBinomial::new(48.0, large.whole_dispersion()).mid_p(20);
    let of = |usual: &Expectation| usual.as_low_as(20, at(12.0), 1.0).unwrap();
    assert!((of(&large) / plain - 1.0).abs() < 0.1, "{} is not {plain}", of(&large));
    assert!(of(&small) > 2.0 * plain, "{} and {plain}", of(&small));
}

#[test]
fn a_tail_above_the_limit_is_not_told() {
    let usual = two_paces(40);
    let p = usual.as_low_as(30, at(12.0), 1.0).unwrap();
    assert_eq!(usual.as_low_as(30, at(12.0), p * 0.99), None);
    assert!(usual.as_low_as(30, at(12.0), p * 1.01).is_some());
}

#[test]
fn what_differs_in_both_halves_lasts_and_what_only_one_half_knows_does_not() {
    let half = |low: bool| if low { 2 } else { 8 };
    let alike = |i: u32, _second: bool| half(i.is_multiple_of(2));
    let luck = |i: u32, second: bool| half((if second { i } else { i / 2 }).is_multiple_of(2));
    let group = |of: &dyn Fn(u32, bool) -> u32| {
        fitted(&(0..200).map(|i| (0..12).map(|month| of(i, month >= 6)).collect()).collect::<Vec<_>>())
    };
    assert!(group(&alike).lasting() > 0.95);
    assert!(group(&luck).lasting() < 0.1);
}

/// Everyone meets ten in a block of one month, which comes in one of twelve months.
#[test]
fn who_has_had_the_block_is_compared_with_those_who_had_and_an_unknown_one_with_all() {
    let times: Vec<Vec<f64>> = (0..120)
        .map(|i| Blocks::new(vec![(f64::from(i % 12), f64::from(i % 12 + 1))], 12.0).by_month(12))
        .collect();
    let curves: Vec<Vec<u32>> =
        times.iter().map(|time| time.iter().map(|months| (10.0 * months) as u32).collect()).collect();
    let members: Vec<Member<'_>> =
        curves.iter().zip(&times).map(|(curve, time)| Member { curve, on_rotations: Some(time) }).collect();
    let usual = Expectation::of(&members, 12).unwrap();
    let had = |months| TrainingPlace { month: 6.0, on_rotations: Some(months) };
    assert!((usual.expected(had(1.0)) - 10.0).abs() < 1e-6);
    assert!(usual.expected(had(0.0)) < 1e-6);
    assert!((usual.expected(at(6.0)) - 5.0).abs() < 1e-6);
    // Half had 10 and half none: a variance of 25 about a mean of 5 beside Poisson's.
    assert!(
        usual.dispersion(had(0.5)) < 0.1 && usual.dispersion(at(6.0)) > 0.9,
        "{:?}",
        usual.dispersion(at(6.0))
    );
}

#[test]
fn nine_members_lead_one_to_expect_nothing() {
    let curves = vec![vec![0, 1]; 10];
    let members: Vec<Member<'_>> = curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
    assert!(Expectation::of(&members, 1).is_some());
    assert!(Expectation::of(&members[..9], 1).is_none());
}
