//! The palette: every action of the screen below it, found by a few letters of what it does.

use super::{Binding, Context, Keymap};
use crate::app::matching::matching;
use crate::app::{Action, Model, Overlay};

impl Keymap {
    /// Returns what the palette lists for what was typed, the best first.
    pub fn palette(&self, model: &Model) -> Vec<&Binding> {
        let Some(Overlay::Palette { typed, .. }) = &model.overlay else { return Vec::new() };
        let listed =
            |b: &&Binding| !matches!(b.action, Action::Palette | Action::Back) && model.can(b.action);
        let said = |b: &'_ Binding| vec![b.action.to_string(), b.long.to_owned()];
        let all = self.bindings(Context::On(model.screen)).filter(listed);
        matching(typed.value(), all.map(|b| (b, said(b))))
    }

    /// Returns what the palette's cursor is on.
    pub fn chosen(&self, model: &Model) -> Option<&Binding> {
        let Some(Overlay::Palette { selected, .. }) = &model.overlay else { return None };
        let listed = self.palette(model);
        listed.get((*selected).min(listed.len().saturating_sub(1))).copied()
    }
}
