//! One resident's record, the rows behind a number, and how busy everyone was.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use duckdb::named_params;

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::domain::case::CaseRow;
use crate::domain::entrustment::Rating;
use crate::domain::id::{Code, ResidentId};
use crate::domain::milestone::{HalfSteps, MilestoneRating};
use crate::domain::record::{Activity, Exam, Record, RotationYield, SelfLogged, SilentMonth, Statement};
use crate::domain::resident::{Rotation, Span};

use super::query::{self, Reading};

impl CaseFile {
    /// Reads the record of one resident.
    pub fn record(&self, resident: &ResidentId) -> Result<Record> {
        let mut records = self.records(Some(resident))?;
        let mut record = records.by_resident.remove(resident).unwrap_or_default();
        let who = named_params! { "resident": resident.as_str() };
        let last = query::LAST_EXPOSURES
            .rows(&self.connection, who, |row| Ok((row.parsed("code")?, row.day("last_on")?)))?;
        record.last = last.into_iter().collect();
        record.exams = query::EXAMS.rows(&self.connection, who, |row| {
            Ok(Exam {
                exam: row.text("exam")?,
                taken_on: row.day("taken_on")?,
                score: row.maybe_number("score")?,
                percentile: row.maybe_number("percentile")?,
                passed: row.maybe_flag("passed")?,
            })
        })?;
        record.statements = query::STATEMENTS.rows(&self.connection, who, |row| {
            Ok(Statement { on: row.day("stated_on")?, text: row.text("text")? })
        })?;
        record.attempts = self.attempts(resident)?;
        Ok(record)
    }

    /// Reads rotations, milestones, ratings and self-logged totals of every current resident; the rest of each record stays empty.
    ///
    /// Beside them stand the graduates with their milestones, and the months without a case of current residents.
    pub fn current_records(&self) -> Result<HashMap<ResidentId, Record>> {
        let mut records = self.records(None)?;
        self.answers.to(query::GRADUATES_MILESTONES).rows(&self.connection, [], |row| {
            records.of(row)?.milestones.push(milestone(row)?);
            Ok(())
        })?;
        self.answers.to(query::SILENT_MONTHS).rows(&self.connection, [], |row| {
            let silent = SilentMonth { from: row.day("from_on")?, days: row.whole("days")? };
            records.of(row)?.silent.push(silent);
            Ok(())
        })?;
        Ok(records.by_resident)
    }

    fn records(&self, resident: Option<&ResidentId>) -> Result<Records> {
        let mut records = Records::default();
        let connection = &self.connection;
        self.answers.rows_of(query::ROTATIONS, connection, resident, |row| {
            records.of(row)?.rotations.push(rotation(row)?);
            Ok(())
        })?;
        self.answers.rows_of(query::MILESTONES, connection, resident, |row| {
            records.of(row)?.milestones.push(milestone(row)?);
            Ok(())
        })?;
        self.answers.rows_of(query::RATINGS, connection, resident, |row| {
            records.of(row)?.ratings.push(rating(row)?);
            Ok(())
        })?;
        self.answers.rows_of(query::SELF_LOGGED, connection, resident, |row| {
            records.of(row)?.self_logged.insert(row.parsed("code")?, self_logged(row)?);
            Ok(())
        })?;
        Ok(records)
    }

    /// Reads how busy every current resident was, in twelve calendar months and since a day.
    pub fn activity(&self, since: NaiveDate) -> Result<Vec<Activity>> {
        let mut by_month: HashMap<ResidentId, [Option<u32>; 12]> = HashMap::new();
        self.answers.to(query::BUSY_MONTHS).rows(&self.connection, [], |row| {
            let months = by_month.entry(row.parsed("resident_id")?).or_default();
            for (month, n) in months.iter_mut().zip(row.numbers("months")?) {
                *month = n.map(|n| n as u32);
            }
            Ok(())
        })?;
        query::ACTIVITY.rows(&self.connection, named_params! { "since": since }, |row| {
            let resident = row.parsed("resident_id")?;
            Ok(Activity {
                months: by_month.remove(&resident).unwrap_or_default(),
                resident,
                cases_since: row.whole("cases_since")?,
                ratings_since: row.maybe_whole("ratings_since")?,
            })
        })
    }

