//! The blocks of everyone: who is, was and will be on which rotation.

use std::collections::HashMap;

use super::id::ResidentId;
use super::resident::Span;

/// The rotations of many residents; each rotation's name is kept once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schedules {
    rotations: Vec<String>,
    blocks: HashMap<ResidentId, Vec<(u16, Span)>>,
}

impl Schedules {
    /// Adds one block of a resident.
    ///
    /// A program with more than 65,535 kinds of rotation has no use for them; later ones are left out.
    pub fn add(&mut self, resident: &ResidentId, rotation: &str, span: Span) {
        let place = self.rotations.iter().position(|known| known == rotation).unwrap_or_else(|| {
            self.rotations.push(rotation.to_owned());
            self.rotations.len() - 1
        });
        let Ok(place) = u16::try_from(place) else { return };
        match self.blocks.get_mut(resident) {
            Some(blocks) => blocks.push((place, span)),
            None => drop(self.blocks.insert(resident.clone(), vec![(place, span)])),
        }
    }

    /// Returns the names of the rotations; a block holds the place of its own.
    pub fn rotations(&self) -> &[String] {
        &self.rotations
    }

    /// Returns the blocks of one resident, in the order in which they were added.
    pub fn blocks(&self, resident: &ResidentId) -> &[(u16, Span)] {
        self.blocks.get(resident).map_or(&[], Vec::as_slice)
    }
}
