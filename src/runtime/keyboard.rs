//! Reads keys, and tells a hand from what is faster than one: a paste without brackets, Esc and a key that a
//! multiplexer held back together, a key that a slow line took to pieces.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::Message;
use crate::app::hand::Press;

use super::{Event, Goodbye};

mod replies;

use replies::begins_a_reply;
pub use replies::reply;

/// Keys that are read closer to one another than this came together. A hand that rolls two keys parts them by more,
/// and a keyboard that repeats one by some 30 ms.
const TOGETHER: Duration = Duration::from_millis(4);
/// So long Esc waits for the rest of the key that it may have been the first byte of.
const SPLIT: Duration = Duration::from_millis(80);
/// What is a paste for certain may have such gaps.
const IN_A_PASTE: Duration = Duration::from_millis(60);
/// So many letters at once are a paste for certain.
const CERTAIN: usize = 8;
/// The most keys that are taken together.
const MOST: usize = 200_000;
/// The same key again within this time may be one that is held: keyboards wait so long before they repeat it.
const REPEATS: Duration = Duration::from_secs(1);
/// The rest of a key that came in pieces is expected within this time.
const PIECES: Duration = Duration::from_secs(2);

/// One key, and when it was read, counted from the beginning of the review.
#[derive(Clone, Copy, Debug)]
struct Came {
    key: KeyEvent,
    at: Duration,
}

/// So long nobody is asked whether keys are read at all.
const GLANCE: Duration = Duration::from_millis(100);

/// What stands between the keyboard and its reader: closed while another program asks in the terminal.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<Gated>, Condvar)>);

#[derive(Debug, Default)]
struct Gated {
    is_closed: bool,
    /// The reader stands before it.
    waits: bool,
}

impl Gate {
    /// Closes it, and returns once nothing is read any more.
    pub fn close(&self) {
        let (gated, changed) = &*self.0;
        let mut gated = gated.lock().unwrap_or_else(PoisonError::into_inner);
        gated.is_closed = true;
        // A reader that has ended stands nowhere.
        let _ = changed.wait_timeout_while(gated, 10 * GLANCE, |gated| !gated.waits);
    }

    pub fn open(&self) {
        let (gated, changed) = &*self.0;
        gated.lock().unwrap_or_else(PoisonError::into_inner).is_closed = false;
        changed.notify_all();
    }

    /// Waits until it is open.
    fn pass(&self) {
        let (gated, changed) = &*self.0;
        let mut gated = gated.lock().unwrap_or_else(PoisonError::into_inner);
        while gated.is_closed {
            gated.waits = true;
            changed.notify_all();
            gated = changed.wait(gated).unwrap_or_else(PoisonError::into_inner);
        }
        gated.waits = false;
    }
}

/// Reads keys until the terminal is lost, after those that came `already`, as long as the gate is open.
pub fn keys(events: Sender<Event>, began: Instant, already: Vec<KeyEvent>, gate: Gate) {
    thread::spawn(move || {
        let _goodbye = Goodbye("keyboard", events.clone());
        let mut before = None;
        let at = began.elapsed();
        for key in already {
            let _ = events.send(pressed(Came { key, at }, false, &mut before));
        }
        while let Ok((keys, other)) = together(began, &gate) {
            let mut told = sorted(&keys, &mut before);
            told.extend(other);
            if told.into_iter().any(|event| events.send(event).is_err()) {
                break;
            }
        }
    });
}

/// Waits for a key and takes in what comes together with it, up to what is no key.
fn together(began: Instant, gate: &Gate) -> io::Result<(Vec<Came>, Option<Event>)> {
    let mut keys = Vec::new();
    gate.pass();
    while !event::poll(GLANCE)? {
        gate.pass();
    }
    // Asked with no time at all, crossterm does not look at what it has read already.
    while keys.is_empty() || (keys.len() < MOST && event::poll(patience(&keys))?) {
        let told = event::read()?;
        let at = began.elapsed();
        let other = match told {
            TerminalEvent::Key(key) => {
                if key.kind != KeyEventKind::Release {
                    keys.push(Came { key, at });
                }
                continue;
            }
            TerminalEvent::Paste(text) => Event::Pasted(text, at),
            TerminalEvent::Resize(cols, rows) => Event::Resized(cols, rows),
            _ => continue,
        };
        return Ok((keys, Some(other)));
    }
    Ok((keys, None))
}

/// Returns how long to wait for more of what came.
fn patience(keys: &[Came]) -> Duration {
    if keys.last().is_some_and(is_esc) || keys.first().is_some_and(|came| begins_a_reply(&came.key)) {
        SPLIT
    } else if keys.last_chunk::<CERTAIN>().is_some_and(|last| is_text(last)) {
        IN_A_PASTE
    } else {
        TOGETHER
    }
}

