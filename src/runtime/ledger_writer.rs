//! The thread that owns the ledger: every act in order, none replaced and none dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, SubsecRound as _, Utc};
use color_eyre::Result;

use crate::app::{Message, Read};
use crate::casefile::open::CHANGED;
use crate::committee::request::{Request, Sealing};
use crate::committee::sheet::Draft;
use crate::ledger::cards::{Cards, SealedCard};
use crate::ledger::chain::{Recorded, Unplaced};
use crate::ledger::drafts::{Drafted as _, Drafts};
use crate::ledger::entry::{Act, Actor};
use crate::ledger::error::FileError;
use crate::ledger::file::fresh_id;
use crate::ledger::identity::Identity;
use crate::ledger::store::Ledger;

use super::{Event, Goodbye};

/// Something to be written.
#[derive(Debug, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Task {
    Record(Box<Request>),
    Keep(Box<Draft>),
    Seal(Box<Sealing>),
    Reveal,
    Begin,
    Refresh,
    Drop(String),
}

/// The running thread.
pub struct LedgerWriter {
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
    /// The ledger is read; before, there is nothing to write.
    is_read: Arc<AtomicBool>,
}

impl LedgerWriter {
    /// Returns where to send what is to be written.
    pub fn tasks(&self) -> Option<Sender<Task>> {
        self.tasks.clone()
    }
}

impl Drop for LedgerWriter {
    /// Waits until everything asked for is written; a panic on the way out must not cut it short.
    fn drop(&mut self) {
        self.tasks = None;
        // Who leaves while another process holds the ledger need not wait for it.
        if let Some(thread) = self.thread.take().filter(|_| self.is_read.load(Ordering::Acquire)) {
            // A panic of the thread has been reported by then.
            let _ = thread.join();
        }
    }
}

/// Starts the thread that reads the ledger which `open` opens, and then writes to it as `signer`; nothing is recorded on
/// the evidence of a case file that is not `as_read` any more.
pub fn start(
    open: impl FnOnce() -> Result<Ledger> + Send + 'static,
    (drafts, cards): (Drafts, Cards),
    signer: (Actor, Identity),
    as_read: impl Fn() -> bool + Send + 'static,
    events: Sender<Event>,
) -> LedgerWriter {
    let (tasks, asked) = channel();
    let is_read = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&is_read);
    let thread = thread::spawn(move || {
        let _goodbye = Goodbye("ledger's thread", events.clone());
        let (ledger, read) = match read(open, &drafts) {
            Ok(read) => read,
            Err(why) => {
                let _ = events.send(Event::Unreadable(why));
                return;
            }
        };
        // Before it is told, so that whoever has heard of it and asks for an act waits for its end.
        tell.store(true, Ordering::Release);
        let _ = events.send(Event::Message(Box::new(Message::LedgerRead(Box::new(read)))));
        let told = ledger.state().count();
        let mut writer = Writer { ledger, cards, signer, told };
        let rests_on_another = |request: &Request| request.evidence.is_some() && !as_read();
        while let Some(tasks) = due(&asked) {
            for task in tasks {
                let _span = tracing::debug_span!("ledger", task = <&str>::from(&task)).entered();
                let not_kept = |e: FileError| Message::DraftNotKept(e.to_string());
                let messages = match task {
                    Task::Record(request) if rests_on_another(&request) => {
                        vec![Message::NotRecorded { request: request.id, why: CHANGED.to_owned() }]
                    }
                    Task::Record(request) => writer.record(*request),
                    Task::Seal(sealing) => writer.seal(*sealing),
                    Task::Reveal => writer.reveal(),
                    Task::Begin => {
                        writer.ledger.begin();
                        Vec::new()
                    }
                    Task::Refresh => writer.refresh().into_iter().collect(),
                    Task::Keep(draft) => {
                        drafts.keep(draft.as_ref()).err().map(not_kept).into_iter().collect()
                    }
                    Task::Drop(id) => drafts.remove::<Draft>(&id).err().map(not_kept).into_iter().collect(),
                };
                for message in messages {
                    // Nobody listens any more when the loop has ended first; the act is written all the same.
                    let _ = events.send(Event::Message(Box::new(message)));
                }
            }
        }
    });
    LedgerWriter { tasks: Some(tasks), thread: Some(thread), is_read }
}

