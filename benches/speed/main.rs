//! How fast the program is, as ratios in one run beside what a user would compare it with.
//!
//! `docs/benchmarks.md` says how to run it and what it found.

mod figures;
mod growth;
mod ledger;
mod process;
mod starts;
mod steps;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use starts::Targets;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The program as `make install` builds it.
const TRELLIS: &str = env!("CARGO_BIN_EXE_trellis");

fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, only, file, ..] = arguments.as_slice()
        && only == "--steps"
    {
        return steps::measure(Path::new(file));
    }
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    if arguments.get(1).is_some_and(|only| only == "--ledger") {
        return ledger::measure(folder.path());
    }
    println!("sample program: 45 residents in training, 60 graduates");
    let sample = sample(folder.path())?;
    let cli = cli()?;
    beside(cli.as_deref(), &sample, 15, Targets { time: 2.5, memory: 2.5 })?;
    steps::measure(&sample)?;
    ledger::measure(folder.path())?;
    growth::measure(folder.path())?;
    if let Some(large) = large()? {
        println!("\n7,000 residents, 10 million cases: {}", size(&large)?);
        beside(cli.as_deref(), &large, 7, Targets { time: 8.0, memory: 4.0 })?;
        steps::measure(&large)?;
    } else {
        println!("\nTRELLIS_BENCH_LARGE=1 measures 7,000 residents and 10 million cases as well");
    }
    Ok(())
}

/// Returns `DuckDB`'s own command line; `None` where it cannot be had.
fn cli() -> Outcome<Option<PathBuf>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/duckdb-cli");
    let found = Command::new(script).output()?;
    let path = String::from_utf8(found.stdout)?;
    Ok(found.status.success().then(|| PathBuf::from(path.trim())))
}

fn beside(cli: Option<&Path>, file: &Path, runs: usize, targets: Targets) -> Outcome<()> {
    let Some(cli) = cli else {
        println!(
            "  start to complete triage: not measured; scripts/duckdb-cli finds no command line of DuckDB"
        );
        return Ok(());
    };
    starts::compare(cli, file, runs, targets)
}

/// Makes the sample program as `trellis demo` does.
fn sample(folder: &Path) -> Outcome<PathBuf> {
    process::done(Command::new(TRELLIS).args(["demo", "--no-review", "--dir"]).arg(folder))?;
    Ok(folder.join("lakeside.duckdb"))
}

/// Returns the large case file where one is wanted: a path, or 1 for one that is made and kept.
#[expect(clippy::disallowed_methods, reason = "a bench is told by its environment what to run")]
fn large() -> Outcome<Option<PathBuf>> {
    let Some(wanted) = std::env::var_os("TRELLIS_BENCH_LARGE") else { return Ok(None) };
    if wanted != "1" {
        return Ok(Some(wanted.into()));
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-large.duckdb");
    if !file.exists() {
        println!("\nsimulating 7,000 residents and 10 million cases");
        let size = ["--residents", "3000", "--cases-per-resident", "2030"];
        process::done(Command::new(TRELLIS).arg("simulate").args(size).arg("-o").arg(&file))?;
    }
    Ok(Some(file))
}

fn size(file: &Path) -> Outcome<String> {
    Ok(format!("{} MB", file.metadata()?.len() >> 20))
}
