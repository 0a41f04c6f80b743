//! A meeting by commands: opened by its plan, rated under seal, revealed together, decided with a quorum.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use trellis::committee::plan::PlanFile;

use crate::review::{Program, err, out, trellis};

/// A word that a rater writes and nobody may see before the call.
const SECRET: &str = "not_as_expected";

/// The sample program in a folder of its own, with its committee's keys.
pub struct Meeting {
    pub program: Program,
    pub keys: PathBuf,
    plan: PathBuf,
}

impl Meeting {
    /// A meeting that is planned and opened.
    pub fn opened() -> Self {
        let meeting = Self::planned(usize::MAX);
        meeting.open();
        meeting
    }

    /// A meeting that is planned, with the first so many residents on its agenda.
    pub fn planned(residents: usize) -> Self {
        let program = Program::sample();
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-program");
        fs::copy(built.join("lakeside.ledger.jsonl"), program.ledger()).unwrap();
        let plan = program.cases().with_file_name("plan.toml");
        let meeting = Self { program, keys: built.join("keys"), plan };
        let made = trellis()
            .args(["meeting", "plan"])
            .arg(meeting.program.cases())
            .arg("--committee")
            .arg(built.join("committee.toml"))
            .arg("-o")
            .arg(&meeting.plan)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", err(&made));
        let text = fs::read_to_string(&meeting.plan).unwrap();
        let mut kept = 0;
        let on_the_agenda = |line: &&str| {
            kept += usize::from(line.contains("resident ="));
            !line.contains("resident =") || kept <= residents
        };
        let lines: Vec<_> = text.lines().filter(on_the_agenda).collect();
        fs::write(&meeting.plan, lines.join("\n")).unwrap();
        meeting
    }

    /// Opens the meeting by its plan.
    pub fn open(&self) {
        self.does("demo", "chair", &["open", self.plan.to_str().unwrap()]);
    }

    pub fn plan_file(&self) -> PlanFile {
        PlanFile::read(&fs::read_to_string(&self.plan).unwrap()).unwrap()
    }

    /// Runs `trellis meeting COMMAND CASES …` as somebody.
    pub fn tries(&self, who: &str, role: &str, arguments: &[&str], input: &str) -> Output {
        let mut child = trellis()
            .args(["meeting", arguments[0]])
            .arg(self.program.cases())
            .args(&arguments[1..])
            .args(["--as", who, "--role", role])
            .env("TRELLIS_KEY", self.keys.join(who))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    pub fn does(&self, who: &str, role: &str, arguments: &[&str]) -> String {
        let done = self.tries(who, role, arguments, "");
        assert!(done.status.success(), "{arguments:?}: {}", err(&done));
        out(&done)
    }

    fn rates(&self, who: &str, resident: &str, card: &str) -> String {
        let done = self.tries(who, "member", &["rate", resident], card);
        assert!(done.status.success(), "{}", err(&done));
        out(&done)
    }

    /// The first residents of the agenda.
    pub fn agenda(&self) -> Vec<String> {
        let status = self.does("demo", "chair", &["status"]);
        let lines = status.lines().filter(|line| line.contains(" min  "));
        lines.map(|line| line.split_whitespace().nth(1).unwrap().to_owned()).collect()
    }

    fn decides(&self, resident: &str) -> Output {
        self.deciding(resident, "demo", "chair", &[])
    }

    fn deciding(&self, resident: &str, who: &str, role: &str, further: &[&str]) -> Output {
        trellis()
            .arg("decide")
            .arg(self.program.cases())
            .args([resident, "--epa", "thoracic", "--outcome", "defer", "--rationale", "Too few ratings"])
            .args(["--insufficient-evidence", "--as", who, "--role", role])
            .args(further)
            .env("TRELLIS_KEY", self.keys.join(who))
            .output()
            .unwrap()
    }

    /// Every file that anybody but the rater may read and that somebody writes. The case file is not one: it is
    /// never written, and holds every code that can be chosen.
    fn readable(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = self.program.cases().parent().unwrap().to_owned();
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let written = files.filter(|path| path.is_file() && *path != self.program.cases());
        written.map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
    }
}

#[test]
fn a_meeting_by_commands_is_sealed_revealed_decided_and_verified() {
    let meeting = Meeting::opened();
    let agenda = meeting.agenda();
    assert!(agenda.len() > 30, "{agenda:?}");
    let resident = agenda[0].as_str();

    let said = meeting.rates("demo-member", resident, &format!("progress = \"{SECRET}\"\n"));
    assert!(!said.contains(SECRET), "{said}");
    let said =
        meeting.rates("demo-member-2", resident, "progress = \"as_expected\"\nmilestones = { PC6 = 3.5 }\n");
    assert!(said.contains("sealed"), "{said}");
    // Until the call, nobody but the rater can read what was rated: no file, log, or line of the ledger.
    // The case file has every progress to choose from, and is only read.
    for (path, bytes) in meeting.readable().into_iter().filter(|(path, _)| *path != meeting.program.cases()) {
        let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!found, "{} says it", path.display());
    }
    assert!(!meeting.program.log().contains(SECRET));
    let status = meeting.does("demo", "chair", &["status"]);
    assert!(status.contains("rated by 2 of") && !status.contains(SECRET), "{status}");

