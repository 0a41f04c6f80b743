//! `trellis demo`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use chrono::{SubsecRound as _, Utc};
use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;

use crate::casefile::import::{self, Request};
use crate::casefile::sample;
use crate::casefile::specialty::Folder;
use crate::committee::plan::Committee;
use crate::ledger::chain::Unplaced;
use crate::ledger::entry::{Act, Actor, Role};
use crate::ledger::file::{self, fresh_id};
use crate::ledger::identity::Identity;
use crate::ledger::place::LedgerPlace;
use crate::ledger::signers::{Signer, Signers};
use crate::ledger::store::Ledger;

use super::config::ThresholdsArgs;
use super::config::settings::Settings;
use super::opening::{CaseFileArgs, SpecialtyArgs};
use super::review::{self, ReviewArgs};
use super::signing::{LedgerArgs, WhoArgs, data_folder};
use super::telling::show_progress;
use super::writing::written;
use super::{Exit, opening};

/// Build the sample program on first use and open the review
///
/// A synthetic program: nobody in it exists. Example: trellis demo --no-review
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoArgs {
    /// Where to keep the sample program; the user's data folder unless given
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Only build it and print where it is
    #[arg(long)]
    no_review: bool,
    /// Show codes for names: for a shared screen
    #[arg(long)]
    present: bool,
    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    thresholds: ThresholdsArgs,
}

/// Builds the sample program if need be, and opens the review.
pub fn run(args: &DemoArgs, out: &mut impl Write) -> Result<Exit> {
    let dir = match &args.dir {
        Some(dir) => dir.clone(),
        None => data_folder().wrap_err("say where with --dir")?,
    };
    std::fs::create_dir_all(&dir)
        .wrap_err_with(|| format!("the folder {} could not be made", dir.display()))?;
    let cases = dir.join("lakeside.duckdb");
    if !cases.exists() {
        build(&cases)?;
    }
    let committee = dir.join("committee.toml");
    if !committee.exists() {
        std::fs::write(&committee, COMMITTEE)
            .wrap_err_with(|| format!("{} could not be written", committee.display()))?;
    }
    let ledger = file::beside(&cases);
    let keys = dir.join("keys");
    found(&ledger, &keys)?;
    let plan = next_plan(&dir, &cases, &ledger)?;
    let who = WhoArgs {
        actor: Some(CAST[0].0.to_owned()),
        role: Some(CAST[0].1),
        key: Some(keys.join(CAST[0].0)),
        ..WhoArgs::default()
    };
    writeln!(out, "case file  {}\nledger     {}", cases.display(), ledger.display())?;
    if args.no_review {
        writeln!(
            out,
            "keys       {}\ncommittee  {}\nplan       {}",
            keys.display(),
            committee.display(),
            plan.display()
        )?;
        let (chair, key) = (CAST[0].0, keys.join(CAST[0].0));
        // Elsewhere it would be recorded in the committee's own ledger.
        let own =
            Settings::read()?.ledger().map_or(String::new(), |_| format!(" --ledger {}", ledger.display()));
        writeln!(
            out,
            "\nnext       trellis review {}{own} --as {chair} --role chair --key {} --plan {}",
            cases.display(),
            key.display(),
            plan.display()
        )?;
        return Ok(Exit::Done);
    }
    out.flush()?;
    review::run(
        &ReviewArgs {
            case_file: sample_file(cases),
            ledger: LedgerArgs { ledger: Some(LedgerPlace::File(ledger)), who, verbose: false },
            present: args.present,
            ascii: args.ascii,
            linear: false,
            thresholds: args.thresholds.clone(),
            plain: None,
            resident: None,
            plan: Some(plan),
        },
        out,
    )
}

/// Who meets in the sample program; they sign as the cast.
const COMMITTEE: &str = include_str!("../../sample-data/committee.toml");

/// Who may sign in the sample program, the chair first. Nobody of them exists.
const CAST: [(&str, Role); 7] = [
    ("demo", Role::Chair),
    ("demo-director", Role::ProgramDirector),
    ("demo-member", Role::Member),
    ("demo-member-2", Role::Member),
    ("demo-member-3", Role::Member),
    ("demo-coordinator", Role::Coordinator),
    ("demo-auditor", Role::Auditor),
];

/// Makes a key for each of the cast, and begins the ledger with the list of them.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn found(ledger: &Path, keys: &Path) -> Result<()> {
    let mut signers = Signers::default();
    let mut chair = None;
    for (id, role) in CAST {
        let key = keys.join(id);
        let made = if key.exists() { Identity::read(&key) } else { Identity::make(&key, id) }?;
        signers = signers.with(Signer {
            id: id.to_owned(),
            roles: vec![role],
            after: None,
            before: None,
            key: made.public().clone(),
        });
        chair.get_or_insert(made);
    }
    let mut ledger = Ledger::open(ledger)?;
    if let Some(chair) = chair.filter(|_| ledger.state().count() == 0) {
        let draft = Unplaced {
            id: fresh_id(),
            at: Utc::now().trunc_subsecs(0),
            actor: Actor { id: CAST[0].0.to_owned(), role: CAST[0].1 },
            subject: None,
            act: Act::SignersNamed { allowed: signers.to_string() },
            supersedes: None,
            evidence: None,
        };
        ledger.append(&draft, &chair)?;
    }
    Ok(())
}

/// Draws up the plan of the next meeting where there is none yet; M offers it.
fn next_plan(dir: &Path, cases: &Path, ledger: &Path) -> Result<PathBuf> {
    let ledger = Ledger::open(ledger)?;
    let number = ledger.state().meetings().len() + usize::from(ledger.state().open_meeting().is_none());
    let path = dir.join(format!("plan-M{number}.toml"));
    if !path.exists() {
        let catalog = super::meeting::catalog(&sample_file(cases.to_owned()))?;
        let file = super::meeting::next_plan(&Committee::read(COMMITTEE)?, &catalog, ledger.state())?;
        written(&path, &file.written(&catalog), false)?;
    }
    Ok(path)
}

/// Returns the sample program, which is of anesthesiology wherever somebody tries it.
fn sample_file(cases: PathBuf) -> CaseFileArgs {
    let specialty = SpecialtyArgs { built_in: true, ..SpecialtyArgs::default() };
    CaseFileArgs { cases, definitions: None, specialty }
}

/// Imports the sample program as any other export is imported.
fn build(cases: &Path) -> Result<()> {
    let source = tempfile::tempdir().wrap_err("no temporary folder could be made")?;
    sample::unpack(source.path())?;
    let stop = AtomicBool::new(false);
    let request = Request {
        source: source.path(),
        target: cases,
        specialty: &Folder::built_in(),
        mapping: None,
        definitions: None,
        data_to: None,
        codes: None,
        half_steps: None,
        today: opening::today_in_utc(),
        limits: Settings::read()?.limits()?,
        encoding: None,
        ledger: None,
        replace: false,
        losses: None,
        stop: &stop,
    };
    let imported = import::import(&request, &mut |doing| {
        show_progress(&format!("building the sample program: {doing}"), false);
    });
    show_progress("", true);
    imported?;
    Ok(())
}
