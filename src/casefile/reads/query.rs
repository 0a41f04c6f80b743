//! A query is a file; a row is read column by column, and a row that does not fit is an error.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use duckdb::types::{TimeUnit, ValueRef};
use duckdb::{Connection, Params, Row};

use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// One file under `queries/reads/`.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    pub name: &'static str,
    pub sql: &'static str,
    /// Reads the answer from where the file keeps it.
    kept: &'static str,
}

macro_rules! queries {
    ($($constant:ident $file:literal),* $(,)?) => {
        $(pub(super) const $constant: Query = Query {
            name: $file,
            sql: include_str!(concat!("../../../queries/reads/", $file, ".sql")),
            kept: concat!("from src.answers.", $file),
        };)*
        /// Every query that the program runs by itself.
        pub const QUERIES: &[Query] = &[$($constant),*];
    };
}

queries! {
    ABSENCES "absences",
    ACTIVITY "activity",
    ATTEMPTS "attempts",
    BENCHMARKS "benchmarks",
    BUSY_MONTHS "busy_months",
    CASE_FACTS "case_facts",
    CASE_ROWS "case_rows",
    COLUMNS "columns",
    COVERAGE "coverage",
    CURVES "curves",
    EPAS "epas",
    EXAMS "exams",
    GRADUATES_MILESTONES "graduates_milestones",
    HOURS "hours",
    HOURS_OF_RESIDENTS "hours_of_residents",
    LAST_EXPOSURES "last_exposures",
    LISTS "lists",
    MEASURES "measures",
    MEASURE_KINDS "measure_kinds",
    MILESTONES "milestones",
    MINIMUMS "minimums",
    NOT_CLINICAL "not_clinical",
    OCCURRING "occurring",
    ONE_SIDED "one_sided",
    OVERALL_CHOICES "overall_choices",
    PROGRAM "program",
    RATER_LEVELS "rater_levels",
    RATINGS "ratings",
    RESIDENTS "residents",
    ROTATIONS "rotations",
    ROTATION_YIELD "rotation_yield",
    SCALES "scales",
    SCHEDULES "schedules",
    SELF_LOGGED "self_logged",
    SILENT_MONTHS "silent_months",
    STARTS "starts",
    STATEMENTS "statements",
    SUBCOMPETENCIES "subcompetencies",
    WORKED "worked",
}

impl Query {
    /// Returns the query that reads the answer where the file keeps it.
    pub(super) fn where_it_is_kept(self) -> Self {
        Self { sql: self.kept, ..self }
    }

    /// Asks the query and reads each row with `read`.
    pub(super) fn rows<T>(
        self,
        connection: &Connection,
        asked: impl Params,
        mut read: impl FnMut(&Reading<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let _span = tracing::debug_span!("query", name = self.name).entered();
        let failed = |e: duckdb::Error| CaseFileError::query(self.name, &e);
        let mut statement = connection.prepare_cached(self.sql).map_err(failed)?;
        let mut rows = statement.query(asked).map_err(failed)?;
        // Asked by its name, a column would be looked up in every row.
        let columns = rows.as_ref().map(duckdb::Statement::column_names).unwrap_or_default();
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            all.push(read(&Reading { query: self.name, columns: &columns, row })?);
        }
        Ok(all)
    }
}

/// One row on its way into a type.
pub(super) struct Reading<'r> {
    query: &'static str,
    columns: &'r [String],
    row: &'r Row<'r>,
}

