//! Who reviews whom: as evenly as it can be done.

use std::collections::VecDeque;

/// Returns for each resident one of the reviewers in `allowed`, so that the loads are as even as they can be.
///
/// `allowed[i]` lists who may review the i-th resident, by number under `reviewers`, and is not empty.
/// This is the optimal semi-matching: no other choice has a smaller greatest load, a greater smallest
/// one, or a smaller sum of squares. Found by the first algorithm of N. J. A. Harvey, R. E. Ladner,
/// L. Lovász and T. Tamir, "Semi-matchings for bipartite graphs and load balancing", Journal of
/// Algorithms 59(1), 2006: each resident in turn begins a chain of exchanges that ends at the
/// reviewer with the smallest load that any chain reaches. Equal loads are filled in the order of `allowed`.
pub fn shared(allowed: &[Vec<usize>], reviewers: usize) -> Vec<usize> {
    let mut shares = Shares { of: Vec::with_capacity(allowed.len()), loads: vec![0; reviewers] };
    for resident in 0..allowed.len() {
        shares.take_in(resident, allowed);
    }
    shares.of
}

struct Shares {
    /// The reviewer of each resident so far.
    of: Vec<usize>,
    /// How many residents each reviewer has.
    loads: Vec<usize>,
}

impl Shares {
    /// Gives one more resident to a reviewer, where need be by handing others on.
    fn take_in(&mut self, newcomer: usize, allowed: &[Vec<usize>]) {
        let least = self.loads.iter().min().copied().unwrap_or(0);
        // By reviewer: the resident who would be handed to them.
        let mut handed: Vec<Option<usize>> = vec![None; self.loads.len()];
        let mut reached = VecDeque::new();
        let mut best: Option<usize> = None;
        let mut giving = vec![newcomer];
        loop {
            for resident in giving {
                for &reviewer in &allowed[resident] {
                    if handed[reviewer].is_none() {
                        handed[reviewer] = Some(resident);
                        reached.push_back(reviewer);
                        if best.is_none_or(|best| self.loads[reviewer] < self.loads[best]) {
                            best = Some(reviewer);
                        }
                    }
                }
            }
            let Some(next) = reached.pop_front() else { break };
            // Nobody has less, so no longer chain ends better.
            if best.is_some_and(|best| self.loads[best] == least) {
                break;
            }
            giving = (0..self.of.len()).filter(|resident| self.of[*resident] == next).collect();
        }
        if let Some(end) = best {
            self.hand_on(end, newcomer, &handed);
        }
    }

    /// Makes the exchanges of the chain that ends at the reviewer `end`.
    fn hand_on(&mut self, end: usize, newcomer: usize, handed: &[Option<usize>]) {
        self.loads[end] += 1;
        let mut to = end;
        while let Some(resident) = handed[to] {
            if resident == newcomer {
                self.of.push(to);
                return;
            }
            to = std::mem::replace(&mut self.of[resident], to);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn loads(shares: &[usize], reviewers: usize) -> Vec<usize> {
        (0..reviewers).map(|who| shares.iter().filter(|of| **of == who).count()).collect()
    }

    fn squares(loads: &[usize]) -> usize {
        loads.iter().map(|load| load * load).sum()
    }

    /// Every way to share out, by counting through them all.
    fn every(allowed: &[Vec<usize>]) -> Vec<Vec<usize>> {
        allowed.iter().fold(vec![Vec::new()], |ways, may| {
            let with = |way: &Vec<usize>, who: usize| way.iter().copied().chain([who]).collect();
            ways.iter().flat_map(|way| may.iter().map(move |who| with(way, *who))).collect()
        })
    }

    #[test]
    fn without_conditions_the_reviewers_take_turns() {
        assert_eq!(shared(&vec![vec![0, 1, 2]; 7], 3), [0, 1, 2, 0, 1, 2, 0]);
        assert_eq!(shared(&vec![vec![2, 0, 1]; 4], 3), [2, 0, 1, 2]);
        assert_eq!(shared(&[], 3), Vec::<usize>::new());
    }

    /// Taken as they come, the first reviewer has two and the second none: the first resident must move on.
    #[test]
    fn who_came_early_is_handed_on_where_that_is_more_even() {
        let allowed = [vec![0, 1], vec![0]];
        assert_eq!(shared(&allowed, 2), [1, 0]);
        let chain = [vec![0, 1], vec![1, 2], vec![2, 3], vec![0], vec![1], vec![2]];
        assert_eq!(squares(&loads(&shared(&chain, 4), 4)), 2 * 2 + 2 * 2 + 1 + 1);
    }

    proptest! {
        #[test]
        fn no_other_choice_is_more_even(masks in prop::collection::vec(1usize..16, 0..7)) {
            let may = |mask: &usize| (0..4).filter(|who| mask >> who & 1 == 1).collect::<Vec<_>>();
            let allowed: Vec<_> = masks.iter().map(may).collect();
            let found = shared(&allowed, 4);
            prop_assert_eq!(found.len(), allowed.len());
            prop_assert!(found.iter().zip(&allowed).all(|(who, may)| may.contains(who)));
            let found = loads(&found, 4);
            for other in every(&allowed).iter().map(|way| loads(way, 4)) {
                prop_assert!(squares(&found) <= squares(&other), "{:?} {:?}", found, other);
                prop_assert!(found.iter().max() <= other.iter().max());
                prop_assert!(found.iter().min() >= other.iter().min());
            }
        }
    }
}
