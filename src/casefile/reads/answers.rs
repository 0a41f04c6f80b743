//! Answers to what every start asks of the whole program: given once, kept in the file, and believed by the hash of what
//! was asked.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::{Connection, named_params, params};

use super::query::{self, Query, Reading};
use crate::casefile::digest;
use crate::casefile::engine::{self, run};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;
use crate::domain::experience::Definition;
use crate::domain::id::ResidentId;

/// What is asked of the rows of every case, rating, block and exposure, so that it would cost more with every year of data;
/// and what is asked of reference relations, which costs little, each time. Nothing that holds a name, or words that
/// somebody wrote: whoever takes those out of a relation means to have them gone.
const KEPT: &[Query] = &[
    // First of all: others are asked of it.
    query::WORKED,
    query::MINIMUMS,
    query::BENCHMARKS,
    query::SUBCOMPETENCIES,
    query::EPAS,
    query::SCALES,
    query::MEASURE_KINDS,
    query::OVERALL_CHOICES,
    query::NOT_CLINICAL,
    query::COVERAGE,
    query::ROTATIONS,
    query::SCHEDULES,
    query::MILESTONES,
    query::ABSENCES,
    query::BUSY_MONTHS,
    query::CURVES,
    query::LISTS,
    query::MEASURES,
    query::SILENT_MONTHS,
    query::GRADUATES_MILESTONES,
    query::OCCURRING,
    query::HOURS,
    query::HOURS_OF_RESIDENTS,
    query::ONE_SIDED,
    query::RATER_LEVELS,
    query::SELF_LOGGED,
];

/// The questions of which a file keeps an answer that holds for it and for the definitions in force.
#[derive(Clone, Debug, Default)]
pub struct Answers(BTreeSet<&'static str>);

/// A question of which the file keeps another answer than its data give.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OtherAnswer {
    pub question: &'static str,
    /// Rows that stand in one of the two alone.
    pub rows: u64,
}

impl Answers {
    /// Reads which answers of a file hold.
    ///
    /// Whether its data are still those of which it was asked is the caller's to know.
    pub fn of(connection: &Connection, definitions: &[Definition]) -> Result<Self> {
        let failed = |e: duckdb::Error| CaseFileError::query("reading which answers are kept", &e);
        // A file that an older version marked keeps none.
        let Ok(mut statement) = connection.prepare("select question, hash from src.answers.asked") else {
            return Ok(Self::default());
        };
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        let asked: BTreeMap<String, String> = rows.collect::<duckdb::Result<_>>().map_err(failed)?;
        let views = engine::all_views();
        let holds =
            |q: &&Query| asked.get(q.name).is_some_and(|hash| *hash == hash_of(q, &views, definitions));
        Ok(Self(KEPT.iter().filter(holds).map(|q| q.name).collect()))
    }

    /// Leaves those that were given on the exposures of the file, which are not those that count.
    pub fn without_exposures(&mut self) {
        let reads = |name: &str| KEPT.iter().any(|q| q.name == name && reads_exposures(q));
        self.0.retain(|name| !reads(name));
    }

    /// Lets the queries that ask another answer read it where it is kept.
    pub fn stand_in(&self, connection: &Connection) -> Result<()> {
        let worked = query::WORKED;
        if !self.hold(worked) {
            return Ok(());
        }
        engine::view(connection, worked.name, worked.where_it_is_kept().sql)
    }

    /// Tells whether an answer is kept that holds.
    pub(super) fn hold(&self, query: Query) -> bool {
        self.0.contains(query.name)
    }

    /// Returns the query that is to be run: one for the answer where it is kept.
    pub(super) fn to(&self, query: Query) -> Query {
        if self.hold(query) { query.where_it_is_kept() } else { query }
    }

    /// Asks what can be asked about one resident or about everyone; what is kept is everyone's.
    pub(super) fn rows_of<T>(
        &self,
        query: Query,
        connection: &Connection,
        resident: Option<&ResidentId>,
        read: impl FnMut(&Reading<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        if resident.is_none() && self.hold(query) {
            return query.where_it_is_kept().rows(connection, [], read);
        }
        query.rows(connection, named_params! { "resident": resident.map(ResidentId::as_str) }, read)
    }
}

/// Asks every question of the canonical views and keeps the answers in `src`.
pub fn keep(connection: &Connection, definitions: &[Definition]) -> Result<()> {
    const STEP: &str = "keeping what every start asks";
    let begin = "drop schema if exists src.answers cascade; create schema src.answers; \
                 create table src.answers.asked (question varchar primary key, hash varchar not null)";
    run(connection, STEP, begin)?;
    let views = engine::all_views();
    for question in KEPT {
        let sql = format!("create table src.answers.{} as {}", question.name, of_everyone(question));
        run(connection, question.name, &sql)?;
        connection
            .execute(
                "insert into src.answers.asked values (?, ?)",
                params![question.name, hash_of(question, &views, definitions)],
            )
            .map_err(|e| CaseFileError::query(STEP, &e))?;
    }
    Ok(())
}

/// Asks every question again and says where a file keeps another answer, of those that are believed.
pub fn recheck(connection: &Connection, kept: &Answers) -> Result<Vec<OtherAnswer>> {
    let mut others = Vec::new();
    for question in KEPT.iter().filter(|q| kept.hold(**q)) {
        let (asked, kept) = (of_everyone(question), question.where_it_is_kept().sql);
        let sql = format!(
            "with derived as materialized ({asked}), kept as materialized ({kept}) select count(*)::ubigint from (\
             (from derived except all from kept) union all (from kept except all from derived))"
        );
        let rows = connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(question.name, &e))?;
        if rows > 0 {
            others.push(OtherAnswer { question: question.name, rows });
        }
    }
    Ok(others)
}

/// Returns the question about everyone whom it may be asked about.
fn of_everyone(question: &Query) -> String {
    question.sql.trim_end().trim_end_matches(';').replace("$resident", "null::varchar")
}

fn reads_exposures(question: &Query) -> bool {
    question.sql.contains("exposures")
}

/// Returns the hash of all that an answer depends on beside the data: how it was asked, and what was counted.
fn hash_of(question: &Query, views: &[String], definitions: &[Definition]) -> String {
    let counted: BTreeMap<&str, &str> =
        definitions.iter().map(|d| (d.code.as_str(), d.hash.as_str())).collect();
    let counted = counted.into_iter().flat_map(|(code, hash)| [code, hash]);
    let asked = [question.sql, query::WORKED.sql, schema::SCHEMA].into_iter();
    let asked = asked.chain(views.iter().map(String::as_str));
    digest::of(asked.chain(counted.filter(|_| reads_exposures(question))))
}
