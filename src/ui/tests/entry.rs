//! A past decision: opened from where it stands, as it was shown, and what has changed since.

use super::*;
use crate::app::screen::List;
use crate::app::screen::entry;
use crate::committee::replay::{self, Change};
use crate::committee::sheet::decision::DecisionSheet;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Outcome;
use crate::testing::ui::program::{decide, id, rated};

fn ask(model: &mut Model, action: Action) -> Vec<Effect> {
    update(model, Message::Asked(action))
}

fn ask_for(model: &mut Model, key: char) {
    update(model, Message::Typed(key));
}

/// Opens the form on R1's activity, to which the spinals of the fixture give occasion.
fn deciding() -> Model {
    let mut model = open(Screen::Epas, "R1", 40);
    let mut survey = Survey::clone(model.survey.ready().unwrap());
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.epas[0].experience = Some("spinal".parse().unwrap());
    (model.catalog, survey.catalog) = (Arc::new(catalog.clone()), Arc::new(catalog));
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    ask(&mut model, Action::Open);
    assert_eq!(model.screen, Screen::Decide);
    model
}

/// Puts the cursor of the form on the line with a label.
fn go_to(model: &mut Model, label: &str) {
    let form = model.form.as_mut().unwrap();
    let at = form.filled.sheet().lines().iter().position(|line| line.label == label).unwrap();
    form.go_to(at);
}

fn sheet(model: &Model) -> &DecisionSheet {
    model.form.as_ref().unwrap().filled.decision().unwrap()
}

/// Writes what is missing, and asks for the decision to be recorded.
fn seal(model: &mut Model) -> (String, Arc<Recorded>) {
    ask_for(model, '1');
    go_to(model, "level");
    ask_for(model, '2');
    for label in ["rationale", "why replaced"] {
        go_to(model, label);
        update(model, Message::Pasted("Two raters agree".to_owned()));
    }
    ask(model, Action::Seal);
    let effects = update(model, Message::Typed('1'));
    let request = effects.into_iter().find_map(|effect| match effect {
        Effect::Record(request) => Some(request),
        _ => None,
    });
    let request = request.unwrap();
    let draft = Unplaced {
        id: request.id.clone(),
        at: model.ledger.entry(1).unwrap().entry.at,
        actor: model.session.actor.clone(),
        subject: request.subject,
        act: request.act,
        supersedes: request.supersedes,
        evidence: request.evidence,
    };
    (request.id, sealed(placed(&draft, model.ledger.head()), sample()).recorded)
}

/// Records the decision as the runtime would.
fn record(model: &mut Model) {
    let (request, entry) = seal(model);
    update(model, Message::Recorded { request, entries: vec![entry] });
}

/// Decides on the activity and opens the entry that this made.
fn decided() -> Model {
    let mut model = deciding();
    record(&mut model);
    assert_eq!(model.screen, Screen::Epas);
    ask(&mut model, Action::Go(Screen::Entry));
    assert_eq!((model.screen, model.at.opened), (Screen::Entry, Some(3)));
    model
}

fn changes(model: &Model) -> Vec<(String, Change)> {
    let replay = entry::today(model, entry::opened(model).unwrap()).unwrap().unwrap();
    let named =
        |row: replay::Compared| (row.then.or(row.now).map(|fact| fact.label).unwrap_or_default(), row.change);
    replay.facts.into_iter().map(named).filter(|(_, change)| *change != Change::Same).collect()
}

