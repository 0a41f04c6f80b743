//! How cases and attempts turned out, and how raters rate.

use duckdb::named_params;

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::domain::entrustment::RaterLevels;
use crate::domain::id::ResidentId;
use crate::domain::measure::{Attempts, Measures, Outcome, Tally};

use super::query::{self, Reading};

impl CaseFile {
    /// Reads everyone's cases of every quality measure, two years back.
    pub fn measures(&self) -> Result<Measures> {
        let mut measures = Measures::default();
        self.answers.to(query::MEASURES).rows(&self.connection, [], |row| {
            let tally = Tally {
                passed: row.whole("passed")?,
                flagged: row.whole("flagged")?,
                excluded: row.whole("excluded")?,
            };
            measures.add(&row.parsed("measure")?, &row.parsed("resident_id")?, row.whole("back")?, tally);
            Ok(())
        })?;
        Ok(measures)
    }

    /// Reads how many ratings of each level each rater gave.
    pub fn rater_levels(&self) -> Result<Vec<RaterLevels>> {
        self.answers.to(query::RATER_LEVELS).rows(&self.connection, [], |row| {
            Ok(RaterLevels {
                rater: row.parsed("rater_id")?,
                epa: row.parsed("epa")?,
                scale: row.text("scale")?,
                year: row.maybe_whole("year")?,
                level: row.text("level")?,
                n: row.whole("n")?,
            })
        })
    }

    /// Reads the procedures of one resident that have outcomes.
    pub(super) fn attempts(&self, resident: &ResidentId) -> Result<Vec<Attempts>> {
        let mut all: Vec<Attempts> = Vec::new();
        query::ATTEMPTS.rows(&self.connection, named_params! { "resident": resident.as_str() }, |row| {
            let kind = row.text("kind")?;
            if all.last().is_none_or(|last| last.kind != kind) {
                all.push(Attempts { kind, ..Attempts::default() });
            }
            let Some(attempts) = all.last_mut() else { return Ok(()) };
            attempts.performed = attempts.performed.saturating_add(1);
            if let Some(outcome) = outcome(row)? {
                attempts.outcomes.push(outcome);
                let rule = row.maybe_text("rule")?.filter(|rule| !attempts.rules.contains(rule));
                attempts.rules.extend(rule);
            }
            Ok(())
        })?;
        Ok(all)
    }
}

fn outcome(row: &Reading<'_>) -> Result<Option<Outcome>> {
    let failed = match row.maybe_text("outcome")?.as_deref() {
        None => return Ok(None),
        Some("failure") => true,
        Some("success") => false,
        Some(_) => {
            return Err(CaseFileError::Value {
                query: "attempts".into(),
                column: "outcome".into(),
                message: "is neither success nor failure".into(),
            });
        }
    };
    Ok(Some(Outcome { on: row.day("performed_on")?, failed }))
}
