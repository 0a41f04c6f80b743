//! A resident's turn by commands, and what follows the meeting: release, the resident's own answer, appeals.

use std::path::Path;

use chrono::DateTime;
use trellis::domain::overall::Overall;
use trellis::ledger::chain::Unplaced;
use trellis::ledger::entry::{Act, Actor, Role};
use trellis::ledger::file::fresh_id;
use trellis::ledger::identity::Identity;
use trellis::ledger::store::Ledger;

use super::room::Meeting;
use crate::ledger::samples::key_file;
use crate::review::{err, out, trellis};

/// A meeting that has begun, and the first two residents of its agenda.
fn begun() -> (Meeting, String, String) {
    let meeting = Meeting::opened();
    let all = ["attend", "--chair", "demo", "demo-member", "demo-member-2", "demo-member-3", "demo"];
    meeting.does("demo", "chair", &all);
    let agenda = meeting.agenda();
    (meeting, agenda[0].clone(), agenda[1].clone())
}

/// Records by the library what no command of these tests records; returns the entry's number.
fn records(meeting: &Meeting, who: &str, role: Role, resident: &str, act: Act) -> u64 {
    let mut ledger = Ledger::at(&meeting.program.ledger().to_str().unwrap().parse().unwrap()).unwrap();
    let draft = Unplaced {
        id: fresh_id(),
        at: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
        actor: Actor { id: who.to_owned(), role },
        subject: Some(resident.parse().unwrap()),
        act,
        supersedes: None,
        evidence: None,
    };
    let identity = Identity::read(&meeting.keys.join(who)).unwrap();
    ledger.append(&draft, &identity).unwrap().entry.seq
}

/// A decision that is deferred.
fn deferred(rationale: &str) -> Overall {
    Overall {
        progress: None,
        action: None,
        board: None,
        milestones: [].into(),
        not_assessable: [].into(),
        rationale: rationale.to_owned(),
        insufficient_evidence: true,
        dissent: None,
    }
}

fn refused(meeting: &Meeting, who: &str, role: &str, arguments: &[&str], sentence: &str) {
    let tried = meeting.tries(who, role, arguments, "");
    assert_eq!(tried.status.code(), Some(1), "{arguments:?}: {}", out(&tried));
    assert!(err(&tried).contains(sentence), "{arguments:?}: {}", err(&tried));
}

#[test]
fn a_turn_by_commands_is_begun_spoken_in_concluded_and_opened_again() {
    let (meeting, first, second) = begun();
    let status = || meeting.does("demo", "chair", &["status"]);
    assert!(status().contains("at nobody; 0 of "), "{}", status());
    let calm = ["remark", &first, "calm at night", "--basis", "undocumented"];
    refused(&meeting, "demo-member", "member", &calm, "turn to this resident first");
    let begun = meeting.does("demo", "chair", &["begin", &first]);
    assert!(begun.contains("review begun"), "{begun}");
    refused(&meeting, "demo", "chair", &["begin", &first], "already; go on");
    let said = meeting.does("demo-member", "member", &calm);
    assert!(said.contains("remark, undocumented: calm at night"), "{said}");
    meeting.does("demo-member", "member", &["strength", &first, "teaches juniors"]);
    assert!(
        status().contains(&format!("at {first}; 0 of ")) && status().contains("reviewed now, 0 min taken")
    );
    refused(&meeting, "demo", "chair", &["conclude", &first], "recommended nothing overall");
    let defer =
        ["overall", &first, "--defer", "--rationale", "Too little was seen", "--insufficient-evidence"];
    let said = meeting.does("demo", "chair", &defer);
    assert!(
        said.starts_with("The committee recommends to defer; ") && said.contains("recorded as entry"),
        "{said}"
    );
    meeting.does("demo", "chair", &["conclude", &first]);
    meeting.does("demo", "chair", &["begin", &second]);
    meeting.does("demo", "chair", &["leave", &second]);
    let said = status();
    assert!(said.contains("at nobody; 1 of "), "{said}");
    assert!(
        said.contains("concluded, 0 min taken") && said.contains("left for later, 0 min taken"),
        "{said}"
    );
    refused(&meeting, "demo", "chair", &["begin", &first], "say why it is opened again");
    meeting.does("demo", "chair", &["begin", &first, "--reason", "a letter came"]);
    refused(&meeting, "demo", "chair", &["leave", &second], "the meeting is not at");
    let wrong = meeting.tries("demo", "chair", &["remark", &first, "x", "--basis", "rumour"], "");
    assert_eq!(wrong.status.code(), Some(2), "{}", err(&wrong));
    meeting.program.log();
}

