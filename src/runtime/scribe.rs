//! The thread that owns the ledger: every act in order, none replaced and none dropped.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, SubsecRound as _, Utc};

use crate::app::Message;
use crate::app::message::Wish;
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
    pub tasks: Sender<Task>,
    thread: JoinHandle<()>,
}

impl Scribe {
    /// Waits until everything asked for is written.
    pub fn finish(self) {
        drop(self.tasks);
        // A panic of the thread has been reported by then.
        let _ = self.thread.join();
    }
}

/// Starts the thread that writes as `signer`.
pub fn start(mut ledger: Ledger, drafts: Drafts, signer: (Actor, Identity), wakes: Sender<Wake>) -> Scribe {
    let (tasks, asked) = channel();
    let thread = thread::spawn(move || {
        let _goodbye = Goodbye("ledger's thread", wakes.clone());
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
    Scribe { tasks, thread }
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
