//! The keys in force: lookup, footer, help, palette, sentences and the documents read them here.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use strum::IntoEnumIterator as _;

use crate::app::form::Form;
use crate::app::{Action, Message, Model, Overlay, Screen};

mod help;
mod key;
mod merge;
mod palette;
mod sentence;
mod table;

pub use key::{Key, NoKey};
pub use merge::{Change, Unfit};
pub use sentence::Cursor;

/// Where a key means something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Context {
    /// On every screen, unless something lies on top or is being filled in.
    Everywhere,
    /// Wherever words are written, in a form, the palette or the search.
    Writing,
    /// On one screen with nothing on top.
    On(Screen),
    /// On the rows of the milestones, where these are filled in.
    Levels,
    Help,
    /// What is asked of the program.
    Program,
    Bearing,
    Palette,
    Find,
    /// The triage table is narrowed while one types.
    Filter,
    /// The list of themes.
    Themes,
    Reason,
    /// What is asked before something is done for good.
    Question,
}

/// The places in the order in which the documents list them.
impl strum::IntoEnumIterator for Context {
    type Iterator = std::vec::IntoIter<Self>;

    fn iter() -> Self::Iterator {
        let shared = [Self::Everywhere, Self::Writing].into_iter();
        let on_top = [
            Self::Levels,
            Self::Help,
            Self::Program,
            Self::Bearing,
            Self::Palette,
            Self::Find,
            Self::Filter,
            Self::Themes,
            Self::Reason,
            Self::Question,
        ];
        shared.chain(Screen::iter().map(Self::On)).chain(on_top).collect::<Vec<_>>().into_iter()
    }
}

/// The name by which a person's file of keys says where it is.
impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Everywhere => "everywhere",
            Self::Writing => "writing",
            Self::On(screen) => return screen.fmt(f),
            Self::Levels => "levels",
            Self::Help => "help",
            Self::Program => "program",
            Self::Bearing => "data",
            Self::Palette => "palette",
            Self::Find => "find",
            Self::Filter => "filter",
            Self::Themes => "themes",
            Self::Reason => "reason",
            Self::Question => "question",
        })
    }
}

/// A name that no place has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoPlace;

impl FromStr for Context {
    type Err = NoPlace;

    fn from_str(name: &str) -> Result<Self, NoPlace> {
        Self::iter().find(|context| context.to_string() == name).ok_or(NoPlace)
    }
}

impl Context {
    /// Returns where the next key will land.
    pub fn of(model: &Model) -> Self {
        match (&model.overlay, model.screen) {
            (Some(Overlay::Help { .. }), _) => Self::Help,
            (Some(Overlay::Program { .. }), _) => Self::Program,
            (Some(Overlay::Bearing { .. }), _) => Self::Bearing,
            (Some(Overlay::Palette { .. }), _) => Self::Palette,
            (Some(Overlay::Find { .. }), _) => Self::Find,
            (Some(Overlay::Filter { .. }), _) => Self::Filter,
            (Some(Overlay::Themes), _) => Self::Themes,
            (Some(Overlay::Question(_)), _) => Self::Question,
            (None, _) => Self::below(model),
        }
    }

    /// Returns where a key lands with nothing on top.
    pub fn below(model: &Model) -> Self {
        let on_levels = model.form.as_ref().is_some_and(Form::takes_levels);
        match model.screen {
            _ if model.asks_for_words() => Self::Reason,
            _ if on_levels && model.is_filling_in() => Self::Levels,
            screen => Self::On(screen),
        }
    }

    /// Tells whether characters are written rather than looked up.
    pub fn takes_text(self) -> bool {
        match self {
            Self::On(screen) => screen.is_a_form(),
            Self::Levels
            | Self::Help
            | Self::Palette
            | Self::Find
            | Self::Filter
            | Self::Reason
            | Self::Question => true,
            Self::Everywhere | Self::Writing | Self::Program | Self::Bearing | Self::Themes => false,
        }
    }

    /// Returns the place in words.
    pub fn title(self) -> String {
        if self == Self::On(Screen::Rare) { "rare events".to_owned() } else { self.to_string() }
    }

    /// Tells whether it is a screen that is read, with nothing on top.
    fn is_plain_screen(self) -> bool {
        matches!(self, Self::On(screen) if !screen.is_a_form())
    }

    /// Tells whether its keys hold in other contexts too.
    fn is_shared(self) -> bool {
        matches!(self, Self::Everywhere | Self::Writing)
    }

