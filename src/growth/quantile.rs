//! Empirical quantiles.

/// Returns the sample quantile of type 7 at `share` (0 to 1) of values in ascending order.
///
/// Linear between the order statistics at `(n - 1) · share`. Hyndman & Fan, American Statistician
/// 1996;50:361, definition 7; the default of R's `quantile` and of `quantile_cont`.
pub fn type7<T: Copy + Into<f64>>(ascending: &[T], share: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = last as f64 * share.clamp(0.0, 1.0);
    let below = place.floor() as usize;
    let (from, to): (f64, f64) = (ascending[below].into(), ascending[(below + 1).min(last)].into());
    Some(from + (to - from) * (place - below as f64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// R's help for `quantile`: the type-7 deciles of 1:10 are 1.9, 2.8, … 9.1.
    #[test]
    fn deciles_of_one_to_ten_are_those_of_r() {
        let values: Vec<u32> = (1..=10).collect();
        let shown: Vec<f64> = (0..=10).map(|d| type7(&values, f64::from(d) / 10.0).unwrap()).collect();
        let expected = [1.0, 1.9, 2.8, 3.7, 4.6, 5.5, 6.4, 7.3, 8.2, 9.1, 10.0];
        for (s, e) in shown.iter().zip(expected) {
            assert!((s - e).abs() < 1e-12, "{s} is not {e}");
        }
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(type7::<u32>(&[], 0.5), None);
        assert_eq!(type7(&[7], 0.03), Some(7.0));
    }

    proptest! {
        #[test]
        fn a_larger_share_never_gives_a_smaller_quantile(
            mut values in prop::collection::vec(0u32..500, 1..80), a in 0.0f64..=1.0, b in 0.0f64..=1.0,
        ) {
            values.sort_unstable();
            prop_assert!(type7(&values, a.min(b)) <= type7(&values, a.max(b)));
        }
    }
}
