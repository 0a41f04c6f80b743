//! `trellis`: a residency's Clinical Competency Committee in a terminal.
//!
//! The folders are the layers; imports run only downward in this list: `cli`, `runtime`, `ui`,
//! `app`, `report`, `prompts`, `casefile`, `ledger`, `growth`, `domain`.

pub mod app;
pub mod casefile;
pub mod cli;
pub mod domain;
pub mod growth;
pub mod ledger;
pub mod prompts;
pub mod report;
pub mod runtime;

pub mod ui;