impl Reading<'_> {
    fn wrong(&self, column: &str, message: &(impl ToString + ?Sized)) -> CaseFileError {
        CaseFileError::Value { query: self.query.into(), column: column.into(), message: message.to_string() }
    }

    fn value(&self, column: &str) -> Result<ValueRef<'_>> {
        let place = self.columns.iter().position(|name| name == column);
        let place = place.ok_or_else(|| self.wrong(column, "is not there"))?;
        self.row.get_ref(place).map_err(|e| self.wrong(column, &crate::casefile::error::one_line(&e)))
    }

    /// Returns a sanitised text, or `None` where there is none.
    pub fn maybe_text(&self, column: &str) -> Result<Option<String>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => Ok(Some(sanitised(&String::from_utf8_lossy(bytes)))),
            _ => Err(self.wrong(column, "is not a text")),
        }
    }

    /// Returns a sanitised text.
    pub fn text(&self, column: &str) -> Result<String> {
        self.maybe_text(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// Tells whether a column holds just this text, before it is sanitised.
    pub fn holds(&self, column: &str, text: &str) -> Result<bool> {
        Ok(matches!(self.value(column)?, ValueRef::Text(bytes) if bytes == text.as_bytes()))
    }

    /// Returns a text parsed into a type of the domain.
    pub fn parsed<T: FromStr<Err: ToString>>(&self, column: &str) -> Result<T> {
        self.text(column)?.parse().map_err(|e: T::Err| self.wrong(column, &e))
    }

    /// Returns a parsed text, or `None` where there is none.
    pub fn maybe_parsed<T: FromStr<Err: ToString>>(&self, column: &str) -> Result<Option<T>> {
        self.maybe_text(column)?
            .map(|text| text.parse().map_err(|e: T::Err| self.wrong(column, &e)))
            .transpose()
    }

    /// Returns a whole number, or `None` where there is none or it does not fit.
    pub fn maybe_whole<T: TryFrom<i128>>(&self, column: &str) -> Result<Option<T>> {
        let wide = match self.value(column)? {
            ValueRef::Null => return Ok(None),
            ValueRef::TinyInt(n) => n.into(),
            ValueRef::SmallInt(n) => n.into(),
            ValueRef::Int(n) => n.into(),
            ValueRef::BigInt(n) => n.into(),
            ValueRef::HugeInt(n) => n,
            ValueRef::UTinyInt(n) => n.into(),
            ValueRef::USmallInt(n) => n.into(),
            ValueRef::UInt(n) => n.into(),
            ValueRef::UBigInt(n) => n.into(),
            _ => return Err(self.wrong(column, "is not a whole number")),
        };
        T::try_from(wide).ok().map(Some).ok_or_else(|| self.wrong(column, &format!("{wide} is out of range")))
    }

    /// Returns a whole number.
    pub fn whole<T: TryFrom<i128>>(&self, column: &str) -> Result<T> {
        self.maybe_whole(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// Returns a finite number, or `None` where there is none.
    pub fn maybe_number(&self, column: &str) -> Result<Option<f64>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Double(n) => Ok(Some(n).filter(|n| n.is_finite())),
            ValueRef::Float(n) => Ok(Some(n.into()).filter(|n: &f64| n.is_finite())),
            _ => Err(self.wrong(column, "is not a number")),
        }
    }

    /// Returns yes or no, or `None` where it is not known.
    pub fn maybe_flag(&self, column: &str) -> Result<Option<bool>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Boolean(flag) => Ok(Some(flag)),
            _ => Err(self.wrong(column, "is not true or false")),
        }
    }

    /// Returns a day, or `None` where there is none.
    ///
    /// Read as a number of days, because the crate's own conversion panics on `infinity`.
    pub fn maybe_day(&self, column: &str) -> Result<Option<NaiveDate>> {
        match self.value(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Date32(days) => NaiveDate::from_epoch_days(days)
                .filter(|day| (1900..=2200).contains(&chrono::Datelike::year(day)))
                .map(Some)
                .ok_or_else(|| self.wrong(column, "is not a day between 1900 and 2200")),
            _ => Err(self.wrong(column, "is not a day")),
        }
    }

    /// Returns a day.
    pub fn day(&self, column: &str) -> Result<NaiveDate> {
        self.maybe_day(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// Returns a time, or `None` where there is none or it lies beyond the calendar.
    pub fn maybe_time(&self, column: &str) -> Result<Option<NaiveDateTime>> {
        match self.value(column)? {
            ValueRef::Timestamp(TimeUnit::Microsecond, n) => {
                Ok(DateTime::from_timestamp_micros(n).map(|t| t.naive_utc()))
            }
            ValueRef::Null => Ok(None),
            _ => Err(self.wrong(column, "is not a time")),
        }
    }

    /// Returns a list of numbers, null ones as `None`.
    pub fn numbers(&self, column: &str) -> Result<Vec<Option<f64>>> {
        use duckdb::types::Value;
        let Value::List(list) = self.value(column)?.to_owned() else {
            return Err(self.wrong(column, "is not a list"));
        };
        let number = |value| match value {
            Value::Null => Ok(None),
            Value::Double(n) => Ok(Some(n)),
            Value::UInt(n) => Ok(Some(n.into())),
            _ => Err(self.wrong(column, "holds something that is not a number")),
        };
        list.into_iter().map(number).collect()
    }
}

/// The types of columns, by schema, relation and column, all in small letters.
pub type Columns = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

/// Returns the relations of the attached file with their columns and types.
pub fn columns(connection: &Connection) -> Result<Columns> {
    let mut schemas = Columns::new();
    COLUMNS.rows(connection, [], |row| {
        let relations = schemas.entry(row.text("schema_name")?).or_default();
        let relation = relations.entry(row.text("table_name")?).or_default();
        relation.insert(row.text("column_name")?, row.text("data_type")?);
        Ok(())
    })?;
    Ok(schemas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::engine::{self, Limits};

    #[test]
    fn no_query_file_is_forgotten() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries/reads");
        let mut on_disk: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            // For other clients, and of the ledger: `tests/ledger/tables.rs` runs it.
            .filter(|name| name != "ledger")
            .collect();
        on_disk.sort();
        let mut known: Vec<_> = QUERIES.iter().map(|q| q.name).collect();
        known.sort_unstable();
        assert_eq!(on_disk, known);
    }

    #[test]
    fn every_query_prepares_against_the_schema() {
        let engine = engine::in_memory(Limits::default()).unwrap();
        engine::make_views(&engine, |_| None).unwrap();
        for query in QUERIES {
            engine.prepare(query.sql).unwrap_or_else(|e| panic!("{}: {e}", query.name));
        }
    }
}
