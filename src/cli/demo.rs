//! `trellis demo`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Build the sample program on first use and open the review
#[derive(clap::Args, Debug)]
pub struct DemoArgs {}

/// Runs the command.
pub fn run(_args: &DemoArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
