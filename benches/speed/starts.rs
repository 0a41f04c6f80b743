//! From process start to the complete triage table, beside `DuckDB`'s own command line counting the same file.

use std::path::Path;
use std::process::Command;

use crate::figures::{median, ms, ratio};
use crate::process::{cost, peak};
use crate::{Outcome, TRELLIS};

/// How many times the peer's processor time and memory may be taken.
#[derive(Clone, Copy)]
pub struct Targets {
    pub time: f64,
    pub memory: f64,
}

/// What a user would ask instead: how many exposures each resident has.
const LINE: &str = "select resident_id, count(*) from exposures group by 1";

/// Runs both in turn, so that whatever else the machine does slows both.
pub fn compare(cli: &Path, file: &Path, runs: usize, targets: Targets) -> Outcome<()> {
    let ours = || {
        let mut command = Command::new(TRELLIS);
        command.arg("triage").arg(file).args(["--format", "json"]);
        command
    };
    let peer = || {
        let mut command = Command::new(cli);
        command.arg("-readonly").arg(file).args(["-c", LINE]);
        command
    };
    // The first run of each reads the file into the system's cache.
    cost(&ours())?;
    cost(&peer())?;
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        times.push((cost(&ours())?, cost(&peer())?));
    }
    for _ in 0..runs.min(5) {
        peaks.push((peak(&mut ours())?, peak(&mut peer())?));
    }
    let (our_times, peer_times): (Vec<_>, Vec<_>) = times.into_iter().unzip();
    if let (Some(ours), Some(peer)) = (median(&our_times), median(&peer_times)) {
        let times = ours.as_secs_f64() / peer.as_secs_f64();
        ratio("complete triage, processor time", &ms(Some(ours)), &ms(Some(peer)), times, targets.time);
    }
    let (our_peaks, peer_peaks): (Vec<_>, Vec<_>) = peaks.into_iter().unzip();
    let middle = |peaks: Vec<Option<u64>>| median(&peaks.into_iter().flatten().collect::<Vec<_>>());
    match (middle(our_peaks), middle(peer_peaks)) {
        (Some(ours), Some(peer)) => {
            let megabytes = |kilobytes: u64| format!("{} MB", kilobytes >> 10);
            let times = ours as f64 / peer as f64;
            ratio("complete triage, peak memory", &megabytes(ours), &megabytes(peer), times, targets.memory);
        }
        _ => println!("  peak memory: not measured; the system has no /proc"),
    }
    Ok(())
}
