//! One key, as the terminal tells it and as people write it.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::ui::theme::Glyphs;

/// One key: "j", "↓", "Ctrl-s".
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
}

/// Why a text names no key that can be bound; one sentence.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoKey {
    #[error("{0:?} is no key; keys are written \"g\", \"G\", \"ctrl-s\", \"enter\", \"pgdn\", \"f5\"")]
    Unknown(String),
    #[error("{0:?} cannot be told from Esc and a key in many terminals; take another")]
    WithAlt(String),
    #[error("a terminal sends {0:?} as {1}; write {1}")]
    SentAs(String, &'static str),
    #[error("{0:?} does not come through in many terminals; take another")]
    Lost(String),
}

/// Keys by the words and by the glyphs that stand for them, where `crokey` has another word or none.
const WORDS: &[(KeyCode, &str, &str)] = &[
    (KeyCode::Char(' '), "Space", "Space"),
    (KeyCode::Enter, "Enter", "↵"),
    (KeyCode::Esc, "Esc", "Esc"),
    (KeyCode::Tab, "Tab", "Tab"),
    (KeyCode::BackTab, "Shift-Tab", "Shift-Tab"),
    (KeyCode::Backspace, "Backspace", "Backspace"),
    (KeyCode::Delete, "Delete", "Delete"),
    (KeyCode::Insert, "Insert", "Insert"),
    (KeyCode::Up, "Up", "↑"),
    (KeyCode::Down, "Down", "↓"),
    (KeyCode::Left, "Left", "←"),
    (KeyCode::Right, "Right", "→"),
    (KeyCode::PageUp, "PgUp", "PgUp"),
    (KeyCode::PageDown, "PgDn", "PgDn"),
    (KeyCode::Home, "Home", "Home"),
    (KeyCode::End, "End", "End"),
];

/// What a terminal sends under another name: control and a letter are the old codes of these keys.
const SAME: &[(char, &str)] = &[('i', "tab"), ('j', "enter"), ('m', "enter"), ('[', "esc")];

impl Key {
    /// Makes a key from its code.
    pub const fn new(code: KeyCode, ctrl: bool) -> Self {
        Self { code, ctrl }
    }

    /// Returns the key that was pressed.
    ///
    /// The keypad's Enter reaches a program in tmux as a line feed, which is read as Ctrl-j
    /// (`findings/tmux-keypad-enter.sh`).
    pub fn pressed(event: KeyEvent) -> Self {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        match event.code {
            KeyCode::Char('j') if ctrl => Self::new(KeyCode::Enter, false),
            code => Self::new(code, ctrl),
        }
    }

    /// Tells whether it writes a character where text is taken.
    pub fn writes(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl
    }

    /// Returns the key as it stands on a screen with such glyphs.
    pub fn shown(self, glyphs: Glyphs) -> String {
        let word = WORDS.iter().find(|(code, ..)| *code == self.code);
        let name = match (word, self.code) {
            (Some((_, word, _)), _) if glyphs == Glyphs::Ascii => (*word).to_owned(),
            (Some((.., glyph)), _) => (*glyph).to_owned(),
            (None, KeyCode::Char(c)) => c.to_string(),
            (None, KeyCode::F(n)) => format!("F{n}"),
            (None, other) => format!("{other:?}"),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown(Glyphs::Unicode))
    }
}

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let named = |text: &str| {
            let is = |(_, word, glyph): &&(_, &str, &str)| text.eq_ignore_ascii_case(word) || text == *glyph;
            WORDS.iter().find(is).map(|(code, ..)| *code)
        };
        if let Some(code) = named(text) {
            return Ok(Self::new(code, false));
        }
        let with_ctrl = text.strip_prefix("Ctrl-").or_else(|| text.strip_prefix("ctrl-")).and_then(named);
        if let Some(code) = with_ctrl.filter(|code| !is_lost_with_ctrl(*code)) {
            return Ok(Self::new(code, true));
        }
        // `crokey` reads "G" as "g", and no letter beyond ASCII: a character alone is that character.
        let mut characters = text.chars();
        if let (Some(c), None) = (characters.next(), characters.next()) {
            return if c.is_control() || c.is_whitespace() {
                Err(NoKey::Unknown(text.to_owned()))
            } else {
                Ok(Self::new(KeyCode::Char(c), false))
            };
        }
        combined(text)
    }
}

