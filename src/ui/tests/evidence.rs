//! The evidence where one decides: beside what is filled in, or a key away, and never more than may be seen.

use super::scripts::keys;
use super::*;
use crate::app::screen::Leaf;
use crate::domain::entrustment::{Framing, ScaleLevel};
use crate::ledger::entry::{Act, Role};
use crate::testing::growth::scale;
use crate::testing::ui::program::rated;
use crate::testing::ui::room::{SECRET, choices, in_the_room, plan, record, reveal};
use crate::ui::plain;

const CHAIR: (&str, Role) = ("lin", Role::Chair);

/// Gives the levels of the fixture's scale their words.
fn in_words(model: &mut Model) {
    let words = ["observe", "direct supervision", "indirect supervision", "unsupervised", "may supervise"];
    let mut catalog = Catalog::clone(&model.catalog);
    let levels = (1..).zip(words);
    let levels = levels.map(|(level, title)| ScaleLevel { level: format!("{level}"), title: title.into() });
    let levels = levels.collect();
    catalog.scales =
        vec![crate::domain::entrustment::Scale { levels, ..scale("ten_cate", Framing::Prospective) }];
    catalog.choices = choices();
    model.catalog = Arc::new(catalog);
}

/// A screen on which one decides about the activity, reached by these keys.
fn deciding(line: &str, presenting: bool) -> Model {
    let mut model = in_the_room(Screen::Review, 40, presenting);
    in_words(&mut model);
    keys(&mut model, line);
    model
}

/// The keys to each place where one decides on the activity.
const WHERE: [&str; 4] = ["j j j", "d", "K Down", "O"];

fn told(model: &Model) -> String {
    plain::screen(model, &Keymap::default()).join("\n")
}

#[test]
fn the_evidence_stands_beside_whatever_is_decided_on() {
    for line in WHERE {
        let model = deciding(line, false);
        for screen in [drawn(&model, (120, 40)), drawn(&model, (200, 60)), told(&model)] {
            let newest = "1 May 2026: 3 indirect supervision";
            for said in [newest, "Dr B", "“calm”", "1 Mar 2026: 2 direct", "Lead a one-lung case"] {
                assert!(screen.contains(said), "{line}: {said}\n{screen}");
            }
        }
        let narrow = drawn(&model, (80, 24));
        assert!(narrow.contains("] evidence") && !narrow.contains("EVIDENCE"), "{line}\n{narrow}");
    }
}

#[test]
fn at_80_columns_the_evidence_is_one_key_away_and_the_row_in_hand_stays() {
    for (line, in_hand) in WHERE.into_iter().zip(["activities", "outcome", "Thoracic", "progress"]) {
        let mut model = deciding(line, false);
        keys(&mut model, "]");
        let screen = drawn(&model, (80, 24));
        for said in ["[ratings]", "] [ turn", "1 May 2026: 3 indirect supervision", "“calm”", in_hand] {
            assert!(screen.contains(said), "{line}: {said}\n{screen}");
        }
        for said in ["[growth]", "[prompts]", "[goals]"] {
            keys(&mut model, "]");
            assert!(drawn(&model, (80, 24)).contains(said), "{line}: {said}");
        }
        assert!(drawn(&model, (80, 24)).contains("Lead a one-lung case"), "{line}");
        keys(&mut model, "] ]");
        assert_eq!(model.turned.leaf, Leaf::Ratings, "{line}");
        keys(&mut model, "[");
        assert_eq!(model.turned.leaf, Leaf::All);
        assert!(!drawn(&model, (80, 24)).contains("EVIDENCE"), "{line}");
    }
}

