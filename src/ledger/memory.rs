//! What was verified of a ledger when it was read here last: kept for whoever works on this machine, beside no ledger.
//!
//! It is a help and no proof. What it says is believed only of bytes whose hash it has, and where it is missing, torn or
//! of another program the ledger is verified whole. What it is for is the honest accident: a ledger that became shorter,
//! or another, than it was is said before anything is recorded.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::chain::Head;
use super::hash::Hash;
use super::place::LedgerPlace;
use crate::domain::words::counted;

/// The program that wrote it; another one may judge by other rules, and reads the ledger whole.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What was verified: so many bytes, whose hash is known, with so many entries.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Verified {
    pub length: u64,
    pub bytes: Hash,
    pub entries: u64,
    /// The hash of the last entry.
    pub last: Hash,
    pub at: DateTime<Utc>,
}

/// A ledger that somebody took as it was, though it was not what had been read here.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Accepted {
    pub at: DateTime<Utc>,
    pub had: u64,
    pub has: u64,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
struct Kept {
    program: String,
    ledger: String,
    verified: Verified,
    #[serde(default)]
    accepted: Vec<Accepted>,
}

/// Why a ledger is not the one that was read here before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct News {
    pub ledger: String,
    pub had: Verified,
    pub has: u64,
    /// The last entry that was known is another now; else it is missing.
    pub is_another: bool,
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ledger, had, has, is_another } = self;
        let (n, on) = (counted(had.entries, "entry"), had.at.format("%Y-%m-%d %H:%MZ"));
        write!(f, "{ledger} is not what it was: it had {n} when it was read here last, {on}, and ")?;
        match (has, had.entries - (*has).min(had.entries)) {
            _ if *is_another => write!(f, "its entry {} is another now", had.entries),
            (0, _) => f.write_str("is gone now"),
            (has, 1) => write!(f, "has {has} now: entry {} is missing", had.entries),
            (has, _) => write!(f, "has {has} now: entries {} to {} are missing", has + 1, had.entries),
        }
    }
}

/// What to do about it.
pub const WAY_OUT: &str =
    "bring the one that was here back, or take this one as it is with `trellis audit accept`";

/// What is remembered of one ledger.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The file that keeps it; `None` where there is no folder for it.
    file: Option<PathBuf>,
    ledger: String,
    kept: Option<Kept>,
}

impl Memory {
    /// Reads what is remembered in `folder` of the ledger at `place`; nothing where it cannot be read.
    pub fn of(folder: Option<&Path>, place: &LedgerPlace) -> Self {
        let (ledger, key) = (place.to_string(), key(place));
        let name = Hash::of(key.as_bytes()).to_string();
        let file = folder.map(|folder| folder.join(format!("{}.json", &name[..32])));
        let kept = file.as_deref().and_then(read);
        Self { file, ledger, kept }
    }

    /// Returns what was verified, where the bytes that it was need not be verified again by this program.
    pub fn verified(&self) -> Option<&Verified> {
        self.kept.as_ref().filter(|kept| kept.program == PROGRAM).map(|kept| &kept.verified)
    }

    /// Returns what was taken as it is, oldest first.
    pub fn accepted(&self) -> &[Accepted] {
        self.kept.as_ref().map_or(&[], |kept| &kept.accepted)
    }

    /// Tells whether a ledger of which `hash_of` knows the hashes, and which has `has` entries, goes on from what was
    /// read here before.
    pub fn news(&self, has: u64, hash_of: impl Fn(u64) -> Option<Hash>) -> Option<News> {
        let had = &self.kept.as_ref()?.verified;
        let there = if had.entries == 0 { Some(Hash::NONE) } else { hash_of(had.entries) };
        if there == Some(had.last) {
            return None;
        }
        let is_another = there.is_some();
        Some(News { ledger: self.ledger.clone(), had: had.clone(), has, is_another })
    }

    /// Keeps what was verified. What another process has verified further stays.
    pub fn keep(&mut self, verified: Verified) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(further) = read(file).filter(|kept| kept.verified.entries > verified.entries) {
            self.kept = Some(further);
            return Ok(());
        }
        self.write(verified, self.accepted().to_vec())
    }

    /// Keeps what is there in the place of what was, which somebody said.
    pub fn accept(&mut self, verified: Verified) -> io::Result<()> {
        let mut accepted = self.accepted().to_vec();
        if let Some(kept) = &self.kept {
            accepted.push(Accepted { at: verified.at, had: kept.verified.entries, has: verified.entries });
        }
        self.write(verified, accepted)
    }

    /// Forgets the ledger.
    pub fn forget(&mut self) -> io::Result<()> {
        self.kept = None;
        match self.file.as_deref().map_or(Ok(()), fs::remove_file) {
            Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn write(&mut self, verified: Verified, accepted: Vec<Accepted>) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let kept = Kept { program: PROGRAM.to_owned(), ledger: self.ledger.clone(), verified, accepted };
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        // Not synced: what a crash takes of it is verified once more.
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(&serde_json::to_vec_pretty(&kept)?)?;
        new.persist(file)?;
        self.kept = Some(kept);
        Ok(())
    }
}

