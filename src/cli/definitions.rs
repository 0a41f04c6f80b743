//! `trellis definitions`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// List the definitions of experiences
#[derive(clap::Args, Debug)]
pub struct DefinitionsArgs {}

/// Runs the command.
pub fn run(_args: &DefinitionsArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