#[test]
fn the_curve_is_that_of_the_experience_which_gives_occasion_and_of_no_other() {
    let shows = |model: &Model| drawn(model, (120, 40)).contains("centile 35");
    let mut model = deciding("j j j", false);
    assert!(!shows(&model), "no experience gives occasion for the activity");
    keys(&mut model, "] ]");
    for size in [(80, 24), (120, 40)] {
        assert!(drawn(&model, size).contains("no experience is said to give occasion"));
    }
    keys(&mut model, "[ [");
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.epas[0].experience = Some("spinal".parse().unwrap());
    model.catalog = Arc::new(catalog);
    assert!(shows(&model));
    keys(&mut model, "] ]");
    let narrow = drawn(&model, (80, 24));
    assert!(narrow.contains("[growth]") && narrow.contains("12 procedures"), "{narrow}");
    // Of the resident as a whole it is the first that is asked about.
    assert!(shows(&deciding("", false)));
}

#[test]
fn a_leaf_that_is_long_is_read_on_in() {
    let mut model = deciding("", false);
    rated(&mut model, &["A", "B", "C", "D", "E", "F", "G", "H"], "3");
    keys(&mut model, "d ]");
    let first = drawn(&model, (80, 16));
    assert!(first.contains("1 Sep 2026") && first.contains("PgDn reads on"), "{first}");
    keys(&mut model, "PgDn PgDn PgDn");
    let last = drawn(&model, (80, 16));
    assert!(last.contains("1 Feb 2026") && !last.contains("1 Sep 2026"), "{last}");
    keys(&mut model, "Tab");
    assert!(drawn(&model, (80, 16)).contains("1 Sep 2026"), "another row begins at its top");
}

#[test]
fn among_words_a_bracket_is_written_and_another_key_turns() {
    let mut model = deciding("O Tab \"as agreed ]\"", false);
    let written = drawn(&model, (80, 24));
    assert!(written.contains("as agreed ]") && written.contains("Ctrl-n evidence"), "{written}");
    assert_eq!(model.turned.leaf, Leaf::All);
    keys(&mut model, "Ctrl-n \" now\"");
    let turned = drawn(&model, (80, 24));
    assert!(turned.contains("as agreed ] now") && turned.contains("[ratings]"), "{turned}");
    assert!(turned.contains("Ctrl-n Ctrl-p turn"), "{turned}");
    keys(&mut model, "Ctrl-g");
    assert!(!drawn(&model, (80, 24)).contains("“calm”"), "put away");
}

#[test]
fn what_is_read_back_is_answered_before_anything_is_turned() {
    let mut model = deciding("d 4 Tab Tab \"Too few\" Tab \"New\" Ctrl-s ]", false);
    let screen = drawn(&model, (80, 24));
    assert!(screen.contains("recommends to defer") && screen.contains("this needs an answer"), "{screen}");
    assert_eq!(model.turned.leaf, Leaf::All);
    // Turned to before, the evidence makes room for what is read back.
    keys(&mut model, "2 Ctrl-n Ctrl-s");
    let screen = drawn(&model, (80, 24));
    assert!(screen.contains("recommends to defer") && !screen.contains("[ratings]"), "{screen}");
}

#[test]
fn on_a_shared_screen_words_are_shown_when_asked_for_and_not_because_they_were_put_away_before() {
    for line in WHERE {
        let mut model = deciding(line, true);
        for _ in 0..2 {
            let all = [drawn(&model, (120, 40)), drawn(&model, (200, 60)), told(&model)];
            assert!(all.iter().all(|text| !text.contains("“calm”") && !text.contains("Dr B")), "{line}");
            assert!(all.iter().all(|text| text.contains("1 comment; ")), "{line}\n{}", all[0]);
            update(&mut model, Message::Asked(Action::Comments));
            assert!(drawn(&model, (120, 40)).contains("“calm”"), "{line}");
            update(&mut model, Message::Asked(Action::Comments));
        }
    }
    let mut model = deciding("", false);
    update(&mut model, Message::Asked(Action::Comments));
    assert!(!drawn(&model, (120, 40)).contains("“calm”"));
    update(&mut model, Message::Asked(Action::Present));
    assert!(!drawn(&model, (120, 40)).contains("“calm”"), "put away between four eyes is not asked for");
}

