//! Makes a synthetic program of any size: seeded, the same on any number of threads.
//!
//! All rows are made inside the engine by `queries/simulate/`; this module only gives the order, and
//! sees to it that a case file appears whole or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use duckdb::Connection;
use tempfile::TempDir;

use super::engine::{self, Limits, literal, run};
use super::error::{CaseFileError, Result};
use super::open::CaseFile;
use super::specialty::Folder;
use super::{prepare, reads, schema};

mod reference;
pub mod sample;

/// What kind of program to make.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plan {
    /// Residents in training, in three classes; four graduated classes of the same size come with them.
    pub residents: u32,
    /// The same seed makes the same program.
    pub seed: u32,
    /// Cases that a resident meets in three years, about.
    pub cases_per_resident: u32,
}

impl Plan {
    /// The program of `sample-data/` and of `trellis demo`.
    pub const SAMPLE: Self = Self { residents: 45, seed: 1, cases_per_resident: 1300 };
}

/// What is being done, how many steps are behind and how many there are.
pub type Progress<'a> = &'a mut dyn FnMut(&str, usize, usize);

/// How many rows each relation got, in the order of the schema.
pub type Made = Vec<(&'static str, u64)>;

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/simulate/", $name, ".sql")))),*]
    };
}

/// Before the cases: draws, people, schedules and what each resident is likely to meet.
const FIRST: &[(&str, &str)] =
    steps!["draws", "names", "people", "stories", "roster", "schedule", "mix", "exposure"];

/// Once for each group of at most 250 residents, so that memory does not grow with the program.
const EACH_GROUP: &[(&str, &str)] = steps!["days", "cases", "facts", "procedures", "measures"];

/// After the cases: what is counted from them, and what people said and rated.
const LAST: &[(&str, &str)] = steps!["comments", "assessments", "milestones", "self_logged"];

/// Relations with a row a case: without keys, which would have to lie in memory whole.
const LONG: &[&str] = &["cases", "procedures"];

/// Makes a case file at `target`: whole or not at all, and over another one only with `replace`.
///
/// `limits` say how much of the machine the engine may use; they change no row.
pub fn simulate(
    target: &Path,
    plan: &Plan,
    replace: bool,
    limits: Limits,
    progress: Progress<'_>,
) -> Result<Made> {
    if !replace && target.exists() {
        return Err(CaseFileError::Import(format!(
            "{} is there already; give another name, or --replace to make it anew",
            target.display()
        )));
    }
    let workshop = Workshop::beside(target)?;
    let made = workshop.make(plan, limits, progress)?;
    workshop.deliver(target)?;
    Ok(made)
}

/// A private folder for the file in the making and for what the engine spills; gone when dropped.
struct Workshop {
    folder: TempDir,
}

impl Workshop {
    fn beside(target: &Path) -> Result<Self> {
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let folder = tempfile::Builder::new()
            .prefix(".trellis-simulate-")
            .tempdir_in(parent)
            .map_err(io("cannot write in", parent))?;
        Ok(Self { folder })
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("cases.duckdb")
    }

    /// Makes the program in the workshop's file and closes it.
    fn make(&self, plan: &Plan, limits: Limits, progress: Progress<'_>) -> Result<Made> {
        let engine = self.filled(plan, limits, progress)?;
        let in_force = Folder::built_in().in_force(None)?;
        let mut told = |done, steps| progress("preparing exposures", done, steps);
        prepare::prepare(&engine, &in_force.definitions, "src.main", &mut told)?;
        reads::keep(&engine, &in_force.definitions)?;
        let made = counted(&engine)?;
        // A simulation knows no other day than the last of its data.
        let last_day = engine
            .query_row("select data_to from src.main.program", [], |row| row.get(0))
            .map_err(|e| CaseFileError::query("program", &e))?;
        run(&engine, "closing the case file", "checkpoint src; detach src")?;
        CaseFile::look_through(&self.file(), &in_force, last_day, limits)?;
        Ok(made)
    }

