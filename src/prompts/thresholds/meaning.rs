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
pub(super) const LEVELS: Values = Values::Whole(2, 10);

/// From nothing to all.
pub(super) const SHARE: Values = Values::Between(0.0, 1.0);

const fn means(key: &'static str, says: &'static str, values: Values) -> Meaning {
    Meaning { key, says, values }
}

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
    use crate::prompts::thresholds::MEANINGS;

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
