//! What is worked out once for the whole program, so that the next resident is one step in memory.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::{Entrustments, RaterLevels};
use crate::domain::id::ResidentId;
use crate::domain::measure::Measures;
use crate::domain::record::{Activity, Record};
use crate::growth::group::CLASSES;
use crate::growth::measure::{Funnels, Reading};
use crate::growth::standards::Standards;
use crate::growth::stringency::Ratings;
use crate::prompts::{self, Facts, Prompt, Thresholds};

use super::attempts::Yardsticks;

/// Everyone's counts, what is usual, and the prompts of every current resident.
#[derive(Clone, Debug)]
pub struct Survey {
    pub catalog: Arc<Catalog>,
    pub curves: Curves,
    pub standards: Standards,
    /// Rotations, milestones and ratings of every current resident.
    pub records: HashMap<ResidentId, Record>,
    pub activity: HashMap<ResidentId, Activity>,
    /// The prompts that rest on data alone, and not on what was decided.
    on_data: HashMap<ResidentId, Vec<Prompt>>,
    /// Everyone's quality measures, and what they add up to.
    pub measures: Measures,
    pub funnels: Funnels,
    /// Everyone's ratings, to compare raters by.
    pub ratings: Ratings,
    pub yardsticks: Yardsticks,
    thresholds: Thresholds,
}

impl Survey {
    /// Works out what is usual, and asks every rule about every current resident.
    pub fn new(
        catalog: Arc<Catalog>,
        curves: Curves,
        records: HashMap<ResidentId, Record>,
        activity: Vec<Activity>,
        (measures, raters): (Measures, &[RaterLevels]),
        thresholds: &Thresholds,
    ) -> Self {
        let funnels = Funnels::of(&catalog.measures, &measures);
        let standards = Standards::of(&catalog, &curves, CLASSES);
        let nothing = Record::default();
        let on_data = catalog
            .current()
            .map(|resident| {
                let standard = standards.standard(resident, &catalog, &curves);
                let record = records.get(&resident.id).unwrap_or(&nothing);
                let readings = funnels.readings(&catalog.measures, &measures, &resident.id);
                let facts =
                    Facts::new(&catalog, &curves, resident, record, &standard).with_measures(&readings);
                (resident.id.clone(), prompts::for_resident(&facts, thresholds))
            })
            .collect();
        let activity = activity.into_iter().map(|a| (a.resident.clone(), a)).collect();
        let ratings = Ratings::of(raters, &catalog.scales);
        let (yardsticks, thresholds) = (Yardsticks::of(thresholds), thresholds.clone());
        Self {
            catalog,
            curves,
            standards,
            records,
            activity,
            on_data,
            measures,
            funnels,
            ratings,
            yardsticks,
            thresholds,
        }
    }

    /// Returns the prompts of one current resident, by kind and then in order of presentation.
    ///
    /// Those on data are worked out once. Those on what stands decided are asked anew each time, because
    /// a decision changes them at once; they read few ratings and no case.
    pub fn prompts_of(&self, resident: &ResidentId, entrusted: &Entrustments) -> Vec<Prompt> {
        let mut prompts = self.on_data.get(resident).cloned().unwrap_or_default();
        let known = self.catalog.resident(resident).zip(self.records.get(resident));
        if let Some((resident, record)) = known.filter(|_| !entrusted.is_empty()) {
            let standard = self.standards.standard(resident, &self.catalog, &self.curves);
            let facts = Facts::new(&self.catalog, &self.curves, resident, record, &standard);
            prompts.extend(prompts::on_decisions(&facts.with_entrusted(entrusted), &self.thresholds));
            prompts.sort_by_key(Prompt::kind);
        }
        prompts
    }

    /// Returns the quality measures of one resident's cases.
    pub fn readings(&self, resident: &ResidentId) -> Vec<Reading> {
        self.funnels.readings(&self.catalog.measures, &self.measures, resident)
    }
}