    /// Reads the rows behind one number, newest first.
    pub fn case_rows(&self, resident: &ResidentId, code: &Code) -> Result<Vec<CaseRow>> {
        let asked = named_params! { "resident": resident.as_str(), "code": code.as_str() };
        let facts = self.shown_facts(resident, code)?;
        query::CASE_ROWS.rows(&self.connection, asked, |row| {
            let case_id = row.maybe_text("case_id")?;
            Ok(CaseRow {
                on: row.day("occurred_on")?,
                facts: case_id.as_ref().and_then(|case| facts.get(case)).cloned().unwrap_or_default(),
                case_id,
                procedure_text: row.maybe_text("procedure_text")?,
                age_years: row.maybe_number("age_years")?,
                asa: row.maybe_whole("asa")?,
                emergency: row.maybe_flag("emergency")?,
                role: row.maybe_text("role")?,
                signed_in_at: row.maybe_time("signed_in_at")?,
                signed_out_at: row.maybe_time("signed_out_at")?,
                attending: row.maybe_text("attending")?,
                value: row.maybe_number("value")?,
            })
        })
    }

    /// Reads the facts of those cases that the specialty's list of cases has a column for, by case.
    fn shown_facts(
        &self,
        resident: &ResidentId,
        code: &Code,
    ) -> Result<HashMap<String, BTreeMap<String, String>>> {
        let mut by_case: HashMap<String, BTreeMap<String, String>> = HashMap::new();
        for fact in self.in_force.specialty.case_facts() {
            let asked = named_params! { "resident": resident.as_str(), "code": code.as_str(), "fact": fact };
            query::CASE_FACTS.rows(&self.connection, asked, |row| {
                let facts = by_case.entry(row.text("case_id")?).or_default();
                facts.insert(fact.to_owned(), row.text("says")?);
                Ok(())
            })?;
        }
        Ok(by_case)
    }

    /// Reads what each rotation brought to one resident, and to the others.
    pub fn rotation_yield(&self, resident: &ResidentId) -> Result<Vec<RotationYield>> {
        query::ROTATION_YIELD.rows(&self.connection, named_params! { "resident": resident.as_str() }, |row| {
            Ok(RotationYield {
                rotation: row.text("rotation")?,
                code: row.parsed("code")?,
                n: row.whole("n")?,
                days: row.whole("days")?,
                others_per_block: row.numbers("others")?.into_iter().flatten().collect(),
            })
        })
    }
}

/// The records that rows are read into, which come resident by resident.
#[derive(Default)]
struct Records {
    by_resident: HashMap<ResidentId, Record>,
    /// Whose row was the last.
    last: Option<ResidentId>,
}

impl Records {
    /// Returns the record of the resident whose row this is.
    fn of(&mut self, row: &Reading<'_>) -> Result<&mut Record> {
        const WHOSE: &str = "resident_id";
        let id = match self.last.take() {
            Some(last) if row.holds(WHOSE, last.as_str())? => last,
            _ => row.parsed(WHOSE)?,
        };
        self.last = Some(id.clone());
        Ok(self.by_resident.entry(id).or_default())
    }
}

fn rotation(row: &Reading<'_>) -> Result<Rotation> {
    Ok(Rotation {
        rotation: row.text("rotation")?,
        title: row.text("title")?,
        short: row.text("short")?,
        span: Span { from: row.day("from_on")?, to: row.day("to_on")? },
    })
}

fn milestone(row: &Reading<'_>) -> Result<MilestoneRating> {
    let level = row.maybe_whole::<u8>("half_steps")?.map(HalfSteps::try_from).transpose();
    Ok(MilestoneRating {
        subcompetency: row.parsed("subcompetency")?,
        period: row.parsed("period")?,
        rated_on: row.day("rated_on")?,
        by: row.parsed("source")?,
        level: level.map_err(|e| CaseFileError::Value {
            query: "milestones".into(),
            column: "half_steps".into(),
            message: e.to_string(),
        })?,
    })
}

fn self_logged(row: &Reading<'_>) -> Result<SelfLogged> {
    Ok(SelfLogged { as_of: row.day("as_of")?, n: row.whole("n")?, recorded: row.whole("recorded")? })
}

fn rating(row: &Reading<'_>) -> Result<Rating> {
    Ok(Rating {
        epa: row.parsed("epa")?,
        on: row.day("assessed_on")?,
        rater: row.parsed("rater_id")?,
        rater_name: row.text("rater_name")?,
        scale: row.text("scale")?,
        level: row.text("level")?,
        source: row.parsed("source")?,
        comment: row.maybe_text("comment")?,
    })
}
