//! The program driven from outside, in one binary.

#[cfg(test)]
mod definitions;
#[cfg(test)]
mod import;
