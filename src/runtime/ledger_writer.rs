//! The thread that owns the ledger: every act in order, none replaced and none dropped.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound as _, Utc};
use color_eyre::Result;

use crate::app::{Message, Read};
use crate::casefile::open::CHANGED;
use crate::committee::request::{Request, Sealing};
use crate::ledger::cards::{Cards, SealedCard};
use crate::ledger::chain::{Recorded, Unplaced};
use crate::ledger::drafts::Drafts;
use crate::ledger::entry::{Act, Actor};
use crate::ledger::error::AppendError;
use crate::ledger::file::fresh_id;
use crate::ledger::identity::{Identity, IdentityError, Patience, Watch};
use crate::ledger::store::Ledger;

use super::{Event, Goodbye};

/// Something to be written.
#[derive(Debug, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Task {
    Record(Box<Request>),
    Seal(Box<Sealing>),
    Reveal,
    Begin,
    Refresh,
}

/// The running thread.
pub struct LedgerWriter {
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
    /// The ledger is read; before, there is nothing to write.
    is_read: Arc<AtomicBool>,
    /// Looks on while an act waits for the key that signs it.
    watch: Watch,
    /// The loop has ended.
    leaves: Arc<AtomicBool>,
}

/// So long it is waited before it is looked whether the loop has ended.
const GLANCE: Duration = Duration::from_millis(50);

/// So long whoever leaves waits for a key that does not answer.
const GRACE: Duration = Duration::from_secs(1);

impl LedgerWriter {
    /// Returns where to send what is to be written.
    pub fn tasks(&self) -> Option<Sender<Task>> {
        self.tasks.clone()
    }

    /// Returns what looks on while an act waits for the key that signs it.
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }
}

impl Drop for LedgerWriter {
    /// Waits until everything asked for is written; a panic on the way out must not cut it short. What waits for a key
    /// that does not answer is given up, and told as not recorded.
    fn drop(&mut self) {
        self.tasks = None;
        self.leaves.store(true, Ordering::Release);
        let began = Instant::now();
        let runs = || self.thread.as_ref().is_some_and(|thread| !thread.is_finished());
        while self.is_read.load(Ordering::Acquire) && runs() {
            if self.watch.waits() && began.elapsed() > GRACE {
                self.watch.give_up_for_good();
            }
            thread::sleep(Duration::from_millis(2));
        }
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
    agent_asks_here: bool,
    events: Sender<Event>,
) -> LedgerWriter {
    let (tasks, asked) = channel();
    let is_read = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&is_read);
    let (watch, told) = (Watch::default(), events.clone());
    let waits = move |waits| drop(told.send(Event::Message(Box::new(Message::WaitsForKey(waits)))));
    let give = events.clone();
    let leaves = Arc::new(AtomicBool::new(false));
    let has_left = Arc::clone(&leaves);
    let give_away: Box<dyn Fn(bool) + Send + Sync> =
        Box::new(move |away| give_terminal(&give, away, &has_left));
    let give_away = agent_asks_here.then_some(give_away);
    let patience = Patience { watch: watch.clone(), tell: Box::new(waits), give_away, ..Patience::default() };
    let signer = (signer.0, signer.1.with_patience(patience));
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
        let mut writer = Writer { ledger, cards, signer, told, unsigned: None };
        let rests_on_another = |request: &Request| request.evidence.is_some() && !as_read();
        while let Ok(first) = asked.recv() {
            writer.unsigned = None;
            let mut tasks = VecDeque::from([first]);
            while let Some(task) = tasks.pop_front() {
                let _span = tracing::debug_span!("ledger", task = <&str>::from(&task)).entered();
                let messages = match (task, &writer.unsigned) {
                    (Task::Record(request), _) if rests_on_another(&request) => {
                        vec![Message::NotRecorded { request: request.id, why: CHANGED.to_owned() }]
                    }
                    (Task::Record(request), Some(why)) => {
                        vec![Message::NotRecorded { request: request.id, why: why.clone() }]
                    }
                    (Task::Seal(sealing), Some(why)) => {
                        vec![Message::NotRecorded { request: sealing.id, why: why.clone() }]
                    }
                    (Task::Reveal, Some(_)) => Vec::new(),
                    (Task::Record(request), None) => writer.record(*request),
                    (Task::Seal(sealing), None) => writer.seal(*sealing),
                    (Task::Reveal, None) => writer.reveal(),
                    (Task::Begin, _) => {
                        writer.ledger.begin();
                        Vec::new()
                    }
                    (Task::Refresh, _) => writer.refresh().into_iter().collect(),
                };
                for message in messages {
                    // Nobody listens any more when the loop has ended first; the act is written all the same.
                    let _ = events.send(Event::Message(Box::new(message)));
                }
                if writer.unsigned.is_some() {
                    // What was asked for while the key was waited for would wait as long, one after the other.
                    tasks.extend(asked.try_iter());
                }
            }
        }
    });
    LedgerWriter { tasks: Some(tasks), thread: Some(thread), is_read, watch, leaves }
}

/// Has the loop give the terminal away, and waits until it did; or has it take it again.
fn give_terminal(events: &Sender<Event>, away: bool, has_left: &AtomicBool) {
    if !away {
        let _ = events.send(Event::TakeBack);
        return;
    }
    let (given, is_given) = channel();
    if events.send(Event::GiveAway(given)).is_ok() {
        // A loop that has ended has given it back for good, and hears nothing any more.
        while is_given.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout)
            && !has_left.load(Ordering::Acquire)
        {}
    }
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

/// The ledger with whoever signs in it, and how much of it the model was told of.
struct Writer {
    ledger: Ledger,
    cards: Cards,
    signer: (Actor, Identity),
    told: u64,
    /// Why the key did not sign, where an agent was waited for in vain.
    unsigned: Option<String>,
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
                let is_unsigned = matches!(e, AppendError::Identity(IdentityError::Agent { .. }));
                self.unsigned = is_unsigned.then(|| e.to_string());
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
            if self.unsigned.is_some() {
                break;
            }
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
