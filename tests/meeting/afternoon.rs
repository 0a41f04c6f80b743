//! Forty residents in one afternoon: five members in terminals of their own, the chair's killed twice.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use trellis::ledger::entry::{Act, Actor, Role};
use trellis::ledger::identity::Identity;
use trellis::ledger::store::Ledger;

use super::room::Meeting;
use crate::ledger::samples::draft;
use crate::review::pty::{CTRL_C, CTRL_L, CTRL_S, CTRL_T, ENTER, TAB, Terminal};
use crate::review::{out, trellis};

const RESIDENTS: usize = 40;

/// What the README promises for a resident without surprises, typed text aside.
const TARGET: usize = 25;

/// The committee: who, in which role, and which progress they rate by its key on the card.
const COMMITTEE: [(&str, &str, &str); 5] = [
    ("demo-member", "member", "1"),
    ("demo-member-2", "member", "1"),
    ("demo-member-3", "member", "3"),
    ("demo", "chair", "1"),
    ("demo-director", "program_director", "2"),
];

fn terminal(meeting: &Meeting, who: &str, role: &str) -> Terminal {
    let key = meeting.keys.join(who);
    let mut terminal =
        Terminal::signing(&meeting.program.cases(), (who, &key), (120, 40), &["--role", role], &[]);
    terminal.shows("sorted by open prompts");
    terminal
}

/// A meeting of forty, opened, each resident with a goal from the last one.
fn planned() -> Meeting {
    let meeting = Meeting::planned(RESIDENTS);
    let plan = meeting.plan_file();
    let chair = Identity::read(&meeting.keys.join("demo")).unwrap();
    let mut ledger = Ledger::open(&meeting.program.ledger()).unwrap();
    for (n, slot) in plan.plan.agenda.iter().enumerate() {
        let act = Act::GoalSet {
            text: format!("Lead {} one-lung cases.", n + 2),
            owner: "Lin".to_owned(),
            due: "2027-06-30".parse().unwrap(),
            about: None,
        };
        let actor = Actor { id: "demo".to_owned(), role: Role::Chair };
        let set = trellis::ledger::chain::Unplaced {
            id: format!("goal-{n}"),
            actor,
            subject: Some(slot.resident.clone()),
            ..draft(1, act)
        };
        ledger.append(&set, &chair).unwrap();
    }
    meeting.open();
    meeting
}

/// Rates everyone on the agenda on a terminal of one's own: progress, and the milestones as they were where there are any.
fn rates(terminal: &mut Terminal, agenda: &[String], progress: &str) {
    terminal.press("M").shows("AGENDA");
    terminal.press(ENTER).shows("the meeting is not here yet");
    for n in 0..agenda.len() {
        terminal.until("the next resident", |screen| screen.contains(&format!(" {} of {RESIDENTS} ", n + 1)));
        terminal.press("K").shows("Rating card of");
        terminal.press(progress).shows("1 line, not sealed");
        terminal.press(CTRL_L).shows("▌ PC1");
        let offered = |screen: &str| {
            screen.contains("1 take them over") || screen.contains("Nothing can be taken over")
        };
        if terminal.press("L").until("an offer", offered).contains("1 take them over") {
            terminal.confirm("1").loses("1 take them over");
        }
        // What others record meanwhile may take the place of the words that it is sealed.
        terminal.press(CTRL_S).loses("Rating card of");
        terminal.press("L");
    }
}

/// Leads through one resident, and returns how many keys that took.
fn leads(chair: &mut Terminal, n: usize) -> usize {
    let before = chair.pressed;
    chair.shows("the meeting is not here yet");
    chair.again(ENTER).shows("the meeting is here");
    closes_the_goal(chair);
    chair.shows("5 of 5 sealed");
    chair.confirm(ENTER).shows("5 revealed of 5");
    talks_and_decides(chair, n, before)
}

fn closes_the_goal(chair: &mut Terminal) {
    chair.press(ENTER).shows("An open goal ends");
    chair.press("1").shows("[1 done]");
    chair.press(TAB).write("Led as agreed.").shows("Led as agreed.");
    chair.press(CTRL_S).shows("Because: Led as agreed.");
    chair.confirm("1").shows("1 handled");
}

