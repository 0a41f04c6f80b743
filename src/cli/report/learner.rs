//! `trellis report learner`.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::Format;
use crate::cli::Exit;
use crate::cli::config::settings::Settings;
use crate::cli::opening::{self, CaseFileArgs};
use crate::cli::signing::LedgerArgs;
use crate::cli::writing::OutputArgs;
use crate::domain::id::ResidentId;
use crate::ledger::entry::Role;
use crate::report::learner::{self, Known};

/// Write a resident's own copy of what is on record
///
/// What was decided, what it means, what is asked by when, and how to answer or appeal stand in front; behind it
/// each decision with rationale and evidence as shown, milestones, strengths, goals, remarks without who made them, who
/// looked and when, and what was released and answered. Nothing of other residents, and nobody is named with dissent,
/// a recusal or a remark. What the committee recorded after the last release is not in it.
/// Example: trellis report learner my.duckdb R0042 --format html -o R0042.html
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct LearnerArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code
    resident: ResidentId,
    /// How the copy is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write a preview for the program director, with what is not released
    #[arg(long)]
    unreleased: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    ledger: LedgerArgs,
}

/// Writes the copy to `out`, or into the file asked for; writing it is a look.
pub fn run(args: &LearnerArgs, out: &mut impl Write) -> Result<Exit> {
    args.output.free()?;
    if args.unreleased && args.ledger.who.actor()?.role != Role::ProgramDirector {
        bail!(
            "what is not released is for the program director; add --role program_director, or leave out --unreleased"
        );
    }
    let case_file = args.case_file.open()?;
    let catalog = case_file.catalog().map_err(|e| opening::named(&args.case_file.cases, e))?;
    let resident = catalog
        .resident(&args.resident)
        .ok_or_else(|| eyre!("there is no resident {}; `trellis triage` lists the codes", args.resident))?;
    let mut ledger = args.ledger.open(&case_file)?;
    let (unreleased, today) = (args.unreleased, opening::today(&catalog));
    let answering = &Settings::read()?.answering();
    // Before it is written, so that the copy tells of this look too.
    let screen = if unreleased { "preview of the resident's copy" } else { "resident's copy" };
    args.ledger.viewed(&mut ledger, &resident.id, screen);
    let page = learner::page(Known {
        catalog: &catalog,
        resident,
        ledger: ledger.state(),
        unreleased,
        today,
        answering,
    })?;
    let text = if args.format == Format::Html { page.html() } else { page.markdown() };
    args.output.deliver(&text, out)?;
    Ok(Exit::Done)
}
