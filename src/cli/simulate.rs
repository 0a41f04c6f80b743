//! `trellis simulate`.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;

use super::Exit;
use super::config::settings::Settings;
use super::telling::show_progress;
use crate::casefile::simulate::sample::{self, Form};
use crate::casefile::simulate::{Plan, simulate};

/// Make a synthetic program of any size
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis simulate -o lakeside.duckdb --residents 45 --seed 1\n\n\
                        N residents in training come with four graduated classes of the same size: \
                        7 / 3 of N in all. The same seed makes the same program.")]
pub struct SimulateArgs {
    /// Write the case file here
    #[arg(short, long, value_name = "CASES", required_unless_present_any = ["csv", "folder"])]
    output: Option<PathBuf>,
    /// Write the program's relations into this folder as CSV files
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    csv: Option<PathBuf>,
    /// The same, with Parquet for relations that have a row a case
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "csv"])]
    folder: Option<PathBuf>,
    /// How many residents are in training
    #[arg(long, value_name = "N", default_value_t = Plan::SAMPLE.residents,
          value_parser = clap::value_parser!(u32).range(3..=100_000))]
    residents: u32,
    /// Which program to make
    #[arg(long, value_name = "S", default_value_t = Plan::SAMPLE.seed)]
    seed: u32,
    /// How many cases a resident meets in three years, about
    #[arg(long, value_name = "M", default_value_t = Plan::SAMPLE.cases_per_resident,
          value_parser = clap::value_parser!(u32).range(100..=3000))]
    cases_per_resident: u32,
    /// Replace what is there already
    #[arg(long)]
    replace: bool,
}

/// Runs the command.
pub fn run(args: &SimulateArgs, out: &mut impl Write) -> Result<Exit> {
    let plan =
        Plan { residents: args.residents, seed: args.seed, cases_per_resident: args.cases_per_resident };
    let mut progress = |what: &str, done: usize, steps: usize| {
        show_progress(&format!("{what}: {done} of {steps}"), false);
    };
    let limits = Settings::read()?.limits()?;
    let (target, made) = match (&args.output, &args.csv, &args.folder) {
        (Some(file), _, _) => (file, simulate(file, &plan, args.replace, limits, &mut progress)),
        (None, Some(csv), _) => {
            (csv, sample::write(csv, Form::Csv, &plan, args.replace, limits, &mut progress))
        }
        (None, None, Some(folder)) => {
            (folder, sample::write(folder, Form::Compact, &plan, args.replace, limits, &mut progress))
        }
        (None, None, None) => return Ok(Exit::Usage),
    };
    show_progress("", true);
    for (relation, rows) in made?.iter().filter(|(_, rows)| *rows > 0) {
        writeln!(out, "{rows:>12}  {relation}")?;
    }
    writeln!(out, "a synthetic program, seed {}: {}", plan.seed, target.display())?;
    Ok(Exit::Done)
}
