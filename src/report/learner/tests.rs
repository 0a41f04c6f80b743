use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::domain::meeting::{Member, Plan, Quorum, Slot};
use crate::domain::milestone::{HalfSteps, Subcompetency};
use crate::domain::overall::{Choice, ChoiceKind, Overall};
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::{
    Actor, AppealOutcome, Basis, Decision, Evidence, Fact, GoalOutcome, Hash, Outcome, Role,
};
use crate::ledger::signature::sample;
use crate::testing::growth::program;

/// How many residents there are; all in one program.
const RESIDENTS: usize = 4;

fn code(resident: usize) -> String {
    format!("Zq{resident}x")
}

fn name(resident: usize) -> (String, String) {
    (format!("Famil{resident}"), format!("Given{resident}"))
}

fn catalog() -> Catalog {
    let (mut catalog, _) = program(1);
    catalog.residents.truncate(RESIDENTS);
    for (place, resident) in catalog.residents.iter_mut().enumerate() {
        let (family, given) = name(place);
        resident.id = code(place).parse().unwrap();
        resident.name = format!("{family}, {given}");
    }
    let (code, title) = ("as_expected".to_owned(), "On course".to_owned());
    catalog.choices.push(Choice { kind: ChoiceKind::Progress, code, title });
    let id = "PC1".parse().unwrap();
    catalog.subcompetencies.push(Subcompetency { id, title: "Before anesthesia".to_owned() });
    catalog
}

fn record(ledger: &mut State, who: &str, resident: Option<usize>, act: Act, evidence: Option<Evidence>) {
    let n = ledger.count() + 1;
    let draft = Unplaced {
        id: format!("act-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + 60 * n.cast_signed(), 0).unwrap(),
        actor: Actor { id: who.to_owned(), role: Role::Chair },
        subject: resident.map(|place| code(place).parse().unwrap()),
        act,
        supersedes: None,
        evidence,
    };
    ledger.apply(sealed(placed(&draft, ledger.head()), sample()).recorded);
}

fn opened(ledger: &mut State) {
    let meeting = || "M1".to_owned();
    record(ledger, "keeper", None, Act::MeetingOpened { meeting: meeting(), title: "Fall".to_owned() }, None);
    let member =
        |id: &str| Member { id: id.to_owned(), role: Role::Member, faculty: true, core: true, votes: true };
    let slot = |place| Slot { resident: code(place).parse().unwrap(), reviewer: None, minutes: 6 };
    let plan = Plan {
        quorum: Quorum { core: 1, faculty: 2 },
        members: (0..4).map(|n| member(&format!("rhee{n}"))).collect(),
        agenda: (0..RESIDENTS).map(slot).collect(),
        seed: 1,
        director_chairs: false,
    };
    record(ledger, "keeper", None, Act::MeetingPlanned { meeting: meeting(), plan }, None);
}

fn overall(rationale: String, dissent: Option<String>) -> Overall {
    Overall {
        progress: Some("as_expected".to_owned()),
        action: None,
        board: None,
        milestones: [("PC1".parse().unwrap(), HalfSteps::LEVEL_1_5)].into(),
        not_assessable: ["PC6".parse().unwrap()].into(),
        rationale,
        insufficient_evidence: false,
        dissent,
    }
}

fn decision(rationale: String, dissent: Option<String>) -> Decision {
    Decision {
        epa: "thoracic".parse().unwrap(),
        outcome: Outcome::Keep,
        scale: "five".to_owned(),
        level: Some("3".to_owned()),
        rationale,
        insufficient_evidence: false,
        dissent,
        recused: vec!["rhee9".to_owned()],
    }
}

/// What kind of act is recorded about a resident, and by what word it would be known in a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    /// The word stands in the copy once it is released.
    Released,
    /// The word stands in every copy of the resident.
    Always,
    /// The word stands in no copy.
    Never,
}

