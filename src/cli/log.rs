//! A log of what the program does, for whoever looks for a fault: off unless asked for.
//!
//! It holds times, counts, names of actions and of queries. What people typed, whom they looked at and what the
//! case file says stay out of it.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Mutex;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};

use super::signing::shown;

/// Writes what happens from here on to the end of a file.
pub fn start(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    let file = options
        .open(path)
        .wrap_err_with(|| format!("the log {} could not be opened; name another with --log", shown(path)))?;
    // Only our own: what a library says might hold what it was given.
    let ours = Targets::new().with_target("trellis", LevelFilter::DEBUG);
    let lines = fmt::layer()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_target(false)
        .with_span_events(FmtSpan::CLOSE);
    registry().with(lines.with_filter(ours)).try_init().wrap_err("the log could not be started")
}
