//! Words that are asked for before something is recorded: a remark, a strength, a reason.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use crate::committee::request::Request;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::domain::words::day;
use crate::ledger::entry::{Act, AppealOutcome, Basis, Hash};

use super::{Body, Draft, Line, SHORT_TEXT, Sheet, Submission};

/// Words that were asked for, as far as they were written: a remark, a strength, a reason.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct WordsDraft {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    /// `None` where they are about the whole program.
    pub resident: Option<ResidentId>,
    /// What they were asked for.
    pub matter: String,
    /// What was chosen beside them, such as what a remark rests on.
    pub choice: Option<String>,
    pub text: String,
}

/// What words are asked for, with all that is recorded beside them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Asking {
    /// What a prompt is answered with, on the facts that it was shown with.
    Acknowledge {
        prompt: String,
        facts: Hash,
        sentence: String,
        /// The prompt is asked of the program, not of a resident.
        of_program: bool,
    },
    /// Why an entry is taken back.
    Revoke {
        entry: u64,
        /// What is taken back answers what was asked of the program.
        of_program: bool,
    },
    /// What was said, and what it rests on.
    Remark { meeting: String, basis: Basis },
    /// What the resident does well.
    Strength,
    /// Why a review that was concluded is opened again.
    Reopen { meeting: String },
    /// Why a member takes no part, or takes part again.
    Recuse {
        meeting: String,
        /// Every member, and whether the member is recused already.
        members: Vec<(String, bool)>,
        chosen: Option<usize>,
    },
    /// How an appeal ended, and why.
    Appeal { entry: u64, outcome: Option<AppealOutcome> },
    /// What the resident answers to what was released.
    Answer {
        /// What can be answered, in the order in which it is offered.
        answers: Vec<Answering>,
        chosen: usize,
    },
    /// On which day, and by whom, the resident was told of a release.
    Told {
        release: u64,
        /// The days that can be chosen, the newest first.
        days: Vec<NaiveDate>,
        chosen: usize,
    },
}

/// One way in which a resident answers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answering {
    /// The resident has read what this entry released.
    Read {
        release: u64,
    },
    Statement,
    /// An appeal against the determination of this entry, which is on what is named.
    Appeal {
        determination: u64,
        on: String,
    },
}

impl Answering {
    fn in_words(&self) -> String {
        match self {
            Self::Read { .. } => "read".to_owned(),
            Self::Statement => "a statement".to_owned(),
            Self::Appeal { determination, on } => {
                format!("an appeal against entry {determination}, {}", sanitised(on))
            }
        }
    }

    fn note(&self) -> &'static str {
        match self {
            Self::Read { .. } => "says that the resident has read it, and needs no words",
            Self::Statement => "stands in the ledger and in the resident's copy as it is written",
            Self::Appeal { .. } => "is decided by whoever keeps the record; once for each determination",
        }
    }
}

impl Asking {
    /// Returns what the words are asked for, by which a draft of them is found again.
    pub fn matter(&self) -> String {
        match self {
            Self::Acknowledge { prompt, of_program: false, .. } => format!("prompt {prompt}"),
            Self::Acknowledge { prompt, .. } => format!("prompt of the program {prompt}"),
            Self::Revoke { entry, .. } => format!("revocation of entry {entry}"),
            Self::Remark { .. } => "remark".to_owned(),
            Self::Strength => "strength".to_owned(),
            Self::Reopen { .. } => "opening again".to_owned(),
            Self::Recuse { .. } => "recusal".to_owned(),
            Self::Appeal { entry, .. } => format!("appeal of entry {entry}"),
            Self::Told { release, .. } => format!("telling of entry {release}"),
            Self::Answer { .. } => "answer".to_owned(),
        }
    }

    /// Tells whether they are about the whole program.
    pub fn is_of_program(&self) -> bool {
        matches!(self, Self::Acknowledge { of_program: true, .. } | Self::Revoke { of_program: true, .. })
    }

    /// Returns what is chosen beside the words.
    fn choice(&self) -> Option<String> {
        match self {
            Self::Remark { basis, .. } => Some(basis.to_string()),
            Self::Recuse { members, chosen, .. } => Some(members.get((*chosen)?)?.0.clone()),
            Self::Appeal { outcome, .. } => outcome.map(|outcome| outcome.to_string()),
            Self::Told { days, chosen, .. } => days.get(*chosen).map(ToString::to_string),
            Self::Answer { answers, chosen } => answers.get(*chosen).map(Answering::in_words),
            _ => None,
        }
    }

