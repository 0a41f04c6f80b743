//! The rows behind a number.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

/// One exposure with the case that it happened in, as the cases screen lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    pub on: NaiveDate,
    /// `None`: outside a case, such as a procedure at the bedside.
    pub case_id: Option<String>,
    pub procedure_text: Option<String>,
    /// The patient's age in years.
    pub age_years: Option<f64>,
    /// ASA physical status.
    pub asa: Option<u8>,
    pub emergency: Option<bool>,
    pub role: Option<String>,
    pub signed_in_at: Option<NaiveDateTime>,
    pub signed_out_at: Option<NaiveDateTime>,
    pub attending: Option<String>,
    /// What the case facts say that the specialty's list of cases shows, by their names.
    pub facts: BTreeMap<String, String>,
    /// What the definition counted, in its unit.
    pub value: Option<f64>,
}
