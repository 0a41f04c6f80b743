//! The rating card: what one member thinks of one resident before anybody speaks.

use crate::domain::catalog::Catalog;
use crate::domain::entrustment::ScaleLevel;
use crate::domain::id::{EpaId, ResidentId, SubcompetencyId};
use crate::domain::milestone::HalfSteps;
use crate::domain::overall::{Choice, ChoiceKind};
use crate::ledger::drafts::UnsentCard;

use super::Stage;
use crate::committee::request::Sealing;

/// What one line of the card rates.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Row {
    Progress,
    Epa {
        id: EpaId,
        title: String,
        levels: Vec<ScaleLevel>,
    },
    /// On exception: left empty where the member would leave it as it is.
    Milestone {
        id: SubcompetencyId,
        title: String,
    },
}

/// A card that is being filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct CardForm {
    pub saved: UnsentCard,
    pub rows: Vec<Row>,
    pub progress: Vec<Choice>,
    pub at: usize,
    /// A point was written, and the figure behind it is awaited.
    point: bool,
    /// Others see the screen: what is on the card is not shown, only which lines are filled in.
    pub hidden: bool,
    pub stage: Stage,
}

impl CardForm {
    /// Lays out a card.
    pub fn open(saved: UnsentCard, catalog: &Catalog, hidden: bool) -> Self {
        let epas = catalog.epas.iter().filter_map(|epa| {
            let scale = catalog.scale(&epa.scale)?;
            Some(Row::Epa { id: epa.id.clone(), title: epa.title.clone(), levels: scale.levels.clone() })
        });
        let milestones = catalog
            .subcompetencies
            .iter()
            .map(|known| Row::Milestone { id: known.id.clone(), title: known.title.clone() });
        let rows = [Row::Progress].into_iter().chain(epas).chain(milestones).collect();
        let progress = catalog.choices(ChoiceKind::Progress).cloned().collect();
        Self { saved, rows, progress, at: 0, point: false, hidden, stage: Stage::Editing }
    }

    /// Returns who is rated.
    pub fn resident(&self) -> &ResidentId {
        &self.saved.resident
    }

    /// Moves to another line.
    pub fn step(&mut self, by: isize) {
        (self.stage, self.point) = (Stage::Editing, false);
        self.at = self.at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
    }

    /// Returns what stands on a line, in words; the screen hides it where others look on.
    pub fn value(&self, row: &Row) -> Option<String> {
        let card = &self.saved.card;
        match row {
            Row::Progress => {
                let code = card.progress.as_ref()?;
                let found = self.progress.iter().find(|choice| choice.code == *code);
                Some(found.map_or(code.clone(), |choice| choice.title.clone()))
            }
            Row::Epa { id, .. } => card.epas.get(id).map(|level| format!("level {level}")),
            Row::Milestone { id, .. } => card.milestones.get(id).map(ToString::to_string),
        }
    }

    /// Returns the keys that say something on a line, each with what it says.
    pub fn offered(&self, row: &Row) -> Vec<(char, String)> {
        let digit = |at: usize| char::from_digit(u32::try_from(at).ok()?, 10);
        match row {
            Row::Progress => {
                let numbered = (1..).zip(&self.progress);
                numbered.filter_map(|(at, choice)| Some((digit(at)?, choice.title.clone()))).collect()
            }
            Row::Epa { levels, .. } => {
                let said = |level: &ScaleLevel| format!("{} {}", level.level, level.title);
                let keys = (1..).zip(levels).filter_map(|(at, level)| {
                    // A level of more signs than one is chosen by its place.
                    let key = if is_short(levels) { level.level.chars().next() } else { digit(at) };
                    Some((key?, if is_short(levels) { level.title.clone() } else { said(level) }))
                });
                keys.collect()
            }
            Row::Milestone { .. } => {
                let levels = (1..=5).filter_map(|at| Some((digit(at)?, format!("{at}.0"))));
                levels
                    .chain([('0', "<1".to_owned()), ('+', "half a level more, or write 3.5".to_owned())])
                    .collect()
            }
        }
    }

    /// Takes in a key: a number gives what it stands for, and on a milestone `3.5` is half a level more than `3`.
    /// Tells whether it means something on this line; where it does not, nothing is changed.
    pub fn write(&mut self, key: char) -> bool {
        self.stage = Stage::Editing;
        let Some(row) = self.rows.get(self.at).cloned() else { return false };
        if std::mem::take(&mut self.point) {
            return self.write_behind_the_point(&row, key);
        }
        let place = key.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        let card = &mut self.saved.card;
        let taken = match row {
            Row::Progress => {
                let choice = place.and_then(|at| self.progress.get(at));
                choice.map(|choice| card.progress = Some(choice.code.clone())).is_some()
            }
            Row::Epa { id, levels, .. } => {
                let level = if is_short(&levels) {
                    levels.iter().find(|level| level.level.chars().eq([key]))
                } else {
                    place.and_then(|at| levels.get(at))
                };
                level.map(|level| card.epas.insert(id, level.level.clone())).is_some()
            }
            Row::Milestone { id, .. } => {
                let half_steps = match (key, card.milestones.get(&id)) {
                    ('.' | ',', Some(level)) => {
                        self.point = true;
                        Some(level.get())
                    }
                    ('+', Some(level)) => level.get().checked_add(if level.get() == 0 { 2 } else { 1 }),
                    (digit, _) => digit.to_digit(10).and_then(|digit| u8::try_from(digit * 2).ok()),
                };
                let level = half_steps.and_then(|steps| HalfSteps::try_from(steps).ok());
                level.map(|level| card.milestones.insert(id, level)).is_some()
            }
        };
        // A point that means nothing here takes the figure behind it along: `3.5` never becomes 5.
        self.point |= !taken && matches!(key, '.' | ',');
        taken
    }

