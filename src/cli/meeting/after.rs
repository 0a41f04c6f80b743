//! What follows the meeting: release, telling the resident, the resident's answer, and appeals.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail, eyre};

use super::room::record;
use super::turn::AboutArgs;
use crate::cli::Exit;
use crate::cli::config::settings::Settings;
use crate::cli::opening::{self, CaseFileArgs};
use crate::cli::signing::{ActArgs, LedgerArgs, shown};
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::entry::{Act, AppealOutcome};
use crate::ledger::fold::State;
use crate::report::release;
use crate::runtime::papers;
use crate::survey::telling;

/// What is recorded after the meeting
#[derive(Debug, clap::Subcommand)]
pub enum AfterCommand {
    Release(ReleaseArgs),
    ToTell(ToTellArgs),
    Copies(CopiesArgs),
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
            Self::ToTell(args) => to_tell(args, out),
            Self::Copies(args) => copies(args, out),
            Self::Told(args) => told(args, out),
            Self::Acknowledge(args) => acknowledge(args, out),
            Self::State(args) => state(args, out),
            Self::Appeal(args) => appeal(args, out),
            Self::AppealDecided(args) => appeal_decided(args, out),
        }
    }
}

/// Release what was determined, and write each resident's copy and the list of who is to be told
///
/// Nobody is told by it: the list says who is to be told by whom, and `trellis meeting told` ticks off who was.
/// Nothing is released to a resident of whom something recommended is not determined yet. No file is written over:
/// where one stands with another text, the new one has a number behind its name.
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
    /// The folder for the copies and the list, made where it is missing; beside the case file unless given
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    ledger: ActArgs,
}

/// Print who is to be told what was released, and by whom
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting to-tell my.duckdb > to-be-told.md\n\n\
                        It names residents: keep it as you keep their files.")]
pub struct ToTellArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Write copies again, and the list of who is to be told
///
/// Of the residents that are named, or of everybody whom nobody told yet. No file is written over. A copy is a look.
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting copies my.duckdb R0042 --to letters")]
pub struct CopiesArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The residents' codes; everybody whom nobody told yet, unless given
    #[arg(value_name = "RESIDENT")]
    residents: Vec<ResidentId>,
    /// The folder for the copies and the list, made where it is missing; beside the case file unless given
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgs,
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
    // What the copies are made from is read before anything is recorded.
    let case_file = args.case_file.open()?;
    let catalog = case_file.catalog().map_err(|e| opening::named(&args.case_file.cases, e))?;
    let mut ledger = args.ledger.open(&case_file)?;
    let folder = folder(args.to.as_deref(), &args.case_file.cases);
    if let Some(resident) = &args.resident {
        record(&args.ledger, &mut ledger, Some(resident), Act::Released {}, out)?;
        return write_papers((&catalog, ledger.state()), &folder, std::slice::from_ref(resident), out);
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
    if waiting.is_empty() {
        return Ok(Exit::Done);
    }
    write_papers((&catalog, ledger.state()), &folder, &waiting, out)
}

/// Returns the folder that was asked for, or the one beside the case file.
fn folder(asked: Option<&Path>, cases: &Path) -> PathBuf {
    asked.map_or_else(|| papers::folder_beside(cases), Path::to_path_buf)
}

/// Writes the copies of some residents, and the list of everybody whom somebody is yet to tell; nothing over anything.
fn write_papers(
    (catalog, ledger): (&Catalog, &State),
    folder: &Path,
    residents: &[ResidentId],
    out: &mut impl Write,
) -> Result<Exit> {
    let (today, answering) = (opening::today(catalog), Settings::read()?.answering());
    let mut files = release::copies((catalog, ledger), residents, today, &answering)?;
    files.extend(release::list(catalog, ledger, today));
    for file in files {
        let kept = papers::keep(folder, &file.name, &file.text).wrap_err_with(|| {
            format!(
                "what is released is on record, and {} could not be written; `trellis meeting copies` writes it again",
                shown(&folder.join(&file.name))
            )
        })?;
        let verb = if kept.was_there { "was there already, with the same text:" } else { "wrote" };
        writeln!(out, "{verb} {}", shown(&kept.path))?;
    }
    let strangers = residents.iter().filter(|id| catalog.resident(id).is_none());
    for id in strangers {
        writeln!(out, "{id}: no copy, since the resident is not in this case file")?;
    }
    let n = telling::to_tell(catalog, ledger).len() as u64;
    if n > 0 {
        writeln!(
            out,
            "{} to be told by somebody; `trellis meeting told` ticks off who was",
            counted(n, "resident")
        )?;
    }
    Ok(Exit::Done)
}

/// Prints the list of who is to be told.
fn to_tell(args: &ToTellArgs, out: &mut impl Write) -> Result<Exit> {
    let case_file = args.case_file.open()?;
    let catalog = case_file.catalog().map_err(|e| opening::named(&args.case_file.cases, e))?;
    let ledger = args.ledger.open(&case_file)?;
    match release::list(&catalog, ledger.state(), opening::today(&catalog)) {
        Some(list) => out.write_all(list.text.as_bytes())?,
        None => writeln!(out, "nobody is to be told: of all that was released, somebody told the resident")?,
    }
    Ok(Exit::Done)
}

/// Writes copies again.
fn copies(args: &CopiesArgs, out: &mut impl Write) -> Result<Exit> {
    let case_file = args.case_file.open()?;
    let catalog = case_file.catalog().map_err(|e| opening::named(&args.case_file.cases, e))?;
    let mut ledger = args.ledger.open(&case_file)?;
    if let Some(unknown) = args.residents.iter().find(|id| catalog.resident(id).is_none()) {
        bail!("there is no resident {unknown}; `trellis triage` lists the codes");
    }
    let untold =
        || telling::to_tell(&catalog, ledger.state()).into_iter().map(|one| one.id.clone()).collect();
    let residents: Vec<_> = if args.residents.is_empty() { untold() } else { args.residents.clone() };
    if residents.is_empty() {
        writeln!(out, "nobody is to be told; name the residents whose copies you want")?;
        return Ok(Exit::Done);
    }
    for resident in &residents {
        args.ledger.viewed(&mut ledger, resident, "resident's copy");
    }
    let folder = folder(args.to.as_deref(), &args.case_file.cases);
    write_papers((&catalog, ledger.state()), &folder, &residents, out)
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
