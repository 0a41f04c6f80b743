//! A ledger held against what was read of it on this machine before.

use std::io;

use chrono::{DateTime, Utc};

use super::fold::State;
use super::memory::{Memory, News, Verified, WAY_OUT};

/// Tells the time.
pub type Clock = fn() -> DateTime<Utc>;

/// What is remembered of the ledger that is open, and how it differs.
#[derive(Debug)]
pub struct Remembered {
    memory: Memory,
    clock: Clock,
    /// It is not the ledger that was read here before; nothing is recorded in it.
    news: Option<News>,
    /// Why what was verified cannot be kept.
    failed: Option<String>,
}

impl Remembered {
    pub fn new(memory: Memory, clock: Clock) -> Self {
        Self { memory, clock, news: None, failed: None }
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Returns how the ledger differs from what was read before.
    pub fn news(&self) -> Option<&News> {
        self.news.as_ref()
    }

    /// Says how it differs, and that what was verified cannot be kept.
    pub fn notes(&self) -> Vec<String> {
        let untouched = "nothing is recorded in it until somebody chose";
        let news = self.news.iter().map(|news| format!("{news}; {untouched}: {WAY_OUT}"));
        news.chain(self.failed.clone()).collect()
    }

    /// Holds what is there by now against what was, and keeps it where that goes on.
    pub fn hold(&mut self, state: &State, now: Option<Verified>) {
        self.news = self.memory.news(state.count(), |entry| state.tree().hash(entry));
        let known = self.memory.verified().map(|known| (known.entries, known.bytes));
        let now = now.filter(|now| self.news.is_none() && known != Some((now.entries, now.bytes)));
        self.failed = now.and_then(|now| self.memory.keep(now).err()).map(|why| {
            format!("what was verified cannot be remembered ({why}): the next start reads the ledger whole")
        });
    }

    /// Takes what is there in the place of what was; nothing where there is nothing.
    pub fn accept(&mut self, now: Option<Verified>) -> io::Result<()> {
        match now {
            Some(verified) => self.memory.accept(verified)?,
            None => self.memory.forget()?,
        }
        self.news = None;
        Ok(())
    }
}
