//! `trellis`: a residency's Clinical Competency Committee in a terminal.
//!
//! The folders are the layers; imports run only downward in this list: `cli`, `runtime`, `ui`,
//! `app`, `committee`, `report` and `survey`, `prompts`, `casefile`, `ledger` and `growth`, `domain`.

pub mod app;
pub mod casefile;
pub mod cli;
pub mod committee;
pub mod domain;
pub mod growth;
pub mod ledger;
pub mod prompts;
pub mod report;
pub mod runtime;
pub mod survey;
pub mod ui;

#[cfg(test)]
mod testing;
