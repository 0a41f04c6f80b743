//! What is worked out of a program and of one resident: the program's survey, a resident's dossier, the triage table.
//!
//! No I/O, no clock: what stands here follows from the case file's records, the ledger's fold and a day.

pub mod answers;
pub mod attempts;
pub mod bearing;
pub mod clinical;
pub mod dossier;
pub mod earlier;
pub mod overall;
pub mod program;
pub mod since;
pub mod telling;
pub mod triage;
