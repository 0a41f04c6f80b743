//! The order in which residents are reviewed: drawn once from a seed, and begun elsewhere at each meeting.

/// A generator of 64 random bits a step, the same on every machine.
///
/// `SplitMix64`: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014, figure 14, with the constants of S. Vigna's `splitmix64.c`. It is written out here
/// because a library may change what it draws from a seed, and an agenda must be found again for ever.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number under `bound`, each as likely as the others; `bound` is at least 1.
    ///
    /// The lowest 2^64 mod `bound` draws are thrown away, without which small numbers came more often.
    fn below(&mut self, bound: u64) -> u64 {
        let uneven = bound.wrapping_neg() % bound;
        loop {
            let drawn = self.next();
            if drawn >= uneven {
                return drawn % bound;
            }
        }
    }
}

/// Returns `items` in the order of the meeting after `held` others.
///
/// Sorted first, so that the order in which they come is no part of it; then drawn by Fisher and Yates
/// (R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964); then begun `held` strides
/// further on. The stride has no divisor in common with n, the number of items, so over any n meetings
/// everyone stands once at each place; it is near n / φ, so nobody stands near the end twice running.
pub fn order<T: Ord>(mut items: Vec<T>, seed: u64, held: usize) -> Vec<T> {
    items.sort_unstable();
    let n = items.len();
    let mut random = SplitMix64(seed);
    for last in (1..n).rev() {
        items.swap(last, random.below(last as u64 + 1) as usize);
    }
    if n > 0 {
        items.rotate_left(held % n * stride(n) % n);
    }
    items
}

/// Returns the whole number nearest to n / φ that has no divisor in common with `n`.
fn stride(n: usize) -> usize {
    const GOLDEN: f64 = 1.618_033_988_749_895;
    let off = |stride: usize| (stride as f64 - n as f64 / GOLDEN).abs();
    let free = (1..n).filter(|stride| common_divisor(*stride, n) == 1);
    free.min_by(|a, b| off(*a).total_cmp(&off(*b))).unwrap_or(1)
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The first numbers of Rosetta Code, "Pseudo-random numbers/Splitmix64", for the seed 1234567.
    #[test]
    fn the_generator_gives_the_published_numbers() {
        let mut random = SplitMix64(1_234_567);
        let drawn: Vec<_> = (0..5).map(|_| random.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    /// Found by an independent implementation in Python, from the sources that `order` names.
    #[test]
    fn a_seed_gives_the_same_order_for_ever() {
        let order = |seed, held| order((1..=10).collect::<Vec<u32>>(), seed, held);
        assert_eq!(order(1, 0), [5, 3, 9, 2, 10, 4, 1, 7, 8, 6]);
        assert_eq!(order(1, 1), [7, 8, 6, 5, 3, 9, 2, 10, 4, 1]);
        assert_eq!(order(2026, 0), [6, 1, 10, 3, 5, 8, 4, 7, 9, 2]);
    }

    /// With 6000 draws each of the six orders of three is expected 1000 times, with a standard deviation of 29.
    #[test]
    fn every_order_is_as_likely_as_the_others() {
        let mut times = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            *times.entry(order(vec![1, 2, 3], seed, 0)).or_insert(0) += 1;
        }
        assert_eq!(times.len(), 6);
        assert!(times.values().all(|n| (880..=1120).contains(n)), "{times:?}");
    }

    #[test]
    fn nobody_stands_near_the_end_twice_running() {
        for n in 7..=200 {
            let moved = stride(n).min(n - stride(n));
            assert!(moved * 4 >= n, "{n} residents move by {moved}");
        }
    }

    #[test]
    fn nobody_and_one_have_an_order_too() {
        assert!(order(Vec::<u8>::new(), 1, 5).is_empty());
        assert_eq!(order(vec![7], 1, usize::MAX), [7]);
    }

    proptest! {
        #[test]
        fn over_as_many_meetings_as_residents_everyone_stands_once_at_each_place(
            n in 1usize..90, seed: u64, from in 0usize..1000
        ) {
            let meetings: Vec<_> = (from..from + n).map(|held| order((0..n).collect(), seed, held)).collect();
            for place in 0..n {
                let there: BTreeSet<_> = meetings.iter().map(|order| order[place]).collect();
                prop_assert_eq!(there.len(), n);
            }
        }

        #[test]
        fn the_order_in_which_they_come_is_no_part_of_it(seed: u64, held in 0usize..50) {
            let forth: Vec<_> = (0..20).collect();
            let back: Vec<_> = (0..20).rev().collect();
            prop_assert_eq!(order(forth, seed, held), order(back, seed, held));
        }
    }
}
