//! `trellis brief`.

use std::io::Write;

use chrono::NaiveDate;
use color_eyre::Result;

use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::ledger::fold::State;
use crate::report::brief::{self, Experience, Known, Page};
use crate::runtime;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::survey::triage;

use super::Exit;
use super::config::ThresholdsArgs;
use super::opening::{self, CaseFileArgs};
use super::signing::LedgerArgs;
use super::writing::OutputArgs;

/// Write one page for a coaching conversation with one resident
///
/// What was met, what is rare and still to come, open questions, last goals, and room for new ones.
/// Example: trellis brief my.duckdb R0042 --html -o R0042.html
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct BriefArgs {
    #[command(flatten)]
    case_file: CaseFileArgs,
    /// The resident's code, or a part of the name that fits one resident
    resident: String,
    #[command(flatten)]
    ledger: LedgerArgs,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
    /// Write one HTML file with plots, for a browser or a printer, instead of Markdown
    #[arg(long)]
    html: bool,
    #[command(flatten)]
    output: OutputArgs,
}

/// Writes the brief to `out`, or into the file asked for.
pub fn run(args: &BriefArgs, out: &mut impl Write) -> Result<Exit> {
    args.output.free()?;
    let thresholds = args.thresholds.read()?;
    let case_file = args.case_file.open()?;
    let mut ledger = args.ledger.open(&case_file)?;
    let (catalog, survey) = opening::survey(&case_file, ledger.state(), &thresholds)?;
    let dossier = opening::dossier(&case_file, &survey, ledger.state(), &args.resident)?;
    let since = runtime::since(ledger.state(), &catalog);
    let page = Page::of(&known(&catalog, &dossier, ledger.state(), (since, opening::today(&catalog))));
    let text = if args.html { brief::html::html(&page)? } else { brief::markdown(&page) };
    args.ledger.viewed(&mut ledger, &dossier.resident.id, "brief");
    args.output.deliver(&text, out)?;
    Ok(Exit::Done)
}

fn known<'a>(
    catalog: &'a Catalog,
    dossier: &'a Dossier,
    ledger: &'a State,
    (since, today): (NaiveDate, NaiveDate),
) -> Known<'a> {
    let id = &dossier.resident.id;
    Known {
        catalog,
        resident: &dossier.resident,
        training_year: &dossier.training_year,
        month: dossier.month,
        group: &dossier.standard.group,
        record: &dossier.record,
        experiences: dossier.experiences.iter().filter_map(|row| experience(dossier, row)).collect(),
        not_here: dossier
            .experiences
            .iter()
            .filter(|row| row.n.is_none())
            .map(|row| &row.definition)
            .collect(),
        prompts: triage::open(&dossier.prompts, id, ledger).collect(),
        goals: ledger.standing(id).goals,
        closed: brief::closed_since((ledger, catalog.program.zone), id, since),
        since,
        today,
    }
}

fn experience<'a>(dossier: &'a Dossier, row: &'a ExperienceRow) -> Option<Experience<'a>> {
    let whole = row.covered == Covered::Whole;
    Some(Experience {
        definition: &row.definition,
        n: row.n?,
        partly: !whole,
        curve: &row.curve,
        recent: row.recent.iter().rev().take(6).flatten().sum(),
        usual: dossier.bands(row),
        ends: row.ends.filter(|_| whole),
        minimum: row.minimum.as_ref().filter(|_| whole),
        forecast: row.forecast,
        block: row.block,
        last: row.last,
    })
}
