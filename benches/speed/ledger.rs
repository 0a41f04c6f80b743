//! The ledger: an append beside the same bytes written and synced by nobody's rules, and 100,000 signed entries verified.

use std::fs::{self, File, OpenOptions};
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::DateTime;
use trellis::ledger::chain::{self, Head, Unplaced};
use trellis::ledger::entry::{Act, Actor, Hash, Role};
use trellis::ledger::file;
use trellis::ledger::identity::Identity;
use trellis::ledger::place::LedgerPlace;
use trellis::ledger::signers::{Signer, Signers};
use trellis::ledger::store::Ledger;
use trellis::ledger::verify::KnownElsewhere;

use crate::figures::{centile, median, ms, ratio};
use crate::process::{done, peak};
use crate::{Outcome, TRELLIS};

const APPENDED: u64 = 200;
const MANY: u64 = 100_000;
const RUNS: usize = 5;

/// Measures in `folder`, which is on the disk that is measured.
pub fn measure(folder: &Path) -> Outcome<()> {
    let key = Identity::make(&folder.join("bench"), "bench")?;
    append(folder, &key)?;
    let many = folder.join("many.ledger.jsonl");
    let begun = Instant::now();
    make(&many, &key)?;
    let megabytes = fs::metadata(&many)?.len() >> 20;
    let seconds = begun.elapsed().as_secs_f64();
    println!("\n{MANY} signed entries, {megabytes} MB, made in {seconds:.1} s");
    hashing(&many)?;
    verifying(&many)
}

/// Appends entries and writes their bytes bare, in turn, in one folder.
fn append(folder: &Path, key: &Identity) -> Outcome<()> {
    let mut ledger = Ledger::open(&folder.join("bench.ledger.jsonl"))?;
    ledger.begin();
    // The first act also names who signs, and makes the file.
    ledger.append(&viewed(0)?, key)?;
    let mut bare = OpenOptions::new().create(true).append(true).open(folder.join("bare.jsonl"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 1..=APPENDED {
        let begun = Instant::now();
        let recorded = ledger.append(&viewed(n)?, key)?;
        ours.push(begun.elapsed());
        let line = recorded.entry.to_line() + "\n";
        let begun = Instant::now();
        bare.write_all(line.as_bytes())?;
        bare.sync_data()?;
        theirs.push(begun.elapsed());
    }
    compare("ledger: a signed entry, p50", median(&ours), median(&theirs), 1.5);
    println!("  p99 {}, bare {}", ms(centile(&ours, 0.99)), ms(centile(&theirs, 0.99)));
    Ok(())
}

fn compare(what: &str, ours: Option<Duration>, bare: Option<Duration>, target: f64) {
    let seconds = |time: Option<Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64());
    ratio(what, &ms(ours), &ms(bare), seconds(ours) / seconds(bare), target);
}

/// Writes a ledger of [`MANY`] entries, each signed.
fn make(path: &Path, key: &Identity) -> Outcome<()> {
    let mut file = BufWriter::new(File::create_new(path)?);
    let role = vec![Role::Chair];
    let signer =
        Signer { id: "bench".to_owned(), roles: role, after: None, before: None, key: key.public().clone() };
    let allowed = Signers::default().with(signer).to_string();
    let mut draft = Unplaced { subject: None, act: Act::SignersNamed { allowed }, ..viewed(0)? };
    let mut head = Head::EMPTY;
    for n in 1..=MANY {
        let entry = chain::placed(&draft, head);
        let signature = key.sign(entry.message().as_bytes())?;
        let sealed = chain::sealed(entry, signature);
        writeln!(file, "{}", sealed.line)?;
        head = sealed.recorded.head();
        draft = viewed(n)?;
    }
    Ok(file.into_inner()?.sync_all()?)
}

/// The hashes of all lines, on one core, against `sha256sum` on the file.
fn hashing(path: &Path) -> Outcome<()> {
    let bytes = fs::read(path)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let begun = Instant::now();
        chain::lines(&bytes).0.for_each(|line| {
            black_box(Hash::of(line));
        });
        ours.push(begun.elapsed());
        theirs.push(done(Command::new("sha256sum").arg(path))?);
    }
    compare("hashing its lines, sha256sum", median(&ours), median(&theirs), 2.0);
    Ok(())
}

/// The whole verification as a process, what of it one core would take for the signatures, and an opening.
fn verifying(path: &Path) -> Outcome<()> {
    let verify = || {
        let mut command = Command::new(TRELLIS);
        command.args(["audit", "verify"]).arg(path);
        command
    };
    let times: Vec<_> = (0..3).map(|_| done(&mut verify())).collect::<Result<_, _>>()?;
    let memory =
        peak(&mut verify())?.map_or("not measured".to_owned(), |kilobytes| format!("{} MB", kilobytes >> 10));
    println!("  trellis audit verify: {} (peak memory {memory})", ms(median(&times)));
    let begun = Instant::now();
    let (found, state) = file::verified(path, &KnownElsewhere::default(), &mut |_, _| {})?;
    let all = begun.elapsed();
    let begun = Instant::now();
    let sample = state.entries().take(MANY as usize / 20);
    let checked = sample.map(|recorded| recorded.check_signature()).collect::<Result<Vec<_>, _>>()?.len();
    let signatures = begun.elapsed() * (MANY as u32 / checked as u32);
    let cores = std::thread::available_parallelism()?;
    println!(
        "  in this process: {}; the signatures alone on one core {}; cores {cores}; {:?}",
        ms(Some(all)),
        ms(Some(signatures)),
        found.verdict
    );
    let begun = Instant::now();
    let ledger = Ledger::open(path)?;
    println!("  opened: {} for {} entries", ms(Some(begun.elapsed())), ledger.state().count());
    drop(ledger);
    let (place, memory) = (LedgerPlace::File(path.to_owned()), path.with_extension("memory"));
    let opened = || Ledger::remembering(&place, Some(&memory), || DateTime::UNIX_EPOCH);
    drop(opened()?);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let begun = Instant::now();
        drop(opened()?);
        ours.push(begun.elapsed());
        theirs.push(done(Command::new("sha256sum").arg(path))?);
    }
    compare("opened again, remembered, sha256sum", median(&ours), median(&theirs), 1.5);
    Ok(())
}

fn viewed(n: u64) -> Outcome<Unplaced> {
    Ok(Unplaced {
        id: format!("bench-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + n.cast_signed(), 0).ok_or("a time out of range")?,
        actor: Actor { id: "bench".to_owned(), role: Role::Chair },
        subject: Some("R0001".parse()?),
        act: Act::Viewed { screen: "resident".to_owned() },
        supersedes: None,
        evidence: None,
    })
}
