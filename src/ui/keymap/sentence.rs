//! Fills the keys into a sentence: `{key:open}`, or `{key:meeting.next-panel}` where the key is pressed elsewhere.

use super::{Binding, Context, Key, Keymap};
use crate::app::Action;
use crate::ui::theme::Glyphs;

/// Where the cursor is as a key is named.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cursor {
    OnAChoice,
    /// A character is written.
    AmongWords,
}

impl Binding {
    /// Returns the key to name: the first, or among words the first that is not written there.
    pub fn key_at(&self, cursor: Cursor) -> Option<&Key> {
        let means = |key: &&Key| cursor == Cursor::OnAChoice || !key.writes();
        self.keys.iter().find(means).or(self.keys.first())
    }
}

const OPENS: &str = "{key:";

impl Keymap {
    /// Fills the keys in force into `text`, which is said in `context`.
    ///
    /// An action without a key is asked for by its name in the palette.
    pub fn fill(&self, context: Context, glyphs: Glyphs, text: &str) -> String {
        self.fill_for((context, Cursor::OnAChoice), glyphs, text)
    }

    /// Fills them in where the cursor may be among words, of which a character would be one.
    pub fn fill_for(&self, at: (Context, Cursor), glyphs: Glyphs, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, from)) = rest.split_once(OPENS) {
            filled.push_str(before);
            let named = from.split_once('}').and_then(|(name, after)| {
                let key = self.named(at, glyphs, name)?;
                Some((key, after))
            });
            let Some((key, after)) = named else {
                filled.push_str(OPENS);
                rest = from;
                continue;
            };
            filled.push_str(&key);
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// Returns the key that a placeholder names.
    fn named(&self, (context, cursor): (Context, Cursor), glyphs: Glyphs, name: &str) -> Option<String> {
        let (context, name) = match name.split_once('.') {
            Some((elsewhere, name)) => (elsewhere.parse().ok()?, name),
            None => (context, name),
        };
        let action: Action = name.parse().ok()?;
        // What cannot be asked for here is named by its key where it can.
        let here = self.bindings(context).find(|b| b.action == action);
        let binding = here.or_else(|| self.all().iter().find(|b| b.action == action));
        Some(match binding.and_then(|b| b.key_at(cursor)) {
            Some(key) => key.shown(glyphs),
            None => self.by_name(glyphs, action),
        })
    }

    /// Says how the palette is asked for an action.
    fn by_name(&self, glyphs: Glyphs, action: Action) -> String {
        let palette = self.keys(Context::Everywhere, Action::Palette).first();
        match palette.map(|key: &Key| key.shown(glyphs)) {
            Some(key) if key.chars().count() == 1 => format!("{key}{action}"),
            Some(key) => format!("{key} {action}"),
            None => action.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Screen;
    use crate::ui::keymap::merge::tests::changed;

    fn filled(keymap: &Keymap, text: &str) -> String {
        keymap.fill(Context::On(Screen::Triage), Glyphs::Unicode, text)
    }

    #[test]
    fn a_sentence_names_the_keys_in_force() {
        let said = "nothing is open; {key:go-meeting}, then {key:meeting.next-panel} and {key:open}";
        assert_eq!(filled(&Keymap::default(), said), "nothing is open; M, then Tab and ↵");
        let moved = changed("meeting", "next-panel", &["f5"]).unwrap();
        assert_eq!(filled(&moved, said), "nothing is open; M, then F5 and ↵");
        assert_eq!(
            Keymap::default().fill(Context::On(Screen::Triage), Glyphs::Ascii, "{key:open} opens"),
            "Enter opens"
        );
    }

    #[test]
    fn what_is_asked_for_elsewhere_has_its_key_of_there() {
        assert_eq!(filled(&Keymap::default(), "{key:close-meeting} closes"), "X closes");
    }

    #[test]
    fn an_action_without_a_key_is_asked_for_by_its_name() {
        let without = changed("triage", "sort", &[]).unwrap();
        assert_eq!(filled(&without, "{key:sort} sorts"), ":sort sorts");
    }

    #[test]
    fn what_is_no_placeholder_is_left_as_it_is() {
        for text in ["", "{key:", "{key:}", "{key:nothing}", "{key:nowhere.open}", "{ key:open }", "a {b} c"]
        {
            assert_eq!(filled(&Keymap::default(), text), text);
        }
        assert_eq!(filled(&Keymap::default(), "{key:{key:open}"), "{key:↵");
    }
}
