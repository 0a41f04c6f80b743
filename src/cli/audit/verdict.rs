//! `trellis audit verify`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use color_eyre::Result;
use serde_json::{Value, json};

use super::{safe_json, say, unreadable, verified};
use crate::cli::Exit;
use crate::cli::signing::{memory_folder, shown};
use crate::cli::telling::tell;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::admission::Wrong;
use crate::ledger::chain::Head;
use crate::ledger::entry::{Act, Entry, Hash, Line};
use crate::ledger::file::signers_beside;
use crate::ledger::fold::State;
use crate::ledger::memory::{Memory, WAY_OUT};
use crate::ledger::place::LedgerPlace;
use crate::ledger::signers::Signers;
use crate::ledger::verify::{Completeness, KnownElsewhere, Note, THREATS, Verdict, Verification};

/// What to hold a ledger against, and how to say what was found
#[derive(clap::Args, Debug)]
pub struct VerifyArgs {
    /// The ledger: NAME.ledger.jsonl, or postgres://…
    ledger: LedgerPlace,
    /// A checkpoint that was kept elsewhere; a ledger that does not extend it is broken
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Your own list of signers; a ledger with a key that it lacks is broken
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,
    /// Exit with 3 where nothing shows that the ledger is complete
    #[arg(long)]
    require_complete: bool,
    /// Write a JSON object
    #[arg(long)]
    json: bool,
}

/// Verifies the ledger and writes the verdict to `out`.
pub fn run(args: &VerifyArgs, out: &mut impl Write) -> Result<Exit> {
    let judged =
        known(args).and_then(|known| verified(&args.ledger, &known).map_err(|error| error.to_string()));
    let (found, state) = match judged {
        Ok(judged) => judged,
        Err(why) => {
            if args.json {
                let value = json!({ "verdict": "cannot tell", "why": why, "complete": "not shown" });
                writeln!(out, "{}", safe_json(&value))?;
            }
            return Ok(unreadable(&why));
        }
    };
    let news = Memory::of(memory_folder().as_deref(), &args.ledger)
        .news(state.count(), |entry| state.tree().hash(entry))
        .filter(|news| found.unended != Some(news.had.entries));
    if let Some(news) = news.filter(|_| exit(&found.verdict) == Exit::Done) {
        tell(format_args!("{}; {WAY_OUT}", sanitised(&news.to_string())));
    }
    if args.json {
        writeln!(out, "{}", safe_json(&as_value(&found, &args.ledger)))?;
    } else {
        print(&found, &state, &args.ledger, out)?;
    }
    let shown = matches!(found.completeness, Completeness::ShownTo(_));
    Ok(match exit(&found.verdict) {
        Exit::Done if args.require_complete && !shown => Exit::CannotTell,
        exit => exit,
    })
}

/// Reads what the verifier brings along.
fn known(args: &VerifyArgs) -> Result<KnownElsewhere, String> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))
    };
    let head = args.checkpoint.as_deref().map(|path| {
        let text = read(path)?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        match Line::parse(line) {
            Ok(Line::Entry(entry)) if is_checkpoint(&entry) => {
                Ok(Head { count: entry.seq, hash: Hash::of(line.as_bytes()) })
            }
            _ => Err(format!("{} is no checkpoint; `trellis audit checkpoint` writes one", shown(path))),
        }
    });
    let signers = args.signers.as_deref().map(|path| {
        let list = Signers::parse(&read(path)?)
            .map_err(|why| format!("{}: {}", shown(path), sanitised(&why.to_string())))?;
        // An empty list would break every ledger; it is sooner the wrong file than a verdict.
        if list.iter().next().is_some() { Ok(list) } else { Err(format!("{} names nobody", shown(path))) }
    });
    Ok(KnownElsewhere { head: head.transpose()?, signers: signers.transpose()? })
}

/// Tells whether the entry is a checkpoint by what it says itself.
fn is_checkpoint(entry: &Entry) -> bool {
    let stands_for_all =
        matches!(entry.act, Act::Checkpoint { size, .. } if entry.seq.checked_sub(1) == Some(size));
    stands_for_all && entry.act.is_for(entry.actor.role)
}

/// Returns the exit code of a verdict.
pub fn exit(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Valid => Exit::Done,
        Verdict::Broken { .. } => Exit::Wrong,
        Verdict::CannotTell { .. } => Exit::CannotTell,
    }
}

/// Says which entry does not hold, and why.
pub fn broken(entry: u64, why: &Wrong) -> String {
    format!("broken at entry {entry}: {}", sanitised(&why.to_string()))
}

/// Returns the verdict as one line.
pub fn sentence(found: &Verification) -> String {
    let holds = match found.holds.count {
        0 => "no entry before it holds".to_owned(),
        n => format!("before it, entries 1 to {n} hold"),
    };
    match &found.verdict {
        Verdict::Valid => {
            format!("valid: {} entries, each signed and linked to the one before it", found.holds.count)
        }
        Verdict::Broken { entry, why } => {
            format!("{}; {holds}", broken(*entry, why))
        }
        Verdict::CannotTell { entry, why } => {
            format!("cannot tell from entry {entry} on: {}; {holds}", sanitised(&why.to_string()))
        }
    }
}

