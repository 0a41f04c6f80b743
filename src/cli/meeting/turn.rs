//! One resident's turn in the meeting: begun, spoken in, and ended.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::bail;

use super::room::record;
use super::standing::open_meeting;
use crate::cli::Exit;
use crate::cli::opening::CaseFileArgs;
use crate::cli::signing::ActArgs;
use crate::committee::room;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, Basis};
use crate::ledger::fold::Meeting;
use crate::ledger::store::Ledger;

/// What is recorded while the meeting is at a resident
#[derive(Debug, clap::Subcommand)]
pub enum TurnCommand {
    Begin(BeginArgs),
    Remark(RemarkArgs),
    Strength(StrengthArgs),
}

impl TurnCommand {
    pub fn run(&self, out: &mut impl Write) -> Result<Exit> {
        match self {
            Self::Begin(args) => begin(args, out),
            Self::Remark(args) => remark(args, out),
            Self::Strength(args) => strength(args, out),
        }
    }
}

/// Whom an act is about, and in which ledger
#[derive(clap::Args, Debug)]
pub(super) struct AboutArgs {
    #[command(flatten)]
    pub(super) case_file: CaseFileArgs,
    /// The resident's code
    pub(super) resident: ResidentId,
    #[command(flatten)]
    pub(super) ledger: ActArgs,
}

/// Turn to a resident, and away from the one before
///
/// The minutes count from here. A review that was concluded is opened again with a reason.
/// Example: trellis meeting begin my.duckdb R0042
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct BeginArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// Why a review that was concluded is opened again, in words
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Leave a resident for later
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting leave my.duckdb R0042")]
pub struct LeaveArgs {
    #[command(flatten)]
    about: AboutArgs,
}

/// Conclude a resident's review, once this meeting has recommended something overall
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting conclude my.duckdb R0042")]
pub struct ConcludeArgs {
    #[command(flatten)]
    about: AboutArgs,
}

/// Record what was said about the resident whom the meeting is at
///
/// Example: trellis meeting remark my.duckdb R0042 "calm in two night emergencies" --basis undocumented
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RemarkArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// What was said
    text: String,
    /// What it rests on: documented, undocumented (the speaker saw it) or hearsay
    #[arg(long, value_name = "BASIS")]
    basis: Basis,
}

/// Record something that a resident does well
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example: trellis meeting strength my.duckdb R0042 \"teaches juniors without being asked\""
)]
pub struct StrengthArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// What the resident does well, in words
    text: String,
}

impl AboutArgs {
    /// Opens the ledger of the case file.
    pub(super) fn open(&self) -> Result<Ledger> {
        self.ledger.open(&self.case_file.cases)
    }

    /// Refuses where somebody else leads the meeting: moving it is theirs.
    fn leads(&self, meeting: &Meeting) -> Result<()> {
        match room::led_by_another(meeting, &self.ledger.at.who.actor()?.id) {
            Some(chair) => bail!(
                "nothing was recorded: {} leads this meeting, and moves it; `trellis meeting attend --chair WHO` says who leads",
                sanitised(chair)
            ),
            None => Ok(()),
        }
    }

    /// Records an act about the resident.
    pub(super) fn record(&self, ledger: &mut Ledger, act: Act, out: &mut impl Write) -> Result<Exit> {
        record(&self.ledger, ledger, Some(&self.resident), act, out)
    }
}

/// Records that the meeting turns to a resident; where it is there already, nothing is recorded.
fn begin(args: &BeginArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let open = open_meeting(&ledger)?;
    if open.current.as_ref() == Some(&args.about.resident) {
        bail!("the meeting is at {} already; go on", args.about.resident);
    }
    args.about.leads(open)?;
    let (meeting, reason) = (open.id.clone(), args.reason.as_deref().map(sanitised));
    args.about.record(&mut ledger, Act::ReviewBegun { meeting, reason }, out)
}

/// Records that the meeting leaves a resident for later.
pub fn leave(args: &LeaveArgs, out: &mut impl Write) -> Result<Exit> {
    end(&args.about, false, out)
}

/// Records that the meeting is done with a resident.
pub fn conclude(args: &ConcludeArgs, out: &mut impl Write) -> Result<Exit> {
    end(&args.about, true, out)
}

fn end(about: &AboutArgs, concluded: bool, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = about.open()?;
    let open = open_meeting(&ledger)?;
    about.leads(open)?;
    let meeting = open.id.clone();
    about.record(&mut ledger, Act::ReviewEnded { meeting, concluded }, out)
}

/// Records a remark.
fn remark(args: &RemarkArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let meeting = open_meeting(&ledger)?.id.clone();
    let (basis, text) = (args.basis, sanitised(&args.text));
    args.about.record(&mut ledger, Act::Remarked { meeting, basis, text }, out)
}

/// Records a strength, in a meeting or outside of one.
fn strength(args: &StrengthArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    args.about.record(&mut ledger, Act::StrengthNamed { text: sanitised(&args.text) }, out)
}
