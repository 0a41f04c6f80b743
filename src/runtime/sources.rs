//! Where events come from: keys, signals, and the hash of the case file.

use std::sync::mpsc::Sender;
use std::thread;

use color_eyre::Result;
use color_eyre::eyre::WrapErr as _;
use crossterm::event::{self, Event as TerminalEvent, KeyEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::app::Message;
use crate::casefile::open::Fingerprint;

use super::{Event, Goodbye};

/// Reads keys until the terminal is lost.
pub fn keys(events: Sender<Event>) {
    thread::spawn(move || {
        let _goodbye = Goodbye("keyboard", events.clone());
        while let Ok(told) = event::read() {
            let event = match told {
                TerminalEvent::Key(key) if key.kind != KeyEventKind::Release => Event::Key(key),
                TerminalEvent::Paste(text) => Event::Pasted(text),
                TerminalEvent::Resize(cols, rows) => Event::Resized(cols, rows),
                _ => continue,
            };
            if events.send(event).is_err() {
                break;
            }
        }
    });
}

/// Turns the signals that ask to end into an event, so that the screen is left clean.
pub fn signals(events: Sender<Event>) -> Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT]).wrap_err("signals could not be caught")?;
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
