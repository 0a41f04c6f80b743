//! What is asked of another thread, and how an answer finds its question.

/// The number of a request; an answer with an older one is dropped.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Ticket(pub u64);

/// What is asked of another thread.
#[derive(Clone, Debug, Default)]
pub enum Remote<T> {
    #[default]
    NotAsked,
    Loading,
    Ready(T),
    Failed(String),
}

impl<T> Remote<T> {
    /// Returns what has arrived.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> From<Result<T, String>> for Remote<T> {
    fn from(outcome: Result<T, String>) -> Self {
        outcome.map_or_else(Self::Failed, Self::Ready)
    }
}
