//! The milestones as they are filled in: by keys, at three sizes, and never with what nobody chose.

use std::time::Duration;

use insta::assert_snapshot;

use super::scripts::{keys, pressed};
use super::*;
use crate::app::Overlay;
use crate::app::form::Form;
use crate::committee::sheet::Sheet as _;
use crate::committee::sheet::card::CardSheet;
use crate::committee::sheet::overall::OverallSheet;
use crate::domain::meeting::Card;
use crate::domain::milestone::{HalfSteps, Subcompetency};
use crate::domain::overall::Overall;
use crate::ledger::entry::{Actor, Role, commitment};
use crate::survey::dossier::MilestoneRow;
use crate::testing::ui::room::{in_the_room, plan, record, salt};
use crate::ui::plain;
use crate::ui::theme::Glyphs;

const CHAIR: (&str, Role) = ("lin", Role::Chair);

/// The subcompetencies of the table: with levels of the last two half-years, as half steps, and of the resident.
const KNOWN: [(&str, &str, [Option<u8>; 3]); 6] = [
    ("PC1", "Pre-Anesthetic Evaluation", [Some(5), Some(6), Some(7)]),
    ("PC10", "Regional Anesthesia", [None, Some(4), Some(4)]),
    ("PC2", "Peri-Operative Care and Management", [Some(5), Some(5), Some(8)]),
    ("MK1", "Foundational Knowledge", [Some(6), None, None]),
    ("PROF1", "Professional Behavior and Ethical Principles", [Some(7), Some(0xff), Some(7)]),
    ("ICS1", "Patient- and Family-Centered Communication", [None, None, None]),
];

fn level(steps: u8) -> Option<HalfSteps> {
    HalfSteps::try_from(steps).ok()
}

/// Puts these subcompetencies in the place of the fixture's one.
fn known(model: &mut Model) {
    let subcompetency =
        |id: &str, title: &str| Subcompetency { id: id.parse().unwrap(), title: title.to_owned() };
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.subcompetencies = KNOWN.iter().map(|(id, title, _)| subcompetency(id, title)).collect();
    model.catalog = Arc::new(catalog);
    let Remote::Ready(dossier) = &mut model.dossier else { panic!() };
    dossier.milestones = KNOWN
        .iter()
        .map(|(id, title, said)| {
            let periods = ["2025-2", "2026-1"].map(|period| period.parse().unwrap());
            let committee =
                periods.into_iter().zip(said).filter_map(|(at, said)| Some((at, level((*said)?))));
            let own = said[2].map(|steps| (periods[1], level(steps)));
            MilestoneRow {
                subcompetency: subcompetency(id, title),
                committee: committee.collect(),
                own: own.into_iter().collect(),
                prompts: Vec::new(),
            }
        })
        .collect();
}

fn card(levels: &[(&str, u8)]) -> Card {
    let milestones = levels.iter().map(|(id, steps)| (id.parse().unwrap(), level(*steps).unwrap()));
    Card { milestones: milestones.collect(), ..Card::default() }
}

/// Calls and opens the cards of two members: they agree on PC1, differ on PC10, and one rated PC2.
fn rated(model: &mut Model) {
    let cards =
        [("abara", card(&[("PC1", 7), ("PC10", 8), ("PC2", 6)])), ("byrd", card(&[("PC1", 7), ("PC10", 6)]))];
    for (who, card) in &cards {
        let commitment = commitment(card, salt());
        let act = Act::RatingSealed { meeting: "M1".into(), rater: (*who).into(), commitment };
        record(model, (who, Role::Member), Some("R1"), 65, act);
    }
    record(model, CHAIR, Some("R1"), 70, Act::RatingsCalled { meeting: "M1".into() });
    for (who, card) in cards {
        let open = model.ledger.open_meeting().unwrap();
        let entry = open.review(&"R1".parse().unwrap()).unwrap().seals[who].entry;
        let act = Act::RatingRevealed { entry, card, salt: salt() };
        record(model, (who, Role::Member), Some("R1"), 71, act);
    }
}

/// The form in the room, with the ratings open, on the rows of the milestones.
fn in_hand() -> Model {
    let mut model = in_the_room(Screen::Review, 40, false);
    rated(&mut model);
    known(&mut model);
    keys(&mut model, "O Ctrl-l");
    model
}

fn form(model: &Model) -> &Form {
    model.form.as_ref().unwrap()
}

fn sheet(model: &Model) -> &OverallSheet {
    form(model).filled.overall().unwrap()
}

