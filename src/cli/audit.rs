//! `trellis audit`.

use std::io::Write;

use color_eyre::{Result, eyre::bail};

use super::Exit;

/// Read, verify and export the ledger
#[derive(clap::Args, Debug)]
pub struct AuditArgs {}

/// Runs the command.
pub fn run(_args: &AuditArgs, _out: &mut impl Write) -> Result<Exit> {
    bail!("not built yet")
}
