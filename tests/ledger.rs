//! The ledger from outside: what it survives, what it refuses, and what its verdict is worth.

pub mod agent;
mod aside;
mod attacks;
mod both;
mod commands;
mod copies;
mod disk;
mod document;
mod faults;
mod founding;
mod kept;
mod keys;
mod kinds;
mod meetings;
mod memory;
#[cfg(feature = "shared-ledger")]
mod places;
#[cfg(feature = "shared-ledger")]
mod postgres;
mod proofs;
mod room;
mod rules;
pub mod samples;
mod tables;
mod waiting;
mod walk;
mod writers;
