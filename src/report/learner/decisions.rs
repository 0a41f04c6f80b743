//! What was recommended and determined, with the evidence as it was shown.

use std::collections::BTreeMap;

use super::Copy;
use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::by_domain;
use crate::domain::overall::{ChoiceKind, Overall};
use crate::domain::text::sanitised;
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decided, Decision, Evidence, Matter, On};
use crate::ledger::fold::Fate;
use crate::report::decided::{fate, levels, outcome, progress};
use crate::report::page::{Block, Figure, Section, Table};
use crate::report::plot::{self, NotDrawn};

impl Copy<'_> {
    pub(super) fn decisions(&self) -> Result<Section, NotDrawn> {
        let decided = self.told().filter_map(|recorded| Some((recorded, recorded.entry.act.decided()?)));
        let (overall, activities): (Vec<_>, Vec<_>) =
            decided.partition(|(_, decided)| decided.matter() == Matter::Overall);
        let mut blocks = Vec::new();
        for (recorded, decided) in overall.into_iter().chain(activities) {
            blocks.extend(self.decision(recorded, &decided)?);
        }
        if blocks.is_empty() {
            blocks.push(Block::Text("No decision is in this copy.".to_owned()));
        }
        Ok(Section { title: "Each decision, with its reasons and its evidence".to_owned(), blocks })
    }

    fn decision(&self, recorded: &Recorded, decided: &Decided<'_>) -> Result<Vec<Block>, NotDrawn> {
        let (what, mut lines) = match decided.on {
            On::Activity(decision) => (self.epa_title(&decision.epa), self.on_an_activity(decision)),
            On::Overall(overall) => ("Overall".to_owned(), self.on_the_whole(overall)),
        };
        let how = if decided.is_determination() { "determined" } else { "recommended" };
        lines.extend(self.standing(recorded, decided));
        let mut blocks =
            vec![Block::Heading(format!("{what}: {how}, {}", self.from(recorded))), Block::List(lines)];
        if let Some(advised) = self.agreed_with(recorded, decided) {
            let text = format!("Levels and evidence are those of entry {}, above.", advised.entry.seq);
            blocks.push(Block::Text(text));
            return Ok(blocks);
        }
        if let Some(overall) = decided.overall() {
            blocks.extend(self.milestones(recorded, overall)?);
        }
        blocks.extend(recorded.entry.evidence.as_ref().map(|evidence| self.evidence(recorded, evidence)));
        Ok(blocks)
    }

    /// Returns the recommendation that a determination agrees with on the same evidence, where it is in the copy.
    fn agreed_with(&self, recorded: &Recorded, decided: &Decided<'_>) -> Option<&Recorded> {
        let answer = decided.answers.filter(|answer| answer.agrees)?;
        let advised = self.told().find(|told| told.entry.seq == answer.recommendation)?;
        (advised.entry.evidence == recorded.entry.evidence).then_some(advised)
    }

    fn on_an_activity(&self, decision: &Decision) -> Vec<String> {
        let scale = self.known.catalog.scale(&decision.scale);
        let scale = scale.map(|scale| format!(" ({})", scale.title)).unwrap_or_default();
        let mut lines = vec![match self.level_title(decision) {
            None => decision.outcome.to_string(),
            Some(level) => format!("{} at {level}{scale}", decision.outcome),
        }];
        lines.extend(self.why(&decision.rationale, decision.insufficient_evidence));
        if !decision.recused.is_empty() {
            lines.push(format!("{} recused", counted(decision.recused.len() as u64, "member")));
        }
        lines
    }

    fn on_the_whole(&self, overall: &Overall) -> Vec<String> {
        let choices = &self.known.catalog.choices;
        let mut lines = vec![format!("progress: {}", progress(choices, overall))];
        let action = overall.action.as_deref().map(|code| self.choice(ChoiceKind::Action, code));
        lines.extend(action.map(|action| format!("what follows: {action}")));
        if let Some(board) = &overall.board {
            let attributes: Vec<_> =
                board.unsatisfactory.iter().map(|code| self.choice(ChoiceKind::Attribute, code)).collect();
            let attributes = attributes.join("; ");
            let colon = if attributes.is_empty() { "" } else { ", in: " };
            lines.push(format!("to the board: {}{colon}{attributes}", outcome(board)));
        }
        lines.extend(self.why(&overall.rationale, overall.insufficient_evidence));
        lines
    }

    fn why(&self, rationale: &str, insufficient: bool) -> Vec<String> {
        let mut lines = vec![format!("rationale: {}", self.words.of(rationale))];
        if insufficient {
            lines.push("the evidence is said to be insufficient".to_owned());
        }
        lines
    }

    /// What it answers, and what became of it. A release tells what stood then; what was taken back since is said.
    fn standing(&self, recorded: &Recorded, decided: &Decided<'_>) -> Vec<String> {
        let seq = recorded.entry.seq;
        let mut lines = Vec::new();
        if let Some(answer) = decided.answers {
            let agrees = if answer.agrees { "agrees with" } else { "differs from" };
            lines.push(format!("{agrees} the recommendation of entry {}", answer.recommendation));
        }
        if let Some(replaced) = &recorded.entry.supersedes {
            let reason = self.words.of(&replaced.reason);
            lines.push(format!("supersedes entry {}, because: {reason}", replaced.entry));
        }
        let now = match (self.then.fate(seq), self.known.ledger.fate(seq)) {
            (Fate::Stands, revoked @ Fate::RevokedBy(_)) => revoked,
            (then, _) => then,
        };
        let answered = self.told().find(|told| determines(&told.entry.act) == Some(seq));
        lines.push(match now {
            // What was determined on it is what holds.
            Fate::Stands if answered.is_some() => {
                let by = answered.map_or(0, |told| told.entry.seq);
                format!("the determination of entry {by} answers it")
            }
            Fate::Stands => "stands".to_owned(),
            Fate::RevokedBy(by) => format!("stands no longer{}{}", fate(now), self.reason_of(by)),
            gone => format!("stands no longer{}", fate(gone)),
        });
        lines
    }

    /// Shows the levels of an overall decision beside those of the one before, as a drawing and as a table.
    fn milestones(&self, recorded: &Recorded, overall: &Overall) -> Result<Vec<Block>, NotDrawn> {
        let now = levels(overall);
        if now.is_empty() {
            return Ok(Vec::new());
        }
        let before = self.decided_before(recorded);
        let was = before.map(|(_, overall)| levels(overall)).unwrap_or_default();
        let known = by_domain(&self.known.catalog.subcompetencies);
        let place = |id: &SubcompetencyId| known.iter().position(|known| known.id == *id);
        let mut all: Vec<_> = now.keys().copied().collect();
        all.sort_by_key(|id| place(id).unwrap_or(known.len()));
        let carried = recorded.entry.evidence.as_ref().and_then(Evidence::carried).unwrap_or_default();
        let row = |id: &&SubcompetencyId| {
            let level = &now[*id];
            let level = if carried.contains(*id) {
                format!("{level}, taken over from before")
            } else {
                level.clone()
            };
            let title = place(id).and_then(|at| known.get(at)).map(|known| known.title.clone());
            let was = before.map(|_| was.get(*id).cloned().unwrap_or_default());
            [id.to_string(), title.unwrap_or_default(), level].into_iter().chain(was).collect()
        };
        let seq = recorded.entry.seq;
        let beside = before.map(|(seq, _)| format!(", and of entry {seq} before")).unwrap_or_default();
        let title = format!("Milestone levels of entry {seq}{beside}");
        let drawn = all.iter().map(|id| plot::levels::Row {
            code: sanitised(id.as_str()),
            now: overall.milestones.get(*id).copied(),
            before: before.and_then(|(_, overall)| overall.milestones.get(*id).copied()),
        });
        let svg = plot::levels::Levels { rows: drawn.collect() }.svg()?;
        let key = if before.is_some() { "A dot is what was decided, a ring what was before." } else { "" };
        let sentence = counted_levels(&now);
        let columns =
            ["subcompetency", "title", "level"].into_iter().chain(before.map(|_| "before")).collect();
        let rows = all.iter().map(row).collect();
        let figure = Figure { title: title.clone(), sentence, key, svg };
        Ok(vec![Block::Figure(figure), Block::Table(Table { caption: title, columns, rows })])
    }

    /// Returns the last overall determination with levels before this decision that was not revoked.
    fn decided_before(&self, recorded: &Recorded) -> Option<(u64, &Overall)> {
        let earlier = self.told().filter(|told| {
            let is_determined = told.entry.act.is_determination() && told.entry.seq < recorded.entry.seq;
            is_determined && !self.then.is_revoked(told.entry.seq)
        });
        let levelled = earlier.filter_map(|told| Some((told.entry.seq, told.entry.act.overall()?)));
        levelled.filter(|(_, overall)| !levels(overall).is_empty()).last()
    }

    fn evidence(&self, recorded: &Recorded, evidence: &Evidence) -> Block {
        let rows = evidence.facts.iter().map(|fact| {
            let definition = fact.definition.as_ref().map(|used| self.definition(used));
            let n = fact.n.map(|n| n.to_string());
            // Where one member rated, the counts would be that member's rating.
            let shown = if fact.is_rating() { "counted, and not told".to_owned() } else { self.shown(fact) };
            vec![
                self.words.of(&self.label(fact)),
                self.words.of(&shown),
                n.unwrap_or_default(),
                definition.unwrap_or_default(),
            ]
        });
        let (seq, as_of) = (recorded.entry.seq, day(evidence.as_of));
        let caption = format!("Evidence of entry {seq} as it was shown, as of {as_of}");
        let columns = vec!["what", "as shown", "n", "counted by"];
        Block::Table(Table { caption, columns, rows: rows.collect() })
    }
}

/// Returns the recommendation that a determination answers.
fn determines(act: &Act) -> Option<u64> {
    Some(act.decided()?.answers?.recommendation)
}

/// Says how many subcompetencies have each level, lowest first; the table beside it says which.
fn counted_levels(levels: &BTreeMap<&SubcompetencyId, String>) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for level in levels.values() {
        *counts.entry(level).or_default() += 1;
    }
    let is_level = |level: &str| !level.starts_with(char::is_alphabetic);
    let said = |(level, n): (&&str, &u64)| {
        if is_level(level) { format!("{n} at {level}") } else { format!("{n} {level}") }
    };
    let said: Vec<_> = counts.iter().map(said).collect();
    format!("Of {}: {}.", counted(levels.len() as u64, "subcompetency"), said.join(", "))
}
