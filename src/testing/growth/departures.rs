//! Ordinary programs in which something is not as the statistics take it: drawn apart from them, by the calendar.
//!
//! Paces are log-normal, counts come month by month, and what departs is said in one struct. With nothing said, all is as
//! the statistics take it.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, Days, NaiveDate};
use rand::RngExt as _;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal, Poisson};

use crate::domain::catalog::Catalog;
use crate::domain::coverage::{Coverage, Item, Needs};
use crate::domain::curves::Curves;
use crate::domain::experience::Definition;
use crate::domain::id::ResidentId;
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Span, Status};
use crate::domain::schedule::Schedules;
use crate::growth::training_time::DAYS_PER_MONTH;

use super::{block, definition, graduate, program as one_experience};

/// The data end here, sixteen months into the second year of the middle class.
pub const DATA_TO: &str = "2026-10-31";
const EXPERIENCES: usize = 60;
const ROTATIONS: usize = 12;
const BLOCKS: usize = 39;
const BLOCK_DAYS: u64 = 28;

/// What departs from a program whose classes, months and residents are all alike.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Residents a class, and classes that have graduated; three more are in training.
    pub each: usize,
    pub graduated: i32,
    /// Between residents, of one experience.
    pub variation: f64,
    /// The first day of the record.
    pub record_from: Option<NaiveDate>,
    /// From a day on so many of the rotations have other names, alike or not.
    pub renamed: Option<(NaiveDate, usize, bool)>,
    /// What the last four years bring at their end, of what they brought at their beginning.
    pub drift: f64,
    /// So many months before the end of the data, so many months brought this share of the usual.
    pub lean: Option<(i32, i32, f64)>,
    /// This share of all rows is lost from a day on.
    pub lost: Option<(NaiveDate, f64)>,
    /// The standard deviation between classes: of everything, and of each experience by itself.
    pub classes: f64,
    pub classes_each: f64,
    /// This share of residents works at 60 %.
    pub part_time: f64,
    /// So many of the current second-year class spent the first year elsewhere.
    pub transfers: usize,
    /// The standard deviation between residents in everything.
    pub busy: f64,
    /// This share of residents begins in another month than July.
    pub off_cycle: f64,
    /// The year's swing, up and down.
    pub season: f64,
    /// This share of residents is away for three months, of which nobody writes.
    pub leave: f64,
    /// Every resident of the second and the third year meets one experience at a quarter of the rate.
    pub planted: bool,
    /// So many at most come on one day's list, each number as often.
    pub lists: u32,
    /// How current residents write their track.
    pub track: &'static str,
}

impl Default for Departure {
    fn default() -> Self {
        Self {
            each: 15,
            graduated: 4,
            variation: 0.25,
            record_from: None,
            renamed: None,
            drift: 1.0,
            lean: None,
            lost: None,
            classes: 0.0,
            classes_each: 0.0,
            part_time: 0.0,
            transfers: 0,
            busy: 0.0,
            off_cycle: 0.0,
            season: 0.0,
            leave: 0.0,
            planted: false,
            lists: 1,
            track: "categorical",
        }
    }
}

/// A program as it is read from a case file.
#[derive(Clone, Debug)]
pub struct World {
    pub catalog: Catalog,
    pub curves: Curves,
    /// Of graduates, as they are read.
    pub schedules: Schedules,
    pub records: HashMap<ResidentId, Record>,
}

impl World {
    /// Returns the blocks of graduates and of those in training together.
    pub fn everyones_schedules(&self) -> Schedules {
        let mut all = self.schedules.clone();
        for (id, record) in &self.records {
            record.rotations.iter().for_each(|block| all.add(id, &block.rotation, block.span));
        }
        all
    }
}

/// One resident as drawn.
struct Drawn {
    resident: Resident,
    rotations: Vec<usize>,
    paces: Vec<f64>,
    /// Of full time.
    share: f64,
    /// Months away of which nobody wrote, by training month.
    away: Option<(usize, usize)>,
    /// The training month in which the record begins for a transfer.
    from: usize,
}

