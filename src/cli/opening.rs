//! Opens what most commands work with: the case file, its ledger, and who acts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDate, Utc};
use color_eyre::eyre::{WrapErr as _, eyre};
use color_eyre::{Report, Result};

use super::config::settings::Settings;
use super::telling::show_progress;
use crate::casefile::CaseFileError;
use crate::casefile::open::CaseFile;
use crate::casefile::specialty::Folder;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::fold::State;
use crate::prompts::Thresholds;
use crate::runtime;
use crate::survey::dossier::Dossier;
use crate::survey::program::Survey;

/// In whose words a case file is read
#[derive(clap::Args, Clone, Debug, Default)]
pub struct SpecialtyArgs {
    /// The folder of a specialty, which replaces anesthesiology whole; docs/specialties.md
    #[arg(long, value_name = "DIR", env = "TRELLIS_SPECIALTY")]
    pub specialty: Option<PathBuf>,
    /// Whatever the settings say: the specialty that comes with the program.
    #[arg(skip)]
    pub built_in: bool,
}

impl SpecialtyArgs {
    /// Reads the folder of the specialty in force; the one that comes with the program where none is named.
    pub fn folder(&self) -> Result<Folder> {
        let named = match &self.specialty {
            _ if self.built_in => None,
            Some(folder) => Some(folder.clone()),
            None => Settings::read()?.specialty(),
        };
        Ok(match named {
            Some(folder) => Folder::read(&folder)?,
            None => Folder::built_in(),
        })
    }
}

/// Which case file, and with which definitions
#[derive(clap::Args, Clone, Debug)]
pub struct CaseFileArgs {
    /// The case file
    #[arg(value_name = "CASES")]
    pub cases: PathBuf,
    /// A folder of the program's own definitions, which add to or replace those of the specialty
    #[arg(long, value_name = "DIR")]
    pub definitions: Option<PathBuf>,
    #[command(flatten)]
    pub specialty: SpecialtyArgs,
}

impl CaseFileArgs {
    /// Opens the case file; preparing it shows progress on a terminal.
    pub fn open(&self) -> Result<CaseFile> {
        let in_force = self.specialty.folder()?.in_force(self.definitions.as_deref())?;
        let progress = &mut |done: usize, all: usize| {
            show_progress(&format!("preparing definition {done} of {all}"), done == all);
        };
        CaseFile::open(&self.cases, in_force, today_in_utc(), Settings::read()?.limits()?, progress)
            .map_err(|e| named(&self.cases, e))
    }
}

/// Reads everyone's counts and works out what is usual, without the interface.
pub fn survey(
    case_file: &CaseFile,
    ledger: &State,
    thresholds: &Thresholds,
) -> Result<(Arc<Catalog>, Survey)> {
    let named = |e| named(case_file.path(), e);
    let catalog = Arc::new(case_file.catalog().map_err(named)?);
    let since = runtime::since(ledger, &catalog);
    let survey = runtime::survey(case_file, catalog.clone(), since, thresholds).map_err(named)?;
    Ok((catalog, survey))
}

/// Works out one resident with what the ledger has, or says who is meant.
pub fn dossier(case_file: &CaseFile, survey: &Survey, ledger: &State, resident: &str) -> Result<Dossier> {
    let catalog = &survey.catalog;
    let found = resident.parse::<ResidentId>().ok().and_then(|id| catalog.resident(&id).cloned());
    let resident = match found {
        Some(resident) => resident,
        None => by_name(catalog, resident)?,
    };
    let record = case_file.record(&resident.id).map_err(|e| named(case_file.path(), e))?;
    let prompts = survey.prompts_of(&resident.id, &ledger.standing(&resident.id), today(catalog));
    Ok(Dossier::new(survey, &resident, record, prompts))
}

/// Returns the day of today where the program is.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub fn today(catalog: &Catalog) -> NaiveDate {
    catalog.program.zone.day(Utc::now())
}

/// Returns the day of today in UTC, for a file of which nobody knows yet where it is from.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub fn today_in_utc() -> NaiveDate {
    Utc::now().date_naive()
}

/// Names the file where the error itself does not, since a query knows only its relation.
pub fn named(path: &Path, error: CaseFileError) -> Report {
    match error {
        CaseFileError::Query { .. } | CaseFileError::Value { .. } => {
            let path = sanitised(&path.display().to_string());
            eyre!("{path} cannot be read as it stands: {error}; correct it at its source and import it again")
        }
        other => other.into(),
    }
}

fn by_name(catalog: &Catalog, wanted: &str) -> Result<crate::domain::resident::Resident> {
    let lower = wanted.to_lowercase();
    let mut alike = catalog.residents.iter().filter(|r| r.name.to_lowercase().contains(&lower));
    match (alike.next(), alike.next()) {
        (Some(one), None) => Ok(one.clone()),
        (Some(_), Some(_)) => {
            Err(eyre!("{wanted:?} fits several residents; give the code, as `trellis triage` lists it"))
        }
        _ => Err(eyre!("there is no resident {wanted:?}; `trellis triage` lists the codes")),
    }
}

/// Hashes the case file, which evidence names.
pub fn fingerprint(case_file: &CaseFile) -> Result<String> {
    case_file.fingerprint().compute().wrap_err("the case file could not be hashed")
}
