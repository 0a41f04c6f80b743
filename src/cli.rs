//! The command line: one file a subcommand, arguments in, exit code out.

use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use color_eyre::Result;

use crate::domain::text::ascii::InAscii;

pub mod audit;
pub mod brief;
pub mod calibrate;
pub mod check;
pub mod completions;
pub mod config;
pub mod decide;
pub mod definitions;
pub mod demo;
pub mod identity;
pub mod import;
mod log;
pub mod man;
pub mod meeting;
mod opening;
mod passphrase;
pub mod report;
pub mod review;
pub mod show;
mod signing;
pub mod simulate;
mod surroundings;
pub mod telling;
pub mod triage;
mod welcome;
mod whereabouts;
mod writing;

/// See how residents' experience grows, and record entrustment decisions that anyone can check
#[derive(Debug, Parser)]
#[command(
    name = "trellis",
    version,
    after_help = "Experience, not competence: a count says what a resident has met, not how well."
)]
pub struct Cli {
    /// Write what happens to the end of a file, for whoever looks for a fault; no names and no words are in it
    #[arg(long, value_name = "FILE", global = true, env = "TRELLIS_LOG")]
    log: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
enum Command {
    Demo(demo::DemoArgs),
    Review(review::ReviewArgs),
    Triage(triage::TriageArgs),
    Show(show::ShowArgs),
    Brief(brief::BriefArgs),
    Report(report::ReportArgs),
    Decide(decide::DecideArgs),
    Meeting(meeting::MeetingArgs),
    Import(import::ImportArgs),
    Check(check::CheckArgs),
    Definitions(definitions::DefinitionsArgs),
    Simulate(simulate::SimulateArgs),
    Calibrate(calibrate::CalibrateArgs),
    Audit(audit::AuditArgs),
    Identity(identity::IdentityArgs),
    Config(config::ConfigArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// How a command ended; the process's exit code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exit {
    Done = 0,
    /// Something was found wrong.
    Wrong = 1,
    Usage = 2,
    CannotTell = 3,
}

impl Cli {
    fn asks_for_ascii(&self) -> bool {
        matches!(&self.command, Some(Command::Review(args)) if args.ascii)
    }
}

impl Command {
    /// Tells whether what the command prints is for people; what is for other programs is UTF-8 everywhere.
    fn speaks(&self) -> bool {
        match self {
            Self::Triage(args) => args.is_for_people(),
            Self::Show(args) => !args.json,
            Self::Import(args) => !args.texts,
            Self::Audit(args) => args.is_for_people(),
            Self::Brief(_)
            | Self::Report(_)
            | Self::Definitions(_)
            | Self::Config(_)
            | Self::Completions(_)
            | Self::Man(_) => false,
            _ => true,
        }
    }
}

/// Runs one command and writes what it finds to `out`.
pub fn run(cli: &Cli, out: &mut impl Write) -> Result<Exit> {
    // Settings that do not hold are no reason to refuse the command that says so.
    let asked = || config::settings::Settings::read().ok()?.log();
    if let Some(path) = cli.log.clone().or_else(asked) {
        log::start(&path)?;
    }
    let name = cli.command.as_ref().map_or("none", Into::into);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), command = name, "begins");
    let mut plain;
    let mut out: &mut dyn Write = out;
    if cli.command.as_ref().is_none_or(Command::speaks) && (cli.asks_for_ascii() || telling::speaks_ascii()) {
        plain = InAscii::new(out);
        out = &mut plain;
    }
    let ended = carry_out(cli, &mut out);
    // What went wrong is told to the person; it may name somebody.
    tracing::info!(exit = ?ended.as_ref().ok(), "ends");
    ended
}

fn carry_out(cli: &Cli, out: &mut impl Write) -> Result<Exit> {
    match &cli.command {
        None => welcome::run(out),
        Some(Command::Demo(args)) => demo::run(args, out),
        Some(Command::Review(args)) => review::run(args, out),
        Some(Command::Triage(args)) => triage::run(args, out),
        Some(Command::Show(args)) => show::run(args, out),
        Some(Command::Brief(args)) => brief::run(args, out),
        Some(Command::Report(args)) => report::run(args, out),
        Some(Command::Decide(args)) => decide::run(args, out),
        Some(Command::Meeting(args)) => meeting::run(args, out),
        Some(Command::Import(args)) => import::run(args, out),
        Some(Command::Check(args)) => check::run(args, out),
        Some(Command::Definitions(args)) => definitions::run(args, out),
        Some(Command::Simulate(args)) => simulate::run(args, out),
        Some(Command::Calibrate(args)) => calibrate::run(args, out),
        Some(Command::Audit(args)) => audit::run(args, out),
        Some(Command::Identity(args)) => identity::run(args, out),
        Some(Command::Config(args)) => config::run(args, out),
        Some(Command::Completions(args)) => completions::run(args, out),
        Some(Command::Man(args)) => man::run(args, out),
    }
}
