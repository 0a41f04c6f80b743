//! What goes out after a release: each resident's copy, and the list of who is to be told by whom.
//!
//! A release lets what was determined go to a resident, and tells nobody. Whom somebody is yet to tell is read from the
//! ledger, and ticked off there.

use chrono::NaiveDate;

use super::learner::{self, Known};
use super::page::{Block, Page, Section, Table};
use super::plot::NotDrawn;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::resident::Resident;
use crate::domain::words::{counted, day};
use crate::ledger::fold::State;
use crate::survey::telling::{Answering, ToTell, copy_name, to_tell};

/// A text with the name of the file that it goes into.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Paper {
    pub name: String,
    pub text: String,
}

/// Returns the copies of `residents`, each in the name of the release that it ends with. Whom the case file does not know
/// has none.
pub fn copies<'a>(
    (catalog, ledger): (&Catalog, &State),
    residents: impl IntoIterator<Item = &'a ResidentId>,
    today: NaiveDate,
    answering: &Answering,
) -> Result<Vec<Paper>, NotDrawn> {
    let known = residents.into_iter().filter_map(|id| catalog.resident(id));
    let copy = |resident: &Resident| {
        let page = learner::page(Known { catalog, resident, ledger, unreleased: false, today, answering })?;
        let last = ledger.resident(&resident.id).and_then(|known| known.releases().last());
        Ok(Paper { name: copy_name(&resident.id, last.map_or(0, |last| last.entry)), text: page.html() })
    };
    known.map(copy).collect()
}

