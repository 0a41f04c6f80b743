//! The one table of keys: lookup, footer, help, palette and the README read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::{Action, Message, Model, Overlay, Screen};

mod table;

use table::Key;
pub use table::{BINDINGS, Binding};

/// Where a key means something.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
pub enum Context {
    /// On every screen, unless something lies on top or is being filled in.
    Everywhere,
    /// Wherever words are written, in a form, the palette or the search.
    Writing,
    Triage,
    Resident,
    Growth,
    Milestones,
    Epas,
    Rotations,
    Cases,
    Definition,
    Ledger,
    Measures,
    Decide,
    #[strum(serialize = "rare events")]
    Rare,
    Goal,
    Entry,
    Meeting,
    Review,
    Card,
    Overall,
    Recommendations,
    Help,
    /// What is asked of the program.
    Program,
    Palette,
    Find,
    Reason,
}

impl Context {
    /// Returns where the next key will land.
    pub fn of(model: &Model) -> Self {
        match (&model.overlay, model.screen) {
            (Some(Overlay::Help { .. }), _) => Self::Help,
            (Some(Overlay::Program { .. }), _) => Self::Program,
            (Some(Overlay::Palette { .. }), _) => Self::Palette,
            (Some(Overlay::Find { .. }), _) => Self::Find,
            (None, _) if model.asks_for_words() => Self::Reason,
            (None, screen) => Self::on(screen),
        }
    }

    /// Returns the context of a screen with nothing on top.
    pub fn on(screen: Screen) -> Self {
        match screen {
            Screen::Triage => Self::Triage,
            Screen::Resident => Self::Resident,
            Screen::Growth => Self::Growth,
            Screen::Milestones => Self::Milestones,
            Screen::Epas => Self::Epas,
            Screen::Rotations => Self::Rotations,
            Screen::Cases => Self::Cases,
            Screen::Definition => Self::Definition,
            Screen::Ledger => Self::Ledger,
            Screen::Measures => Self::Measures,
            Screen::Decide => Self::Decide,
            Screen::Rare => Self::Rare,
            Screen::Goal => Self::Goal,
            Screen::Entry => Self::Entry,
            Screen::Meeting => Self::Meeting,
            Screen::Review => Self::Review,
            Screen::Card => Self::Card,
            Screen::Overall => Self::Overall,
            Screen::Recommendations => Self::Recommendations,
        }
    }

    /// Tells whether characters are written rather than looked up.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Decide
                | Self::Goal
                | Self::Overall
                | Self::Card
                | Self::Palette
                | Self::Find
                | Self::Reason
        )
    }

    /// Tells whether the keys of every screen hold here too.
    fn is_plain_screen(self) -> bool {
        !self.takes_text() && !matches!(self, Self::Help | Self::Program)
    }

    /// Returns the bindings that hold here, the context's own first.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> {
        let own = BINDINGS.iter().filter(move |b| b.context == self);
        let shared = BINDINGS.iter().filter(move |b| match b.context {
            Context::Everywhere => self.is_plain_screen(),
            Context::Writing => self.takes_text(),
            _ => false,
        });
        own.chain(shared)
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meaning {
    Act(Action),
    Write(char),
}

/// Looks a key up where it landed.
pub fn lookup(context: Context, pressed: KeyEvent) -> Option<Meaning> {
    let with_ctrl = pressed.modifiers.contains(KeyModifiers::CONTROL);
    let key = Key::new(pressed.code, with_ctrl);
    // Ctrl-C leaves from everywhere.
    if key == table::LEAVE {
        return Some(Meaning::Act(Action::Quit));
    }
    if let Some(binding) = context.bindings().find(|b| b.keys.contains(&key)) {
        return Some(Meaning::Act(binding.action));
    }
    match pressed.code {
        KeyCode::Char(c)
            if context.takes_text() && !with_ctrl && !pressed.modifiers.contains(KeyModifiers::ALT) =>
        {
            Some(Meaning::Write(c))
        }
        _ => None,
    }
}

/// Translates a key to messages; the palette's choice becomes the action that it names.
pub fn translated(model: &Model, pressed: KeyEvent) -> Vec<Message> {
    if model.blank {
        return vec![Message::Asked(Action::Blank)];
    }
    let context = Context::of(model);
    match lookup(context, pressed) {
        Some(Meaning::Act(Action::Open)) if context == Context::Palette => {
            let chosen = chosen(model).map(|binding| Message::Asked(binding.action));
            std::iter::once(Message::Asked(Action::Back)).chain(chosen).collect()
        }
        Some(Meaning::Act(action)) => vec![Message::Asked(action)],
        Some(Meaning::Write(c)) => vec![Message::Typed(c)],
        None => Vec::new(),
    }
}

/// Returns what the palette lists for what was typed: every action of the screen below it.
pub fn palette(model: &Model) -> Vec<&'static Binding> {
    let Some(Overlay::Palette { typed, .. }) = &model.overlay else { return Vec::new() };
    let wanted = typed.value().to_lowercase();
    let listed = |b: &&Binding| !matches!(b.action, Action::Palette | Action::Back) && model.can(b.action);
    let mut found: Vec<&Binding> = Vec::new();
    for binding in Context::on(model.screen).bindings().filter(listed) {
        let new = !found.iter().any(|f| f.action == binding.action);
        if new && binding.long.to_lowercase().contains(&wanted) {
            found.push(binding);
        }
    }
    found
}

/// Returns what the palette's cursor is on.
pub fn chosen(model: &Model) -> Option<&'static Binding> {
    let Some(Overlay::Palette { selected, .. }) = &model.overlay else { return None };
    let listed = palette(model);
    listed.get((*selected).min(listed.len().saturating_sub(1))).copied()
}

/// Writes the table of keys that the README carries.
pub fn markdown() -> String {
    let mut table = String::from("| where | key | does |\n|---|---|---|\n");
    for binding in BINDINGS {
        let keys: Vec<_> = binding.keys.iter().map(|k| format!("`{k}`")).collect();
        let line = format!("| {} | {} | {} |\n", binding.context, keys.join(" "), binding.long);
        table.push_str(&line);
    }
    table
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in Context::iter() {
            let mut taken = HashSet::new();
            for key in BINDINGS.iter().filter(|b| b.context == context).flat_map(|b| b.keys) {
                assert!(taken.insert(key.to_string()), "{context}: {key}");
            }
        }
    }

    #[test]
    fn every_screen_is_one_key_from_every_other() {
        for screen in Screen::iter().filter(|s| !s.is_a_form()) {
            for wanted in Screen::iter() {
                let found = Context::on(screen).bindings().any(|b| b.action == Action::Go(wanted));
                assert!(found, "{screen} to {wanted}");
            }
        }
    }

    #[test]
    fn a_character_is_written_where_text_is_taken_and_looked_up_elsewhere() {
        let q = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert_eq!(lookup(Context::Decide, q), Some(Meaning::Write('q')));
        assert_eq!(lookup(Context::Triage, q), Some(Meaning::Act(Action::Quit)));
        let c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert!(Context::iter().all(|context| lookup(context, c) == Some(Meaning::Act(Action::Quit))));
    }

    #[test]
    fn a_footer_word_is_short_and_every_key_says_what_it_does() {
        for binding in BINDINGS {
            assert!(
                binding.short.len() <= 22 && !binding.long.is_empty() && !binding.keys.is_empty(),
                "{binding:?}"
            );
        }
    }
}
