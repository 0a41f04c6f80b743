//! What is worked out once for the whole program, so that the next resident is one step in memory.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::RaterLevels;
use crate::domain::id::ResidentId;
use crate::domain::measure::Measures;
use crate::domain::record::{Activity, Record};
use crate::domain::resident::Resident;
use crate::domain::schedule::Schedules;
use crate::domain::standing::Standing;
use crate::growth::group::CLASSES;
use crate::growth::late::late_starts;
use crate::growth::measure::{Funnels, Reading};
use crate::growth::rotation_names::RotationNames;
use crate::growth::standards::Standards;
use crate::growth::stringency::Ratings;
use crate::ledger::fold::State;
use crate::prompts::milestone::history::History;
use crate::prompts::program::Classes;
use crate::prompts::{self, About, Facts, Prompt, Thresholds};

use super::attempts::Yardsticks;
use super::bearing::{Bearing, ComparedOn, Ground};

/// Returns the day of the last meeting, or half a year before the data end where there was none.
pub fn since(ledger: &State, catalog: &Catalog) -> NaiveDate {
    let (zone, data_to) = (catalog.program.zone, catalog.program.data_to);
    let met = ledger.last_meeting().and_then(|meeting| meeting.closed).map(|(_, at)| zone.day(at));
    met.unwrap_or_else(|| data_to.checked_sub_months(chrono::Months::new(6)).unwrap_or(data_to))
}

/// Everyone's counts, what is usual, and the prompts of every current resident.
#[derive(Clone, Debug)]
pub struct Survey {
    pub catalog: Arc<Catalog>,
    pub curves: Curves,
    /// The rotations of the graduates.
    pub schedules: Schedules,
    pub standards: Standards,
    /// Rotations, milestones, ratings and self-logged totals of every current resident, and the milestones
    /// of graduates.
    pub records: HashMap<ResidentId, Record>,
    pub activity: HashMap<ResidentId, Activity>,
    /// What the rules ask on the case file alone.
    prompts: HashMap<ResidentId, Vec<Prompt>>,
    /// SHA-256 of `thresholds`, by which a decision names them.
    pub thresholds_hash: String,
    /// What the data can bear, and on how much each resident is compared.
    pub bearing: Bearing,
    compared: HashMap<ResidentId, ComparedOn>,
    /// What most of a class shares.
    pub program_prompts: Vec<Prompt>,
    /// Everyone's quality measures, and what they add up to.
    pub measures: Measures,
    pub funnels: Funnels,
    /// Every rater beside all others.
    pub ratings: Ratings,
    pub yardsticks: Yardsticks,
    /// What the rules ask by.
    pub thresholds: Thresholds,
}

