//! Carries out effects: one thread owns the terminal, one the case file, one the ledger, one reads keys.

mod ahead;
mod asking;
mod drafts_keeper;
mod keyboard;
mod ledger_writer;
pub mod papers;
mod sources;
mod terminal;
mod worker;

use keyboard::Gate;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use color_eyre::eyre::{WrapErr as _, bail};
use color_eyre::{Report, Result};
use crossterm::event::KeyEvent;
use signal_hook::consts::SIGCONT;

use crate::app::hand::Press;
use crate::app::{Effect, Message, Model, update};
use crate::casefile::open::CaseFile;
use crate::ledger::cards::Cards;
use crate::ledger::drafts::Drafts;
use crate::ledger::identity::{Identity, Watch};
use crate::ledger::store::Ledger;
use crate::prompts::Thresholds;
use crate::ui::Face;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Answers;

pub use crate::survey::program::since;
pub use ahead::Ahead;
pub use worker::{settle, survey};

/// How often the clock of a meeting is read, and whether the terminal is still there is looked at.
const TICK: Duration = Duration::from_secs(1);

/// What the loop waits for.
#[derive(Debug)]
enum Event {
    Key(crossterm::event::KeyEvent, Press),
    /// A text that came at once, and when.
    Pasted(String, Duration),
    /// What the terminal says of itself.
    Answered(Answers),
    /// The terminal's new size, in columns and rows.
    Resized(u16, u16),
    Message(Box<Message>),
    /// The system asks to end, or says that the program goes on.
    Signal(i32),
    /// A thread has ended.
    Lost(&'static str),
    /// Another program is to ask in the terminal, once it is told that it may.
    GiveAway(Sender<()>),
    /// It has asked.
    TakeBack,
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
    /// The agent that holds the key may ask in this very terminal, as gpg's does.
    pub agent_asks_here: bool,
    pub drafts: Drafts,
    /// The rating cards that are sealed on this machine.
    pub cards: Cards,
    pub thresholds: Thresholds,
}

/// How a review ended.
#[derive(Debug)]
pub struct Ended {
    /// The signal that ended it, if one did.
    pub signal: Option<i32>,
    /// Why the last acts were not recorded, each reason once: nobody saw it on the screen.
    pub unrecorded: Vec<String>,
}

/// Reviews by keys until the person leaves.
pub fn review(opened: Opened, mut model: Model, mut face: Face) -> Result<Ended> {
    let (events, received) = channel();
    let actor = model.session.actor.clone();
    let fingerprint = opened.case_file.fingerprint();
    sources::hash(fingerprint.clone(), events.clone());
    let papers = papers::folder_beside(opened.case_file.path());
    let reader = worker::start(opened.case_file, model.catalog.clone(), opened.thresholds, events.clone());
    let drafts_keeper = drafts_keeper::start(opened.drafts.clone(), papers, events.clone());
    let ledger_writer = ledger_writer::start(
        opened.ledger,
        (opened.drafts, opened.cards),
        (actor, opened.identity),
        move || fingerprint.is_unchanged(),
        opened.agent_asks_here,
        events.clone(),
    );
    let ended = terminal::with(|screen| {
        let began = Instant::now();
        let keys = asked(&mut face)?;
        let gate = Gate::default();
        keyboard::keys(events.clone(), began, keys, gate.clone());
        sources::signals(events.clone())?;
        let (Some(writes), Some(keeps)) = (ledger_writer.tasks(), drafts_keeper.tasks()) else {
            bail!("the ledger's thread stopped")
        };
        let dispatch = Dispatch { jobs: reader.jobs(), writes, keeps, watch: ledger_writer.watch() };
        dispatch.carry_out(vec![Effect::Ask(crate::app::Job::Survey)])?;
        let ended = event_loop((screen, began), (&received, &gate), &dispatch, &mut model, &mut face);
        // Of a terminal that is lost the keyboard, the screen or a signal tells first: the draft is kept all the same.
        let kept = dispatch.carry_out(crate::app::update::leaving(&mut model));
        ended.and_then(|signal| kept.map(|()| signal))
    });
    drop(reader);
    // Whatever was asked of the ledger is written before the program ends.
    drop(ledger_writer);
    drop(drafts_keeper);
    let mut unrecorded: Vec<String> = received.try_iter().filter_map(why_not_recorded).collect();
    unrecorded.dedup();
    ended.map(|signal| Ended { signal, unrecorded })
}

fn why_not_recorded(event: Event) -> Option<String> {
    let Event::Message(message) = event else { return None };
    if let Message::NotRecorded { why, .. } = *message { Some(why) } else { None }
}

/// Asks the terminal what it can show; returns the keys that were pressed meanwhile.
fn asked(face: &mut Face) -> Result<Vec<KeyEvent>> {
    let (answers, came) =
        asking::ask(face.open, face.gnu_screen).wrap_err("the terminal could not be asked")?;
    face.told(&answers);
    let keys: Vec<_> = came.into_iter().filter_map(|event| event.as_key_press_event()).collect();
    let mut rest = keys.as_slice();
    let mut pressed = Vec::new();
    while let [first, behind @ ..] = rest {
        if let Some((answers, taken)) = keyboard::reply(rest.iter()) {
            face.told(&answers);
            rest = &rest[taken..];
        } else {
            pressed.push(*first);
            rest = behind;
        }
    }
    Ok(pressed)
}

/// Draws, waits, and moves on, until the end.
fn event_loop(
    (screen, began): (&mut ratatui::DefaultTerminal, Instant),
    (received, gate): (&Receiver<Event>, &Gate),
    dispatch: &Dispatch,
    model: &mut Model,
    face: &mut Face,
) -> Result<Option<i32>> {
    let mut meanwhile = Vec::new();
    loop {
        tick(model, dispatch)?;
        draw(screen, model, face)?;
        update(model, Message::Drawn(began.elapsed()));
        let first = if meanwhile.is_empty() { wait(received, model)? } else { None };
        let before = std::mem::take(&mut meanwhile);
        for event in before.into_iter().chain(first).chain(received.try_iter()) {
            let messages = match event {
                Event::GiveAway(given) => {
                    meanwhile.extend(given_away(screen, gate, received, &given, &dispatch.watch)?);
                    continue;
                }
                Event::TakeBack => continue,
                Event::Signal(SIGCONT) => {
                    terminal::take_again(screen)?;
                    continue;
                }
                Event::Signal(signal) => {
                    tracing::info!(signal, "asked to end");
                    return Ok(Some(signal));
                }
                Event::Unreadable(why) => return Err(why),
                Event::Answered(answers) => {
                    face.told(&answers);
                    terminal::draws_anew(screen)?;
                    continue;
                }
                Event::Lost(thread) => {
                    tracing::error!(thread, "stopped");
                    bail!("the {thread} stopped; what was recorded stands, and a draft is kept")
                }
                told => {
                    // Between two sizes a terminal may have lost what stood there, though it has the first one again.
                    if matches!(told, Event::Resized(..)) {
                        terminal::draws_anew(screen)?;
                    }
                    messages(told, model, face)
                }
            };
            if moves_on((screen, &face.keymap), messages, dispatch, model)? {
                return Ok(None);
            }
        }
    }
}

/// Moves the model on by what an event means, and has the effects carried out; tells whether somebody leaves.
fn moves_on(
    (screen, keymap): (&mut ratatui::DefaultTerminal, &Keymap),
    messages: Vec<Message>,
    dispatch: &Dispatch,
    model: &mut Model,
) -> Result<bool> {
    for message in messages {
        if let Message::Asked(action) = &message {
            tracing::debug!(%action, "asked");
        }
        let effects = update(model, message);
        if effects.iter().any(|effect| matches!(effect, Effect::WriteScreen)) {
            let lines = crate::ui::plain::screen(model, keymap);
            let papers = crate::app::papers::of_screen(model, &lines);
            dispatch.carry_out(vec![Effect::Write(Box::new(papers))])?;
        }
        let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit));
        let stops = effects.iter().any(|effect| matches!(effect, Effect::Suspend));
        dispatch.carry_out(effects)?;
        if quits {
            return Ok(true);
        }
        if stops {
            terminal::stop(screen)?;
        }
    }
    Ok(false)
}

