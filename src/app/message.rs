//! What reaches the model, and what the model asks of the world.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use crate::committee::request::{Request, Sealing};
use crate::committee::sheet::Draft;
use crate::domain::case::CaseRow;
use crate::domain::id::{Code, ResidentId};
use crate::domain::record::{Activity, Record, RotationYield};
use crate::ledger::chain::Recorded;
use crate::ledger::fold::State;
use crate::report::release::Paper;
use crate::survey::earlier::Earlier;
use crate::survey::program::Survey;

use super::action::Action;
use super::hand::Press;
use super::remote::Ticket;
use super::screen::Space;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// How the key came that the next messages are about.
    Pressed(Press),
    /// The screen was drawn, so long after the review began.
    Drawn(Duration),
    /// Ctrl-C: leaves at once, whatever is open; a draft is kept.
    Leaves,
    /// A key came in pieces over a slow line, and the first was taken for the way back.
    InPieces,
    /// A key of another alphabet, where keys are looked up.
    OtherLetters(&'static str),
    Asked(Action),
    /// A character typed into a field.
    Typed(char),
    /// A text pasted into a field.
    Pasted(String),
    Surveyed(Result<Arc<Survey>, String>),
    /// The case file's hash, as evidence names it.
    Fingerprinted(Result<String, String>),
    RecordRead {
        ticket: Ticket,
        outcome: Result<Box<Record>, String>,
    },
    CasesRead {
        ticket: Ticket,
        outcome: Result<Vec<CaseRow>, String>,
    },
    YieldRead {
        ticket: Ticket,
        outcome: Result<Vec<RotationYield>, String>,
    },
    /// The ledger is read for the first time, and with it what was begun and not recorded.
    LedgerRead(Box<Read>),
    /// What the rules would have asked at the last meeting.
    LookedBack(Arc<Earlier>),
    /// What everyone did since the last meeting.
    ActivityRead(Result<Vec<Activity>, String>),
    /// Entries that the ledger has and the model lacks, oldest first; `request` is among them.
    Recorded {
        request: String,
        entries: Vec<Arc<Recorded>>,
    },
    NotRecorded {
        request: String,
        why: String,
    },
    /// An act waits for the key that signs it, longer than a moment; or does no more.
    WaitsForKey(bool),
    /// Others recorded these; the model lacks them, oldest first.
    Others(Vec<Arc<Recorded>>),
    /// A second has gone by.
    Tick(DateTime<Utc>),
    /// The terminal may have another size.
    Resized(Space),
    /// The draft could not be kept on disk.
    DraftNotKept(String),
    /// What was written into files, or why not: the files that are new, and those that were there with the same text.
    Written {
        what: String,
        outcome: Result<Written, String>,
    },
}

/// Where what was asked for stands now.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// The folder, as a person finds it.
    pub folder: String,
    /// The names of the files that were written.
    pub new: Vec<String>,
    /// Those that were there, with the same text.
    pub there: Vec<String>,
}

/// Texts that are written into files of a folder, none over another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Papers {
    /// What they are, in the words of the notice.
    pub what: String,
    pub files: Vec<Paper>,
}

/// What the ledger holds when the review begins.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub state: State,
    /// What was begun and not recorded.
    pub drafts: Vec<Draft>,
    /// What is out of the ordinary with the ledger.
    pub notes: Vec<String>,
    /// Where it holds nothing: the ledgers that lie near it.
    pub near: Vec<String>,
}

/// Something that the world must do.
#[derive(Clone, Debug)]
pub enum Effect {
    Ask(Job),
    Record(Box<Request>),
    Keep(Box<Draft>),
    /// To seal a card: the card is kept where only its rater reads it, and its seal is recorded.
    Seal(Box<Sealing>),
    /// To open the cards on this machine whose ratings were called.
    Reveal,
    /// To let the next act begin a new ledger.
    Begin,
    /// To give up the signature that is waited for.
    GiveUpKey,
    /// To read what others have recorded.
    Refresh,
    /// The draft with this identifier is recorded.
    DropDraft(String),
    /// To write texts for people into files.
    Write(Box<Papers>),
    /// To write what the screen says into a file.
    WriteScreen,
    /// To give the terminal back and stop until the shell goes on with it.
    Suspend,
    Quit,
}

/// A question to the case file. Of each kind only the newest matters.
#[derive(Clone, Debug, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Job {
    /// All that needs no ledger.
    Survey,
    /// What everyone did since a day.
    Activity {
        since: NaiveDate,
    },
    /// What the rules would have asked on that day.
    LookBack {
        survey: Arc<Survey>,
        day: NaiveDate,
    },
    Record {
        ticket: Ticket,
        resident: ResidentId,
    },
    /// Those whose records may be asked for next, the likeliest first: nothing is answered.
    Ahead {
        residents: Vec<ResidentId>,
    },
    Cases {
        ticket: Ticket,
        resident: ResidentId,
        code: Code,
    },
    Yield {
        ticket: Ticket,
        resident: ResidentId,
    },
}
