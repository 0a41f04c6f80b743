//! Times that name their distance from UTC, put on the hospital's own clock.

use chrono::{DateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use duckdb::Connection;

use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};

/// How long a clock is looked at for at once, in seconds: 12 days, in which no zone changes twice.
const SPAN: i64 = 1 << 20;
/// From 1970 to 2069.
const SPANS: i64 = 3010;

/// A stretch of time: the distance from UTC before some moment in it, and from then on.
type Shift = (i32, i64, i32);

/// Makes the macro that reads such times, which knows no clock yet.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    define(connection, &[])
}

/// Teaches the macro the clock of the program, where the one program that was read names a zone that is known.
pub(super) fn of_program(connection: &Connection) -> Result<()> {
    let sql = "select min(time_zone) from src.main.program";
    let said: Option<String> = connection
        .query_row(sql, [], |row| row.get(0))
        .map_err(|e| CaseFileError::query("reading the time zone", &e))?;
    match said.and_then(|said| said.trim().parse::<Tz>().ok()) {
        Some(zone) => define(connection, &shifts(zone)),
        None => Ok(()),
    }
}

/// Tells how a clock is set, span by span.
fn shifts(zone: Tz) -> Vec<Shift> {
    let distance = |at: i64| {
        let moment = DateTime::from_timestamp(at, 0).unwrap_or_default();
        zone.offset_from_utc_datetime(&moment.naive_utc()).fix().local_minus_utc()
    };
    (0..SPANS)
        .map(|span| {
            let (mut from, mut to) = (span * SPAN, (span + 1) * SPAN);
            let (before, after) = (distance(from), distance(to));
            while to - from > 1 {
                let middle = from.midpoint(to);
                if distance(middle) == before { from = middle } else { to = middle }
            }
            (before, if before == after { 0 } else { to }, after)
        })
        .collect()
}

fn define(connection: &Connection, shifts: &[Shift]) -> Result<()> {
    let list = |each: &dyn Fn(&Shift) -> String| shifts.iter().map(each).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "set variable clock_before = [{}]::bigint[]; set variable clock_at = [{}]::bigint[]; \
         set variable clock_after = [{}]::bigint[]; {}",
        list(&|shift| shift.0.to_string()),
        list(&|shift| shift.1.to_string()),
        list(&|shift| shift.2.to_string()),
        include_str!("../../../../queries/import/clock.sql").replace("{span}", &SPAN.to_string())
    );
    engine::run(connection, "preparing to read times", &sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(zone: Option<&str>, said: &str) -> Option<String> {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("create schema reading").unwrap();
        define(&connection, &zone.map(|z| shifts(z.parse().unwrap())).unwrap_or_default()).unwrap();
        let sql = format!("select reading.on_clock({})::varchar", engine::literal(said));
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_time_with_its_distance_from_utc_is_put_on_the_clock() {
        for (zone, said, expected) in [
            ("America/Detroit", "2025-07-01T11:30:00Z", "2025-07-01 07:30:00"),
            ("America/Detroit", "2025-01-01 12:30:00+00", "2025-01-01 07:30:00"),
            ("America/Detroit", "2025-07-01 11:30:00.250+00:00", "2025-07-01 07:30:00.25"),
            ("America/Detroit", "2025-07-01 07:30:00-04", "2025-07-01 07:30:00"),
            ("America/Detroit", "2025-07-01 07:30-0400", "2025-07-01 07:30:00"),
            // The hour that is there twice, and the one that is not.
            ("America/Detroit", "2025-11-02 05:59:59Z", "2025-11-02 01:59:59"),
            ("America/Detroit", "2025-11-02 06:00:00Z", "2025-11-02 01:00:00"),
            ("America/Detroit", "2025-03-09 07:00:00Z", "2025-03-09 03:00:00"),
            ("Asia/Kolkata", "2025-07-01 00:00:00Z", "2025-07-01 05:30:00"),
            ("Asia/Kolkata", "2025-07-01 05:30:00+05:30", "2025-07-01 05:30:00"),
            ("Europe/Zurich", "1971-07-01 00:00:00Z", "1971-07-01 01:00:00"),
        ] {
            assert_eq!(read(Some(zone), said).as_deref(), Some(expected), "{said} in {zone}");
        }
    }

    #[test]
    fn without_a_clock_or_beyond_what_is_known_of_it_there_is_no_time() {
        assert_eq!(read(None, "2025-07-01T11:30:00Z"), None);
        for said in
            ["1969-12-31 23:00:00Z", "2085-01-01 00:00:00Z", "2025-07-01 11:30:00", "2025-02-30 11:30:00Z"]
        {
            assert_eq!(read(Some("America/Detroit"), said), None, "{said}");
        }
    }
}
