//! What the source could say at all.

use duckdb::Connection;

use crate::casefile::error::Result;
use crate::casefile::open::CaseFile;
use crate::domain::coverage::{Coverage, Item, Says, Statement};
use crate::domain::id::ResidentId;

use super::answers::Answers;
use super::query;

impl CaseFile {
    /// Reads what the file states about what it can say, and what occurs in it.
    pub fn coverage(&self) -> Result<Coverage> {
        coverage(&self.connection, &self.answers)
    }
}

/// Reads it on a connection on which the views stand.
pub fn coverage(connection: &Connection, answers: &Answers) -> Result<Coverage> {
    let mut statements = answers.to(query::COVERAGE).rows(connection, [], |row| {
        Ok(Statement {
            item: row.parsed("item")?,
            resident: row.maybe_parsed("resident_id")?,
            site: row.maybe_text("site")?,
            from: row.maybe_day("from_on")?,
            to: row.maybe_day("to_on")?,
            says: row.parsed("says")?,
        })
    })?;
    // A word that no definition could name is needed by none.
    let occurring = answers
        .to(query::OCCURRING)
        .rows(connection, [], |row| Ok((row.text("item")?.parse().ok(), row.maybe_day("first_on")?)))?;
    let hours = hours_missing(connection, answers)?;
    let hour = Item::Column("cases.hour".to_owned());
    let occurring = occurring.into_iter().filter_map(|(item, first)| Some((item?, first)));
    let occurring = occurring.filter(|(item, _)| *item != hour || hours != Hours::OfNobody);
    if let Hours::MissingOf(residents) = &hours {
        statements.extend(residents.iter().map(|(resident, _)| Statement {
            item: hour.clone(),
            resident: Some(resident.clone()),
            site: None,
            from: None,
            to: None,
            says: Says::NotRecorded,
        }));
    }
    let one_sided = answers.to(query::ONE_SIDED).rows(connection, [], |row| row.text("kind"))?;
    Ok(Coverage::new(statements, occurring).with_one_sided(one_sided))
}

/// Whose starts have an hour. A day alone is written as midnight, which is no hour of the night.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Hours {
    OfEverybody,
    /// Each with how many of how many stays begin at midnight sharp.
    MissingOf(Vec<(ResidentId, (u64, u64))>),
    OfNobody,
}

/// Tells of whom the hours of starts are missing.
///
/// Residents are looked at one by one only where there are more midnights than chance would bring.
pub fn hours_missing(connection: &Connection, answers: &Answers) -> Result<Hours> {
    let counts = answers
        .to(query::HOURS)
        .rows(connection, [], |row| Ok((row.whole::<u64>("n")?, row.whole::<u64>("midnights")?)))?;
    let odd = |(n, midnights): &(u64, u64)| *midnights > 0 && (n == midnights || *midnights * 1000 > *n);
    if !counts.iter().any(odd) {
        return Ok(Hours::OfEverybody);
    }
    let residents = answers.to(query::HOURS_OF_RESIDENTS).rows(connection, [], |row| {
        Ok((row.parsed::<ResidentId>("resident_id")?, (row.whole("midnights")?, row.whole("n")?)))
    })?;
    let all = residents.len();
    let missing: Vec<_> = residents.into_iter().filter(|(_, (m, n))| are_missing(*m, *n)).collect();
    Ok(match missing.len() {
        0 => Hours::OfEverybody,
        some if some == all => Hours::OfNobody,
        _ => Hours::MissingOf(missing),
    })
}

/// Tells whether so many midnights among so many starts mean that hours were not written down: all of them, or more
/// than one in twenty. Of starts to the minute one in 1,440 would be midnight if nights were as busy as days.
fn are_missing(midnights: u64, n: u64) -> bool {
    midnights == n || (midnights >= 3 && midnights * 20 > n)
}