/// Turns keys that came together into keys, texts, and keys that were in pieces; `before` is the key before them.
fn sorted(keys: &[Came], before: &mut Option<Came>) -> Vec<Event> {
    let alone = keys.len() == 1;
    if before.is_some_and(|esc| is_esc(&esc) && keys.first().is_some_and(|key| key.at < esc.at + PIECES))
        && rest_of_a_key(keys).is_some_and(|(_, taken)| taken == keys.len())
    {
        *before = None;
        return vec![Event::Message(Box::new(Message::InPieces))];
    }
    let mut told = Vec::new();
    let mut rest = keys;
    while let [first, behind @ ..] = rest {
        if let Some((answers, taken)) = reply(rest.iter().map(|came| &came.key)) {
            told.push(Event::Answered(answers));
            rest = &rest[taken..];
            continue;
        }
        let in_pieces = if is_esc(first) { rest_of_a_key(behind) } else { None };
        if let Some((key, taken)) = in_pieces {
            told.extend(key.map(|key| pressed(Came { key, ..*first }, false, before)));
            rest = &behind[taken..];
        } else if is_esc(first) {
            told.push(pressed(*first, alone, before));
            // What comes in the same breath was pressed before Esc was seen to work.
            let with_it = |key: &&Came| key.at < first.at + TOGETHER && (writes(key) || ends_a_line(key));
            rest = &behind[behind.iter().take_while(with_it).count()..];
        } else {
            let run = run_of_text(rest);
            if is_text(&rest[..run]) {
                told.push(Event::Pasted(rest[..run].iter().filter_map(character).collect(), first.at));
                (*before, rest) = (None, &rest[run..]);
            } else {
                told.push(pressed(*first, alone, before));
                rest = behind;
            }
        }
    }
    told
}

/// Says how a key came.
fn pressed(came: Came, alone: bool, before: &mut Option<Came>) -> Event {
    let Came { key, at } = came;
    let same = |last: Came| (last.key.code, last.key.modifiers) == (key.code, key.modifiers);
    let repeats = before.is_some_and(|last| same(last) && at < last.at + REPEATS);
    *before = Some(came);
    let held = repeats || key.kind == KeyEventKind::Repeat;
    Event::Key(key, Press { at, alone, held })
}

/// Returns how many keys from the first on belong to one text: it begins with a character.
fn run_of_text(keys: &[Came]) -> usize {
    if keys.first().is_some_and(writes) {
        keys.iter().take_while(|key| character(key).is_some()).count()
    } else {
        0
    }
}

/// Tells whether keys that came together are a text: several characters that are not one key's, or a character and
/// the end of a line. A key that is held may come several times at once over a slow line.
fn is_text(keys: &[Came]) -> bool {
    let mut written = keys.iter().filter(|key| writes(key));
    let Some(first) = written.next() else { return false };
    let ends = keys.iter().any(ends_a_line);
    ends || written.any(|other| other.key.code != first.key.code)
}

fn writes(came: &Came) -> bool {
    let plain = !came.key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    plain && matches!(came.key.code, KeyCode::Char(_))
}

/// Tells whether a key ends a line: Enter, or the line feed that some terminals send in a paste.
fn ends_a_line(came: &Came) -> bool {
    match came.key.code {
        KeyCode::Enter => !came.key.modifiers.contains(KeyModifiers::ALT),
        KeyCode::Char('j') => came.key.modifiers == KeyModifiers::CONTROL,
        _ => false,
    }
}

fn is_esc(came: &Came) -> bool {
    came.key.code == KeyCode::Esc
}

/// Returns what a key writes in a text.
fn character(came: &Came) -> Option<char> {
    match came.key.code {
        _ if ends_a_line(came) => Some('\n'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Char(c) if writes(came) => Some(c),
        _ => None,
    }
}

/// Reads the rest of a key that begins with Esc; returns the key, where it is one that means something, and how many
/// keys the rest was taken for.
fn rest_of_a_key(keys: &[Came]) -> Option<(Option<KeyEvent>, usize)> {
    let first = keys.first().filter(|key| writes(key))?;
    let close = keys.iter().take_while(|key| writes(key) && key.at < first.at + TOGETHER);
    let letters: Vec<char> = close.filter_map(character).collect();
    let (numbers, from) = match letters.first()? {
        '[' => (letters.iter().skip(1).take_while(|c| matches!(c, '0'..='9' | ';' | ':')).count(), 1),
        'O' => (0, 1),
        _ => return None,
    };
    let last = letters.get(from + numbers).filter(|c| c.is_ascii_alphabetic() || **c == '~')?;
    let number: String = letters[from..from + numbers].iter().collect();
    let code = match (last, number.as_str()) {
        ('A', _) => Some(KeyCode::Up),
        ('B', _) => Some(KeyCode::Down),
        ('C', _) => Some(KeyCode::Right),
        ('D', _) => Some(KeyCode::Left),
        ('H', _) | ('~', "1" | "7") => Some(KeyCode::Home),
        ('F', _) | ('~', "4" | "8") => Some(KeyCode::End),
        ('Z', _) => Some(KeyCode::BackTab),
        ('~', "3") => Some(KeyCode::Delete),
        ('~', "5") => Some(KeyCode::PageUp),
        ('~', "6") => Some(KeyCode::PageDown),
        _ => None,
    };
    Some((code.map(KeyEvent::from), from + numbers + 1))
}

#[cfg(test)]
mod tests;
