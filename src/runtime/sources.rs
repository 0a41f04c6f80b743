//! Where events come from besides keys: signals, and the hash of the case file.

use std::sync::mpsc::Sender;
use std::thread;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::Message;
use crate::casefile::open::Fingerprint;

use super::Event;

/// Turns the signals that ask to end, and the one that the program goes on after a stop, into events, so that the
/// screen is left clean and comes back whole.
pub fn signals(events: Sender<Event>) -> Result<()> {
    let mut signals =
        Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT]).wrap_err("signals could not be caught")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if events.send(Event::Signal(signal)).is_err() {
                break;
            }
        }
    });
    Ok(())
}

/// Hashes the case file beside the review.
pub fn hash(fingerprint: Fingerprint, events: Sender<Event>) {
    thread::spawn(move || {
        let outcome = fingerprint.compute().map_err(|e| e.to_string());
        let _ = events.send(Event::Message(Box::new(Message::Fingerprinted(outcome))));
    });
}
