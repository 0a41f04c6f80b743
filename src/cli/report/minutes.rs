//! `trellis report minutes`.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use crate::cli::Exit;
use crate::cli::opening::SpecialtyArgs;
use crate::cli::signing::LedgerArgs;
use crate::cli::telling::tell;
use crate::cli::writing::OutputArgs;
use crate::domain::text::sanitised;
use crate::report::minutes::{self, Titles};

/// Write the minutes of a meeting, from the ledger alone
///
/// Attendance, quorum, recusals, time taken, decisions with their entries, goals, and the checkpoint that proves
/// them. Residents are named by their codes; dissent and remarks are counted, and nobody is quoted. Titles of what
/// was chosen come from the case file where it can be read; its codes stand beside them, and alone where not.
/// Words that were written stand as they were; entries that may speak of health, leave or family, or quote somebody,
/// are named on standard error.
/// Example: trellis report minutes my.duckdb --html -o minutes.html
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct MinutesArgs {
    /// The case file beside which the ledger stands
    #[arg(value_name = "CASES")]
    cases: PathBuf,
    #[command(flatten)]
    specialty: SpecialtyArgs,
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

/// Writes the minutes to `out`, or into the file asked for.
pub fn run(args: &MinutesArgs, out: &mut impl Write) -> Result<Exit> {
    args.output.free()?;
    let ledger = args.ledger.open(&args.cases)?;
    let meetings = ledger.state().meetings();
    let last = meetings.last().map(|meeting| meeting.id.as_str());
    let Some(wanted) = args.meeting.as_deref().or(last) else {
        bail!("no meeting is in the ledger yet; `trellis meeting open` begins one");
    };
    // The ledger may be read where its case file is not.
    let catalog = args.cases.exists().then(|| super::catalog(&args.cases, &args.specialty)).transpose()?;
    let titles = catalog.as_ref().map_or_else(Titles::default, Titles::of);
    let minutes = minutes::of(ledger.state(), wanted, titles).ok_or_else(|| {
        let known: Vec<_> = meetings.iter().map(|meeting| sanitised(&meeting.id)).collect();
        eyre!("there is no meeting {:?}; the ledger has {}", sanitised(wanted), known.join(", "))
    })?;
    let text = if args.html { minutes.html() } else { minutes.markdown() };
    args.output.deliver(&text, out)?;
    for (entry, found) in minutes::delicate(ledger.state(), wanted) {
        let found = sanitised(&found.join(", "));
        tell(format_args!("read entry {entry} again before the minutes go out: {found}"));
    }
    Ok(Exit::Done)
}
