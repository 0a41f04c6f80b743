//! `trellis simulate`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Make a synthetic program of any size
#[derive(clap::Args, Debug)]
pub struct SimulateArgs {}

/// Runs the command.
pub fn run(_args: &SimulateArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
