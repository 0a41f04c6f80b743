//! `trellis decide`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Record an entrustment decision
#[derive(clap::Args, Debug)]
pub struct DecideArgs {}

/// Runs the command.
pub fn run(_args: &DecideArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
