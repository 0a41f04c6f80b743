//! Whether the rotation that brings an experience has been, is, or is still to come.

use chrono::NaiveDate;

use crate::domain::resident::Rotation;

/// Where a resident stands in the rotations that mainly bring an experience.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BlockState {
    /// Every rotation brings it.
    Anywhere,
    /// The case file has no rotations of this resident.
    Unknown,
    /// None had and none scheduled, as far as the schedule goes.
    NotYet,
    /// None ended; `to_come` run or are scheduled, the next from this day.
    Scheduled { next: NaiveDate, to_come: usize },
    /// So many have ended, so many run or are scheduled.
    Had { blocks: usize, to_come: usize },
}

impl BlockState {
    /// Tells whether a comparison for training time compares like with like.
    pub fn comparable(self) -> bool {
        matches!(self, Self::Anywhere | Self::Unknown | Self::Had { .. })
    }

    /// Returns the number of blocks that run or are scheduled.
    pub fn to_come(self) -> usize {
        match self {
            Self::Scheduled { to_come, .. } | Self::Had { to_come, .. } => to_come,
            Self::Anywhere | Self::Unknown | Self::NotYet => 0,
        }
    }
}

/// Returns the state on `as_of`, the last day of data, of the rotations named in `bringing`.
///
/// A block that ends on or before `as_of` is had. Each row of the schedule is one block.
pub fn block_state(schedule: &[Rotation], bringing: &[String], as_of: NaiveDate) -> BlockState {
    if bringing.is_empty() {
        return BlockState::Anywhere;
    }
    if schedule.is_empty() {
        return BlockState::Unknown;
    }
    let theirs = || schedule.iter().filter(|r| bringing.contains(&r.rotation));
    let blocks = theirs().filter(|r| r.span.to <= as_of).count();
    let ahead = || theirs().filter(|r| r.span.to > as_of);
    match (blocks, ahead().map(|r| r.span.from).min()) {
        (0, None) => BlockState::NotYet,
        (0, Some(next)) => BlockState::Scheduled { next, to_come: ahead().count() },
        _ => BlockState::Had { blocks, to_come: ahead().count() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::block;

    #[test]
    fn a_block_is_had_once_it_has_ended() {
        let schedule = [
            block("cardiac", "2026-01-01", "2026-01-28"),
            block("neuro", "2026-02-01", "2026-02-28"),
            block("cardiac", "2026-03-01", "2026-03-28"),
        ];
        let cardiac = ["cardiac".to_owned()];
        let state = |day: &str| block_state(&schedule, &cardiac, day.parse().unwrap());
        let next = "2026-01-01".parse().unwrap();
        assert_eq!(state("2025-12-01"), BlockState::Scheduled { next, to_come: 2 });
        assert_eq!(state("2026-01-27"), BlockState::Scheduled { next, to_come: 2 });
        assert_eq!(state("2026-01-28"), BlockState::Had { blocks: 1, to_come: 1 });
        assert_eq!(state("2026-05-01"), BlockState::Had { blocks: 2, to_come: 0 });
        assert!(!state("2026-01-27").comparable() && state("2026-01-28").comparable());
    }

    #[test]
    fn no_schedule_is_not_the_same_as_no_block() {
        let day = "2026-01-01".parse().unwrap();
        let pain = ["pain".to_owned()];
        assert_eq!(block_state(&[], &pain, day), BlockState::Unknown);
        assert_eq!(block_state(&[block("icu", "2025-01-01", "2025-02-01")], &pain, day), BlockState::NotYet);
        assert_eq!(block_state(&[], &[], day), BlockState::Anywhere);
    }
}
