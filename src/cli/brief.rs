//! `trellis brief`.

use std::io::Write;

use color_eyre::Result;

use crate::report::brief::{self, Page};
use crate::runtime;

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
    let page = Page::of(&brief::known(&catalog, &dossier, ledger.state(), (since, opening::today(&catalog))));
    let text = if args.html { brief::html::html(&page)? } else { brief::markdown(&page) };
    args.ledger.viewed(&mut ledger, &dossier.resident.id, "brief");
    args.output.deliver(&text, out)?;
    Ok(Exit::Done)
}
