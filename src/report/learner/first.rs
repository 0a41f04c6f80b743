//! The first page: what was decided, what it means, what is asked of whom by when, and how to answer.
//!
//! It stands for itself: who reads nothing else knows what was determined and what to do. What was recommended, why and
//! on what evidence follows behind it.

use chrono::Days;

use super::meaning::meaning;
use super::{Copy, listed, tabled};
use crate::domain::goal::Goal;
use crate::domain::milestone::Period;
use crate::domain::overall::{Board, ChoiceKind, Overall};
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decided, Decision, Matter, On, Outcome};
use crate::ledger::fold::{Fate, ResidentState};
use crate::report::decided::{levels, titled};
use crate::report::page::{Section, Table};

impl Copy<'_> {
    /// What was determined, overall and on activities; of what is only recommended a preview alone tells.
    pub(super) fn decided(&self) -> Section {
        let mut lines = Vec::new();
        for on in self.matters().iter().rev() {
            let id = &self.known.resident.id;
            let determined = self.then.determined(id, on);
            let since = determined.map_or(0, |(recorded, _)| recorded.entry.seq);
            lines.extend(determined.iter().flat_map(|found| self.determination(found)));
            let waits = self.then.recommended(id, on).filter(|(recorded, _)| recorded.entry.seq > since);
            lines.extend(waits.filter(|_| self.known.unreleased).map(|(recorded, decided)| {
                let said = self.says(recorded, &decided);
                format!("Only recommended, and not determined yet: {said} ({}).", self.from(recorded))
            }));
        }
        lines.extend(self.taken_back_since());
        listed("What was decided", lines, "Nothing that stands was released to you.")
    }

    /// What was decided on, activities first.
    fn matters(&self) -> Vec<Matter> {
        let known = self.then.resident(&self.known.resident.id);
        known.into_iter().flat_map(|known| known.matters().map(|(on, _)| on.clone())).collect()
    }

    /// One determination: what it says, what was recommended where that is another thing, and why.
    fn determination(&self, (recorded, decided): &(&Recorded, Decided<'_>)) -> Vec<String> {
        let seq = recorded.entry.seq;
        let said = self.says(recorded, decided);
        let mut line =
            format!("{}. The program director determined it ({}).", sentence(&said), self.from(recorded));
        if let Fate::RevokedBy(by) = self.known.ledger.fate(seq) {
            line = format!("No longer holds, since entry {by} took it back. {line}");
        }
        let answer = decided.answers;
        let advised = self.answered_by(decided);
        let advised = advised.and_then(|recorded| Some((recorded, recorded.entry.act.decided()?)));
        let mut lines = vec![line];
        let why = match (answer, &advised) {
            (Some(answer), Some((recommended, other))) if !answer.agrees => {
                let other = self.says(recommended, other);
                lines.push(format!(
                    "This differs from what the committee had recommended, which does not hold: {other}."
                ));
                decided.rationale()
            }
            // Who agrees rests on the committee's reasons.
            (Some(_), Some((_, advised))) => advised.rationale(),
            _ => decided.rationale(),
        };
        lines.push(format!("Why: {}", self.words.of(why)));
        if decided.insufficient_evidence() {
            lines.push("The evidence for it was said to be insufficient.".to_owned());
        }
        lines
    }

    /// Returns the recommendation that a determination answers: one on this resident, whatever a ledger may say.
    fn answered_by(&self, decided: &Decided<'_>) -> Option<&Recorded> {
        let answer = decided.answers?;
        self.told().find(|recorded| recorded.entry.seq == answer.recommendation)
    }

    /// Says a decision in a sentence of titles.
    fn says(&self, recorded: &Recorded, decided: &Decided<'_>) -> String {
        match decided.on {
            On::Activity(decision) => self.on_one_activity(decision),
            On::Overall(overall) => self.on_all(recorded, decided, overall),
        }
    }

    fn on_one_activity(&self, decision: &Decision) -> String {
        let title = self.epa_title(&decision.epa);
        match self.level_title(decision) {
            None => format!("{title}: no level is decided, and it is looked at again"),
            Some(level) => match decision.outcome {
                Outcome::Entrust => format!("{title}: entrusted at {level}"),
                Outcome::Withdraw => format!("{title}: taken back to {level}"),
                Outcome::Keep | Outcome::Defer => format!("{title}: stays at {level}"),
            },
        }
    }

    fn on_all(&self, recorded: &Recorded, decided: &Decided<'_>, overall: &Overall) -> String {
        let choices = &self.known.catalog.choices;
        let progress = overall.progress.as_deref().map_or_else(
            || "the decision on your progress is deferred".to_owned(),
            |code| format!("your progress: {}", titled(choices, ChoiceKind::Progress, code)),
        );
        let mut said = vec![progress];
        let action = overall.action.as_deref().map(|code| titled(choices, ChoiceKind::Action, code));
        said.extend(action.map(|action| format!("what follows: {action}")));
        said.extend(overall.board.as_ref().map(|board| self.to_the_board(recorded, decided, board)));
        let n = levels(overall).len() as u64;
        if n > 0 {
            said.push(format!("{} of the milestones, in the table below", counted(n, "level")));
        }
        said.join("; ")
    }

    fn to_the_board(&self, recorded: &Recorded, decided: &Decided<'_>, board: &Board) -> String {
        let choices = &self.known.catalog.choices;
        let to = self.known.catalog.specialty.board.as_ref().map_or("the board", |board| &board.name);
        let advised = self.answered_by(decided);
        let half = Period::of(self.zone().day(advised.unwrap_or(recorded).entry.at));
        let attributes: Vec<_> =
            board.unsatisfactory.iter().map(|code| titled(choices, ChoiceKind::Attribute, code)).collect();
        let attributes =
            if attributes.is_empty() { String::new() } else { format!(", in: {}", attributes.join("; ")) };
        format!(
            "the report to the {} for {half}: {}{attributes}",
            to.trim_start_matches("the "),
            crate::report::decided::outcome(board)
        )
    }

    /// Names what was released before, and stands no longer.
    fn taken_back_since(&self) -> Vec<String> {
        let taken_back = self.told().filter(|recorded| recorded.entry.act.is_determination());
        let gone = taken_back.filter_map(|recorded| match self.then.fate(recorded.entry.seq) {
            Fate::RevokedBy(by) => {
                let decided = recorded.entry.act.decided()?;
                let said = self.says(recorded, &decided);
                let (why, from) = (self.reason_of(by), self.from(recorded));
                Some(format!("Taken back by entry {by}{why}. It had been determined: {said} ({from})."))
            }
            _ => None,
        });
        gone.collect()
    }

    /// What the words of the determination mean.
    pub(super) fn means(&self) -> Section {
        let id = &self.known.resident.id;
        let mut lines = Vec::new();
        if let Some((_, overall)) = self.then.overall_determination(id) {
            let choices = &self.known.catalog.choices;
            let chosen = [(ChoiceKind::Progress, &overall.progress), (ChoiceKind::Action, &overall.action)];
            for (kind, code) in chosen {
                let Some(code) = code else { continue };
                let title = titled(choices, kind, code);
                lines.push(match meaning(kind, code) {
                    Some(means) => format!("{title}: {means}"),
                    None => {
                        format!("{title}: the program's own word; ask the program director what it means.")
                    }
                });
            }
            if overall.progress.is_none() {
                lines.push(
                    "Deferred: nothing is decided for or against you; it is decided when there is more to decide by."
                        .to_owned(),
                );
            }
            if !levels(overall).is_empty() {
                lines.push(
                    "Milestone levels run from 1 to 5 in half steps. Level 4 is a goal for graduation, not a requirement; \
                     not assessable means that nobody could say, not that you failed."
                        .to_owned(),
                );
            }
        }
        let entrusted = self.then.resident(id).into_iter().flat_map(ResidentState::matters);
        let activities = entrusted.filter(|(on, of)| **on != Matter::Overall && of.determination().is_some());
        if activities.count() > 0 {
            lines.push(
                "A level on an activity says how much supervision you need for it from now on.".to_owned(),
            );
        }
        lines.push("Counts of cases in this copy are experience, and say nothing of competence.".to_owned());
        listed("What it means", lines, "")
    }

    /// What is asked, of whom and by when: the open goals, the one that is due first in front.
    pub(super) fn asked(&self) -> Section {
        let standing = self.known.ledger.standing(&self.known.resident.id);
        let row = |goal: &Goal| {
            let about =
                goal.about.as_ref().map(|topic| format!(" (on {})", self.known.catalog.title_of(topic)));
            let was = if goal.is_overdue(self.known.today) { ", which is past" } else { "" };
            vec![
                format!("{}{}", self.words.of(&goal.text), about.unwrap_or_default()),
                self.words.of(&goal.owner),
                format!("{}{was}", day(goal.due)),
                goal.entry.to_string(),
            ]
        };
        let rows: Vec<_> = standing.goals.iter().map(row).collect();
        let overall = self.then.overall_determination(&self.known.resident.id);
        let follows = overall.and_then(|(_, overall)| overall.action.as_deref()).map(|code| {
            let title = titled(&self.known.catalog.choices, ChoiceKind::Action, code);
            format!(" What follows from the decision is: {title}. Ask the program director what you are to do, and by when.")
        });
        let none = format!("No goal with a due day is on record.{}", follows.unwrap_or_default());
        let caption = "What is asked, by the day on which it is due".to_owned();
        let columns = vec!["what", "who sees to it", "due", "entry"];
        tabled("What is asked of you, and by when", Table { caption, columns, rows }, &none)
    }

    /// How, to whom and by when the resident may answer or appeal.
    pub(super) fn answering(&self) -> Section {
        let id = &self.known.resident.id;
        let state = self.known.ledger.resident(id);
        let Some(last) = state.and_then(|known| known.releases().last()) else {
            return listed("How to answer or appeal", Vec::new(), "There is nothing to answer yet.");
        };
        let answering = self.known.answering;
        let to = answering.to.as_deref().unwrap_or("the program director");
        let mut lines = vec![format!(
            "To say that you have read this, to answer in words of your own, or to appeal, write to {to}. Whoever keeps \
             the committee's record enters it under your code; with a key of your own you do it yourself, by keys \
             (trellis review CASES --as {id} --role resident) or by the commands below."
        )];
        lines.push(match last.acknowledged {
            Some(entry) => format!("That you have read it is on record (entry {entry})."),
            None => format!("Read: trellis meeting acknowledge CASES {id} --as {id} --role resident"),
        });
        lines.push(format!(
            "An answer: trellis meeting state CASES {id} \"your words\" --as {id} --role resident"
        ));
        let open = self.told().filter(|recorded| {
            let appealed = state.is_some_and(|known| {
                known.appeals().values().any(|appeal| appeal.determination == recorded.entry.seq)
            });
            let stands = self.known.ledger.fate(recorded.entry.seq) == Fate::Stands;
            recorded.entry.act.is_determination() && stands && !appealed
        });
        lines.extend(open.map(|recorded| {
            let entry = recorded.entry.seq;
            let what = match recorded.entry.act.decided().map(|decided| decided.on) {
                Some(On::Activity(decision)) => self.epa_title(&decision.epa),
                _ => "the decision on the whole".to_owned(),
            };
            format!(
                "An appeal against {what}: trellis meeting appeal CASES {id} {entry} \"why\" --as {id} --role resident"
            )
        }));
        lines.push(match answering.days {
            Some(days) => {
                let from = self.zone().day(last.at);
                let until = from.checked_add_days(Days::new(days.into())).unwrap_or(from);
                format!("By when: {}, {} after the release of {}.", day(until), counted(days, "day"), day(from))
            }
            None => "By when: as your institution's policy says; ask the program director or the office of graduate \
                     medical education. Nothing here ends that time."
                .to_owned(),
        });
        lines.extend(self.appealed());
        listed("How to answer or appeal", lines, "")
    }

    /// Appeals that were lodged, and how they ended.
    fn appealed(&self) -> Vec<String> {
        let lodged = self.all().filter_map(|recorded| {
            let Act::AppealLodged { determination, .. } = &recorded.entry.act else { return None };
            let known = self.known.ledger.resident(&self.known.resident.id)?;
            let ended = match known.appeals().get(&recorded.entry.seq)?.decided {
                None => "not decided yet".to_owned(),
                Some((by, outcome)) => format!("{outcome} by entry {by}"),
            };
            Some(format!("Your appeal against entry {determination}: {ended} ({}).", self.from(recorded)))
        });
        lodged.collect()
    }
}

/// Begins a sentence with a capital.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
