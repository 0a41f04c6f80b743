//! The growth curve of the experience that is looked at, by clinical months.

use std::collections::HashMap;

use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::id::ResidentId;
use crate::domain::resident::Resident;
use crate::growth::bands::{Bands, Method};
use crate::growth::clinical::{ClinicalTime, reindexed};
use crate::growth::position::Position;
use crate::growth::ranks::Ranks;
use crate::growth::rotation_time::Schedule;
use crate::growth::training_time::TrainingTime;

use super::dossier::{Dossier, ExperienceRow};
use super::program::Survey;

/// One curve and its group, both by clinical months.
#[derive(Clone, Debug)]
pub struct ClinicalCurve {
    pub time: ClinicalTime,
    /// The clinical months done.
    pub month: f64,
    /// Cumulative exposures by whole clinical month; the last month may be running.
    pub curve: Vec<u32>,
    /// Over the months that every member of the group has.
    pub bands: Bands,
    /// Members of the reference group, of whom `bands` holds those whose rotations are known.
    pub of: usize,
    /// `None` under 20 members, before the block that brings it, and past the end of the group's curves.
    pub position: Option<Position>,
}

impl ClinicalCurve {
    /// Works out one experience; `None` where nothing is marked as not clinical, or the resident's
    /// training time or rotations are not known.
    pub fn of(survey: &Survey, dossier: &Dossier, row: &ExperienceRow) -> Option<Self> {
        let catalog = &survey.catalog;
        let (now, time) = (dossier.month?, time_of(catalog, dossier)?);
        let n = row.n.filter(|_| row.covered == Covered::Whole)?;
        let month = time.months(now);
        let done = row.curve.len().min(now.floor() as usize + 1);
        let mut counts = row.curve.get(..done)?.to_vec();
        let mut clinical: Vec<f64> = (0..done).map(|month| time.months(month as f64)).collect();
        counts.push(n);
        clinical.push(month);
        let members = members(survey, dossier, row);
        let ranks = Ranks::of(&members.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let covered = ranks.by_month().len() as f64 >= month + 1.0;
        let position = if covered && row.block.comparable() { Position::of(n, month, &ranks) } else { None };
        Some(Self {
            time,
            month,
            curve: reindexed(&counts, &clinical),
            bands: Bands::by(Method::HarrellDavis, &ranks, None),
            of: dossier.standard.group.n(),
            position,
        })
    }

    /// Returns the last clinical month that every member of the group has; `None` without a group.
    pub fn group_to(&self) -> Option<usize> {
        self.bands.lines().first()?.values.len().checked_sub(1)
    }
}

/// Returns the resident's clinical clock, where both rotations and their marks are known.
pub fn time_of(catalog: &Catalog, dossier: &Dossier) -> Option<ClinicalTime> {
    let clock = TrainingTime::of(&dossier.resident)?;
    let blocks = dossier.record.rotations.iter().map(|r| (r.rotation.as_str(), r.span));
    ClinicalTime::of(&Schedule::of(clock, blocks), &marked(catalog))
}

/// Returns the curves of the members whose rotations are known.
fn members(survey: &Survey, dossier: &Dossier, row: &ExperienceRow) -> Vec<Vec<u32>> {
    let (catalog, schedules) = (&survey.catalog, &survey.schedules);
    let months = usize::from(catalog.program.training_months).min(survey.curves.months());
    let people: HashMap<&ResidentId, &Resident> = catalog.residents.iter().map(|r| (&r.id, r)).collect();
    let marked = marked(catalog);
    let member = |id: &ResidentId| {
        let clock = TrainingTime::of(people.get(id)?)?;
        let named = |&(place, span)| Some((schedules.rotations().get(usize::from(place))?.as_str(), span));
        let schedule = Schedule::of(clock, schedules.blocks(id).iter().filter_map(named));
        let curve = survey.curves.curve(&row.definition.code, id)?.get(..=months)?;
        Some(ClinicalTime::of(&schedule, &marked)?.curve(curve))
    };
    dossier.standard.group.members.iter().filter_map(member).collect()
}

fn marked(catalog: &Catalog) -> Vec<String> {
    catalog.not_clinical.iter().cloned().collect()
}
