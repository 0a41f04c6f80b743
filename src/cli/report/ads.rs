//! `trellis report ads`.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use crate::cli::Exit;
use crate::cli::opening::SpecialtyArgs;
use crate::cli::signing::LedgerArgs;
use crate::cli::telling::tell;
use crate::cli::writing::OutputArgs;
use crate::domain::milestone::Period;
use crate::domain::words::counted;
use crate::report::ads;

/// Write what a half-year's decisions report outside, as CSV
///
/// The level of every current resident in every subcompetency, for entry into ACGME's ADS; with --board, each
/// resident's semi-annual outcome for the board of the specialty. Both come from the overall decisions in the ledger,
/// and say where one is only recommended, and which levels were taken over from last time. What is missing, such as a
/// level that was not given yet, is listed on standard error, and the command then ends with 1.
/// Example: trellis report ads my.duckdb --period 2026-2 -o milestones.csv
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AdsArgs {
    /// The case file that says who is a resident, and beside which the ledger stands
    #[arg(value_name = "CASES")]
    cases: PathBuf,
    #[command(flatten)]
    specialty: SpecialtyArgs,
    /// Decisions recommended in January to June (2026-1) or July to December (2026-2); the last unless given
    #[arg(long, value_name = "PERIOD")]
    period: Option<Period>,
    /// Write the outcomes for the board instead of the milestone levels
    #[arg(long)]
    board: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Writes the table to `out` or into the file asked for, and what it lacks to standard error.
pub fn run(args: &AdsArgs, out: &mut impl Write) -> Result<Exit> {
    args.output.free()?;
    let catalog = super::catalog(&args.cases, &args.specialty)?;
    let ledger = args.ledger.open(&args.cases)?;
    let period = args.period.or_else(|| ads::last_period(&catalog, ledger.state())).ok_or_else(|| {
        eyre!("the ledger has no overall decision yet; the committee recommends on each resident as a whole")
    })?;
    if args.board && catalog.specialty.board.is_none() {
        bail!(
            "{} has no board that asks for an outcome every half-year; leave --board away",
            catalog.specialty.name
        );
    }
    let write = if args.board { ads::board } else { ads::milestones };
    let table = write(&catalog, ledger.state(), period);
    args.output.deliver(&table.csv()?, out)?;
    table.missing.iter().for_each(|line| tell(format_args!("missing: {line}")));
    table.carried.iter().for_each(|line| tell(format_args!("carried: {line}")));
    if !table.recommended.is_empty() {
        let n = counted(table.recommended.len() as u64, "resident");
        tell(format_args!(
            "{n} only recommended in {period}, as the table says; determine before you report"
        ));
    }
    Ok(if table.missing.is_empty() { Exit::Done } else { Exit::Wrong })
}
