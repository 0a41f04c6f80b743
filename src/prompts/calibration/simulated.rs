//! A simulated program: a reference group and newcomers who differ from it by chance alone.
//!
//! Each resident meets each experience at an own pace, gamma about 1; counts are Poisson. Half of the
//! experiences come with one rotation, whose blocks everyone has in another order and number.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Gamma, Poisson};

use crate::domain::catalog::Catalog;
use crate::domain::coverage::Needs;
use crate::domain::curves::Curves;
use crate::domain::experience::{Definition, DefinitionStanding, Group, Minimum};
use crate::domain::id::{Code, NotAnId};
use crate::domain::program::Program;
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Rotation, Span, Status};
use crate::domain::schedule::Schedules;
use crate::domain::specialty::Specialty;
use crate::growth::training_time::DAYS_PER_MONTH;

/// Training months.
pub const MONTHS: usize = 36;
const BLOCKS: u64 = 39;
const BLOCK_DAYS: u64 = 28;
/// The share of an experience that comes with its rotation.
const ON_ROTATION: f64 = 0.9;

/// One kind of exposure as it truly is.
#[derive(Clone, Debug)]
pub struct Truth {
    pub code: Code,
    /// Expected by the end of training.
    pub whole: f64,
    /// The coefficient of variation between residents.
    pub variation: f64,
    /// The place of the rotation that brings it; `None` where all do.
    pub rotation: Option<usize>,
    group: Group,
    minimum: Option<u32>,
}

/// The experiences of a simulated program.
#[derive(Clone, Debug)]
pub struct Plan {
    pub truths: Vec<Truth>,
    rotations: usize,
}

/// Somebody with a schedule, paces and counts.
#[derive(Clone, Debug)]
pub struct Person {
    /// For each four-week block the place of its rotation.
    blocks: Vec<usize>,
    /// Counts by experience and training month.
    pub counts: Vec<Vec<u32>>,
}

impl Plan {
    /// Makes sixty experiences, from rare events to every case: totals from 0.8 to 1,300, coefficients
    /// of variation from 0.15 to 0.4. With `rotations`, every other one comes with a rotation.
    pub fn sixty(rotations: bool) -> Result<Self, NotAnId> {
        const RARE: [f64; 5] = [0.8, 1.1, 2.0, 3.4, 6.0];
        const VARIATION: [f64; 5] = [0.15, 0.2, 0.25, 0.3, 0.4];
        let kinds = 12;
        let truth = |i: usize| -> Result<Truth, NotAnId> {
            let whole =
                RARE.get(i).copied().unwrap_or_else(|| 8.0 * (1300.0_f64 / 8.0).powf((i - 5) as f64 / 54.0));
            Ok(Truth {
                code: format!("x{i:02}").parse()?,
                whole,
                variation: VARIATION[i % 5],
                rotation: (rotations && i.is_multiple_of(2)).then_some(i / 2 % kinds),
                group: if i < 5 { Group::Rare } else { Group::Category },
                // As published ones do, minimums lie at less than half of what is usual.
                minimum: (i >= 5 && i % 4 == 1).then_some((0.45 * whole) as u32),
            })
        };
        Ok(Self { truths: (0..60).map(truth).collect::<Result<_, _>>()?, rotations: kinds })
    }

    /// Puts an experience of so many expected by month 24 in the place of the `at`-th.
    #[must_use]
    pub fn with(mut self, at: usize, by_month_24: f64, variation: f64) -> Self {
        let truth = &mut self.truths[at];
        (truth.whole, truth.variation, truth.rotation) =
            (by_month_24 * MONTHS as f64 / 24.0, variation, None);
        (truth.minimum, truth.group) = (None, Group::Category);
        self
    }

