//! The keys of a screen in groups, or those that do what was typed.

use super::{Binding, Context, Keymap};
use crate::app::matching::matching;
use crate::app::{Action, Screen};

/// The groups in the order in which help lists them.
const GROUPS: [&str; 6] = ["here", "go to", "move", "what is shown", "the meeting", "the program"];

impl Keymap {
    /// Returns the keys of a place in groups; where something is typed, those that do it, the best first.
    pub fn help(&self, context: Context, typed: &str) -> Vec<(&'static str, Vec<&Binding>)> {
        let all = || self.bindings(context);
        if !typed.trim().is_empty() {
            let said = |b: &Binding| {
                let keys = b.keys.iter().map(|key| key.shown(crate::ui::theme::Glyphs::Ascii));
                let mut said = vec![b.action.to_string(), b.long.to_owned()];
                said.extend(keys);
                said
            };
            return vec![("found", matching(typed, all().map(|b| (b, said(b)))))];
        }
        let groups = GROUPS
            .into_iter()
            .map(|group| (group, all().filter(|b| group_of(b, context) == group).collect::<Vec<_>>()));
        groups.filter(|(_, keys)| !keys.is_empty()).collect()
    }
}

fn group_of(binding: &Binding, context: Context) -> &'static str {
    match binding.action {
        _ if binding.context == context => "here",
        Action::Go(
            Screen::Meeting | Screen::Review | Screen::Card | Screen::Overall | Screen::Recommendations,
        ) => "the meeting",
        Action::Go(_) | Action::Find => "go to",
        Action::Present | Action::Reveal | Action::Blank | Action::Themes => "what is shown",
        Action::Help | Action::Palette | Action::Quit | Action::Suspend => "the program",
        Action::Acknowledge => "here",
        _ => "move",
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn every_key_of_a_screen_stands_in_one_group() {
        let keymap = Keymap::default();
        for screen in Screen::iter() {
            let grouped: usize =
                keymap.help(Context::On(screen), "").iter().map(|(_, keys)| keys.len()).sum();
            assert_eq!(grouped, keymap.bindings(Context::On(screen)).count(), "{screen}");
        }
    }

    #[test]
    fn a_key_is_found_by_what_it_does_and_by_itself() {
        let keymap = Keymap::default();
        let first = |typed| keymap.help(Context::On(Screen::Resident), typed)[0].1.first().map(|b| b.action);
        assert_eq!(first("blank"), Some(Action::Blank));
        assert_eq!(first("growth"), Some(Action::Go(Screen::Growth)));
        assert_eq!(first("pgdn"), Some(Action::PageDown));
        assert_eq!(first("zzzz"), None);
    }
}
