//! The meeting itself: opened by its plan, attended, and closed.

use std::io::Write;
use std::path::PathBuf;

use color_eyre::Result;
use color_eyre::eyre::bail;

use super::standing::{open_meeting, quorum};
use crate::cli::Exit;
use crate::cli::opening::CaseFileArgs;
use crate::cli::signing::ActArgs;
use crate::committee::plan::check;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;
use crate::ledger::store::Ledger;
use crate::ui::words;

/// Open a meeting by its plan
///
/// From here on its members can seal their ratings; it begins when attendance is taken.
/// Example: trellis meeting open my.duckdb plan.toml --as lin
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct OpenArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The plan, as `trellis meeting plan` writes it
    plan: PathBuf,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Say who is there
///
/// The first time begins the meeting; anybody who comes or goes later is told in the same way.
/// Example: trellis meeting attend my.duckdb --chair lin haddad okoro nwosu lin
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AttendArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// Everybody who is there, as the plan names them
    #[arg(required = true, value_name = "WHO")]
    present: Vec<String>,
    /// Who chairs; one of those present
    #[arg(long, value_name = "WHO")]
    chair: String,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Record that a member takes no part in one resident's review
///
/// Example: trellis meeting recuse my.duckdb R0042 haddad --reason "coaches the resident"
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RecuseArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    resident: ResidentId,
    /// The member
    member: String,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Take the recusal back: the member takes part again
    #[arg(long)]
    ended: bool,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Call the sealed ratings of one resident, so that they are opened
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting call my.duckdb R0042")]
pub struct CallArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    resident: ResidentId,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Close the meeting, with a checkpoint over all entries
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting close my.duckdb")]
pub struct CloseArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Records the opening and the plan; a plan that does not hold opens nothing.
pub fn open(args: &OpenArgs, out: &mut impl Write) -> Result<Exit> {
    let file = super::plan::plan_file(&args.plan)?;
    let catalog = super::plan::catalog(&args.case_file)?;
    if let Some(fault) = check::file(&file, &catalog).into_iter().next() {
        bail!("nothing was recorded: {fault}");
    }
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    // An opening that the machine stopped in the middle is gone on with.
    let begun = ledger.state().open_meeting().filter(|open| open.id == file.meeting);
    let planned = begun.is_some_and(|open| open.plan.as_ref() == Some(&file.plan));
    let left: Vec<_> = file.unrecorded(begun).cloned().collect();
    if !begun.is_some_and(|open| open.plan.is_none() || planned && !left.is_empty()) {
        let act = Act::MeetingOpened { meeting: file.meeting.clone(), title: file.title };
        record(&args.ledger, &mut ledger, None, act, out)?;
    }
    if !planned {
        let act = Act::MeetingPlanned { meeting: file.meeting.clone(), plan: file.plan };
        record(&args.ledger, &mut ledger, None, act, out)?;
    }
    for recusal in left {
        record(&args.ledger, &mut ledger, Some(&recusal.resident), recusal.act(&file.meeting), out)?;
    }
    Ok(Exit::Done)
}

/// Records who is there, and says how the quorum stands.
pub fn attend(args: &AttendArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let meeting = open_meeting(&ledger)?.id.clone();
    let (chair, present) = (args.chair.clone(), args.present.clone());
    let act = Act::AttendanceTaken { meeting, chair, present };
    let exit = record(&args.ledger, &mut ledger, None, act, out)?;
    writeln!(out, "{}", quorum(open_meeting(&ledger)?))?;
    Ok(exit)
}

/// Records a recusal.
pub fn recuse(args: &RecuseArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let meeting = open_meeting(&ledger)?.id.clone();
    let (member, reason) = (args.member.clone(), sanitised(&args.reason));
    let act = if args.ended {
        Act::RecusalEnded { meeting, member, reason }
    } else {
        Act::Recused { meeting, member, reason }
    };
    record(&args.ledger, &mut ledger, Some(&args.resident), act, out)
}

/// Records that the ratings are called.
pub fn call(args: &CallArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let meeting = open_meeting(&ledger)?.id.clone();
    let act = Act::RatingsCalled { meeting };
    record(&args.ledger, &mut ledger, Some(&args.resident), act, out)
}

/// Records the end of the meeting; the ledger adds its checkpoint.
pub fn close(args: &CloseArgs, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = args.ledger.open(&args.case_file.cases)?;
    let meeting = open_meeting(&ledger)?.id.clone();
    record(&args.ledger, &mut ledger, None, Act::MeetingClosed { meeting }, out)
}

/// Records an act of the meeting, and says what was recorded.
pub(super) fn record(
    args: &ActArgs,
    ledger: &mut Ledger,
    resident: Option<&ResidentId>,
    act: Act,
    out: &mut impl Write,
) -> Result<Exit> {
    let entry = &args.record(ledger, resident, act)?.entry;
    writeln!(out, "entry {}: {}", entry.seq, words::act(&entry.act))?;
    Ok(Exit::Done)
}
