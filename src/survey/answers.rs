//! Whether a prompt was answered, on the facts that it has now.

use crate::domain::id::ResidentId;
use crate::ledger::entry::Hash;
use crate::ledger::fold::{Acknowledged, State};
use crate::prompts::{Kind, Prompt};

/// Returns how a prompt on a resident's page was answered on the facts that it has now; what is asked about a class is
/// the program's to answer.
pub fn answer<'a>(prompt: &Prompt, resident: &ResidentId, ledger: &'a State) -> Option<&'a Acknowledged> {
    let (key, facts) = (prompt.key(), Hash(prompt.facts_hash()));
    match prompt.kind() {
        Kind::Program => ledger.program_acknowledged(&key, facts),
        _ => ledger.resident(resident)?.acknowledged(&key, facts),
    }
}

/// Tells whether a prompt was answered on the facts that it has now.
pub fn is_acknowledged(prompt: &Prompt, resident: &ResidentId, ledger: &State) -> bool {
    answer(prompt, resident, ledger).is_some()
}
