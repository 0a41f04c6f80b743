//! Attempts with an outcome, held against the failure rates that the program chose.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::domain::measure::Attempts;
use crate::growth::cusum::{Cusum, FailureRates, HORIZONS, LearningCusum, horizon};
use crate::growth::proportion::Rate;
use crate::prompts::Thresholds;
use crate::prompts::thresholds::AttemptRates;

/// Failure rates with the limits that they set.
#[derive(Clone, Debug, PartialEq)]
pub struct Yardstick {
    pub chosen: AttemptRates,
    pub rates: FailureRates,
    /// By horizon, each worked out when the first series needs it, and once.
    limits: Arc<[OnceLock<Limits>; HORIZONS.len()]>,
}

/// The limits of both sums, and the number of attempts over which they hold the risk of error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub horizon: u32,
    /// The distance of the boundaries of the CUSUM from 0.
    pub boundary: f64,
    /// The sum of the learning curve that signals.
    pub learning: f64,
}

/// The yardstick of every kind of procedure.
#[derive(Clone, Debug, PartialEq)]
pub struct Yardsticks {
    usual: Option<Yardstick>,
    by_kind: BTreeMap<String, Option<Yardstick>>,
}

/// One kind of procedure by one resident.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptRow {
    pub attempts: Attempts,
    pub failures: u32,
    /// The share of failures; `None` under ten outcomes.
    pub rate: Option<Rate>,
    /// `None` where the chosen rates are out of order.
    pub against: Option<Against>,
    /// Outcomes are recorded of one kind only: a share of them would say what was written down, not what happened.
    pub one_sided: bool,
}

/// The sums against one yardstick.
#[derive(Clone, Debug, PartialEq)]
pub struct Against {
    pub yardstick: Yardstick,
    pub limits: Limits,
    /// How often the acceptable rate speaks for the unacceptable one over as many attempts as these, and the other way.
    pub wrongly: (f64, f64),
    pub cusum: Cusum,
    pub learning: LearningCusum,
}

impl Yardstick {
    fn of(chosen: &AttemptRates) -> Option<Self> {
        let rates = FailureRates::new(chosen.acceptable, chosen.unacceptable, chosen.error)?;
        Some(Self { chosen: chosen.clone(), rates, limits: Arc::default() })
    }

    /// Returns the limits for a series of so many attempts.
    fn limits(&self, attempts: usize) -> Limits {
        let horizon = horizon(attempts);
        let at = HORIZONS.iter().position(|known| *known == horizon).unwrap_or_default();
        *self.limits[at].get_or_init(|| Limits {
            horizon,
            boundary: self.rates.boundary(horizon),
            learning: self.rates.learning_limit(horizon),
        })
    }

    fn against(&self, failed: &[bool]) -> Against {
        let limits = self.limits(failed.len());
        Against {
            cusum: self.rates.cusum(failed, limits.boundary),
            learning: self.rates.learning(failed, limits.learning),
            wrongly: self.rates.wrongly(limits.boundary, failed.len() as u32),
            yardstick: self.clone(),
            limits,
        }
    }
}

impl Yardsticks {
    /// Takes the rates that were chosen.
    pub fn of(thresholds: &Thresholds) -> Self {
        let kinds = thresholds.attempts_by_kind.iter();
        Self {
            usual: Yardstick::of(&thresholds.attempts),
            by_kind: kinds.map(|(kind, chosen)| (kind.clone(), Yardstick::of(chosen))).collect(),
        }
    }

    fn of_kind(&self, kind: &str) -> Option<&Yardstick> {
        self.by_kind.get(kind).unwrap_or(&self.usual).as_ref()
    }

    /// Adds up one kind of procedure; where outcomes of one kind only are recorded there is nothing to add up.
    pub fn row(&self, attempts: &Attempts, one_sided: bool) -> AttemptRow {
        let failed: Vec<bool> = attempts.outcomes.iter().map(|outcome| outcome.failed).collect();
        let failures = failed.iter().filter(|failed| **failed).count() as u32;
        let against =
            self.of_kind(&attempts.kind).filter(|_| !one_sided).map(|yardstick| yardstick.against(&failed));
        AttemptRow {
            failures,
            rate: Rate::new(failures, failed.len() as u32).ok().filter(|_| !one_sided),
            against,
            one_sided,
            attempts: attempts.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::measure::Outcome;

    fn attempts(kind: &str, failed: &[bool]) -> Attempts {
        let outcome = |failed: &bool| Outcome { on: "2026-05-01".parse().unwrap(), failed: *failed };
        let outcomes: Vec<_> = failed.iter().map(outcome).collect();
        Attempts { kind: kind.into(), performed: 40, outcomes, rules: Vec::new() }
    }

    #[test]
    fn a_kind_has_the_rates_that_were_chosen_for_it() {
        let strict = AttemptRates { acceptable: 0.05, unacceptable: 0.15, ..AttemptRates::default() };
        let wrong = AttemptRates { acceptable: 0.3, ..AttemptRates::default() };
        let by_kind = [("spinal".to_owned(), strict), ("caudal".to_owned(), wrong)].into();
        let yardsticks = Yardsticks::of(&Thresholds { attempts_by_kind: by_kind, ..Thresholds::default() });
        let boundary = |kind| {
            yardsticks
                .row(&attempts(kind, &[false]), false)
                .against
                .map(|a| a.yardstick.rates.wald_boundary())
        };
        assert!((boundary("spinal").unwrap() - 1.8161).abs() < 5e-5);
        assert!((boundary("tee").unwrap() - 2.7095).abs() < 5e-5);
        assert_eq!(boundary("caudal"), None, "rates out of order are no yardstick");
    }

    #[test]
    fn nine_outcomes_have_sums_and_no_rate() {
        let yardsticks = Yardsticks::of(&Thresholds::default());
        let row = yardsticks
            .row(&attempts("spinal", &[true, false, false, false, false, false, false, false, false]), false);
        assert_eq!((row.failures, row.rate), (1, None));
        assert_eq!(row.against.unwrap().cusum.sums.len(), 9);
    }
}
