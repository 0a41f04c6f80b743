//! `trellis audit consistency`, `note` and what checks them: what joins a checkpoint that was kept elsewhere to a later one.

use std::fs;
use std::io::Write;
use std::path::Path;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::leaving::{beside, sound, written};
use super::{say, unreadable};
use crate::cli::Exit;
use crate::cli::signing::{WhoArgs, shown};
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::consistency::Consistency;
use crate::ledger::entry::Act;
use crate::ledger::fold::State;
use crate::ledger::note::{Note, TreeHead, verifier_key};
use crate::ledger::place::LedgerPlace;
use crate::ledger::proven::{BadProof, checkpoint_of};
use crate::ledger::signers::{Signer, Signers};

/// Writes the proof that the last checkpoint goes on from an older one.
pub fn consistency(
    place: &LedgerPlace,
    from: &Path,
    to: Option<&Path>,
    out: &mut impl Write,
) -> Result<Exit> {
    let older = match kept(from) {
        Ok(older) => older,
        Err(why) => return Ok(unreadable(&why)),
    };
    let state = match sound(place) {
        Ok(state) => state,
        Err(exit) => return Ok(exit),
    };
    let proof = Consistency::of(&state, &older)?;
    let file = to.map_or_else(|| beside(place, "consistency"), Path::to_owned);
    written(&file, proof.to_text().as_bytes())?;
    writeln!(
        out,
        "in {}\n\nWhoever kept the older checkpoint checks it without the ledger: trellis audit check-consistency FILE \
         --from KEPT",
        shown(&file)
    )?;
    Ok(Exit::Done)
}

/// Says what a proof of consistency shows.
pub fn check_consistency(path: &Path, from: Option<&Path>, out: &mut impl Write) -> Result<Exit> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Ok(unreadable(&format!("{} cannot be read: {error}", shown(path)))),
    };
    let own = match from.map(kept).transpose() {
        Ok(own) => own,
        Err(why) => return Ok(unreadable(&why)),
    };
    let found = match Consistency::parse(&text).and_then(|proof| proof.verify()) {
        Ok(found) => found,
        Err(why) if why.is_of_an_unknown_kind() => return Ok(unreadable(&why.to_string())),
        Err(why) => {
            say(out, &format!("broken: {why}"))?;
            return Ok(Exit::Wrong);
        }
    };
    if let Some(own) = own.as_ref().filter(|own| own.hash != found.older.hash) {
        let (its, kept) = (found.older.entry.seq, own.entry.seq);
        say(
            out,
            &format!("broken: its older checkpoint, entry {its}, is not the one that was kept, entry {kept}"),
        )?;
        return Ok(Exit::Wrong);
    }
    let (older, newer) = (&found.older.entry, &found.newer.entry);
    say(
        out,
        &format!(
            "valid: the checkpoint of entry {}, of {}, stands for all {} entries that the checkpoint of entry {}, of {}, \
             stood for, unchanged and in their places",
            newer.seq,
            newer.at,
            older.seq - 1,
            older.seq,
            older.at
        ),
    )?;
    for (which, entry) in [("older", older), ("newer", newer)] {
        let key = entry.signature.as_ref().and_then(|signature| signature.key().ok());
        let key = key.map(|key| key.fingerprint()).unwrap_or_default();
        say(out, &format!("{which}: signed by {}, {}, {key}", entry.actor.id, entry.actor.role))?;
    }
    if own.is_none() {
        writeln!(out, "\nCompare the older one with the one that was kept: --from FILE does it.")?;
    }
    Ok(Exit::Done)
}

/// Writes the last checkpoint as a signed note.
pub fn note(
    place: &LedgerPlace,
    origin: &str,
    to: &Path,
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let (actor, identity) = who.signer()?;
    let state = match sound(place) {
        Ok(state) => state,
        Err(exit) => return Ok(exit),
    };
    state.signers().lists(&actor, identity.public())?;
    let last = state.checkpoints().last();
    let last =
        last.ok_or_else(|| eyre!("there is no checkpoint yet; record one with `trellis audit checkpoint`"))?;
    let mut note = Note::unsigned(&TreeHead { origin: origin.to_owned(), size: last.size, root: last.root })?;
    let Some((key, signature)) = identity.sign_plainly(note.text().as_bytes()) else {
        bail!(
            "a note is signed by an Ed25519 key in a file, and this key is of another kind or held by {}; name one with --key \
             that the list in force has",
            identity.held_by()
        );
    };
    note.add(origin, &key, &signature)?;
    written(to, note.to_text().as_bytes())?;
    say(
        out,
        &format!("checkpoint of {} entries, root {}, as a note in {}", last.size, last.root, shown(to)),
    )?;
    say(out, &format!("verifier key: {}", verifier_key(origin, &key)))?;
    Ok(Exit::Done)
}

/// Says whether a signed note is a checkpoint of a ledger.
pub fn check_note(place: &LedgerPlace, path: &Path, out: &mut impl Write) -> Result<Exit> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Ok(unreadable(&format!("{} cannot be read: {error}", shown(path)))),
    };
    let read = Note::parse(&text).and_then(|note| Ok((note.head()?, note)));
    let (head, note) = match read {
        Ok(read) => read,
        Err(why) => return Ok(unreadable(&format!("{}: {why}", shown(path)))),
    };
    let state = match sound(place) {
        Ok(state) => state,
        Err(exit) => return Ok(exit),
    };
    let mut by = Vec::new();
    let mut others = Vec::new();
    for signed in note.signatures() {
        let judged = ever_named(&state).find_map(|signer| Some((signed.is_by(&signer.key, &note)?, signer)));
        match judged {
            Some((true, signer)) => by.push(signer.id),
            Some((false, signer)) => {
                say(
                    out,
                    &format!("broken: the signature by the key of {} was not made over this note", signer.id),
                )?;
                return Ok(Exit::Wrong);
            }
            None => others.push(signed.name.clone()),
        }
    }
    if by.is_empty() {
        return Ok(unreadable("no signature of the note is by a key that the ledger names"));
    }
    if head.size > state.count() {
        say(
            out,
            &format!("broken: it stands for {} entries, and the ledger has {}", head.size, state.count()),
        )?;
        return Ok(Exit::Wrong);
    }
    let root = state.tree().at(head.size).root();
    if root != head.root {
        say(
            out,
            &format!(
                "broken: its root is {}, and that of the ledger's first {} entries {root}",
                head.root, head.size
            ),
        )?;
        return Ok(Exit::Wrong);
    }
    say(
        out,
        &format!(
            "valid: {} has the ledger's first {} entries, signed by {}",
            head.origin,
            head.size,
            by.join(", ")
        ),
    )?;
    if !others.is_empty() {
        say(
            out,
            &format!(
                "also signed, by keys that are not the ledger's and were not checked: {}",
                others.join(", ")
            ),
        )?;
    }
    Ok(Exit::Done)
}

/// Returns the lines of all lists of signers that the ledger ever had.
fn ever_named(state: &State) -> impl Iterator<Item = Signer> {
    let lists = state.entries().filter_map(|recorded| match &recorded.entry.act {
        Act::SignersNamed { allowed } => Signers::parse(allowed).ok(),
        _ => None,
    });
    lists.flat_map(|list| list.iter().cloned().collect::<Vec<_>>())
}

/// Reads a checkpoint that was kept elsewhere.
fn kept(path: &Path) -> Result<Recorded, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", shown(path)))?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let read = checkpoint_of(line).map(|(checkpoint, ..)| checkpoint);
    read.map_err(|why: BadProof| format!("{} is no checkpoint: {}", shown(path), sanitised(&why.to_string())))
}
