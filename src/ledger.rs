//! The append-only record of every act: entries, their chain, their fold and their verification.
//!
//! Pure: `acts`, `entry`, `hash`, `signature`, `signers`, `tree`, `chain`, `fold`, `rules`, `admission`, `verify` and
//! `receipt`, each resting on those before it. `store` keeps a ledger in a `place`: a `file`, or a table of `postgres`. `identity` holds the key that
//! signs, `memory` what was verified before, `drafts` what is not yet recorded, and `cards` ratings that are sealed and not yet revealed.

pub mod acts;
pub mod admission;
pub mod branch;
pub mod cards;
pub mod chain;
pub mod consistency;
pub mod drafts;
pub mod entry;
pub mod error;
pub mod file;
pub mod fold;
pub mod hash;
pub mod identity;
pub mod memory;
pub mod note;
pub mod place;
#[cfg(feature = "shared-ledger")]
pub mod postgres;
#[cfg(not(feature = "shared-ledger"))]
#[path = "ledger/postgres/left_out.rs"]
pub mod postgres;
pub mod proven;
pub mod receipt;
pub mod recording;
pub mod remembered;
pub mod rules;
pub mod running;
pub mod setting_aside;
pub mod signature;
pub mod signers;
pub mod store;
pub mod tree;
pub mod verify;
pub mod whole;
