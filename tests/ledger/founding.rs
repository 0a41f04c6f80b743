//! No ledger is begun by accident: not by a look, not by a forgotten or mistyped name, and never unsaid.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use trellis::ledger::store::Ledger;

use super::samples::{founding, identity, key_file};
use crate::review::{Program, err, out, trellis};

/// A decision that needs no rating, as lin.
fn decide(program: &Program, further: &[&str]) -> Output {
    deciding(program, further).output().unwrap()
}

fn deciding(program: &Program, further: &[&str]) -> Command {
    let mut command = trellis();
    command.arg("decide").arg(program.cases());
    command.args(["R0063", "--epa", "thoracic", "--insufficient-evidence", "--rationale", "first"]);
    command.args(["--as", "lin"]).args(further);
    command
}

fn looks(program: &Program) -> [Command; 4] {
    let cases = program.cases();
    let command = |arguments: &[&str]| {
        let mut command = trellis();
        command.arg(arguments[0]).arg(&cases).args(&arguments[1..]).args(["--as", "lin"]);
        command
    };
    [
        command(&["show", "R0063"]),
        command(&["brief", "R0063"]),
        command(&["review", "--plain", "resident", "--resident", "R0063"]),
        command(&["triage"]),
    ]
}

/// Every file beside the case file, by name.
fn beside(program: &Program) -> Vec<String> {
    let folder = program.cases().parent().unwrap().to_owned();
    let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.ends_with(".duckdb")).collect();
    names.sort();
    names
}

#[test]
fn a_look_without_a_ledger_records_nothing_and_says_what_lies_near() {
    let program = Program::without_ledger();
    let other = program.cases().with_file_name("lakeside.ledger.jsonl");
    fs::write(&other, "{}\n{}\n").unwrap();
    for mut look in looks(&program) {
        let looked = look.output().unwrap();
        assert!(looked.status.success(), "{}", err(&looked));
        let said = err(&looked);
        assert!(said.contains("there is no ledger ") && said.contains("cases.ledger.jsonl"), "{said}");
        assert!(said.contains("this look is not recorded"), "{said}");
        assert!(said.contains("near it stands lakeside.ledger.jsonl (2 entries)"), "{said}");
        assert_eq!(beside(&program), ["lakeside.ledger.jsonl"]);
    }
}

#[test]
fn a_first_act_needs_the_word_and_reads_back_who_signs() {
    let program = Program::without_ledger();
    fs::write(program.cases().with_file_name("lakeside.ledger.jsonl"), "{}\n").unwrap();
    let refused = decide(&program, &[]);
    let said = err(&refused);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("nothing was recorded: there is no ledger"), "{said}");
    assert!(said.contains("lakeside.ledger.jsonl (1 entry)") && said.contains("add --new-ledger"), "{said}");
    assert!(said.contains("whose only signer is lin, chair, SHA256:"), "{said}");
    let member = decide(&program, &["--role", "member", "--new-ledger"]);
    assert!(!member.status.success() && err(&member).contains("chair"), "{}", err(&member));
    assert_eq!(beside(&program), ["lakeside.ledger.jsonl"]);

    let done = decide(&program, &["--new-ledger"]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(out(&done).contains("recorded as entry 2 "), "{}", out(&done));
    let said = err(&done);
    assert!(said.contains("a new one begins there; its only signer is lin, chair, SHA256:"), "{said}");
    assert!(said.contains("near it stands lakeside.ledger.jsonl (1 entry)"), "{said}");
    assert_eq!(beside(&program), ["cases.allowed_signers", "cases.ledger.jsonl", "lakeside.ledger.jsonl"]);

    // Whoever believes that a new one begins is told that it does not.
    let twice = decide(&program, &["--new-ledger"]);
    assert!(!twice.status.success() && err(&twice).contains("with 2 entries; leave --new-ledger away"));
    assert!(program.log().lines().count() == 2);
}