/// Returns the `kind`th act with `word` in it, and a word of dissent or recusal that nobody may read.
fn act(kind: u8, word: &str, last: u64) -> (Act, Told) {
    let (text, meeting) = (word.to_owned(), "M1".to_owned());
    let hidden = || Some(format!("hidden {word}"));
    let (owner, reason) = ("owner".to_owned(), text.clone());
    match kind {
        0 => (Act::Recommendation(decision(text, hidden())), Told::Released),
        1 => (Act::OverallRecommendation(overall(text, hidden())), Told::Released),
        2 => {
            let overall = overall(text, hidden());
            (Act::OverallDetermination { recommendation: last, agrees: true, overall }, Told::Released)
        }
        3 => (Act::StrengthNamed { text }, Told::Released),
        4 => (Act::Remarked { meeting, basis: Basis::Hearsay, text }, Told::Released),
        5 => {
            let prompt = "few/spinal".to_owned();
            (Act::PromptAcknowledged { prompt, facts: Hash::of(b"facts"), reason }, Told::Released)
        }
        6 => (Act::GoalSet { text, owner, due: "2027-01-01".parse().unwrap(), about: None }, Told::Always),
        7 => (Act::Stated { text }, Told::Always),
        8 => (Act::AppealLodged { determination: last, text }, Told::Always),
        9 => (Act::AppealDecided { appeal: last, outcome: AppealOutcome::Dismissed, reason }, Told::Always),
        10 => (Act::Recused { meeting, member: "rhee0".to_owned(), reason }, Told::Never),
        11 => {
            let commitment = Hash::of(text.as_bytes());
            (Act::RatingSealed { meeting, rater: "rhee1".to_owned(), commitment }, Told::Never)
        }
        12 => (Act::ReviewBegun { meeting, reason: Some(text) }, Told::Never),
        13 => (Act::GoalClosed { entry: last, outcome: GoalOutcome::Done, reason }, Told::Never),
        14 => (Act::Viewed { screen: text }, Told::Always),
        _ => (Act::Released {}, Told::Never),
    }
}

fn of(catalog: &Catalog, ledger: &State, resident: usize, unreleased: bool) -> Page {
    let resident = &catalog.residents[resident];
    let answering = &Answering { to: Some("the office of education".to_owned()), days: Some(30) };
    page(Known { catalog, resident, ledger, unreleased, today: "2026-12-24".parse().unwrap(), answering })
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_copy_holds_what_was_released_and_nothing_of_others_nor_who_dissented_remarked_or_was_recused(
        acts in prop::collection::vec((0..RESIDENTS, 0u8..16, 0usize..4, 0..RESIDENTS), 1..60),
    ) {
        let (catalog, mut ledger) = (catalog(), State::default());
        opened(&mut ledger);
        let mut words = Vec::new();
        for (resident, kind, member, other) in acts {
            let n = ledger.count() + 1;
            let word = format!("word{n}s");
            // People do name others, by code and by name, and each other.
            let ((family, given), other_code) = (name(other), code(other));
            let said = if other == resident {
                word.clone()
            } else {
                format!("{word}, like {other_code}, {family}, {given} and {given} {family}; rhee2 agrees")
            };
            // Only remarks are cleared of members: who else writes a member's name means to.
            let said = if kind == 4 { said } else { said.replace("; rhee2 agrees", "") };
            let (act, told) = act(kind, &said, n - 1);
            // Why a goal was closed stands beside it.
            let goal = ledger.entry(n - 1).filter(|it| matches!(it.entry.act, Act::GoalSet { .. }));
            let theirs = goal.is_some_and(|it| it.entry.subject.as_ref().is_some_and(|id| id.as_str() == code(resident)));
            let told = if kind == 13 && theirs { Told::Released } else { told };
            let who = if kind == 14 { "looker".to_owned() } else { format!("rhee{member}") };
            let released = matches!(act, Act::Released {});
            record(&mut ledger, &who, Some(resident), act, None);
            words.push((resident, n, word, told, released));
        }
        for resident in 0..RESIDENTS {
            let release = words.iter().filter(|it| it.0 == resident && it.4).map(|it| it.1).max().unwrap_or(0);
            for unreleased in [false, true] {
                let page = of(&catalog, &ledger, resident, unreleased);
                for text in [page.markdown(), page.html()] {
                    prop_assert!(!text.contains("hidden") && !text.contains("rhee"), "{}", text);
                    for other in (0..RESIDENTS).filter(|other| *other != resident) {
                        let (family, given) = name(other);
                        for others in [code(other), family, given] {
                            prop_assert!(!text.contains(&others), "{} in {}", others, text);
                        }
                    }
                    for (whose, n, word, told, _) in &words {
                        let shown = *whose == resident && match told {
                            Told::Always => true,
                            Told::Released => unreleased || *n < release,
                            Told::Never => false,
                        };
                        prop_assert_eq!(text.contains(word.as_str()), shown, "{} in {}", word, text);
                    }
                }
            }
        }
    }
}

