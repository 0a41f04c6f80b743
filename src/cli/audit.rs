//! `trellis audit`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;
use color_eyre::Result;
use serde_json::Value;

use super::Exit;
use super::signing::WhoArgs;
use super::telling::{show_progress, tell};
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::error::StoreError;
use crate::ledger::fold::State;
use crate::ledger::place::LedgerPlace;
use crate::ledger::verify::{KnownElsewhere, Verification};
use crate::ledger::whole;

mod accepting;
mod comparing;
mod entry;
mod leaving;
mod log;
mod proving;
mod revoking;
mod setting_aside;
mod verdict;

/// Read and verify the ledger, and take out of it what is kept elsewhere
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis audit verify my.ledger.jsonl")]
pub struct AuditArgs {
    #[command(subcommand)]
    command: AuditCommand,
}

impl AuditArgs {
    pub fn is_for_people(&self) -> bool {
        !matches!(self.command, AuditCommand::Log { json: true, .. })
    }
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// List the entries
    #[command(after_help = "Example: trellis audit log my.ledger.jsonl --resident R-007")]
    Log {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
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
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The entry's number
        entry: u64,
    },
    /// Take back a decision, a goal, a remark, a strength or the answer to a prompt, with a reason
    ///
    /// What is taken back stays readable and counts no more. A determination is the program director's to take back,
    /// and a recommendation is taken back after the determination on it; the rest is for who recorded it, or for who
    /// keeps the record.
    #[command(
        after_help = "Example: trellis audit revoke my.ledger.jsonl 12 --reason \"it was about another resident\""
    )]
    Revoke {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The number of the entry that is taken back
        entry: u64,
        /// Why, in words
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Check every entry and its signature, and say what the check could and could not detect
    #[command(
        after_help = "Exit codes: 0 valid, 1 broken, 3 cannot tell.\nExample: trellis audit verify my.ledger.jsonl --checkpoint 2026-11.json"
    )]
    Verify(verdict::VerifyArgs),
    /// Take a ledger as it is that is shorter, or another, than when it was read here last
    ///
    /// Until then every start says so, and nothing is recorded in it. Without --entries it says what would be taken.
    #[command(after_help = "Example: trellis audit accept my.ledger.jsonl --entries 12")]
    Accept {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// How many entries it has, so that the one that was looked at is the one that is taken
        #[arg(long, value_name = "N")]
        entries: Option<u64>,
    },
    /// Set the end of a ledger aside that does not hold, so that it goes on
    ///
    /// A signed entry says what it was, and why. In a file the lines are moved into a file beside it; in a database they
    /// stay, and are no entries any more. Without --reason it says what does not hold, and changes nothing.
    #[command(
        after_help = "Exit codes without --reason: 0 all holds, 1 something does not, 3 cannot tell.\nExample: trellis audit set-aside my.ledger.jsonl --reason \"two machines wrote at once\""
    )]
    SetAside {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// Why, in words
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Also what this machine has read before, and found that it held
        #[arg(long, requires = "reason")]
        even_so: bool,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Say up to where two copies of a ledger are the same, and what only one of them has
    ///
    /// As after a backup was put back, or a cloud folder made a copy of its own.
    #[command(
        after_help = "Exit codes: 0 one goes on from the other, 1 they went on apart, 3 cannot tell.\nExample: trellis audit compare my.ledger.jsonl copy.ledger.jsonl"
    )]
    Compare {
        /// A ledger: NAME.ledger.jsonl, or postgres://…
        one: LedgerPlace,
        /// The other
        other: LedgerPlace,
    },
    /// Record again what you recorded in a copy that is given up
    ///
    /// Without --entries it lists what that is. Each is signed anew, and carries the identifier that it had.
    #[command(
        after_help = "Example: trellis audit again my.ledger.jsonl --from copy.ledger.jsonl --entries 13,14"
    )]
    Again {
        /// The ledger that goes on: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The copy that is given up
        #[arg(long, value_name = "LEDGER")]
        from: LedgerPlace,
        /// The numbers that the entries have in the copy, with commas between
        #[arg(long, value_name = "N", value_delimiter = ',')]
        entries: Vec<u64>,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Record the root of all entries, and write it to a file to be kept elsewhere
    #[command(after_help = "Example: trellis audit checkpoint my.ledger.jsonl -o 2026-11.json")]
    Checkpoint {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// Where to write it; beside the ledger unless given
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Write the proof that a resident's entries are in the ledger, without anybody else's
    #[command(after_help = "Example: trellis audit receipt my.ledger.jsonl R-007")]
    Receipt {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The resident's code
        resident: ResidentId,
        /// Where to write it; beside the ledger unless given
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Check a receipt, without the ledger
    #[command(
        after_help = "Exit codes: 0 valid, 1 broken, 3 cannot tell.\nExample: trellis audit check-receipt my.receipt-R-007.json"
    )]
    CheckReceipt {
        /// The receipt
        receipt: PathBuf,
    },
    /// Write the proof that the last checkpoint goes on from an older one, without the ledger
    ///
    /// Whoever kept the older one sees by it that all it stood for is still there, unchanged.
    #[command(after_help = "Example: trellis audit consistency my.ledger.jsonl --from 2026-06.json")]
    Consistency {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The older checkpoint, as it was kept elsewhere
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// Where to write it; beside the ledger unless given
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Check a proof of consistency, without the ledger
    #[command(
        after_help = "Exit codes: 0 valid, 1 broken, 3 cannot tell.\nExample: trellis audit check-consistency my.consistency.json --from 2026-06.json"
    )]
    CheckConsistency {
        /// The proof
        proof: PathBuf,
        /// The older checkpoint, as it was kept elsewhere, which has to be the one in the proof
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Write the last checkpoint as a signed note, which witnesses of transparency logs cosign
    ///
    /// The form is C2SP's tlog-checkpoint. It is signed by an Ed25519 key in a file, which has to be on the list in force.
    #[command(
        after_help = "Example: trellis audit note my.ledger.jsonl --origin hospital.example/ledger -o 2026-11.note"
    )]
    Note {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// What names the ledger in the note, and the key: as a URL without https://
        #[arg(long, value_name = "NAME")]
        origin: String,
        /// Where to write it
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// Check that a signed note is a checkpoint of a ledger
    #[command(
        after_help = "Exit codes: 0 valid, 1 broken, 3 cannot tell.\nExample: trellis audit check-note my.ledger.jsonl 2026-11.note"
    )]
    CheckNote {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The note
        note: PathBuf,
    },
    /// Write the ledger to another file, without the lines that were cut
    #[command(after_help = "Example: trellis audit export my.ledger.jsonl -o copy.ledger.jsonl")]
    Export {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// Where to write it
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Put a ledger that was exported into a database in which it does not stand, as after a loss
    ///
    /// Each entry is the one that it was, byte for byte; who wrote it when, as the server notes it, is whoever restores.
    #[command(
        after_help = "Example: trellis audit import main.ledger.jsonl \"postgres://d.director@db.example/trellis?ledger=main\""
    )]
    Import {
        /// The exported ledger: a file
        file: PathBuf,
        /// Where it is to stand: postgres://…
        ledger: LedgerPlace,
    },
    /// Cut residents' entries that may not be kept, by a signed entry that says so
    ///
    /// The ledger keeps them; the copy that is written holds their hashes alone.
    #[command(
        after_help = "Example: trellis audit cut my.ledger.jsonl R-001 R-002 --reason \"seven years after graduation\" -o cut.ledger.jsonl"
    )]
    Cut {
        /// The ledger: NAME.ledger.jsonl, or postgres://…
        ledger: LedgerPlace,
        /// The residents' codes
        #[arg(required = true)]
        residents: Vec<ResidentId>,
        /// Why, in words
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Where to write the copy
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        who: WhoArgs,
    },
}

