//! How fast the program is, as ratios in one run against `DuckDB` answering the same questions bare.
//!
//! `docs/benchmarks.md` says how to run it and what it found.

mod bare;
mod figures;
mod growth;
mod ledger;
mod process;
mod starts;
mod steps;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The program as `make install` builds it.
const TRELLIS: &str = env!("CARGO_BIN_EXE_trellis");

fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, bare, file] = arguments.as_slice()
        && bare == bare::FLAG
    {
        return Ok(bare::answer(Path::new(file))?);
    }
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
    starts::compare(&sample, 15, 1.5)?;
    steps::measure(&sample)?;
    ledger::measure(folder.path())?;
    growth::measure(folder.path())?;
    if let Some(large) = large()? {
        println!("\n7,000 residents, 10 million cases: {}", size(&large)?);
        starts::compare(&large, 7, 2.0)?;
        steps::measure(&large)?;
    } else {
        println!("\nTRELLIS_BENCH_LARGE=1 measures 7,000 residents and 10 million cases as well");
    }
    Ok(())
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
