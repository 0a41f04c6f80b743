//! What leaves a meeting by the real program: a resident's copy, levels for ADS, and outcomes for the board.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use trellis::domain::milestone::HalfSteps;
use trellis::domain::overall::{Board, Overall};
use trellis::ledger::chain::Unplaced;
use trellis::ledger::entry::{Act, Actor, Role};
use trellis::ledger::fold::State;

use crate::brief::browser::{self, Browser};
use crate::brief::names;
use crate::ledger::samples::{begun, bytes, draft, key_file, record};
use crate::review::{Program, err, out, trellis};
use crate::skipped::skipped;

/// The resident on whom everything is decided.
const RESIDENT: &str = "R0064";
/// One on whom the committee only advised.
const OTHER: &str = "R0080";

/// The subcompetencies that come with the program.
fn subcompetencies() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("specialties/anesthesiology/reference/subcompetencies.csv");
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

fn overall(levels: usize, rationale: &str) -> Overall {
    let half_steps = HalfSteps::try_from(7).unwrap();
    Overall {
        progress: Some("as_expected".to_owned()),
        action: Some("monitor".to_owned()),
        board: Some(Board { satisfactory: false, unsatisfactory: ["learning".to_owned()].into() }),
        milestones: subcompetencies()
            .iter()
            .take(levels)
            .map(|id| (id.parse().unwrap(), half_steps))
            .collect(),
        not_assessable: BTreeSet::default(),
        rationale: rationale.to_owned(),
        insufficient_evidence: true,
        dissent: Some("dissenting words".to_owned()),
    }
}

/// The sample program with decisions on two residents: entries 2 to 4 on the first, 5 on the second.
fn decided() -> Program {
    let (program, mut state) = (Program::sample(), begun());
    let mut n = 1;
    let mut act = |resident: &str, role, act| {
        n += 1;
        let id = if role == Role::ProgramDirector { "d.director" } else { "c.chair" }.to_owned();
        let subject = Some(resident.parse().unwrap());
        record(&mut state, &Unplaced { subject, actor: Actor { id, role }, ..draft(n, act) });
    };
    let whole = || overall(23, "Steady <b>growth</b>");
    act(RESIDENT, Role::Chair, Act::OverallRecommendation(whole()));
    let determined = Act::OverallDetermination { recommendation: 2, agrees: true, overall: whole() };
    act(RESIDENT, Role::ProgramDirector, determined);
    act(RESIDENT, Role::ProgramDirector, Act::Released {});
    act(OTHER, Role::Chair, Act::OverallRecommendation(overall(22, "Not yet released")));
    write(&program, &state);
    program
}

fn write(program: &Program, state: &State) {
    fs::write(program.ledger(), bytes(state)).unwrap();
}

fn report(program: &Program, what: &str, further: &[&str]) -> Output {
    let mut command = trellis();
    command.args(["report", what]).arg(program.cases()).args(further);
    command.args(["--as", "c.chair", "--role", "chair"]).env("TRELLIS_KEY", key_file("c.chair"));
    command.output().unwrap()
}

fn page(program: &Program) -> std::path::PathBuf {
    let file = program.cases().with_file_name("copy.html");
    let written = report(program, "learner", &[RESIDENT, "--format", "html", "-o", file.to_str().unwrap()]);
    assert!(written.status.success(), "{}", err(&written));
    file
}