#[test]
fn the_form_shows_every_fact_that_goes_on_record_and_no_other() {
    let model = deciding();
    let evidence = &sheet(&model).evidence;
    assert!(evidence.facts.len() > 7 && evidence.facts.iter().any(|fact| fact.definition.is_some()));
    // Narrower than where more than that stands beside the form.
    let screen = drawn(&model, (118, 60));
    let drawn: Vec<_> = screen
        .lines()
        .skip_while(|line| !line.contains("what is on record as evidence"))
        .skip(2)
        .take_while(|line| !line.is_empty())
        .map(|line| line.trim().to_owned())
        .collect();
    let facts = |hash: fn(&str) -> String| -> Vec<_> {
        evidence.facts.iter().map(|fact| format!("{}: {}", fact.label, words::value(fact, hash))).collect()
    };
    assert_eq!(drawn.join(" "), facts(words::short).join(" "));
    let head = screen.lines().find(|line| line.contains("case file")).unwrap();
    assert_eq!(head, "   data to 1 Nov 2026 · case file ab12ab12ab12… · thresholds 7412e5");
    let told: Vec<_> = plain::screen(&model, &Keymap::default())
        .iter()
        .skip_while(|line| !line.starts_with("  thresholds of the prompts"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .map(|line| line.trim().to_owned())
        .collect();
    let expected: Vec<_> = facts(str::to_owned).iter().map(|fact| words::heard(fact)).collect();
    assert_eq!(told, expected);
}

#[test]
fn what_the_form_says_of_a_standing_decision_is_one_of_the_facts() {
    let mut model = deciding();
    ask_for(&mut model, '1');
    let facts = &sheet(&model).evidence.facts;
    let stands = facts.iter().find(|fact| fact.label == "recommendation that stands").unwrap();
    assert_eq!(stands.shown, "level 2 of 2026-10-20, entry 1");
    assert!(
        plain::screen(&model, &Keymap::default()).contains(&format!("would supersede: {}", stands.shown))
    );
    assert!(drawn(&model, (120, 40)).contains("superseding level 2 of 2026-10-20 (entry 1)"));
}

#[test]
fn a_decision_shows_the_very_facts_that_were_on_the_form() {
    let mut model = deciding();
    let shown = sheet(&model).evidence.clone();
    record(&mut model);
    assert_eq!(model.ledger.entry(3).unwrap().entry.evidence.as_ref(), Some(&shown));
    let model = decided();
    let replay = entry::today(&model, entry::opened(&model).unwrap()).unwrap().unwrap();
    let then: Vec<_> = replay.facts.iter().filter_map(|row| row.then.clone()).collect();
    assert_eq!(then, shown.facts);
    // The decision that stands is now the one that is looked at: nothing else is new.
    assert_eq!(changes(&model), [("recommendation that stands".to_owned(), Change::Itself)]);
    assert!(drawn(&model, (120, 40)).contains("facts then, and no change since"));
}

#[test]
fn what_has_changed_since_is_said_by_sign_and_word() {
    let mut model = decided();
    let mut survey = Survey::clone(model.survey.ready().unwrap());
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.definitions[0].hash = "another hash".into();
    (model.catalog, survey.catalog) = (Arc::new(catalog.clone()), Arc::new(catalog));
    survey.thresholds_hash = "other thresholds".into();
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    update(&mut model, Message::Fingerprinted(Ok("cd34".into())));
    rated(&mut model, &["A", "B", "C", "D"], "4");
    let found = changes(&model);
    let change = |label: &str| found.iter().find(|(found, _)| found == label).map(|(_, change)| *change);
    assert_eq!(change("Spinal"), Some(Change::Definition));
    assert_eq!(change("ratings"), Some(Change::Value));
    assert_eq!(change("thin evidence"), Some(Change::Gone));
    for size in [(80, 24), (120, 40)] {
        assert_snapshot!(format!("entry_changed_since_{}x{}", size.0, size.1), drawn(&model, size));
    }
    assert_snapshot!("entry_changed_since_plain", plain::screen(&model, &Keymap::default()).join("\n"));
}

#[test]
fn a_superseded_decision_leads_to_what_took_its_place_and_back() {
    let mut model = open(Screen::Resident, "R1", 40);
    decide(&mut model, "3");
    ask(&mut model, Action::Go(Screen::Ledger));
    for _ in 0..2 {
        ask(&mut model, Action::Down);
    }
    ask(&mut model, Action::Open);
    assert_eq!((model.screen, model.at.opened), (Screen::Entry, Some(1)));
    assert!(drawn(&model, (80, 24)).contains("no more: superseded by entry 3"));
    let told = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(told.contains("stands: no more: superseded by entry 3\n") && told.contains("linked: entry 3"));
    ask(&mut model, Action::Open);
    assert_eq!(model.at.opened, Some(3));
    assert!(drawn(&model, (80, 24)).contains("supersedes     entry 1"));
    for (action, opened) in
        [(Action::Left, 2), (Action::Left, 1), (Action::Left, 1), (Action::Last, 3), (Action::First, 1)]
    {
        ask(&mut model, action);
        assert_eq!(model.at.opened, Some(opened), "{action:?}");
    }
    ask(&mut model, Action::Back);
    assert_eq!(model.screen, Screen::Ledger);
}

#[test]
fn a_decision_is_one_key_away_from_wherever_it_stands() {
    for screen in Screen::iter().filter(|screen| !matches!(screen, Screen::Entry | Screen::Goal)) {
        let mut model = open(screen, "R1", 40);
        // The ledger lists the goal first, which came after the decision.
        model.at[List::Entries] = 1;
        model.selected = Some(id("R1"));
        ask(&mut model, Action::Go(Screen::Entry));
        assert_eq!((model.screen, model.at.opened), (Screen::Entry, Some(1)), "from {screen}");
        assert!(drawn(&model, (80, 24)).contains("recommendation: entrust thoracic at level 2"), "{screen}");
        ask(&mut model, Action::Back);
        assert_eq!(model.screen, screen);
    }
}

#[test]
fn where_nothing_stands_the_key_says_so() {
    for screen in [Screen::Epas, Screen::Decide] {
        let mut model = open(screen, "R2", 40);
        ask(&mut model, Action::Go(Screen::Entry));
        assert_eq!(model.screen, screen);
        assert!(model.notice.is_some_and(|notice| notice.text.contains("no decision stands here")));
    }
    // What is typed next would be keys, to somebody who believes that a reason is asked for.
    let mut model = open(Screen::Epas, "R2", 40);
    ask(&mut model, Action::Revoke);
    assert!(model.form.is_none());
    assert!(
        model
            .notice
            .is_some_and(|notice| notice.text.contains("nothing stands here that could be taken back"))
    );
}

#[test]
fn on_a_line_of_choices_keys_choose_and_never_write() {
    let mut model = deciding();
    let chosen = |model: &Model| {
        let saved = &sheet(model).saved;
        (saved.outcome, saved.level.clone(), saved.rationale.clone())
    };
    assert_eq!(chosen(&model), (None, None, String::new()), "nobody chose anything yet");
    // A number, or the first letter of a choice.
    for (key, outcome) in [('2', Outcome::Keep), ('e', Outcome::Entrust), ('D', Outcome::Defer)] {
        ask_for(&mut model, key);
        assert_eq!(chosen(&model).0, Some(outcome), "{key}");
    }
    ask_for(&mut model, '1');
    go_to(&mut model, "level");
    ask_for(&mut model, '3');
    assert_eq!(chosen(&model), (Some(Outcome::Entrust), Some("3".to_owned()), String::new()));
    for key in ['9', 'x', ' ', '.', '3'] {
        ask_for(&mut model, key);
    }
    update(&mut model, Message::Pasted("2".to_owned()));
    assert!(model.notice.as_ref().is_some_and(|notice| notice.text.starts_with("not taken")));
    assert_eq!(chosen(&model), (Some(Outcome::Entrust), Some("3".to_owned()), String::new()));
    go_to(&mut model, "rationale");
    "3 of 4, by 2 raters".chars().for_each(|key| ask_for(&mut model, key));
    let written = "3 of 4, by 2 raters".to_owned();
    assert_eq!(chosen(&model), (Some(Outcome::Entrust), Some("3".to_owned()), written));
}

#[test]
fn reading_the_standing_decision_leaves_the_form_as_it_is() {
    let mut model = deciding();
    go_to(&mut model, "rationale");
    update(&mut model, Message::Typed('W'));
    let now = |model: &Model| {
        let form = model.form.as_ref().unwrap();
        (model.screen, form.filled.clone(), form.at(), form.cursor())
    };
    let form = now(&model);
    ask(&mut model, Action::Go(Screen::Entry));
    assert_eq!((model.screen, model.at.opened), (Screen::Entry, Some(1)));
    // What is pasted here is meant for nobody.
    update(&mut model, Message::Pasted("stray".to_owned()));
    ask(&mut model, Action::Down);
    ask(&mut model, Action::Back);
    assert_eq!(now(&model), form);
    ask(&mut model, Action::Go(Screen::Entry));
    ask(&mut model, Action::Go(Screen::Decide));
    assert_eq!(now(&model), form);
    // Who goes elsewhere from there leaves the form, and its draft is kept.
    ask(&mut model, Action::Go(Screen::Entry));
    let effects = ask(&mut model, Action::Go(Screen::Milestones));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Keep(_))), "{effects:?}");
    assert!(model.form.is_none() && !model.back.contains(&Screen::Decide));
}

