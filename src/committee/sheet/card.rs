//! The rating card: what one member thinks of one resident before anybody speaks.

use serde::{Deserialize, Serialize};

use crate::committee::levels::{LevelRow, LevelTable, Mark, Marks};
use crate::committee::request::Sealing;
use crate::domain::catalog::Catalog;
use crate::domain::entrustment::ScaleLevel;
use crate::domain::id::{EpaId, ResidentId, SubcompetencyId};
use crate::domain::meeting::Card;
use crate::domain::overall::{self, ChoiceKind};

use super::line::{CanBeLeft, level_of};
use super::{Body, Draft, Line, Sheet, Submission};

/// A rating card as far as it was filled in; it is secret until the ratings are called.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CardDraft {
    /// The identifier that the seal will carry: an entry that has it was sent after all.
    pub id: String,
    pub meeting: String,
    pub resident: ResidentId,
    pub rater: String,
    pub card: Card,
}

/// What one line of the card rates.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CardRow {
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
pub struct CardSheet {
    pub saved: CardDraft,
    pub rows: Vec<CardRow>,
    pub progress: Vec<overall::Choice>,
    /// What is known of the milestones, without what anybody rated now.
    pub table: LevelTable,
    /// Others see the screen: what is on the card is not shown, only which lines are filled in.
    pub hidden: bool,
}

impl CardSheet {
    /// Lays out a card.
    pub fn open(saved: CardDraft, catalog: &Catalog, table: LevelTable, hidden: bool) -> Self {
        let epas = catalog.epas.iter().filter_map(|epa| {
            let scale = catalog.scale(&epa.scale)?;
            Some(CardRow::Epa { id: epa.id.clone(), title: epa.title.clone(), levels: scale.levels.clone() })
        });
        let milestones = table
            .rows
            .iter()
            .map(|row| CardRow::Milestone { id: row.known.id.clone(), title: row.known.title.clone() });
        let rows = [CardRow::Progress].into_iter().chain(epas).chain(milestones).collect();
        let progress = catalog.choices(ChoiceKind::Progress).cloned().collect();
        Self { saved, rows, progress, table, hidden }
    }

    /// Returns who is rated.
    pub fn resident(&self) -> &ResidentId {
        &self.saved.resident
    }

    fn line(&self, row: &CardRow) -> Line {
        let card = &self.saved.card;
        match row {
            CardRow::Progress => {
                let titles = self.progress.iter().map(|choice| choice.title.clone());
                let chosen =
                    self.progress.iter().position(|choice| Some(&choice.code) == card.progress.as_ref());
                Line::choice("progress overall", titles, chosen)
            }
            CardRow::Epa { id, title, levels } => {
                let chosen = levels.iter().position(|level| Some(&level.level) == card.epas.get(id));
                let options = super::level_choices(levels);
                let body = Body::Choice { options, chosen };
                Line { label: title.clone(), body, note: String::new(), steps: None }
            }
            CardRow::Milestone { id, title } => {
                let chosen = card.milestones.get(id).map(|level| Some(*level));
                let last = self.table.row(id).and_then(LevelRow::last_level);
                Line::level(id, title, chosen, last, CanBeLeft::Empty)
            }
        }
    }

    /// Returns how many lines are filled in.
    pub fn filled(&self) -> usize {
        let card = &self.saved.card;
        usize::from(card.progress.is_some()) + card.epas.len() + card.milestones.len()
    }
}

impl Sheet for CardSheet {
    fn title(&self) -> String {
        format!("Rating card of {}", self.saved.rater)
    }

    fn lines(&self) -> Vec<Line> {
        self.rows.iter().map(|row| self.line(row)).collect()
    }

    fn choose(&mut self, at: usize, option: usize) {
        let card = &mut self.saved.card;
        match self.rows.get(at) {
            Some(CardRow::Progress) => {
                card.progress = self.progress.get(option).map(|choice| choice.code.clone());
            }
            Some(CardRow::Epa { id, levels, .. }) => {
                card.epas.extend(levels.get(option).map(|level| (id.clone(), level.level.clone())));
            }
            Some(CardRow::Milestone { id, .. }) => {
                card.milestones.extend(level_of(option).map(|level| (id.clone(), level)));
            }
            None => {}
        }
    }