#[test]
fn levels_come_from_a_file_row_by_row_and_nothing_that_is_not_in_it_is_recorded() {
    let (meeting, first, second) = begun();
    let file = meeting.program.cases().with_file_name("levels.csv");
    let tries = |resident: &str, levels: Option<&str>| {
        let mut asked = vec!["overall", resident, "--progress", "as_expected", "--rationale", "Four agree."];
        if let Some(levels) = levels {
            std::fs::write(&file, levels).unwrap();
            asked.extend(["--milestones-file", file.to_str().unwrap()]);
        }
        meeting.tries("demo", "chair", &asked, "")
    };
    // All that is wrong is named by its row, at once, and nothing is recorded.
    let wrong =
        tries(&first, Some("code,level,comment\nPC1,3.2,\nPC99,3,\nPC2,3,\npc2,4,\nPC3,,why\nPC4,na,\n"));
    let said = err(&wrong);
    for row in [
        "nothing was recorded: 4 rows cannot be taken",
        "row 2: PC1: 3.2 is no milestone level",
        "row 3: \"PC99\" is no subcompetency",
        "row 5: pc2 stands in row 4 already",
        "row 6: PC3 has a comment and no level",
    ] {
        assert!(said.contains(row), "{row}: {said}");
    }
    assert!(err(&tries(&first, Some("PC1,3\n"))).contains("must name the columns code and level"));
    let entry = |said: &str| -> u64 {
        said.split("recorded as entry ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
    };
    let levels = "Code;Level;Comment\nPC1;3,5;seen twice\nPC2;na;\nPC10;last;\nPC3;;\n";
    let done = tries(&first, Some(levels));
    assert!(done.status.success(), "{}", err(&done));
    let said = out(&done);
    assert!(
        said.contains(
            "milestones: 3 of 23 recorded, 1 taken over from last time, 1 not assessable, 20 not yet"
        ),
        "{said}"
    );
    assert!(said.contains("? 20 rows are not yet"), "{said}");
    let without = out(&tries(&second, None));
    assert!(without.contains("no milestone level is recorded"), "{without}");
    let ledger = Ledger::open(&meeting.program.ledger()).unwrap();
    let recorded = |seq| ledger.state().entry(seq).unwrap();
    let overall = recorded(entry(&said)).entry.act.overall().unwrap().clone();
    assert_eq!(overall.milestones.keys().map(ToString::to_string).collect::<Vec<_>>(), ["PC1", "PC10"]);
    assert_eq!(overall.rationale, "Four agree. PC1: seen twice");
    let carried = recorded(entry(&said)).entry.evidence.as_ref().unwrap().carried();
    assert_eq!(carried, Some(["PC10".parse().unwrap()].into()));
    let bare = recorded(entry(&without)).entry.act.overall().unwrap();
    assert!(bare.milestones.is_empty() && bare.not_assessable.is_empty());
    // The table for ADS marks what is carried, and is not whole while rows are open.
    let mut ads = trellis();
    ads.args(["report", "ads"]).arg(meeting.program.cases());
    let ads = ads.output().unwrap();
    assert_eq!(ads.status.code(), Some(1));
    assert!(out(&ads).lines().any(|row| row.starts_with(&format!("{first},PC10,")) && row.ends_with(",yes")));
    assert!(
        err(&ads).contains(&format!("carried: {first}: 1 level taken over from last time: PC10")),
        "{}",
        err(&ads)
    );
    assert!(err(&ads).contains(&format!("missing: {first}: no level for PC3, PC4")), "{}", err(&ads));
    meeting.program.log();
}

#[test]
fn a_resident_is_decided_on_as_a_whole_by_commands_with_the_evidence_of_the_screen() {
    let (meeting, first, _) = begun();
    let overall =
        |more: &[&'static str]| [&["overall", first.as_str(), "--rationale", "Four agree"], more].concat();
    let fails = |more: &[&'static str], said: &str| refused(&meeting, "demo", "chair", &overall(more), said);
    fails(&["--progress", "splendid"], "\"splendid\" is no progress of this case file; it has as_expected, ");
    fails(&["--progress", "as_expected", "--action", "x"], "\"x\" is no action of this case file");
    fails(&["--progress", "as_expected", "--milestones", "PC6 7"], "7 is no milestone level");
    fails(
        &["--progress", "as_expected", "--board", "satisfactory", "--attributes", "honesty"],
        "go with --board unsatisfactory",
    );
    fails(
        &["--progress", "as_expected", "--supersedes", "9", "--reason", "new"],
        "does not stand on this resident",
    );
    let unsaid = meeting.tries("demo", "chair", &["agree", "1"], "");
    assert_eq!(err(&unsaid), "trellis: nothing waits to be determined\n");
    let neither = meeting.tries("demo", "chair", &overall(&[]), "");
    assert_eq!(neither.status.code(), Some(2), "{}", err(&neither));

    let asked = ["--progress", "as_expected", "--milestones", "PC6 3.5", "--board", "satisfactory"];
    let said = meeting.does("demo", "chair", &overall(&asked));
    let recorded = "to the board: satisfactory; milestones: 1 of 23 recorded, 22 not yet; PC6 3.5.";
    assert!(said.contains(recorded), "{said}");
    let entry = said.split("recorded as entry ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let shown = trellis().args(["audit", "show"]).arg(meeting.program.ledger()).arg(&entry).output().unwrap();
    assert!(out(&shown).contains("training month"), "{}{}", out(&shown), err(&shown));
    fails(
        &["--progress", "accelerated"],
        &format!("entry {entry} stands; replace it with --supersedes {entry}"),
    );

    // A refusal is one sentence, said once.
    let twice = meeting.tries("demo", "chair", &["agree", &entry], "");
    assert_eq!(err(&twice).matches("only a program director determines").count(), 1, "{}", err(&twice));
    // The program director agrees by the entry's number, and nobody else does.
    refused(&meeting, "demo", "chair", &["agree", &entry], "only a program director determines");
    let director = |arguments: &[&str]| meeting.does("demo-director", "program_director", arguments);
    assert!(director(&["agree", &entry]).contains("determination"));
    refused(
        &meeting,
        "demo-director",
        "program_director",
        &["agree", &entry],
        "nothing waits to be determined",
    );
    meeting.program.log();
}

#[test]
fn what_is_determined_is_released_to_all_who_wait_and_says_who_was_left() {
    let (meeting, first, second) = begun();
    let director = |arguments: &[&str]| meeting.does("demo-director", "program_director", arguments);
    assert!(director(&["release", "--all"]).contains("nothing waits to be released"));
    let advised = |resident: &str| {
        records(&meeting, "demo", Role::Chair, resident, Act::OverallRecommendation(deferred("Too little")))
    };
    let (recommendation, waits) = (advised(&first), advised(&second));
    let act = Act::OverallDetermination { recommendation, agrees: true, overall: deferred("Agreed") };
    let determined = records(&meeting, "demo-director", Role::ProgramDirector, &first, act);
    let one = ["release", second.as_str()];
    refused(&meeting, "demo-director", "program_director", &one, "recommended and not determined yet");
    refused(&meeting, "demo", "chair", &["release", &first], "for another role");
    let said = director(&["release", "--all"]);
    assert!(said.contains(&format!("{first}: entry ")), "{said}");
    assert!(said.contains(&format!("{second}: left, since entry {waits} is recommended")), "{said}");
    refused(&meeting, "demo-director", "program_director", &["release", &first], "nothing to release");
    refused(&meeting, "demo", "chair", &["acknowledge", &second], "nothing was released");

    // Without a key of the resident's own, who keeps the record writes.
    meeting.does("demo", "chair", &["acknowledge", &first]);
    refused(&meeting, "demo", "chair", &["acknowledge", &first], "was acknowledged before");
    meeting.does("demo", "chair", &["state", &first, "I saw more nights"]);
    let determined = determined.to_string();
    let lodged = meeting.does("demo", "chair", &["appeal", &first, &determined, "nights were not counted"]);
    let appeal = lodged.split([' ', ':']).nth(1).unwrap();
    let settled = ["appeal-decided", &first, appeal, "remitted", "--reason", "count them"];
    assert!(meeting.does("demo", "chair", &settled).contains("remitted"));
    refused(&meeting, "demo", "chair", &settled, "no appeal of this resident that waits");
    meeting.program.log();
}

#[test]
fn a_resident_with_a_key_signs_what_is_their_own_and_nothing_else() {
    let (meeting, first, second) = begun();
    let recommendation =
        records(&meeting, "demo", Role::Chair, &first, Act::OverallRecommendation(deferred("Too little")));
    let act = Act::OverallDetermination { recommendation, agrees: true, overall: deferred("Agreed") };
    records(&meeting, "demo-director", Role::ProgramDirector, &first, act);
    meeting.does("demo-director", "program_director", &["release", &first]);

    let own = key_file("R-007");
    let signs = |arguments: &[&str]| {
        let cases = meeting.program.cases();
        let mut command = trellis();
        command.args(["meeting", arguments[0]]).arg(cases).args(&arguments[1..]);
        command.args(["--as", &first, "--role", "resident"]).env("TRELLIS_KEY", &own).output().unwrap()
    };
    let early = signs(&["acknowledge", &first]);
    assert!(err(&early).contains("trellis identity allow"), "{}", err(&early));
    let public = own.with_extension("pub");
    let allowed = trellis()
        .args(["identity", "allow"])
        .args([meeting.program.ledger().as_path(), Path::new(&first), public.as_path()])
        .args(["--for", "resident", "--as", "demo", "--role", "chair"])
        .env("TRELLIS_KEY", meeting.keys.join("demo"))
        .output()
        .unwrap();
    assert!(allowed.status.success(), "{}", err(&allowed));

    for arguments in [&["acknowledge", first.as_str()][..], &["state", &first, "I saw more nights"]] {
        let done = signs(arguments);
        assert!(done.status.success(), "{arguments:?}: {}", err(&done));
    }
    let of_another = signs(&["state", &second, "so did they"]);
    assert!(err(&of_another).contains("only what is about themselves"), "{}", err(&of_another));
    let no_appeal = signs(&["appeal-decided", &first, "9", "upheld", "--reason", "mine"]);
    assert!(err(&no_appeal).contains("for another role"), "{}", err(&no_appeal));
    let log = meeting.program.log();
    let theirs =
        |line: &&str| line.split_whitespace().collect::<Vec<_>>()[3..6] == [&first, "resident", &first];
    assert_eq!(log.lines().filter(theirs).count(), 2, "{log}");
}