#[test]
fn a_decision_that_is_recorded_while_another_is_read_does_not_open_an_empty_form() {
    let mut model = deciding();
    let (request, entry) = seal(&mut model);
    ask(&mut model, Action::Go(Screen::Entry));
    update(&mut model, Message::Recorded { request, entries: vec![entry] });
    assert_eq!(model.screen, Screen::Entry);
    ask(&mut model, Action::Back);
    assert_eq!(model.screen, Screen::Epas);
}

#[test]
fn what_cannot_be_worked_out_today_is_said_and_then_stands_alone() {
    let told = |model: &Model| plain::screen(model, &Keymap::default()).join("\n");
    let mut model = open(Screen::Entry, "R1", 40);
    let compared = told(&model);
    assert!(compared.contains("  ratings: then 2 by 2 raters, n = 2; as then"), "{compared}");
    let file = std::mem::replace(&mut model.fingerprint, Remote::Loading);
    assert!(told(&model).contains("then alone: the case file is still being hashed"));
    model.fingerprint = Remote::Failed("it has gone".to_owned());
    assert!(told(&model).contains("could not be hashed: it has gone"));
    model.fingerprint = file;
    let dossier = std::mem::replace(&mut model.dossier, Remote::Loading);
    assert!(told(&model).contains("then alone: the resident is still being read"));
    assert!(told(&model).contains("  ratings: then 2 by 2 raters, n = 2\n"), "{}", told(&model));
    assert!(drawn(&model, (80, 24)).contains("ratings            2 by 2 raters"));
    model.dossier = dossier;
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.epas.clear();
    model.catalog = Arc::new(catalog.clone());
    assert!(told(&model).contains("then alone: the activity is not in this case file"));
    catalog.residents.retain(|resident| resident.id != id("R1"));
    model.catalog = Arc::new(catalog);
    assert!(told(&model).contains("then alone: the resident is not in this case file"));
}

#[test]
fn the_cursor_of_the_triage_table_never_leaves_another_residents_data_behind() {
    let mut model = open(Screen::Resident, "R1", 40);
    ask(&mut model, Action::Back);
    ask(&mut model, Action::Down);
    assert_eq!(model.selected, Some(id("R2")));
    assert!(!model.can(Action::Acknowledge), "the prompts are those of R1");
    let effects = ask(&mut model, Action::Go(Screen::Epas));
    assert_eq!(model.dossier.ready().map(|dossier| &dossier.resident.id), Some(&id("R2")));
    let looked =
        |effect: &Effect| matches!(effect, Effect::Record(request) if request.subject == Some(id("R2")));
    assert!(effects.iter().any(looked), "{effects:?}");
}
