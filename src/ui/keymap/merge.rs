//! Changes the keys as a person's file says, and finds what does not hold in it.

use strum::IntoEnumIterator as _;

use super::{Binding, Context, Key, Keymap, table};
use crate::app::Action;

/// What a file says of one action in one place: `triage.sort = ["S"]`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Change {
    pub context: String,
    pub action: String,
    /// The keys, each with the line that it stands on.
    pub keys: Vec<(String, usize)>,
    /// The line on which the action stands, and that of its context.
    pub line: usize,
    pub context_line: usize,
}

/// What does not hold in a file of keys, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unfit {
    pub line: usize,
    /// As it is written in the file: `triage.sort`.
    pub key: String,
    pub what: String,
}

/// A change whose names are known.
struct NamedChange<'a> {
    said: &'a Change,
    context: Context,
    action: Action,
    keys: Vec<Key>,
}

impl Keymap {
    /// Returns these keys with `changes` made, or all that does not hold in them.
    pub fn changed(mut self, changes: &[Change]) -> Result<Self, Vec<Unfit>> {
        let (mut known, mut unfit) = (Vec::new(), Vec::new());
        for said in changes {
            match self.read(said) {
                Ok(change) => known.push(change),
                Err(what) => unfit.extend(what),
            }
        }
        // Those that many share first, so that what is said of one screen stays.
        let (shared, own): (Vec<_>, Vec<_>) = known.iter().partition(|k| k.context.is_shared());
        shared.into_iter().chain(own).for_each(|change| self.rebind(change));
        unfit.extend(known.iter().flat_map(|change| self.clashes(change, &known)));
        unfit.sort_by_key(|unfit| unfit.line);
        unfit.dedup();
        if unfit.is_empty() { Ok(self) } else { Err(unfit) }
    }

    /// Reads the names and the keys of one change.
    fn read<'a>(&self, said: &'a Change) -> Result<NamedChange<'a>, Vec<Unfit>> {
        let key = format!("{}.{}", said.context, said.action);
        let at = |line, what| Unfit { line, key: key.clone(), what };
        let Ok(context) = said.context.parse::<Context>() else {
            let places: Vec<_> = Context::iter().map(|context| context.to_string()).collect();
            let what = format!("there is no place {:?}; there are {}", said.context, places.join(", "));
            return Err(vec![Unfit { line: said.context_line, key: said.context.clone(), what }]);
        };
        let action = said.action.parse().ok().filter(|action| self.offers(context, *action));
        let Some(action) = action else {
            return Err(vec![at(said.line, self.no_action(context, &said.action))]);
        };
        let (mut keys, mut unfit) = (Vec::new(), Vec::new());
        for (text, line) in &said.keys {
            match text.parse::<Key>() {
                Ok(key) if key == table::LEAVE && action != Action::Quit => {
                    unfit.push(at(*line, format!("{text:?} leaves from everywhere, and means nothing else")));
                }
                Ok(key) if writes(context, action, key) => {
                    unfit.push(at(*line, format!("{text:?} is written as text there; take a key with ctrl")));
                }
                Ok(key) if keys.contains(&key) => {}
                Ok(key) => keys.push(key),
                Err(why) => unfit.push(at(*line, why.to_string())),
            }
        }
        if keys.is_empty() && unfit.is_empty() && is_a_way_out(action) {
            unfit.push(at(said.line, "this needs a key: without it one cannot find out, or back".to_owned()));
        }
        if unfit.is_empty() { Ok(NamedChange { said, context, action, keys }) } else { Err(unfit) }
    }

    /// Tells whether an action can be asked for in a place.
    fn offers(&self, context: Context, action: Action) -> bool {
        self.bindings(context).any(|binding| binding.action == action)
    }

    fn no_action(&self, context: Context, given: &str) -> String {
        let own = self.bindings.iter().filter(|b| b.context == context).map(|b| b.action.to_string());
        let own = own.collect::<Vec<_>>().join(", ");
        let shared = context.shared().map_or(String::new(), |shared| format!(", and all of {shared}"));
        match given.parse::<Action>() {
            Ok(_) => format!("{given:?} cannot be asked for there; what can: {own}{shared}"),
            Err(_) => format!("{given:?} is no action; {context} has {own}{shared}"),
        }
    }

    /// Gives an action its keys; on one screen only, where the change says so.
    fn rebind(&mut self, change: &NamedChange<'_>) {
        let mut keys = change.keys.clone();
        if change.action == Action::Quit && !keys.contains(&table::LEAVE) {
            keys.push(table::LEAVE);
        }
        let is = |b: &Binding| b.context == change.context && b.action == change.action;
        if let Some(at) = self.bindings.iter().position(is) {
            let before = std::mem::replace(&mut self.bindings[at].keys, keys.clone());
            // A screen that has the same keys for it, with a word of its own, goes along.
            let same = |b: &Binding| {
                b.context.shared() == Some(change.context)
                    && b.action == change.action
                    && b.keys.len() == before.len()
                    && b.keys.iter().all(|key| before.contains(key))
            };
            for along in self.bindings.iter_mut().filter(|b| same(b)) {
                along.keys.clone_from(&keys);
            }
            return;
        }
        let shared = self.bindings(change.context).find(|b| b.action == change.action).cloned();
        self.bindings.extend(shared.map(|shared| Binding { context: change.context, keys, ..shared }));
    }

    /// Finds the keys of a change that mean something else too where they would be pressed.
    fn clashes(&self, change: &NamedChange<'_>, all: &[NamedChange<'_>]) -> Vec<Unfit> {
        let mut found = Vec::new();
        let within =
            |context: &Context| *context == change.context || context.shared() == Some(change.context);
        for (key, (text, line)) in change.keys.iter().zip(&change.said.keys) {
            for context in Context::iter().filter(within) {
                // On one screen an action may have other keys than everywhere.
                if !self.bindings(context).any(|b| b.action == change.action && b.keys.contains(key)) {
                    continue;
                }
                let other =
                    self.bindings(context).find(|b| b.action != change.action && b.keys.contains(key));
                let Some(other) = other.filter(|b| !is_usual(context, key, [b.action, change.action])) else {
                    continue;
                };
                let theirs = |k: &&NamedChange<'_>| (k.context, k.action) == (other.context, other.action);
                let from = all
                    .iter()
                    .find(theirs)
                    .map_or(String::new(), |known| format!(" (line {})", known.said.line));
                let what = format!(
                    "{text:?} means {} already on {context}{from}; one of them needs another key",
                    other.action
                );
                let key = format!("{}.{}", change.said.context, change.said.action);
                found.push(Unfit { line: *line, key, what });
                break;
            }
        }
        found
    }
}

