//! `trellis completions`.

use std::io::Write;

use clap::CommandFactory as _;
use clap_complete::Shell;
use color_eyre::Result;

use super::{Cli, Exit};

/// Print what a shell needs to complete the commands
///
/// Example: trellis completions bash > ~/.local/share/bash-completion/completions/trellis
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completions of one shell.
pub fn run(args: &CompletionsArgs, out: &mut impl Write) -> Result<Exit> {
    // Written to memory first: the generator panics on a pipe that closes early.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "trellis", &mut text);
    out.write_all(&text)?;
    Ok(Exit::Done)
}
