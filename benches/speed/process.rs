//! Runs a process to its end and takes its time and its peak of memory.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run cost.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    pub time: Duration,
    /// Peak resident memory in kilobytes; `None` where the system does not tell.
    pub peak: Option<u64>,
}

/// Runs `command` and waits; its output goes nowhere.
pub fn done(command: &mut Command) -> io::Result<Duration> {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let time = begun.elapsed();
    if status.success() {
        Ok(time)
    } else {
        Err(io::Error::other(format!("{command:?} ended with {status}")))
    }
}

/// Runs `command` and watches its peak of memory, which the system keeps until the process ends.
pub fn watched(command: &mut Command) -> io::Result<Run> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        peak = peak.max(std::fs::read_to_string(&status).ok().as_deref().and_then(high_water));
        if let Some(ended) = child.try_wait()? {
            let time = begun.elapsed();
            return if ended.success() {
                Ok(Run { time, peak })
            } else {
                Err(io::Error::other(format!("{command:?} ended with {ended}")))
            };
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
