//! How well bands, forecasts and prompts keep their word, on simulated programs whose truth is known.

mod coverage;
pub mod methods;
mod prompting;
pub mod simulated;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde::{Serialize, Serializer};

use self::coverage::Coverage;
use self::prompting::Prompting;
use self::simulated::{Person, Plan, Simulated};
use super::thresholds::Thresholds;
use crate::domain::id::NotAnId;
use crate::growth::group::{CLASSES, ReferenceGroup};
use crate::growth::standards::Standard;

pub use self::coverage::LineCoverage;
pub use self::prompting::{Found, PLANTED};

/// The training months at which newcomers are met, as committees meet twice a year.
const MEETINGS: [usize; 6] = [4, 10, 16, 22, 28, 34];

/// How much is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Reference groups.
    pub groups: usize,
    /// Graduates in each.
    pub graduates: usize,
    /// Newcomers seen against each group, and as many more with each shortage planted.
    pub newcomers: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { groups: 40, graduates: 100, newcomers: 48 }
    }
}

/// What came out, each figure with how much stands behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Calibration {
    pub seed: u64,
    pub groups: usize,
    pub graduates: usize,
    /// Newcomers who differ from their group by chance alone.
    pub residents: usize,
    pub experiences: usize,
    /// Experience prompts per resident and meeting, though nobody differs from the group.
    pub false_prompts_per_resident: f64,
    /// The same by rule.
    pub false_prompts_by_rule: Vec<(String, f64)>,
    /// The same of the naive rule: fewer than the 10th centile of the group at the same month.
    pub naive_prompts_per_resident: f64,
    /// The share of residents prompted at month 24 about an experience that came at a quarter of the
    /// rate, where 40 were expected.
    pub planted_found: f64,
    /// The same by one who knows the true distribution and prompts as often by chance.
    pub oracle_found: f64,
    /// Both for each planted shortage.
    pub planted: Vec<Found>,
    /// For each line of the bands, the share of newcomers below it: nominal to observed.
    #[serde(serialize_with = "nominal_to_observed")]
    pub band_coverage: Vec<LineCoverage>,
    /// How many comparisons of a newcomer with a line that is.
    pub band_comparisons: usize,
    /// The share of newcomers whose further exposures lay within the 80 % interval.
    pub forecast_coverage_80: f64,
    /// How many forecasts that is.
    pub forecasts: usize,
    /// The share of newcomers whose count lay within the 80 % interval given where it stood half a year before.
    pub given_coverage_80: f64,
    /// How many counts that is.
    pub given: usize,
}

impl Calibration {
    /// The most prompts per resident and meeting that chance may bring, over all rules on experience.
    pub const BUDGET: f64 = 0.5;

    /// Tells whether the budget of chance prompts is kept.
    pub fn keeps_its_word(&self) -> bool {
        self.false_prompts_per_resident <= Self::BUDGET
    }
}

fn nominal_to_observed<S: Serializer>(lines: &[LineCoverage], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(lines.iter().map(|line| (format!("{:.2}", line.nominal), line.observed)))
}

/// Simulates programs from `seed` and counts; `progress` is told how many groups are done.
///
/// Coverage is by mid-P, over experiences of which at least ten were expected: by that month for the
/// bands, still to come for the forecasts.
pub fn calibrate(
    seed: u64,
    effort: Effort,
    thresholds: &Thresholds,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Calibration, NotAnId> {
    let plan = PLANTED.iter().fold(Plan::sixty(true)?, |plan, p| plan.with(p.at, p.expected, p.variation));
    let mut prompting = Prompting::default();
    let mut coverage = Coverage::default();
    for group in 0..effort.groups {
        progress(group, effort.groups);
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(group as u64);
        let graduates: Vec<Person> = (0..effort.graduates).map(|_| plan.person(&mut rng, None)).collect();
        let newcomers: Vec<(Person, f64)> = (0..effort.newcomers)
            .map(|i| (plan.person(&mut rng, None), MEETINGS[i % MEETINGS.len()] as f64))
            .collect();
        let world = plan.program(&graduates, &newcomers)?;
        let standard = standard(&world);
        coverage.add(&plan, &world, &standard, &newcomers);
        prompting.add_null(&plan, &world, &standard, &newcomers, &graduates, thresholds);
        for (planted, shortage) in PLANTED.iter().enumerate() {
            let short: Vec<(Person, f64)> =
                (0..effort.newcomers).map(|_| (plan.person(&mut rng, Some(shortage.at)), 24.0)).collect();
            let world = plan.program(&graduates, &short)?;
            prompting.add_planted(planted, &plan, &world, &standard, &short, thresholds);
        }
    }
    progress(effort.groups, effort.groups);
    let planted = prompting.found();
    let forty = |of: fn(&Found) -> f64| {
        let many: Vec<f64> = planted.iter().filter(|f| f.expected >= 40.0).map(of).collect();
        many.iter().sum::<f64>() / many.len().max(1) as f64
    };
    Ok(Calibration {
        seed,
        groups: effort.groups,
        graduates: effort.graduates,
        residents: prompting.residents(),
        experiences: plan.truths.len(),
        false_prompts_per_resident: prompting.per_resident(),
        false_prompts_by_rule: prompting.by_rule(),
        naive_prompts_per_resident: prompting.naive_per_resident(),
        planted_found: forty(|f| f.found),
        oracle_found: forty(|f| f.oracle),
        planted,
        band_comparisons: coverage.lines().iter().map(|line| line.n).sum(),
        band_coverage: coverage.lines(),
        forecast_coverage_80: coverage.forecast().share(),
        forecasts: coverage.forecast().n(),
        given_coverage_80: coverage.given().share(),
        given: coverage.given().n(),
    })
}

fn standard(world: &Simulated) -> Standard {
    let group = ReferenceGroup::of_track(None, &world.catalog, &world.curves, CLASSES);
    Standard::of(group, &world.catalog, &world.curves, &world.schedules)
}

#[cfg(test)]
mod tests;
