//! One thing that is wrong with a case file or missing in it: where, how many, and what to do.

use duckdb::Connection;

use super::error::{CaseFileError, Result};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, strum::Display)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Weight {
    /// Something contradicts itself, or was not taken.
    Wrong,
    /// Something is not known, or is asked about; what needs it says so.
    Gap,
}

/// One thing that was found.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Finding {
    pub check: String,
    pub weight: Weight,
    pub what: String,
    /// How many places there are.
    pub n: u64,
    /// Up to five of them.
    pub examples: Vec<String>,
    pub advice: String,
}

/// A check in SQL: what its header says, and the query, which returns `place varchar`.
pub(super) struct Check<'a> {
    pub name: &'a str,
    pub weight: Weight,
    pub what: String,
    pub advice: String,
    pub sql: &'a str,
}

impl<'a> Check<'a> {
    /// Reads what the header of a check's file says.
    pub fn of_file(name: &'a str, sql: &'a str) -> Self {
        let header = |field: &str| {
            let mut lines = sql.lines();
            let found =
                lines.find_map(|line| line.strip_prefix("-- ")?.strip_prefix(field)?.strip_prefix(':'));
            found.unwrap_or_default().trim().to_owned()
        };
        let weight = if header("weight") == "gap" { Weight::Gap } else { Weight::Wrong };
        Self { name, weight, what: header("what"), advice: header("advice"), sql }
    }

    /// Runs it; nothing where there is no place to name.
    pub fn run(self, connection: &Connection) -> Result<Option<Finding>> {
        let query = WRAPPED.replace("{check}", self.sql.trim_end().trim_end_matches(';'));
        let (n, examples): (u64, Option<String>) = connection
            .query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|e| CaseFileError::query(format!("check {}", self.name), &e))?;
        Ok((n > 0).then(|| Finding {
            check: self.name.to_owned(),
            weight: self.weight,
            what: self.what,
            n,
            examples: examples.unwrap_or_default().lines().map(str::to_owned).collect(),
            advice: self.advice,
        }))
    }
}

const WRAPPED: &str = include_str!("../../queries/checks/checked.sql");