impl Departure {
    /// Draws the program.
    pub fn draw(&self, seed: u64) -> World {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let data_to: NaiveDate = DATA_TO.parse().unwrap();
        let definitions: Vec<Definition> = (0..EXPERIENCES).map(experience).collect();
        let first = 2024 - self.graduated;
        let mut by_class: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
        let mut people = Vec::new();
        for class in first..=2026 {
            let own = log_normal(&mut rng, self.classes);
            let each = (0..EXPERIENCES).map(|_| own * log_normal(&mut rng, self.classes_each)).collect();
            by_class.insert(class, each);
            for i in 0..self.each {
                people.push(self.person(&mut rng, class, i, &by_class[&class]));
            }
        }
        let months = 48;
        let mut curves = Curves::new(
            definitions.iter().map(|d| d.code.clone()),
            people.iter().map(|p| p.resident.id.clone()),
            months,
        );
        for person in &people {
            self.counts(&mut rng, person, &definitions, &mut curves, data_to);
        }
        let (mut catalog, _) = one_experience(1);
        catalog.program.data_to = data_to;
        catalog.definitions = definitions;
        catalog.residents = people.iter().map(|p| p.resident.clone()).collect();
        let (mut schedules, mut records) = (Schedules::default(), HashMap::new());
        for person in &people {
            self.schedule(person, &mut schedules, &mut records);
        }
        let first_day =
            self.record_from.or_else(|| people.iter().filter_map(|p| p.resident.entered_on).min());
        let coverage = Coverage::new([], [(Item::Case, first_day)]);
        let curves = curves.accumulate().within(coverage, &catalog);
        // The mean list of an exposure: the squares of 1 to n by their sum.
        let lists = f64::from(2 * self.lists + 1) / 3.0;
        let curves = curves.in_lists(catalog.definitions.iter().map(|d| (d.code.clone(), lists)));
        World { catalog, curves, schedules, records }
    }

    fn person(&self, rng: &mut ChaCha8Rng, class: i32, i: usize, of_class: &[f64]) -> Drawn {
        let month = if rng.random_bool(self.off_cycle) { [9, 11, 1, 3][rng.random_range(0..4)] } else { 7 };
        let year = if month < 7 { class + 1 } else { class };
        let entered = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        let status = if class < 2024 { Status::Graduated } else { Status::Current };
        let track = if status == Status::Current { self.track } else { "categorical" };
        let resident = Resident {
            status,
            track: Some(track.into()),
            ..graduate(&format!("{class}-{i:03}"), class as u16, &entered.to_string())
        };
        let mut rotations: Vec<usize> = (0..BLOCKS).map(|at| at % ROTATIONS).collect();
        rotations.shuffle(rng);
        let busy = log_normal(rng, self.busy);
        let mut paces: Vec<f64> =
            of_class.iter().map(|class| class * busy * log_normal(rng, self.variation)).collect();
        if self.planted && (class == 2024 || class == 2025) {
            paces[planted(i)] /= 4.0;
        }
        let share = if rng.random_bool(self.part_time) { 0.6 } else { 1.0 };
        let away = rng.random_bool(self.leave).then(|| {
            let from = rng.random_range(2..30);
            (from, from + 3)
        });
        let from = if class == 2025 && i < self.transfers { 12 } else { 0 };
        Drawn { resident, rotations, paces, share, away, from }
    }

    fn counts(
        &self,
        rng: &mut ChaCha8Rng,
        person: &Drawn,
        definitions: &[Definition],
        curves: &mut Curves,
        data_to: NaiveDate,
    ) {
        let entered = person.resident.entered_on.unwrap();
        for month in person.from..36 {
            let begins = entered + Days::new((month as f64 * DAYS_PER_MONTH) as u64);
            let ends = entered + Days::new(((month + 1) as f64 * DAYS_PER_MONTH) as u64);
            if ends > data_to + Days::new(1)
                || person.away.is_some_and(|(from, to)| (from..to).contains(&month))
            {
                continue;
            }
            if self.record_from.is_some_and(|from| begins < from) {
                continue;
            }
            let calendar = self.calendar(begins, data_to);
            for (at, definition) in definitions.iter().enumerate() {
                let on = on_rotation(&person.rotations, at, month);
                let whole = total(at);
                let usual = match at % 2 {
                    0 => whole / 36.0,
                    _ => whole * (0.95 * on / usual_months() + 0.05 / 36.0),
                };
                let mean = usual * person.paces[at] * person.share * calendar;
                let each = f64::from(self.lists + 1) / 2.0;
                let lists = Poisson::new(mean / each).map_or(0.0, |poisson| poisson.sample(rng)) as u32;
                let n: u32 = (0..lists).map(|_| rng.random_range(1..=self.lists)).sum();
                curves.add(&definition.code, &person.resident.id, Some(month), n);
            }
        }
    }

