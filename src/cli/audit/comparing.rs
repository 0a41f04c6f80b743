//! `trellis audit compare` and `trellis audit again`: two copies of a ledger that went on apart.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::log::line;
use super::{say, unreadable, verdict, verified};
use crate::cli::Exit;
use crate::cli::signing::{WhoArgs, now, opened};
use crate::domain::words::counted;
use crate::ledger::branch::{self, Lost};
use crate::ledger::chain::Unplaced;
use crate::ledger::fold::State;
use crate::ledger::place::LedgerPlace;
use crate::ledger::verify::KnownElsewhere;

/// Says up to where two ledgers are the same, and what only one of them has.
pub fn compare(one: &LedgerPlace, other: &LedgerPlace, out: &mut impl Write) -> Result<Exit> {
    let mut states = Vec::new();
    for place in [one, other] {
        let (found, state) = match verified(place, &KnownElsewhere::default()) {
            Ok(read) => read,
            Err(error) => return Ok(unreadable(&error.to_string())),
        };
        say(out, &format!("{place}: {}", verdict::sentence(&found)))?;
        states.push((state, verdict::exit(&found.verdict)));
    }
    let [(a, a_is), (b, b_is)] = &states[..] else { return Ok(Exit::Usage) };
    let common = branch::common(a, b);
    if common == 0 {
        writeln!(out, "\nthey have no entry in common: they are two ledgers, and not two copies of one")?;
        return Ok(Exit::Wrong);
    }
    writeln!(out, "\nthe same up to entry {common}")?;
    for (place, state) in [(one, a), (other, b)] {
        if state.count() > common {
            say(out, &format!("\nonly in {place}:"))?;
            state.since(common).try_for_each(|recorded| writeln!(out, "{}", line(state, recorded)))?;
        }
    }
    writeln!(out, "\n{}", advice((one, a.count() > common), (other, b.count() > common)))?;
    let forked = a.count() > common && b.count() > common;
    Ok([*a_is, *b_is].into_iter().find(|exit| *exit != Exit::Done).unwrap_or(if forked {
        Exit::Wrong
    } else {
        Exit::Done
    }))
}

/// Says what to do with two copies, each of which may have what the other lacks.
fn advice((one, one_goes_on): (&LedgerPlace, bool), (other, other_goes_on): (&LedgerPlace, bool)) -> String {
    match (one_goes_on, other_goes_on) {
        (false, false) => "they are the same".to_owned(),
        (true, false) => format!("{one} goes on where {other} ends: keep that one"),
        (false, true) => format!("{other} goes on where {one} ends: keep that one"),
        (true, true) => format!(
            "They went on apart, and nothing joins them. Choose the one that goes on, move the other out of the way and \
             keep it. Whoever recorded in it records that again, signed anew, with\n  trellis audit again KEPT --from \
             OTHER\n(here {one} and {other}, one way or the other)"
        ),
    }
}

/// Records again, in `kept`, what whoever acts recorded in `other` alone; without numbers it says what that is.
pub fn again(
    (kept, other): (&LedgerPlace, &LedgerPlace),
    entries: &[u64],
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let (_, other_state) = match verified(other, &KnownElsewhere::default()) {
        Ok(read) => read,
        Err(error) => return Ok(unreadable(&error.to_string())),
    };
    let mut ledger = opened(kept)?;
    who.vouch_for(&mut ledger);
    if branch::common(ledger.state(), &other_state) == 0 {
        bail!(
            "nothing was recorded: {kept} and {other} have no entry in common, and are not two copies of one ledger"
        );
    }
    let actor = who.actor()?;
    let lost = branch::lost(ledger.state(), &other_state, &actor);
    if lost.is_empty() {
        writeln!(out, "{kept} has all that {}, {}, recorded in {other}", actor.id, actor.role)?;
        return Ok(Exit::Done);
    }
    if entries.is_empty() {
        return offer((kept, other), &lost, &other_state, out);
    }
    let (actor, identity) = who.signer()?;
    for number in entries {
        let found = lost.iter().find(|lost| lost.recorded.entry.seq == *number);
        let found =
            found.ok_or_else(|| eyre!("entry {number} of {other} is none of yours that {kept} lacks"))?;
        let draft =
            found.again.clone().map_err(|why| eyre!("entry {number} is not recorded again: {why}"))?;
        let draft = Unplaced { at: now(), actor: actor.clone(), ..draft };
        let recorded = ledger.append(&draft, &identity)?;
        say(out, &recorded.entry.told().line)?;
        writeln!(out, "recorded as entry {} {}", recorded.entry.seq, recorded.hash)?;
    }
    Ok(Exit::Done)
}

/// Says what was recorded in the other alone, and what would record it again.
fn offer(
    (kept, other): (&LedgerPlace, &LedgerPlace),
    lost: &[Lost],
    state: &State,
    out: &mut impl Write,
) -> Result<Exit> {
    say(out, &format!("of what you recorded, {} only in {other}:", counted(lost.len() as u64, "entry")))?;
    let mut numbers = Vec::new();
    for lost in lost {
        writeln!(out, "{}", line(state, &lost.recorded))?;
        match &lost.again {
            Ok(_) => numbers.push(lost.recorded.entry.seq.to_string()),
            Err(why) => writeln!(out, "       not again: {why}")?,
        }
    }
    if !numbers.is_empty() {
        let numbers = numbers.join(",");
        say(
            out,
            &format!(
                "\nto record it again, in your name and now:\n  trellis audit again {kept} --from {other} --entries {numbers}"
            ),
        )?;
    }
    Ok(Exit::Wrong)
}
