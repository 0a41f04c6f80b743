//! `trellis check`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Report on a case file's data quality
#[derive(clap::Args, Debug)]
pub struct CheckArgs {}

/// Runs the command.
pub fn run(_args: &CheckArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
