//! Words that are asked for: a remark, a strength, a reason. They are kept while they are not recorded.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Overlay};
use crate::app::update::room;
use crate::committee::request::Request;
use crate::committee::sheet::words::Asking;
use crate::committee::sheet::wrapped_index;
use crate::domain::text::sanitised;
use crate::ledger::drafts::{Unfinished, UnsentWords};
use crate::ledger::entry::{Act, Hash};
use crate::prompts::Prompt;

const LONGEST: usize = 1000;

/// Asks for words; what was written of them before stands there again.
pub fn ask(model: &mut Model, mut why: Asking) {
    let resident = model.selected.clone().filter(|_| !matches!(why, Asking::AcknowledgeOfProgram { .. }));
    let matter = why.matter();
    let kept = model.left_words.iter().find(|kept| (&kept.resident, &kept.matter) == (&resident, &matter));
    let saved = if let Some(kept) = kept.cloned() {
        kept
    } else {
        let id = super::next_id(model);
        UnsentWords { id, resident, matter, choice: why.choice(), text: String::new() }
    };
    if let Some(choice) = &saved.choice {
        why.choose(choice);
    }
    model.overlay = Some(Overlay::Reason { why, saved });
}

/// Carries out an action while words are asked for.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Overlay::Reason { saved, .. }) = &mut model.overlay else { return Vec::new() };
    match action {
        Action::Erase => drop(saved.text.pop()),
        Action::EraseAll => saved.text.clear(),
        Action::NextField => turn(model, 1),
        Action::PreviousField => turn(model, -1),
        Action::Open | Action::Seal => return record(model),
        Action::Back => return give_up(model),
        _ => return Vec::new(),
    }
    keep(model)
}

/// Writes at the end of the words.
pub fn typed(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(Overlay::Reason { saved, .. }) = &mut model.overlay else { return Vec::new() };
    let room = LONGEST.saturating_sub(saved.text.chars().count());
    saved.text.extend(sanitised(text).chars().take(room));
    keep(model)
}

/// Asks for the words to be kept while they are not recorded; words that were erased are kept no longer.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reason { saved, .. }) = &model.overlay else { return Vec::new() };
    let saved = saved.clone();
    if saved.text.trim().is_empty() {
        return forget(model, &saved.id);
    }
    model.left_words.retain(|kept| kept.id != saved.id);
    model.left_words.push(saved.clone());
    vec![Effect::Keep(Box::new(Unfinished::Words(saved)))]
}

/// Lets go of words when what they were asked for stands in the ledger.
pub fn recorded(model: &mut Model, wish: &str) -> Vec<Effect> {
    let sent = model.sent_words.extract_if(.., |sent| sent.id == wish).last();
    sent.map(|sent| Effect::DropDraft(sent.id)).into_iter().collect()
}

/// Keeps words that the ledger refused, and says why; `None` where the act was another's.
pub fn refused(model: &mut Model, wish: &str, why: &str) -> Option<Vec<Effect>> {
    let sent = model.sent_words.extract_if(.., |sent| sent.id == wish).last()?;
    model.left_words.push(sent);
    let text = format!("not recorded: {why}; the words are kept");
    model.notice = Some(Notice { text, failed: true });
    Some(Vec::new())
}

fn forget(model: &mut Model, id: &str) -> Vec<Effect> {
    let left = model.left_words.len();
    model.left_words.retain(|kept| kept.id != id);
    if model.left_words.len() < left { vec![Effect::DropDraft(id.to_owned())] } else { Vec::new() }
}

fn give_up(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reason { saved, .. }) = model.overlay.take() else { return Vec::new() };
    forget(model, &saved.id)
}

/// Asks for what the words were asked for to be recorded; until it is, they are kept.
fn record(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reason { why, saved }) = &model.overlay else { return Vec::new() };
    let text = saved.text.trim().to_owned();
    if text.is_empty() {
        model.notice = Some(Notice { text: "nothing is written yet".to_owned(), failed: true });
        return Vec::new();
    }
    let (why, saved) = (why.clone(), saved.clone());
    let mut effects = keep(model);
    model.overlay = None;
    let Some(act) = asked(model, why, text) else {
        let text = "what this is about is not there any more; the words are kept".to_owned();
        model.notice = Some(Notice { text, failed: true });
        return effects;
    };
    // Whoever writes the next of the kind before this one is on disk begins anew.
    model.left_words.retain(|kept| kept.id != saved.id);
    model.sent_words.push(saved.clone());
    let UnsentWords { id, resident: subject, .. } = saved;
    effects.push(Effect::Record(Box::new(Request { id, subject, act, supersedes: None, evidence: None })));
    effects
}

/// Returns the act that the words were asked for.
fn asked(model: &Model, why: Asking, text: String) -> Option<Act> {
    let meeting = model.ledger.open_meeting().map(|open| open.id.clone());
    match why {
        Asking::Remark { basis } => Some(Act::Remarked { meeting: meeting?, basis, text }),
        Asking::Strength => Some(Act::StrengthNamed { text }),
        Asking::Reopen => Some(Act::ReviewBegun { meeting: meeting?, reason: Some(text) }),
        Asking::Recuse { member } => {
            let meeting = meeting?;
            Some(if room::is_recused(model, &member) {
                Act::RecusalEnded { meeting, member, reason: text }
            } else {
                Act::Recused { meeting, member, reason: text }
            })
        }
        Asking::Appeal { entry: appeal, outcome } => {
            Some(Act::AppealDecided { appeal, outcome, reason: text })
        }
        Asking::Revoke { entry } => Some(Act::Revocation { entry, reason: text }),
        Asking::Acknowledge { prompt } => acknowledged(&model.dossier.ready()?.prompts, prompt, text),
        Asking::AcknowledgeOfProgram { prompt } => {
            acknowledged(&model.survey.ready()?.program_prompts, prompt, text)
        }
    }
}

fn acknowledged(all: &[Prompt], prompt: String, reason: String) -> Option<Act> {
    let found = all.iter().find(|p| p.key() == prompt)?;
    Some(Act::PromptAcknowledged { facts: Hash(found.facts_hash()), prompt, reason })
}

/// Turns to the next basis of a remark, the next member to recuse, or the next way in which an appeal ends.
fn turn(model: &mut Model, by: isize) {
    let plan = model.ledger.open_meeting().and_then(|open| open.plan.as_ref());
    let members: Vec<_> = plan.into_iter().flat_map(|plan| &plan.members).map(|it| it.id.clone()).collect();
    let Some(Overlay::Reason { why, saved }) = &mut model.overlay else { return };
    match why {
        Asking::Remark { basis } => *basis = next_of(*basis, by),
        Asking::Appeal { outcome, .. } => *outcome = next_of(*outcome, by),
        Asking::Recuse { member } => {
            let at = members.iter().position(|known| known == member).unwrap_or(0);
            if let Some(next) = members.get(wrapped_index(at, by, members.len())) {
                member.clone_from(next);
            }
        }
        _ => {}
    }
    saved.choice = why.choice();
}

/// Returns the value that stands `by` further on, round and round.
fn next_of<T: strum::IntoEnumIterator + Copy + PartialEq>(now: T, by: isize) -> T {
    let all: Vec<_> = T::iter().collect();
    let at = all.iter().position(|known| *known == now).unwrap_or(0);
    all.get(wrapped_index(at, by, all.len())).copied().unwrap_or(now)
}