#[test]
fn what_is_left_of_a_ledger_is_never_built_upon() {
    type Harm = fn(&PathBuf);
    let program = Program::sample();
    assert!(decide(&program, &[]).status.success());
    let signers = fs::read(program.cases().with_extension("allowed_signers")).unwrap();
    let harms: [(&str, Harm); 2] = [
        ("there is no entry in", |ledger| fs::remove_file(ledger).unwrap()),
        ("there is no entry in", |ledger| fs::write(ledger, "").unwrap()),
    ];
    for (said, harm) in harms {
        harm(&program.ledger());
        let before = fs::read(program.ledger()).ok();
        let mut tries: Vec<Output> = looks(&program).iter_mut().map(|look| look.output().unwrap()).collect();
        tries.push(decide(&program, &[]));
        tries.push(decide(&program, &["--new-ledger"]));
        for tried in tries {
            assert_eq!(tried.status.code(), Some(1), "{}", out(&tried));
            let why = err(&tried);
            assert!(why.contains(said) && why.contains("cases.allowed_signers"), "{why}");
            assert!(why.contains("1 of those who signed"), "{why}");
        }
        assert_eq!(fs::read(program.ledger()).ok(), before);
        assert_eq!(fs::read(program.cases().with_extension("allowed_signers")).unwrap(), signers);
        assert_eq!(program.audit("verify").status.code(), Some(3));
    }
    // Without the list nothing is known of what was there, and a file of no bytes is no ledger all the same.
    fs::remove_file(program.cases().with_extension("allowed_signers")).unwrap();
    let refused = decide(&program, &["--new-ledger"]);
    assert!(!refused.status.success() && err(&refused).contains("is empty (0 bytes)"), "{}", err(&refused));
    fs::remove_file(program.ledger()).unwrap();
    // This machine remembers it all the same; another one does not.
    let gone = decide(&program, &["--new-ledger"]);
    let said = err(&gone);
    assert!(
        !gone.status.success() && said.contains("it had 2 entries") && said.contains("is gone now"),
        "{said}"
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = deciding(&program, &["--new-ledger"]);
    assert!(command.env("XDG_STATE_HOME", elsewhere.path()).output().unwrap().status.success());
}

#[test]
fn nothing_cannot_be_verified() {
    let program = Program::without_ledger();
    for command in ["verify", "log"] {
        let missing = program.audit(command);
        assert_eq!(missing.status.code(), Some(3), "{}", err(&missing));
    }
    fs::write(program.ledger(), "").unwrap();
    fs::write(program.cases().with_file_name("lakeside.ledger.jsonl"), "{}\n").unwrap();
    for command in ["verify", "log"] {
        let empty = program.audit(command);
        assert_eq!((empty.status.code(), out(&empty)), (Some(3), String::new()));
        let said = err(&empty);
        assert!(said.contains("cannot tell: there is no entry in"), "{said}");
        assert!(said.contains("near it stands lakeside.ledger.jsonl"), "{said}");
    }
}

#[test]
fn whoever_is_heard_first_names_the_ledger_and_it_is_said_who() {
    let program = Program::without_ledger();
    let folder = program.cases().parent().unwrap().to_owned();
    let taken = |option: bool, environment: bool, settings: bool| {
        let config = folder.join("config");
        fs::create_dir_all(config.join("trellis")).unwrap();
        let text = if settings { "[ledger]\nplace = \"settings.ledger.jsonl\"\n" } else { "" };
        fs::write(config.join("trellis/config.toml"), text).unwrap();
        let mut command = trellis();
        command
            .env("XDG_CONFIG_HOME", &config)
            .arg("triage")
            .arg(program.cases())
            .args(["-v", "--as", "lin"]);
        if option {
            command.arg("--ledger").arg(folder.join("option.ledger.jsonl"));
        }
        if environment {
            command.env("TRELLIS_LEDGER", folder.join("environment.ledger.jsonl"));
        }
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
        let said = err(&done);
        let line = said.lines().find_map(|line| line.strip_prefix("trellis: the ledger is ")).unwrap();
        let (place, by) = line.split_once(", ").unwrap();
        (place.rsplit('/').next().unwrap().to_owned(), by.to_owned())
    };
    let names = |name: &str, by: &str| (format!("{name}.ledger.jsonl"), by.to_owned());
    assert_eq!(
        taken(false, false, false),
        names("cases", "beside the case file, since nobody names another")
    );
    name_in(&program.cases(), "word.ledger.jsonl");
    assert_eq!(taken(false, false, false), names("word", "as the case file says"));
    assert_eq!(taken(false, false, true), names("settings", "as the settings say"));
    assert_eq!(taken(false, true, true), names("environment", "as TRELLIS_LEDGER says"));
    assert_eq!(taken(true, true, true), names("option", "as --ledger says"));
}

/// Lets a case file name its ledger.
fn name_in(cases: &std::path::Path, ledger: &str) {
    let file = duckdb::Connection::open(cases).unwrap();
    file.execute("delete from committee", []).unwrap();
    file.execute("insert into committee values (?)", [ledger]).unwrap();
    file.execute_batch("checkpoint").unwrap();
}

#[test]
fn a_case_file_leads_to_no_other_folder_and_across_no_network() {
    let program = Program::sample();
    for elsewhere in ["../other.ledger.jsonl", "/tmp/other.ledger.jsonl", "postgres://lin@127.0.0.1:1/ccc"] {
        name_in(&program.cases(), elsewhere);
        for tried in [decide(&program, &[]), looks(&program)[0].output().unwrap()] {
            assert!(
                !tried.status.success() && err(&tried).contains("no case file is followed"),
                "{}",
                err(&tried)
            );
        }
    }
    let ledger = program.ledger();
    let named = decide(&program, &["--ledger", ledger.to_str().unwrap()]);
    assert!(named.status.success(), "{}", err(&named));
}

#[test]
fn what_is_no_address_makes_no_file_and_shows_no_password() {
    let program = Program::without_ledger();
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    for text in [
        "Postgres://lin:SECRET@db/ccc",
        "jdbc:postgresql://db/ccc?user=lin&password=SECRET",
        "host=db user=lin password=SECRET",
        "lin:SECRET@db/ccc",
    ] {
        let run = |command: &mut Command| command.current_dir(folder.path()).output().unwrap();
        let mut tries = vec![
            run(trellis().args(["audit", "verify", text])),
            run(trellis().args(["identity", "list", text])),
            run(trellis().arg("triage").arg(program.cases()).args(["--ledger", text])),
            run(trellis().arg("triage").arg(program.cases()).env("TRELLIS_LEDGER", text)),
            run(trellis().arg("decide").arg(program.cases()).args(["R0063", "--epa", "thoracic"]).args([
                "--insufficient-evidence",
                "--rationale",
                "first",
                "--as",
                "lin",
                "--new-ledger",
                "--ledger",
                text,
            ])),
        ];
        fs::write(&config, format!("[ledger]\nplace = \"{text}\"\n")).unwrap();
        for command in [&["config", "check"][..], &["config"]] {
            tries.push(run(trellis().args(command).env("TRELLIS_CONFIG", &config)));
        }
        fs::remove_file(&config).unwrap();
        for tried in tries {
            let said = out(&tried) + &err(&tried);
            assert!(!tried.status.success(), "{text}: {said}");
            assert!(!said.contains("SECRET"), "{said}");
            assert!(said.contains("postgres://USER@HOST/DATABASE"), "{text}: {said}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{text}");
    }
}

#[test]
fn the_next_half_years_import_says_which_ledger_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let exports = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/mpog-roster");
    let import = |target: &str, further: &[&str]| {
        let mut command = trellis();
        command.current_dir(folder.path()).arg("import").arg(&exports).args(["-o", target]).args(further);
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
        out(&done).lines().find(|line| line.starts_with("ledger: ")).unwrap().to_owned()
    };
    assert_eq!(
        import("spring.duckdb", &[]),
        "ledger: none stands yet at spring.ledger.jsonl, beside the case file, since nobody names another"
    );
    fs::write(folder.path().join("spring.ledger.jsonl"), "{}\n").unwrap();
    assert_eq!(
        import("spring.duckdb", &["--replace"]),
        "ledger: spring.ledger.jsonl goes on, beside the case file, since nobody names another"
    );
    let said = import("fall.duckdb", &[]);
    assert!(said.contains("none stands yet at fall.ledger.jsonl"), "{said}");
    assert!(said.contains("near it stands spring.ledger.jsonl (1 entry): if one of them goes on"), "{said}");
    let named = import("fall.duckdb", &["--replace", "--ledger", "spring.ledger.jsonl"]);
    assert_eq!(named, "ledger: spring.ledger.jsonl goes on, as the case file says");
    // What a case file said of its ledger, it says when it is made anew.
    assert_eq!(import("fall.duckdb", &["--replace"]), named);
    let shared = import("fall.duckdb", &["--replace", "--ledger", "postgres://lin:SECRET@db.example/ccc"]);
    assert!(shared.contains("no case file is followed elsewhere") && !shared.contains("SECRET"), "{shared}");
}

#[test]
fn the_list_of_signers_begins_a_ledger_only_with_the_word() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("new.ledger.jsonl");
    let mut public = key_file("m.member").into_os_string();
    public.push(".pub");
    let allow = |further: &[&str]| {
        let mut command = trellis();
        command.args(["identity", "allow"]).arg(&ledger).arg("m.member").arg(&public);
        command.args(["--for", "member", "--as", "lin", "--role", "chair"]).args(further).output().unwrap()
    };
    let refused = allow(&[]);
    assert!(!refused.status.success() && err(&refused).contains("add --new-ledger"), "{}", err(&refused));
    assert!(!ledger.exists());
    let done = allow(&["--new-ledger"]);
    assert!(done.status.success() && out(&done).contains("m.member"), "{}", err(&done));
}

