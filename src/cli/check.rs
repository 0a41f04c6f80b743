//! `trellis check`.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;

use super::Exit;
use super::config::settings::Settings;
use super::opening::{self, SpecialtyArgs, named};
use crate::casefile::check::{self, Finding, Report, Weight};
use crate::casefile::open::CaseFile;
use crate::casefile::specialty::InForce;
use crate::domain::text::sanitised;
use crate::ledger::fold::State;
use crate::prompts::Thresholds;
use crate::survey::bearing::Bearing;
use crate::ui::words;

/// Report on a case file's data quality
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:\n  trellis check program.duckdb\n\n\
    Ends with 0 where nothing is wrong, and with 1 where something is or the file cannot be read.\n\
    A gap, such as a missing age, is listed and is not wrong. Nor is what stands to be weighed:\n\
    with whom residents are compared, which rules are silent, and what departs from what the statistics take for granted.")]
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
    let bearing = bearing(args, in_force);
    if args.json {
        let mut value = serde_json::to_value(&report)?;
        value["bearing"] = serde_json::to_value(&bearing)?;
        serde_json::to_writer_pretty(&mut *out, &value)?;
        writeln!(out)?;
    } else {
        print(&report, bearing.as_ref(), out)?;
    }
    Ok(if report.is_wrong() { Exit::Wrong } else { Exit::Done })
}

/// Works out what the data can bear; nothing of a file that cannot be read, of which the report says so.
fn bearing(args: &CheckArgs, in_force: InForce) -> Option<Bearing> {
    let limits = Settings::read().ok()?.limits().ok()?;
    let case_file =
        CaseFile::open(&args.cases, in_force, opening::today_in_utc(), limits, &mut |_, _| {}).ok()?;
    let (_, survey) = opening::survey(&case_file, &State::default(), &Thresholds::default()).ok()?;
    Some(survey.bearing)
}

fn print(report: &Report, bearing: Option<&Bearing>, out: &mut impl Write) -> Result<()> {
    for finding in &report.findings {
        print_finding(finding, out)?;
        writeln!(out)?;
    }
    if let Some(bearing) = bearing {
        writeln!(out, "what the data can bear")?;
        for line in words::bearing(bearing) {
            writeln!(out, "  {}", sanitised(&line))?;
        }
        writeln!(out)?;
    }
    let weighs = bearing.map_or(0, |bearing| {
        bearing.limits.len() + bearing.groups.iter().filter(|group| !group.silent.is_empty()).count()
    });
    let to_weigh = if weighs == 0 { String::new() } else { format!("; to weigh: {weighs}") };
    let count = |weight| report.findings.iter().filter(|f| f.weight == weight).count();
    let (wrong, gaps) = (count(Weight::Wrong), count(Weight::Gap));
    match (wrong, gaps) {
        (0, 0) => writeln!(out, "nothing is wrong and nothing is missing{to_weigh}")?,
        (0, _) => writeln!(out, "nothing is wrong; gaps: {gaps}{to_weigh}")?,
        _ => writeln!(out, "wrong: {wrong}; gaps: {gaps}{to_weigh}")?,
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
