//! Draws a model: screens, widgets, theme, keys. Reads, never changes.

pub mod keymap;
pub mod plain;
pub mod theme;
pub mod words;
