//! What is worked out once for the whole program, so that the next resident is one step in memory.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::ResidentId;
use crate::domain::record::{Activity, Record};
use crate::domain::schedule::Schedules;
use crate::growth::group::CLASSES;
use crate::growth::standards::Standards;
use crate::prompts::{self, Facts, Prompt, Thresholds};

/// Everyone's counts, what is usual, and the prompts of every current resident.
#[derive(Clone, Debug)]
pub struct Survey {
    pub catalog: Arc<Catalog>,
    pub curves: Curves,
    /// The rotations of the graduates.
    pub schedules: Schedules,
    pub standards: Standards,
    /// Rotations, milestones and ratings of every current resident.
    pub records: HashMap<ResidentId, Record>,
    pub activity: HashMap<ResidentId, Activity>,
    pub prompts: HashMap<ResidentId, Vec<Prompt>>,
    /// What the rules asked by.
    pub thresholds: Thresholds,
    /// SHA-256 of `thresholds`, by which a decision names them.
    pub thresholds_hash: String,
    /// What most of a class shares.
    pub program_prompts: Vec<Prompt>,
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
        let nothing = Record::default();
        let mut prompts: HashMap<ResidentId, Vec<Prompt>> = catalog
            .current()
            .map(|resident| {
                let standard = standards.standard(resident, &catalog, &curves, &schedules);
                let record = records.get(&resident.id).unwrap_or(&nothing);
                let facts = Facts::new(&catalog, &curves, resident, record, &standard);
                (resident.id.clone(), prompts::for_resident(&facts, thresholds))
            })
            .collect();
        let program_prompts = prompts::program::shared_shortages(&mut prompts, &catalog, thresholds);
        let activity = activity.into_iter().map(|a| (a.resident.clone(), a)).collect();
        Self {
            catalog,
            curves,
            schedules,
            standards,
            records,
            activity,
            prompts,
            thresholds: thresholds.clone(),
            thresholds_hash: prompts::thresholds::hash(thresholds),
            program_prompts,
        }
    }

    /// Returns the prompts of one resident, in order of presentation.
    pub fn prompts_of(&self, resident: &ResidentId) -> &[Prompt] {
        self.prompts.get(resident).map_or(&[], Vec::as_slice)
    }
}
