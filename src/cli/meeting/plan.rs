//! `trellis meeting plan`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{WrapErr as _, bail, eyre};
use color_eyre::{Report, Result};

use crate::cli::Exit;
use crate::cli::opening::{self, CaseFileArgs};
use crate::cli::signing::{LedgerArgs, shown};
use crate::cli::writing::written;
use crate::committee::plan::agenda::{self, Wanted};
use crate::committee::plan::{Committee, GREATEST_SEED, MOST_MINUTES, PlanFile, check, class};
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::fold::State;
use crate::ledger::place::LedgerPlace;

/// Minutes for a resident unless told: between the 4 and the 9 of a review that is well prepared.
const MINUTES: u16 = 6;

/// How triage names the class of a resident whose training time is unknown.
const NO_CLASS: &str = "—";

/// Write the plan of a meeting, or check one that was edited
///
/// The residents in an order drawn from a seed, begun elsewhere at each meeting,
/// and for each a primary reviewer: shared evenly, and not the resident's own
/// coach where it can be avoided. The plan is a TOML file to edit; docs/meeting.md
/// says what stands in it and in the committee's file.
///
/// Examples:
///   trellis meeting plan my.duckdb --committee committee.toml -o plan.toml
///   trellis meeting plan my.duckdb --check plan.toml
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct PlanArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// Who belongs to the committee, as TOML
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    committee: Option<PathBuf>,
    /// Write the plan here
    #[arg(short, long, value_name = "PLAN", required_unless_present = "check")]
    output: Option<PathBuf>,
    /// Say what does not hold in this plan, and write nothing
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["output", "meeting", "title", "class", "seed", "held", "minutes", "replace", "ledger"])]
    check: Option<PathBuf>,
    /// The meeting's identifier in the ledger; the next number, as M3, unless given
    #[arg(long, value_name = "ID")]
    meeting: Option<String>,
    /// The meeting's title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Review this clinical year only, as CA-3; may be given several times
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// What the order is drawn from; keep it from meeting to meeting
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=GREATEST_SEED))]
    seed: u64,
    /// How many meetings were held before; those of the ledger unless given
    #[arg(long, value_name = "N")]
    held: Option<usize>,
    /// Minutes for each resident
    #[arg(long, value_name = "N", default_value_t = MINUTES, value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_MINUTES)))]
    minutes: u16,
    /// Replace the plan if it exists
    #[arg(long)]
    replace: bool,
    /// The ledger that knows the meetings before; beside the case file unless given
    #[arg(long, value_name = "LEDGER")]
    ledger: Option<LedgerPlace>,
}

/// Writes a plan, or says what does not hold in one.
pub fn plan(args: &PlanArgs, out: &mut impl Write) -> Result<Exit> {
    let committee = args.committee.as_deref().map(committee).transpose()?;
    if let Some(plan) = &args.check {
        return checked(plan, args, committee.as_ref(), out);
    }
    let (Some(committee), Some(output)) = (&committee, &args.output) else { return Ok(Exit::Usage) };
    planned(output, args, committee, out)
}

/// Draws up a plan and writes it.
fn planned(output: &Path, args: &PlanArgs, committee: &Committee, out: &mut impl Write) -> Result<Exit> {
    if !args.replace && output.exists() {
        bail!("{} is there already; give another name, or --replace", shown(output));
    }
    let catalog = catalog(&args.case_file)?;
    let ledger = LedgerArgs { ledger: args.ledger.clone(), ..LedgerArgs::default() };
    let ledger = ledger.open(&args.case_file.cases)?;
    let meetings = ledger.state().meetings();
    let held = args.held.unwrap_or(meetings.len());
    let (meeting, title) = named(meetings.len() + 1);
    let meeting = args.meeting.clone().unwrap_or(meeting);
    if meetings.iter().any(|held| held.id == meeting) {
        bail!("the meeting {} is in the ledger already; give another with --meeting", sanitised(&meeting));
    }
    let title = args.title.as_deref().map_or(title, sanitised);
    let wanted = Wanted {
        catalog: &catalog,
        committee,
        classes: &args.class,
        seed: args.seed,
        held,
        minutes: args.minutes,
    };
    let file = agenda::file(&wanted, meeting, title)?;
    if let Some(fault) = check::file(&file, &catalog).into_iter().next() {
        bail!("no plan was written: {fault}");
    }
    written(output, &file.written(&catalog), args.replace)?;
    summary(&file, Some(committee), &catalog, out)?;
    let unknown = class::classes(&catalog).remove(NO_CLASS).unwrap_or(0);
    if !args.class.is_empty() && unknown > 0 && !args.class.iter().any(|class| class == NO_CLASS) {
        writeln!(
            out,
            "no class    {unknown}, whose first day of training is unknown; --class {NO_CLASS} reviews them"
        )?;
    }
    let before = if held == 1 { "1 meeting".to_owned() } else { format!("{held} meetings") };
    writeln!(out, "order       drawn from seed {}, after {before} before", args.seed)?;
    writeln!(out, "in          {}", shown(output))?;
    writeln!(
        out,
        "\nEdit it as you like, then: trellis meeting plan {} --check {}",
        shown(&args.case_file.cases),
        shown(output)
    )?;
    Ok(Exit::Done)
}