fn talks_and_decides(chair: &mut Terminal, n: usize, before: usize) -> usize {
    chair.shows("speaking order: demo-member, then demo-member-2");
    // Where the reviewer's card is revealed it proposes; else somebody does in words.
    if chair.press(ENTER).shows("still to do: ").contains("choose the progress") {
        chair.press("1").shows("still to do: write the rationale");
        chair.press(TAB);
    }
    chair.write(&format!("In step with the year, {n}.")).shows(&format!("In step with the year, {n}."));
    let offered = |screen: &str| screen.contains("1 take them") || screen.contains("ratings agree on none");
    if chair.press(CTRL_T).until("an offer", offered).contains("1 take them") {
        chair.confirm("1").loses("1 take them");
    }
    chair.press(CTRL_S).shows("Because: In step");
    chair.confirm("1").shows("recommendation is recorded");
    finishes(chair, before)
}

fn finishes(chair: &mut Terminal, before: usize) -> usize {
    chair.press(ENTER).shows("What does the resident do well?");
    chair.write("Calm under pressure.").shows("Calm under pressure.");
    chair.confirm(ENTER).shows("1 named");
    chair.press(ENTER).shows("A goal is set");
    chair.write("Lead a one-lung case.").shows("Lead a one-lung case.");
    chair.press(TAB).write("Lin").shows("Lin");
    chair.press(CTRL_S).shows("Lin sees to it by");
    chair.confirm("1").shows("1 set");
    chair.confirm(ENTER);
    chair.pressed - before
}

#[test]
fn forty_residents_are_reviewed_in_terminals_and_the_minutes_match_the_ledger() {
    let meeting = planned();
    let plan = meeting.plan_file();
    let agenda: Vec<_> = plan.plan.agenda.iter().map(|slot| slot.resident.to_string()).collect();
    let mut members: Vec<_> = COMMITTEE.map(|(who, role, _)| terminal(&meeting, who, role)).into();
    thread::scope(|scope| {
        for (terminal, (_, _, progress)) in members.iter_mut().zip(COMMITTEE) {
            let agenda = &agenda;
            scope.spawn(move || rates(terminal, agenda, progress));
        }
    });
    let sealed = std::fs::read_to_string(meeting.program.ledger()).unwrap();
    assert_eq!(sealed.matches("rating_sealed").count(), RESIDENTS * COMMITTEE.len());
    assert!(!sealed.contains("as_expected"), "a rating is in the ledger before its reveal");

    let mut chair = members.remove(3);
    chair.press("M").shows("MEMBERS");
    chair.press(TAB);
    for _ in COMMITTEE {
        chair.press(" ");
    }
    // The chair is the fourth in the order of speaking.
    chair.press("k").press("k").press("c").shows("chairs");
    chair.press(ENTER).shows("quorum: 5 faculty present");
    chair.press(TAB).press(ENTER);
    let mut keys = Vec::new();
    for n in 0..RESIDENTS {
        match n {
            // Killed in the middle of a sentence: what was written is offered again.
            7 => {
                chair.shows("the meeting is not here yet");
                chair.again(ENTER).shows("the meeting is here");
                closes_the_goal(&mut chair);
                chair.confirm(ENTER).shows("5 revealed of 5");
                if chair.press("O").shows("still to do: ").contains("choose the progress") {
                    chair.press("1").shows("still to do: write the rationale");
                    chair.press(TAB);
                }
                chair.write("Half a thought").shows("Half a thought");
                kept(&meeting, "Half a thought");
                chair.signal("KILL");
                chair.ends();
                chair = terminal(&meeting, "demo", "chair");
                chair.press("M").shows("AGENDA");
                chair.press(ENTER).shows("the meeting is here");
                chair.press("O").shows("Half a thought");
                chair.press(CTRL_S).shows("Because: Half a thought");
                chair.confirm("1").shows("recommendation is recorded");
                finishes(&mut chair, 0);
            }
            // Killed between two steps.
            23 => {
                chair.shows("the meeting is not here yet");
                chair.again(ENTER).shows("the meeting is here");
                closes_the_goal(&mut chair);
                chair.signal("KILL");
                chair.ends();
                chair = terminal(&meeting, "demo", "chair");
                chair.press("M").shows("AGENDA");
                chair.press(ENTER).shows("5 of 5 sealed");
                // Where it resumes is what waits: the ratings.
                chair.again(ENTER).shows("5 revealed of 5");
                talks_and_decides(&mut chair, n, 0);
            }
            n => keys.push(leads(&mut chair, n)),
        }
    }
    chair.shows("everyone on the agenda is concluded");
    let most = keys.iter().max().copied().unwrap_or_default();
    assert!(most <= TARGET, "{most} keys for a resident");
    assert!(readme_says(most), "README does not say {most} keys");
    // Who reveals on another machine comes in a moment later.
    while revealed(&meeting) < RESIDENTS * COMMITTEE.len() {
        thread::sleep(std::time::Duration::from_millis(200));
    }
    chair.press("X").shows("1 close the meeting");
    chair.confirm("1").shows("is closed");
    for terminal in members.iter_mut().chain([&mut chair]) {
        terminal.press(CTRL_C);
        assert_eq!(terminal.ends().exit_code(), 0);
        terminal.is_clean();
    }
    check_minutes(&meeting, &agenda);
}