/// Gives the terminal to a program that asks in it, until it has; returns what came meanwhile.
fn given_away(
    screen: &mut ratatui::DefaultTerminal,
    gate: &Gate,
    received: &Receiver<Event>,
    given: &Sender<()>,
    watch: &Watch,
) -> Result<Vec<Event>> {
    gate.close();
    terminal::give_away();
    let mut meanwhile = Vec::new();
    // Nobody waits any more where its thread has ended.
    let mut asks = given.send(()).is_ok();
    while asks {
        match received.recv().wrap_err("every source of events has gone")? {
            Event::TakeBack => asks = false,
            event => {
                if matches!(event, Event::Signal(signal) if signal != SIGCONT) {
                    watch.give_up_for_good();
                }
                asks = !matches!(event, Event::Lost(_));
                meanwhile.push(event);
            }
        }
    }
    terminal::take_again(screen)?;
    gate.open();
    Ok(meanwhile)
}

/// Draws the model as it is.
fn draw(screen: &mut ratatui::DefaultTerminal, model: &mut Model, face: &Face) -> Result<()> {
    let size = screen.size().wrap_err("the terminal does not tell its size")?;
    update(model, Message::Resized(crate::ui::space((size.width, size.height))));
    let _drawing = tracing::debug_span!("draw", width = size.width, height = size.height).entered();
    screen
        .draw(|frame| crate::ui::draw(frame, model, face))
        .wrap_err("the terminal could not be drawn to")?;
    Ok(())
}

