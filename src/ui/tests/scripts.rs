//! A line of keys, and what the screen shows then: the main ways through the review, without a terminal.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::app::Job;
use crate::app::hand::Press;
use crate::app::message::Written;
use crate::app::screen::Panel;
use crate::ledger::entry::{Actor, Role};
use crate::testing::ui::program::{decide, id};
use crate::testing::ui::room::{choices, in_the_room};

/// How long a hand takes from key to key, and how long a frame takes.
const CALM: Duration = Duration::from_millis(500);
const FRAME: Duration = Duration::from_millis(10);

/// Presses keys, written as people read them: `j`, `Enter`, `Ctrl-s`, and `"words"` that are typed.
///
/// A calm hand presses them, half a second apart, unless `pause` says otherwise; a frame is drawn behind each.
///
/// What the review asks of the world is done at once: acts are recorded, and nothing is found in the case file.
pub(super) fn keys(model: &mut Model, line: &str) {
    pressed(model, line, CALM);
}

/// Presses keys with a pause before each; those that come sooner than a frame are drawn together.
pub(super) fn pressed(model: &mut Model, line: &str, pause: Duration) {
    let mut at = model.hand.last().unwrap_or(CALM);
    let mut now = || {
        at += pause;
        at
    };
    // Every second part stands between quotes.
    for (i, part) in line.split('"').enumerate() {
        let pressed: Vec<_> = if i % 2 == 1 {
            part.chars().map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)).collect()
        } else {
            part.split_whitespace().map(key).collect()
        };
        for key in pressed {
            let at = now();
            let meant = Keymap::default().translate(model, key);
            let press = Message::Pressed(Press { at, alone: true, held: false });
            let messages = std::iter::once(press).chain(meant);
            let effects: Vec<_> = messages.flat_map(|message| update(model, message)).collect();
            for effect in effects {
                done(model, effect);
            }
            if pause >= FRAME {
                update(model, Message::Drawn(at + FRAME));
            }
        }
    }
}

/// Returns what one key asks of the world.
pub(super) fn asked_by(model: &mut Model, name: &str) -> Vec<Effect> {
    let meant = Keymap::default().translate(model, key(name));
    meant.into_iter().flat_map(|message| update(model, message)).collect()
}

