//! The minutes of a meeting: what the ledger holds of it, and nothing else.
//!
//! Codes stand for residents. What members said is not in them: dissent is counted, and no remark is quoted.

use chrono::{DateTime, Utc};
use maud::{DOCTYPE, PreEscaped, html};

use super::markdown::escaped;
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Count, Member, Plan};
use crate::domain::text::sanitised;
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decision, GoalOutcome};
use crate::ledger::fold::{Fate, Meeting, State};

const STYLE: &str = include_str!("minutes/minutes.css");

/// The minutes of one meeting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Minutes {
    pub title: String,
    pub sections: Vec<Section>,
}

/// A heading with its lines; each line ends with the entries that it comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    pub title: String,
    pub lines: Vec<String>,
}

impl Minutes {
    /// Returns the minutes of the meeting with this identifier, as the ledger was at its end: later entries
    /// change nothing in them. `None` where no such meeting was opened.
    pub fn of(state: &State, meeting: &str) -> Option<Self> {
        let end = state.meetings().iter().find(|held| held.id == meeting)?.closed.map(|(entry, _)| entry);
        let then = state.up_to(end.unwrap_or_else(|| state.count()));
        let held = then.meetings().iter().find(|held| held.id == meeting)?;
        let mut sections = vec![about(held), attendance(held)];
        let agenda = held.plan.iter().flat_map(|plan| plan.agenda.iter().map(|slot| &slot.resident));
        let mut residents: Vec<&ResidentId> = agenda.collect();
        let during = || then.since(held.opened).map(AsRef::as_ref);
        // Whoever was decided on is in the minutes, on the agenda or not.
        for subject in during().filter(|recorded| is_told(recorded)).filter_map(|r| r.entry.subject.as_ref())
        {
            if !residents.contains(&subject) {
                residents.push(subject);
            }
        }
        let (reviewed, left): (Vec<_>, Vec<_>) =
            residents.into_iter().partition(|id| of(&then, held, id).any(is_told));
        sections.extend(reviewed.into_iter().map(|id| resident(&then, held, id)));
        if !left.is_empty() {
            let lines = left.into_iter().map(ToString::to_string).collect();
            sections.push(Section { title: "On the agenda, nothing recorded".to_owned(), lines });
        }
        sections.push(proof(state, held));
        Some(Self { title: format!("Minutes: {}", sanitised(&held.title)), sections })
    }

    /// Writes the minutes as Markdown.
    pub fn markdown(&self) -> String {
        let mut lines = vec![format!("# {}", escaped(&self.title))];
        for section in &self.sections {
            lines.extend([String::new(), format!("## {}", escaped(&section.title)), String::new()]);
            lines.extend(section.lines.iter().map(|line| format!("- {}", escaped(line))));
        }
        lines.join("\n") + "\n"
    }

    /// Writes the minutes as one HTML file that loads nothing and runs nothing.
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        h1 { (self.title) }
                        @for section in &self.sections {
                            section {
                                h2 { (section.title) }
                                ul { @for line in &section.lines { li { (line) } } }
                            }
                        }
                    }
                }
            }
        };
        page.into_string()
    }
}

fn about(held: &Meeting) -> Section {
    let mut lines = vec![
        format!("meeting {}", held.id),
        format!("opened {} (entry {})", time(held.opened_at), held.opened),
    ];
    lines.push(
        held.closed.map_or("not closed yet: these minutes are not final".to_owned(), |(entry, at)| {
            format!("closed {} (entry {entry})", time(at))
        }),
    );
    Section { title: "Meeting".to_owned(), lines }
}

fn attendance(held: &Meeting) -> Section {
    let section = |lines| Section { title: "Attendance and quorum".to_owned(), lines };
    let Some(plan) = &held.plan else {
        return section(vec!["the meeting had no plan, so that no quorum was asked for".to_owned()]);
    };
    let asked =
        format!("asked for: {} of the faculty, {} of them core", plan.quorum.faculty, plan.quorum.core);
    let Some(attendance) = &held.attendance else {
        return section(vec![asked, "attendance was not taken, and nothing could be decided".to_owned()]);
    };
    let (present, absent): (Vec<_>, Vec<_>) =
        plan.members.iter().partition(|member| attendance.present.contains(&member.id));
    let Count { faculty, core, .. } = plan.quorum.count(held.present());
    let names = |members: &[&Member]| {
        let names: Vec<_> = members.iter().map(|member| sanitised(&member.id)).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    };
    section(vec![
        format!("present at the end: {} (entry {})", names(&present), attendance.entry),
        format!("absent: {}", names(&absent)),
        format!("chair: {}", sanitised(&attendance.chair)),
        format!("{asked}; present: {faculty} of the faculty, {core} of them core"),
    ])
}

/// The entries about one resident while the meeting was open, oldest first.
fn of<'a>(
    then: &'a State,
    held: &'a Meeting,
    id: &'a ResidentId,
) -> impl Iterator<Item = &'a Recorded> + use<'a> {
    then.entries_of(id).filter(|recorded| recorded.entry.seq > held.opened)
}

/// Tells whether an entry about a resident is told in the minutes; who looked is in the ledger.
fn is_told(recorded: &Recorded) -> bool {
    !matches!(recorded.entry.act, Act::Viewed { .. })
}

