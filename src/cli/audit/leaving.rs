//! `trellis audit checkpoint`, `receipt`, `export` and `cut`: what leaves the ledger to be kept elsewhere.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use color_eyre::eyre::{WrapErr as _, bail, eyre};
use color_eyre::{Report, Result};

use super::{say, unreadable, verdict, verified};
use crate::cli::Exit;
use crate::cli::signing::{WhoArgs, now, opened, shown};
use crate::cli::telling::tell;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, CutLine, FORMAT};
use crate::ledger::file::fresh_id;
use crate::ledger::fold::State;
use crate::ledger::place::LedgerPlace;
use crate::ledger::proven::BadProof;
use crate::ledger::receipt::Receipt;
use crate::ledger::recording::Stamp;
use crate::ledger::verify::{KnownElsewhere, Verdict};
use crate::ledger::whole;
use crate::ui::words;

/// Records a checkpoint and writes it to a file of its own, whose bytes are on disk before the entry counts.
pub fn checkpoint(
    place: &LedgerPlace,
    to: Option<&Path>,
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let (actor, identity) = who.signer()?;
    let mut new = NewFile::beside(to.unwrap_or(&beside(place, "checkpoint")))?;
    let mut ledger = opened(place)?;
    who.vouch_for(&mut ledger);
    let by = Stamp { id: fresh_id(), at: now(), actor };
    let recorded = ledger.checkpoint(&by, &identity, |line| new.write(format!("{line}\n").as_bytes()))?;
    let file =
        to.map_or_else(|| beside(place, &format!("checkpoint-{}", recorded.entry.seq)), Path::to_owned);
    new.named(&file)?;
    say(out, &format!("{}, entry {}", words::act(&recorded.entry.act), recorded.entry.seq))?;
    writeln!(out, "in {}\n\nKeep it in another place: trellis audit verify --checkpoint FILE", shown(&file))?;
    Ok(Exit::Done)
}

/// Writes the receipt for one resident's entries.
pub fn receipt(
    place: &LedgerPlace,
    resident: &ResidentId,
    to: Option<&Path>,
    out: &mut impl Write,
) -> Result<Exit> {
    let state = match sound(place) {
        Ok(state) => state,
        Err(exit) => return Ok(exit),
    };
    let receipt = Receipt::of(&state, resident)?;
    let file = to.map_or_else(|| beside(place, &format!("receipt-{resident}")), Path::to_owned);
    written(&file, receipt.to_text().as_bytes())?;
    writeln!(
        out,
        "in {}\n\nAnyone can check it without the ledger: trellis audit check-receipt FILE",
        shown(&file)
    )?;
    Ok(Exit::Done)
}

/// Says what a receipt proves.
pub fn check_receipt(path: &Path, out: &mut impl Write) -> Result<Exit> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(unreadable(&format!("{} cannot be read: {error}", shown(path)))),
    };
    let text = std::str::from_utf8(&bytes).map_err(|error| BadProof::NotOne(error.to_string()));
    let held = match text.and_then(Receipt::parse).and_then(|receipt| receipt.verify()) {
        Ok(held) => held,
        Err(why) if why.is_of_an_unknown_kind() => return Ok(unreadable(&why.to_string())),
        Err(why) => {
            say(out, &format!("broken: {why}"))?;
            return Ok(Exit::Wrong);
        }
    };
    let by = &held.checkpoint.entry.actor;
    let n = held.entries.len();
    let counted = if n == 1 { "1 entry".to_owned() } else { format!("{n} entries") };
    say(out, &format!("valid: in the ledger of this checkpoint, {counted} about {}", held.resident))?;
    let key = held.checkpoint.entry.signature.as_ref().and_then(|signature| signature.key().ok());
    let key = key.map(|key| key.fingerprint()).unwrap_or_default();
    say(out, &format!("checkpoint: {} entries, root {}", held.size, held.root))?;
    say(out, &format!("signed by: {}, {}, {key}, {}", by.id, by.role, held.checkpoint.entry.at))?;
    for recorded in &held.entries {
        let entry = &recorded.entry;
        let act = words::act(&entry.act);
        say(
            out,
            &format!("  {:>5}  {}  {}, {}  {act}", entry.seq, entry.at, entry.actor.id, entry.actor.role),
        )?;
    }
    say(
        out,
        "\nCompare the root with the minutes, or the key with the program's. It cannot show that no entry was left out.",
    )?;
    Ok(Exit::Done)
}

/// Writes the ledger to another file, with every line that was cut left out.
pub fn export(place: &LedgerPlace, to: &Path, out: &mut impl Write) -> Result<Exit> {
    let state = match sound(place) {
        Ok(state) => state,
        Err(exit) => return Ok(exit),
    };
    written(to, &lines(&state))?;
    writeln!(out, "{} entries in {}", state.count(), shown(to))?;
    Ok(Exit::Done)
}

/// Puts a ledger that was exported to a file into a database, entry by entry in their order: a backup that is restored.
pub fn import(from: &Path, to: &LedgerPlace, out: &mut impl Write) -> Result<Exit> {
    let LedgerPlace::Table(address) = to else {
        bail!("{to} is a file; copy the exported one to its place, and verify it there");
    };
    let source = LedgerPlace::File(from.to_owned());
    let (found, state) = match verified(&source, &KnownElsewhere::default()) {
        Ok(read) => read,
        Err(error) => return Ok(unreadable(&error.to_string())),
    };
    if found.verdict != Verdict::Valid {
        tell(format_args!("nothing was recorded: {}", verdict::sentence(&found)));
        return Ok(verdict::exit(&found.verdict));
    }
    let lines = String::from_utf8(lines(&state)).wrap_err(
        "nothing was recorded: a line that was set aside is no text, which a database does not take",
    )?;
    whole::restore(address, &lines)?;
    let (found, _) = whole::verified(to, &KnownElsewhere::default(), &mut |_, _| {})?;
    say(out, &format!("{to}: {}", verdict::sentence(&found)))?;
    Ok(verdict::exit(&found.verdict))
}