    /// Takes up what was chosen in an earlier run; what is no choice any more changes nothing.
    fn choose_again(&mut self, choice: &str) {
        match self {
            Self::Remark { basis, .. } => *basis = choice.parse().unwrap_or(*basis),
            Self::Recuse { members, chosen, .. } => {
                *chosen = members.iter().position(|(member, _)| member == choice);
            }
            Self::Appeal { outcome, .. } => *outcome = choice.parse().ok(),
            Self::Answer { answers, chosen } => {
                *chosen = answers.iter().position(|one| one.in_words() == choice).unwrap_or(*chosen);
            }
            Self::Told { days, chosen, .. } => {
                *chosen = days.iter().position(|day| day.to_string() == choice).unwrap_or(*chosen);
            }
            _ => {}
        }
    }

    /// Returns the line of choices that stands above the words, if there is one.
    fn line(&self) -> Option<Line> {
        match self {
            Self::Remark { basis, .. } => {
                let chosen = Basis::iter().position(|known| known == *basis);
                let titles = Basis::iter().map(|basis| basis.to_string());
                Some(Line::choice("it is", titles, chosen).with_note(rests_on(*basis)))
            }
            Self::Recuse { members, chosen, .. } => {
                let titles = members.iter().map(|(member, recused)| {
                    let member = sanitised(member);
                    if *recused { format!("{member}, who is recused") } else { member }
                });
                Some(Line::choice("member", titles, *chosen))
            }
            Self::Appeal { outcome, .. } => {
                let chosen = AppealOutcome::iter().position(|known| Some(known) == *outcome);
                let titles = AppealOutcome::iter().map(|outcome| outcome.to_string());
                let note = outcome.map_or("", follows);
                Some(Line::choice("the appeal is", titles, chosen).with_note(note))
            }
            Self::Answer { answers, chosen } => {
                let note = answers.get(*chosen).map_or("", Answering::note);
                let titles = answers.iter().map(Answering::in_words);
                Some(Line::choice("it is", titles, Some(*chosen)).with_note(note))
            }
            Self::Told { days, chosen, .. } => {
                let note = "a day that is further back: trellis meeting told";
                Some(Line::choice("told on", days.iter().map(|on| day(*on)), Some(*chosen)).with_note(note))
            }
            _ => None,
        }
    }

    /// Returns the act that the words `text` are asked for; `None` while something is still to be chosen.
    fn act(&self, text: String) -> Option<Act> {
        Some(match self.clone() {
            Self::Acknowledge { prompt, facts, .. } => {
                Act::PromptAcknowledged { prompt, facts, reason: text }
            }
            Self::Revoke { entry, .. } => Act::Revocation { entry, reason: text },
            Self::Remark { meeting, basis } => Act::Remarked { meeting, basis, text },
            Self::Strength => Act::StrengthNamed { text },
            Self::Reopen { meeting } => Act::ReviewBegun { meeting, reason: Some(text) },
            Self::Recuse { meeting, members, chosen } => match members.into_iter().nth(chosen?)? {
                (member, true) => Act::RecusalEnded { meeting, member, reason: text },
                (member, false) => Act::Recused { meeting, member, reason: text },
            },
            Self::Appeal { entry, outcome } => {
                Act::AppealDecided { appeal: entry, outcome: outcome?, reason: text }
            }
            Self::Answer { answers, chosen } => match answers.into_iter().nth(chosen)? {
                Answering::Read { release } => Act::ReleaseAcknowledged { release },
                Answering::Statement => Act::Stated { text },
                Answering::Appeal { determination, .. } => Act::AppealLodged { determination, text },
            },
            Self::Told { release, days, chosen } => {
                Act::ResidentTold { release, on: *days.get(chosen)?, by: text }
            }
        })
    }
}

fn rests_on(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "it stands in the file",
        Basis::Undocumented => "the speaker saw it, and it was never written down",
        Basis::Hearsay => "the speaker heard it from others",
    }
}

fn follows(outcome: AppealOutcome) -> &'static str {
    match outcome {
        AppealOutcome::Dismissed => "what was determined stands",
        AppealOutcome::Upheld | AppealOutcome::Remitted => {
            "what was determined is changed by a decision of its own, which then waits here"
        }
    }
}

/// Words that are being written.
#[derive(Clone, Debug, PartialEq)]
pub struct WordsSheet {
    pub why: Asking,
    pub saved: WordsDraft,
}

impl WordsSheet {
    /// Opens the sheet, filled from `saved` where a draft was kept.
    pub fn open(mut why: Asking, saved: WordsDraft) -> Self {
        if let Some(choice) = &saved.choice {
            why.choose_again(choice);
        }
        Self { why, saved }
    }

    /// Tells whether what is chosen says all.
    fn needs_no_words(&self) -> bool {
        matches!(&self.why, Asking::Answer { answers, chosen }
            if matches!(answers.get(*chosen), Some(Answering::Read { .. })))
    }