/// Waits until what was typed is on the disk, a moment after it is on the screen.
fn kept(meeting: &Meeting, text: &str) {
    let folder = meeting.program.cases().parent().unwrap().to_owned();
    let is_kept = || {
        let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        let mut drafts = files.filter(|path| path.to_string_lossy().contains("draft-overall"));
        drafts.any(|path| std::fs::read_to_string(path).is_ok_and(|kept| kept.contains(text)))
    };
    while !is_kept() {
        thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn revealed(meeting: &Meeting) -> usize {
    std::fs::read_to_string(meeting.program.ledger()).unwrap().matches("rating_revealed").count()
}

fn readme_says(keys: usize) -> bool {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(readme)
        .unwrap()
        .contains(&format!("{keys} keys for a resident without surprises"))
}

/// Every resident is in the minutes, every entry that they name says what they say, and nothing decided is missing.
fn check_minutes(meeting: &Meeting, agenda: &[String]) {
    meeting.program.log();
    let mut minutes = trellis();
    minutes.args(["report", "minutes"]).arg(meeting.program.cases());
    let minutes = out(&minutes.output().unwrap());
    let ledger = Ledger::open(&meeting.program.ledger()).unwrap();
    let state = ledger.state();
    let held = state.meetings().first().unwrap();
    let named: BTreeSet<u64> =
        minutes.split("(entry ").skip(1).filter_map(|rest| rest.split(')').next()?.parse().ok()).collect();
    let mut levels = 0;
    for resident in agenda {
        assert!(minutes.contains(&format!("## Resident {resident}")), "{resident} is not in the minutes");
        let id = resident.parse().unwrap();
        assert!(held.review(&id).unwrap().is_concluded(), "{resident}");
        let (recorded, overall) = state.overall_recommendation(&id).unwrap();
        assert!(named.contains(&recorded.entry.seq), "{resident}: entry {}", recorded.entry.seq);
        assert!(minutes.contains(&overall.rationale));
        // Every level is one on which all five agreed, and what nobody rated is not on record.
        for (subcompetency, level) in &overall.milestones {
            let cards = held.review(&id).unwrap().seals.values().filter_map(|seal| seal.revealed.as_ref());
            assert!(
                cards.clone().count() == 5
                    && cards.clone().all(|(_, card)| card.milestones[subcompetency] == *level)
            );
        }
        levels += overall.milestones.len();
        let seals = &held.review(&id).unwrap().seals;
        assert!(
            seals.len() == 5 && seals.values().all(|seal| seal.revealed.is_some()),
            "{resident}: {seals:?}"
        );
        for recorded in state.entries_of(&id).filter(|recorded| recorded.entry.seq > held.opened) {
            let told = matches!(
                recorded.entry.act,
                Act::GoalSet { .. } | Act::GoalClosed { .. } | Act::OverallRecommendation(_)
            );
            assert!(!told || named.contains(&recorded.entry.seq), "entry {} is not told", recorded.entry.seq);
        }
    }
    assert!(named.iter().all(|seq| state.entry(*seq).is_some()));
    assert!(levels > 20 * RESIDENTS / 2, "{levels} levels are on record");
    assert!(minutes.contains("checkpoint of entry"));
}