/// Records that a resident's entries are cut, and writes the ledger without them to another file.
pub fn cut(
    place: &LedgerPlace,
    residents: &[ResidentId],
    reason: &str,
    to: &Path,
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let (actor, identity) = who.signer()?;
    let mut new = NewFile::beside(to)?;
    let mut ledger = opened(place)?;
    who.vouch_for(&mut ledger);
    let mut seqs = Vec::new();
    for resident in residents {
        let Some(entries) = ledger.state().resident(resident) else { bail!("no entry is about {resident}") };
        seqs.extend(entries.entries());
    }
    seqs.sort_unstable();
    seqs.dedup();
    let by = Stamp { id: fresh_id(), at: now(), actor };
    let recorded = ledger.cut(&by, &runs(&seqs), &sanitised(reason), &identity)?;
    let seq = recorded.entry.seq;
    let copied = new.write(&lines(ledger.state())).map_err(Report::from).and_then(|()| new.named(to));
    copied.wrap_err_with(|| {
        format!("entry {seq} says that they are cut, and the copy without them is not written; trellis audit export writes it")
    })?;
    say(out, &format!("{}, entry {}", words::act(&recorded.entry.act), recorded.entry.seq))?;
    writeln!(
        out,
        "the ledger without them is in {}\n\nVerify it, then put it in the place of {}",
        shown(to),
        place
    )?;
    Ok(Exit::Done)
}

/// Reads a ledger that must be valid before anything of it leaves; otherwise says why, and returns how to end.
pub(super) fn sound(place: &LedgerPlace) -> Result<State, Exit> {
    let (found, state) =
        verified(place, &KnownElsewhere::default()).map_err(|error| unreadable(&error.to_string()))?;
    match verdict::exit(&found.verdict) {
        Exit::Done => Ok(state),
        exit => {
            tell(verdict::sentence(&found));
            Err(exit)
        }
    }
}

/// Returns the lines of a ledger, with the hash alone where an entry is cut.
fn lines(state: &State) -> Vec<u8> {
    let cuts = state.entries().filter_map(|recorded| match &recorded.entry.act {
        Act::Cut { entries, .. } => Some(entries),
        _ => None,
    });
    let cut: Vec<(u64, u64)> = cuts.flatten().copied().collect();
    let mut text = Vec::new();
    for seq in 1..=state.count() {
        if let Some(aside) = state.aside_at(seq) {
            text.extend([aside, b"\n"].concat());
            continue;
        }
        let named = cut.iter().any(|(first, last)| (*first..=*last).contains(&seq));
        let hash = state.tree().hash(seq).unwrap_or_default();
        let line = match state.entry(seq).filter(|_| !named) {
            Some(recorded) => recorded.entry.to_line(),
            None => CutLine { cut: hash, seq, v: FORMAT }.to_line(),
        };
        text.extend((line + "\n").into_bytes());
    }
    text
}

/// Returns rising numbers as runs.
fn runs(seqs: &[u64]) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for seq in seqs {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *seq => *last = *seq,
            _ => runs.push((*seq, *seq)),
        }
    }
    runs
}

/// Returns `NAME.WHAT.json` beside the ledger.
pub(super) fn beside(ledger: &LedgerPlace, what: &str) -> PathBuf {
    // Of a ledger in a database, where one is.
    let ledger = ledger.file().unwrap_or(Path::new("shared.ledger.jsonl"));
    let name = ledger.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".ledger.jsonl").unwrap_or(&name);
    ledger.with_file_name(format!("{stem}.{what}.json"))
}

/// A file that takes its name last, so that what has to be kept can be on disk before anything counts.
struct NewFile(tempfile::NamedTempFile);

impl NewFile {
    /// Makes it in the folder of `path`, unless something stands at `path`.
    fn beside(path: &Path) -> Result<Self> {
        let at = shown(path);
        if path.symlink_metadata().is_ok() {
            bail!("nothing was recorded: {at} exists; name another file with -o");
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let made = tempfile::Builder::new()
            .permissions(fs::Permissions::from_mode(0o666))
            .tempfile_in(folder.unwrap_or(Path::new(".")));
        made.map(Self).wrap_err_with(|| {
            format!("nothing was recorded: {at} could not be written; name another file with -o")
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)?;
        self.0.as_file().sync_all()
    }

    /// Gives it its name, and takes that of nothing else.
    fn named(self, path: &Path) -> Result<()> {
        match self.0.persist_noclobber(path) {
            Ok(_) => Ok(()),
            Err(taken) => {
                let (kept, why) = (taken.file.keep(), taken.error);
                let kept =
                    kept.map_or_else(|_gone| String::new(), |(_, at)| format!("; it is in {}", shown(&at)));
                Err(eyre!("{} could not be written: {why}{kept}", shown(path)))
            }
        }
    }
}

/// Writes and syncs a file that must not be there yet.
pub(super) fn written(path: &Path, bytes: &[u8]) -> Result<()> {
    let made = OpenOptions::new().write(true).create_new(true).open(path);
    let done = made.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    done.wrap_err_with(|| format!("{} could not be written; name another with -o", shown(path)))
}
