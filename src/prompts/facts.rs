//! What the rules read of one resident.

use chrono::NaiveDate;

use super::milestone::history::History;
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::curves::Curves;
use crate::domain::experience::Definition;
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Status};
use crate::growth::block::{BlockState, block_state};
use crate::growth::forecast::Outlook;
use crate::growth::measure::Reading;
use crate::growth::rotation_time::Schedule;
use crate::growth::standards::Standard;
use crate::growth::training_time::{TrainingTime, months_left};

/// One resident's evidence beside what is usual, as of a day: of today's record the program's as-of date.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub catalog: &'a Catalog,
    pub curves: &'a Curves,
    pub resident: &'a Resident,
    pub record: &'a Record,
    pub standard: &'a Standard,
    /// The last day that the evidence covers.
    pub as_of: NaiveDate,
    /// The quality measures of the resident's cases; empty where there are none.
    pub measures: &'a [Reading],
    /// Training months done; `None` where training time is unknown.
    pub month: Option<f64>,
    /// Training months still to come.
    pub left: Option<f64>,
    /// What became of graduates with the same prompts, where it was worked out.
    pub history: Option<&'a History>,
}

impl<'a> Facts<'a> {
    /// Puts the evidence together and works out the training time.
    pub fn new(
        catalog: &'a Catalog,
        curves: &'a Curves,
        resident: &'a Resident,
        record: &'a Record,
        standard: &'a Standard,
    ) -> Self {
        Self::on(catalog.program.data_to, catalog, (curves, record), resident, standard)
    }

    /// Puts together the evidence of a day, to which curves and record must be cut.
    pub fn on(
        as_of: NaiveDate,
        catalog: &'a Catalog,
        (curves, record): (&'a Curves, &'a Record),
        resident: &'a Resident,
        standard: &'a Standard,
    ) -> Self {
        let month = TrainingTime::of(resident).map(|clock| clock.months(as_of));
        let left = months_left(resident, &catalog.program, as_of);
        Self { catalog, curves, resident, record, standard, as_of, measures: &[], month, left, history: None }
    }

    /// Returns the facts with the quality measures of the resident's cases.
    #[must_use]
    pub fn with_measures(self, measures: &'a [Reading]) -> Self {
        Self { measures, ..self }
    }

    /// Returns the facts beside what became of graduates with the same prompts.
    #[must_use]
    pub fn after(self, history: &'a History) -> Self {
        Self { history: Some(history), ..self }
    }

    /// Returns the resident's outlook on each experience, in the order of the definitions.
    ///
    /// Nothing where training time is unknown; an experience is left out where the group is too small, or the data do not
    /// cover the resident's training from its first day on.
    pub fn outlooks(&self) -> Vec<(&'a Definition, Outlook<'a>)> {
        let known = self.schedule().zip(self.month.zip(self.left));
        let Some((schedule, (month, left))) = known else { return Vec::new() };
        let outlook = |definition: &'a Definition| {
            if !self.is_covered(definition) {
                return None;
            }
            let outlook = Outlook {
                usual: self.standard.usual(&definition.code)?.expectation.as_ref()?,
                so_far: self.curves.total(&definition.code, &self.resident.id),
                month,
                end: month + left,
                blocks: schedule
                    .on(&definition.rotations)
                    .filter(|_| self.standard.broken(&definition.code).is_none()),
            };
            Some((definition, outlook))
        };
        self.catalog.definitions.iter().filter_map(outlook).collect()
    }

    /// Returns the resident's rotations in training time; `None` where that is unknown.
    pub fn schedule(&self) -> Option<Schedule<'a>> {
        let clock = TrainingTime::of(self.resident)?;
        Some(Schedule::of(clock, self.record.rotations.iter().map(|r| (r.rotation.as_str(), r.span))))
    }

    /// Returns where the resident stands on a day in the rotations that bring an experience; unknown where nobody has them by
    /// the names of the definition.
    pub fn block(&self, definition: &Definition) -> BlockState {
        match self.standard.broken(&definition.code) {
            Some(_) => BlockState::Unknown,
            None => block_state(&self.record.rotations, &definition.rotations, self.as_of),
        }
    }

    /// Tells whether the data cover the resident's training for an experience from the first day on.
    pub fn is_covered(&self, definition: &Definition) -> bool {
        *self.curves.covered(&definition.code, &self.resident.id) == Covered::Whole
    }

    /// Tells whether the resident is in training.
    pub fn is_current(&self) -> bool {
        self.resident.status == Status::Current
    }
}

#[cfg(test)]
mod tests;
