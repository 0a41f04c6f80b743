//! `trellis import`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Make a case file from exports
#[derive(clap::Args, Debug)]
pub struct ImportArgs {}

/// Runs the command.
pub fn run(_args: &ImportArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
