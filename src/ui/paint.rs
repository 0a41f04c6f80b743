//! Drawing primitives.
pub mod centiles;
pub mod sparkline;
pub mod strip;
pub mod text;
