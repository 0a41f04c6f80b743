//! What follows the meeting: release, telling the resident, the resident's answer, and appeals.

use std::io::Write;

use chrono::NaiveDate;
use color_eyre::Result;
use color_eyre::eyre::eyre;

use super::room::record;
use super::turn::AboutArgs;
use crate::cli::Exit;
use crate::cli::opening::CaseFileArgs;
use crate::cli::signing::ActArgs;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, AppealOutcome};

/// What is recorded after the meeting
#[derive(Debug, clap::Subcommand)]
pub enum AfterCommand {
    Release(ReleaseArgs),
    Told(ToldArgs),
    Acknowledge(AcknowledgeArgs),
    State(StateArgs),
    Appeal(AppealArgs),
    AppealDecided(AppealDecidedArgs),
}

impl AfterCommand {
    pub fn run(&self, out: &mut impl Write) -> Result<Exit> {
        match self {
            Self::Release(args) => release(args, out),
            Self::Told(args) => told(args, out),
            Self::Acknowledge(args) => acknowledge(args, out),
            Self::State(args) => state(args, out),
            Self::Appeal(args) => appeal(args, out),
            Self::AppealDecided(args) => appeal_decided(args, out),
        }
    }
}

/// Release what was determined to the resident
///
/// Nothing is released to a resident of whom something recommended is not determined yet.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting release my.duckdb --all --as lin --role program_director")]
pub struct ReleaseArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    resident: Option<ResidentId>,
    /// Everybody of whom something is determined and not released, and nothing waits
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Tick off that somebody told the resident what was released last: on which day, and who
///
/// A release tells nobody. Whoever talked with the resident, or keeps the record, records it here.
/// Example: trellis meeting told my.duckdb R0042 --on 2026-12-10 --by "Dr. Lin, who coaches"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ToldArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// The day on which the resident was told
    #[arg(long, value_name = "DAY")]
    on: NaiveDate,
    /// Who told the resident
    #[arg(long, value_name = "TEXT")]
    by: String,
}

/// Record that the resident has read what was released last
///
/// A resident with a key of their own signs with `--as CODE --role resident`; else who keeps the record does.
/// Example: trellis meeting acknowledge my.duckdb R0042 --as R0042 --role resident
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AcknowledgeArgs {
    #[command(flatten)]
    about: AboutArgs,
}

/// Record the resident's own words on what was released
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting state my.duckdb R0042 \"I see my nights otherwise\" \
                        --as R0042 --role resident")]
pub struct StateArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// What the resident says
    text: String,
}

/// Lodge the resident's appeal against a determination that was released
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Example: trellis meeting appeal my.duckdb R0042 118 \"the nights were not counted\" \
                        --as R0042 --role resident"
)]
pub struct AppealArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// The determination, by the number of its entry
    #[arg(value_name = "ENTRY")]
    determination: u64,
    /// Why, in words
    text: String,
}

/// Record how an appeal ended
///
/// The determination itself is changed by a decision of its own, which supersedes it.
/// Example: trellis meeting appeal-decided my.duckdb R0042 131 remitted --reason "the nights are counted anew"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AppealDecidedArgs {
    #[command(flatten)]
    about: AboutArgs,
    /// The appeal, by the number of its entry
    appeal: u64,
    /// How it ended: upheld, dismissed or remitted
    outcome: AppealOutcome,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Releases to one resident, or to everybody who waits, and says who was left and why.
fn release(args: &ReleaseArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    if let Some(resident) = &args.resident {
        return record(&args.ledger, &mut ledger, Some(resident), Act::Released {}, out);
    }
    let (mut waiting, mut left) = (Vec::new(), Vec::new());
    for (id, known) in ledger.state().residents() {
        match known.undetermined().min() {
            Some(entry) => left.push((id.clone(), entry)),
            None if known.has_news() => waiting.push(id.clone()),
            None => {}
        }
    }
    if waiting.is_empty() {
        writeln!(out, "nothing waits to be released")?;
    }
    for resident in &waiting {
        write!(out, "{resident}: ")?;
        record(&args.ledger, &mut ledger, Some(resident), Act::Released {}, out)?;
    }
    for (resident, entry) in left {
        writeln!(out, "{resident}: left, since entry {entry} is recommended and not determined yet")?;
    }
    Ok(Exit::Done)
}

/// Records that somebody told the resident of the last release.
fn told(args: &ToldArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let known = ledger.state().resident(&args.about.resident);
    let last = known.and_then(|known| known.releases().last()).ok_or_else(|| {
        eyre!(
            "nothing was released to {} yet; `trellis meeting release` comes before telling",
            args.about.resident
        )
    })?;
    let (release, on, by) = (last.entry, args.on, sanitised(&args.by));
    args.about.record(&mut ledger, Act::ResidentTold { release, on, by }, out)
}

/// Records the acknowledgement of the last release.
fn acknowledge(args: &AcknowledgeArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let known = ledger.state().resident(&args.about.resident);
    let last = known.and_then(|known| known.releases().last()).ok_or_else(|| {
        eyre!("nothing was released to {} yet; there is nothing to acknowledge", args.about.resident)
    })?;
    let release = last.entry;
    args.about.record(&mut ledger, Act::ReleaseAcknowledged { release }, out)
}

/// Records a statement.
fn state(args: &StateArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    args.about.record(&mut ledger, Act::Stated { text: sanitised(&args.text) }, out)
}

/// Records an appeal.
fn appeal(args: &AppealArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let (determination, text) = (args.determination, sanitised(&args.text));
    args.about.record(&mut ledger, Act::AppealLodged { determination, text }, out)
}

/// Records the end of an appeal.
fn appeal_decided(args: &AppealDecidedArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.about.open()?;
    let (appeal, outcome, reason) = (args.appeal, args.outcome, sanitised(&args.reason));
    args.about.record(&mut ledger, Act::AppealDecided { appeal, outcome, reason }, out)
}
