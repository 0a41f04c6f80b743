//! What words are asked for before something is recorded.

use crate::ledger::entry::{AppealOutcome, Basis};

/// What a reason is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asking {
    Acknowledge {
        prompt: String,
    },
    /// The prompt is asked of the program, not of a resident.
    AcknowledgeOfProgram {
        prompt: String,
    },
    Revoke {
        entry: u64,
    },
    /// What was said, and what it rests on.
    Remark {
        basis: Basis,
    },
    /// What the resident does well.
    Strength,
    /// Why a review that was concluded is opened again.
    Reopen,
    /// Why a member takes no part.
    Recuse {
        member: String,
    },
    /// How an appeal ended, and why.
    Appeal {
        entry: u64,
        outcome: AppealOutcome,
    },
}

impl Asking {
    /// Returns what the words are asked for, by which a draft of them is found again.
    pub fn matter(&self) -> String {
        match self {
            Self::Acknowledge { prompt } => format!("prompt {prompt}"),
            Self::AcknowledgeOfProgram { prompt } => format!("prompt of the program {prompt}"),
            Self::Revoke { entry } => format!("revocation of entry {entry}"),
            Self::Remark { .. } => "remark".to_owned(),
            Self::Strength => "strength".to_owned(),
            Self::Reopen => "opening again".to_owned(),
            Self::Recuse { .. } => "recusal".to_owned(),
            Self::Appeal { entry, .. } => format!("appeal of entry {entry}"),
        }
    }

    /// Returns what is chosen beside the words.
    pub fn choice(&self) -> Option<String> {
        match self {
            Self::Remark { basis } => Some(basis.to_string()),
            Self::Recuse { member } => Some(member.clone()),
            Self::Appeal { outcome, .. } => Some(outcome.to_string()),
            _ => None,
        }
    }

    /// Takes up what was chosen in an earlier run; what is no choice any more changes nothing.
    pub fn choose(&mut self, choice: &str) {
        match self {
            Self::Remark { basis } => *basis = choice.parse().unwrap_or(*basis),
            Self::Recuse { member } => choice.clone_into(member),
            Self::Appeal { outcome, .. } => *outcome = choice.parse().unwrap_or(*outcome),
            _ => {}
        }
    }
}