/// What would be recorded: each level, with a sign where it is taken over.
fn chosen(model: &Model) -> Vec<String> {
    let marks = form(model).filled.sheet().marks();
    let said = |level: Option<HalfSteps>| level.map_or("n/a".to_owned(), |level| level.to_string());
    marks
        .iter()
        .map(|(id, mark)| format!("{id} {}{}", said(mark.level), if mark.carried { " carried" } else { "" }))
        .collect()
}

fn notice(model: &Model) -> String {
    model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

#[test]
fn the_table_keeps_its_place_at_three_sizes_and_in_ascii() {
    let mut model = in_hand();
    keys(&mut model, "= Down 4 Down l Down l Down n");
    for size in [(80, 24), (120, 40), (200, 60)] {
        assert_snapshot!(format!("levels_{}x{}", size.0, size.1), drawn(&model, size));
    }
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut face = Face::default();
    face.look.glyphs = Glyphs::Ascii;
    terminal.draw(|frame| draw(frame, &model, &face)).unwrap();
    let drawn: String =
        terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(drawn.is_ascii(), "{drawn}");
    assert_snapshot!("levels_plain", plain::screen(&model, &Keymap::default()).join("\n"));
}

#[test]
fn a_row_that_nobody_touched_is_not_yet_and_records_nothing() {
    let mut model = in_hand();
    let rows: Vec<_> = sheet(&model).table.rows.iter().map(|row| row.known.id.to_string()).collect();
    assert_eq!(rows, ["PC1", "PC2", "PC10", "MK1", "PROF1", "ICS1"]);
    keys(&mut model, "Down Down Down Down Down Up");
    assert_eq!(chosen(&model), [""; 0]);
    assert!(sheet(&model).overall().milestones.is_empty());
    assert!(sheet(&model).read_back().contains("no milestone level is recorded"));
}

#[test]
fn arrows_choose_in_half_steps_beside_last_time_and_stop_at_the_ends() {
    for (pressed, expected) in [
        ("Right", "PC1 3.5"),
        ("Left", "PC1 2.5"),
        ("Right Right Right Right Right Right Right", "PC1 5.0"),
        ("0 Left Left", "PC1 <1"),
        ("0 Right", "PC1 1.0"),
        ("n", "PC1 n/a"),
        ("n Right", "PC1 3.5"),
        ("4 . 5", "PC1 4.5"),
        ("6 7 x", ""),
        ("Down Down Down Down Down Right", "ICS1 1.0"),
    ] {
        let mut model = in_hand();
        keys(&mut model, pressed);
        assert_eq!(chosen(&model).join(" "), expected, "{pressed}");
        assert!(form(&model).is_on_levels());
    }
    let mut model = in_hand();
    keys(&mut model, "3");
    update(&mut model, Message::Asked(Action::Edit(crate::app::edit::Edit::EraseLeft)));
    assert_eq!(chosen(&model), [""; 0], "and what was chosen is not yet again");
}

#[test]
fn a_row_takes_what_its_ratings_agree_on_or_last_time_and_says_which() {
    let mut model = in_hand();
    keys(&mut model, "=");
    assert_eq!(
        (chosen(&model).join(" "), notice(&model)),
        ("PC1 3.5".into(), "PC1 3.5: all 2 ratings".into())
    );
    keys(&mut model, "Down =");
    assert!(notice(&model).contains("PC2 3.0: the one rating"), "{}", notice(&model));
    keys(&mut model, "Down =");
    assert!(notice(&model).contains("PC10 do not agree: 3.0 once, 4.0 once"), "{}", notice(&model));
    keys(&mut model, "l");
    assert!(notice(&model).contains("PC10 2.0, taken over from spring 2026"), "{}", notice(&model));
    keys(&mut model, "Down =");
    assert!(notice(&model).contains("nobody rated MK1"), "{}", notice(&model));
    keys(&mut model, "l Down l");
    assert!(notice(&model).contains("PROF1 was not assessable in spring 2026"), "{}", notice(&model));
    keys(&mut model, "Down l");
    assert!(notice(&model).contains("has given ICS1 no level before"), "{}", notice(&model));
    let levels = ["MK1 3.0 carried", "PC1 3.5", "PC10 2.0 carried", "PC2 3.0"];
    assert_eq!(chosen(&model), levels);
    // A level that is chosen by hand is taken over no longer, though it is the same.
    keys(&mut model, "Up Up Up 2");
    assert_eq!(chosen(&model)[2], "PC10 2.0");
}

#[test]
fn all_rows_are_taken_after_a_question_that_lists_them_and_by_its_answer_alone() {
    for (asks, none, lists, takes) in [
        (
            "+",
            "agree on none of 4 rows",
            "agree on 2 of 6 rows that are open: PC1 3.5, PC2 3.0.",
            ["PC1 3.5", "PC2 3.0"].as_slice(),
        ),
        (
            "L",
            "Nothing can be taken over",
            "on 3 of 6 rows that are open: PC1 3.0, PC2 2.5, PC10 2.0.",
            &["PC1 3.0 carried", "PC10 2.0 carried", "PC2 2.5 carried"],
        ),
    ] {
        let mut model = in_hand();
        keys(&mut model, asks);
        let Some(Overlay::Question(question)) = &model.overlay else { panic!("{asks}: {:?}", model.notice) };
        assert!(question.text.contains(lists), "{}", question.text);
        // Neither the key that asked, nor Enter, nor a paste, nor Esc and Enter, nor an answer that comes too soon.
        keys(&mut model, &format!("{asks} Enter"));
        update(&mut model, Message::Pasted("1".into()));
        pressed(&mut model, "1", Duration::from_millis(30));
        assert_eq!(chosen(&model), [""; 0], "{asks}");
        keys(&mut model, "Esc Enter");
        assert_eq!(chosen(&model), [""; 0], "{asks}");
        keys(&mut model, &format!("Up {asks} 2"));
        assert_eq!(chosen(&model), [""; 0], "{asks}");
        keys(&mut model, &format!("{asks} 1"));
        assert_eq!(chosen(&model), takes, "{asks}");
        // A second time nothing is left to take, and what was chosen stays.
        keys(&mut model, asks);
        assert!(model.overlay.is_none() && notice(&model).contains(none), "{}", notice(&model));
    }
}

#[test]
fn several_letters_at_once_take_nothing() {
    let mut model = in_hand();
    let press =
        |alone| Message::Pressed(crate::app::hand::Press { at: Duration::from_mins(15), alone, held: false });
    for action in [Action::TakeAgreed, Action::TakeLast, Action::OfferAgreed, Action::OfferLast] {
        update(&mut model, press(false));
        update(&mut model, Message::Asked(action));
        assert!(model.overlay.is_none() && chosen(&model).is_empty(), "{action:?}");
    }
    for text in ["=", "llll", "+1", "L1"] {
        update(&mut model, Message::Pasted(text.into()));
        assert!(model.overlay.is_none() && chosen(&model).is_empty(), "{text}");
    }
}

#[test]
fn what_is_recorded_is_what_the_table_shows_and_what_was_taken_over_is_on_record() {
    let mut model = in_hand();
    keys(&mut model, "+ 1 Down Down l Down Down n Tab Ctrl-l");
    assert_eq!(form(&model).row(), Some("MK1".parse().unwrap()), "the first that is open");
    while form(&model).at() != 0 {
        keys(&mut model, "Up");
    }
    keys(&mut model, "1 Tab \"Seen by four\" Ctrl-s");
    let screen = drawn(&model, (120, 40));
    for said in [
        "milestones: 4 of 6 recorded, 1 taken over from last time, 1 not assessable, 2 not yet",
        "taken over from last time, PC10; not assessable, PROF1",
        "2 rows are not yet, and without a level on record: MK1, ICS1.",
    ] {
        assert!(screen.replace('\n', " ").replace("  ", " ").contains(said), "{said}: {screen}");
    }
    let request = sheet(&model).request();
    let Act::OverallRecommendation(overall) = &request.act else { panic!() };
    let levels: Vec<_> = overall.milestones.iter().map(|(id, level)| format!("{id} {level}")).collect();
    assert_eq!(levels, ["PC1 3.5", "PC10 2.0", "PC2 3.0"]);
    assert_eq!(overall.not_assessable, ["PROF1".parse().unwrap()].into());
    let evidence = request.evidence.unwrap();
    assert_eq!(evidence.carried(), Some(["PC10".parse().unwrap()].into()));
    assert!(
        screen.contains("milestones taken over from last time: PC10"),
        "it is on the screen too: {screen}"
    );
}

#[test]
fn cards_that_open_while_the_form_is_filled_in_are_taken_in_and_nothing_written_is_lost() {
    let mut model = in_the_room(Screen::Review, 40, false);
    known(&mut model);
    keys(&mut model, "O Ctrl-l =");
    assert!(notice(&model).contains("no rating of this meeting is open"), "{}", notice(&model));
    keys(&mut model, "Down 4");
    rated(&mut model);
    known(&mut model);
    keys(&mut model, "Up =");
    assert_eq!(chosen(&model), ["PC1 3.5", "PC2 4.0"]);
}

#[test]
fn a_sealed_rating_or_one_of_an_earlier_meeting_is_nowhere_in_the_table() {
    let tables = |model: &mut Model| {
        known(model);
        let mut seen = Vec::new();
        for screen in [Screen::Overall, Screen::Card] {
            update(model, Message::Asked(Action::Go(screen)));
            if let Some(form) = &model.form {
                let table = form.filled.sheet().table().unwrap();
                seen.push(table.rows.iter().any(|row| !row.rated.is_empty()));
            }
            update(model, Message::Asked(Action::Back));
        }
        seen.contains(&true)
    };
    // Sealed, and not called.
    let mut model = in_the_room(Screen::Review, 40, false);
    assert!(!tables(&mut model));
    rated(&mut model);
    assert!(tables(&mut model));
    // Between meetings it stands beside what the director determines, and beside nothing else.
    let overall = Overall {
        progress: Some("as_expected".into()),
        action: None,
        board: None,
        milestones: card(&[("PC1", 7)]).milestones,
        not_assessable: [].into(),
        rationale: "Two agree.".into(),
        insufficient_evidence: true,
        dissent: None,
    };
    record(&mut model, CHAIR, Some("R1"), 75, Act::OverallRecommendation(overall));
    record(&mut model, CHAIR, Some("R1"), 80, Act::ReviewEnded { meeting: "M1".into(), concluded: false });
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    let director = Actor { id: "dole".into(), role: Role::ProgramDirector };
    let chair = std::mem::replace(&mut model.session.actor, director);
    assert!(tables(&mut model));
    model.session.actor = chair;
    assert!(!tables(&mut model));
    // A meeting later, to whoever has not rated, and to a director who determines what was recommended before.
    record(&mut model, CHAIR, None, 100, Act::MeetingOpened { meeting: "M2".into(), title: "Spring".into() });
    record(&mut model, CHAIR, None, 101, Act::MeetingPlanned { meeting: "M2".into(), plan: plan() });
    for (who, role) in [("byrd", Role::Member), ("lin", Role::Chair), ("dole", Role::ProgramDirector)] {
        model.session.actor = Actor { id: who.into(), role };
        assert!(!tables(&mut model), "{who}");
    }
}

#[test]
fn a_card_takes_last_time_and_a_hidden_one_lists_nothing() {
    let card_in_hand = |presenting| {
        let mut model = in_the_room(Screen::Review, 40, presenting);
        known(&mut model);
        keys(&mut model, "K Ctrl-l");
        model
    };
    let sealed = |model: &Model| {
        let card: &CardSheet = form(model).filled.card().unwrap();
        card.saved.card.milestones.clone()
    };
    let mut model = card_in_hand(false);
    keys(&mut model, "n = l Down Right");
    assert_eq!(sealed(&model), card(&[("PC1", 6), ("PC2", 6)]).milestones);
    keys(&mut model, "L 1");
    assert_eq!(sealed(&model), card(&[("PC1", 6), ("PC2", 6), ("PC10", 4)]).milestones);
    let mut model = card_in_hand(true);
    keys(&mut model, "L");
    assert!(model.overlay.is_none() && notice(&model).contains("others look on"), "{}", notice(&model));
    keys(&mut model, "l");
    assert_eq!((notice(&model).as_str(), sealed(&model).len()), ("taken", 1));
    let seen = drawn(&model, (120, 40));
    assert!(seen.contains("rated") && !seen.contains("not yet"), "{seen}");
}

#[test]
fn what_raters_wrote_is_beside_a_row_and_on_a_shared_screen_only_when_asked_for() {
    for (presenting, at_first) in [(false, true), (true, false)] {
        let mut model = in_the_room(Screen::Review, 40, presenting);
        keys(&mut model, "K Down");
        let shown = |model: &Model| {
            let all = [
                drawn(model, (80, 24)),
                drawn(model, (200, 60)),
                plain::screen(model, &Keymap::default()).join("\n"),
            ];
            assert!(
                all.iter().all(|text| text.contains("2 ratings by 2 raters; the last 3 on 1 May 2026")),
                "{}",
                all[0]
            );
            all.map(|text| text.contains("“calm”"))
        };
        assert_eq!(shown(&model), [at_first; 3]);
        update(&mut model, Message::Asked(Action::Comments));
        assert_eq!(shown(&model), [!at_first; 3]);
    }
}
