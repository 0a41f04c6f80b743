//! Whether lines and intervals hold the share that they are named after.

use std::collections::BTreeMap;

use serde::Serialize;

use super::simulated::{MONTHS, Person, Plan, Simulated};
use crate::growth::bands::Mark;
use crate::growth::conditional::Conditional;
use crate::growth::standards::Standard;
use crate::prompts::facts::Facts;

/// Fewer expected than this say too little about a line.
pub(super) const ENOUGH: f64 = 10.0;

/// A running share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    sum: f64,
    n: usize,
}

impl Share {
    fn add(&mut self, part: f64) {
        self.sum += part;
        self.n += 1;
    }

    pub(super) fn share(self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.sum / self.n as f64 }
    }

    pub(super) fn n(self) -> usize {
        self.n
    }
}

/// One line of the bands and what lay below it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LineCoverage {
    /// The line's name, as a share.
    pub nominal: f64,
    pub observed: f64,
    pub n: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Coverage {
    lines: BTreeMap<u8, Share>,
    forecast: Share,
    given: Share,
}

impl Coverage {
    /// Adds newcomers seen against their group: each experience at the newcomer's month.
    pub(super) fn add(
        &mut self,
        plan: &Plan,
        world: &Simulated,
        standard: &Standard,
        newcomers: &[(Person, f64)],
    ) {
        for ((resident, record), (person, month)) in world.current.iter().zip(&world.records).zip(newcomers) {
            let facts = Facts::new(&world.catalog, &world.curves, resident, record, standard);
            // Training time is known and the group large enough, so that there is one for every definition.
            for (at, (definition, outlook)) in facts.outlooks().into_iter().enumerate() {
                let Some(usual) = standard.usual(&definition.code) else { continue };
                let so_far = world.curves.total(&definition.code, &resident.id);
                let by_now = plan.truths[at].whole * month / MONTHS as f64;
                if by_now >= ENOUGH {
                    for line in usual.bands.lines() {
                        if let Mark::Centile(centile) = line.mark {
                            let below = line.at(*month) - f64::from(so_far) + 0.5;
                            self.lines.entry(centile).or_default().add(below.clamp(0.0, 1.0));
                        }
                    }
                }
                let half_a_year = Conditional::of(
                    &outlook,
                    world.curves.curve(&definition.code, &resident.id).unwrap_or(&[]),
                );
                if let Some(given) = half_a_year {
                    let came = plan.expected_of(at, person, given.month as f64)
                        - plan.expected_of(at, person, given.since as f64);
                    if came >= ENOUGH {
                        self.given.add(within(given.count, given.low, given.high));
                    }
                }
                let to_come =
                    plan.expected_of(at, person, MONTHS as f64) - plan.expected_of(at, person, *month);
                if to_come >= ENOUGH {
                    let (low, high) = outlook.at_end().interval80();
                    let total: u32 = person.counts[at].iter().sum();
                    self.forecast.add(within(total, low, high));
                }
            }
        }
    }

    pub(super) fn lines(&self) -> Vec<LineCoverage> {
        let line = |(&centile, share): (&u8, &Share)| LineCoverage {
            nominal: f64::from(centile) / 100.0,
            observed: share.share(),
            n: share.n(),
        };
        self.lines.iter().map(line).collect()
    }

    pub(super) fn forecast(&self) -> Share {
        self.forecast
    }

    pub(super) fn given(&self) -> Share {
        self.given
    }
}

/// Returns 1 inside an interval, ½ at each of its ends, 0 outside: coverage by mid-P.
fn within(count: u32, low: u32, high: u32) -> f64 {
    let at_least = |end: u32| f64::from(u8::from(count > end)) + 0.5 * f64::from(u8::from(count == end));
    at_least(low) - at_least(high)
}