fn completeness(found: &Verification) -> String {
    match found.completeness {
        Completeness::ShownTo(n) => format!("shown up to entry {n}"),
        Completeness::NotShown => {
            "not shown: nothing from outside says how long the ledger should be".to_owned()
        }
    }
}

fn print(found: &Verification, state: &State, ledger: &LedgerPlace, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}", sentence(found))?;
    writeln!(out, "complete: {}", completeness(found))?;
    writeln!(out, "head: entry {} {}", found.holds.count, found.holds.hash)?;
    if let Some(last) = state.checkpoints().last() {
        let by = format!("{}, {}", last.by.id, last.by.role);
        writeln!(
            out,
            "last checkpoint: entry {}, {} entries, root {}, {by}",
            last.entry, last.size, last.root
        )?;
    }
    for note in notes(found, ledger) {
        say(out, &format!("note: {note}"))?;
    }
    if let Some(note) = other_copy(state, ledger) {
        writeln!(out, "note: {note}")?;
    }
    if let Verdict::Broken { why, .. } = &found.verdict {
        say(out, &format!("what to do: {}", way_on(why, ledger)))?;
    }
    writeln!(out, "\nwho signed: the list in force")?;
    for signer in state.signers().iter() {
        let roles: Vec<_> = signer.roles.iter().map(ToString::to_string).collect();
        writeln!(out, "  {}  {}  {}", signer.key.fingerprint(), signer.id, roles.join(", "))?;
    }
    writeln!(out, "\nwhat this run detects")?;
    let widest = THREATS.iter().map(|t| t.what.len()).max().unwrap_or_default();
    for threat in THREATS {
        writeln!(out, "  {:<widest$}  {}", threat.what, threat.detected(found.against))?;
    }
    if !found.against.head {
        say(
            out,
            "\nKeep a checkpoint in another place (trellis audit checkpoint), and verify against it next time.",
        )?;
    }
    Ok(())
}

/// Says what to do about a ledger that does not hold, or not against what it was held to.
fn way_on(why: &Wrong, ledger: &LedgerPlace) -> String {
    if !why.is_its_own() {
        return "bring the copy back that goes on from what was kept elsewhere; trellis audit compare shows where two \
                copies part"
            .to_owned();
    }
    format!(
        "bring a copy back whose entries all hold; where there is none that goes further, trellis audit set-aside {} \
         shows what does not hold, and sets it aside so that the ledger goes on",
        as_argument(ledger)
    )
}

/// Returns a ledger as a command names it; the address of a database may hold a password.
pub fn as_argument(ledger: &LedgerPlace) -> String {
    ledger.file().map_or_else(|| "LEDGER".to_owned(), shown)
}

/// Says what is odd and breaks nothing, and how the ledger differs from what was read here before.
fn notes(found: &Verification, ledger: &LedgerPlace) -> Vec<String> {
    let said = |note: &Note| match (note, found.unended) {
        (Note::Torn { .. }, Some(entry)) => {
            format!(
                "entry {entry} is whole and lacks its line feed, which the next act brings; it is not counted here"
            )
        }
        _ => note.to_string(),
    };
    let mut notes: Vec<_> = found.notes.iter().map(said).collect();
    let memory = Memory::of(memory_folder().as_deref(), ledger);
    for accepted in memory.accepted() {
        let on = accepted.at.format("%Y-%m-%d %H:%MZ");
        notes.push(format!(
            "on {on} it was taken here as it was, with {} where {} had been read before",
            counted(accepted.has, "entry"),
            accepted.had
        ));
    }
    notes
}

/// Says where the copy of the list that stock tools read is not the list in force.
fn other_copy(state: &State, ledger: &LedgerPlace) -> Option<String> {
    let path = signers_beside(ledger.file()?);
    let copy = fs::read_to_string(&path).ok()?;
    (copy != state.signers().to_string())
        .then(|| format!("{} is not the list in force; no verdict rests on it", shown(&path)))
}

fn as_value(found: &Verification, ledger: &LedgerPlace) -> Value {
    let (verdict, entry, why) = match &found.verdict {
        Verdict::Valid => ("valid", None, None),
        Verdict::Broken { entry, why } => ("broken", Some(*entry), Some(why.to_string())),
        Verdict::CannotTell { entry, why } => ("cannot tell", Some(*entry), Some(why.to_string())),
    };
    let shown_to = match found.completeness {
        Completeness::ShownTo(n) => Some(n),
        Completeness::NotShown => None,
    };
    let threat = |threat: &crate::ledger::verify::Threat| json!({ "threat": threat.what, "detection": threat.detected(found.against).to_string() });
    json!({
        "verdict": verdict,
        "entry": entry,
        "why": why,
        "entries": found.holds.count,
        "head": found.holds.hash,
        "complete": if shown_to.is_some() { "shown" } else { "not shown" },
        "complete_to": shown_to,
        "notes": notes(found, ledger),
        "threats": THREATS.iter().map(threat).collect::<Vec<_>>(),
    })
}