    /// Takes in the figure behind a point: half a level more or none; any other changes nothing.
    fn write_behind_the_point(&mut self, row: &Row, key: char) -> bool {
        let Row::Milestone { id, .. } = row else { return false };
        let Some(level) = self.saved.card.milestones.get(id).copied() else { return false };
        let half_steps = match key {
            '0' => level.get(),
            '5' if level.get() % 2 == 0 => level.get() + 1,
            _ => return false,
        };
        let level = HalfSteps::try_from(half_steps);
        level.map(|level| self.saved.card.milestones.insert(id.clone(), level)).is_ok()
    }

    /// Empties the current line.
    pub fn erase(&mut self) {
        (self.stage, self.point) = (Stage::Editing, false);
        let card = &mut self.saved.card;
        match self.rows.get(self.at) {
            Some(Row::Progress) => card.progress = None,
            Some(Row::Epa { id, .. }) => {
                card.epas.remove(id);
            }
            Some(Row::Milestone { id, .. }) => {
                card.milestones.remove(id);
            }
            None => {}
        }
    }

    /// Returns how many lines are filled in.
    pub fn filled(&self) -> usize {
        let card = &self.saved.card;
        usize::from(card.progress.is_some()) + card.epas.len() + card.milestones.len()
    }

    /// Returns the card on its way under seal.
    pub fn sealing(&self) -> Sealing {
        let UnsentCard { id, meeting, resident, rater, card } = self.saved.clone();
        Sealing { id, meeting, resident, rater, card }
    }
}

/// Tells whether each level is one sign, so that it is its own key.
fn is_short(levels: &[ScaleLevel]) -> bool {
    levels.iter().all(|level| level.level.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entrustment::Framing;
    use crate::testing::growth::program;
    use crate::testing::growth::{epa, scale};

    fn form() -> CardForm {
        let (mut catalog, _) = program(0);
        catalog.epas = vec![epa()];
        catalog.scales = vec![scale("ten_cate", Framing::Prospective)];
        catalog.subcompetencies = vec![crate::domain::milestone::Subcompetency {
            id: "PC1".parse().unwrap(),
            title: "Assessment".into(),
        }];
        let choice =
            |code: &str| Choice { kind: ChoiceKind::Progress, code: code.into(), title: code.to_uppercase() };
        catalog.choices = vec![choice("as_expected"), choice("accelerated")];
        let saved = UnsentCard {
            id: "n-1".into(),
            meeting: "M1".into(),
            resident: "R1".parse().unwrap(),
            rater: "lin".into(),
            card: crate::domain::meeting::Card::default(),
        };
        CardForm::open(saved, &catalog, false)
    }

    #[test]
    fn a_number_rates_the_line_and_any_other_key_leaves_it() {
        let mut form = form();
        for (keys, expected) in [("2", "ACCELERATED"), ("9x ", "ACCELERATED"), ("1", "AS_EXPECTED")] {
            keys.chars().for_each(|key| {
                form.write(key);
            });
            assert_eq!(form.value(&form.rows[0]).as_deref(), Some(expected));
        }
        form.step(1);
        form.write('3');
        assert_eq!(form.value(&form.rows[1]).as_deref(), Some("level 3"));
        form.step(1);
        for (key, expected) in
            [('3', "3.0"), ('+', "3.5"), ('+', "4.0"), ('5', "5.0"), ('+', "5.0"), ('0', "<1"), ('+', "1.0")]
        {
            form.write(key);
            assert_eq!(form.value(&form.rows[2]).as_deref(), Some(expected), "{key}");
        }
        for (keys, expected, taken) in [
            ("3.5", "3.5", true),
            ("4,5", "4.5", true),
            ("2.0", "2.0", true),
            ("3.7", "3.0", false),
            ("5.5", "5.0", false),
            ("9", "5.0", false),
            ("3.52", "2.0", true),
        ] {
            let all: Vec<_> = keys.chars().map(|key| form.write(key)).collect();
            assert_eq!(form.value(&form.rows[2]).as_deref(), Some(expected), "{keys}");
            assert_eq!(all.last(), Some(&taken), "{keys}");
        }
        // On a line without halves, `3.5` stays 3 and never becomes 5.
        form.step(-1);
        let all: Vec<_> = "3.5".chars().map(|key| form.write(key)).collect();
        assert_eq!((all, form.value(&form.rows[1]).as_deref()), (vec![true, false, false], Some("level 3")));
        form.step(1);
        assert_eq!(form.filled(), 3);
        form.erase();
        assert_eq!((form.filled(), form.value(&form.rows[2])), (2, None));
    }
}
