//! `trellis meeting plan` from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::review::{Program, err, out, trellis};

const COMMITTEE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/committee.toml");

/// The sample program, and a folder for its plans.
struct Office {
    program: Program,
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        Self { program: Program::sample(), folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = trellis();
        command.args(["meeting", "plan"]).arg(self.program.cases()).args(arguments);
        command.current_dir(self.folder.path()).output().unwrap()
    }

    /// Writes a plan by the sample committee and returns what is said and the plan.
    fn plan(&self, name: &str, further: &[&str]) -> (String, String) {
        let output = self.run(&[&["--committee", COMMITTEE, "-o", name], further].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        (out(&output), fs::read_to_string(self.file(name)).unwrap())
    }

    /// Writes a plan that must be refused with one sentence, and leaves no file.
    fn refused(&self, further: &[&str]) -> String {
        let before = fs::read_dir(self.folder.path()).unwrap().count();
        let output = self.run(&[&["--committee", COMMITTEE, "-o", "none.toml"], further].concat());
        assert_eq!(output.status.code(), Some(1), "{}", out(&output));
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), before);
        one_line(&output)
    }

    fn checked(&self, plan: &str) -> Output {
        fs::write(self.file("edited.toml"), plan).unwrap();
        self.run(&["--check", "edited.toml", "--committee", COMMITTEE])
    }
}

fn one_line(output: &Output) -> String {
    let said = err(output);
    assert_eq!(said.lines().count(), 1, "{said}");
    said.trim_end().to_owned()
}

/// The codes of the residents on a plan, in its order.
fn residents(plan: &str) -> Vec<&str> {
    plan.lines().filter_map(|line| line.split_once("resident = \"")?.1.split('"').next()).collect()
}

#[test]
fn the_page_on_meetings_plans_the_sample_meeting_as_written() {
    let office = Office::new();
    fs::create_dir(office.file("lakeside")).unwrap();
    fs::copy(office.program.cases(), office.file("lakeside/lakeside.duckdb")).unwrap();
    fs::copy(COMMITTEE, office.file("lakeside/committee.toml")).unwrap();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/meeting.md")).unwrap();
    let lines: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("trellis meeting plan ")).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    for line in lines {
        let mut command = trellis();
        command.args(["meeting", "plan"]).args(line.split_whitespace()).current_dir(office.folder.path());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", err(&output));
    }
}

#[test]
fn a_plan_has_everyone_once_and_says_what_it_asks_of_the_committee() {
    let office = Office::new();
    let (said, plan) =
        office.plan("plan.toml", &["--title", "Autumn \u{1b}[31m\"review\"", "--minutes", "5"]);
    for line in [
        "meeting     M1: Autumn ␛[31m\"review\"",
        "residents   45 of 45 current",
        "minutes     225 in all (3 h 45 min)",
        "reviewers    12  demo-member",
        "              0  demo-director",
        "order       drawn from seed 1, after 0 meetings before",
    ] {
        assert!(
            said.lines().any(|l| l.trim_end() == line.trim_end() || l.trim() == line.trim()),
            "{line} in\n{said}"
        );
    }
    let mut on = residents(&plan);
    assert_eq!(on.len(), 45);
    on.sort_unstable();
    on.dedup();
    assert_eq!(on.len(), 45);
    let people = fs::read_to_string(sample("program/residents.csv")).unwrap();
    let names = people.lines().skip(1).filter_map(|line| line.split('"').nth(1));
    assert!(names.clone().count() > 90 && !plan.contains('\u{1b}'), "{plan}");
    assert!(names.clone().all(|name| !plan.contains(name)), "{plan}");
    let checked = office.run(&["--check", "plan.toml", "--committee", COMMITTEE]);
    assert_eq!(checked.status.code(), Some(0), "{}", err(&checked));
    assert!(out(&checked).ends_with("holds       nothing is wrong with plan.toml\n"), "{}", out(&checked));
    assert!(!out(&checked).contains("own coach"), "{}", out(&checked));
}