/// Opens the ledger, and finds what was begun and not recorded.
fn read(open: impl FnOnce() -> Result<Ledger>, drafts: &Drafts) -> Result<(Ledger, Read)> {
    let mut ledger = open()?;
    let state = ledger.state().clone();
    let drafts = drafts.unsent(&state)?;
    let near = if state.count() == 0 { ledger.near() } else { Vec::new() };
    let notes = ledger.notes();
    Ok((ledger, Read { state, drafts, notes, near }))
}

/// Waits for tasks; of drafts that follow one another only the last need reach the disk.
fn due(asked: &Receiver<Task>) -> Option<Vec<Task>> {
    let mut due: Vec<Task> = Vec::new();
    for task in std::iter::once(asked.recv().ok()?).chain(asked.try_iter()) {
        match (due.last(), &task) {
            (Some(Task::Keep(last)), Task::Keep(next)) if last.id() == next.id() => {
                due.pop();
            }
            _ => {}
        }
        due.push(task);
    }
    Some(due)
}

/// The ledger with whoever signs in it, and how much of it the model was told of.
struct Writer {
    ledger: Ledger,
    cards: Cards,
    signer: (Actor, Identity),
    told: u64,
}

impl Writer {
    /// Returns what the model was not told of yet: whatever an act does, others' entries are read before it.
    fn news(&mut self) -> Vec<Arc<Recorded>> {
        let news = self.ledger.state().since(self.told).cloned().collect();
        self.told = self.ledger.state().count();
        news
    }

    fn others(&mut self) -> Option<Message> {
        let news = self.news();
        (!news.is_empty()).then_some(Message::Others(news))
    }

    /// Records an act; where it is refused, what others did before it is told all the same, since that may be why.
    fn record(&mut self, request: Request) -> Vec<Message> {
        let (actor, identity) = &self.signer;
        let Request { id, subject, act, supersedes, evidence } = request;
        let draft =
            Unplaced { id: id.clone(), at: now(), actor: actor.clone(), subject, act, supersedes, evidence };
        match self.ledger.append(&draft, identity) {
            Ok(_) => vec![Message::Recorded { request: id, entries: self.news() }],
            Err(e) => {
                let refused = Message::NotRecorded { request: id, why: e.to_string() };
                self.others().into_iter().chain([refused]).collect()
            }
        }
    }

    /// Keeps a card, then records its seal: a seal without its card could never be opened.
    fn seal(&mut self, sealing: Sealing) -> Vec<Message> {
        let Sealing { id, meeting, resident, rater, card } = sealing;
        let sealed = SealedCard::new(meeting, resident, rater, card);
        match self.cards.keep(&sealed) {
            Ok(_) => {
                let supersedes = sealed.supersedes(self.ledger.state());
                let (subject, act) = (Some(sealed.resident.clone()), sealed.sealed());
                self.record(Request { id, subject, act, supersedes, evidence: None })
            }
            Err(e) => vec![Message::NotRecorded { request: id, why: e.to_string() }],
        }
    }

    /// Opens the cards on this machine whose ratings were called; one that cannot be read is said, and holds back
    /// no other.
    fn reveal(&mut self) -> Vec<Message> {
        let mut messages = Vec::new();
        for waiting in self.cards.waiting(self.ledger.state()) {
            messages.extend(match waiting {
                Ok((resident, entry, card)) => self.record(Request {
                    id: fresh_id(),
                    subject: Some(resident),
                    act: Act::RatingRevealed { entry, card: card.card, salt: card.salt },
                    supersedes: None,
                    evidence: None,
                }),
                Err(e) => vec![Message::NotRecorded { request: String::new(), why: e.to_string() }],
            });
        }
        messages
    }

    /// Reads what others have recorded; a ledger that cannot be read now is read with the next act.
    fn refresh(&mut self) -> Option<Message> {
        self.ledger.refresh().ok()?;
        self.others()
    }
}

/// Returns the time of an act: whole seconds, as the ledger keeps it.
#[expect(clippy::disallowed_methods, reason = "the runtime is where the clock is read")]
pub(super) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}

#[cfg(test)]
mod tests;
