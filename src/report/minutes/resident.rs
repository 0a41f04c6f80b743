//! What a meeting did about one resident.

use std::collections::BTreeMap;

use super::{Told, milestones, taken};
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::meeting::Plan;
use crate::domain::overall::{ChoiceKind, Overall};
use crate::domain::text::sanitised;
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Basis, Decision, On};
use crate::ledger::fold::Review;
use crate::report::decided::{entries, fate, lasted, level_in_words, outcome, progress, titled};
use crate::report::page::{Block, Section};

/// Tells whether an act about a resident means that the meeting came to the resident. Looking, and what is done
/// before a meeting, does not.
pub fn is_reached_by(act: &Act) -> bool {
    !matches!(
        act,
        Act::Viewed { .. } | Act::Recused { .. } | Act::RecusalEnded { .. } | Act::RatingSealed { .. }
    )
}

/// Says what became of one resident; each line ends with the entries that it comes from.
pub fn section(told: Told<'_>, id: &ResidentId) -> Section {
    let mut lines: Vec<String> = Vec::new();
    if let Some(plan) = &told.held.plan {
        lines.extend(ratings(told, plan, id));
    }
    lines.extend(turns(told, id));
    lines.extend(short_of_a_quorum(told, id));
    for recorded in told.of(id) {
        let seq = recorded.entry.seq;
        let said = decided(told, recorded).or_else(|| answered(told, &recorded.entry.act));
        if let Some(said) = said.or_else(|| recorded.entry.told().minutes) {
            lines.push(format!("{said}{} (entry {seq})", fate(told.then.fate(seq))));
        }
    }
    lines.extend(remarks(told, id));
    lines.extend(dissent(told, id));
    lines.push(ended(told, id));
    let mut section = Section::list(format!("Resident {id}"), lines);
    section.blocks.extend(milestones::tables(told, id).into_iter().map(Block::Table));
    section
}

/// Says the answer to a prompt, which is named by what it asked.
fn answered(told: Told<'_>, act: &Act) -> Option<String> {
    let Act::PromptAcknowledged { prompt, reason, .. } = act else { return None };
    Some(format!("answered what was asked, “{}”: {}", told.titles.prompt(prompt), sanitised(reason.trim())))
}

/// How many of those who could have rated did.
fn ratings(told: Told<'_>, plan: &Plan, id: &ResidentId) -> Vec<String> {
    let Some(review) = told.held.review(id) else { return vec!["rated by nobody".to_owned()] };
    let recused = |member: &str| review.recused.contains_key(member);
    let could = plan.members.iter().filter(|member| member.votes && !recused(&member.id)).count();
    let sealed: Vec<_> = review.ratings().map(|(_, seal)| seal).collect();
    let opened = sealed.iter().filter(|seal| seal.revealed.is_some()).count();
    let from: Vec<u64> = sealed.iter().map(|seal| seal.entry).chain(review.called).collect();
    let from = if from.is_empty() { String::new() } else { format!(" ({})", entries(&from)) };
    let mut lines = vec![format!("rated by {} of {could}; {opened} revealed{from}", sealed.len())];
    lines.extend(late(told, plan, review));
    lines
}

/// Names with their roles whose ratings came when the meeting was here already, though others had rated before: by
/// themselves, or on a card that somebody else filled in for them.
fn late(told: Told<'_>, plan: &Plan, review: &Review) -> Option<String> {
    let called = |rater: &str| {
        let member = plan.members.iter().find(|member| member.id == rater);
        let role = member.map_or(String::new(), |member| format!(" ({})", member.role.in_words()));
        format!("{}{role}", sanitised(rater))
    };
    let came = review.ratings().filter(|(_, seal)| review.came_after(seal));
    let said: Vec<_> = came
        .map(|(rater, seal)| {
            let by = told.then.entry(seal.entry).map(|recorded| &recorded.entry.actor).filter(|_| !seal.own);
            let by = by
                .map_or(String::new(), |by| format!(", on a card that the {} filled in", by.role.in_words()));
            format!("{}{by}, entry {}", called(rater), seal.entry)
        })
        .collect();
    (!said.is_empty()).then(|| format!("rated late, when the meeting was here already: {}", said.join("; ")))
}

/// Says that too few are left without those who are recused, as it was at the end.
fn short_of_a_quorum(told: Told<'_>, id: &ResidentId) -> Option<String> {
    let review = told.held.review(id).filter(|review| !review.recused.is_empty())?;
    let count = told.held.quorum(id).filter(|count| !count.reached)?;
    let from: Vec<u64> = review.recused.values().copied().collect();
    Some(format!(
        "no quorum without who is recused: {} of the faculty, {} of them core ({})",
        count.faculty,
        count.core,
        entries(&from)
    ))
}

/// How long the meeting was at the resident; without turns, what the ledger knows of that.
fn turns(told: Told<'_>, id: &ResidentId) -> Option<String> {
    let Some(seconds) = taken::seconds(told, id) else { return span(told, id) };
    let begun: Vec<u64> = told.held.review(id)?.turns.iter().map(|turn| turn.begun).collect();
    let turns = if begun.len() > 1 { format!(" in {} turns", begun.len()) } else { String::new() };
    Some(format!("reviewed for {}{turns} (begun in {})", lasted(seconds.into()), entries(&begun)))
}

