//! Runs a process to its end and takes its time and its peak of memory.

use std::io;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// Runs `command` and returns the processor time that it took, its threads and the system's part included.
///
/// Of bash, whose `time` tells it to the millisecond.
pub fn cost(command: &Command) -> io::Result<Duration> {
    let timed = "TIMEFORMAT='%3U %3S'; time \"$@\" > /dev/null 2> /dev/null";
    let mut bash = Command::new("bash");
    bash.args(["-c", timed, "bash"]).arg(command.get_program()).args(command.get_args());
    let output = bash.env("LC_ALL", "C").output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let seconds: Option<f64> = told.split_whitespace().map(|part| part.parse::<f64>().ok()).sum();
    match seconds.filter(|_| output.status.success()) {
        Some(seconds) => Ok(Duration::from_secs_f64(seconds)),
        None => Err(io::Error::other(format!("{command:?} ended with {}: {told}", output.status))),
    }
}

/// Runs `command` and returns its peak of resident memory in kilobytes, which the system keeps until
/// the process ends; `None` where the system does not tell.
pub fn peak(command: &mut Command) -> io::Result<Option<u64>> {
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        peak = peak.max(std::fs::read_to_string(&status).ok().as_deref().and_then(high_water));
        if let Some(ended) = child.try_wait()? {
            return if ended.success() {
                Ok(peak)
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