/// A meeting that advised and was released, and one more recommendation after it.
fn ledger() -> State {
    let mut ledger = State::default();
    opened(&mut ledger);
    let evidence = Evidence {
        as_of: "2026-11-01".parse().unwrap(),
        case_file: "0".repeat(64),
        thresholds: None,
        facts: vec![
            Fact {
                label: "Spinal".to_owned(),
                shown: "41 of a usual 30 to 60".to_owned(),
                n: Some(41),
                definition: None,
            },
            Fact {
                label: format!("{}, progress", Fact::RATED),
                shown: "Inactive: 1".to_owned(),
                n: Some(1),
                definition: None,
            },
        ],
    };
    let meeting = || "M1".to_owned();
    let mut done = |who, act, evidence| record(&mut ledger, who, Some(0), act, evidence);
    done(
        "rhee0",
        Act::Recused { meeting: meeting(), member: "rhee0".to_owned(), reason: "kin".to_owned() },
        None,
    );
    done("keeper", Act::ReviewBegun { meeting: meeting(), reason: None }, None);
    let text = "Slow on call, said rhee1".to_owned();
    done("rhee2", Act::Remarked { meeting: meeting(), basis: Basis::Hearsay, text }, None);
    let dissent = Some("too early".to_owned());
    done("keeper", Act::OverallRecommendation(overall("Steady".to_owned(), dissent)), Some(evidence));
    done("keeper", Act::ReviewEnded { meeting: meeting(), concluded: true }, None);
    let whole = overall("Agreed".to_owned(), None);
    done("lead", Act::OverallDetermination { recommendation: 6, agrees: true, overall: whole }, None);
    done("lead", Act::Released {}, None);
    done("keeper", Act::Recommendation(decision("Next year".to_owned(), None)), None);
    done("lead", Act::Revocation { entry: 8, reason: "an error".to_owned() }, None);
    ledger
}

