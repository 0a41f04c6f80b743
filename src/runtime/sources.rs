//! Where wakes come from: keys, signals, and the hash of the case file.

use std::sync::mpsc::Sender;
use std::thread;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;
use crossterm::event::{self, Event, KeyEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::Message;
use crate::casefile::open::Fingerprint;

use super::{Goodbye, Wake};

/// Reads keys until the terminal is lost.
pub fn keys(wakes: Sender<Wake>) {
    thread::spawn(move || {
        let _goodbye = Goodbye("keyboard", wakes.clone());
        while let Ok(event) = event::read() {
            let wake = match event {
                Event::Key(key) if key.kind != KeyEventKind::Release => Wake::Key(key),
                Event::Paste(text) => Wake::Pasted(text),
                Event::Resize(cols, rows) => Wake::Resized(cols, rows),
                _ => continue,
            };
            if wakes.send(wake).is_err() {
                break;
            }
        }
    });
}

/// Turns the signals that ask to end into a wake, so that the screen is left clean.
pub fn signals(wakes: Sender<Wake>) -> Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT]).wrap_err("signals could not be caught")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if wakes.send(Wake::Signal(signal)).is_err() {
                break;
            }
        }
    });
    Ok(())
}

/// Hashes the case file beside the review.
pub fn hash(fingerprint: Fingerprint, wakes: Sender<Wake>) {
    thread::spawn(move || {
        let outcome = fingerprint.compute().map_err(|e| e.to_string());
        let _ = wakes.send(Wake::Message(Box::new(Message::Fingerprinted(outcome))));
    });
}