/// Returns the list of everybody whom somebody is yet to tell; `None` where there is nobody.
pub fn list(catalog: &Catalog, ledger: &State, today: NaiveDate) -> Option<Paper> {
    let waiting = to_tell(catalog, ledger);
    let last = waiting.iter().map(|one| one.release).max()?;
    let row = |one: &ToTell<'_>| {
        let name = one.resident.map_or("not in this case file", |resident| &resident.name);
        let copy = one.resident.map_or("none".to_owned(), |_| copy_name(one.id, one.release));
        let released = format!("{}, entry {}", day(one.on), one.release);
        let blank = String::new;
        vec![
            "☐".to_owned(),
            name.to_owned(),
            one.id.to_string(),
            one.by.clone(),
            copy,
            released,
            blank(),
            blank(),
        ]
    };
    let n = counted(waiting.len() as u64, "resident");
    let table = Table {
        caption: format!("{n} whom nobody told yet, by the ledger"),
        columns: vec!["☐", "resident", "code", "to be told by", "copy", "released", "told on", "told by"],
        rows: waiting.iter().map(row).collect(),
    };
    let how = vec![
        "Nothing was sent to anybody. Give each resident the copy that stands beside the name, and talk about it."
            .to_owned(),
        "To be told by whom is a proposal: the coach where all is as usual, else the program director. Do otherwise where \
         your program does."
            .to_owned(),
        "Tick off here, and on record: trellis meeting told CASES CODE --on DAY --by WHO, or in the review under what \
         waits for the program director. Who is on record as told is on no later list."
            .to_owned(),
        catalog.program.zone.note(),
    ];
    let page = Page {
        title: format!("Who is to be told what was decided: {}", catalog.program.name),
        about: vec![format!(
            "Written {}. This list names residents: keep it as you keep their files.",
            day(today)
        )],
        sections: vec![
            Section { title: "To be told".to_owned(), blocks: vec![Block::Table(table)] },
            Section::list("How this list is used", how),
        ],
    };
    Some(Paper { name: format!("to-be-told-entry{last}.md"), text: page.markdown() })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::overall::{Choice, ChoiceKind, Overall};
    use crate::ledger::chain::{Unplaced, placed, sealed};
    use crate::ledger::entry::{Act, Actor, Role};
    use crate::ledger::signature::sample;
    use crate::testing::growth::program;

    fn record(ledger: &mut State, resident: &str, act: Act) {
        let n = ledger.count() + 1;
        let draft = Unplaced {
            id: format!("act-{n}"),
            at: DateTime::from_timestamp(1_795_000_000 + 60 * n.cast_signed(), 0).unwrap(),
            actor: Actor { id: "lead".to_owned(), role: Role::ProgramDirector },
            subject: Some(resident.parse().unwrap()),
            act,
            supersedes: None,
            evidence: None,
        };
        ledger.apply(sealed(placed(&draft, ledger.head()), sample()).recorded);
    }

    /// What is determined and released on one resident.
    fn released(ledger: &mut State, resident: &str, progress: &str) {
        let overall = || Overall {
            progress: Some(progress.to_owned()),
            action: None,
            board: None,
            milestones: [].into(),
            not_assessable: [].into(),
            rationale: "Steady".to_owned(),
            insufficient_evidence: true,
            dissent: None,
        };
        record(ledger, resident, Act::OverallRecommendation(overall()));
        let recommendation = ledger.count();
        let act = Act::OverallDetermination { recommendation, agrees: true, overall: overall() };
        record(ledger, resident, act);
        record(ledger, resident, Act::Released {});
    }

    fn catalog() -> Catalog {
        let (mut catalog, _) = program(1);
        for (resident, (id, coach)) in catalog.residents.iter_mut().zip([
            ("A/1", Some("Lin, Ada")),
            ("A2", Some("Orr, Bo")),
            ("A3", None),
        ]) {
            (resident.id, resident.coach) = (id.parse().unwrap(), coach.map(str::to_owned));
            resident.name = format!("Name of {id}");
        }
        let usual = ("usual".to_owned(), "As usual".to_owned());
        catalog.choices.push(Choice { kind: ChoiceKind::Progress, code: usual.0, title: usual.1 });
        catalog
    }

    #[test]
    fn who_is_to_be_told_stands_on_the_list_by_whom_until_that_is_on_record() {
        let (catalog, mut ledger) = (catalog(), State::default());
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(list(&catalog, &ledger, today), None);
        released(&mut ledger, "A/1", "usual");
        released(&mut ledger, "A2", "odd");
        released(&mut ledger, "A3", "usual");
        released(&mut ledger, "gone", "usual");
        let paper = list(&catalog, &ledger, today).unwrap();
        assert_eq!(paper.name, "to-be-told-entry12.md");
        for line in [
            "| ☐ | Name of A/1 | A/1 | the coach, Lin, Ada | copy-A\\_1-entry3.html | 18 Nov 2026, entry 3 |  |  |",
            "| ☐ | Name of A2 | A2 | the program director, with the coach, Orr, Bo | copy-A2-entry6.html | 18 Nov 2026, \
             entry 6 |  |  |",
            "| ☐ | Name of A3 | A3 | the program director | copy-A3-entry9.html | 18 Nov 2026, entry 9 |  |  |",
            "| ☐ | not in this case file | gone | the program director | none | 18 Nov 2026, entry 12 |  |  |",
        ] {
            assert!(paper.text.lines().any(|found| found == line), "{line}\nis not in\n{}", paper.text);
        }
        let told = |release| Act::ResidentTold { release, on: today, by: "Lin".to_owned() };
        record(&mut ledger, "A/1", told(3));
        record(&mut ledger, "A3", Act::ReleaseAcknowledged { release: 9 });
        let left: Vec<_> = to_tell(&catalog, &ledger).iter().map(|one| one.id.to_string()).collect();
        assert_eq!(left, ["A2", "gone"]);
        // What is released anew is to be told anew.
        released(&mut ledger, "A/1", "usual");
        assert_eq!(to_tell(&catalog, &ledger)[0].release, 17);
    }

    #[test]
    fn each_release_has_a_copy_of_its_own_name() {
        let (catalog, mut ledger) = (catalog(), State::default());
        released(&mut ledger, "A2", "usual");
        released(&mut ledger, "gone", "usual");
        let all = ["A2", "gone"].map(|id| id.parse().unwrap());
        let names = |ledger: &State| -> Vec<String> {
            let today = "2026-11-20".parse().unwrap();
            let papers = copies((&catalog, ledger), &all, today, &Answering::default()).unwrap();
            assert!(papers.iter().all(|paper| paper.text.contains("What was decided about you: Name of A2")));
            papers.into_iter().map(|paper| paper.name).collect()
        };
        assert_eq!(names(&ledger), ["copy-A2-entry3.html"]);
        released(&mut ledger, "A2", "usual");
        assert_eq!(names(&ledger), ["copy-A2-entry9.html"]);
    }
}
