mod agenda;
mod appeals;
mod asking;
mod coming_back;
mod entry;
mod evidence;
mod leading;
mod levels;
mod reading;
mod room;
mod scripts;
mod turns;

use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strum::IntoEnumIterator as _;

use super::*;
use crate::app::Screen;
use crate::app::{Action, Effect, Message, update};
use crate::domain::benchmark::Benchmark;
use crate::domain::catalog::Catalog;
use crate::domain::schedule::Schedules;
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::Act;
use crate::ledger::signature::sample;
use crate::prompts::{About, Prompt, Quantity, Rule};
use crate::survey::program::Survey;
use crate::survey::triage::Order;
use crate::testing::growth::block;
use crate::testing::ui::room::open;

/// Draws `model` and returns the symbols, line by line.
fn drawn(model: &Model, (width, height): (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, model, &Face::default())).unwrap();
    let buffer = terminal.backend().buffer();
    let line = |y| {
        let symbols: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
        symbols.trim_end().to_owned()
    };
    let lines = (0..height).map(line).collect::<Vec<_>>().join("\n");
    assert!(!lines.contains("{key:"), "a key is not filled in:\n{lines}");
    lines
}

#[test]
fn every_screen_keeps_its_place_at_three_sizes() {
    for screen in Screen::iter() {
        let model = open(screen, "R1", 40);
        assert_eq!(model.screen, screen);
        for size in [(80, 24), (120, 40), (200, 60)] {
            assert_snapshot!(format!("{screen}_{}x{}", size.0, size.1), drawn(&model, size));
        }
    }
}

#[test]
fn what_lies_on_top_leaves_the_footer_free() {
    for action in [Action::Help, Action::Palette, Action::Find] {
        let mut model = open(Screen::Resident, "R1", 40);
        let below = drawn(&model, (80, 24));
        update(&mut model, Message::Asked(action));
        let above = drawn(&model, (80, 24));
        assert_ne!(below, above, "{action:?}");
        assert!(above.lines().last().is_some_and(|keys| keys.contains("close")), "{above}");
    }
}

#[test]
fn a_terminal_that_is_too_small_asks_for_room_on_every_screen() {
    for screen in Screen::iter() {
        let model = open(screen, "R1", 40);
        assert!(drawn(&model, (59, 16)).contains("needs 60 × 16"));
        assert!(drawn(&model, (60, 15)).contains("needs 60 × 16"));
        assert!(!drawn(&model, (60, 16)).contains("needs"));
    }
}

