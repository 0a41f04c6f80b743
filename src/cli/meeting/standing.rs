//! How the meeting stands: quorum, and for each resident who has rated.

use std::io::Write;

use chrono::{DateTime, TimeDelta, Utc};
use color_eyre::Result;
use color_eyre::eyre::eyre;

use crate::cli::Exit;
use crate::cli::opening::{self, CaseFileArgs};
use crate::cli::signing::LedgerArgs;
use crate::domain::meeting::{Count, Plan, Slot};
use crate::domain::text::sanitised;
use crate::domain::zone::Zone;
use crate::ledger::fold::{Meeting, Review, State};
use crate::ledger::store::Ledger;

/// Say how the open meeting stands: whom it is at, who has rated, what is decided
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis meeting status my.duckdb\n\n\
                        No rating is printed here before it is revealed, and no name of a resident ever.")]
pub struct StatusArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Prints the agenda with what is done.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub fn status(args: &StatusArgs, out: &mut impl Write) -> Result<Exit> {
    let ledger = args.ledger.open(&args.case_file.cases)?;
    let meeting = open_meeting(&ledger)?;
    let zone = zone(&args.case_file)?;
    writeln!(out, "{} ({}), opened {}", sanitised(&meeting.title), meeting.id, zone.time(meeting.opened_at))?;
    writeln!(out, "{}", quorum(meeting))?;
    let Some(plan) = &meeting.plan else { return Ok(Exit::Done) };
    let now = Utc::now();
    writeln!(out, "{}", place(meeting, plan, now))?;
    for (n, slot) in plan.agenda.iter().enumerate() {
        let line = line(ledger.state(), meeting, plan, slot, now);
        writeln!(out, "{:>3}  {:<10} {:>3} min  {line}", n + 1, slot.resident, slot.minutes)?;
    }
    Ok(Exit::Done)
}

/// Returns the clock that the program goes by, as far as there is a case file to say so.
fn zone(case_file: &CaseFileArgs) -> Result<Zone> {
    if !case_file.cases.exists() {
        return Ok(Zone::NOT_NAMED);
    }
    let catalog = case_file.open()?.catalog().map_err(|e| opening::named(&case_file.cases, e))?;
    Ok(catalog.program.zone)
}

/// Returns the meeting that is open.
pub(super) fn open_meeting(ledger: &Ledger) -> Result<&Meeting> {
    let open = ledger.state().open_meeting();
    open.ok_or_else(|| eyre!("no meeting is open; open one with `trellis meeting open CASES PLAN`"))
}

/// Says who is there, against what the plan asks for.
pub(super) fn quorum(meeting: &Meeting) -> String {
    let Some(plan) = &meeting.plan else {
        return "no plan is recorded, so that no quorum is asked for".to_owned();
    };
    let wanted = format!("{} of the faculty, {} of them core", plan.quorum.faculty, plan.quorum.core);
    let Some(attendance) = &meeting.attendance else {
        return format!("attendance not taken yet; it takes {wanted}");
    };
    let Count { faculty, core, reached } = plan.quorum.count(meeting.present());
    let verdict = if reached { "a quorum" } else { "no quorum: reviewing goes on, deciding does not" };
    format!(
        "present: {}; {} chairs; {faculty} of the faculty, {core} of them core (it takes {wanted}): {verdict}",
        attendance.present.iter().map(|id| sanitised(id)).collect::<Vec<_>>().join(", "),
        sanitised(&attendance.chair),
    )
}

/// Says whom the meeting is at, how many reviews are concluded, and the minutes of all turns.
fn place(meeting: &Meeting, plan: &Plan, now: DateTime<Utc>) -> String {
    let at = meeting.current.as_ref().map_or("nobody".to_owned(), ToString::to_string);
    let reviews = || plan.agenda.iter().filter_map(|slot| meeting.review(&slot.resident));
    let concluded = reviews().filter(|review| review.is_concluded()).count();
    let taken: TimeDelta = reviews().map(|review| review.taken(now)).sum();
    let planned: u32 = plan.agenda.iter().map(|slot| u32::from(slot.minutes)).sum();
    format!(
        "at {at}; {concluded} of {} concluded; {} of {planned} minutes taken",
        plan.agenda.len(),
        taken.num_minutes()
    )
}

/// Says how far one resident's review is, and its minutes; `None` where the meeting was never at the resident.
fn turns(meeting: &Meeting, slot: &Slot, now: DateTime<Utc>) -> Option<String> {
    let review = meeting.review(&slot.resident).filter(|review| !review.turns.is_empty())?;
    let stands = match &meeting.current {
        Some(current) if *current == slot.resident => "reviewed now",
        _ if review.is_concluded() => "concluded",
        _ => "left for later",
    };
    Some(format!("{stands}, {} min taken", review.taken(now).num_minutes()))
}

/// Says what was done about one resident, and nothing of what a sealed card says.
fn line(state: &State, meeting: &Meeting, plan: &Plan, slot: &Slot, now: DateTime<Utc>) -> String {
    let review = meeting.review(&slot.resident);
    let recused = |id: &str| review.is_some_and(|review| review.recused.contains_key(id));
    let sealed = |id: &str| review.is_some_and(|review| review.seals.contains_key(id));
    let raters = || plan.members.iter().filter(|member| member.votes && !recused(&member.id));
    let missing: Vec<_> = raters().filter(|member| !sealed(&member.id)).map(|m| sanitised(&m.id)).collect();
    let mut said: Vec<_> = turns(meeting, slot, now).into_iter().collect();
    said.push(format!("rated by {} of {}", raters().count() - missing.len(), raters().count()));
    if !missing.is_empty() {
        said.push(format!("missing {}", missing.join(", ")));
    }
    let ratings = || review.into_iter().flat_map(Review::ratings).map(|(_, seal)| seal);
    let late = ratings().filter(|seal| review.is_some_and(|review| review.is_late(seal))).count();
    if late > 0 {
        said.push(format!("{late} late"));
    }
    if review.is_some_and(|review| review.called.is_some()) {
        let opened = ratings().filter(|seal| seal.revealed.is_some()).count();
        said.push(format!("called, {opened} of {} revealed", ratings().count()));
    }
    let out: Vec<_> =
        review.into_iter().flat_map(|review| review.recused.keys()).map(|id| sanitised(id)).collect();
    if !out.is_empty() {
        said.push(format!("recused {}", out.join(", ")));
    }
    let decided = state
        .entries_of(&slot.resident)
        .filter(|recorded| recorded.entry.seq > meeting.opened && recorded.entry.act.decided().is_some());
    match decided.count() {
        0 => {}
        n => said.push(format!("{n} decided")),
    }
    said.extend(slot.reviewer.as_ref().map(|reviewer| format!("reviewer {}", sanitised(reviewer))));
    said.join("; ")
}
