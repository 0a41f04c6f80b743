//! What was recommended and determined, with the evidence as it was shown.

use super::{Copy, from};
use crate::domain::overall::{ChoiceKind, Overall};
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decision, Evidence};
use crate::ledger::fold::Fate;
use crate::report::decided::{chosen, fate, levels, outcome, progress};
use crate::report::page::{Block, Section, Table};

impl Copy<'_> {
    pub(super) fn decisions(&self) -> Section {
        let overall = self.told().filter(|recorded| recorded.entry.act.overall().is_some());
        let activities = self.told().filter(|recorded| recorded.entry.act.decision().is_some());
        let mut blocks: Vec<Block> = overall.chain(activities).flat_map(|one| self.decision(one)).collect();
        if blocks.is_empty() {
            blocks.push(Block::Text("No decision is in this copy.".to_owned()));
        }
        Section { title: "Decisions".to_owned(), blocks }
    }

    fn decision(&self, recorded: &Recorded) -> Vec<Block> {
        let act = &recorded.entry.act;
        let what = match (act.decision(), act.overall()) {
            (Some(decision), _) => self.activity(decision),
            _ => "Overall".to_owned(),
        };
        let how = if act.is_determination() { "determined" } else { "recommended" };
        let mut lines = match (act.decision(), act.overall()) {
            (Some(decision), _) => self.on_an_activity(decision),
            (_, Some(overall)) => self.on_the_whole(overall),
            _ => Vec::new(),
        };
        lines.extend(self.standing(recorded));
        let mut blocks =
            vec![Block::Heading(format!("{what}: {how}, {}", from(recorded))), Block::List(lines)];
        blocks.extend(act.overall().and_then(|overall| self.milestones(recorded, overall)));
        blocks.extend(recorded.entry.evidence.as_ref().map(|evidence| self.evidence(recorded, evidence)));
        blocks
    }

    fn activity(&self, decision: &Decision) -> String {
        let known = self.known.catalog.epa(&decision.epa);
        known.map_or_else(|| decision.epa.to_string(), |epa| format!("{} ({})", epa.title, epa.id))
    }

    fn on_an_activity(&self, decision: &Decision) -> Vec<String> {
        let mut lines = vec![match &decision.level {
            None => decision.outcome.to_string(),
            Some(level) => {
                let scale = self.known.catalog.scale(&decision.scale);
                let titled = scale.and_then(|scale| Some((scale, scale.levels.get(scale.rank(level)?)?)));
                match titled {
                    Some((scale, known)) => {
                        format!("{} at level {level}: {} ({})", decision.outcome, known.title, scale.title)
                    }
                    None => format!("{} at level {level} ({})", decision.outcome, decision.scale),
                }
            }
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
        let action = overall.action.as_deref().map(|code| chosen(choices, ChoiceKind::Action, code));
        lines.extend(action.map(|action| format!("what follows: {action}")));
        if let Some(board) = &overall.board {
            let attributes: Vec<_> = board
                .unsatisfactory
                .iter()
                .map(|code| chosen(choices, ChoiceKind::Attribute, code))
                .collect();
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
    fn standing(&self, recorded: &Recorded) -> Vec<String> {
        let seq = recorded.entry.seq;
        let mut lines = Vec::new();
        if let Act::Determination { recommendation, agrees, .. }
        | Act::OverallDetermination { recommendation, agrees, .. } = &recorded.entry.act
        {
            let agrees = if *agrees { "agrees with" } else { "differs from" };
            lines.push(format!("{agrees} the recommendation of entry {recommendation}"));
        }
        if let Some(replaced) = &recorded.entry.supersedes {
            let reason = self.words.of(&replaced.reason);
            lines.push(format!("supersedes entry {}, because: {reason}", replaced.entry));
        }
        let now = match (self.then.fate(seq), self.known.ledger.fate(seq)) {
            (Fate::Stands, revoked @ Fate::RevokedBy(_)) => revoked,
            (then, _) => then,
        };
        lines.push(match now {
            Fate::Stands => "stands".to_owned(),
            gone => format!("stands no longer{}", fate(gone)),
        });
        lines
    }

    fn milestones(&self, recorded: &Recorded, overall: &Overall) -> Option<Block> {
        let subcompetencies = &self.known.catalog.subcompetencies;
        let levels = levels(overall);
        let rows = levels.iter().map(|(id, level)| {
            let title = subcompetencies.iter().find(|known| known.id == **id);
            vec![id.to_string(), title.map_or_else(String::new, |known| known.title.clone()), level.clone()]
        });
        let rows: Vec<_> = rows.collect();
        let caption = format!("Milestone levels of entry {}", recorded.entry.seq);
        let columns = vec!["subcompetency", "title", "level"];
        (!rows.is_empty()).then_some(Block::Table(Table { caption, columns, rows }))
    }

    fn evidence(&self, recorded: &Recorded, evidence: &Evidence) -> Block {
        let rows = evidence.facts.iter().map(|fact| {
            let definition = fact.definition.as_ref().map(|used| used.code.to_string());
            let n = fact.n.map(|n| n.to_string());
            vec![
                self.words.of(&fact.label),
                self.words.of(&fact.shown),
                n.unwrap_or_default(),
                definition.unwrap_or_default(),
            ]
        });
        let (seq, as_of) = (recorded.entry.seq, day(evidence.as_of));
        let caption = format!("Evidence of entry {seq} as it was shown, as of {as_of}");
        let columns = vec!["what", "as shown", "n", "definition"];
        Block::Table(Table { caption, columns, rows: rows.collect() })
    }
}