fn allows(program: &Program, arguments: &[&str]) -> Output {
    let mut command = trellis();
    command.args(["identity", "allow"]).arg(program.ledger()).args(arguments);
    command.args(["--as", "lin", "--role", "chair"]).output().unwrap()
}

#[test]
fn a_key_is_taken_from_nobody_by_a_wrong_file_and_the_last_keeper_is_named() {
    let program = Program::sample();
    let public = |who: &str| {
        let path = program.cases().with_file_name(format!("{who}.pub"));
        fs::write(&path, identity(who).public().to_openssh() + "\n").unwrap();
        path.display().to_string()
    };
    let (lin, member) = (public("lin"), public("m.member"));
    let taken = allows(&program, &["m.member", &lin, "--for", "member"]);
    assert!(
        err(&taken).contains("this key signs as lin, and would no more; name the key of m.member"),
        "{taken:?}"
    );
    let ends = allows(&program, &["lin", &lin, "--for", "chair", "--until", "2099-06-30"]);
    let said = err(&ends);
    assert!(said.contains("the only key that can name signers, and after 2099-06-30 nobody could"), "{said}");
    assert_eq!(program.log().lines().count(), 1);
    let allowed = allows(&program, &["m.member", &member, "--for", "member"]);
    assert!(allowed.status.success(), "{}", err(&allowed));
    assert!(
        err(&allowed).contains("only lin can name signers: where that key is lost, nobody can"),
        "{allowed:?}"
    );
    let second = allows(&program, &["m.member", &member, "--for", "program_director"]);
    assert!(second.status.success() && err(&second).is_empty(), "{}", err(&second));
    let even_so = allows(&program, &["m.member", &lin, "--for", "chair", "--even-so"]);
    assert!(even_so.status.success(), "{}", err(&even_so));
    let unknown = allows(&program, &["m.member", &member, "--for", "program director"]);
    assert!(err(&unknown).contains("a role is one of chair, member, program_director"), "{}", err(&unknown));
}

#[test]
fn a_first_list_may_name_a_keeper_with_an_end_beside_whoever_records_it() {
    let program = Program::without_ledger();
    let public = program.cases().with_file_name("m.member.pub");
    fs::write(&public, identity("m.member").public().to_openssh() + "\n").unwrap();
    let public = public.display().to_string();
    let until = ["--until", "2099-06-30", "--new-ledger"];
    let done = allows(&program, &[&["m.member", public.as_str(), "--for", "chair"], &until[..]].concat());
    assert!(done.status.success(), "{}", err(&done));
}

#[test]
fn a_clock_that_is_behind_the_last_entry_is_said_before_anything_is_recorded() {
    let program = Program::without_ledger();
    let mut ledger = Ledger::open(&program.ledger()).unwrap();
    let mut draft = founding();
    draft.at = "2099-01-01T10:00:00Z".parse().unwrap();
    ledger.append(&draft, identity("c.chair")).unwrap();
    let said = err(&looks(&program)[3].output().unwrap());
    let clock = "entry 1 is dated 2099-01-01 10:00Z, and the clock of this machine says 2";
    assert!(said.contains(clock) && said.contains("one of them is wrong"), "{said}");
}
