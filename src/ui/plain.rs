//! shim
use crate::app::{Model, dossier::*, triage::TriageRow}; use crate::domain::catalog::Catalog; use crate::ledger::fold::State;
pub fn screen(_: &Model) -> Vec<String> { vec![] }
pub fn growth(_: &Catalog, _: &Dossier, _: &ExperienceRow, _: &str) -> Vec<String> { vec![] }
pub fn resident(_: &Catalog, _: &Dossier, _: &State, _: &str, _: bool) -> Vec<String> { vec![] }
pub fn triage(_: &Catalog, r: &[TriageRow]) -> Vec<String> { r.iter().map(|x| format!("{} {} {}", x.id, x.name, x.open())).collect() }
