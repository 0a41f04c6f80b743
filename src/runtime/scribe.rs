//! The thread that owns the ledger: every act in order, none replaced and none dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, SubsecRound as _, Utc};
use color_eyre::Result;

use crate::app::message::Wish;
use crate::app::{Message, Read};
use crate::ledger::chain::Draft;
use crate::ledger::drafts::{Drafts, Unsent, UnsentGoal};
use crate::ledger::entry::Actor;
use crate::ledger::file::FileError;
use crate::ledger::identity::Identity;
use crate::ledger::store::Ledger;

use super::{Goodbye, Wake};

/// Something to be written.
#[derive(Debug)]
pub enum Task {
    Record(Box<Wish>),
    Keep(Box<Unsent>),
    KeepGoal(Box<UnsentGoal>),
    Drop(String),
}

/// The running thread.
pub struct Scribe {
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
    /// The ledger is read; before, there is nothing to write.
    is_read: Arc<AtomicBool>,
}

impl Scribe {
    /// Returns where to send what is to be written.
    pub fn tasks(&self) -> Option<Sender<Task>> {
        self.tasks.clone()
    }
}

impl Drop for Scribe {
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

/// Starts the thread that reads the ledger which `open` opens, and then writes to it as `signer`.
pub fn start(
    open: impl FnOnce() -> Result<Ledger> + Send + 'static,
    drafts: Drafts,
    signer: (Actor, Identity),
    wakes: Sender<Wake>,
) -> Scribe {
    let (tasks, asked) = channel();
    let is_read = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&is_read);
    let thread = thread::spawn(move || {
        let _goodbye = Goodbye("ledger's thread", wakes.clone());
        let (mut ledger, read) = match read(open, &drafts) {
            Ok(read) => read,
            Err(why) => {
                let _ = wakes.send(Wake::Unreadable(why));
                return;
            }
        };
        // Before it is told, so that whoever has heard of it and asks for an act waits for its end.
        tell.store(true, Ordering::Release);
        let _ = wakes.send(Wake::Message(Box::new(Message::LedgerRead(Box::new(read)))));
        while let Some(tasks) = due(&asked) {
            for task in tasks {
                let not_kept = |e: FileError| Message::DraftNotKept(e.to_string());
                let message = match task {
                    Task::Record(wish) => Some(record(&mut ledger, &signer, *wish)),
                    Task::Keep(draft) => drafts.keep(&draft).err().map(not_kept),
                    Task::KeepGoal(draft) => drafts.keep_goal(&draft).err().map(not_kept),
                    Task::Drop(id) => drafts.remove(&id).err().map(not_kept),
                };
                if let Some(message) = message {
                    // Nobody listens any more when the loop has ended first; the act is written all the same.
                    let _ = wakes.send(Wake::Message(Box::new(message)));
                }
            }
        }
    });
    Scribe { tasks: Some(tasks), thread: Some(thread), is_read }
}

/// Opens the ledger, and finds what was begun and not recorded.
fn read(open: impl FnOnce() -> Result<Ledger>, drafts: &Drafts) -> Result<(Ledger, Read)> {
    let ledger = open()?;
    let state = ledger.state().clone();
    let (decisions, goals) = (drafts.unsent(&state)?, drafts.unsent_goals(&state)?);
    Ok((ledger, Read { state, decisions, goals }))
}

/// Waits for tasks; of drafts that follow one another only the last need reach the disk.
fn due(asked: &Receiver<Task>) -> Option<Vec<Task>> {
    let mut due: Vec<Task> = Vec::new();
    for task in std::iter::once(asked.recv().ok()?).chain(asked.try_iter()) {
        match (due.last(), &task) {
            (Some(Task::Keep(last)), Task::Keep(next)) if last.id == next.id => {
                due.pop();
            }
            (Some(Task::KeepGoal(last)), Task::KeepGoal(next)) if last.id == next.id => {
                due.pop();
            }
            _ => {}
        }
        due.push(task);
    }
    Some(due)
}

fn record(ledger: &mut Ledger, (actor, identity): &(Actor, Identity), wish: Wish) -> Message {
    let known = ledger.state().count();
    let Wish { id, subject, act, supersedes, evidence } = wish;
    let draft = Draft { id: id.clone(), at: now(), actor: actor.clone(), subject, act, supersedes, evidence };
    match ledger.append(&draft, identity) {
        Ok(_) => Message::Recorded { wish: id, entries: ledger.state().since(known).cloned().collect() },
        Err(e) => Message::NotRecorded { wish: id, why: e.to_string() },
    }
}

/// Returns the time of an act: whole seconds, as the ledger keeps it.
#[expect(clippy::disallowed_methods, reason = "the runtime is where the clock is read")]
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(0)
}
