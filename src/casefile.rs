//! The case file: opens, checks, imports, simulates and queries it. SQL stands in `queries/`.

mod attach;
pub mod check;
mod clock;
pub mod definitions;
mod digest;
mod doubles;
pub mod engine;
pub mod error;
mod finding;
pub mod import;
mod inspect;
mod machine;
mod mark;
pub mod open;
pub mod prepare;
pub mod reads;
mod rules;
pub mod sample;
pub mod schema;
mod shape;
pub mod shared;
pub mod simulate;
pub mod specialty;
mod vocabulary;

pub use error::{CaseFileError, Result};