    /// Returns a draft in which nothing is written yet.
    pub fn empty(id: String, resident: Option<ResidentId>, why: &Asking) -> WordsDraft {
        WordsDraft { id, resident, matter: why.matter(), choice: why.choice(), text: String::new() }
    }
}

impl Sheet for WordsSheet {
    fn title(&self) -> String {
        match &self.why {
            Asking::Acknowledge { .. } => "acknowledge a prompt",
            Asking::Revoke { .. } => "take back an entry",
            Asking::Remark { .. } => "a remark",
            Asking::Strength => "a strength",
            Asking::Reopen { .. } => "open the review again",
            Asking::Recuse { members, chosen: Some(at), .. } if members.get(*at).is_some_and(|it| it.1) => {
                "the end of a recusal"
            }
            Asking::Recuse { .. } => "a recusal",
            Asking::Appeal { .. } => "how an appeal ends",
            Asking::Told { .. } => "the resident was told",
            Asking::Answer { .. } => "the resident's answer",
        }
        .to_owned()
    }

    fn above(&self) -> Vec<String> {
        let about = match &self.why {
            Asking::Acknowledge { sentence, .. } => sentence.clone(),
            Asking::Revoke { entry, .. } => format!("Entry {entry} is taken back and stays readable."),
            Asking::Remark { .. } => "Write facts, and nothing of health, leave or family.".to_owned(),
            Asking::Strength => "What does the resident do well?".to_owned(),
            Asking::Reopen { .. } => "It was concluded in this meeting.".to_owned(),
            Asking::Recuse { .. } => {
                "Who is recused takes no part for this resident; whoever is recused may take part again."
                    .to_owned()
            }
            Asking::Appeal { entry, .. } => format!("The appeal is entry {entry}."),
            Asking::Answer { .. } => "What does the resident answer to what was released?".to_owned(),
            Asking::Told { release, .. } => {
                format!("Entry {release} released it; this ticks off that somebody told the resident.")
            }
        };
        let wanted = match &self.why {
            Asking::Remark { .. } | Asking::Strength => {
                "It is recorded as you write it, and stays; the resident's copy will hold it."
            }
            Asking::Answer { .. } => {
                "It is recorded as it is written, under the resident's code, and is in every copy of the resident's."
            }
            Asking::Told { .. } => "Who told the resident? It is recorded with your name.",
            _ => "Why? The reason is recorded with your name and stays.",
        };
        vec![about, wanted.to_owned()]
    }

    fn lines(&self) -> Vec<Line> {
        let label = if matches!(self.why, Asking::Told { .. }) { "told by" } else { "words" };
        self.why.line().into_iter().chain([Line::text(label, &self.saved.text, SHORT_TEXT)]).collect()
    }

    fn choose(&mut self, at: usize, option: usize) {
        let Some(Body::Choice { .. }) = self.lines().get(at).map(|line| &line.body) else { return };
        match &mut self.why {
            Asking::Remark { basis, .. } => *basis = Basis::iter().nth(option).unwrap_or(*basis),
            Asking::Recuse { chosen, .. } => *chosen = Some(option),
            Asking::Appeal { outcome, .. } => *outcome = AppealOutcome::iter().nth(option),
            Asking::Told { chosen, .. } | Asking::Answer { chosen, .. } => *chosen = option,
            _ => {}
        }
        self.saved.choice = self.why.choice();
    }

    fn write(&mut self, _at: usize, text: String) {
        self.saved.text = text;
    }

    fn missing(&self) -> Option<String> {
        let text = self.saved.text.trim();
        if self.why.act(String::new()).is_none() {
            let label = self.why.line().map(|line| line.label).unwrap_or_default();
            Some(format!("choose first: {label} …"))
        } else if self.needs_no_words() {
            None
        } else if text.is_empty() {
            Some("nothing is written yet".to_owned())
        } else {
            super::too_long(self)
        }
    }

    fn read_back(&self) -> String {
        if self.needs_no_words() {
            return "The resident has read what was released.".to_owned();
        }
        self.saved.text.trim().to_owned()
    }

    fn draft(&self) -> Draft {
        Draft::Words(self.saved.clone())
    }

    fn is_begun(&self) -> bool {
        !self.saved.text.trim().is_empty()
    }

    fn submission(&self) -> Option<Submission> {
        let WordsDraft { id, resident: subject, text, .. } = self.saved.clone();
        let act = self.why.act(text.trim().to_owned())?;
        let request = Request { id, subject, act, supersedes: None, evidence: None };
        Some(Submission::Record(Box::new(request)))
    }
}
