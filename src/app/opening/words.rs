//! Words that are asked for: what they are about.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::record::next_id;
use crate::app::screen::{List, Panel, Screen};
use crate::committee::sheet::words::{Answering, Asking, WordsSheet};
use crate::committee::sheet::{Draft, Filled};
use crate::ledger::entry::{Hash, Matter};
use crate::ledger::fold::ResidentState;
use crate::prompts::{About, Kind, Prompt};
use crate::survey::triage::is_acknowledged;

/// Asks for words; what was written of them before stands there again.
pub fn ask(model: &mut Model, why: Asking) -> Vec<Effect> {
    let resident = match &why {
        // What takes an entry back is about whom the entry is about.
        Asking::Revoke { entry, .. } => model.ledger.entry(*entry).and_then(|it| it.entry.subject.clone()),
        _ => model.selected.clone().filter(|_| !why.is_of_program()),
    };
    let matter = why.matter();
    let kept = model.drafts.iter().find_map(|draft| match draft {
        Draft::Words(kept) => ((&kept.resident, &kept.matter) == (&resident, &matter)).then(|| kept.clone()),
        _ => None,
    });
    let saved = kept.unwrap_or_else(|| WordsSheet::empty(next_id(model), resident, &why));
    fill::open(model, Filled::Words(Box::new(WordsSheet::open(why, saved))))
}

/// Asks why a prompt is acknowledged: the one under the cursor, or the first open one about the selected row.
pub fn ask_about_prompt(model: &mut Model) -> Vec<Effect> {
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let resident = &dossier.resident.id;
    let is_open = |prompt: &&Prompt| !is_acknowledged(prompt, resident, &model.ledger);
    let under_cursor = match (model.screen, model.turned.panel) {
        (Screen::Milestones, _) | (Screen::Resident, Panel::Milestones) => {
            let row = dossier.milestones.get(model.at[List::Milestones]);
            row.map(|row| About::Subcompetency(row.subcompetency.id.clone()))
        }
        (Screen::Epas, _) | (Screen::Resident, Panel::Epas) => {
            model.epa().map(|row| About::Epa(row.id.clone()))
        }
        (Screen::Measures, _) => {
            dossier.measures.get(model.at[List::Measures]).map(|row| About::Measure(row.kind.id.clone()))
        }
        _ => model.experience().map(|row| About::Experience(row.definition.code.clone())),
    };
    let chosen = match (model.screen, model.turned.panel) {
        (Screen::Resident, Panel::Prompts) => dossier.asked().nth(model.at[List::Prompts]).filter(is_open),
        _ => dossier
            .prompts
            .iter()
            .find(|p| is_open(p) && under_cursor.as_ref().is_some_and(|about| p.touches(about))),
    };
    let chosen = chosen.or_else(|| dossier.prompts.iter().find(is_open));
    let Some(why) = chosen.map(answered) else {
        return model.say("no prompt is open");
    };
    ask(model, why)
}

fn answered(prompt: &Prompt) -> Asking {
    let of_program = prompt.kind() == Kind::Program;
    let (key, facts) = (prompt.key(), Hash(prompt.meaning_hash()));
    Asking::Acknowledge { prompt: key, facts, sentence: prompt.sentence.clone(), of_program }
}

/// Asks why a prompt about the program is acknowledged: the one at this place in the list of them.
pub fn ask_about_program(model: &mut Model, at: usize) -> Vec<Effect> {
    match model.program_prompts().get(at) {
        Some((prompt, None)) => {
            let why = answered(prompt);
            ask(model, why)
        }
        Some((_, Some(answer))) => {
            let text =
                format!("entry {} answers it already; {{key:revoke}} takes the answer back", answer.entry);
            model.refuse(&text)
        }
        None => Vec::new(),
    }
}

/// Asks what the resident answers to what was released: the resident, or whoever keeps the record in their place.
pub fn ask_for_an_answer(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.selected.clone() else { return Vec::new() };
    let actor = &model.session.actor;
    if actor.id != id.as_str() && !actor.role.keeps_the_record() {
        return model.refuse("the resident answers, or whoever keeps the record in the resident's place");
    }
    let known = model.ledger.resident(&id);
    let Some(last) = known.and_then(|known| known.releases().last()) else {
        return model.refuse("nothing was released to the resident yet; the answer comes after it");
    };
    let read = last.acknowledged.is_none().then_some(Answering::Read { release: last.entry });
    let mut answers: Vec<_> = read.into_iter().chain([Answering::Statement]).collect();
    let appealed = |seq: u64| {
        known.is_some_and(|known| known.appeals().values().any(|appeal| appeal.determination == seq))
    };
    let matters = known.into_iter().flat_map(ResidentState::matters);
    let determined = matters.filter_map(|(on, of)| Some((on, of.determination()?)));
    for (on, determination) in determined.filter(|(_, seq)| *seq < last.entry && !appealed(*seq)) {
        let on = match on {
            Matter::Overall => "on the whole".to_owned(),
            Matter::Activity(epa) => model.catalog.epa(epa).map_or(epa.to_string(), |epa| epa.title.clone()),
        };
        answers.push(Answering::Appeal { determination, on });
    }
    ask(model, Asking::Answer { answers, chosen: 0 })
}

/// Asks why what stands under the cursor is taken back.
pub fn ask_why_revoked(model: &mut Model) -> Vec<Effect> {
    match model.standing_entry() {
        Some(entry) => ask_why_taken_back(model, entry),
        None => Vec::new(),
    }
}

/// Asks why an entry is taken back.
pub fn ask_why_taken_back(model: &mut Model, entry: u64) -> Vec<Effect> {
    let of_program = model.ledger.entry(entry).is_some_and(|recorded| recorded.entry.subject.is_none());
    model.overlay = None;
    ask(model, Asking::Revoke { entry, of_program })
}
