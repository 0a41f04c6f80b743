//! A case file lent to another thread, which can be taken back in the middle of a question.

use std::sync::{Arc, Mutex, TryLockError};
use std::thread;
use std::time::Duration;

use super::open::CaseFile;

/// How often a question that is being answered is told to stop.
const INSIST: Duration = Duration::from_millis(2);

/// A case file that is there until it is closed. Whoever is inside the engine holds the lock.
pub struct SharedCaseFile {
    held: Mutex<Option<CaseFile>>,
    interrupt: Arc<duckdb::InterruptHandle>,
}

impl SharedCaseFile {
    /// Lends a case file.
    pub fn new(case_file: CaseFile) -> Self {
        Self { interrupt: case_file.interrupt(), held: Mutex::new(Some(case_file)) }
    }

    /// Asks the case file, unless it has been closed.
    pub fn ask<T>(&self, question: impl FnOnce(&CaseFile) -> T) -> Option<T> {
        let held = self.held.lock().ok()?;
        held.as_ref().map(question)
    }

    /// Stops the question that is being answered, takes the case file back and closes it on this thread.
    ///
    /// The engine is a library with global state, which is destroyed as the program ends: a thread that was
    /// still inside would crash over it.
    pub fn close(&self) {
        let held = loop {
            match self.held.try_lock() {
                Ok(mut held) => break held.take(),
                Err(TryLockError::Poisoned(held)) => break held.into_inner().take(),
                Err(TryLockError::WouldBlock) => {
                    self.interrupt.interrupt();
                    thread::sleep(INSIST);
                }
            }
        };
        drop(held);
    }
}