#[test]
fn what_d_acts_on_is_named() {
    let model = deciding("j j j", false);
    for screen in [drawn(&model, (80, 24)), drawn(&model, (120, 40))] {
        assert!(screen.contains("d decides on Thoracic, one-lung"), "{screen}");
    }
    assert!(drawn(&model, (120, 40)).contains("on Thoracic, one-lung"));
}

#[test]
fn who_is_recused_is_named_on_what_is_decided() {
    let mut model = in_the_room(Screen::Review, 40, false);
    in_words(&mut model);
    let reason = "coaches the resident".to_owned();
    let act = Act::Recused { meeting: "M1".into(), member: "byrd".into(), reason };
    record(&mut model, CHAIR, Some("R1"), 80, act);
    for line in ["O", "Esc d"] {
        keys(&mut model, line);
        let screen = drawn(&model, (80, 24));
        assert!(screen.contains("recused: byrd") && told(&model).contains("recused: byrd"), "{screen}");
    }
    keys(&mut model, "4 Tab Tab \"Too few\" Tab \"New\" Ctrl-s");
    let screen = drawn(&model, (80, 24));
    assert!(screen.contains("byrd recused"), "{screen}");
}

/// A meeting after one whose ratings were revealed; byrd has not rated.
fn a_meeting_later(presenting: bool) -> Model {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    record(&mut model, CHAIR, Some("R1"), 80, Act::ReviewEnded { meeting: "M1".into(), concluded: false });
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    let meeting = || "M2".to_owned();
    record(&mut model, CHAIR, None, 100, Act::MeetingOpened { meeting: meeting(), title: "Spring".into() });
    record(&mut model, CHAIR, None, 101, Act::MeetingPlanned { meeting: meeting(), plan: plan() });
    model.session.actor = crate::ledger::entry::Actor { id: "byrd".into(), role: Role::Member };
    model.presenting = presenting;
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_of_an_earlier_meeting_is_on_any_screen_before_the_own_card_is_sealed(
        messages in prop::collection::vec(message(), 0..30),
        presenting in any::<bool>(),
        screen in prop::sample::select(Screen::iter().collect::<Vec<_>>()),
        turns in 0usize..5,
        reads in any::<bool>(),
    ) {
        let mut model = a_meeting_later(presenting);
        if reads {
            // The meeting before, as it was held.
            model.room.part = crate::app::room::Part::Held;
            update(&mut model, Message::Asked(Action::Go(Screen::Meeting)));
            update(&mut model, Message::Asked(Action::Open));
            prop_assert!(model.room.reading.is_some());
        } else {
            update(&mut model, Message::Asked(Action::Go(screen)));
        }
        let turns = (0..turns).map(|_| Message::Asked(Action::NextEvidence));
        for message in turns.chain(messages) {
            update(&mut model, message);
            for size in [(80, 24), (120, 40)] {
                prop_assert!(!drawn(&model, size).contains(SECRET));
            }
            prop_assert!(!told(&model).contains(SECRET));
        }
    }
}

#[test]
fn the_leaves_keep_their_place_at_three_sizes() {
    for (line, called) in WHERE.into_iter().zip(["steps", "decide", "card", "overall"]) {
        let mut model = deciding(line, false);
        let mut catalog = Catalog::clone(&model.catalog);
        catalog.epas[0].experience = Some("spinal".parse().unwrap());
        model.catalog = Arc::new(catalog);
        for leaf in Leaf::iter() {
            if leaf == Leaf::All || matches!(leaf, Leaf::Ratings | Leaf::Growth) {
                for size in [(80, 24), (120, 40), (200, 60)] {
                    let named = format!("evidence_{called}_{leaf}_{}x{}", size.0, size.1);
                    assert_snapshot!(named, drawn(&model, size));
                }
            }
            keys(&mut model, "]");
        }
    }
}
