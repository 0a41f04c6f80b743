//! The words of the field as types that cannot hold nonsense. No I/O.

pub mod benchmark;
pub mod case;
pub mod catalog;
pub mod coverage;
pub mod curves;
pub mod entrustment;
pub mod experience;
pub mod goal;
pub mod id;
pub mod measure;
pub mod meeting;
pub mod milestone;
pub mod overall;
pub mod program;
pub mod record;
pub mod resident;
pub mod role;
pub mod schedule;
pub mod specialty;
pub mod standing;
pub mod text;
pub mod toml_text;
pub mod wording;
pub mod words;
pub mod zone;