/// From the first entry about a resident to the last.
fn span(told: Told<'_>, id: &ResidentId) -> Option<String> {
    let begun = |recorded: &&Recorded| {
        told.held.attendance.as_ref().is_none_or(|taken| recorded.entry.seq > taken.entry)
    };
    let mut all = told.of(id).filter(begun);
    let first = &all.next()?.entry;
    let last = &all.last()?.entry;
    // A clock may run backwards.
    let seconds = u32::try_from((last.at - first.at).num_seconds()).ok()?;
    Some(format!(
        "from the first to the last entry: {} (entries {}, {})",
        lasted(seconds.into()),
        first.seq,
        last.seq
    ))
}

/// Says a recommendation or a determination.
fn decided(told: Told<'_>, recorded: &Recorded) -> Option<String> {
    let decided = recorded.entry.act.decided()?;
    let (what, of_all) = match decided.on {
        On::Activity(decision) => (activity(told, decision), ""),
        On::Overall(on) => (overall(told, recorded, on), " overall"),
    };
    let how = match decided.answers {
        None => format!("recommended{of_all}"),
        Some(answer) => {
            format!("determined{of_all}, {} entry {}", agreeing(answer.agrees), answer.recommendation)
        }
    };
    let (thin, why) = (thin(decided.insufficient_evidence()), sanitised(decided.rationale().trim()));
    Some(format!("{how}: {what}{thin}. Rationale: {why}{}", evidence(recorded)))
}

fn agreeing(agrees: bool) -> &'static str {
    if agrees { "agreeing with" } else { "differing from" }
}

/// Returns what an activity is called.
pub fn epa_title(told: Told<'_>, id: &EpaId) -> String {
    let known = told.titles.epas.iter().find(|epa| epa.id == *id);
    sanitised(known.map_or(id.as_str(), |epa| &epa.title))
}

/// Says a decision on an activity, with its level in words.
pub fn activity(told: Told<'_>, decision: &Decision) -> String {
    let scale = told.titles.scales.iter().find(|scale| scale.id == decision.scale);
    let level = decision.level.as_deref().map(|level| format!(" at {}", level_in_words(scale, level)));
    format!("{} {}{}", decision.outcome, epa_title(told, &decision.epa), level.unwrap_or_default())
}

/// Says a decision on the resident as a whole.
pub fn overall(told: Told<'_>, recorded: &Recorded, decided: &Overall) -> String {
    let mut said = vec![format!("progress: {}", progress(told.titles.choices, decided))];
    let action = decided.action.as_deref().map(|code| titled(told.titles.choices, ChoiceKind::Action, code));
    said.extend(action.map(|action| format!("what follows: {action}")));
    said.extend(decided.board.as_ref().map(|board| match board.unsatisfactory.len() {
        0 => format!("board: {}", outcome(board)),
        n => {
            let n = counted(n as u64, "essential attribute");
            format!("board: {}, in {n}", outcome(board))
        }
    }));
    said.extend(milestones::counted_levels(told, recorded, decided));
    said.join("; ")
}

fn thin(insufficient: bool) -> &'static str {
    if insufficient { "; the evidence is said to be insufficient" } else { "" }
}

fn evidence(recorded: &Recorded) -> String {
    let shown = recorded.entry.evidence.as_ref().filter(|evidence| !evidence.facts.is_empty());
    shown.map_or("; no evidence attached".to_owned(), |evidence| {
        let n = counted(evidence.facts.len() as u64, "fact");
        format!("; evidence: {n} as shown, as of {}", day(evidence.as_of))
    })
}

/// Counts the remarks by what they rest on, without those that were taken back.
fn remarks(told: Told<'_>, id: &ResidentId) -> Option<String> {
    let mut count: BTreeMap<Basis, u64> = BTreeMap::new();
    let mut from: Vec<u64> = Vec::new();
    for recorded in told.of(id).filter(|recorded| !told.then.is_revoked(recorded.entry.seq)) {
        if let Act::Remarked { basis, .. } = &recorded.entry.act {
            *count.entry(*basis).or_default() += 1;
            from.push(recorded.entry.seq);
        }
    }
    let by_basis: Vec<_> = count.iter().map(|(basis, n)| format!("{n} {basis}")).collect();
    (!from.is_empty()).then(|| format!("remarks: {} ({})", by_basis.join(", "), entries(&from)))
}

/// Counts the decisions that somebody dissented from.
fn dissent(told: Told<'_>, id: &ResidentId) -> Option<String> {
    let dissented = told
        .of(id)
        .filter(|recorded| recorded.entry.act.decided().is_some_and(|decided| decided.dissent().is_some()));
    let from: Vec<u64> = dissented.map(|recorded| recorded.entry.seq).collect();
    let n = counted(from.len() as u64, "decision");
    (!from.is_empty()).then(|| format!("dissent was recorded on {n} ({})", entries(&from)))
}

/// Says how the meeting left the resident.
fn ended(told: Told<'_>, id: &ResidentId) -> String {
    let ends = told.of(id).filter_map(|recorded| match recorded.entry.act {
        Act::ReviewBegun { .. } => Some((recorded.entry.seq, None)),
        Act::ReviewEnded { concluded, .. } => Some((recorded.entry.seq, Some(concluded))),
        _ => None,
    });
    match ends.last() {
        Some((seq, Some(true))) => format!("concluded (entry {seq})"),
        Some((seq, Some(false))) => format!("left for later (entry {seq})"),
        Some((seq, None)) => format!("left for later: begun in entry {seq}, and not concluded"),
        None => "no turn of the meeting is on record".to_owned(),
    }
}