/// Tells whether the program comes with both actions on that key there, one on the screen and one on every screen.
fn is_usual(context: Context, key: &Key, actions: [Action; 2]) -> bool {
    let there = |row: &&table::BuiltIn| row.context == context || Some(row.context) == context.shared();
    let has = |action| {
        let mut rows = table::ROWS.iter().filter(there);
        rows.any(|row| row.action == action && row.keys.contains(key))
    };
    actions.into_iter().all(has)
}

/// Tells whether a key would be written there rather than looked up, unless the program itself has it so.
fn writes(context: Context, action: Action, key: Key) -> bool {
    let is = |row: &table::BuiltIn| row.context == context && row.action == action && row.keys.contains(&key);
    (context.takes_text() || context == Context::Writing) && key.writes() && !table::ROWS.iter().any(is)
}

/// Tells whether somebody without it could not leave, go back, or find out how.
fn is_a_way_out(action: Action) -> bool {
    matches!(action, Action::Quit | Action::Back | Action::Help | Action::Palette)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::app::Screen;

    fn change(context: &str, action: &str, keys: &[&str], line: usize) -> Change {
        Change {
            context: context.to_owned(),
            action: action.to_owned(),
            keys: keys.iter().map(|key| ((*key).to_owned(), line)).collect(),
            line,
            context_line: line,
        }
    }

    /// Returns the built-in keys with one action's keys changed.
    pub fn changed(context: &str, action: &str, keys: &[&str]) -> Result<Keymap, Vec<Unfit>> {
        Keymap::default().changed(&[change(context, action, keys, 1)])
    }

    fn said(context: &str, action: &str, keys: &[&str]) -> String {
        let unfit = changed(context, action, keys).unwrap_err();
        assert_eq!(unfit.len(), 1, "{unfit:?}");
        format!("{}: {}", unfit[0].key, unfit[0].what)
    }

    #[test]
    fn an_action_takes_the_keys_that_it_is_given() {
        let keymap = changed("everywhere", "next-resident", &["f5", "n"]).unwrap();
        let keys = keymap.keys(Context::On(Screen::Growth), Action::NextResident);
        assert_eq!(keys.iter().map(ToString::to_string).collect::<Vec<_>>(), ["F5", "n"]);
        assert_eq!(keymap.keys(Context::On(Screen::Growth), Action::PreviousResident).len(), 2);
    }

    #[test]
    fn one_screen_may_have_keys_of_its_own_for_what_every_screen_has() {
        let keymap = changed("growth", "find", &["F"]).unwrap();
        assert_eq!(keymap.keys(Context::On(Screen::Growth), Action::Find), ["F".parse().unwrap()]);
        assert_eq!(keymap.keys(Context::On(Screen::Triage), Action::Find), ["/".parse().unwrap()]);
    }

    #[test]
    fn a_screen_with_the_same_keys_goes_along() {
        let keymap = changed("everywhere", "go-meeting", &["f6"]).unwrap();
        assert_eq!(
            keymap.keys(Context::On(Screen::Triage), Action::Go(Screen::Meeting)),
            ["f6".parse().unwrap()]
        );
        let keymap = changed("everywhere", "down", &["J"]).unwrap();
        assert_eq!(keymap.keys(Context::On(Screen::Entry), Action::Down), ["J".parse().unwrap()]);
        assert_eq!(keymap.keys(Context::Palette, Action::Down), ["down".parse().unwrap()]);
    }

    #[test]
    fn all_keys_that_the_program_comes_with_are_no_change() {
        let all: Vec<_> = Keymap::default()
            .all()
            .iter()
            .map(|b| {
                let keys: Vec<_> = b.keys.iter().map(ToString::to_string).collect();
                change(
                    &b.context.to_string(),
                    &b.action.to_string(),
                    &keys.iter().map(String::as_str).collect::<Vec<_>>(),
                    1,
                )
            })
            .collect();
        assert_eq!(Keymap::default().changed(&all), Ok(Keymap::default()));
    }

    #[test]
    fn two_actions_may_change_places() {
        let both = [change("triage", "sort", &["f"], 1), change("triage", "filter-class", &["s"], 2)];
        let keymap = Keymap::default().changed(&both).unwrap();
        assert_eq!(keymap.keys(Context::On(Screen::Triage), Action::Sort), ["f".parse().unwrap()]);
    }

    #[test]
    fn what_does_not_hold_is_told_in_a_sentence() {
        for ((context, action, key), expected) in [
            (
                ("triage", "sort", "f"),
                "triage.sort: \"f\" means filter-class already on triage; one of them needs another key",
            ),
            (
                ("triage", "sort", "e"),
                "triage.sort: \"e\" means go-epas already on triage; one of them needs another key",
            ),
            (
                ("everywhere", "find", "f"),
                "everywhere.find: \"f\" means filter-class already on triage; one of them needs another key",
            ),
            (
                ("triage", "sort", "ctrl-c"),
                "triage.sort: \"ctrl-c\" leaves from everywhere, and means nothing else",
            ),
            (("decide", "seal", "s"), "decide.seal: \"s\" is written as text there; take a key with ctrl"),
            (
                ("find", "seal", "f5"),
                "find.seal: \"seal\" cannot be asked for there; what can: open, down, up, back, and all of writing",
            ),
            (
                ("find", "sael", "f5"),
                "find.sael: \"sael\" is no action; find has open, down, up, back, and all of writing",
            ),
            (
                ("rare", "sort", "alt-s"),
                "rare.sort: \"sort\" cannot be asked for there; what can: open, and all of everywhere",
            ),
        ] {
            assert_eq!(said(context, action, &[key]), expected);
        }
        assert!(
            said("triag", "sort", &["S"])
                .starts_with("triag: there is no place \"triag\"; there are everywhere")
        );
        assert!(said("triage", "sort", &["contrl-s"]).contains("is no key; keys are written"));
    }

    #[test]
    fn two_changes_that_clash_name_each_other() {
        let both = [change("triage", "sort", &["Z"], 3), change("everywhere", "find", &["Z"], 7)];
        let unfit = Keymap::default().changed(&both).unwrap_err();
        assert_eq!(unfit.iter().map(|u| u.line).collect::<Vec<_>>(), [3, 7]);
        assert!(unfit[0].what.contains("means find already on triage (line 7)"), "{unfit:?}");
        assert!(unfit[1].what.contains("means sort already on triage (line 3)"), "{unfit:?}");
    }

    #[test]
    fn nobody_can_lock_themselves_in() {
        for (context, action) in [
            ("everywhere", "quit"),
            ("everywhere", "back"),
            ("triage", "back"),
            ("decide", "back"),
            ("everywhere", "help"),
            ("help", "back"),
            ("palette", "back"),
        ] {
            assert!(said(context, action, &[]).contains("needs a key"), "{context} {action}");
        }
        let keymap = changed("everywhere", "quit", &["Q"]).unwrap();
        let ctrl_c = crossterm::event::KeyEvent::new(
            crossterm::event::KeyCode::Char('c'),
            crossterm::event::KeyModifiers::CONTROL,
        );
        assert_eq!(
            keymap.lookup(Context::On(Screen::Triage), ctrl_c),
            Some(super::super::Meaning::Act(Action::Quit))
        );
    }
}