#[test]
fn nobody_of_the_sample_program_is_reviewed_by_their_own_coach() {
    let office = Office::new();
    let (_, plan) = office.plan("plan.toml", &[]);
    let faculty = fs::read_to_string(sample("program/faculty.csv")).unwrap();
    let code = |name: &str| faculty.lines().find(|line| line.contains(name)).unwrap()[..5].to_owned();
    let people = fs::read_to_string(sample("program/residents.csv")).unwrap();
    let seats = [
        ("demo-member", "Popescu, Fatima"),
        ("demo-member-2", "Amari, Nina"),
        ("demo-member-3", "Nwosu, Rosa"),
        ("demo", "Novák, Alejandro"),
    ];
    for line in plan.lines().filter(|line| line.contains("reviewer = ")) {
        let resident = residents(line)[0];
        let (member, name) =
            seats.iter().find(|(id, _)| line.contains(&format!("reviewer = \"{id}\""))).unwrap();
        let row = people.lines().find(|row| row.starts_with(resident)).unwrap();
        assert!(!row.ends_with(&code(name)), "{member} coaches {resident}");
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(name)
}

#[test]
fn the_next_meeting_begins_elsewhere_and_the_same_seed_gives_the_same_plan() {
    let office = Office::new();
    let (_, first) = office.plan("first.toml", &[]);
    let (_, again) = office.plan("again.toml", &[]);
    assert_eq!(first, again);
    let (said, second) = office.plan("second.toml", &["--held", "1"]);
    assert!(said.contains("after 1 meeting before"), "{said}");
    let (first, second) = (residents(&first), residents(&second));
    let at = first.iter().position(|resident| *resident == second[0]).unwrap();
    assert!(at > 10 && at < 35, "{at}");
    assert_eq!([&first[at..], &first[..at]].concat(), second);
    let (_, other) = office.plan("other.toml", &["--seed", "2"]);
    assert_ne!(residents(&other), first);
}

#[test]
fn the_ledger_counts_the_meetings_and_keeps_their_identifiers_apart() {
    let office = Office::new();
    let mut terminal = office.program.review(&[]);
    terminal.press("M").shows("There is no plan");
    terminal.press("\r").shows("1 open it");
    terminal.confirm("1").shows("Meeting 1 is open: entry");
    // The meeting is open: leaving is asked about once.
    terminal.press("q").shows("1 leave");
    terminal.confirm("1");
    terminal.ends();
    let (said, plan) = office.plan("plan.toml", &[]);
    assert!(said.contains("meeting     M2: Meeting 2") && said.contains("after 1 meeting before"), "{said}");
    assert!(plan.contains("\nmeeting = \"M2\"\n"), "{plan}");
    assert_eq!(
        office.refused(&["--meeting", "M1"]),
        "trellis: the meeting M1 is in the ledger already; give another with --meeting"
    );
}

#[test]
fn a_year_is_chosen_by_the_name_that_triage_gives_it() {
    let office = Office::new();
    let (said, plan) = office.plan("ca3.toml", &["--class", "CA-3"]);
    assert!(said.contains("residents   15 of 45 current"), "{said}");
    assert!(plan.lines().filter(|line| line.contains("resident = ")).all(|line| line.ends_with("# CA-3")));
    let said = office.refused(&["--class", "CA-9"]);
    assert_eq!(
        said,
        "trellis: no current resident is in the class \"CA-9\"; there are CA-1 (15), CA-2 (15), CA-3 (15)"
    );
}

#[test]
fn a_plan_is_not_overwritten_unless_asked() {
    let office = Office::new();
    let (_, plan) = office.plan("plan.toml", &[]);
    let output = office.run(&["--committee", COMMITTEE, "-o", "plan.toml", "--minutes", "9"]);
    assert_eq!(one_line(&output), "trellis: plan.toml is there already; give another name, or --replace");
    assert_eq!(fs::read_to_string(office.file("plan.toml")).unwrap(), plan);
    let (_, longer) = office.plan("plan.toml", &["--minutes", "9", "--replace"]);
    assert_eq!(longer, plan.replace("minutes = 6", "minutes = 9"));
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let office = Office::new();
    let said = office.refused(&["--meeting", "May 2026"]);
    assert!(
        said.starts_with("trellis: no plan was written: the meeting \"May 2026\" cannot stand"),
        "{said}"
    );
    let output = office.run(&["--committee", COMMITTEE, "-o", "no/such/folder/plan.toml"]);
    let said = one_line(&output);
    assert!(said.contains("no/such/folder/plan.toml could not be written; name another with -o"), "{said}");
    let usage = office.run(&["--committee", COMMITTEE]);
    assert_eq!(usage.status.code(), Some(2), "{}", err(&usage));
}

#[test]
fn a_committee_that_does_not_hold_is_said_with_its_line_or_its_member() {
    let office = Office::new();
    let committee = fs::read_to_string(COMMITTEE).unwrap();
    for (from, to, expected) in [
        ("core = 1 }", "cores = 1 }", "line 4: \"cores\" is not known here; what is: core, faculty"),
        (
            "\"chair\"",
            "\"member\"",
            "nobody has the role chair; one of the members chairs, or the program director with director_chairs = true",
        ),
    ] {
        fs::write(office.file("committee.toml"), committee.replacen(from, to, 1)).unwrap();
        let output = office.run(&["--committee", "committee.toml", "-o", "plan.toml"]);
        assert_eq!(output.status.code(), Some(1));
        let file = "trellis: the committee file committee.toml does not hold: ";
        assert_eq!(one_line(&output), format!("{file}{expected}"));
        assert!(!office.file("plan.toml").exists());
    }
}

#[test]
fn who_is_recused_for_good_reviews_somebody_else() {
    let office = Office::new();
    let committee = fs::read_to_string(COMMITTEE).unwrap();
    let (_, before) = office.plan("before.toml", &[]);
    let line = before.lines().find(|line| line.contains("reviewer = \"demo-member\"")).unwrap();
    let code = line.split('"').nth(1).unwrap();
    let recusal =
        format!("recusals = [{{ member = \"demo-member\", resident = \"{code}\", reason = \"kin\" }}]\n");
    fs::write(office.file("committee.toml"), format!("{committee}{recusal}")).unwrap();
    let output = office.run(&["--committee", "committee.toml", "-o", "plan.toml"]);
    assert!(out(&output).contains(&format!("recused     demo-member for {code}\n")), "{}", out(&output));
    let plan = fs::read_to_string(office.file("plan.toml")).unwrap();
    assert!(!plan.contains(&format!("\"{code}\", reviewer = \"demo-member\",")), "{plan}");
    assert!(plan.contains(&format!("resident = \"{code}\", reason = \"kin\"")), "{plan}");
    assert!(out(&office.checked(&plan)).contains("nothing is wrong"), "{}", out(&office.checked(&plan)));
    // An editor who gives the resident back to that member is told.
    let edited: String = plan
        .lines()
        .map(|line| {
            if line.contains(code) && line.contains("minutes") {
                format!("  {{ resident = \"{code}\", reviewer = \"demo-member\", minutes = 6 }},\n")
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    assert!(out(&office.checked(&edited)).contains("the reviewer demo-member, who is recused"), "{edited}");
}

#[test]
fn a_misspelt_name_is_noticed_since_it_would_avoid_nothing() {
    let office = Office::new();
    let committee = fs::read_to_string(COMMITTEE).unwrap().replace("Amari, Nina", "Amari, N.");
    fs::write(office.file("committee.toml"), committee).unwrap();
    let output = office.run(&["--committee", "committee.toml", "-o", "plan.toml"]);
    let said = out(&output);
    assert!(
        said.contains("coaches     nobody: demo-member-2 (Amari, N.); is the name as in the case file?"),
        "{said}"
    );
    assert_eq!(said.matches("nobody: ").count(), 1, "{said}");
}

#[test]
fn an_edited_plan_is_told_each_thing_that_does_not_hold() {
    let office = Office::new();
    let (_, plan) = office.plan("plan.toml", &[]);
    let on = residents(&plan);
    let edited = plan
        .replacen(on[1], on[0], 1)
        .replacen(on[2], "R9999", 1)
        .replacen(on[3], "R0001", 1)
        .replace("\"demo-member-2\", minutes", "\"demo-coordinator\", minutes");
    let checked = office.checked(&edited);
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    let said = out(&checked);
    for sentence in [
        format!("{} stands on the agenda twice, at places 1 and 2", on[0]),
        "R9999, at place 3 of the agenda, is not in the case file; `trellis triage` lists the codes"
            .to_owned(),
        "R0001, at place 4 of the agenda, has graduated; the committee reviews current residents".to_owned(),
        "has the reviewer demo-coordinator, who does not vote".to_owned(),
    ] {
        assert!(said.contains(&sentence), "{sentence} in\n{said}");
    }
}

#[test]
fn an_edited_plan_that_cannot_be_read_is_told_the_line() {
    let office = Office::new();
    let (_, plan) = office.plan("plan.toml", &[]);
    for (from, to, expected) in [
        ("minutes = 6", "minutes = 0", "line 20: minutes should be a whole number from 1 to 240"),
        (
            "minutes = 6",
            "minuts = 6",
            "line 20: \"minuts\" is not known here; what is: resident, reviewer, minutes",
        ),
        ("title = ", "title ", "line 4: this is not TOML"),
    ] {
        let checked = office.checked(&plan.replacen(from, to, 1));
        assert_eq!(checked.status.code(), Some(1));
        let said = one_line(&checked);
        assert!(
            said.contains("the plan file edited.toml does not hold: ") && said.contains(expected),
            "{said}"
        );
    }
}

#[test]
fn an_edited_plan_is_told_who_is_left_out_and_who_has_their_own_coach() {
    let office = Office::new();
    let (_, plan) = office.plan("plan.toml", &[]);
    let gone = residents(&plan)[5].to_owned();
    let shorter: Vec<_> = plan.lines().filter(|line| !line.contains(&gone)).collect();
    let all_by_one = shorter.join("\n").replace("reviewer = \"demo-member-2\"", "reviewer = \"demo\"");
    let all_by_one = all_by_one.replace("reviewer = \"demo-member-3\"", "reviewer = \"demo\"");
    let all_by_one = all_by_one.replace("reviewer = \"demo-member\"", "reviewer = \"demo\"");
    let checked = office.checked(&all_by_one);
    assert_eq!(checked.status.code(), Some(0), "{}{}", out(&checked), err(&checked));
    let said = out(&checked);
    assert!(said.contains(&format!("left out    {gone} (others of their year are on the agenda)")), "{said}");
    let own = said.lines().find_map(|line| line.strip_prefix("own coach   ")).unwrap();
    // Novák coaches six of the current residents; the one left out may be among them.
    assert!((5..=6).contains(&own.matches("R0").count()), "{own}");
}
