//! Values that the tests of several modules share, by the layer that they are of.

pub mod committee;
pub mod growth;
pub mod prompts;
pub mod ui;
