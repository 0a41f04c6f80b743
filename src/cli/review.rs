//! `trellis review`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Review residents by keys
#[derive(clap::Args, Debug)]
pub struct ReviewArgs {}

/// Runs the command.
pub fn run(_args: &ReviewArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
