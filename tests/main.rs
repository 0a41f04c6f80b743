//! The program driven from outside, in one binary.

mod definitions;
mod ledger;
