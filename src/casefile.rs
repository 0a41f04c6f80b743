//! The case file: opens, checks, imports, simulates and queries it. SQL stands in `queries/`.

mod attach;
pub mod check;
pub mod definitions;
pub mod engine;
pub mod error;
pub mod import;
pub mod open;
pub mod prepare;
pub mod reads;
pub mod sample;
pub mod schema;
pub mod shared;
pub mod simulate;
pub mod specialty;

pub use error::{CaseFileError, Result};
