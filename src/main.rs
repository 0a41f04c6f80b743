//! The `trellis` binary.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use trellis::cli::{self, Cli};

fn main() -> ExitCode {
    if let Err(error) = color_eyre::install() {
        cli::telling::tell(error);
    }
    let mut out = cli::telling::WhileRead::new(io::stdout().lock());
    let ended = cli::run(&Cli::parse(), &mut out);
    match ended.and_then(|exit| Ok(out.flush().map(|()| exit)?)) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => {
            cli::telling::tell(message_of(&error));
            ExitCode::from(cli::Exit::Wrong as u8)
        }
    }
}

/// Returns the error and its causes in one sentence, without those that the one before repeats.
fn message_of(error: &color_eyre::Report) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        before if before.contains(&cause) => said,
        before => format!("{before}: {cause}"),
    })
}
