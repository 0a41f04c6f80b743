//! `trellis report`.

use std::io::Write;
use std::path::Path;

use clap::Subcommand;
use color_eyre::Result;

use super::Exit;
use super::config::settings::Settings;
use super::opening::{self, SpecialtyArgs};
use crate::casefile::open::CaseFile;
use crate::casefile::specialty::InForce;
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
fn catalog(cases: &Path, specialty: &SpecialtyArgs) -> Result<Catalog> {
    let in_force = InForce { specialty: specialty.folder()?.specialty()?, definitions: Vec::new() };
    let opened =
        CaseFile::open(cases, in_force, opening::today_in_utc(), Settings::read()?.limits()?, &mut |_, _| ());
    opened.and_then(|case_file| case_file.catalog()).map_err(|e| opening::named(cases, e))
}