    let early = meeting.tries("demo", "chair", &["call", resident], "");
    assert!(!early.status.success() && err(&early).contains("attendance"), "{}", err(&early));
    let few = meeting.does("demo", "chair", &["attend", "--chair", "demo", "demo", "demo-member"]);
    assert!(few.contains("no quorum"), "{few}");
    let nothing = meeting.does("demo-member", "member", &["reveal"]);
    assert!(nothing.contains("no rating that was called waits"), "{nothing}");
    meeting.does("demo", "chair", &["call", resident]);
    let refused = meeting.decides(resident);
    assert!(
        !refused.status.success() && err(&refused).contains("of the faculty take part"),
        "{}",
        err(&refused)
    );
    let all = ["attend", "--chair", "demo", "demo-member", "demo-member-2", "demo-member-3", "demo"];
    let reached = meeting.does("demo", "chair", &all);
    assert!(reached.contains("a quorum"), "{reached}");

    let opened = meeting.does("demo-member", "member", &["reveal"]);
    assert!(opened.contains(SECRET), "{opened}");
    let opened = meeting.does("demo-member-2", "member", &["reveal"]);
    assert!(opened.contains("PC6 3.5") && opened.contains("progress as_expected"), "{opened}");
    let late = meeting.tries("demo-member-3", "member", &["rate", resident], "progress = \"accelerated\"\n");
    assert!(!late.status.success() && err(&late).contains("were called"), "{}", err(&late));
    let status = meeting.does("demo", "chair", &["status"]);
    assert!(status.contains("called, 2 of 2 revealed"), "{status}");
    let decided = meeting.decides(resident);
    assert!(decided.status.success(), "{}", err(&decided));
    let closed = meeting.does("demo", "chair", &["close"]);
    assert!(closed.contains("closed"), "{closed}");
    let minutes = trellis().args(["report", "minutes"]).arg(meeting.program.cases()).output().unwrap();
    let minutes = out(&minutes);
    for line in [
        "chair: demo",
        "rated by 2 of",
        "recommended: defer Thoracic anesthesia, one lung;",
        "checkpoint of entry",
    ] {
        assert!(minutes.contains(line), "{line}: {minutes}");
    }
    assert!(!minutes.contains(SECRET), "{minutes}");
    let log = meeting.program.log();
    assert!(log.contains("checkpoint of") && log.contains("rating by demo-member sealed"), "{log}");
}