/// Something that a person, or a slow answer, brings.
fn message() -> impl Strategy<Value = Message> {
    let actions: Vec<_> = Action::all().collect();
    prop_oneof![
        6 => prop::sample::select(actions).prop_map(Message::Asked),
        1 => any::<char>().prop_map(Message::Typed),
        1 => "\\PC{0,12}".prop_map(Message::Pasted),
        1 => any::<bool>().prop_map(|_| Message::Surveyed(Err("cut short".to_owned()))),
        1 => any::<bool>().prop_map(|_| Message::DraftNotKept("no room".to_owned())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_actions_can_be_drawn_at_any_size(
        messages in prop::collection::vec(message(), 0..60),
        size in (1u16..=300, 1u16..=100),
        graduates in prop::sample::select(vec![0u32, 5, 40]),
    ) {
        let mut model = open(Screen::Resident, "R1", graduates);
        for message in messages {
            let effects = update(&mut model, message);
            // A refusal comes back, as from a full disk.
            for effect in effects {
                if let Effect::Record(request) = effect {
                    update(&mut model, Message::NotRecorded { request: request.id, why: "the disk is full".to_owned() });
                }
            }
            drawn(&model, size);
        }
        for edge in [(1, 1), (1, 100), (300, 1), (60, 16), (300, 100)] {
            drawn(&model, edge);
        }
    }
}

#[test]
fn codes_are_never_listed_in_the_order_of_names() {
    let mut model = open(Screen::Triage, "R1", 40);
    let ask = |model: &mut Model, action| {
        update(model, Message::Asked(action));
        model.listing.order
    };
    assert_eq!(ask(&mut model, Action::Sort), Order::Name);
    assert_ne!(ask(&mut model, Action::Present), Order::Name);
    for _ in 0..Order::iter().count() {
        assert_ne!(ask(&mut model, Action::Sort), Order::Name);
    }
}

/// The program of the fixture with so many things asked of it.
fn short_of_supply(asked: u16) -> Model {
    let mut model = open(Screen::Triage, "R1", 40);
    let mut survey = model.survey.ready().map(|survey| Survey::clone(survey)).unwrap();
    survey.program_prompts = (0..asked)
        .map(|i| {
            let about = About::OfClass { class: 2024 + i, code: "spinal".parse().unwrap() };
            let numbers = (Quantity::Count(9), Quantity::Count(7));
            Prompt::new(Rule::ClassShortage, about, numbers, 14, &format!("Spinal {i}: what can change?"))
        })
        .collect();
    model.survey = Remote::Ready(Arc::new(survey));
    model
}

/// The same with the list of them on top.
fn short_listed(asked: u16) -> Model {
    let mut model = short_of_supply(asked);
    update(&mut model, Message::Asked(Action::ProgramPrompts));
    model
}

#[test]
fn what_is_asked_of_the_program_is_one_line_and_one_key_away() {
    let line =
        |model: &Model| drawn(model, (80, 24)).lines().find(|l| l.contains("program:")).map(str::to_owned);
    assert_eq!(line(&short_of_supply(0)), None);
    assert_eq!(line(&short_of_supply(1)).unwrap(), " ? program: Spinal 0: what can change?");
    let mut model = short_of_supply(3);
    assert_eq!(line(&model).unwrap(), " ? program: 2 more, C lists them · Spinal 0: what can change?");
    update(&mut model, Message::Asked(Action::ProgramPrompts));
    let listed = drawn(&model, (80, 24));
    assert!(["Spinal 0", "Spinal 1", "Spinal 2"].iter().all(|one| listed.contains(one)), "{listed}");
    update(&mut model, Message::Asked(Action::Back));
    assert!(model.overlay.is_none());
    let told = plain::screen(&short_of_supply(3), &Keymap::default()).join("\n");
    assert_eq!(told.matches("asked of the program: Spinal").count(), 3, "{told}");
}

#[test]
fn what_is_asked_of_the_program_is_acknowledged_with_a_reason_and_comes_back_when_what_it_means_changes() {
    let mut model = short_listed(2);
    for action in [Action::Down, Action::Acknowledge] {
        update(&mut model, Message::Asked(action));
    }
    assert!(drawn(&model, (80, 24)).contains("Spinal 1: what can change?"));
    assert!(drawn(&short_listed(2), (80, 24)).contains("a acknowledge"));
    for letter in "Two more rooms from March".chars() {
        update(&mut model, Message::Typed(letter));
    }
    let effects = update(&mut model, Message::Asked(Action::Open));
    // The words are kept until they are recorded.
    let [Effect::Keep(_), Effect::Record(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.subject, None);
    let draft = Unplaced {
        id: request.id.clone(),
        at: model.ledger.entry(1).unwrap().entry.at,
        actor: model.session.actor.clone(),
        subject: None,
        act: request.act.clone(),
        supersedes: None,
        evidence: None,
    };
    let recorded = sealed(placed(&draft, model.ledger.head()), sample()).recorded;
    let effects =
        update(&mut model, Message::Recorded { request: request.id.clone(), entries: vec![recorded] });
    assert!(matches!(effects.as_slice(), [Effect::DropDraft(id)] if *id == request.id), "{effects:?}");
    let asked = |model: &Model| model.asked_of_program().iter().map(|p| p.key()).collect::<Vec<_>>();
    assert_eq!(asked(&model), ["class_shortage/2024/spinal"]);
    // Answered ones stand below, and `x` takes an answer back.
    update(&mut model, Message::Asked(Action::ProgramPrompts));
    update(&mut model, Message::Asked(Action::Revoke));
    assert!(model.notice.as_ref().unwrap().text.contains("was not answered yet"), "{:?}", model.notice);
    update(&mut model, Message::Asked(Action::Down));
    let listed = drawn(&model, (80, 24));
    assert!(listed.contains("answered in entry") && listed.contains("Two more rooms from March"), "{listed}");
    let mut taken_back = model.clone();
    update(&mut taken_back, Message::Asked(Action::Revoke));
    for letter in "A slip".chars() {
        update(&mut taken_back, Message::Typed(letter));
    }
    update(&mut taken_back, Message::Asked(Action::Seal));
    let effects = update(&mut taken_back, Message::Typed('1'));
    let about = effects.iter().find_map(|effect| match effect {
        Effect::Record(request) => Some((&request.subject, &request.act)),
        _ => None,
    });
    let answer = model.ledger.count();
    let Some((None, Act::Revocation { entry, .. })) = about else { panic!("{effects:?}") };
    assert_eq!(*entry, answer);
    update(&mut model, Message::Asked(Action::Acknowledge));
    assert!(model.form.is_none(), "what is answered is not answered twice");
    model.overlay = None;
    let mut survey = model.survey.ready().map(|survey| Survey::clone(survey)).unwrap();
    survey.program_prompts[1].value = Quantity::Count(8);
    model.survey = Remote::Ready(Arc::new(survey.clone()));
    assert_eq!(asked(&model).len(), 1, "a case more is no other question");
    survey.program_prompts[1].definition = Some("another".into());
    model.survey = Remote::Ready(Arc::new(survey));
    assert_eq!(asked(&model).len(), 2);
}

#[test]
fn one_key_shows_program_and_benchmark_together_and_apart() {
    let mut model = open(Screen::Growth, "R1", 40);
    assert!(!model.can(Action::Compare));
    let rows = [(10.0, 6.0, 9.0), (10.0, 12.0, 18.0), (50.0, 6.0, 14.0), (50.0, 12.0, 30.0)];
    let outside = Benchmark::new("a table".into(), "2026-01-01".parse().unwrap(), &rows).unwrap();
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.benchmarks.insert("spinal".parse().unwrap(), outside);
    model.catalog = Arc::new(catalog);
    let mut seen = Vec::new();
    for press in 0..4 {
        if press > 0 {
            update(&mut model, Message::Asked(Action::Compare));
        }
        let shown = drawn(&model, (120, 40));
        let program = shown.contains("Of the 40 graduates");
        let benchmark = shown.contains("The benchmark (a") && shown.contains(" b10");
        assert!(shown.contains("a table, 1 Jan 2026"), "{shown}");
        seen.push((program, benchmark));
    }
    assert_eq!(seen, [(true, false), (false, true), (true, true), (true, false)]);
    update(&mut model, Message::Asked(Action::Compare));
    update(&mut model, Message::Asked(Action::Compare));
    assert_snapshot!("growth_beside_a_benchmark", drawn(&ahead(model), (100, 30)));
}

/// Reads the growth curve two months ahead.
fn ahead(mut model: Model) -> Model {
    for _ in 0..2 {
        update(&mut model, Message::Asked(Action::Right));
    }
    model
}

/// Opens the growth curve of a resident with two months of research among graduates of whom some had one.
fn with_research() -> Model {
    let mut model = open(Screen::Growth, "R1", 40);
    let mut survey = Survey::clone(model.survey.ready().unwrap());
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.not_clinical.insert("research".to_owned());
    (model.catalog, survey.catalog) = (Arc::new(catalog.clone()), Arc::new(catalog));
    for (i, graduate) in model.catalog.residents.iter().filter(|r| r.id.as_str().starts_with('G')).enumerate()
    {
        let october = block(if i % 2 == 0 { "research" } else { "general" }, "2024-10-01", "2024-10-31");
        let rest = block("general", "2024-11-01", "2025-06-30");
        for block in [october, rest] {
            survey.schedules.add(&graduate.id, &block.rotation, block.span);
        }
    }
    survey.records.get_mut(&"R1".parse().unwrap()).unwrap().rotations = vec![
        block("general", "2026-01-01", "2026-02-28"),
        block("research", "2026-03-01", "2026-04-30"),
        block("general", "2026-05-01", "2026-11-30"),
        block("cardiac", "2026-12-01", "2026-12-31"),
    ];
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    model
}

#[test]
fn one_key_reads_the_curve_by_clinical_months_and_back() {
    let mut model = with_research();
    let before = (drawn(&model, (120, 40)), plain::screen(&model, &Keymap::default()));
    assert!(model.can(Action::ClinicalMonths) && model.clinical_curve().is_none());
    update(&mut model, Message::Asked(Action::ClinicalMonths));
    let clinical = model.clinical_curve().unwrap();
    // Nine months of training, of which 61 days were research.
    assert!((clinical.month - (model.dossier.ready().unwrap().month.unwrap() - 61.0 / 30.4375)).abs() < 1e-9);
    assert_eq!((clinical.bands.n(), clinical.of, clinical.curve.last()), (40, 40, Some(&12)));
    for size in [(80, 24), (120, 40), (200, 60)] {
        assert_snapshot!(format!("growth_by_clinical_months_{}x{}", size.0, size.1), drawn(&model, size));
    }
    assert_snapshot!("growth_by_clinical_months_plain", plain::screen(&model, &Keymap::default()).join("\n"));
    update(&mut model, Message::Asked(Action::Right));
    assert_eq!(model.turned.crosshair, Some(7));
    assert!(
        plain::screen(&model, &Keymap::default()).join("\n").contains("Clinical month 7 is still to come.")
    );
    update(&mut model, Message::Asked(Action::ClinicalMonths));
    assert_eq!((drawn(&model, (120, 40)), plain::screen(&model, &Keymap::default())), before);
}

#[test]
fn without_a_mark_or_a_schedule_training_months_stay() {
    let mut unmarked = open(Screen::Growth, "R1", 40);
    let mut unknown = with_research();
    let mut survey = Survey::clone(unknown.survey.ready().unwrap());
    survey.records.clear();
    update(&mut unknown, Message::Surveyed(Ok(Arc::new(survey))));
    for (model, why) in [(&mut unmarked, "rotation_kinds.clinical"), (&mut unknown, "are not known")] {
        update(model, Message::Asked(Action::ClinicalMonths));
        assert!(!model.turned.clinical && !model.can(Action::ClinicalMonths));
        assert!(model.notice.as_ref().is_some_and(|notice| notice.text.contains(why)), "{:?}", model.notice);
    }
}

#[test]
fn members_whose_rotations_are_not_known_are_left_out_and_it_is_said() {
    let mut model = with_research();
    let mut survey = Survey::clone(model.survey.ready().unwrap());
    let known = survey.schedules.clone();
    let mut asked = |schedules| {
        survey.schedules = schedules;
        update(&mut model, Message::Surveyed(Ok(Arc::new(survey.clone()))));
        model.turned.clinical = true;
        plain::screen(&model, &Keymap::default()).join("\n")
    };
    let mut few = Schedules::default();
    for id in (0..25).map(|i| format!("G{i:03}").parse().unwrap()) {
        for &(place, span) in known.blocks(&id) {
            few.add(&id, &known.rotations()[usize::from(place)], span);
        }
    }
    let some = asked(few);
    assert!(some.contains("Of the 25 with known rotations of 40 graduates 2027, half had"), "{some}");
    let none = asked(Schedules::default());
    assert!(none.contains("The rotations of the 40 graduates 2027 are not known"), "{none}");
    assert!(!none.contains("centile"), "{none}");
}
