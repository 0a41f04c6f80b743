//! The ledger from outside: what it survives, what it refuses, and what its verdict is worth.

mod attacks;
mod disk;
mod document;
mod kept;
mod places;
mod postgres;
mod rules;
pub mod samples;
mod tables;
mod writers;
