//! The two ways to draw bands, compared on groups of several sizes.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use strum::IntoEnumIterator as _;

use super::simulated::{MONTHS, Person, Plan};
use crate::domain::id::NotAnId;
use crate::growth::bands::{Bands, Mark, Method};
use crate::growth::standards::Standard;

/// The sizes of groups, and how many groups of each are simulated.
const SIZES: [(usize, usize); 5] = [(20, 60), (45, 40), (100, 25), (500, 8), (2000, 3)];

/// The training months at which lines are compared.
const SEEN_AT: [usize; 3] = [12, 24, 36];

/// Newcomers who are held against every group.
const NEWCOMERS: usize = 400;

/// How one method did with groups of one size.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    pub graduates: usize,
    pub rotations: bool,
    pub method: String,
    /// The mean difference, over the lines from 10 to 90, between the share of newcomers below a line
    /// and its name.
    pub error: f64,
    /// The largest of these differences.
    pub worst: f64,
    /// The mean distance of the lines 10 and 90, as a share of the mean count.
    pub width: f64,
    /// How much the line 10 differs between groups: its standard deviation as a share of the mean count.
    pub unsteady: f64,
}

/// Compares the methods on simulated groups; `progress` is told how many sizes are done.
pub fn compare(seed: u64, progress: &mut dyn FnMut(usize, usize)) -> Result<Vec<Compared>, NotAnId> {
    let mut rows = Vec::new();
    let all = 2 * SIZES.len();
    for rotations in [false, true] {
        for (graduates, groups) in SIZES {
            progress(rows.len() / Method::iter().len(), all);
            rows.extend(of_size(seed, &Plan::sixty(rotations)?, rotations, graduates, groups)?);
        }
    }
    progress(all, all);
    Ok(rows)
}

fn of_size(
    seed: u64,
    plan: &Plan,
    rotations: bool,
    graduates: usize,
    groups: usize,
) -> Result<Vec<Compared>, NotAnId> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let newcomers: Vec<Person> = (0..NEWCOMERS).map(|_| plan.person(&mut rng, None)).collect();
    let mut tallies: Vec<Tally> = Method::iter().map(|_| Tally::default()).collect();
    for group in 0..groups {
        rng.set_stream(group as u64 + 1);
        let members: Vec<Person> = (0..graduates).map(|_| plan.person(&mut rng, None)).collect();
        let world = plan.program(&members, &[])?;
        let standard = super::standard(&world);
        for (method, tally) in Method::iter().zip(&mut tallies) {
            tally.add(method, plan, &standard, &newcomers);
        }
    }
    let row = |(method, tally): (Method, &Tally)| tally.row(method, graduates, rotations);
    Ok(Method::iter().zip(&tallies).map(row).collect())
}

#[derive(Clone, Debug, Default)]
struct Tally {
    /// For each line from 10 to 90: the sum of the shares below it, and how many were compared.
    below: [(f64, f64); 5],
    width: (f64, f64),
    /// For each experience and month: how many, the sum and the sum of squares of the line 10.
    low: std::collections::BTreeMap<(usize, usize), (f64, f64, f64)>,
}

const LINES: [u8; 5] = [10, 25, 50, 75, 90];

impl Tally {
    fn add(&mut self, method: Method, plan: &Plan, standard: &Standard, newcomers: &[Person]) {
        for (at, truth) in plan.truths.iter().enumerate() {
            let Some(usual) = standard.usual(&truth.code) else { continue };
            let bands = Bands::by(method, &usual.ranks, usual.expectation.as_ref());
            for month in SEEN_AT {
                let mean = truth.whole * month as f64 / MONTHS as f64;
                if mean < super::coverage::ENOUGH {
                    continue;
                }
                let height = |centile| bands.at(Mark::Centile(centile), month as f64).unwrap_or(f64::NAN);
                for (line, sum) in LINES.iter().zip(&mut self.below) {
                    for person in newcomers {
                        let count: u32 = person.counts[at].iter().take(month).sum();
                        sum.0 += (height(*line) - f64::from(count) + 0.5).clamp(0.0, 1.0);
                    }
                    sum.1 += newcomers.len() as f64;
                }
                self.width.0 += (height(90) - height(10)) / mean;
                self.width.1 += 1.0;
                let low = height(10) / mean;
                let sums = self.low.entry((at, month)).or_default();
                *sums = (sums.0 + 1.0, sums.1 + low, sums.2 + low * low);
            }
        }
    }

    fn row(&self, method: Method, graduates: usize, rotations: bool) -> Compared {
        let off = |(line, (sum, n)): (&u8, &(f64, f64))| (sum / n - f64::from(*line) / 100.0).abs();
        let off: Vec<f64> = LINES.iter().zip(&self.below).map(off).collect();
        let variance = |(n, sum, squares): &(f64, f64, f64)| (squares - sum * sum / n) / (n - 1.0);
        let variances: Vec<f64> = self.low.values().map(variance).collect();
        Compared {
            graduates,
            rotations,
            method: method.to_string(),
            error: off.iter().sum::<f64>() / off.len() as f64,
            worst: off.iter().copied().fold(0.0, f64::max),
            width: self.width.0 / self.width.1,
            unsteady: (variances.iter().sum::<f64>() / variances.len() as f64).max(0.0).sqrt(),
        }
    }
}
