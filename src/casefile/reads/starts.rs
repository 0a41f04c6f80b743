//! When cases begin, by month and hour.

use chrono::NaiveDate;
use duckdb::Connection;

use crate::casefile::error::Result;

use super::query;

/// How many cases begin in one hour of one month.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Starts {
    /// The first day of the month.
    pub month: NaiveDate,
    pub hour: u8,
    /// On Monday to Friday.
    pub weekday: bool,
    pub n: u64,
}

/// Reads them; cases at midnight sharp, which may have no hour, are left out.
pub fn starts(connection: &Connection) -> Result<Vec<Starts>> {
    query::STARTS.rows(connection, [], |row| {
        Ok(Starts {
            month: row.day("month")?,
            hour: row.whole("hour")?,
            weekday: row.maybe_flag("weekday")?.unwrap_or_default(),
            n: row.whole("n")?,
        })
    })
}
