//! `trellis show`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Print one resident, or one growth curve
#[derive(clap::Args, Debug)]
pub struct ShowArgs {}

/// Runs the command.
pub fn run(_args: &ShowArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
