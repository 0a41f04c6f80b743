//! The numbers that a program may change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::milestone::HalfSteps;

mod file;
mod meaning;

pub use file::{hash, read, written};
pub use meaning::{Meaning, Values};

use meaning::{LEVELS, SHARE};

/// Declares each threshold once: what it means, its field, its default, and the values that make sense.
macro_rules! thresholds {
    ($(#[doc = $says:literal] $key:ident: $type:ty = $default:expr, $values:expr;)*) => {
        /// Thresholds of all rules, with defaults. None of them is an authority's: each is a place to ask.
        #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Thresholds {
            $(#[doc = $says] pub $key: $type,)*
        }

        impl Default for Thresholds {
            fn default() -> Self {
                Self { $($key: $default,)* }
            }
        }

        /// Every threshold, in the order of [`Thresholds`].
        pub const MEANINGS: &[Meaning] =
            &[$(Meaning { key: stringify!($key), says: $says.trim_ascii(), values: $values },)*];
    };
}

thresholds! {
    /// How many prompts about few exposures a resident may get at a meeting by chance alone, over all experiences together.
    chance_prompts: f64 = 0.2, Values::Between(0.001, 10.0);
    /// A minimum is asked about below this probability of reaching it at the present pace and schedule.
    reach: f64 = 0.5, SHARE;
    /// From there up to this probability it is watched: shown more quietly than what is asked, and counted apart.
    watch: f64 = 0.8, SHARE;
    /// Training months before which a pace is not read.
    pace_from_month: f64 = 6.0, Values::Between(0.0, 120.0);
    /// A rare event not met is asked about in so many last months of training, ...
    rare_months_left: f64 = 6.0, Values::Between(0.0, 120.0);
    /// ... where at least this share of graduates had met it.
    rare_met_by: f64 = 0.9, SHARE;
    /// The fewest residents of a class that make a shortage the program's, if they are half of it.
    class_from: usize = 3, Values::Whole(2, 1000);
    /// A class together is short of an experience below this share of what would be expected, ...
    class_short: f64 = 0.75, SHARE;
    /// ... where chance explains it in at most this share of classes, over all experiences together.
    class_chance: f64 = 0.05, SHARE;
    /// The level to reach by graduation, in half steps: 8 is level 4.0. A goal, not a requirement.
    goal: HalfSteps = HalfSteps::GRADUATION_GOAL, LEVELS;
    /// Months before graduation in which a rating counts as one of the last two periods.
    final_months: f64 = 12.0, Values::Between(0.0, 120.0);
    /// Low at the end of the first clinical year (month 12), in half steps: 3 is level 1.5.
    low_after_first_year: HalfSteps = HalfSteps::LEVEL_1_5, LEVELS;
    // Holmboe 2020 studied 2.5.
    /// Low at the end of the second clinical year (month 24), in half steps: 5 is level 2.5.
    low_after_second_year: HalfSteps = HalfSteps::EARLY_LOW, LEVELS;
    /// A fall of so many half steps is a regression.
    regression: i8 = 1, Values::Whole(1, 8);
    /// So many equal ratings in a row are a plateau.
    plateau_ratings: usize = 3, Values::Whole(2, 20);
    /// A rise of more than so many half steps in one period is a jump.
    jump: i8 = 3, Values::Whole(1, 8);
    /// So many half steps between self and committee are a gap.
    self_gap: i8 = 2, Values::Whole(1, 8);
    /// Months after which a milestone rating is stale.
    stale_months: f64 = 9.0, Values::Between(1.0, 120.0);
    /// The fewest subcompetencies that can make a straight line.
    straight_line_from: usize = 10, Values::Whole(3, 100);
    /// The share of training after which few ratings of an activity are asked about.
    epa_from_share: f64 = 2.0 / 3.0, SHARE;
    /// So many of the last ratings of an activity, all on one side of the level that stands, are at odds with it, ...
    odds_ratings: usize = 4, Values::Whole(2, 100);
    /// ... where they come from at least so many raters.
    odds_raters: usize = 3, Values::Whole(1, 100);
    /// Training months without the experience after which an entrusted activity is asked about.
    unpractised_months: f64 = 6.0, Values::Between(0.5, 120.0);
    /// A measure that worsened over three periods is asked about where chance makes such a slope as seldom as this.
    measure_trend_chance: f64 = 0.01, SHARE;
    /// The failure rates that attempts with an outcome are added up against; the program's own choice.
    attempts: AttemptRates = AttemptRates::default(), Values::Rates;
    /// The same for single kinds of procedures, where they differ.
    attempts_by_kind: BTreeMap<String, AttemptRates> = BTreeMap::new(), Values::RatesByKind;
    /// So many days after its due day an open goal is asked about.
    goal_overdue_days: u32 = 0, Values::Whole(0, 365);
    /// Record and self-log are apart where one is at least so many times the other, ...
    self_log_ratio: f64 = 1.5, Values::Between(1.0, 100.0);
    /// ... and they differ by at least so many exposures, ...
    self_log_difference: u32 = 10, Values::Whole(0, 10_000);
    /// ... and two equal counts would lie so far apart with at most this probability.
    self_log_chance: f64 = 0.001, SHARE;
    /// A calendar month without a case is asked about from so many days on, on rotations that bring cases.
    silent_days: u32 = 14, Values::Whole(1, 31);
}

/// Which failure rates attempts are held against, and what a failure is.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttemptRates {
    /// The share of failures that the program accepts.
    pub acceptable: f64,
    /// The share that it does not.
    pub unacceptable: f64,
    /// The risk of taking one for the other, the same both ways.
    pub error: f64,
    /// What counts as a failure, in the program's words.
    pub failure: String,
}

impl Default for AttemptRates {
    fn default() -> Self {
        Self {
            acceptable: 0.1,
            unacceptable: 0.2,
            error: 0.1,
            failure: "an attempt that the case file marks as a failure; the program has not said more".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_survive_being_written_and_a_file_names_only_what_it_changes() {
        let defaults = Thresholds::default();
        let written = serde_json::to_string(&defaults).unwrap();
        assert_eq!(serde_json::from_str::<Thresholds>(&written).unwrap(), defaults);
        let changed: Thresholds = serde_json::from_str(r#"{"chance_prompts": 0.1}"#).unwrap();
        assert_eq!(changed, Thresholds { chance_prompts: 0.1, ..defaults });
    }

    #[test]
    fn a_threshold_that_no_rule_knows_is_refused() {
        assert!(serde_json::from_str::<Thresholds>(r#"{"chance_prompt": 0.1}"#).is_err());
    }
}
