//! `trellis audit set-aside`.

use std::io::Write;

use color_eyre::Result;

use super::{say, verdict};
use crate::cli::Exit;
use crate::cli::signing::{WhoArgs, memory_folder, now, shown};
use crate::cli::telling::tell;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::file::fresh_id;
use crate::ledger::memory::Memory;
use crate::ledger::place::LedgerPlace;
use crate::ledger::recording::Stamp;
use crate::ledger::setting_aside::{NotSetAside, Tail, set_aside, tail};

/// How much of a line is shown.
const WORDS: usize = 100;
/// How many lines are shown.
const LINES: usize = 20;

/// Sets the end of a ledger aside that does not hold; without a reason it says what that is.
pub fn run(
    ledger: &LedgerPlace,
    reason: Option<&str>,
    even_so: bool,
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let found = match tail(ledger) {
        Ok(found) => found,
        Err(NotSetAside::Holds) if reason.is_none() => {
            say(out, &format!("{ledger}: every entry holds, and there is nothing to set aside"))?;
            return Ok(Exit::Done);
        }
        Err(why @ NotSetAside::CannotTell { .. }) => {
            tell(sanitised(&why.to_string()));
            return Ok(Exit::CannotTell);
        }
        Err(why) => return Err(why.into()),
    };
    show(ledger, &found, out)?;
    let held = held_before(ledger, &found);
    let Some(reason) = reason else {
        writeln!(out, "\n{}", advice(ledger, found.first - 1, held.as_deref()))?;
        return Ok(Exit::Wrong);
    };
    if let Some(held) = held.filter(|_| !even_so) {
        tell(format_args!("nothing was recorded: {held}, or add --even-so"));
        return Ok(Exit::Wrong);
    }
    let (actor, identity) = who.signer()?;
    let by = Stamp { id: fresh_id(), at: now(), actor };
    let done = set_aside(ledger, who.i_know_locks_are_local, &by, &sanitised(reason), &identity)?;
    let entry = &done.recorded.entry;
    say(out, &format!("\n{}", entry.told().line))?;
    writeln!(out, "recorded as entry {} {}", entry.seq, done.recorded.hash)?;
    match &done.kept {
        Some(kept) => writeln!(out, "what was taken off is in {}: keep it", shown(kept))?,
        None => writeln!(out, "the lines stay where they are, and are no entries any more")?,
    }
    Ok(Exit::Done)
}

/// Says what does not hold, and why.
fn show(ledger: &LedgerPlace, tail: &Tail, out: &mut impl Write) -> Result<()> {
    say(out, &format!("{ledger}: {}", verdict::broken(tail.first, &tail.why)))?;
    say(out, &format!("before it, {} hold; from there on stand:", counted(tail.first - 1, "entry")))?;
    let lines = tail.lines();
    for (seq, line) in (tail.first..).zip(&lines).take(LINES) {
        let text = String::from_utf8_lossy(line);
        let words: String = sanitised(&text).chars().take(WORDS).collect();
        let more = if text.chars().count() > WORDS { "..." } else { "" };
        say(out, &format!("{seq:>5}  {words}{more}"))?;
    }
    if lines.len() > LINES {
        writeln!(out, "       and {} more", lines.len() - LINES)?;
    }
    Ok(())
}

/// Says where this machine has read what does not hold now, and found that it held.
fn held_before(ledger: &LedgerPlace, tail: &Tail) -> Option<String> {
    let memory = Memory::of(memory_folder().as_deref(), ledger);
    let news = memory.news(tail.state.count(), |entry| tail.state.tree().hash(entry))?;
    Some(format!(
        "this machine has read {} of it that held, and {} hold now: bring the longer one back from a copy",
        counted(news.had.entries, "entry"),
        tail.state.count()
    ))
}

fn advice(ledger: &LedgerPlace, holds: u64, held: Option<&str>) -> String {
    let first = held.map_or_else(
        || "Where a copy of the ledger holds whose entries go further, bring that one back.".to_owned(),
        |held| format!("{}{}.", held[..1].to_uppercase(), &held[1..]),
    );
    format!(
        "{first}\nElse whoever keeps the record sets this aside, and the ledger goes on behind entry {holds}:\n  trellis \
         audit set-aside {} --reason TEXT",
        verdict::as_argument(ledger)
    )
}