/// Runs the command.
pub fn run(args: &AuditArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.command {
        AuditCommand::Log { ledger, resident, json } => log::run(ledger, resident.as_deref(), *json, out),
        AuditCommand::Show { ledger, entry } => entry::run(ledger, *entry, out),
        AuditCommand::Revoke { ledger, entry, reason, who } => {
            revoking::run(ledger, *entry, reason, who, out)
        }
        AuditCommand::Verify(args) => verdict::run(args, out),
        AuditCommand::Accept { ledger, entries } => accepting::run(ledger, *entries, out),
        AuditCommand::SetAside { ledger, reason, even_so, who } => {
            setting_aside::run(ledger, reason.as_deref(), *even_so, who, out)
        }
        AuditCommand::Compare { one, other } => comparing::compare(one, other, out),
        AuditCommand::Again { ledger, from, entries, who } => {
            comparing::again((ledger, from), entries, who, out)
        }
        AuditCommand::Checkpoint { ledger, output, who } => {
            leaving::checkpoint(ledger, output.as_deref(), who, out)
        }
        AuditCommand::Receipt { ledger, resident, output } => {
            leaving::receipt(ledger, resident, output.as_deref(), out)
        }
        AuditCommand::CheckReceipt { receipt } => leaving::check_receipt(receipt, out),
        AuditCommand::Consistency { ledger, from, output } => {
            proving::consistency(ledger, from, output.as_deref(), out)
        }
        AuditCommand::CheckConsistency { proof, from } => {
            proving::check_consistency(proof, from.as_deref(), out)
        }
        AuditCommand::Note { ledger, origin, output, who } => proving::note(ledger, origin, output, who, out),
        AuditCommand::CheckNote { ledger, note } => proving::check_note(ledger, note, out),
        AuditCommand::Export { ledger, output } => leaving::export(ledger, output, out),
        AuditCommand::Import { file, ledger } => leaving::import(file, ledger, out),
        AuditCommand::Cut { ledger, residents, reason, output, who } => {
            leaving::cut(ledger, residents, reason, output, who, out)
        }
    }
}

/// Verifies a ledger; many signatures show progress on a terminal.
fn verified(ledger: &LedgerPlace, known: &KnownElsewhere) -> Result<(Verification, State), StoreError> {
    whole::verified(ledger, known, &mut |done, all| {
        show_progress(&format!("checking signature {done} of {all}"), done == all);
    })
}

/// Says why the ledger cannot be read: nothing is known to be wrong with it.
fn unreadable(why: &str) -> Exit {
    tell(format_args!("cannot tell: {}", sanitised(why)));
    Exit::CannotTell
}

/// Writes lines of which nothing can take control of a terminal.
fn say(out: &mut impl Write, line: &str) -> io::Result<()> {
    for line in line.split('\n') {
        writeln!(out, "{}", sanitised(line))?;
    }
    Ok(())
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
