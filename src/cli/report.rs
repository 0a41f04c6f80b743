//! `trellis report`.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::Exit;
use super::signing::LedgerArgs;
use super::writing::OutputArgs;
use crate::domain::text::sanitised;
use crate::report::minutes::Minutes;

/// Write what leaves a meeting
#[derive(clap::Args, Debug)]
pub struct ReportArgs {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(Debug, Subcommand)]
enum ReportCommand {
    Minutes(MinutesArgs),
}

/// Write the minutes of a meeting, from the ledger alone
///
/// Attendance, quorum, recusals, decisions with their entries, goals, and the checkpoint that proves them.
/// Residents are named by their codes; dissent is counted, and nobody is quoted.
/// Example: trellis report minutes my.duckdb --html -o minutes.html
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct MinutesArgs {
    /// The case file beside which the ledger stands
    #[arg(value_name = "CASES")]
    cases: PathBuf,
    /// The meeting's identifier; the last one unless given
    #[arg(long, value_name = "ID")]
    meeting: Option<String>,
    /// Write one HTML file instead of Markdown
    #[arg(long)]
    html: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Writes what is asked for.
pub fn run(args: &ReportArgs, out: &mut impl Write) -> Result<Exit> {
    let ReportCommand::Minutes(args) = &args.command;
    args.output.free()?;
    let ledger = args.ledger.open(&args.cases)?;
    let meetings = ledger.state().meetings();
    let last = meetings.last().map(|meeting| meeting.id.as_str());
    let Some(wanted) = args.meeting.as_deref().or(last) else {
        bail!("no meeting is in the ledger yet; `trellis meeting open` begins one");
    };
    let minutes = Minutes::of(ledger.state(), wanted).ok_or_else(|| {
        let known: Vec<_> = meetings.iter().map(|meeting| sanitised(&meeting.id)).collect();
        eyre!("there is no meeting {:?}; the ledger has {}", sanitised(wanted), known.join(", "))
    })?;
    let text = if args.html { minutes.html() } else { minutes.markdown() };
    args.output.deliver(&text, out)?;
    Ok(Exit::Done)
}
