//! Counts over training time, read in the engine's own columns because there are many.

use std::collections::HashMap;

use duckdb::arrow::array::{Array, AsArray as _};
use duckdb::arrow::datatypes::{Int32Type, UInt32Type};
use duckdb::arrow::record_batch::RecordBatch;

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::{Code, ResidentId};

use super::query::{CURVES, LISTS};

impl CaseFile {
    /// Reads every resident's counts by training month, up to a year beyond the program's length.
    pub fn curves(&self, catalog: &Catalog) -> Result<Curves> {
        let failed = |e: duckdb::Error| CaseFileError::query(CURVES.name, &e);
        let codes: HashMap<&str, &Code> =
            catalog.definitions.iter().map(|d| (d.code.as_str(), &d.code)).collect();
        let residents: HashMap<&str, &ResidentId> =
            catalog.residents.iter().map(|r| (r.id.as_str(), &r.id)).collect();
        let months = usize::from(catalog.program.training_months) + 12;
        let mut curves = Curves::new(
            codes.values().map(|c| (*c).clone()),
            residents.values().map(|r| (*r).clone()),
            months,
        );
        let mut statement = self.connection.prepare_cached(self.answers.to(CURVES).sql).map_err(failed)?;
        for batch in statement.query_arrow([]).map_err(failed)? {
            add(&batch, &codes, &residents, &mut curves)?;
        }
        let coverage = self.coverage()?;
        let lists = self.answers.to(LISTS).rows(&self.connection, [], |row| {
            Ok((row.parsed::<Code>("code")?, row.maybe_number("lists")?.unwrap_or(1.0)))
        })?;
        Ok(curves.accumulate().in_lists(lists).within(coverage, catalog))
    }
}

fn add(
    batch: &RecordBatch,
    codes: &HashMap<&str, &Code>,
    residents: &HashMap<&str, &ResidentId>,
    curves: &mut Curves,
) -> Result<()> {
    let wrong = |column: &str| CaseFileError::Value {
        query: CURVES.name.into(),
        column: column.into(),
        message: "has an unexpected type".into(),
    };
    let column = |name| batch.column_by_name(name).ok_or_else(|| wrong(name));
    let code = column("code")?.as_string_opt::<i32>().ok_or_else(|| wrong("code"))?;
    let resident = column("resident_id")?.as_string_opt::<i32>().ok_or_else(|| wrong("resident_id"))?;
    let list = |name| column(name)?.as_list_opt::<i32>().ok_or_else(|| wrong(name));
    let (month_lists, count_lists) = (list("months")?, list("counts")?);
    // The lists of all rows lie behind one another.
    let months = month_lists.values().as_primitive_opt::<Int32Type>().ok_or_else(|| wrong("months"))?;
    let counts = count_lists.values().as_primitive_opt::<UInt32Type>().ok_or_else(|| wrong("counts"))?;
    let of_row = |offsets: &[i32], row: usize| offsets[row] as usize..offsets[row + 1] as usize;
    for row in 0..batch.num_rows() {
        // Exposures of a definition or a resident that is no longer there are nobody's.
        let (Some(code), Some(resident)) = (codes.get(code.value(row)), residents.get(resident.value(row)))
        else {
            continue;
        };
        // An exposure dated before the first day of training belongs to no training month.
        let month = |i| months.is_valid(i).then(|| usize::try_from(months.value(i)).ok()).flatten();
        let n = |i| if counts.is_valid(i) { counts.value(i) } else { 0 };
        let places = of_row(month_lists.value_offsets(), row).zip(of_row(count_lists.value_offsets(), row));
        curves.add_all(code, resident, places.map(|(m, c)| (month(m), n(c))));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use duckdb::Connection;

    use super::LISTS;

    /// Fifty weeks of five days: one list of three a week, three that come one by one, and something every day.
    #[test]
    fn what_comes_in_lists_is_told_by_how_many_are_on_the_list_of_one() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "create table exposures as \
                 select 'daily' as code, 'R1' as resident_id, date '2024-01-01' + (7 * w + d)::integer as occurred_on \
                 from range(50) t(w), range(5) u(d) \
                 union all select 'in_lists', 'R1', date '2024-01-01' + (7 * w + w % 5)::integer from range(50) t(w), range(3) \
                 union all select 'one_by_one', 'R1', date '2024-01-01' + (7 * w + d)::integer from range(50) t(w), range(3) u(d)",
            )
            .unwrap();
        let found = LISTS
            .rows(&connection, [], |row| Ok((row.text("code")?, row.maybe_number("lists")?.unwrap())))
            .unwrap();
        let of = |code: &str| found.iter().find(|(known, _)| known == code).unwrap().1;
        assert!((of("in_lists") - 3.0).abs() < 1e-9, "{found:?}");
        assert!((of("one_by_one") - 1.0).abs() < 1e-9 && (of("daily") - 1.0).abs() < 1e-9, "{found:?}");
    }
}