fn key(name: &str) -> KeyEvent {
    let mut letters = name.chars();
    let code = match (name, letters.next(), letters.next()) {
        ("Enter", ..) => KeyCode::Enter,
        ("Esc", ..) => KeyCode::Esc,
        ("Tab", ..) => KeyCode::Tab,
        ("Space", ..) => KeyCode::Char(' '),
        ("Up", ..) => KeyCode::Up,
        ("Down", ..) => KeyCode::Down,
        ("Left", ..) => KeyCode::Left,
        ("Right", ..) => KeyCode::Right,
        ("PgDn", ..) => KeyCode::PageDown,
        (_, Some(letter), None) => KeyCode::Char(letter),
        _ => {
            let letter = name.strip_prefix("Ctrl-").and_then(|rest| rest.chars().next());
            let letter = letter.unwrap_or_else(|| panic!("no key is called {name}"));
            return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        }
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Does what is asked of the world, as the runtime would where nothing goes wrong.
fn done(model: &mut Model, effect: Effect) {
    let message = match effect {
        Effect::Record(request) => {
            let draft = Unplaced {
                id: request.id.clone(),
                at: model.ledger.entries().last().unwrap().entry.at,
                actor: model.session.actor.clone(),
                subject: request.subject,
                act: request.act,
                supersedes: request.supersedes,
                evidence: request.evidence,
            };
            let entries = vec![sealed(placed(&draft, model.ledger.head()), sample()).recorded];
            Message::Recorded { request: request.id, entries }
        }
        Effect::Write(papers) => {
            let new = papers.files.iter().map(|paper| paper.name.clone()).collect();
            let (folder, there) = (model.session.papers.clone(), Vec::new());
            Message::Written { what: papers.what, outcome: Ok(Written { folder, new, there }) }
        }
        Effect::Ask(Job::Cases { ticket, .. }) => Message::CasesRead { ticket, outcome: Ok(Vec::new()) },
        Effect::Ask(Job::Yield { ticket, .. }) => Message::YieldRead { ticket, outcome: Ok(Vec::new()) },
        _ => return,
    };
    for effect in update(model, message) {
        done(model, effect);
    }
}

/// What the screen shows after these keys, above the line that every screen ends with and the keys below it.
fn after(mut model: Model, line: &str) -> String {
    keys(&mut model, line);
    let screen = drawn(&model, (80, 24));
    let above = screen.lines().take_while(|line| !line.contains("experience, not competence"));
    above.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The lines of a screen that say one of these words.
fn lines(model: &Model, words: &[&str]) -> String {
    let screen = drawn(model, (80, 24));
    let told = screen.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    told.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// What is said of an act that was recorded, without the hash of its entry.
fn recorded(model: &Model) -> String {
    model.notice.as_ref().map_or(String::new(), |notice| {
        notice.text.split_once(", ").map_or(notice.text.clone(), |(said, _)| said.to_owned())
    })
}

fn triage() -> Model {
    open(Screen::Triage, "R1", 40)
}

#[test]
fn from_triage_to_the_definition_of_a_number() {
    assert_snapshot!(after(triage(), "Enter g i"), @r"
    Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · … 1 of 2  ◂ H  L ▸
                                                       1 goal, was due 31 Oct 2026
    SPINAL spinal · standard · PgDn reads on
    what it is  A spinal was placed.
    includes    not said
    excludes    not said
    limits      not said
    unit        procedure
    n           12 procedures; self-logged: 14
    group       typical range of 40 graduates 2027
    bands       centiles 10, 25, 50, 75, 90 by training month: negative binomial;
                n 40
    forecast    gamma–Poisson: what the 40 graduates 2027 met from this training
                month on, since no schedule decides it, at this resident's own
                pace
    as of       1 Nov 2026
    minimum     20 (example, 2024; an authority)
    source      not said
    version     hash of spinal (SHA-256 of the text below)
    thresholds  7412e5 (SHA-256; `trellis config thresholds`)
    ");
}

#[test]
fn the_growth_curve_read_along_and_the_rows_behind_it() {
    let mut model = triage();
    keys(&mut model, "Enter g Right Right Left");
    assert_snapshot!(lines(&model, &["still to come", "half had"]), @r"
    Month 10 is still to come: 14 expected by then, 12 to 15 (80 %). In that
    month: cardiac. Of the 40 graduates 2027, half had between 14 and 25 by then,
    ");
    keys(&mut model, "Enter");
    assert_snapshot!(lines(&model, &["SPINAL", "none so far"]), @r"
    SPINAL the rows behind 12 · newest first · i says what counts
    none so far
    ");
}

#[test]
fn a_decision_is_read_back_and_then_recorded() {
    let mut model = triage();
    keys(&mut model, "Enter e Enter 1 Tab 3 Tab Tab \"Two agree\" Tab \"New ratings\" Ctrl-s");
    assert_snapshot!(lines(&model, &["Because: ", "recommends level"]), @r"
    The committee recommends level 3 (3) for Thoracic, one-lung, superseding level
    Because: Two agree
    ");
    keys(&mut model, "1");
    assert_snapshot!(recorded(&model), @"the recommendation is recorded: entry 4");
    assert_snapshot!(lines(&model, &["level 3 recommended"]), @"level 3 recommended by lin (chair) on 21 Oct 2026, entry 4 · w opens it");
}

#[test]
fn a_goal_is_set() {
    let mut model = triage();
    keys(&mut model, "Enter + \"Lead a one-lung case\" Ctrl-s");
    assert_eq!(recorded(&model), "", "it is read back first");
    keys(&mut model, "1");
    assert_snapshot!(recorded(&model), @"the goal is set: entry 4");
}

#[test]
fn a_decision_on_the_resident_as_a_whole_is_recorded() {
    let mut model = triage();
    let mut catalog = Catalog::clone(&model.catalog);
    catalog.choices = choices();
    model.catalog = Arc::new(catalog);
    keys(&mut model, "Enter O Right Tab \"Four agree\" Tab Tab Right Ctrl-s");
    assert_snapshot!(lines(&model, &["recommends: ", "Because: "]), @r"
    The committee recommends: Progressing as expected; to the board: satisfactory;
    Because: Four agree
    ");
    keys(&mut model, "1");
    assert_snapshot!(recorded(&model), @"the overall recommendation is recorded: entry 4");
}

#[test]
fn a_dissent_is_read_back_in_its_words() {
    for form in ["Enter O Right Tab", "Enter e Enter 1 Tab 3 Tab Tab"] {
        let mut model = triage();
        let mut catalog = Catalog::clone(&model.catalog);
        catalog.choices = choices();
        model.catalog = Arc::new(catalog);
        keys(&mut model, &format!("{form} \"Four agree\""));
        while !drawn(&model, (120, 40)).contains("▌dissent") {
            keys(&mut model, "Tab");
        }
        keys(&mut model, "\"Too early for one\" Ctrl-s");
        let screen = drawn(&model, (200, 60));
        assert!(screen.contains("with the dissent “Too early for one”"), "{screen}");
    }
}

#[test]
fn the_meeting_step_by_step() {
    assert_snapshot!(after(in_the_room(Screen::Meeting, 40, false), "Enter j j j"), @r"
     Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · … 1 of 2  ◂ H  L ▸
                                                        1 goal, was due 31 Oct 2026
     Fall · place 1 of 2 · 7:00 of 6:00 minutes, over the time

      ✓ begin                 the meeting is here
      ○ goals from last time  1 to close, carry on or drop
      ○ ratings               2 of 4 sealed
      - discussion            1 remark
    ▌ - activities            none recommended
      ○ overall               to recommend
      ○ strengths             none named
      ○ new goals             none set
      ○ conclude              then the next resident

     ACTIVITIES
     no activity was decided on in this meeting
     d decides on Thoracic, one-lung; ↵ goes to all of them
    ");
}

#[test]
fn from_the_ledger_to_an_entry_and_what_took_its_place() {
    let mut model = open(Screen::Resident, "R1", 40);
    decide(&mut model, "3");
    keys(&mut model, "l j j Enter");
    assert_snapshot!(lines(&model, &["ENTRY", "stands  ", "supersedes"]), @r"
    ENTRY 1 Thoracic, one-lung · Okafor, Adaeze · 1 of 3 about the resident · smal…
    stands         no more: superseded by entry 3
    ");
    keys(&mut model, "Enter");
    assert_snapshot!(lines(&model, &["ENTRY", "stands  ", "supersedes"]), @r"
    ENTRY 3 Thoracic, one-lung · Okafor, Adaeze · 3 of 3 about the resident · smal…
    stands         yes
    supersedes     entry 1
    ");
}

#[test]
fn what_waits_for_the_director_is_agreed_with_once_it_is_answered() {
    let mut model = triage();
    model.session.actor.role = Role::ProgramDirector;
    keys(&mut model, "D y");
    let asked = drawn(&model, (80, 24));
    assert!(asked.contains("On Okafor, Adaeze is determined what entry 1"), "{asked}");
    assert!(asked.contains("1 determine it · 2 not yet"), "{asked}");
    keys(&mut model, "y Enter Ctrl-s y");
    assert_eq!(recorded(&model), "this needs an answer: 1 determine it · 2 not yet");
    keys(&mut model, "1");
    assert_snapshot!(recorded(&model), @"the determination is recorded: entry 4");
    assert_snapshot!(lines(&model, &["to be determined", "ready to be", "nothing waits"]), @r"
    Recommendations · 0 to be determined
    1 resident ready to be released · as lin (program director)
    nothing waits to be determined, no appeal to be settled, and nobody to be told
    ");
}

#[test]
fn a_release_writes_the_copies_and_tells_nobody_until_somebody_ticks_that_off() {
    let mut model = triage();
    model.session.actor.role = Role::ProgramDirector;
    keys(&mut model, "D y 1 z");
    let asked = drawn(&model, (80, 24)).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "1 resident is released for good",
        "into small-papers",
        "Nobody is told by this",
        "1 release it · 2 not yet",
    ] {
        assert!(asked.contains(said), "{said} is not in {asked}");
    }
    keys(&mut model, "1");
    let said = model.notice.as_ref().map_or("", |notice| &notice.text);
    assert_eq!(
        said,
        "the resident's copy and the list of who is to be told: written, 2 files in small-papers"
    );
    let list = drawn(&model, (80, 24));
    assert!(list.contains("1 to be told") && list.contains("released, and to be told by somebody"), "{list}");
    keys(&mut model, "Enter \"Lin, who coaches\" Enter 1");
    let act = &model.ledger.entry(model.ledger.count()).unwrap().entry.act;
    assert!(matches!(act, Act::ResidentTold { release: 5, by, .. } if by == "Lin, who coaches"), "{act:?}");
    assert!(drawn(&model, (80, 24)).contains("nobody to be told"), "{}", drawn(&model, (80, 24)));
}

#[test]
fn an_answer_that_nobody_can_have_read_is_none() {
    let before = |line: &str| {
        let mut model = triage();
        model.session.actor.role = Role::ProgramDirector;
        keys(&mut model, line);
        model
    };
    let decided = "Enter e Enter 1 Tab 3 Tab Tab \"Two agree\" Tab \"New ratings\" Ctrl-s";
    for line in ["D y", decided] {
        for (pause, records) in [(0, false), (5, false), (30, false), (399, false), (411, true)] {
            let mut model = before(line);
            let count = model.ledger.count();
            pressed(&mut model, "1", Duration::from_millis(pause));
            // Pressed behind the last frame, or before it was there.
            let said = recorded(&model);
            assert_eq!(model.ledger.count() > count, records, "{line}: {pause} ms: {said}");
            assert_eq!(said.starts_with("too soon"), !records, "{line}: {pause} ms: {said}");
        }
    }
}

#[test]
fn a_keyboard_of_another_alphabet_is_named() {
    let mut model = triage();
    keys(&mut model, "о");
    assert_eq!(recorded(&model), "the keyboard writes Cyrillic: switch it to Latin letters");
    keys(&mut model, "λ");
    assert_eq!(recorded(&model), "the keyboard writes Greek: switch it to Latin letters");
    // Where words are written, it writes.
    keys(&mut model, "/ \"ок\"");
    assert!(drawn(&model, (80, 24)).contains("list ок"));
}

#[test]
fn the_palette_does_what_it_names() {
    let mut model = triage();
    keys(&mut model, "Enter : \"rot\"");
    assert_snapshot!(lines(&model, &["Go to the rot"]), @"│▌Go to the rotations                                           o      │");
    keys(&mut model, "Enter");
    assert_eq!(model.screen, Screen::Rotations);
    assert_eq!(after(triage(), "Enter : \"definition of\" Enter"), after(triage(), "Enter i"));
}

#[test]
fn somebody_is_found_by_a_part_of_the_name() {
    let mut model = triage();
    keys(&mut model, "/ \"byr\" Enter");
    assert_snapshot!(lines(&model, &["Byrne"]), @"Byrne, Conor · training time unknown · no coach named         2 of 2  ◂ H  L ▸");
}

/// The list is narrowed while one types; what is kept is kept until Esc, and who is found by Enter is one of all again.
#[test]
fn the_list_is_narrowed_in_place() {
    let mut model = triage();
    keys(&mut model, "/ \"spinal doubt\"");
    assert_snapshot!(lines(&model, &["of 2 list", "CA-1", "Byrne"]), @"
    1 of 2 list spinal doubt
    ▌ Okafor, Adaeze       CA-1    9.0    5    ·       0 ··▆▁▅▇▆··▃▅▆ decided
    ");
    keys(&mut model, "Tab j");
    assert_eq!((model.visible().count(), model.selected.clone()), (1, Some(id("R1"))));
    assert!(drawn(&model, (80, 24)).contains("1 of 2 · “spinal doubt” · Esc lists everyone"));
    keys(&mut model, "Esc");
    assert_eq!(model.visible().count(), 2);
    keys(&mut model, "/ \"zzz\" Enter");
    assert!(drawn(&model, (80, 24)).contains("nobody is listed"));
    keys(&mut model, "Esc / \"Lin\" Tab");
    assert_eq!(model.visible().count(), 1);
    keys(&mut model, "p");
    assert_eq!(model.visible().count(), 2, "a coach gives nobody away while codes are shown");
    assert!(!drawn(&model, (120, 40)).contains("Lin"));
}

#[test]
fn a_coachs_new_prompts_are_two_keys_away() {
    let mut model = triage();
    keys(&mut model, "*");
    assert!(drawn(&model, (80, 24)).contains("still being worked out"));
    let survey = model.survey.ready().unwrap();
    let earlier = crate::survey::earlier::Earlier::of(survey, "2026-01-01".parse().unwrap());
    update(&mut model, Message::LookedBack(std::sync::Arc::new(earlier)));
    keys(&mut model, "b *");
    assert!(drawn(&model, (120, 40)).contains("1 of 2 · coach Lin · new prompts · Esc lists everyone"));
    let [okafor] = &model.visible().collect::<Vec<_>>()[..] else { panic!("one is listed") };
    assert!(okafor.newly_asked().is_some_and(|new| 0 < new && new < okafor.open()), "{:?}", okafor.asked);
    keys(&mut model, "b *");
    assert_eq!(model.visible().count(), 2);
    keys(&mut model, "p b");
    assert!(drawn(&model, (80, 24)).contains("give away whose code it is"));
}

/// Enter on a question goes to what it is about.
#[test]
fn from_a_prompt_to_what_it_rests_on() {
    let mut model = triage();
    keys(&mut model, "Enter Tab Tab Tab");
    assert!(drawn(&model, (120, 40)).contains("↵ what it rests on"));
    let mut seen = Vec::new();
    for _ in 0..model.dossier.ready().unwrap().asked().count() {
        keys(&mut model, "Enter");
        seen.push((model.screen, model.turned.panel));
        model.turned.panel = Panel::Prompts;
        keys(&mut model, "r j");
    }
    let [growth, milestones, epas, measures, goal] = seen[..] else { panic!("{seen:?}") };
    assert_eq!(
        [growth.0, milestones.0, epas.0, measures.0],
        [Screen::Growth, Screen::Milestones, Screen::Epas, Screen::Measures]
    );
    assert_eq!(goal, (Screen::Resident, Panel::Goals));
}

#[test]
fn codes_stand_for_names_one_name_is_shown_and_the_screen_is_blanked() {
    let mut model = triage();
    let mut heading = |line: &str| {
        keys(&mut model, line);
        drawn(&model, (80, 24)).lines().next().unwrap_or_default().trim().to_owned()
    };
    let coded = "R1 · CA-1 · month 9.0 of 12 · away 1.0 months                 1 of 2  ◂ H  L ▸";
    assert_eq!(heading("p Enter"), coded);
    assert!(heading("P").starts_with("Okafor, Adaeze · CA-1"));
    assert_eq!(heading("L H"), coded, "whoever comes back has a code again");
    assert!(heading("p").starts_with("Okafor, Adaeze · CA-1"));
    assert_eq!(heading("B"), "");
    // Any key brings it back, and does nothing else.
    assert!(heading("q").starts_with("Okafor, Adaeze · CA-1"));
}

/// A triage on which what was recommended on the first resident is determined and released: entries 4 and 5.
fn released() -> Model {
    let mut model = triage();
    model.session.actor.role = Role::ProgramDirector;
    keys(&mut model, "D y 1 z 1 Esc Enter");
    model
}

fn last_act(model: &Model) -> &Act {
    &model.ledger.entry(model.ledger.count()).unwrap().entry.act
}

#[test]
fn a_resident_answers_on_a_terminal_of_their_own_by_keys() {
    let mut model = released();
    model.session.actor = Actor { id: "R1".into(), role: Role::Resident };
    keys(&mut model, "A Tab");
    let asked = drawn(&model, (80, 24));
    for said in ["1 read", "2 a statement", "3 an appeal against entry", "4, Thoracic, one-lung"] {
        assert!(asked.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{said}: {asked}");
    }
    keys(&mut model, "Ctrl-s 1");
    assert!(matches!(last_act(&model), Act::ReleaseAcknowledged { release: 5 }), "{:?}", last_act(&model));
    keys(&mut model, "A Tab");
    assert!(!drawn(&model, (80, 24)).contains("1 read"), "it is read once");
    keys(&mut model, "Tab \"I see it so.\" Enter 1");
    assert!(
        matches!(last_act(&model), Act::Stated { text } if text == "I see it so."),
        "{:?}",
        last_act(&model)
    );
    keys(&mut model, "A Tab 2 Tab \"Not counted.\" Enter 1");
    assert!(matches!(last_act(&model), Act::AppealLodged { determination: 4, .. }), "{:?}", last_act(&model));
    keys(&mut model, "A Tab");
    assert!(!drawn(&model, (80, 24)).contains("an appeal"), "one is lodged once");
}

#[test]
fn nobody_answers_for_a_resident_but_the_resident_and_who_keeps_the_record() {
    let mut model = released();
    model.session.actor = Actor { id: "R2".into(), role: Role::Resident };
    let count = model.ledger.count();
    keys(&mut model, "A");
    assert_eq!(recorded(&model), "the resident answers");
    assert_eq!(model.ledger.count(), count);
    let mut model = triage();
    keys(&mut model, "Enter A");
    assert!(recorded(&model).starts_with("nothing was released to the resident yet"), "{}", recorded(&model));
}

#[test]
fn brief_copy_and_minutes_are_written_from_inside_and_that_is_said() {
    let mut model = released();
    let said = |model: &Model| model.notice.as_ref().map_or(String::new(), |notice| notice.text.clone());
    keys(&mut model, "Ctrl-b");
    assert_eq!(said(&model), "the brief: written, small-papers/brief-R1.md");
    assert!(matches!(last_act(&model), Act::Viewed { screen } if screen == "brief"));
    keys(&mut model, "Ctrl-y");
    assert_eq!(said(&model), "the resident's copy: written, small-papers/copy-R1-entry5.html");
    let mut model = triage();
    keys(&mut model, "Enter Ctrl-y");
    assert!(said(&model).starts_with("nothing was released to the resident yet"), "{}", said(&model));
    assert!(asked_by(&mut model, "W").iter().any(|effect| matches!(effect, Effect::WriteScreen)));
    let papers = crate::app::papers::of_screen(&model, &["a".to_owned(), "b".to_owned()]);
    assert_eq!(
        (papers.files[0].name.as_str(), papers.files[0].text.as_str()),
        ("screen-resident-R1.txt", "a\nb\n")
    );
    let mut model = in_the_room(Screen::Meeting, 40, false);
    keys(&mut model, "Ctrl-e");
    assert!(said(&model).starts_with("the minutes of M1"), "{}", said(&model));
    assert!(said(&model).ends_with("written, small-papers/minutes-M1.md"), "{}", said(&model));
}