fn read(file: &Path) -> Option<Kept> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// What names a ledger on this machine: the path by which every start finds it, or where its database is.
fn key(place: &LedgerPlace) -> String {
    let Some(path) = place.file() else { return format!("table {place}") };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().unwrap_or_else(|_gone| folder.to_owned());
    format!("file {}", folder.join(path.file_name().unwrap_or_default()).display())
}

impl Verified {
    /// Returns what is known of a ledger with this head, whose bytes are so many and have this hash.
    pub fn of(head: Head, length: u64, bytes: Hash, at: DateTime<Utc>) -> Self {
        Self { length, bytes, entries: head.count, last: head.hash, at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verified(entries: u64) -> Verified {
        let at = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let head = Head { count: entries, hash: hash(entries) };
        Verified::of(head, entries * 10, Hash::of(b"all"), at)
    }

    fn hash(entry: u64) -> Hash {
        if entry == 0 { Hash::NONE } else { Hash::of(entry.to_string().as_bytes()) }
    }

    fn has(count: u64) -> impl Fn(u64) -> Option<Hash> {
        move |entry| (entry <= count).then(|| hash(entry))
    }

    #[test]
    fn a_ledger_that_goes_on_is_no_news_and_any_other_is() {
        let folder = tempfile::tempdir().unwrap();
        let place: LedgerPlace = folder.path().join("a.ledger.jsonl").to_str().unwrap().parse().unwrap();
        let state = folder.path().join("state");
        let mut memory = Memory::of(Some(&state), &place);
        assert_eq!(memory.news(0, has(0)), None);
        memory.keep(verified(15)).unwrap();
        let memory = Memory::of(Some(&state), &place);
        let said = |count, hashes: &dyn Fn(u64) -> Option<Hash>| {
            memory.news(count, hashes).map(|news| news.to_string()).unwrap_or_default()
        };
        assert_eq!(said(15, &has(15)), "");
        assert_eq!(said(20, &has(20)), "");
        assert!(said(12, &has(12)).ends_with("and has 12 now: entries 13 to 15 are missing"));
        assert!(said(14, &has(14)).ends_with("and has 14 now: entry 15 is missing"));
        assert!(said(0, &has(0)).ends_with("and is gone now"));
        assert!(said(20, &|_| Some(Hash::of(b"other"))).ends_with("and its entry 15 is another now"));
        assert!(said(12, &has(12)).contains("a.ledger.jsonl is not what it was: it had 15 entries"));
    }

    #[test]
    fn what_is_taken_as_it_is_is_remembered_with_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let place: LedgerPlace = "a.ledger.jsonl".parse().unwrap();
        let mut memory = Memory::of(Some(folder.path()), &place);
        memory.keep(verified(15)).unwrap();
        // An earlier reading of another process takes nothing back.
        memory.keep(verified(12)).unwrap();
        assert_eq!(Memory::of(Some(folder.path()), &place).verified(), Some(&verified(15)));
        memory.accept(verified(12)).unwrap();
        let memory = Memory::of(Some(folder.path()), &place);
        assert_eq!((memory.verified(), memory.news(12, has(12))), (Some(&verified(12)), None));
        assert_eq!(memory.accepted().iter().map(|a| (a.had, a.has)).collect::<Vec<_>>(), [(15, 12)]);
    }

    #[test]
    fn what_cannot_be_read_is_forgotten_and_locks_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let place: LedgerPlace = "a.ledger.jsonl".parse().unwrap();
        let mut memory = Memory::of(Some(folder.path()), &place);
        memory.keep(verified(15)).unwrap();
        let file = memory.file.clone().unwrap();
        let whole = fs::read(&file).unwrap();
        for torn in [&whole[..0], &whole[..whole.len() / 2], b"[]", b"\xff\xfe", b"{\"verified\":null}"] {
            fs::write(&file, torn).unwrap();
            let mut memory = Memory::of(Some(folder.path()), &place);
            assert_eq!((memory.verified(), memory.news(3, has(3))), (None, None));
            memory.keep(verified(3)).unwrap();
            assert_eq!(Memory::of(Some(folder.path()), &place).verified(), Some(&verified(3)));
        }
        // Another program's judgement is not ours, and what it has read is news all the same.
        let other = String::from_utf8(whole).unwrap().replace(PROGRAM, "0.0.0-other");
        fs::write(&file, other).unwrap();
        let memory = Memory::of(Some(folder.path()), &place);
        assert!(memory.verified().is_none() && memory.news(3, has(3)).is_some());
        assert!(Memory::of(None, &place).keep(verified(3)).is_ok());
    }
}