/// Waits for an event; `None` where it is time to draw the clock of a meeting.
fn wait(received: &Receiver<Event>, model: &Model) -> Result<Option<Event>> {
    loop {
        match received.recv_timeout(TICK) {
            Ok(event) => return Ok(Some(event)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(gone) => return Err(gone).wrap_err("every source of events has gone"),
        }
        // Not every terminal that is lost says so to whoever waits for its keys.
        if !terminal::is_there() {
            bail!("the terminal has gone; what was recorded stands, and a draft is kept");
        }
        // The clock of a meeting goes on where nothing else happens.
        if model.follows_others() {
            return Ok(None);
        }
    }
}

/// Says what an event means to the model; how a key came is said before what it means.
fn messages(event: Event, model: &Model, face: &Face) -> Vec<Message> {
    match event {
        Event::Key(key, press) => {
            let meant = face.keymap.translate(model, key);
            std::iter::once(Message::Pressed(press)).chain(meant).collect()
        }
        Event::Pasted(text, at) => {
            vec![Message::Pressed(Press { at, alone: false, held: false }), Message::Pasted(text)]
        }
        Event::Message(message) => vec![*message],
        // The keys behind it were pressed at that size.
        Event::Resized(cols, rows) => vec![Message::Resized(crate::ui::space((cols, rows)))],
        Event::Signal(_)
        | Event::Lost(_)
        | Event::Unreadable(_)
        | Event::Answered(_)
        | Event::GiveAway(_)
        | Event::TakeBack => Vec::new(),
    }
}

/// Tells the model the time, once a second.
fn tick(model: &mut Model, dispatch: &Dispatch) -> Result<()> {
    let now = ledger_writer::now();
    if model.clock == Some(now) { Ok(()) } else { dispatch.carry_out(update(model, Message::Tick(now))) }
}

/// Hands effects to the threads that carry them out.
struct Dispatch {
    jobs: Sender<crate::app::Job>,
    writes: Sender<ledger_writer::Task>,
    keeps: Sender<drafts_keeper::Keeping>,
    watch: Watch,
}

impl Dispatch {
    fn carry_out(&self, effects: Vec<Effect>) -> Result<()> {
        for effect in effects {
            let sent = match effect {
                Effect::Ask(job) => self.jobs.send(job).is_ok(),
                Effect::Record(request) => self.writes.send(ledger_writer::Task::Record(request)).is_ok(),
                Effect::Keep(draft) => self.keeps.send(drafts_keeper::Keeping::Keep(draft)).is_ok(),
                Effect::Seal(sealing) => self.writes.send(ledger_writer::Task::Seal(sealing)).is_ok(),
                Effect::Reveal => self.writes.send(ledger_writer::Task::Reveal).is_ok(),
                Effect::Begin => self.writes.send(ledger_writer::Task::Begin).is_ok(),
                Effect::Refresh => self.writes.send(ledger_writer::Task::Refresh).is_ok(),
                Effect::Write(papers) => self.keeps.send(drafts_keeper::Keeping::Write(papers)).is_ok(),
                Effect::DropDraft(id) => self.keeps.send(drafts_keeper::Keeping::Drop(id)).is_ok(),
                // Its thread waits for the key, and takes nothing in.
                Effect::GiveUpKey => {
                    self.watch.give_up();
                    true
                }
                // What a screen says is known where it is drawn.
                Effect::WriteScreen | Effect::Suspend | Effect::Quit => true,
            };
            if !sent {
                bail!("a thread stopped; what was recorded stands, and a draft is kept");
            }
        }
        Ok(())
    }
}

/// Tells the loop that a thread has ended, by return or by panic.
struct Goodbye(&'static str, Sender<Event>);

impl Drop for Goodbye {
    fn drop(&mut self) {
        // Nobody listens any more when the loop has ended first.
        let _ = self.1.send(Event::Lost(self.0));
    }
}
