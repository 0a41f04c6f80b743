//! Whose turn it is: a decision on a resident whom the open meeting is not at is one out of turn.

use crate::committee::evidence::fact;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Actor, Evidence};
use crate::ledger::fold::State;

use super::led_by_another;

/// A decision would be one out of turn.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutOfTurn {
    /// Whom the meeting is at.
    at: ResidentId,
    /// Who leads the meeting, where that is somebody else than who decides.
    led_by: Option<String>,
}

impl OutOfTurn {
    /// Returns what a decision on a resident would be while a meeting is held that has the resident on its agenda and is
    /// at another; `None` in turn, outside of meetings, and while the meeting is at nobody.
    pub fn of(state: &State, resident: &ResidentId, actor: &Actor) -> Option<Self> {
        let open = state.open_meeting()?;
        open.plan.as_ref()?.slot(resident)?;
        let at = open.current.clone().filter(|at| at != resident)?;
        Some(Self { at, led_by: led_by_another(open, &actor.id).map(str::to_owned) })
    }

    /// Says what is missing for it to be recorded: that somebody else leads, or the reason.
    pub fn missing(&self, reason: &str) -> Option<String> {
        let here = format!("the meeting is at {}", self.at);
        if let Some(chair) = &self.led_by {
            let chair = sanitised(chair);
            return Some(format!(
                "out of turn: {here}, and only {chair}, who leads it, decides on another, with a reason"
            ));
        }
        let why = format!("out of turn: {here}; begin with this resident, or say why it is decided now");
        reason.trim().is_empty().then_some(why)
    }

    /// Says it behind what is read back.
    pub fn read_back(&self, reason: &str) -> String {
        let reason = reason.trim();
        format!(" Out of turn: {}", if reason.is_empty() { "…" } else { reason })
    }

    /// Puts the reason among what the decision was made on: without whom the meeting was at, since the resident reads it.
    pub fn on_record(&self, evidence: &Evidence, reason: &str) -> Evidence {
        let mut evidence = evidence.clone();
        let said = format!("while the meeting was at another resident: {}", reason.trim());
        evidence.facts.push(fact("decided out of turn", said, None));
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leads_needs_a_reason_and_nobody_else_may() {
        let led_by =
            |who: Option<&str>| OutOfTurn { at: "R2".parse().unwrap(), led_by: who.map(str::to_owned) };
        assert!(led_by(Some("lin")).missing("urgent").unwrap().contains("only lin"));
        assert!(led_by(None).missing("  ").unwrap().contains("say why"));
        assert_eq!(led_by(None).missing("urgent"), None);
    }
}
