//! What is worked out once for the whole program, so that the next resident is one step in memory.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::ResidentId;
use crate::domain::record::{Activity, Record};
use crate::domain::schedule::Schedules;
use crate::domain::standing::Standing;
use crate::growth::group::CLASSES;
use crate::growth::standards::Standards;
use crate::prompts::milestone::history::History;
use crate::prompts::program::Classes;
use crate::prompts::{self, Facts, Prompt, Thresholds};

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
    /// What most of a class shares.
    pub program_prompts: Vec<Prompt>,
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
        thresholds: &Thresholds,
    ) -> Self {
        let standards = Standards::of(&catalog, &curves, &schedules, CLASSES);
        let history = History::of(&catalog, &records, thresholds);
        let nothing = Record::default();
        let mut classes = Classes::default();
        let mut prompts: HashMap<ResidentId, Vec<Prompt>> = catalog
            .current()
            .map(|resident| {
                let standard = standards.standard(resident, &catalog, &curves, &schedules);
                let record = records.get(&resident.id).unwrap_or(&nothing);
                let facts = Facts::new(&catalog, &curves, resident, record, &standard).after(&history);
                classes.add(&facts);
                (resident.id.clone(), prompts::for_resident(&facts, thresholds))
            })
            .collect();
        let program_prompts = classes.shared(&mut prompts, &catalog, thresholds);
        let activity = activity.into_iter().map(|a| (a.resident.clone(), a)).collect();
        Self {
            catalog,
            curves,
            schedules,
            standards,
            records,
            activity,
            prompts,
            program_prompts,
            thresholds: thresholds.clone(),
            thresholds_hash: prompts::thresholds::hash(thresholds),
        }
    }

    /// Returns the prompts of one resident, in order of presentation.
    ///
    /// `standing` is what is agreed and decided about the resident, and `today` the day of the review.
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
}
