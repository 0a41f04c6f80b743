//! The program driven from outside, in one binary.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod bearing;
#[cfg(test)]
mod brief;
#[cfg(test)]
mod config;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod crates;
#[cfg(test)]
mod definitions;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod import;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod meeting;
#[cfg(test)]
mod newer_engine;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod releasing;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod review;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod simulate;
#[cfg(test)]
mod skipped;
#[cfg(test)]
mod specialty;
#[cfg(test)]
mod sql;