#[test]
fn a_copy_reads_from_decision_to_evidence_to_who_looked() {
    let (catalog, ledger) = (catalog(), ledger());
    let text = of(&catalog, &ledger, 0, false).markdown();
    for line in [
        "# What was decided about you: Famil0, Given0 (Zq0x)",
        "### Overall: recommended, 18 Nov 2026, entry 6",
        "- progress: On course",
        "- rationale: Steady",
        "- the determination of entry 8 answers it",
        "| PC1 | Before anesthesia | 1.5 |",
        "| PC6 |  | not assessable |",
        "Evidence of entry 6 as it was shown, as of 1 Nov 2026",
        "| Spinal | 41 of a usual 30 to 60 | 41 |  |",
        "### Overall: determined, 18 Nov 2026, entry 8",
        "- agrees with the recommendation of entry 6",
        "- stands no longer; revoked by entry 11",
        "### Hearsay: heard from others",
        "- Slow on call, said \\[a member\\] (18 Nov 2026, entry 5)",
        "- Fall, opened 18 Nov 2026 (entry 1): rated under seal by 0 members; 1 member recused (entry 3); reviewed for 3 \
         minutes (begun in entry 4)",
        "- dissent was recorded on 1 decision (entry 6)",
        "- released, so that it may go to you (18 Nov 2026, entry 9)",
        "No look is on record.",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    for hidden in ["Next year", "too early", "kin", "rhee", "Preview", "Inactive"] {
        assert!(!text.contains(hidden), "{hidden} is in\n{text}");
    }
}

#[test]
fn a_preview_says_so_and_goes_beyond_the_release() {
    let (catalog, ledger) = (catalog(), ledger());
    let text = of(&catalog, &ledger, 0, true).markdown();
    assert!(text.starts_with("# Preview with what is not released, not for the resident: "), "{text}");
    assert!(text.contains("Next year"), "{text}");
    let nothing = of(&catalog, &ledger, 1, false).markdown();
    assert!(nothing.contains("Nothing was released yet") && nothing.contains("No decision is in this copy."));
}

#[test]
fn what_was_taken_back_is_said_and_why_where_that_was_released() {
    let (catalog, mut ledger) = (catalog(), ledger());
    let mut done = |who, act| record(&mut ledger, who, Some(0), act, None);
    done("keeper", Act::StrengthNamed { text: "Teaches".to_owned() });
    done("rhee2", Act::Revocation { entry: 5, reason: "the wrong case".to_owned() });
    done("lead", Act::Released {});
    done("keeper", Act::Revocation { entry: 12, reason: "a slip".to_owned() });
    let text = of(&catalog, &ledger, 0, false).markdown();
    for line in [
        "- Slow on call, said \\[a member\\]; taken back by entry 13: the wrong case (18 Nov 2026, entry 5)",
        "- Teaches; taken back by entry 15 (18 Nov 2026, entry 12)",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert!(!text.contains("a slip"), "{text}");
    assert!(of(&catalog, &ledger, 0, true).markdown().contains("taken back by entry 15: a slip"));
}

#[test]
fn levels_stand_beside_those_before_and_what_is_agreed_with_is_not_told_twice() {
    let (catalog, all) = (catalog(), ledger());
    // Without the last entry, which takes the determination back.
    let mut ledger = all.up_to(10);
    let evidence = ledger.entry(6).unwrap().entry.evidence.clone();
    let level = |half_steps: u8| [("PC1".parse().unwrap(), half_steps.try_into().unwrap())].into();
    let whole = || Overall { milestones: level(7), ..overall("Grown".to_owned(), None) };
    record(&mut ledger, "keeper", Some(0), Act::OverallRecommendation(whole()), evidence.clone());
    let act = Act::OverallDetermination { recommendation: 11, agrees: true, overall: whole() };
    record(&mut ledger, "lead", Some(0), act, evidence);
    record(&mut ledger, "lead", Some(0), Act::Released {}, None);
    let page = of(&catalog, &ledger, 0, false);
    let text = page.markdown();
    for line in [
        "Milestone levels of entry 11, and of entry 8 before: Of 2 subcompetencies: 1 at 3.5, 1 not assessable.",
        "| subcompetency | title | level | before |",
        "| PC1 | Before anesthesia | 3.5 | 1.5 |",
        "Levels and evidence are those of entry 11, above.",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert_eq!(text.matches("Evidence of entry").count(), 2, "{text}");
    let html = page.html();
    assert_eq!(html.matches("<svg ").count(), 3, "the levels of entries 6, 8 and 11");
    for part in ["role=\"img\"", "<title id=\"plot-", "<desc id=\"plot-", "<figcaption>"] {
        assert_eq!(html.matches(part).count(), 3, "{part}");
    }
}

#[test]
fn the_page_is_readable_by_ear() {
    let (catalog, ledger) = (catalog(), ledger());
    let html = of(&catalog, &ledger, 0, false).html();
    assert!(html.contains("<html lang=\"en\">") && !html.contains("<script"));
    let count = |what: &str| html.matches(what).count();
    assert_eq!((count("<h1>"), count("<h2>")), (1, 13));
    // Three tables: milestones twice, and evidence once; each with a caption, and a name for each row and column.
    assert_eq!((count("<table>"), count("<caption>"), count("scope=\"col\"")), (3, 3, 3 + 4 + 3));
    assert_eq!(count("<tbody><tr><th scope=\"row\""), 3);
}

/// A ledger in which the director determined otherwise than was recommended, with a goal and without one.
fn overruled(goal: bool) -> State {
    let mut ledger = State::default();
    opened(&mut ledger);
    let mut done = |who, act| record(&mut ledger, who, Some(0), act, None);
    let board = Some(crate::domain::overall::Board {
        satisfactory: false,
        unsatisfactory: ["learning".to_owned()].into(),
    });
    let advised = Overall {
        action: Some("formal_remediation".to_owned()),
        board,
        ..overall("Late calls".into(), None)
    };
    done("keeper", Act::OverallRecommendation(advised.clone()));
    let determined = Overall {
        progress: Some("not_as_expected".to_owned()),
        action: Some("additional_focus".to_owned()),
        rationale: "A focus first".to_owned(),
        ..advised
    };
    done("lead", Act::OverallDetermination { recommendation: 3, agrees: false, overall: determined });
    if goal {
        let (text, owner) = ("Call before midnight".to_owned(), "Lin, who coaches".to_owned());
        done("lead", Act::GoalSet { text, owner, due: "2026-12-20".parse().unwrap(), about: None });
    }
    done("lead", Act::Released {});
    ledger
}

/// Returns what stands before the decisions with their evidence.
fn first_page(page: &Page) -> String {
    let sections = page.sections.iter().take_while(|section| !section.title.starts_with("Each decision"));
    Page { sections: sections.cloned().collect(), ..page.clone() }.lines().join("\n")
}

#[test]
fn the_first_page_tells_what_was_determined_what_it_means_what_is_asked_and_how_to_answer() {
    let mut catalog = catalog();
    let words = [
        (ChoiceKind::Progress, "not_as_expected", "Not as expected"),
        (ChoiceKind::Action, "additional_focus", "Additional focus"),
        (ChoiceKind::Action, "formal_remediation", "Remediation"),
        (ChoiceKind::Attribute, "learning", "Learns"),
    ];
    catalog.choices.extend(words.map(|(kind, code, title)| Choice {
        kind,
        code: code.into(),
        title: title.into(),
    }));
    catalog.program.zone = "America/Los_Angeles".parse().unwrap();
    let ledger = overruled(true);
    let text = first_page(&of(&catalog, &ledger, 0, false));
    for said in [
        "Your progress: Not as expected; what follows: Additional focus; the report to the American Board of Anesthesiology \
         for fall 2026: unsatisfactory, in: Learns",
        "The program director determined it (18 Nov 2026, entry 4)",
        "differs from what the committee had recommended, which does not hold: your progress: On course; what follows: \
         Remediation",
        "Why: A focus first",
        "Additional focus: your learning plan changes",
        "Call before midnight · Lin, who coaches · 20 Dec 2026, which is past · 5",
        "write to the office of education",
        "By when: 18 Dec 2026, 30 days after the release of 18 Nov 2026.",
        "trellis meeting appeal CASES Zq0x 4 \"why\"",
    ] {
        assert!(text.contains(said), "{said}\nis not in\n{text}");
    }
    for code in ["not_as_expected", "additional_focus", "formal_remediation", "as_expected"] {
        assert!(!text.contains(code), "{code} is in\n{text}");
    }
    let none = first_page(&of(&catalog, &overruled(false), 0, false));
    assert!(none.contains(
        "No goal with a due day is on record. What follows from the decision is: Additional focus. Ask"
    ));
}

#[test]
fn what_was_taken_back_after_the_release_is_the_first_thing_said() {
    let (catalog, mut ledger) = (catalog(), overruled(false));
    record(&mut ledger, "lead", Some(0), Act::Revocation { entry: 4, reason: "the wrong one".into() }, None);
    let text = first_page(&of(&catalog, &ledger, 0, false));
    assert!(text.contains("- No longer holds, since entry 6 took it back. Your progress"), "{text}");
    assert!(!text.contains("the wrong one"), "why is released with it: {text}");
    record(&mut ledger, "lead", Some(0), Act::Released {}, None);
    let text = first_page(&of(&catalog, &ledger, 0, false));
    assert!(
        text.contains("Taken back by entry 6: the wrong one. It had been determined: your progress"),
        "{text}"
    );
}

#[test]
fn prompts_and_evidence_are_told_by_titles() {
    let (mut catalog, mut ledger) = (catalog(), State::default());
    catalog.epas = [("ga_asa12", "General anesthesia, ASA 1-2"), ("machine", "Set up the machine")]
        .map(|(id, title)| crate::domain::entrustment::Epa {
            title: title.into(),
            id: id.parse().unwrap(),
            ..crate::testing::growth::epa()
        })
        .to_vec();
    let fact = |label: &str, shown: &str| Fact {
        label: label.into(),
        shown: shown.into(),
        n: None,
        definition: None,
    };
    let facts = vec![
        fact("prompt few_for_training_time/spinal", "Few"),
        fact("prompt thin_evidence/epas", "4 activities: thin evidence: machine, ga_asa12. What is common?"),
        // As it is written by now, by titles, in which a code may stand as a word.
        fact(
            "prompt thin_evidence/epas",
            "2 activities: thin evidence: Check the machine; Set up the machine. What",
        ),
        fact("recommendation that stands", "as_expected of 2026-10-20, entry 3"),
        fact("words", "the machine"),
    ];
    let (as_of, case_file) = ("2026-11-01".parse().unwrap(), "0".repeat(64));
    let evidence = Some(Evidence { as_of, case_file, thresholds: None, facts });
    opened(&mut ledger);
    let act = Act::OverallRecommendation(overall("Steady".into(), None));
    record(&mut ledger, "keeper", Some(0), act, evidence);
    record(&mut ledger, "lead", Some(0), Act::Released {}, None);
    let text = of(&catalog, &ledger, 0, false).lines().join("\n");
    for said in [
        "asked: spinal: few for training time",
        "asked: thin evidence · 4 activities: thin evidence: Set up the machine, General anesthesia, ASA 1-2. What",
        "2 activities: thin evidence: Check the machine; Set up the machine. What",
        "On course of 2026-10-20, entry 3",
        "words · the machine",
    ] {
        assert!(text.contains(said), "{said}\nis not in\n{text}");
    }
}
