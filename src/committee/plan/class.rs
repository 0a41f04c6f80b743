//! The clinical years of the residents whom a meeting can review.

use std::collections::BTreeMap;

use crate::domain::catalog::Catalog;
use crate::domain::resident::Resident;
use crate::growth::training_time::TrainingTime;

/// Returns the clinical year of a resident as triage names it; "—" where training time is unknown.
pub fn class(resident: &Resident, catalog: &Catalog) -> String {
    let month = TrainingTime::of(resident).map(|time| time.months(catalog.program.data_to));
    catalog.training_year(month)
}

/// Returns how many current residents each clinical year has.
pub fn classes(catalog: &Catalog) -> BTreeMap<String, usize> {
    let mut classes = BTreeMap::new();
    for resident in catalog.current() {
        *classes.entry(class(resident, catalog)).or_insert(0) += 1;
    }
    classes
}