#[test]
fn a_decision_out_of_turn_needs_a_reason_by_whoever_leads_and_the_reason_is_on_record() {
    let meeting = Meeting::opened();
    let agenda = meeting.agenda();
    let (here, other) = (agenda[0].as_str(), agenda[1].as_str());
    let all = ["attend", "--chair", "demo", "demo-member", "demo-member-2", "demo-member-3", "demo"];
    meeting.does("demo", "chair", &all);
    meeting.does("demo", "chair", &["begin", here]);
    let refused = meeting.decides(other);
    let said = err(&refused);
    assert!(
        !refused.status.success() && said.contains(&format!("out of turn: the meeting is at {here}")),
        "{said}"
    );
    let why = ["--out-of-turn", "leaves for a rotation abroad"];
    let another = meeting.deciding(other, "demo-member-3", "member", &why);
    assert!(err(&another).contains("only demo, who leads it"), "{}", err(&another));
    let done = meeting.deciding(other, "demo", "chair", &why);
    assert!(done.status.success(), "{}", err(&done));
    let entry = out(&done)
        .split("recorded as entry ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .unwrap()
        .to_owned();
    let shown = trellis().args(["audit", "show"]).arg(meeting.program.ledger()).arg(&entry).output().unwrap();
    let fact = "while the meeting was at another resident: leaves for a rotation abroad";
    assert!(out(&shown).contains(fact) && !out(&shown).contains(here), "{}", out(&shown));
    // In turn nothing is asked.
    let in_turn = meeting.decides(here);
    assert!(in_turn.status.success(), "{}", err(&in_turn));
    meeting.program.log();
}

#[test]
fn who_is_recused_takes_no_part() {
    let meeting = Meeting::opened();
    let resident = meeting.agenda()[0].clone();
    let because = ["recuse", resident.as_str(), "demo-member", "--reason", "coaches the resident"];
    meeting.does("demo-member", "member", &because);
    let rated = meeting.tries("demo-member", "member", &["rate", &resident], "progress = \"as_expected\"\n");
    assert!(!rated.status.success() && err(&rated).contains("recused"), "{}", err(&rated));
    let status = meeting.does("demo", "chair", &["status"]);
    assert!(status.contains("recused demo-member"), "{status}");
}

#[test]
fn recusals_of_the_plan_are_on_record_from_the_opening() {
    let meeting = Meeting::planned(3);
    let text = fs::read_to_string(&meeting.plan).unwrap();
    let PlanFile { plan, .. } = meeting.plan_file();
    let (first, second) = (&plan.agenda[0], &plan.agenda[1]);
    let other = |slot: &trellis::domain::meeting::Slot| {
        let fits = |member: &&trellis::domain::meeting::Member| {
            member.votes && !member.core && Some(&member.id) != slot.reviewer.as_ref()
        };
        plan.members.iter().find(fits).unwrap().id.clone()
    };
    let line = |slot: &trellis::domain::meeting::Slot| {
        let (member, resident) = (other(slot), &slot.resident);
        format!("  {{ member = \"{member}\", resident = \"{resident}\", reason = \"kin\" }},\n")
    };
    fs::write(&meeting.plan, format!("{text}\nrecusals = [\n{}{}]\n", line(first), line(second))).unwrap();
    meeting.open();
    let status = meeting.does("demo", "chair", &["status"]);
    assert!(status.contains(&format!("recused {}", other(first))), "{status}");
    assert_eq!(meeting.program.log().matches("recused").count(), 2, "{}", meeting.program.log());
    let rated = meeting.tries(
        &other(second),
        "member",
        &["rate", second.resident.as_str()],
        "progress = \"as_expected\"\n",
    );
    assert!(!rated.status.success() && err(&rated).contains("recused"), "{}", err(&rated));

    // Opened again by the same plan, nothing is there twice.
    let again = meeting.tries("demo", "chair", &["open", meeting.plan.to_str().unwrap()], "");
    assert!(!again.status.success() && err(&again).contains("open"), "{}", err(&again));
    assert_eq!(meeting.program.log().matches("recused").count(), 2);
}

#[test]
fn a_card_that_does_not_hold_seals_nothing_and_is_not_repeated() {
    let meeting = Meeting::opened();
    let resident = meeting.agenda()[0].clone();
    let before = fs::read(meeting.program.ledger()).unwrap();
    for (card, expected) in [
        ("", "the card is empty"),
        ("progress = \"splendid\"", "is no progress"),
        ("epas = { nothing = \"3\" }", "there is no activity"),
        ("milestones = { PC6 = 3.25 }", "is no milestone level"),
        ("milestones = { PC99 = 3 }", "there is no subcompetency"),
        ("grade = 3", "unknown field"),
        ("progress = ", "does not read as TOML"),
    ] {
        let tried = meeting.tries("demo-member", "member", &["rate", &resident], card);
        assert_eq!(tried.status.code(), Some(1), "{card}");
        assert!(err(&tried).contains(expected), "{card}: {}", err(&tried));
    }
    assert_eq!(fs::read(meeting.program.ledger()).unwrap(), before);
}

#[test]
fn the_meeting_is_printed_for_a_screen_reader() {
    let meeting = Meeting::opened();
    let agenda = meeting.agenda();
    let plain = |screen: &str, further: &[&str]| {
        let mut command = trellis();
        command
            .arg("review")
            .arg(meeting.program.cases())
            .args(["--present", "--plain", screen])
            .args(further);
        let printed = command.args(["--as", "demo", "--role", "chair"]).output().unwrap();
        assert!(printed.status.success(), "{}", err(&printed));
        out(&printed)
    };
    let said = plain("meeting", &[]);
    assert!(said.contains(&format!("1. {}: reviewer", agenda[0])), "{said}");
    assert!(said.contains("members, in the order in which they speak:"), "{said}");
    let said = plain("review", &["--resident", &agenda[0]]);
    assert!(said.contains("begin (to do): the meeting is not here yet"), "{said}");
    assert!(plain("recommendations", &[]).contains("0 to be determined"));
}
