//! `trellis check`.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;

use super::Exit;
use super::config::settings::Settings;
use super::opening::{self, SpecialtyArgs, named};
use crate::casefile::check::{self, Finding, Report, Weight};
use crate::domain::text::sanitised;

/// Report on a case file's data quality
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  trellis check program.duckdb\n\n\
    Ends with 0 where nothing is wrong, and with 1 where something is or the file cannot be read.\n\
    A gap, such as a missing age, is listed and is not wrong.")]
pub struct CheckArgs {
    /// The case file
    cases: PathBuf,
    /// A folder of definitions that add to those of the specialty or override them
    #[arg(long, value_name = "DIR")]
    definitions: Option<PathBuf>,
    #[command(flatten)]
    specialty: SpecialtyArgs,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &CheckArgs, out: &mut impl Write) -> Result<Exit> {
    let in_force = args.specialty.folder()?.in_force(args.definitions.as_deref())?;
    let limits = Settings::read()?.limits()?;
    let report = check::check_file(&args.cases, &in_force, limits, opening::today_in_utc())
        .map_err(|error| named(&args.cases, error))?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        print(&report, out)?;
    }
    Ok(if report.is_wrong() { Exit::Wrong } else { Exit::Done })
}

fn print(report: &Report, out: &mut impl Write) -> Result<()> {
    for finding in &report.findings {
        print_finding(finding, out)?;
        writeln!(out)?;
    }
    let count = |weight| report.findings.iter().filter(|f| f.weight == weight).count();
    let (wrong, gaps) = (count(Weight::Wrong), count(Weight::Gap));
    match (wrong, gaps) {
        (0, 0) => writeln!(out, "nothing is wrong and nothing is missing")?,
        (0, _) => writeln!(out, "nothing is wrong; gaps: {gaps}")?,
        _ => writeln!(out, "wrong: {wrong}; gaps: {gaps}")?,
    }
    Ok(())
}

/// Prints one finding with its places and what to do.
pub(super) fn print_finding(finding: &Finding, out: &mut impl Write) -> Result<()> {
    let places = if finding.n == 1 { "1 place".to_owned() } else { format!("{} places", finding.n) };
    writeln!(out, "{}: {} ({places})", finding.weight, sanitised(&finding.what))?;
    for example in &finding.examples {
        writeln!(out, "  {}", sanitised(example))?;
    }
    let more = finding.n.saturating_sub(finding.examples.len() as u64);
    if more > 0 && !finding.examples.is_empty() {
        writeln!(out, "  and {more} more")?;
    }
    writeln!(out, "  to do: {}", finding.advice)?;
    Ok(())
}
