//! `trellis audit`.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use color_eyre::Result;
use serde_json::Value;

use super::Exit;
use crate::domain::text::sanitised;
use crate::ledger::file::FileError;

mod entry;
mod log;
mod verdict;

/// Read and verify the ledger
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis audit verify my.ledger.jsonl")]
pub struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// List the entries
    #[command(after_help = "Example: trellis audit log my.ledger.jsonl --resident R-007")]
    Log {
        /// The ledger, NAME.ledger.jsonl
        ledger: PathBuf,
        /// List only the entries about this resident
        #[arg(long, value_name = "ID")]
        resident: Option<String>,
        /// Write a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Show one entry whole, with the evidence as it was shown
    #[command(after_help = "Example: trellis audit show my.ledger.jsonl 12")]
    Show {
        /// The ledger, NAME.ledger.jsonl
        ledger: PathBuf,
        /// The entry's number
        entry: u64,
    },
    /// Check every entry, and say what the check could and could not detect
    #[command(
        after_help = "Exit codes: 0 valid, 1 broken, 3 cannot tell.\nExample: trellis audit verify my.ledger.jsonl"
    )]
    Verify {
        /// The ledger, NAME.ledger.jsonl
        ledger: PathBuf,
        /// Write a JSON object
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub fn run(args: &AuditArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.command {
        AuditCommand::Log { ledger, resident, json } => log::run(ledger, resident.as_deref(), *json, out),
        AuditCommand::Show { ledger, entry } => entry::run(ledger, *entry, out),
        AuditCommand::Verify { ledger, json } => verdict::run(ledger, *json, out),
    }
}

/// Says why the ledger cannot be read: nothing is known to be wrong with it.
fn unreadable(error: &FileError) -> Exit {
    eprintln!("trellis: cannot tell: {error}");
    Exit::CannotTell
}

/// Returns `value` as JSON that is safe in a terminal and means the same: what the sanitiser would
/// replace is written as an escape instead.
fn safe_json(value: &Value) -> String {
    let mut safe = String::new();
    for c in format!("{value:#}").chars() {
        if c == '\n' || sanitised(c.encode_utf8(&mut [0; 4])) == c.to_string() {
            safe.push(c);
        } else {
            safe.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_is_safe_in_a_terminal_and_means_the_same(text in any::<String>()) {
            let value = serde_json::json!({ "rationale": format!("{text}\u{9b}31m\u{202e}\u{e0001}") });
            let written = safe_json(&value);
            prop_assert_eq!(sanitised(&written), written.replace('\n', " "));
            prop_assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
        }
    }
}