/// Draws up the plan of the next meeting as the command does unless told otherwise.
pub(in crate::cli) fn next_plan(
    committee: &Committee,
    catalog: &Catalog,
    ledger: &State,
) -> Result<PlanFile> {
    let held = ledger.meetings().len();
    let wanted = Wanted { catalog, committee, classes: &[], seed: 1, held, minutes: MINUTES };
    let (meeting, title) = named(held + 1);
    Ok(agenda::file(&wanted, meeting, title)?)
}

/// Names a meeting that nobody named.
fn named(number: usize) -> (String, String) {
    (format!("M{number}"), format!("Meeting {number}"))
}

/// Says what does not hold in a plan.
fn checked(
    path: &Path,
    args: &PlanArgs,
    committee: Option<&Committee>,
    out: &mut impl Write,
) -> Result<Exit> {
    let file = plan_file(path)?;
    let catalog = catalog(&args.case_file)?;
    let faults = check::file(&file, &catalog);
    if faults.is_empty() {
        summary(&file, committee, &catalog, out)?;
        let left = agenda::left_out(&file.plan, &catalog);
        listed("left out", &left, " (others of their year are on the agenda)", out)?;
        writeln!(out, "holds       nothing is wrong with {}", shown(path))?;
        return Ok(Exit::Done);
    }
    faults.iter().try_for_each(|fault| writeln!(out, "{}", sanitised(&fault.to_string())))?;
    Ok(Exit::Wrong)
}

/// Says how long the meeting will be, who reviews how many, and what the chair should know of it.
fn summary(
    file: &PlanFile,
    committee: Option<&Committee>,
    catalog: &Catalog,
    out: &mut impl Write,
) -> Result<()> {
    let plan = &file.plan;
    let minutes: u32 = plan.agenda.iter().map(|slot| u32::from(slot.minutes)).sum();
    writeln!(out, "meeting     {}: {}", sanitised(&file.meeting), sanitised(&file.title))?;
    writeln!(out, "residents   {} of {} current", plan.agenda.len(), catalog.current().count())?;
    writeln!(out, "minutes     {minutes} in all ({} h {:02} min)", minutes / 60, minutes % 60)?;
    for (at, (member, n)) in agenda::shares(plan).filter(|(member, _)| member.votes).enumerate() {
        writeln!(out, "{:<11} {n:>3}  {}", if at == 0 { "reviewers" } else { "" }, sanitised(&member.id))?;
    }
    let without: Vec<_> =
        plan.agenda.iter().filter(|slot| slot.reviewer.is_none()).map(|slot| &slot.resident).collect();
    listed("no reviewer", &without, "", out)?;
    for (at, recusal) in file.recusals.iter().enumerate() {
        let head = if at == 0 { "recused" } else { "" };
        writeln!(out, "{head:<11} {} for {}", sanitised(&recusal.member), recusal.resident)?;
    }
    if let Some(committee) = committee {
        let own = agenda::by_own_coach(plan, committee, catalog);
        listed("own coach", &own, " (reviewed by their own coach; recuse that member, or change it)", out)?;
        for seat in agenda::coaching_nobody(committee, catalog) {
            let name = seat.name.as_deref().unwrap_or_default();
            writeln!(
                out,
                "coaches     nobody: {} ({name}); is the name as in the case file?",
                seat.member.id
            )?;
        }
    }
    Ok(())
}

fn listed(what: &str, residents: &[&ResidentId], why: &str, out: &mut impl Write) -> Result<()> {
    if !residents.is_empty() {
        let ids: Vec<_> = residents.iter().map(|id| id.as_str()).collect();
        writeln!(out, "{what:<11} {}{why}", ids.join(", "))?;
    }
    Ok(())
}

/// Reads a plan.
pub(super) fn plan_file(path: &Path) -> Result<PlanFile> {
    PlanFile::read(&text(path, "plan")?).map_err(|mistake| unfit(path, "plan", &mistake.to_string()))
}

/// Reads a plan that holds for a case file.
pub(in crate::cli) fn checked_plan(path: &Path, catalog: &Catalog) -> Result<PlanFile> {
    let file = plan_file(path)?;
    match check::file(&file, catalog).into_iter().next() {
        Some(fault) => Err(unfit(path, "plan", &fault.to_string())),
        None => Ok(file),
    }
}

/// Reads whom a case file knows.
pub(in crate::cli) fn catalog(case_file: &CaseFileArgs) -> Result<Catalog> {
    let opened = case_file.open()?;
    opened.catalog().map_err(|e| opening::named(&case_file.cases, e))
}

fn committee(path: &Path) -> Result<Committee> {
    let read = Committee::read(&text(path, "committee")?);
    let committee = read.map_err(|mistake| unfit(path, "committee", &mistake.to_string()))?;
    match check::committee(&committee).into_iter().next() {
        Some(fault) => Err(unfit(path, "committee", &fault.to_string())),
        None => Ok(committee),
    }
}

fn text(path: &Path, what: &str) -> Result<String> {
    fs::read_to_string(path).wrap_err_with(|| format!("the {what} file {} could not be read", shown(path)))
}

fn unfit(path: &Path, what: &str, why: &str) -> Report {
    eyre!("the {what} file {} does not hold: {}", shown(path), sanitised(why))
}