/// Reads what is more than a character.
fn combined(text: &str) -> Result<Key, NoKey> {
    let said = || text.to_owned();
    let crokey::KeyCombination { codes: crokey::OneToThree::One(code), modifiers } =
        crokey::parse(text).map_err(|_its_own_words| NoKey::Unknown(said()))?
    else {
        return Err(NoKey::Unknown(said()));
    };
    let (ctrl, shift) = (modifiers.contains(KeyModifiers::CONTROL), modifiers.contains(KeyModifiers::SHIFT));
    if modifiers.contains(KeyModifiers::ALT) {
        return Err(NoKey::WithAlt(said()));
    }
    if modifiers.contains(KeyModifiers::SUPER) || (shift && ctrl) {
        return Err(NoKey::Lost(said()));
    }
    match code {
        KeyCode::Char(c) if ctrl => match SAME.iter().find(|(same, _)| *same == c) {
            Some((_, sent)) => Err(NoKey::SentAs(said(), sent)),
            None => Ok(Key::new(code, true)),
        },
        KeyCode::Tab | KeyCode::BackTab if shift => Ok(Key::new(KeyCode::BackTab, false)),
        KeyCode::Char(_) => Ok(Key::new(code, false)),
        _ if shift || (ctrl && is_lost_with_ctrl(code)) => Err(NoKey::Lost(said())),
        _ => Ok(Key::new(code, ctrl)),
    }
}

/// Tells whether terminals send the key alike with and without control.
fn is_lost_with_ctrl(code: KeyCode) -> bool {
    use KeyCode::{BackTab, Backspace, Enter, Esc, Tab};
    matches!(code, Enter | Esc | Tab | BackTab | Backspace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Keymap;

    #[test]
    fn every_key_is_read_as_it_is_shown() {
        let built_in = Keymap::default();
        for key in built_in.all().iter().flat_map(|binding| &binding.keys) {
            for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
                assert_eq!(key.shown(glyphs).parse(), Ok(*key));
            }
            assert!(key.shown(Glyphs::Ascii).is_ascii());
        }
    }

    #[test]
    fn a_key_is_read_in_the_words_of_people() {
        for (text, expected) in [
            ("G", Key::new(KeyCode::Char('G'), false)),
            ("shift-g", Key::new(KeyCode::Char('G'), false)),
            ("ä", Key::new(KeyCode::Char('ä'), false)),
            ("-", Key::new(KeyCode::Char('-'), false)),
            ("+", Key::new(KeyCode::Char('+'), false)),
            ("space", Key::new(KeyCode::Char(' '), false)),
            ("CTRL-S", Key::new(KeyCode::Char('s'), true)),
            ("pageup", Key::new(KeyCode::PageUp, false)),
            ("pgup", Key::new(KeyCode::PageUp, false)),
            ("shift-tab", Key::new(KeyCode::BackTab, false)),
            ("backtab", Key::new(KeyCode::BackTab, false)),
            ("ctrl-left", Key::new(KeyCode::Left, true)),
            ("f5", Key::new(KeyCode::F(5), false)),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_no_terminal_tells_apart_is_no_key() {
        for text in ["", " ", "  ", "contrl-s", "ctrl-", "g-h", "ctrl-é", "\u{1b}"] {
            assert!(matches!(text.parse::<Key>(), Err(NoKey::Unknown(_))), "{text:?}");
        }
        for (text, said) in [
            ("ctrl-i", "a terminal sends \"ctrl-i\" as tab; write tab"),
            ("alt-x", "\"alt-x\" cannot be told from Esc and a key in many terminals; take another"),
            ("cmd-x", "\"cmd-x\" does not come through in many terminals; take another"),
            ("ctrl-enter", "\"ctrl-enter\" does not come through in many terminals; take another"),
            ("shift-up", "\"shift-up\" does not come through in many terminals; take another"),
        ] {
            assert_eq!(text.parse::<Key>().unwrap_err().to_string(), said);
        }
    }
}
