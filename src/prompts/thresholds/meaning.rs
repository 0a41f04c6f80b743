//! What each threshold means in plain words, and which values it can have.

use std::fmt;

/// What one threshold is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    /// Its name in a thresholds file and in [`super::Thresholds`].
    pub key: &'static str,
    /// One or two sentences, with the unit.
    pub says: &'static str,
    pub values: Values,
}

/// The values that make sense; anything else is refused, since a rule would never or always fire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values {
    /// A number, both ends included.
    Between(f64, f64),
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// Words, at least one.
    Words,
    /// A table of acceptable and unacceptable failure rates.
    Rates,
    /// Such a table for each of several kinds of procedures.
    RatesByKind,
}

impl Values {
    /// Tells whether `number` is one of them.
    pub fn hold(self, number: f64) -> bool {
        match self {
            Self::Between(low, high) => (low..=high).contains(&number),
            Self::Whole(low, high) => (low as f64..=high as f64).contains(&number) && number.fract() == 0.0,
            Self::Words | Self::Rates | Self::RatesByKind => false,
        }
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between(low, high) => write!(f, "a number from {low} to {high}"),
            Self::Whole(low, high) => write!(f, "a whole number from {low} to {high}"),
            Self::Words => f.pad("a text in quotation marks"),
            Self::Rates => f.pad("a table of acceptable, unacceptable, error and failure"),
            Self::RatesByKind => f.pad("a table for each kind of procedure"),
        }
    }
}

/// The least and the highest level of the milestone scale, in half steps.
const LEVELS: Values = Values::Whole(2, 10);

const SHARE: Values = Values::Between(0.0, 1.0);

const fn means(key: &'static str, says: &'static str, values: Values) -> Meaning {
    Meaning { key, says, values }
}

/// Every threshold, in the order of [`super::Thresholds`].
#[rustfmt::skip]
pub const MEANINGS: &[Meaning] = &[
    means("chance_prompts",
        "How many prompts about few exposures a resident may get at a meeting by chance alone, over all experiences together.",
        Values::Between(0.001, 10.0)),
    means("reach",
        "A minimum is asked about below this probability of reaching it at the present pace and schedule.",
        SHARE),
    means("pace_from_month",
        "Training months before which a pace is not read.",
        Values::Between(0.0, 120.0)),
    means("rare_months_left",
        "A rare event not met is asked about in so many last months of training, ...",
        Values::Between(0.0, 120.0)),
    means("rare_met_by",
        "... where at least this share of graduates had met it.",
        SHARE),
    means("class_from",
        "The fewest residents of a class that make a shortage the program's, if they are half of it.",
        Values::Whole(2, 1000)),
    means("class_short",
        "A class together is short of an experience below this share of what would be expected, ...",
        SHARE),
    means("class_chance",
        "... where chance explains it in at most this share of classes, over all experiences together.",
        SHARE),
    means("goal",
        "The level to reach by graduation, in half steps: 8 is level 4.0. A goal, not a requirement.",
        LEVELS),
    means("final_months",
        "Months before graduation in which a rating counts as one of the last two periods.",
        Values::Between(0.0, 120.0)),
    means("low_after_first_year",
        "Low at the end of the first clinical year (month 12), in half steps: 3 is level 1.5.",
        LEVELS),
    means("low_after_second_year",
        "Low at the end of the second clinical year (month 24), in half steps: 5 is level 2.5.",
        LEVELS),
    means("regression",
        "A fall of so many half steps is a regression.",
        Values::Whole(1, 8)),
    means("plateau_ratings",
        "So many equal ratings in a row are a plateau.",
        Values::Whole(2, 20)),
    means("jump",
        "A rise of more than so many half steps in one period is a jump.",
        Values::Whole(1, 8)),
    means("self_gap",
        "So many half steps between self and committee are a gap.",
        Values::Whole(1, 8)),
    means("stale_months",
        "Months after which a milestone rating is stale.",
        Values::Between(1.0, 120.0)),
    means("straight_line_from",
        "The fewest subcompetencies that can make a straight line.",
        Values::Whole(3, 100)),
    means("epa_from_share",
        "The share of training after which few ratings of an activity are asked about.",
        SHARE),
    means("odds_ratings",
        "So many of the last ratings of an activity, all on one side of the level that stands, are at odds with it, ...",
        Values::Whole(2, 100)),
    means("odds_raters",
        "... where they come from at least so many raters.",
        Values::Whole(1, 100)),
    means("unpractised_months",
        "Training months without the experience after which an entrusted activity is asked about.",
        Values::Between(0.5, 120.0)),
    means("measure_trend_chance",
        "A measure that worsened over three periods is asked about where chance makes such a slope as seldom as this.",
        SHARE),
    means("attempts",
        "The failure rates that attempts with an outcome are added up against; the program's own choice.",
        Values::Rates),
    means("attempts_by_kind",
        "The same for single kinds of procedures, where they differ.",
        Values::RatesByKind),
    means("goal_overdue_days",
        "So many days after its due day an open goal is asked about.",
        Values::Whole(0, 365)),
    means("self_log_ratio",
        "Record and self-log are apart where one is at least so many times the other, ...",
        Values::Between(1.0, 100.0)),
    means("self_log_difference",
        "... and they differ by at least so many exposures, ...",
        Values::Whole(0, 10_000)),
    means("self_log_chance",
        "... and two equal counts would lie so far apart with at most this probability.",
        SHARE),
    means("silent_days",
        "A calendar month without a case is asked about from so many days on, on rotations that bring cases.",
        Values::Whole(1, 31)),
];

/// A risk that is neither nothing nor certainty.
const RISK: Values = Values::Between(0.001, 0.999);

/// What stands in a table of failure rates.
#[rustfmt::skip]
pub const RATES: &[Meaning] = &[
    means("acceptable", "The share of failures that the program accepts.", RISK),
    means("unacceptable", "The share that it does not; more than the acceptable one.", RISK),
    means("error", "The risk of taking one for the other, the same both ways.", Values::Between(0.001, 0.499)),
    means("failure", "What counts as a failure, in the program's words.", Values::Words),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prompts::Thresholds;

    #[test]
    fn every_threshold_has_a_meaning_and_a_default_that_makes_sense() {
        let defaults = serde_json::to_value(Thresholds::default()).unwrap();
        let fields: Vec<_> = defaults.as_object().unwrap().keys().map(String::as_str).collect();
        let keys: Vec<_> = MEANINGS.iter().map(|m| m.key).collect();
        assert_eq!(fields, keys);
        let rates: Vec<_> = defaults["attempts"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(rates, RATES.iter().map(|m| m.key).collect::<Vec<_>>());
        for meaning in MEANINGS {
            let Some(value) = defaults[meaning.key].as_f64() else { continue };
            assert!(meaning.values.hold(value), "{}: {value} is not {}", meaning.key, meaning.values);
        }
    }
}
