//! One connection to the server, on a thread of its own, so that no answer is waited for without end.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use postgres::Client;

use super::address::Address;
use super::error::TableError;
use super::{passfile, tls};

/// How long one answer may take. Longer than the server's own limits, so that its reasons come first.
const ANSWER: Duration = Duration::from_secs(15);
/// How long the whole ledger may take to arrive.
const READING: Duration = Duration::from_mins(5);

type Job = Box<dyn FnOnce(&mut Client) + Send>;

/// A connection. When it is dropped, the thread closes it, as soon as what it waits for has ended.
#[derive(Debug)]
pub(super) struct Session {
    jobs: Sender<Job>,
    at: String,
}

impl Session {
    /// Connects and logs in.
    pub fn open(address: &Address) -> Result<Self, TableError> {
        let at = address.shown();
        let mut config = address.config.clone();
        if let Some(path) = &address.passwords {
            passfile::apply(path, &mut config)?;
        }
        let connector = tls::connector(address)?;
        let (jobs, waiting) = channel::<Job>();
        let (said, heard) = channel();
        let named = at.clone();
        thread::spawn(move || match config.connect(connector) {
            Ok(client) => {
                // Where nobody waits any more, `jobs` is gone too and the connection closes.
                let _ = said.send(Ok(()));
                work(client, &waiting);
            }
            Err(error) => {
                let _ = said.send(Err(TableError::while_connecting(&named, &error)));
            }
        });
        match heard.recv_timeout(ANSWER) {
            Ok(outcome) => outcome.map(|()| Self { jobs, at }),
            Err(_silent) => Err(TableError::Unreachable { at, why: "it does not answer".to_owned() }),
        }
    }

    /// Asks the server one thing, and waits for the answer as long as a short one may take.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Client) -> Result<T, postgres::Error> + Send + 'static,
    ) -> Result<T, TableError> {
        self.within(ANSWER, question)
    }

    /// Asks the server for many lines.
    pub fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Client) -> Result<T, postgres::Error> + Send + 'static,
    ) -> Result<T, TableError> {
        self.within(READING, question)
    }

    fn within<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&mut Client) -> Result<T, postgres::Error> + Send + 'static,
    ) -> Result<T, TableError> {
        let lost = || TableError::Lost { at: self.at.clone() };
        let (said, heard) = channel();
        let job: Job = Box::new(move |client| {
            let _ = said.send(question(client));
        });
        self.jobs.send(job).map_err(|_the_thread_has_gone| lost())?;
        match heard.recv_timeout(limit) {
            Ok(answer) => answer.map_err(|error| TableError::of(&self.at, &error)),
            Err(RecvTimeoutError::Timeout) => Err(TableError::Slow { at: self.at.clone() }),
            Err(RecvTimeoutError::Disconnected) => Err(lost()),
        }
    }
}

fn work(mut client: Client, waiting: &Receiver<Job>) {
    for job in waiting {
        job(&mut client);
    }
}