    fn empty(&mut self, at: usize) {
        let card = &mut self.saved.card;
        match self.rows.get(at) {
            Some(CardRow::Progress) => card.progress = None,
            Some(CardRow::Epa { id, .. }) => drop(card.epas.remove(id)),
            Some(CardRow::Milestone { id, .. }) => drop(card.milestones.remove(id)),
            None => {}
        }
    }

    fn write(&mut self, _at: usize, _text: String) {}

    fn missing(&self) -> Option<String> {
        let empty = "the card is empty; rate the progress, an activity or a milestone";
        (self.filled() == 0).then(|| empty.to_owned())
    }

    fn read_back(&self) -> String {
        let n = self.filled() as u64;
        format!("{} would be sealed.", crate::domain::words::counted(n, "line"))
    }

    fn table(&self) -> Option<&LevelTable> {
        Some(&self.table)
    }

    fn marks(&self) -> Marks {
        let levels = self.saved.card.milestones.iter();
        levels.map(|(id, level)| (id.clone(), Mark::chosen(Some(*level)))).collect()
    }

    fn mark(&mut self, id: &SubcompetencyId, mark: Mark) {
        self.saved.card.milestones.extend(mark.level.map(|level| (id.clone(), level)));
    }

    fn draft(&self) -> Draft {
        Draft::Card(self.saved.clone())
    }

    fn is_begun(&self) -> bool {
        self.filled() > 0
    }

    fn submission(&self) -> Option<Submission> {
        let CardDraft { id, meeting, resident, rater, card } = self.saved.clone();
        Some(Submission::Seal(Sealing { id, meeting, resident, rater, card }))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::entrustment::Framing;
    use crate::ledger::fold::State;
    use crate::testing::growth::program;
    use crate::testing::growth::{epa, scale};

    pub(crate) fn card() -> CardSheet {
        let (mut catalog, _) = program(0);
        catalog.epas = vec![epa()];
        catalog.scales = vec![scale("ten_cate", Framing::Prospective)];
        catalog.subcompetencies = vec![crate::domain::milestone::Subcompetency {
            id: "PC1".parse().unwrap(),
            title: "Assessment".into(),
        }];
        let choice = |code: &str| overall::Choice {
            kind: ChoiceKind::Progress,
            code: code.into(),
            title: code.to_uppercase(),
        };
        catalog.choices = vec![choice("as_expected"), choice("accelerated")];
        let saved = CardDraft {
            id: "n-1".into(),
            meeting: "M1".into(),
            resident: "R1".parse().unwrap(),
            rater: "lin".into(),
            card: crate::domain::meeting::Card::default(),
        };
        let nothing = (&State::default(), &saved.resident.clone(), catalog.program.zone);
        let table = LevelTable::of(&catalog.subcompetencies, None, nothing, 0, None);
        CardSheet::open(saved, &catalog, table, false)
    }

    #[test]
    fn a_line_offers_what_can_be_rated_on_it_and_is_emptied_again() {
        let mut card = card();
        let keys = |card: &CardSheet, at: usize| -> Vec<String> {
            let Body::Choice { options, .. } = card.lines()[at].body.clone() else { panic!() };
            options.into_iter().map(|option| option.key).collect()
        };
        assert_eq!(keys(&card, 0), ["1", "2"]);
        assert_eq!(keys(&card, 2), ["0", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]);
        assert!(!card.is_begun() && card.missing().is_some());
        (0..3).for_each(|at| card.choose(at, 1));
        let values: Vec<_> = card.lines().iter().map(|line| line.value().unwrap().to_owned()).collect();
        assert_eq!((values[0].as_str(), values[2].as_str(), card.filled()), ("ACCELERATED", "1.0", 3));
        (0..3).for_each(|at| card.empty(at));
        assert_eq!((card.filled(), card.is_begun()), (0, false));
    }
}
