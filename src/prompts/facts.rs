//! What the rules read of one resident.

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::Entrustments;
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Status};
use crate::growth::measure::Reading;
use crate::growth::standards::Standard;
use crate::growth::training_time::{TrainingTime, months_left};

/// One resident's evidence beside what is usual, as of the program's as-of date.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub catalog: &'a Catalog,
    pub curves: &'a Curves,
    pub resident: &'a Resident,
    pub record: &'a Record,
    pub standard: &'a Standard,
    /// The quality measures of the resident's cases; empty where there are none.
    pub measures: &'a [Reading],
    /// What stands decided; `None` where it is not asked.
    pub entrusted: Option<&'a Entrustments>,
    /// Training months done; `None` where training time is unknown.
    pub month: Option<f64>,
    /// Training months still to come.
    pub left: Option<f64>,
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
        let as_of = catalog.program.data_to;
        let month = TrainingTime::of(resident).map(|clock| clock.months(as_of));
        let left = months_left(resident, &catalog.program, as_of);
        Self { catalog, curves, resident, record, standard, measures: &[], entrusted: None, month, left }
    }

    /// Returns the facts with the quality measures of the resident's cases.
    #[must_use]
    pub fn with_measures(self, measures: &'a [Reading]) -> Self {
        Self { measures, ..self }
    }

    /// Returns the facts with what stands decided on the resident.
    #[must_use]
    pub fn with_entrusted(self, entrusted: &'a Entrustments) -> Self {
        Self { entrusted: Some(entrusted), ..self }
    }

    /// Returns the last day that the data cover.
    pub fn as_of(&self) -> NaiveDate {
        self.catalog.program.data_to
    }

    /// Tells whether the resident is in training.
    pub fn is_current(&self) -> bool {
        self.resident.status == Status::Current
    }
}

#[cfg(test)]
pub(super) mod tests;
