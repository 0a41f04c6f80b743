//! Draws a model: screens, widgets, theme. Reads, never changes.

pub mod paint;
pub mod theme;
