//! Cards that are sealed and not revealed yet. They stay with the member: the ledger has only their commitment.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ssh_key::rand_core::{OsRng, RngCore as _};

use super::drafts::{beside, failed, write};
use super::entry::{Act, Hash, Supersedes, commitment};
use super::error::FileError;
use super::file::sync_folder;
use super::fold::{Review, State};
use crate::domain::id::ResidentId;
use crate::domain::meeting::Card;

/// A card with the salt that opens its seal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SealedCard {
    pub meeting: String,
    pub resident: ResidentId,
    pub rater: String,
    pub card: Card,
    pub salt: Hash,
}

impl SealedCard {
    /// Seals a card with a salt that nobody can guess.
    pub fn new(meeting: String, resident: ResidentId, rater: String, card: Card) -> Self {
        let mut salt = [0; 32];
        OsRng.fill_bytes(&mut salt);
        Self { meeting, resident, rater, card, salt: Hash(salt) }
    }

    /// Returns what is put on record of it: its commitment, and nothing of what it says.
    pub fn sealed(&self) -> Act {
        let (meeting, rater) = (self.meeting.clone(), self.rater.clone());
        Act::RatingSealed { meeting, rater, commitment: self.commitment() }
    }

    /// Returns the seal of the same rater that this one takes the place of.
    pub fn supersedes(&self, state: &State) -> Option<Supersedes> {
        let meeting = state.open_meeting().filter(|open| open.id == self.meeting)?;
        let seal = meeting.review(&self.resident)?.seals.get(&self.rater)?;
        let (entry, hash) = (seal.entry, state.entry(seal.entry)?.hash);
        Some(Supersedes { entry, hash, reason: format!("{} rates anew", self.rater) })
    }

    /// Returns the commitment by which its seal is known.
    pub fn commitment(&self) -> Hash {
        commitment(&self.card, self.salt)
    }
}

/// The cards that one person has sealed on this machine: a folder that only the person may read, with a file
/// for each. None is ever overwritten or removed: an earlier seal stands where a later one was not recorded.
#[derive(Clone, Debug)]
pub struct Cards {
    folder: PathBuf,
}

impl Cards {
    /// Returns the cards that `actor` keeps beside `ledger`.
    pub fn beside(ledger: &Path, actor: &str) -> Self {
        Self { folder: beside(ledger, "cards", actor) }
    }

    /// Keeps a card, on disk when this returns, and returns where.
    pub fn keep(&self, card: &SealedCard) -> Result<PathBuf, FileError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.folder);
        made.and_then(|()| sync_folder(&self.folder))
            .map_err(|error| failed(&self.folder, "make the folder", error))?;
        let path = self.path(card.commitment());
        write(&path, card)?;
        Ok(path)
    }

    /// Returns the card whose seal has this commitment, or `None` where it is not on this machine.
    pub fn with(&self, commitment: Hash) -> Result<Option<SealedCard>, FileError> {
        let path = self.path(commitment);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| failed(&path, "read the card", error.into())),
            Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&path, "read the card", error)),
        }
    }

    /// Returns the cards that are here, whose ratings are called in the open meeting and which are not revealed
    /// yet, each with the resident and the entry of its seal; in the place of one that cannot be read, why.
    pub fn waiting(&self, state: &State) -> Vec<Result<(ResidentId, u64, SealedCard), FileError>> {
        let mut waiting = Vec::new();
        let Some(meeting) = state.open_meeting() else { return waiting };
        for slot in meeting.plan.iter().flat_map(|plan| &plan.agenda) {
            let review = meeting.review(&slot.resident).filter(|review| review.called.is_some());
            let seals = review.into_iter().flat_map(Review::ratings);
            for (_, seal) in seals.filter(|(_, seal)| seal.revealed.is_none()) {
                let card = self.with(seal.commitment).transpose();
                waiting.extend(card.map(|card| Ok((slot.resident.clone(), seal.entry, card?))));
            }
        }
        waiting
    }

    fn path(&self, commitment: Hash) -> PathBuf {
        self.folder.join(format!("{commitment}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(progress: &str) -> SealedCard {
        let card = Card { progress: Some(progress.to_owned()), ..Card::default() };
        SealedCard::new("M1".to_owned(), "R1".parse().unwrap(), "lin".to_owned(), card)
    }

    #[test]
    fn every_card_that_was_sealed_can_be_opened_again_and_two_alike_have_two_seals() {
        let folder = tempfile::tempdir().unwrap();
        let cards = Cards::beside(&folder.path().join("p.ledger.jsonl"), "lin");
        let all = [sealed("as_expected"), sealed("as_expected"), sealed("accelerated")];
        for card in &all {
            cards.keep(card).unwrap();
        }
        for card in &all {
            assert_eq!(cards.with(card.commitment()).unwrap().as_ref(), Some(card));
        }
        assert_ne!(all[0].commitment(), all[1].commitment());
        assert_eq!(cards.with(Hash::NONE).unwrap(), None);
    }

    #[test]
    fn a_card_that_cannot_be_read_holds_back_no_other() {
        use crate::domain::meeting::{Member, Plan, Quorum, Slot};
        use crate::domain::role::Role;
        use crate::ledger::chain::{Unplaced, placed, sealed as signed};
        use crate::ledger::entry::Actor;

        let folder = tempfile::tempdir().unwrap();
        let cards = Cards::beside(&folder.path().join("p.ledger.jsonl"), "lin");
        let (broken, whole) =
            (sealed("as_expected"), SealedCard { rater: "okoro".to_owned(), ..sealed("inactive") });
        fs::write(cards.keep(&broken).unwrap(), "{").unwrap();
        cards.keep(&whole).unwrap();
        let meeting = || "M1".to_owned();
        let member =
            |id: &str| Member { id: id.into(), role: Role::Member, faculty: true, core: true, votes: true };
        let plan = Plan {
            quorum: Quorum { core: 1, faculty: 1 },
            members: vec![member("lin"), member("okoro")],
            agenda: vec![Slot { resident: "R1".parse().unwrap(), reviewer: None, minutes: 6 }],
            seed: 1,
            director_chairs: false,
        };
        let mut state = State::default();
        for (n, (about, act)) in [
            (None, Act::MeetingOpened { meeting: meeting(), title: "Fall".to_owned() }),
            (None, Act::MeetingPlanned { meeting: meeting(), plan }),
            (Some("R1"), broken.sealed()),
            (Some("R1"), whole.sealed()),
            (Some("R1"), Act::RatingsCalled { meeting: meeting() }),
        ]
        .into_iter()
        .enumerate()
        {
            let draft = Unplaced {
                id: format!("a{n}"),
                at: chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
                actor: Actor { id: "lin".to_owned(), role: Role::Chair },
                subject: about.map(|id| id.parse().unwrap()),
                act,
                supersedes: None,
                evidence: None,
            };
            state.apply(signed(placed(&draft, state.head()), crate::ledger::signature::sample()).recorded);
        }
        let waiting = cards.waiting(&state);
        assert!(matches!(&waiting[..], [Err(_), Ok((_, 4, card))] if *card == whole), "{waiting:?}");
    }

    #[test]
    fn nobody_else_may_read_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let cards = Cards::beside(&folder.path().join("p.ledger.jsonl"), "lin");
        let kept = cards.keep(&sealed("as_expected")).unwrap();
        for path in [kept.as_path(), kept.parent().unwrap()] {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
        }
    }
}
