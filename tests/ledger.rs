//! The ledger from outside: what it survives, what it refuses, and what its verdict is worth.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod attacks;
mod disk;
mod document;
mod kept;
mod rules;
mod samples;
mod writers;