    /// Draws one person; `planted` meets that experience at a quarter of the rate.
    pub fn person(&self, rng: &mut ChaCha8Rng, planted: Option<usize>) -> Person {
        let blocks = self.schedule(rng);
        let count = |(i, truth): (usize, &Truth)| {
            let shape = truth.variation.powi(-2);
            let pace = Gamma::new(shape, 1.0 / shape).map_or(1.0, |gamma| gamma.sample(rng));
            let pace = if planted == Some(i) { pace / 4.0 } else { pace };
            let month = |month: usize| {
                let expected = pace
                    * (self.expected(truth, &blocks, month as f64 + 1.0)
                        - self.expected(truth, &blocks, month as f64));
                Poisson::new(expected).map_or(0, |poisson| f64::round(poisson.sample(rng)) as u32)
            };
            (0..MONTHS).map(month).collect()
        };
        Person { counts: self.truths.iter().enumerate().map(count).collect(), blocks }
    }

    /// Returns what a resident with this schedule truly expects of an experience by a training month.
    pub fn expected_of(&self, at: usize, person: &Person, month: f64) -> f64 {
        self.expected(&self.truths[at], &person.blocks, month)
    }

    fn expected(&self, truth: &Truth, blocks: &[usize], month: f64) -> f64 {
        let share = month / MONTHS as f64;
        let Some(rotation) = truth.rotation else { return truth.whole * share };
        let length = BLOCK_DAYS as f64 / DAYS_PER_MONTH;
        let spent = |(i, &block): (usize, &usize)| {
            if block == rotation { (month - i as f64 * length).clamp(0.0, length) } else { 0.0 }
        };
        let on: f64 = blocks.iter().enumerate().map(spent).sum();
        let usual = BLOCKS as f64 * length / self.rotations as f64;
        truth.whole * (ON_ROTATION * on / usual + (1.0 - ON_ROTATION) * share)
    }

    /// Deals the blocks: as many of each rotation as fit, in any order, and three drawn anew.
    fn schedule(&self, rng: &mut ChaCha8Rng) -> Vec<usize> {
        let mut blocks: Vec<usize> = (0..BLOCKS as usize).map(|i| i % self.rotations).collect();
        blocks.shuffle(rng);
        let mut others: Vec<usize> = (0..self.rotations).collect();
        others.shuffle(rng);
        blocks.iter_mut().zip(others).take(3).for_each(|(block, other)| *block = other);
        blocks
    }

    /// Makes the program in which `graduates` are the group; its data end on the same day for all.
    pub fn program(&self, graduates: &[Person], newcomers: &[(Person, f64)]) -> Result<Simulated, NotAnId> {
        let data_to = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap_or_default();
        let mut residents = Vec::new();
        let mut schedules = Schedules::default();
        for (i, person) in graduates.iter().enumerate() {
            let resident = resident(&format!("G{i:04}"), data_to, MONTHS as f64 + 4.0, Status::Graduated)?;
            for rotation in rotations(&resident, person) {
                schedules.add(&resident.id, &rotation.rotation, rotation.span);
            }
            residents.push(resident);
        }
        let current = |(i, (_, month)): (usize, &(Person, f64))| {
            resident(&format!("N{i:04}"), data_to, *month, Status::Current)
        };
        let current: Vec<Resident> = newcomers.iter().enumerate().map(current).collect::<Result<_, _>>()?;
        residents.extend(current.iter().cloned());
        let mut curves = Curves::new(
            self.truths.iter().map(|t| t.code.clone()),
            residents.iter().map(|r| r.id.clone()),
            MONTHS + 12,
        );
        let everyone =
            graduates.iter().map(|p| (p, MONTHS as f64)).chain(newcomers.iter().map(|(p, m)| (p, *m)));
        for (resident, (person, until)) in residents.iter().zip(everyone) {
            for (truth, counts) in self.truths.iter().zip(&person.counts) {
                let seen = counts.iter().enumerate().take(until as usize);
                seen.for_each(|(month, n)| curves.add(&truth.code, &resident.id, Some(month), *n));
            }
        }
        let records = residents.iter().skip(graduates.len()).zip(newcomers).map(|(resident, (person, _))| {
            Record { rotations: rotations(resident, person), ..Record::default() }
        });
        Ok(Simulated {
            records: records.collect(),
            current,
            catalog: self.catalog(residents, data_to),
            curves: curves.accumulate(),
            schedules,
        })
    }

