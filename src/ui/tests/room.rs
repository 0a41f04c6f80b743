//! The meeting's screens, step by step, and what they never show.

use insta::assert_snapshot;
use strum::IntoEnumIterator as _;

use super::*;
use crate::app::screen::List;
use crate::committee::room::Step;
use crate::committee::sheet::Filled;
use crate::ledger::entry::{Act, Role, commitment};
use crate::testing::ui::room::{SECRET, in_the_room, plan, record, reveal, salt, secret};
use crate::ui::plain;

#[test]
fn every_step_keeps_its_place_at_two_sizes() {
    for step in Step::iter() {
        let mut model = in_the_room(Screen::Review, 40, true);
        if step > Step::Ratings {
            reveal(&mut model);
        }
        model.room.step = Some(step);
        for size in [(80, 24), (120, 40)] {
            assert_snapshot!(format!("step_{step:?}_{}x{}", size.0, size.1), drawn(&model, size));
        }
    }
}

#[test]
fn revealed_ratings_stand_side_by_side() {
    let mut model = in_the_room(Screen::Review, 40, true);
    reveal(&mut model);
    model.room.step = Some(Step::Ratings);
    for size in [(80, 24), (120, 40)] {
        assert_snapshot!(format!("revealed_{}x{}", size.0, size.1), drawn(&model, size));
    }
    assert!(drawn(&model, (120, 40)).contains(SECRET));
}

#[test]
fn an_earlier_rating_is_shown_when_the_own_one_is_in() {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    let chair = ("lin", Role::Chair);
    record(&mut model, chair, Some("R1"), 80, Act::ReviewEnded { meeting: "M1".into(), concluded: false });
    record(&mut model, chair, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    let says = |model: &mut Model, who: &str| {
        model.session.actor.id = who.into();
        let mut said = Vec::new();
        for screen in [Screen::Ledger, Screen::Entry] {
            update(model, Message::Asked(Action::Go(screen)));
            let entries: Vec<_> = model.entries().iter().map(|recorded| recorded.entry.seq).collect();
            for (at, seq) in entries.into_iter().enumerate() {
                (model.at[List::Entries], model.at.opened) = (at, Some(seq));
                said.extend([drawn(model, (120, 40)), plain::screen(model, &Keymap::default()).join("\n")]);
            }
        }
        said.iter().any(|text| text.contains(SECRET))
    };
    assert!(says(&mut model, "abara"), "between meetings nothing is held back");

    let meeting = || "M2".to_owned();
    record(&mut model, chair, None, 100, Act::MeetingOpened { meeting: meeting(), title: "Spring".into() });
    record(&mut model, chair, None, 101, Act::MeetingPlanned { meeting: meeting(), plan: plan() });
    assert!(!says(&mut model, "abara"));
    assert!(says(&mut model, "orr"), "whoever does not rate leans on nothing");
    let seal = Act::RatingSealed {
        meeting: meeting(),
        rater: "abara".into(),
        commitment: commitment(&secret(), salt()),
    };
    record(&mut model, ("abara", Role::Member), Some("R1"), 102, seal);
    assert!(says(&mut model, "abara"));
    assert!(!says(&mut model, "byrd"));
    record(&mut model, chair, Some("R1"), 103, Act::RatingsCalled { meeting: meeting() });
    assert!(says(&mut model, "byrd"));
}

#[test]
fn what_has_no_room_is_said_to_be_there_and_read_by_keys() {
    let mut model = in_the_room(Screen::Review, 40, true);
    model.room.step = Some(Step::Begin);
    let last = "it done, carried on or dropped?";
    let first = "primary reviewer";
    let drawn_now = drawn(&model, (80, 24));
    assert!(drawn_now.contains(first) && !drawn_now.contains(last), "{drawn_now}");
    assert!(drawn_now.contains("PgDn reads on, "), "{drawn_now}");
    for _ in 0..10 {
        update(&mut model, Message::Asked(Action::PageDown));
    }
    let drawn_now = drawn(&model, (80, 24));
    assert!(drawn_now.contains(last) && drawn_now.contains("PgUp reads back"), "{drawn_now}");
    assert!(!drawn_now.contains(first), "{drawn_now}");
    update(&mut model, Message::Asked(Action::Down));
    update(&mut model, Message::Asked(Action::Up));
    assert!(drawn(&model, (80, 24)).contains(first), "another step begins at its top");
}

#[test]
fn a_hidden_card_shows_that_a_line_is_filled_in_and_never_with_what() {
    let fill = |hidden: bool| {
        let mut model = in_the_room(Screen::Card, 40, hidden);
        let form = model.form.as_mut().unwrap();
        let Filled::Card(card) = &mut form.filled else { panic!() };
        card.hidden = hidden;
        for key in ['1', '\t', '3'] {
            let message = if key == '\t' { Message::Asked(Action::NextField) } else { Message::Typed(key) };
            update(&mut model, message);
        }
        assert_eq!(model.form.as_ref().unwrap().filled.card().unwrap().filled(), 2);
        [drawn(&model, (120, 40)), plain::screen(&model, &Keymap::default()).join("\n")]
    };
    let (seen, hidden) = (fill(false), fill(true));
    assert!(seen.iter().all(|text| text.contains("Progressing as expected") && !text.contains("rated")));
    assert!(seen[1].contains("one-lung: 3 "), "{}", seen[1]);
    for text in hidden {
        assert!(text.matches("rated").count() == 2 && !text.contains("one-lung: 3 "), "{text}");
        // The line offers every choice alike.
        assert!(!text.contains("overall: Progressing"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_rating_is_on_any_screen_before_the_reveal(
        messages in prop::collection::vec(message(), 0..60),
        presenting in any::<bool>(),
        screen in prop::sample::select(Screen::iter().collect::<Vec<_>>()),
    ) {
        let mut model = in_the_room(Screen::Review, 40, presenting);
        update(&mut model, Message::Asked(Action::Go(screen)));
        for message in messages {
            update(&mut model, message);
            for size in [(80, 24), (120, 40)] {
                prop_assert!(!drawn(&model, size).contains(SECRET));
            }
            prop_assert!(!plain::screen(&model, &Keymap::default()).join("\n").contains(SECRET));
        }
    }
}
