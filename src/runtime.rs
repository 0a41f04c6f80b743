//! Carries out effects: one thread owns the terminal, one the case file, one the ledger, one reads keys.

mod scribe;
mod sources;
mod terminal;
mod worker;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use color_eyre::eyre::{WrapErr as _, bail};
use color_eyre::{Report, Result};

use crate::app::{Effect, Message, Model, update};
use crate::casefile::open::CaseFile;
use crate::ledger::cards::Cards;
use crate::ledger::drafts::Drafts;
use crate::ledger::identity::Identity;
use crate::ledger::store::Ledger;
use crate::prompts::Thresholds;
use crate::ui::Face;

pub use crate::survey::program::since;
pub use worker::{settle, survey};

/// How often the clock of a meeting is read.
const TICK: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

/// What wakes the loop.
#[derive(Debug)]
enum Wake {
    Key(crossterm::event::KeyEvent),
    Pasted(String),
    /// The terminal's new size, in columns and rows.
    Resized(u16, u16),
    Message(Box<Message>),
    /// The system asks to end.
    Signal(i32),
    /// A thread has ended.
    Lost(&'static str),
    /// The ledger cannot be read: nothing may be recorded, and nobody looked at.
    Unreadable(Report),
}

/// What a review works with.
pub struct Opened {
    pub case_file: CaseFile,
    /// Opens the ledger and reads it whole, on the thread that will write to it.
    pub ledger: Box<dyn FnOnce() -> Result<Ledger> + Send>,
    /// Who signs what is recorded.
    pub identity: Identity,
    pub drafts: Drafts,
    /// The rating cards that are sealed on this machine.
    pub cards: Cards,
    pub thresholds: Thresholds,
}

/// Reviews by keys until the person leaves; returns the signal that ended it, if one did.
pub fn review(opened: Opened, mut model: Model, face: &Face) -> Result<Option<i32>> {
    let (wakes, woken) = channel();
    let actor = model.session.actor.clone();
    sources::hash(opened.case_file.fingerprint(), wakes.clone());
    let reader = worker::start(opened.case_file, model.catalog.clone(), opened.thresholds, wakes.clone());
    let scribe =
        scribe::start(opened.ledger, (opened.drafts, opened.cards), (actor, opened.identity), wakes.clone());
    let ended = terminal::with(|screen| {
        sources::keys(wakes.clone());
        sources::signals(wakes.clone())?;
        let Some(scribe) = scribe.tasks() else { bail!("the ledger's thread stopped") };
        let out = Out { jobs: reader.jobs(), scribe };
        out.carry_out(vec![Effect::Ask(crate::app::Job::Survey)])?;
        let ended = turn(screen, &woken, &out, &mut model, face);
        // Of a terminal that is lost the keyboard, the screen or a signal tells first: the draft is kept all the same.
        let kept = out.carry_out(crate::app::update::leaving(&mut model));
        ended.and_then(|signal| kept.map(|()| signal))
    });
    drop(reader);
    // Whatever was asked of the ledger is written before the program ends.
    drop(scribe);
    ended
}

/// Draws, waits, and moves on, until the end.
fn turn(
    screen: &mut ratatui::DefaultTerminal,
    woken: &Receiver<Wake>,
    out: &Out,
    model: &mut Model,
    face: &Face,
) -> Result<Option<i32>> {
    loop {
        tick(model, out)?;
        let size = screen.size().wrap_err("the terminal does not tell its size")?;
        update(model, Message::Resized(crate::ui::space((size.width, size.height))));
        let drawing = tracing::debug_span!("draw", width = size.width, height = size.height).entered();
        screen
            .draw(|frame| crate::ui::draw(frame, model, face))
            .wrap_err("the terminal could not be drawn to")?;
        drawing.exit();
        let first = match woken.recv_timeout(if model.follows_others() { TICK } else { DAY }) {
            Ok(wake) => wake,
            // The clock of a meeting goes on where nothing else happens.
            Err(RecvTimeoutError::Timeout) => continue,
            Err(gone) => return Err(gone).wrap_err("every source of events has gone"),
        };
        for wake in std::iter::once(first).chain(woken.try_iter()) {
            let messages = match wake {
                Wake::Key(key) => face.keymap.translated(model, key),
                Wake::Pasted(text) => vec![Message::Pasted(text)],
                Wake::Message(message) => vec![*message],
                // The keys behind it were pressed at that size.
                Wake::Resized(cols, rows) => vec![Message::Resized(crate::ui::space((cols, rows)))],
                Wake::Signal(signal) => {
                    tracing::info!(signal, "asked to end");
                    return Ok(Some(signal));
                }
                Wake::Unreadable(why) => return Err(why),
                Wake::Lost(thread) => {
                    tracing::error!(thread, "stopped");
                    bail!("the {thread} stopped; what was recorded stands, and a draft is kept")
                }
            };
            for message in messages {
                if let Message::Asked(action) = &message {
                    tracing::debug!(%action, "asked");
                }
                let effects = update(model, message);
                let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit));
                out.carry_out(effects)?;
                if quits {
                    return Ok(None);
                }
            }
        }
    }
}

/// Tells the model the time, once a second.
fn tick(model: &mut Model, out: &Out) -> Result<()> {
    let now = scribe::now();
    if model.clock == Some(now) { Ok(()) } else { out.carry_out(update(model, Message::Tick(now))) }
}

/// The ways out of the loop.
struct Out {
    jobs: Sender<crate::app::Job>,
    scribe: Sender<scribe::Task>,
}

impl Out {
    fn carry_out(&self, effects: Vec<Effect>) -> Result<()> {
        for effect in effects {
            let sent = match effect {
                Effect::Ask(job) => self.jobs.send(job).is_ok(),
                Effect::Record(wish) => self.scribe.send(scribe::Task::Record(wish)).is_ok(),
                Effect::Keep(draft) => self.scribe.send(scribe::Task::Keep(draft)).is_ok(),
                Effect::Seal(sealing) => self.scribe.send(scribe::Task::Seal(sealing)).is_ok(),
                Effect::Reveal => self.scribe.send(scribe::Task::Reveal).is_ok(),
                Effect::Refresh => self.scribe.send(scribe::Task::Refresh).is_ok(),
                Effect::DropDraft(id) => self.scribe.send(scribe::Task::Drop(id)).is_ok(),
                Effect::Quit => true,
            };
            if !sent {
                bail!("a thread stopped; what was recorded stands, and a draft is kept");
            }
        }
        Ok(())
    }
}

/// Tells the loop that a thread has ended, by return or by panic.
struct Goodbye(&'static str, Sender<Wake>);

impl Drop for Goodbye {
    fn drop(&mut self) {
        // Nobody listens any more when the loop has ended first.
        let _ = self.1.send(Wake::Lost(self.0));
    }
}
