//! The numbers that a program may change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::milestone::HalfSteps;

mod file;
mod meaning;

pub use file::{hash, read, written};
pub use meaning::{MEANINGS, Meaning, Values};

/// Thresholds of all rules, with defaults. None of them is an authority's: each is a place to ask.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// How many prompts about few exposures a resident may get at a meeting by chance alone, over all
    /// experiences together.
    pub chance_prompts: f64,
    /// A minimum is asked about below this probability of reaching it at the present pace and schedule.
    pub reach: f64,
    /// Training months before which a pace is not read.
    pub pace_from_month: f64,
    /// A rare event not met is asked about in so many last months of training.
    pub rare_months_left: f64,
    /// … where at least this share of graduates had met it.
    pub rare_met_by: f64,
    /// The fewest residents of a class that make a shortage the program's, if they are half of it.
    pub class_from: usize,
    /// A class together is short of an experience below this share of what would be expected.
    pub class_short: f64,
    /// … where chance explains it in at most this share of classes, over all experiences together.
    pub class_chance: f64,
    /// The level to reach by graduation, in half steps.
    pub goal: HalfSteps,
    /// Months before graduation in which a rating counts as one of the last two periods.
    pub final_months: f64,
    /// Low at the end of the first clinical year (month 12), in half steps.
    pub low_after_first_year: HalfSteps,
    /// Low at the end of the second clinical year (month 24), in half steps; Holmboe 2020 studied 2.5.
    pub low_after_second_year: HalfSteps,
    /// A fall of so many half steps is a regression.
    pub regression: i8,
    /// So many equal ratings in a row are a plateau.
    pub plateau_ratings: usize,
    /// A rise of more than so many half steps in one period is a jump.
    pub jump: i8,
    /// So many half steps between self and committee are a gap.
    pub self_gap: i8,
    /// Months after which a milestone rating is stale.
    pub stale_months: f64,
    /// The fewest subcompetencies that can make a straight line.
    pub straight_line_from: usize,
    /// The share of training after which few ratings of an activity are asked about.
    pub epa_from_share: f64,
    /// So many of the last ratings of an activity, all on one side of the level that stands, are at odds with it.
    pub odds_ratings: usize,
    /// By at least so many raters.
    pub odds_raters: usize,
    /// Training months without the experience after which an entrusted activity is asked about.
    pub unpractised_months: f64,
    /// A measure that worsened over three periods is asked about where chance makes such a slope as seldom as this.
    pub measure_trend_chance: f64,
    /// The failure rates that attempts with an outcome are added up against; the program's own choice.
    pub attempts: AttemptRates,
    /// The same for single kinds of procedures (`procedures.kind`), where they differ.
    pub attempts_by_kind: BTreeMap<String, AttemptRates>,
    /// So many days after its due day an open goal is asked about.
    pub goal_overdue_days: u32,
    /// Record and self-log are apart where one is at least so many times the other, …
    pub self_log_ratio: f64,
    /// … and they differ by at least so many exposures, …
    pub self_log_difference: u32,
    /// … and two equal counts would lie so far apart with at most this probability.
    pub self_log_chance: f64,
    /// A calendar month without a case is asked about from so many days on, on rotations that bring cases.
    pub silent_days: u32,
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

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            chance_prompts: 0.2,
            reach: 0.5,
            pace_from_month: 6.0,
            rare_months_left: 6.0,
            rare_met_by: 0.9,
            class_from: 3,
            class_short: 0.75,
            class_chance: 0.05,
            goal: HalfSteps::GRADUATION_GOAL,
            final_months: 12.0,
            low_after_first_year: HalfSteps::LEVEL_1_5,
            low_after_second_year: HalfSteps::EARLY_LOW,
            regression: 1,
            plateau_ratings: 3,
            jump: 3,
            self_gap: 2,
            stale_months: 9.0,
            straight_line_from: 10,
            epa_from_share: 2.0 / 3.0,
            odds_ratings: 4,
            odds_raters: 3,
            unpractised_months: 6.0,
            measure_trend_chance: 0.01,
            attempts: AttemptRates::default(),
            attempts_by_kind: BTreeMap::new(),
            goal_overdue_days: 0,
            self_log_ratio: 1.5,
            self_log_difference: 10,
            self_log_chance: 0.001,
            silent_days: 14,
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
