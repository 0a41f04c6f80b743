//! `trellis report`.

use std::io::Write;
use std::path::Path;

use clap::Subcommand;
use color_eyre::Result;

use super::Exit;
use crate::casefile::engine::Limits;
use crate::casefile::open::CaseFile;
use crate::domain::catalog::Catalog;

mod ads;
mod learner;
mod minutes;

/// Write what leaves a meeting
#[derive(clap::Args, Debug)]
pub struct ReportArgs {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(Debug, Subcommand)]
enum ReportCommand {
    Minutes(minutes::MinutesArgs),
    Learner(learner::LearnerArgs),
    Ads(ads::AdsArgs),
}

/// Writes what is asked for.
pub fn run(args: &ReportArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.command {
        ReportCommand::Minutes(args) => minutes::run(args, out),
        ReportCommand::Learner(args) => learner::run(args, out),
        ReportCommand::Ads(args) => ads::run(args, out),
    }
}

/// What form a page takes
#[derive(clap::ValueEnum, Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Format {
    #[default]
    Markdown,
    Html,
}

/// Reads who and what the case file names; no exposure is counted.
fn catalog(cases: &Path) -> crate::casefile::Result<Catalog> {
    CaseFile::open(cases, Vec::new(), Limits::default(), &mut |_, _| ())?.catalog()
}
