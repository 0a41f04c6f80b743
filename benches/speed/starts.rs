//! From process start to the complete triage table, against a process that only asks the same questions.

use std::path::Path;
use std::process::Command;

use crate::figures::{median, ms, ratio};
use crate::process::{done, peak};
use crate::{Outcome, TRELLIS, bare};

/// The peak of memory may be this many times the engine's own.
const MEMORY_TARGET: f64 = 1.5;

/// Runs both in turn, so that whatever else the machine does slows both.
pub fn compare(file: &Path, runs: usize, target: f64) -> Outcome<()> {
    let me = std::env::current_exe()?;
    let ours = || {
        let mut command = Command::new(TRELLIS);
        command.arg("triage").arg(file).args(["--format", "json"]);
        command
    };
    let bare = || {
        let mut command = Command::new(&me);
        command.arg(bare::FLAG).arg(file);
        command
    };
    // The first run of each reads the file into the system's cache.
    done(&mut ours())?;
    done(&mut bare())?;
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        times.push((done(&mut ours())?, done(&mut bare())?));
    }
    for _ in 0..runs.min(5) {
        peaks.push((peak(&mut ours())?, peak(&mut bare())?));
    }
    let (our_times, bare_times): (Vec<_>, Vec<_>) = times.into_iter().unzip();
    if let (Some(ours), Some(bare)) = (median(&our_times), median(&bare_times)) {
        let times = ours.as_secs_f64() / bare.as_secs_f64();
        ratio("start to complete triage", &ms(Some(ours)), &ms(Some(bare)), times, target);
    }
    let (our_peaks, bare_peaks): (Vec<_>, Vec<_>) = peaks.into_iter().unzip();
    let middle = |peaks: Vec<Option<u64>>| median(&peaks.into_iter().flatten().collect::<Vec<_>>());
    match (middle(our_peaks), middle(bare_peaks)) {
        (Some(ours), Some(bare)) => {
            let megabytes = |kilobytes: u64| format!("{} MB", kilobytes >> 10);
            let times = ours as f64 / bare as f64;
            ratio("peak memory", &megabytes(ours), &megabytes(bare), times, MEMORY_TARGET);
        }
        _ => println!("  peak memory: not measured; the system has no /proc"),
    }
    Ok(())
}
