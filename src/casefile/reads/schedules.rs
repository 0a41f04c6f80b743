//! The blocks of everyone who graduated, read in the engine's own columns because there are many.

use chrono::{Days, NaiveDate};
use duckdb::arrow::array::{Array, AsArray as _};
use duckdb::arrow::datatypes::Date32Type;
use duckdb::arrow::record_batch::RecordBatch;

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::resident::Span;
use crate::domain::schedule::Schedules;
use crate::domain::text::sanitised;

use super::query::SCHEDULES;

impl CaseFile {
    /// Reads the rotations of every graduate of the catalog.
    pub fn schedules(&self, catalog: &Catalog) -> Result<Schedules> {
        let failed = |e: duckdb::Error| CaseFileError::query(SCHEDULES.name, &e);
        let mut known = catalog.residents.iter().map(|r| &r.id).collect::<Vec<_>>();
        known.sort_unstable();
        let mut schedules = Schedules::default();
        let mut statement = self.connection.prepare_cached(self.answers.to(SCHEDULES).sql).map_err(failed)?;
        for batch in statement.query_arrow([]).map_err(failed)? {
            add(&batch, &known, &mut schedules)?;
        }
        Ok(schedules)
    }
}

fn add(batch: &RecordBatch, known: &[&ResidentId], schedules: &mut Schedules) -> Result<()> {
    let wrong = |column: &str| CaseFileError::Value {
        query: SCHEDULES.name.into(),
        column: column.into(),
        message: "has an unexpected type".into(),
    };
    let column = |name| batch.column_by_name(name).ok_or_else(|| wrong(name));
    let text = |name| column(name)?.as_string_opt::<i32>().ok_or_else(|| wrong(name));
    let day = |name| column(name)?.as_primitive_opt::<Date32Type>().ok_or_else(|| wrong(name));
    let (residents, rotations) = (text("resident_id")?, text("rotation")?);
    let (from, to) = (day("from_on")?, day("to_on")?);
    for row in 0..batch.num_rows() {
        if residents.is_null(row) || rotations.is_null(row) || from.is_null(row) || to.is_null(row) {
            continue;
        }
        // A block of nobody in the roster says nothing about the group.
        let Ok(place) = known.binary_search_by(|id| id.as_str().cmp(residents.value(row))) else { continue };
        let beyond = |column: &str| CaseFileError::Value {
            query: SCHEDULES.name.into(),
            column: column.into(),
            message: "is not a day of the calendar".into(),
        };
        let span = Span {
            from: date(from.value(row)).ok_or_else(|| beyond("from_on"))?,
            to: date(to.value(row)).ok_or_else(|| beyond("to_on"))?,
        };
        schedules.add(known[place], &sanitised(rotations.value(row)), span);
    }
    Ok(())
}

/// Returns the day so many days after 1 January 1970; `None` for `infinity` and the like.
fn date(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::default();
    let many = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 { epoch.checked_sub_days(many) } else { epoch.checked_add_days(many) }
}
