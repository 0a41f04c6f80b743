//! The thread that keeps what is begun and not recorded, and writes what is asked for into files: it waits for no key and
//! no other writer of the ledger.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use crate::app::Message;
use crate::app::message::{Papers, Written};
use crate::committee::sheet::Draft;
use crate::domain::text::sanitised;
use crate::ledger::drafts::{Drafted as _, Drafts};

use super::{Event, Goodbye, papers};

/// What becomes of a draft.
#[derive(Debug)]
pub enum Keeping {
    Keep(Box<Draft>),
    Drop(String),
    /// To write texts for people.
    Write(Box<Papers>),
}

/// The running thread.
pub struct DraftsKeeper {
    tasks: Option<Sender<Keeping>>,
    thread: Option<JoinHandle<()>>,
}

impl DraftsKeeper {
    /// Returns where to send what is to be kept.
    pub fn tasks(&self) -> Option<Sender<Keeping>> {
        self.tasks.clone()
    }
}

impl Drop for DraftsKeeper {
    /// Waits until everything asked for is on disk.
    fn drop(&mut self) {
        self.tasks = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported by then.
            let _ = thread.join();
        }
    }
}

/// Starts the thread that keeps drafts.
pub fn start(drafts: Drafts, folder: PathBuf, events: Sender<Event>) -> DraftsKeeper {
    let (tasks, asked) = channel();
    let thread = thread::spawn(move || {
        let _goodbye = Goodbye("thread that keeps drafts", events.clone());
        while let Some(due) = due(&asked) {
            for keeping in due {
                let done = match keeping {
                    Keeping::Keep(draft) => drafts.keep(draft.as_ref()),
                    Keeping::Drop(id) => drafts.remove::<Draft>(&id),
                    Keeping::Write(papers) => {
                        let message = written(&folder, *papers);
                        let _ = events.send(Event::Message(Box::new(message)));
                        continue;
                    }
                };
                if let Err(why) = done {
                    let message = Message::DraftNotKept(why.to_string());
                    let _ = events.send(Event::Message(Box::new(message)));
                }
            }
        }
    });
    DraftsKeeper { tasks: Some(tasks), thread: Some(thread) }
}

/// Writes papers, and says where they stand.
fn written(folder: &Path, papers: Papers) -> Message {
    let mut found = Written { folder: sanitised(&folder.display().to_string()), ..Written::default() };
    let mut write = || -> io::Result<()> {
        for paper in &papers.files {
            let kept = papers::keep(folder, &paper.name, &paper.text)?;
            let name = kept.path.file_name().unwrap_or_default().to_string_lossy();
            let into = if kept.was_there { &mut found.there } else { &mut found.new };
            into.push(sanitised(&name));
        }
        Ok(())
    };
    let outcome = write().map_err(|why| format!("{}: {why}", sanitised(&folder.display().to_string())));
    Message::Written { what: papers.what, outcome: outcome.map(|()| found) }
}

/// Waits for something to keep; of drafts that follow one another only the last need reach the disk.
fn due(asked: &Receiver<Keeping>) -> Option<Vec<Keeping>> {
    let mut due: Vec<Keeping> = Vec::new();
    for keeping in std::iter::once(asked.recv().ok()?).chain(asked.try_iter()) {
        if let (Some(Keeping::Keep(last)), Keeping::Keep(next)) = (due.last(), &keeping)
            && last.id() == next.id()
        {
            due.pop();
        }
        due.push(keeping);
    }
    Some(due)
}
