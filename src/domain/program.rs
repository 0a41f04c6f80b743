//! The program whose data a case file holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::zone::Zone;

/// A residency program, as of the day that its data reach.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Program {
    pub name: String,
    pub specialty: String,
    /// The as-of date: every number is counted up to and including this day.
    pub data_to: NaiveDate,
    /// Length of clinical training in months.
    pub training_months: u16,
    /// The clock by which its people read times, and by which half-years are reckoned.
    pub zone: Zone,
}