    fn catalog(&self, residents: Vec<Resident>, data_to: NaiveDate) -> Catalog {
        let program = Program {
            name: "Simulated".into(),
            specialty: "anesthesiology".into(),
            data_to,
            training_months: MONTHS as u16,
            zone: crate::domain::zone::Zone::NOT_NAMED,
        };
        let minimum = |truth: &Truth| {
            let row = Minimum {
                minimum: truth.minimum?,
                note: None,
                version: "simulated".into(),
                source: "simulated".into(),
                status: DefinitionStanding::Example,
            };
            Some((truth.code.clone(), row))
        };
        Catalog {
            specialty: Specialty::default(),
            program,
            residents,
            definitions: self.truths.iter().map(definition).collect(),
            minimums: self.truths.iter().filter_map(minimum).collect::<BTreeMap<_, _>>(),
            subcompetencies: Vec::new(),
            epas: Vec::new(),
            scales: Vec::new(),
            benchmarks: BTreeMap::new(),
            measures: Vec::new(),
            choices: Vec::new(),
            not_clinical: BTreeSet::new(),
            missing_relations: Vec::new(),
            wrong: Vec::new(),
        }
    }
}

/// A simulated program as the rules read one.
#[derive(Clone, Debug)]
pub struct Simulated {
    pub catalog: Catalog,
    pub curves: Curves,
    pub schedules: Schedules,
    /// The newcomers, in their order, and their records.
    pub current: Vec<Resident>,
    pub records: Vec<Record>,
}

fn resident(id: &str, data_to: NaiveDate, month: f64, status: Status) -> Result<Resident, NotAnId> {
    let days = Days::new((month * DAYS_PER_MONTH).round() as u64);
    // Data cover their last day, so that its end is the beginning of the next one.
    let entered = data_to.checked_sub_days(days).unwrap_or(data_to);
    let whole = Days::new((MONTHS as f64 * DAYS_PER_MONTH) as u64);
    Ok(Resident {
        id: id.parse()?,
        name: id.to_owned(),
        entry_class: Some(2020),
        track: None,
        entered_on: Some(entered),
        graduates_on: entered.checked_add_days(whole),
        status,
        coach: None,
        absences: Vec::new(),
    })
}

fn rotations(resident: &Resident, person: &Person) -> Vec<Rotation> {
    let Some(entered) = resident.entered_on else { return Vec::new() };
    let block = |(i, place): (usize, &usize)| {
        let from = entered.checked_add_days(Days::new(BLOCK_DAYS * i as u64))?;
        let to = from.checked_add_days(Days::new(BLOCK_DAYS - 1))?;
        let name = rotation_name(*place);
        Some(Rotation { rotation: name.clone(), title: name.clone(), short: name, span: Span { from, to } })
    };
    person.blocks.iter().enumerate().filter_map(block).collect()
}

fn definition(truth: &Truth) -> Definition {
    let rotations = truth.rotation.map(rotation_name).into_iter().collect();
    let nothing = String::new;
    Definition {
        code: truth.code.clone(),
        title: truth.code.to_string(),
        group: truth.group,
        summary: nothing(),
        includes: nothing(),
        excludes: nothing(),
        limits: nothing(),
        unit: "case".into(),
        status: DefinitionStanding::Example,
        source: nothing(),
        rotations,
        needs: Needs::default(),
        sql: nothing(),
        hash: nothing(),
    }
}

fn rotation_name(place: usize) -> String {
    format!("r{place:02}")
}