    /// Makes the program without its prepared exposures, and leaves it attached as `src`.
    fn filled(&self, plan: &Plan, limits: Limits, progress: Progress<'_>) -> Result<Connection> {
        let engine = engine::in_memory(limits)?;
        let spill = literal(&self.folder.path().join("spill").to_string_lossy());
        run(&engine, "choosing a folder to spill to", &format!("set temp_directory = {spill}"))?;
        engine::create(&engine, &self.file())?;
        LONG.iter().try_for_each(|name| drop_key(&engine, name))?;
        reference::fill(&engine, self.folder.path())?;
        fill(&engine, plan, progress)?;
        engine::make_all_views(&engine)?;
        Ok(engine)
    }

    /// Puts the finished file in its place, synced before and after.
    fn deliver(self, target: &Path) -> Result<()> {
        let file = self.file();
        File::open(&file).and_then(|f| f.sync_all()).map_err(io("cannot sync", &file))?;
        fs::rename(&file, target).map_err(io("cannot put the case file at", target))?;
        let parent = self.folder.path().parent().unwrap_or(Path::new("."));
        File::open(parent).and_then(|f| f.sync_all()).map_err(io("cannot sync", parent))
    }
}

/// Runs every step of the simulation on a fresh case file attached as `src`.
fn fill(engine: &Connection, plan: &Plan, progress: Progress<'_>) -> Result<()> {
    let Plan { residents, seed, cases_per_resident } = plan;
    let variables = format!(
        "set variable residents = {residents}::bigint; set variable seed = {seed}::bigint; \
         set variable cases_per_resident = {cases_per_resident}::double"
    );
    run(engine, "setting the plan", &variables)?;
    FIRST.iter().try_for_each(|(name, sql)| run(engine, name, sql))?;
    let groups: usize = engine
        .query_row("select max(grp) from sim.person", [], |row| row.get(0))
        .map_err(|e| CaseFileError::query("counting groups", &e))?;
    for group in 1..=groups {
        progress("making cases", group - 1, groups);
        run(engine, "choosing a group", &format!("set variable grp = {group}::bigint"))?;
        EACH_GROUP.iter().try_for_each(|(name, sql)| run(engine, name, sql))?;
    }
    progress("making cases", groups, groups);
    LAST.iter().try_for_each(|(name, sql)| run(engine, name, sql))
}

/// Makes an empty relation again without its key; the rows made here are unique by construction.
fn drop_key(engine: &Connection, name: &str) -> Result<()> {
    let Some(relation) = schema::relation(name) else { return Ok(()) };
    let column = |c: &schema::Column| {
        let required = if c.nullable { "" } else { " not null" };
        format!("\"{}\" {}{required}", c.name, c.kind)
    };
    let columns = relation.columns.iter().map(column).collect::<Vec<_>>().join(", ");
    run(engine, name, &format!("create or replace table src.main.{name} ({columns})"))
}

fn counted(engine: &Connection) -> Result<Made> {
    let count = |name: &'static str| {
        let sql = format!("select count(*) from src.main.{name}");
        let n = engine.query_row(&sql, [], |row| row.get(0)).map_err(|e| CaseFileError::query(name, &e))?;
        Ok((name, n))
    };
    schema::relations().iter().map(|relation| count(relation.name)).collect()
}

fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> CaseFileError {
    let path = path.to_owned();
    move |source| CaseFileError::Io { what, path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(threads: i64) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let workshop = Workshop::beside(&folder.path().join("cases.duckdb")).unwrap();
        let plan = Plan { residents: 6, seed: 11, cases_per_resident: 200 };
        let engine =
            workshop.filled(&plan, Limits { threads, ..Limits::default() }, &mut |_, _, _| ()).unwrap();
        let of = |name: &str| {
            let sql = format!(
                "select coalesce(md5(string_agg(t::varchar, '|' order by rowid)), '') \
                               from (select rowid, t from src.main.{name} t)"
            );
            engine.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        schema::relations().iter().map(|r| of(r.name)).collect()
    }

    #[test]
    fn one_thread_makes_what_three_make() {
        assert_eq!(fingerprint(1), fingerprint(3));
    }

    #[test]
    fn no_sql_file_of_the_simulation_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries/simulate");
        let mut on_disk: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        on_disk.sort();
        let mut used: Vec<_> =
            [FIRST, EACH_GROUP, LAST].concat().iter().map(|(name, _)| (*name).to_owned()).collect();
        used.sort();
        assert_eq!(used, on_disk);
    }
}
