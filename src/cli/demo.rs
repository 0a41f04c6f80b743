//! `trellis demo`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, eyre};
use etcetera::BaseStrategy as _;

use crate::casefile::import::{self, Request};
use crate::casefile::sample;
use crate::ledger::entry::Role;
use crate::ledger::file;

use super::config::ThresholdsArgs;
use super::opening::{CaseFileArgs, LedgerArgs};
use super::review::{self, ReviewArgs};
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
        None => data_folder()?,
    };
    std::fs::create_dir_all(&dir)
        .wrap_err_with(|| format!("the folder {} could not be made", dir.display()))?;
    let cases = dir.join("lakeside.duckdb");
    if !cases.exists() {
        build(&cases)?;
    }
    let ledger = file::beside(&cases);
    writeln!(out, "case file  {}\nledger     {}", cases.display(), ledger.display())?;
    if args.no_review {
        writeln!(out, "\nnext       trellis review {} --as you --role chair", cases.display())?;
        return Ok(Exit::Done);
    }
    out.flush()?;
    review::run(
        &ReviewArgs {
            case_file: CaseFileArgs { cases, definitions: None },
            ledger: LedgerArgs { ledger: None, actor: Some("demo".to_owned()), role: Role::Chair },
            present: args.present,
            ascii: args.ascii,
            thresholds: args.thresholds.clone(),
            plain: None,
            resident: None,
        },
        out,
    )
}

/// Imports the sample program as any other export is imported.
fn build(cases: &Path) -> Result<()> {
    let source = tempfile::tempdir().wrap_err("no temporary folder could be made")?;
    sample::unpack(source.path())?;
    let stop = AtomicBool::new(false);
    let request = Request {
        source: source.path(),
        target: cases,
        mapping: None,
        definitions: None,
        data_to: None,
        replace: false,
        stop: &stop,
    };
    let imported = import::import(&request, &mut |doing| {
        opening::tell(&format!("building the sample program: {doing}"), false);
    });
    opening::tell("", true);
    imported?;
    Ok(())
}

fn data_folder() -> Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy()
        .map_err(|e| eyre!("the user's data folder is not known ({e}); say where with --dir"))?;
    Ok(strategy.data_dir().join("trellis"))
}
