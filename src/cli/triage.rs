//! `trellis triage`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Print the triage table
#[derive(clap::Args, Debug)]
pub struct TriageArgs {}

/// Runs the command.
pub fn run(_args: &TriageArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