    /// Returns the context whose keys hold here too.
    fn shared(self) -> Option<Self> {
        if self == Self::Question {
            None
        } else if self.takes_text() {
            Some(Self::Writing)
        } else {
            self.is_plain_screen().then_some(Self::Everywhere)
        }
    }
}

/// What some keys do in one context.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    pub context: Context,
    /// The first is the one that is shown; none where a person has taken them all away.
    pub keys: Vec<Key>,
    pub action: Action,
    /// One or two words for the footer; empty where the footer leaves it out.
    pub short: &'static str,
    /// What it does, for help and palette.
    pub long: &'static str,
}

/// Every key in force, in the order of the footer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// The keys that the program comes with.
impl Default for Keymap {
    fn default() -> Self {
        let bindings = table::ROWS.iter().map(|row| Binding {
            context: row.context,
            keys: row.keys.to_vec(),
            action: row.action,
            short: row.short,
            long: row.long,
        });
        Self { bindings: bindings.collect() }
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meaning {
    Act(Action),
    Write(char),
}

impl Keymap {
    /// Returns every binding of every context.
    pub fn all(&self) -> &[Binding] {
        &self.bindings
    }

    /// Returns the bindings that hold in a context, its own first: they stand in the place of those that it shares
    /// with others for the same action.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = &Binding> {
        let of = |context| self.bindings.iter().filter(move |b| b.context == context);
        let own = move |action| of(context).any(|b| b.action == action);
        let shared = context.shared().into_iter().flat_map(of).filter(move |b| !own(b.action));
        of(context).chain(shared)
    }

    /// Returns the keys of an action where it is asked for.
    pub fn keys(&self, context: Context, action: Action) -> &[Key] {
        self.bindings(context).find(|b| b.action == action).map_or(&[], |b| &b.keys)
    }

    /// Looks a key up where it landed.
    pub fn lookup(&self, context: Context, pressed: KeyEvent) -> Option<Meaning> {
        // A terminal tells Esc and a quick next key as Alt and that key: where text is written, Esc was meant, and
        // nowhere is it the key.
        if pressed.modifiers.contains(KeyModifiers::ALT) {
            return context.takes_text().then(|| self.lookup(context, KeyCode::Esc.into()))?;
        }
        let key = Key::pressed(pressed);
        // Ctrl-C leaves from everywhere.
        if key == table::LEAVE {
            return Some(Meaning::Act(Action::Quit));
        }
        // Ctrl-z stops the program wherever it is.
        if key == table::STOP {
            return Some(Meaning::Act(Action::Suspend));
        }
        if let Some(binding) = self.bindings(context).find(|b| b.keys.contains(&key)) {
            return Some(Meaning::Act(binding.action));
        }
        match pressed.code {
            KeyCode::Char(c) if context.takes_text() && key.writes() => Some(Meaning::Write(c)),
            // The Delete of st is the sequence that crossterm reads as F1 (st 0.9, crossterm 0.29.0).
            KeyCode::F(1) if context.takes_text() => self.lookup(context, KeyCode::Delete.into()),
            _ => None,
        }
    }

    /// Translates a key to messages; the palette's choice becomes the action that it names.
    pub fn translate(&self, model: &Model, pressed: KeyEvent) -> Vec<Message> {
        if model.blank {
            return vec![Message::Asked(Action::Blank)];
        }
        // Nothing is asked of whoever wants to be out at once.
        if Key::pressed(pressed) == table::LEAVE {
            return vec![Message::Leaves];
        }
        let context = Context::of(model);
        // Where the cursor is among words a character is one of them, whatever it does on the other lines of the form.
        if let (true, KeyCode::Char(c)) = (model.is_among_words(), pressed.code)
            && Key::pressed(pressed).writes()
            && !pressed.modifiers.contains(KeyModifiers::ALT)
        {
            return vec![Message::Typed(c)];
        }
        match self.lookup(context, pressed) {
            Some(Meaning::Act(Action::Open)) if context == Context::Palette => {
                let chosen = self.chosen(model).map(|binding| Message::Asked(binding.action));
                std::iter::once(Message::Asked(Action::Back)).chain(chosen).collect()
            }
            Some(Meaning::Act(action)) => vec![Message::Asked(action)],
            Some(Meaning::Write(c)) => vec![Message::Typed(c)],
            None => match pressed.code {
                KeyCode::Char(c) if !pressed.modifiers.contains(KeyModifiers::ALT) => {
                    alphabet(c).map(Message::OtherLetters).into_iter().collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// Writes the table of keys in Markdown, for `docs/keys.md`.
    pub fn markdown(&self) -> String {
        let row = |Binding { context, keys, action, long, .. }: &Binding| {
            let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            format!("| {context} | {} | {long} | `{action}` |\n", keys.join(" "))
        };
        let rows: String = self.bindings.iter().map(row).collect();
        format!("| where | key | does | name |\n|---|---|---|---|\n{rows}")
    }
}

/// Names the alphabet of a letter that no key of the table has: a keyboard that writes it has no Latin letters.
fn alphabet(c: char) -> Option<&'static str> {
    match c {
        '\u{370}'..='\u{3ff}' => Some("Greek"),
        '\u{400}'..='\u{52f}' => Some("Cyrillic"),
        '\u{531}'..='\u{58f}' => Some("Armenian"),
        '\u{590}'..='\u{5ff}' => Some("Hebrew"),
        '\u{600}'..='\u{6ff}' => Some("Arabic"),
        '\u{10a0}'..='\u{10ff}' => Some("Georgian"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let keymap = Keymap::default();
        for context in Context::iter() {
            let mut taken = HashSet::new();
            for key in keymap.all().iter().filter(|b| b.context == context).flat_map(|b| &b.keys) {
                assert!(taken.insert(key.to_string()), "{context}: {key}");
            }
        }
    }

    #[test]
    fn every_screen_is_one_key_from_every_other() {
        for screen in Screen::iter().filter(|s| !s.is_a_form()) {
            for wanted in Screen::iter() {
                let keys = Keymap::default();
                let found = !keys.keys(Context::On(screen), Action::Go(wanted)).is_empty();
                assert!(found, "{screen} to {wanted}");
            }
        }
    }

    #[test]
    fn a_character_is_written_where_text_is_taken_and_looked_up_elsewhere() {
        let keymap = Keymap::default();
        let lookup = |context, pressed| keymap.lookup(context, pressed);
        let q = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE);
        assert_eq!(lookup(Context::On(Screen::Decide), q), Some(Meaning::Write('q')));
        assert_eq!(lookup(Context::On(Screen::Triage), q), Some(Meaning::Act(Action::Quit)));
        let c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert!(Context::iter().all(|context| lookup(context, c) == Some(Meaning::Act(Action::Quit))));
    }

    #[test]
    fn alt_and_a_key_is_esc_where_text_is_written() {
        let keymap = Keymap::default();
        let pressed = KeyEvent::new(KeyCode::Enter, KeyModifiers::ALT);
        assert_eq!(keymap.lookup(Context::On(Screen::Decide), pressed), Some(Meaning::Act(Action::Back)));
        assert_eq!(keymap.lookup(Context::On(Screen::Triage), pressed), None, "nowhere is it the key");
    }

    #[test]
    fn the_keypads_enter_is_enter_where_it_comes_as_a_line_feed() {
        let keymap = Keymap::default();
        let pressed = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        for (context, action) in
            [(Context::On(Screen::Triage), Action::Open), (Context::On(Screen::Decide), Action::Open)]
        {
            assert_eq!(keymap.lookup(context, pressed), Some(Meaning::Act(action)), "{context}");
        }
    }

    #[test]
    fn the_delete_of_st_erases_where_text_is_written_and_does_nothing_elsewhere() {
        let keymap = Keymap::default();
        let (pressed, delete) = (KeyCode::F(1).into(), KeyCode::Delete.into());
        let erases = keymap.lookup(Context::On(Screen::Decide), delete);
        assert!(erases.is_some());
        assert_eq!(keymap.lookup(Context::On(Screen::Decide), pressed), erases);
        assert_eq!(keymap.lookup(Context::On(Screen::Triage), pressed), None);
    }

    #[test]
    fn every_action_and_every_place_is_read_as_it_is_named() {
        let names: HashSet<_> = Action::all().map(|action| action.to_string()).collect();
        assert_eq!(names.len(), Action::all().count());
        for action in Action::all() {
            assert_eq!(action.to_string().parse(), Ok(action));
        }
        for context in Context::iter() {
            assert_eq!(context.to_string().parse(), Ok(context));
        }
    }

    #[test]
    fn a_footer_word_is_short_and_every_key_says_what_it_does() {
        for binding in Keymap::default().all() {
            assert!(
                binding.short.len() <= 22 && !binding.long.is_empty() && !binding.keys.is_empty(),
                "{binding:?}"
            );
        }
    }
}