fn resident(then: &State, held: &Meeting, id: &ResidentId) -> Section {
    let mut lines: Vec<String> = Vec::new();
    if let Some(plan) = &held.plan {
        lines.extend(ratings(held, plan, id));
    }
    let mut dissent = 0;
    for recorded in of(then, held, id) {
        let seq = recorded.entry.seq;
        let fate = fate(then, seq);
        let told = match &recorded.entry.act {
            Act::Recommendation(decision) => {
                dissent += u32::from(decision.dissent.is_some());
                format!("recommended: {}{}", decided(decision), evidence(recorded))
            }
            Act::Determination { agrees, decision, recommendation } => {
                let agrees = if *agrees { "agreeing with" } else { "differing from" };
                format!(
                    "determined, {agrees} entry {recommendation}: {}{}",
                    decided(decision),
                    evidence(recorded)
                )
            }
            Act::Revocation { entry, reason } => format!("entry {entry} revoked: {}", sanitised(reason)),
            Act::GoalSet { text, owner, due, .. } => {
                format!("goal: {}; owner {}; due {}", sanitised(text), sanitised(owner), day(*due))
            }
            Act::GoalClosed { entry, outcome, reason } => {
                let outcome = if *outcome == GoalOutcome::Done { "done" } else { "dropped" };
                format!("goal of entry {entry} {outcome}: {}", sanitised(reason))
            }
            Act::PromptAcknowledged { prompt, reason, .. } => {
                format!("prompt {} acknowledged: {}", sanitised(prompt), sanitised(reason))
            }
            _ => continue,
        };
        lines.push(format!("{told}{fate} (entry {seq})"));
    }
    if dissent > 0 {
        lines.push(format!("dissent was recorded on {}", counted(dissent, "recommendation")));
    }
    lines.extend(span(then, held, id));
    Section { title: format!("Resident {id}"), lines }
}

fn fate(then: &State, seq: u64) -> String {
    match then.fate(seq) {
        Fate::Stands => String::new(),
        Fate::SupersededBy(by) => format!("; superseded by entry {by}"),
        Fate::RevokedBy(by) => format!("; revoked by entry {by}"),
        Fate::ClosedBy(by) => format!("; closed by entry {by}"),
    }
}

/// Who was recused, and how many of those who could have rated did.
fn ratings(held: &Meeting, plan: &Plan, id: &ResidentId) -> Vec<String> {
    let Some(review) = held.review(id) else { return vec!["rated by nobody before".to_owned()] };
    let recused = |member: &str| review.recused.contains_key(member);
    let could = plan.members.iter().filter(|member| member.votes && !recused(&member.id)).count();
    let sealed = review.seals.keys().filter(|rater| !recused(rater)).count();
    let opened = review.seals.values().filter(|seal| seal.revealed.is_some()).count();
    let mut lines = vec![format!("rated before by {sealed} of {could}; {opened} revealed")];
    let out: Vec<_> =
        review.recused.iter().map(|(who, entry)| format!("{} (entry {entry})", sanitised(who))).collect();
    if !out.is_empty() {
        lines.push(format!("recused: {}", out.join(", ")));
    }
    lines
}

/// From the first entry about a resident to the last: what the ledger knows of the time that it took.
fn span(then: &State, held: &Meeting, id: &ResidentId) -> Option<String> {
    let mut entries = of(then, held, id)
        .filter(|recorded| held.attendance.as_ref().is_none_or(|taken| recorded.entry.seq > taken.entry));
    let first = entries.next()?;
    let last = entries.last()?;
    let minutes = (last.entry.at - first.entry.at).num_minutes();
    // A clock may run backwards.
    (minutes >= 0)
        .then(|| format!("from the first to the last entry: {}", counted(minutes.unsigned_abs(), "minute")))
}

fn decided(decision: &Decision) -> String {
    let level = decision
        .level
        .as_ref()
        .map(|level| format!(" at level {} ({})", sanitised(level), sanitised(&decision.scale)));
    let thin = if decision.insufficient_evidence { "; the evidence is said to be insufficient" } else { "" };
    format!(
        "{} {}{}{thin}. Rationale: {}",
        decision.outcome,
        decision.epa,
        level.unwrap_or_default(),
        sanitised(decision.rationale.trim())
    )
}

fn evidence(recorded: &Recorded) -> String {
    let shown = recorded.entry.evidence.as_ref().filter(|evidence| !evidence.facts.is_empty());
    shown.map_or("; no evidence attached".to_owned(), |evidence| {
        let n = counted(evidence.facts.len() as u64, "fact");
        format!("; evidence: {n} as shown, as of {}", day(evidence.as_of))
    })
}

/// What holds the minutes to the ledger: the first checkpoint that stands for the meeting's last entry.
fn proof(state: &State, held: &Meeting) -> Section {
    let end = held.closed.map_or(held.opened, |(entry, _)| entry);
    let line = state.proven_by(end).filter(|_| held.closed.is_some()).map_or(
        "no checkpoint stands for these entries yet".to_owned(),
        |checkpoint| {
            let (entry, size, root) = (checkpoint.entry, checkpoint.size, checkpoint.root);
            format!("checkpoint of entry {entry}: {size} entries, root {root}")
        },
    );
    Section { title: "Checkpoint".to_owned(), lines: vec![line] }
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests;