impl Survey {
    /// Works out what is usual, and asks every rule about every current resident.
    pub fn new(
        catalog: Arc<Catalog>,
        curves: Curves,
        schedules: Schedules,
        records: HashMap<ResidentId, Record>,
        activity: Vec<Activity>,
        (measures, raters): (Measures, &[RaterLevels]),
        thresholds: &Thresholds,
    ) -> Self {
        let funnels = Funnels::of(&catalog.measures, &measures);
        let late = late_starts(&catalog, &curves);
        let curves = curves.seen_from(late.iter().map(|it| (it.resident.clone(), it.seen)));
        let everyones = everyones(&schedules, &records);
        let names = RotationNames::of(&catalog, &curves, &everyones);
        let standards = Standards::with(names.broken(&catalog), &catalog, &curves, &schedules, CLASSES);
        let history = History::of(&catalog, &records, thresholds);
        let nothing = Record::default();
        let mut classes = Classes::default();
        let (mut compared, mut compared_by) = (HashMap::new(), HashMap::new());
        let mut prompts: HashMap<ResidentId, Vec<Prompt>> = catalog
            .current()
            .map(|resident| {
                let standard = standards.standard(resident, &catalog, &curves, &schedules);
                let record = records.get(&resident.id).unwrap_or(&nothing);
                let readings = funnels.readings(&catalog.measures, &measures, &resident.id);
                let facts = Facts::new(&catalog, &curves, resident, record, &standard);
                let facts = facts.after(&history).with_measures(&readings);
                let outlooks = facts.outlooks();
                classes.add(&facts, &outlooks, thresholds);
                compared.insert(resident.id.clone(), ComparedOn::of(&facts, &outlooks));
                compared_by.insert(resident.id.clone(), Arc::clone(&standard));
                (resident.id.clone(), prompts::for_resident(&facts, &outlooks, thresholds))
            })
            .collect();
        let program_prompts = classes.shared(&mut prompts, &catalog, thresholds);
        let ratings = Ratings::of(raters, &catalog.scales);
        let ground =
            Ground { catalog: &catalog, curves: &curves, schedules: &everyones, names: &names, late: &late };
        let bearing = Bearing::of(ground, &compared_by);
        Self {
            catalog,
            curves,
            schedules,
            standards,
            records,
            activity: by_resident(activity),
            prompts,
            bearing,
            compared,
            program_prompts,
            measures,
            funnels,
            ratings,
            yardsticks: Yardsticks::of(thresholds),
            thresholds_hash: prompts::thresholds::hash(thresholds),
            thresholds: thresholds.clone(),
        }
    }

    /// Returns the prompts of one resident, in order of presentation.
    ///
    /// Those on the case file are worked out once. Those on `standing`, which is what is agreed and decided
    /// about the resident, are asked anew each time, because an act of the committee changes them at once;
    /// `today` is the day of the review.
    pub fn prompts_of(&self, id: &ResidentId, standing: &Standing, today: NaiveDate) -> Vec<Prompt> {
        let mut prompts = self.prompts.get(id).cloned().unwrap_or_default();
        if let Some(resident) = self.catalog.resident(id).filter(|_| !standing.is_empty()) {
            let nothing = Record::default();
            let record = self.records.get(id).unwrap_or(&nothing);
            let standard = self.standards.standard(resident, &self.catalog, &self.curves, &self.schedules);
            let facts = Facts::new(&self.catalog, &self.curves, resident, record, &standard);
            prompts.extend(prompts::on_standing(&facts, standing, today, &self.thresholds));
            prompts.sort_by_key(Prompt::kind);
        }
        prompts
    }

    /// Returns on how much a resident is compared, and which rules are silent.
    pub fn compared(&self, id: &ResidentId) -> ComparedOn {
        self.compared.get(id).cloned().unwrap_or_default()
    }

    /// Returns what is asked of the program about the resident's class.
    pub fn prompts_of_class(&self, resident: &Resident) -> Vec<Prompt> {
        let theirs = |prompt: &&Prompt| match &prompt.about {
            About::OfClass { class, .. } => Some(*class) == resident.entry_class,
            _ => false,
        };
        self.program_prompts.iter().filter(theirs).cloned().collect()
    }

    /// Takes in what everyone did since the last meeting, once the ledger has told when that was.
    pub fn set_activity(&mut self, activity: Vec<Activity>) {
        self.activity = by_resident(activity);
    }

    /// Returns the quality measures of one resident's cases.
    pub fn readings(&self, resident: &ResidentId) -> Vec<Reading> {
        self.funnels.readings(&self.catalog.measures, &self.measures, resident)
    }
}

/// Returns the rotations of graduates and of those in training together.
fn everyones(schedules: &Schedules, records: &HashMap<ResidentId, Record>) -> Schedules {
    let mut all = schedules.clone();
    let mut in_training: Vec<_> = records.iter().collect();
    in_training.sort_by_key(|(id, _)| *id);
    for (id, record) in in_training {
        record.rotations.iter().for_each(|block| all.add(id, &block.rotation, block.span));
    }
    all
}

fn by_resident(activity: Vec<Activity>) -> HashMap<ResidentId, Activity> {
    activity.into_iter().map(|a| (a.resident.clone(), a)).collect()
}
