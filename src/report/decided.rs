//! Words for what was decided, which the minutes and a resident's copy share.

use std::collections::BTreeMap;

use crate::domain::entrustment::Scale;
use crate::domain::id::SubcompetencyId;
use crate::domain::overall::{Board, Choice, ChoiceKind, Overall};
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::fold::Fate;

/// Says what was chosen by its title; by its code where the case file has none.
pub fn titled(choices: &[Choice], kind: ChoiceKind, code: &str) -> String {
    let known = choices.iter().find(|choice| choice.kind == kind && choice.code == code);
    sanitised(known.map_or(code, |choice| &choice.title))
}

/// Says a level in words: by the number and the title that its scale gives it, as far as the scale is known.
pub fn level_in_words(scale: Option<&Scale>, level: &str) -> String {
    let known = scale.and_then(|scale| scale.levels.iter().find(|known| known.level == level));
    sanitised(&match known.map(|known| known.title.as_str()) {
        Some(title) if title.starts_with(level) => format!("level {title}"),
        Some(title) => format!("level {level}: {title}"),
        None => format!("level {level}"),
    })
}

/// Says the progress that was chosen; a decision that names none is deferred.
pub fn progress(choices: &[Choice], overall: &Overall) -> String {
    let code = overall.progress.as_deref();
    code.map_or("deferred".to_owned(), |code| titled(choices, ChoiceKind::Progress, code))
}

/// Says what the board is told, without the attributes.
pub fn outcome(board: &Board) -> &'static str {
    if board.satisfactory { "satisfactory" } else { "unsatisfactory" }
}

/// Returns every milestone of a decision in words: a level, or that none can be given.
pub fn levels(overall: &Overall) -> BTreeMap<&SubcompetencyId, String> {
    let levels = overall.milestones.iter().map(|(id, level)| (id, level.to_string()));
    levels.chain(overall.not_assessable.iter().map(|id| (id, "not assessable".to_owned()))).collect()
}

/// Says what became of a decision or a goal since; nothing where it stands.
pub fn fate(fate: Fate) -> String {
    match fate {
        Fate::Stands => String::new(),
        Fate::SupersededBy(by) => format!("; superseded by entry {by}"),
        Fate::RevokedBy(by) => format!("; revoked by entry {by}"),
        Fate::ClosedBy(by) => format!("; closed by entry {by}"),
    }
}

/// Names entries by their numbers.
pub fn entries(numbers: &[u64]) -> String {
    let listed: Vec<_> = numbers.iter().map(u64::to_string).collect();
    format!("{} {}", if numbers.len() == 1 { "entry" } else { "entries" }, listed.join(", "))
}

/// Says how long something took, to the minute.
pub fn lasted(seconds: f64) -> String {
    if seconds < 60.0 {
        return "under 1 minute".to_owned();
    }
    counted((seconds / 60.0).round() as u64, "minute")
}