    /// Returns what a calendar month brings of the usual.
    fn calendar(&self, begins: NaiveDate, data_to: NaiveDate) -> f64 {
        let ago = months(data_to) - months(begins);
        let mut share = 1.0 + self.season * (f64::from(begins.month0()) * std::f64::consts::PI / 6.0).sin();
        share *= 1.0 + (self.drift - 1.0) * (1.0 - f64::from(ago) / 48.0).clamp(0.0, 1.0);
        if let Some((before, long, lean)) = self.lean
            && ago < before
            && ago >= before - long
        {
            share *= lean;
        }
        if let Some((from, lost)) = self.lost
            && begins >= from
        {
            share *= 1.0 - lost;
        }
        share
    }

    fn schedule(&self, person: &Drawn, schedules: &mut Schedules, records: &mut HashMap<ResidentId, Record>) {
        let entered = person.resident.entered_on.unwrap();
        let mut rotations = Vec::new();
        for (at, &place) in person.rotations.iter().enumerate() {
            let from = entered + Days::new(at as u64 * BLOCK_DAYS);
            let to = from + Days::new(BLOCK_DAYS - 1);
            let name = match self.renamed {
                Some((day, n, alike)) if from >= day && place < n => {
                    if alike {
                        format!("UH_{}", rotation(place))
                    } else {
                        format!("9{:03}", 377 * (place + 3) % 1000)
                    }
                }
                _ => rotation(place),
            };
            schedules_or_record(person, &name, Span { from, to }, schedules, &mut rotations);
        }
        if person.resident.status == Status::Current {
            records.insert(person.resident.id.clone(), Record { rotations, ..Record::default() });
        }
    }
}

fn schedules_or_record(
    person: &Drawn,
    name: &str,
    span: Span,
    schedules: &mut Schedules,
    rotations: &mut Vec<crate::domain::resident::Rotation>,
) {
    if person.resident.status == Status::Graduated {
        schedules.add(&person.resident.id, name, span);
    } else {
        rotations.push(block(name, &span.from.to_string(), &span.to.to_string()));
    }
}

/// Sixty experiences, from rare events to every case; every other one comes in blocks.
fn experience(at: usize) -> Definition {
    let rotations = if at % 2 == 1 { vec![rotation(at / 2 % ROTATIONS)] } else { Vec::new() };
    let names: Vec<&str> = rotations.iter().map(String::as_str).collect();
    Definition { needs: Needs::of([Item::Case]), ..definition(&format!("x{at:02}"), &names) }
}

/// Returns the experience that a resident of a class lacks where one is planted: 18 to 50 are usual by month 16, outside
/// blocks.
pub fn planted(resident: usize) -> usize {
    let fits = |at: &usize| at.is_multiple_of(2) && (40.0..110.0).contains(&total(*at));
    let all: Vec<usize> = (0..EXPERIENCES).filter(fits).collect();
    all[resident % all.len()]
}

fn total(at: usize) -> f64 {
    1.5 * (800.0_f64).powf((at * 7 % EXPERIENCES) as f64 / EXPERIENCES as f64)
}

fn rotation(place: usize) -> String {
    [
        "cardiac",
        "neuro",
        "ob",
        "peds",
        "icu",
        "pain",
        "regional",
        "thoracic",
        "vascular",
        "trauma",
        "ambulatory",
        "general",
    ][place]
        .to_owned()
}

fn usual_months() -> f64 {
    BLOCKS as f64 * BLOCK_DAYS as f64 / DAYS_PER_MONTH / ROTATIONS as f64
}

fn on_rotation(rotations: &[usize], at: usize, month: usize) -> f64 {
    let length = BLOCK_DAYS as f64 / DAYS_PER_MONTH;
    let part = |(i, place): (usize, &usize)| {
        let (from, to) = (i as f64 * length, (i + 1) as f64 * length);
        let within = (to.min(month as f64 + 1.0) - from.max(month as f64)).max(0.0);
        if *place == at / 2 % ROTATIONS { within } else { 0.0 }
    };
    rotations.iter().enumerate().map(part).sum()
}

fn months(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

/// Draws a factor whose mean is 1 and whose coefficient of variation is about `deviation`.
fn log_normal(rng: &mut ChaCha8Rng, deviation: f64) -> f64 {
    if deviation <= 0.0 {
        return 1.0;
    }
    LogNormal::new(-0.5 * deviation * deviation, deviation).map_or(1.0, |drawn| drawn.sample(rng))
}