#[test]
fn a_copy_is_about_one_resident_and_looking_at_it_is_an_entry() {
    let program = decided();
    let told = report(&program, "learner", &[RESIDENT]);
    assert_eq!(told.status.code(), Some(0), "{}", err(&told));
    let text = out(&told);
    for line in [
        "- progress: Progressing as expected",
        "- what follows: Monitor",
        "- to the board: unsatisfactory, in: Learns from experience",
        "- dissent was recorded on 2 decisions (entries 2, 3)",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    assert!(!text.contains("dissenting words") && !text.contains(OTHER), "{text}");
    for (id, name) in names() {
        assert_eq!(text.contains(&name), id == RESIDENT, "{name}");
    }
    assert!(program.log().contains("resident's copy"), "{}", program.log());
    let unreleased = out(&report(&program, "learner", &[OTHER]));
    assert!(!unreleased.contains("Not yet released") && unreleased.contains("Nothing was released yet"));
    let preview = report(&program, "learner", &[OTHER, "--unreleased"]);
    assert_eq!(preview.status.code(), Some(1));
    assert!(err(&preview).contains("for the program director"), "{}", err(&preview));
    let nobody = report(&program, "learner", &["R9999"]);
    assert!(err(&nobody).contains("trellis triage"), "{}", err(&nobody));
}

#[test]
fn levels_are_written_and_what_is_missing_is_named_a_line_each() {
    let program = decided();
    let told = report(&program, "ads", &[]);
    assert_eq!(told.status.code(), Some(1));
    let (table, said) = (out(&told), err(&told));
    let rows: Vec<_> = table.lines().collect();
    assert_eq!(rows.len(), 1 + 23 + 22);
    assert_eq!(
        rows[..2],
        ["resident,subcompetency,level,standing,entry,carried", "R0064,PC1,3.5,determined,3,not recorded"]
    );
    assert!(said.contains("missing: R0080: no level for ICS3 (entry 5)"), "{said}");
    assert!(said.contains("1 resident only recommended in fall 2026"), "{said}");
    let missing = said.lines().filter(|line| line.contains("no overall decision in fall 2026")).count();
    // The sample program has 45 residents in training.
    assert_eq!(missing, 45 - 2, "{said}");
    let before = report(&program, "ads", &["--period", "2026-1"]);
    assert_eq!((before.status.code(), out(&before).lines().count()), (Some(1), 1));
    let board = out(&report(&program, "ads", &["--board"]));
    assert!(board.contains("R0064,unsatisfactory,Learns from experience,determined,3\n"), "{board}");
}

#[test]
fn without_any_overall_decision_that_is_said() {
    let told = report(&Program::sample(), "ads", &[]);
    assert_eq!(told.status.code(), Some(1));
    assert!(err(&told).contains("no overall decision yet"), "{}", err(&told));
}

#[test]
fn a_browser_reads_and_prints_the_copy_and_runs_nothing() {
    let Some(browser) = Browser::found() else { return skipped(browser::MISSING) };
    let program = decided();
    let file = page(&program);
    let written = fs::read_to_string(&file).unwrap();
    let Some(dom) = browser.dom(&file) else { return skipped(browser::REFUSED) };
    assert!(dom.contains("<html lang=\"en\">") && !dom.contains("<script"), "{dom:.2000}");
    assert!(dom.contains("Steady &lt;b&gt;growth&lt;/b&gt;"), "{dom:.2000}");
    let parts =
        ["<h1>", "<h2>", "<h3>", "<caption>", "scope=\"col\"", "scope=\"row\"", "role=\"img\"", "<circle"];
    for part in parts {
        let count = |text: &str| text.matches(part).count();
        assert!(count(&dom) > 0, "{part}");
        assert_eq!(count(&dom), count(&written), "{part}");
    }
    let Some(pages) = browser.pages(&file) else { return skipped(browser::REFUSED) };
    assert!((1..=4).contains(&pages), "{pages}");
}

/// Runs a step after the meeting as the program director.
fn after(program: &Program, what: &[&str]) -> Output {
    let mut command = trellis();
    command.args(["meeting", what[0]]).arg(program.cases()).args(&what[1..]);
    command.args(["--as", "d.director", "--role", "program_director"]);
    command.env("TRELLIS_KEY", key_file("d.director")).output().unwrap()
}

#[test]
fn a_release_writes_copies_and_a_list_over_nothing_and_whoever_was_told_is_ticked_off() {
    let (program, mut state) = (Program::sample(), begun());
    let mut n = 1;
    let mut act = |role, act| {
        n += 1;
        let id = if role == Role::ProgramDirector { "d.director" } else { "c.chair" }.to_owned();
        let subject = Some(RESIDENT.parse().unwrap());
        record(&mut state, &Unplaced { subject, actor: Actor { id, role }, ..draft(n, act) });
    };
    act(Role::Chair, Act::OverallRecommendation(overall(23, "Steady")));
    let determined =
        Act::OverallDetermination { recommendation: 2, agrees: true, overall: overall(23, "Steady") };
    act(Role::ProgramDirector, determined);
    write(&program, &state);
    let folder = program.cases().with_file_name("letters");
    let to = folder.to_str().unwrap();
    fs::create_dir(&folder).unwrap();
    let copy = folder.join(format!("copy-{RESIDENT}-entry4.html"));
    fs::write(&copy, "somebody else's").unwrap();
    let released = after(&program, &["release", "--all", "--to", to]);
    assert_eq!(released.status.code(), Some(0), "{}", err(&released));
    let said = out(&released);
    assert!(said.contains("copy-R0064-entry4-2.html") && said.contains("to-be-told-entry4.md"), "{said}");
    assert!(said.contains("1 resident to be told by somebody"), "{said}");
    assert_eq!(fs::read_to_string(&copy).unwrap(), "somebody else's");
    let written = fs::read_to_string(folder.join("copy-R0064-entry4-2.html")).unwrap();
    assert!(written.contains("What was decided about you"), "{written:.300}");
    let again = after(&program, &["release", RESIDENT, "--to", to]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("there is nothing to release"), "{}", err(&again));
    let list = out(&after(&program, &["to-tell"]));
    assert!(list.contains("| R0064 |"), "{list}");
    // A release that tells nobody is ticked off on its day at the earliest.
    let early = after(&program, &["told", RESIDENT, "--on", "2020-01-01", "--by", "Lin"]);
    assert!(err(&early).contains("nobody was told on 2020-01-01"), "{}", err(&early));
    let day = program.log().lines().last().unwrap().split_whitespace().nth(1).unwrap().to_owned();
    let told = after(&program, &["told", RESIDENT, "--on", &day, "--by", "Lin"]);
    assert_eq!(told.status.code(), Some(0), "{}", err(&told));
    assert!(out(&after(&program, &["to-tell"])).contains("nobody is to be told"));
}
