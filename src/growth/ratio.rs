//! Two counts beside each other: could they be of one size?

/// Returns the exact two-sided p-value of two counts having the same Poisson mean.
///
/// Given their sum n, one count is binomial with n and 1/2; twice the smaller tail, at most 1
/// (Przyborowski & Wilenski, Biometrika 1940;31:313). Where both count largely the same events, as a
/// record and a log do, the true probability is smaller.
pub fn equal_means(one: u32, other: u32) -> f64 {
    let (less, n) = (one.min(other), f64::from(one) + f64::from(other));
    // ln of C(n, less) / 2^n, then the terms below it by the ratio of neighbours.
    let choose: f64 = (1..=less).map(|i| ((n - f64::from(less) + f64::from(i)) / f64::from(i)).ln()).sum();
    let largest = (choose - n * 2.0_f64.ln()).exp();
    let (mut term, mut sum) = (1.0, 0.0);
    for k in (0..=less).rev() {
        sum += term;
        term *= f64::from(k) / (n - f64::from(k) + 1.0);
    }
    (2.0 * largest * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `binomtest` of scipy 1.17.1, and exact rational arithmetic: 2 · Σ C(n, k) / 2ⁿ, at most 1.
    #[test]
    fn the_tail_is_that_of_exact_arithmetic() {
        for (one, other, p) in GOLDEN {
            let found = equal_means(one, other);
            assert!((found - p).abs() <= 1e-9 * p.max(1e-12), "{one} and {other}: {found} is not {p}");
        }
    }

    const GOLDEN: [(u32, u32, f64); 7] = [
        (0, 0, 1.0),
        (5, 5, 1.0),
        (10, 20, 0.098_737_146_705_389),
        (30, 62, 0.001_110_927_323_375),
        (14, 12, 0.845_018_982_887_268),
        (0, 12, 0.000_488_281_25),
        (480, 1130, 1.714_860_487_349_7e-60),
    ];

    proptest! {
        #[test]
        fn the_further_apart_the_less_likely(one in 0u32..400, other in 0u32..400) {
            let (less, more) = (one.min(other), one.max(other));
            prop_assert!((equal_means(one, other) - equal_means(other, one)).abs() < 1e-15);
            prop_assert!(equal_means(less, more + 1) <= equal_means(less, more) + 1e-12);
        }
    }
}
