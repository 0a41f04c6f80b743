//! The program, its people and its reference rows.

use std::collections::{BTreeMap, HashMap};

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::domain::benchmark::Benchmark;
use crate::domain::catalog::Catalog;
use crate::domain::entrustment::{Epa, Scale, ScaleLevel};
use crate::domain::experience::Minimum;
use crate::domain::id::{Code, ResidentId};
use crate::domain::measure::MeasureKind;
use crate::domain::milestone::Subcompetency;
use crate::domain::overall::Choice;
use crate::domain::program::Program;
use crate::domain::resident::{Resident, Span};

use super::query;

impl CaseFile {
    /// Reads what holds for the whole program.
    pub fn catalog(&self) -> Result<Catalog> {
        Ok(Catalog {
            specialty: self.in_force.specialty.clone(),
            program: self.program()?,
            residents: self.residents()?,
            definitions: self.in_force.definitions.clone(),
            minimums: self.minimums()?,
            benchmarks: self.benchmarks()?,
            subcompetencies: self.answers.to(query::SUBCOMPETENCIES).rows(&self.connection, [], |row| {
                Ok(Subcompetency { id: row.parsed("subcompetency")?, title: row.text("title")? })
            })?,
            epas: self.epas()?,
            scales: self.scales()?,
            measures: self.answers.to(query::MEASURE_KINDS).rows(&self.connection, [], |row| {
                Ok(MeasureKind {
                    id: row.parsed("measure")?,
                    title: row.text("title")?,
                    direction: row.parsed("direction")?,
                    threshold: row.maybe_number("threshold")?,
                    version: row.text("version")?,
                    source: row.text("source")?,
                    status: row.parsed("status")?,
                })
            })?,
            choices: self.answers.to(query::OVERALL_CHOICES).rows(&self.connection, [], |row| {
                Ok(Choice { kind: row.parsed("kind")?, code: row.text("code")?, title: row.text("title")? })
            })?,
            not_clinical: self
                .answers
                .to(query::NOT_CLINICAL)
                .rows(&self.connection, [], |row| row.text("rotation"))?
                .into_iter()
                .collect(),
            missing_relations: self.missing.clone(),
            wrong: self.wrong.clone(),
        })
    }

    /// Reads the one row about the program.
    pub(in crate::casefile) fn program(&self) -> Result<Program> {
        let programs = query::PROGRAM.rows(&self.connection, [], |row| {
            Ok(Program {
                name: row.text("name")?,
                specialty: row.text("specialty")?,
                data_to: row.day("data_to")?,
                training_months: row.whole("training_months")?,
                // What names no zone that is known is named by `trellis check`, and leaves the clock at UTC.
                zone: row.maybe_text("time_zone")?.and_then(|name| name.parse().ok()).unwrap_or_default(),
            })
        })?;
        match <[Program; 1]>::try_from(programs) {
            Ok([program]) => Ok(program),
            Err(rows) => {
                Err(self.unfit(format!("program has {} rows, and exactly one was expected", rows.len())))
            }
        }
    }

    fn residents(&self) -> Result<Vec<Resident>> {
        let mut away: HashMap<ResidentId, Vec<Span>> = HashMap::new();
        self.answers.to(query::ABSENCES).rows(&self.connection, [], |row| {
            let span = Span { from: row.day("from_on")?, to: row.day("to_on")? };
            away.entry(row.parsed("resident_id")?).or_default().push(span);
            Ok(())
        })?;
        query::RESIDENTS.rows(&self.connection, [], |row| {
            let id: ResidentId = row.parsed("resident_id")?;
            Ok(Resident {
                absences: away.remove(&id).unwrap_or_default(),
                id,
                name: row.text("name")?,
                entry_class: row.maybe_whole("entry_class")?,
                track: row.maybe_text("track")?,
                entered_on: row.maybe_day("entered_on")?,
                graduates_on: row.maybe_day("graduates_on")?,
                status: row.parsed("status")?,
                coach: row.maybe_text("coach")?,
            })
        })
    }

    fn minimums(&self) -> Result<BTreeMap<Code, Minimum>> {
        let rows = self.answers.to(query::MINIMUMS).rows(&self.connection, [], |row| {
            let minimum = Minimum {
                minimum: row.whole("minimum")?,
                note: row.maybe_text("note")?,
                version: row.text("version")?,
                source: row.text("source")?,
                status: row.parsed("status")?,
            };
            Ok((row.parsed("code")?, minimum))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Reads the newest benchmark of each experience, as the query orders them.
    fn benchmarks(&self) -> Result<BTreeMap<Code, Benchmark>> {
        let rows = self.answers.to(query::BENCHMARKS).rows(&self.connection, [], |row| {
            let of = (row.parsed::<Code>("code")?, row.text("source")?, row.day("as_of")?);
            let number = |column| Ok(row.maybe_number(column)?.unwrap_or(f64::NAN));
            let month = f64::from(row.whole::<i16>("training_month")?);
            Ok((of, (number("centile")?, month, number("value")?)))
        })?;
        let mut newest = BTreeMap::new();
        for one in rows.chunk_by(|a, b| a.0 == b.0) {
            let Some(((code, source, as_of), _)) = one.first() else { continue };
            let points: Vec<_> = one.iter().map(|(_, point)| *point).collect();
            if let Some(benchmark) = Benchmark::new(source.clone(), *as_of, &points) {
                newest.entry(code.clone()).or_insert(benchmark);
            }
        }
        Ok(newest)
    }

    fn epas(&self) -> Result<Vec<Epa>> {
        self.answers.to(query::EPAS).rows(&self.connection, [], |row| {
            Ok(Epa {
                id: row.parsed("epa")?,
                title: row.text("title")?,
                scale: row.text("scale")?,
                target_level: row.maybe_text("target_level")?,
                expected_n: row.maybe_whole("expected_n")?.unwrap_or(0),
                expected_raters: row.maybe_whole("expected_raters")?.unwrap_or(0),
                experience: row.maybe_parsed("experience")?,
                status: row.parsed("status")?,
            })
        })
    }

    fn scales(&self) -> Result<Vec<Scale>> {
        let mut scales: Vec<Scale> = Vec::new();
        self.answers.to(query::SCALES).rows(&self.connection, [], |row| {
            let id = row.text("scale")?;
            let level = ScaleLevel { level: row.text("level")?, title: row.text("level_title")? };
            match scales.last_mut().filter(|last| last.id == id) {
                Some(last) => last.levels.push(level),
                None => scales.push(Scale {
                    id,
                    title: row.text("title")?,
                    framing: row.parsed("framing")?,
                    levels: vec![level],
                }),
            }
            Ok(())
        })?;
        Ok(scales)
    }

    fn unfit(&self, what: String) -> CaseFileError {
        CaseFileError::Unfit { path: self.path.clone(), what }
    }
}
