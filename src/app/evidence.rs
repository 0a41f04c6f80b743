//! The leaves of the evidence where one decides: turned over, and read on in.

use super::model::Model;
use super::screen::Leaf;

/// Turns to another leaf, which begins at its top.
pub fn turn(model: &mut Model, by: isize) {
    (model.turned.leaf, model.at.scroll) = (model.turned.leaf.turned(by), 0);
}

/// Reads on in the leaf that is turned to, and says whether one is.
pub fn reads_on(model: &mut Model, by: isize) -> bool {
    let is_turned = model.turned.leaf != Leaf::All;
    if is_turned {
        model.at.scroll = model.at.scroll.saturating_add_signed(by.signum() * 3);
    }
    is_turned
}
