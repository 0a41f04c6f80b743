//! Keys that another program holds and that are waited for: nobody else waits with them, and each cause is named.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::agent::{Agent, script};
use super::samples::{identity, key_file};
use crate::review::{Program, err, out, state_home};

/// The sample program with a ledger in which lin and m.member keep the record.
struct Office {
    program: Program,
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let office = Self { program: Program::sample(), folder: tempfile::tempdir().unwrap() };
        let mut allow = trellis("lin", &key_file("lin"), None);
        allow.args(["identity", "allow"]).arg(office.program.ledger()).args(["m.member", "--for", "chair"]);
        allow.arg(office.public("m.member"));
        let done = allow.output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a file with somebody's public key alone, for which an agent is asked.
    fn public(&self, who: &str) -> PathBuf {
        let path = self.path(&format!("{who}-only.pub"));
        fs::write(&path, identity(who).public().to_openssh() + "\n").unwrap();
        path
    }

    /// Begins a decision on a resident by a key that an agent holds.
    fn decides(&self, resident: &str, agent: Option<&Path>) -> Child {
        let mut command = trellis("lin", &self.public("lin"), agent);
        decision(&mut command, &self.program, resident);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn refused(&self, agent: Option<&Path>) -> String {
        let done = self.decides("R0062", agent).wait_with_output().unwrap();
        assert_eq!((done.status.code(), out(&done)), (Some(1), String::new()), "{}", err(&done));
        err(&done)
    }

    /// Has m.member, whose key is in a file, decide on a resident.
    fn other_decides(&self, resident: &str) -> Output {
        let mut command = trellis("m.member", &key_file("m.member"), None);
        decision(&mut command, &self.program, resident);
        command.output().unwrap()
    }
}

fn trellis(who: &str, key: &Path, agent: Option<&Path>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env("XDG_STATE_HOME", state_home()).env_remove("SSH_AUTH_SOCK");
    command.env("TRELLIS_ACTOR", who).env("TRELLIS_ROLE", "chair").env("TRELLIS_KEY", key);
    if let Some(agent) = agent {
        command.env("SSH_AUTH_SOCK", agent);
    }
    command
}

fn decision(command: &mut Command, program: &Program, resident: &str) {
    command.arg("decide").arg(program.cases()).args([resident, "--epa", "airway", "--level", "3"]);
    command.args(["--rationale", "Seven ratings by four raters."]);
}

#[test]
fn while_a_silent_agent_is_waited_for_others_record_and_in_the_end_it_is_named() {
    let office = Office::new();
    let deaf = office.path("deaf");
    let _takes_calls = UnixListener::bind(&deaf).unwrap();
    let waits = office.decides("R0062", Some(&deaf));
    // Well within its time to read the ledger and to ask.
    thread::sleep(Duration::from_secs(3));
    let other = office.other_decides("R0063");
    assert!(other.status.success() && out(&other).contains("recorded as entry 3 "), "{}", err(&other));
    let verified = out(&office.program.audit("verify"));
    assert!(verified.starts_with("valid: 3 entries"), "{verified}");
    let ended = waits.wait_with_output().unwrap();
    let said = err(&ended);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("trellis: waiting for your key"), "{said}");
    assert!(said.contains("nothing was recorded: the key SHA256:"), "{said}");
    assert!(said.contains("did not sign: the SSH agent does not answer; end it and start another"), "{said}");
}

#[test]
fn an_act_that_others_were_quicker_than_is_signed_again_for_its_new_place() {
    let office = Office::new();
    let (asked, answer) = (office.path("asked"), office.path("answer"));
    // Each question leaves a line, and the first is answered when the other has recorded.
    let askpass = office.path("askpass");
    let (a, b) = (asked.display(), answer.display());
    script(&askpass, &format!("echo asked >> {a}\nwhile ! test -e {b}; do sleep 0.05; done"));
    let agent = Agent::asking(office.folder.path(), Some(&askpass));
    agent.add_asking(&key_file("lin"));
    let waits = office.decides("R0062", Some(&agent.socket));
    let began = Instant::now();
    while !asked.exists() {
        assert!(began.elapsed() < Duration::from_mins(1), "the agent was not asked");
        thread::sleep(Duration::from_millis(10));
    }
    let other = office.other_decides("R0063");
    assert!(out(&other).contains("recorded as entry 3 "), "{}", err(&other));
    fs::write(&answer, "").unwrap();
    let done = waits.wait_with_output().unwrap();
    assert!(out(&done).contains("recorded as entry 4 "), "{}{}", out(&done), err(&done));
    assert_eq!(fs::read_to_string(&asked).unwrap(), "asked\nasked\n");
    office.program.log();
}

#[test]
fn each_cause_has_its_own_sentence() {
    let office = Office::new();
    let said = office.refused(None);
    assert!(said.contains("no SSH agent runs here; start one and load the key: eval $(ssh-agent)"), "{said}");
    let said = office.refused(Some(&office.path("nobody")));
    assert!(said.contains("the SSH agent that SSH_AUTH_SOCK names has gone"), "{said}");

    let no = office.path("no");
    script(&no, "exit 1");
    let agent = Agent::asking(office.folder.path(), Some(&no));
    let said = office.refused(Some(&agent.socket));
    assert!(said.contains("the SSH agent holds no key, or is locked; load the key with ssh-add"), "{said}");
    agent.add(&key_file("m.member"), None);
    let said = office.refused(Some(&agent.socket));
    assert!(
        said.contains("the SSH agent holds 1 key and not this key; load it into the agent with ssh-add"),
        "{said}"
    );
    agent.add_asking(&key_file("lin"));
    let said = office.refused(Some(&agent.socket));
    assert!(said.contains("the SSH agent holds it and refused ("), "{said}");
    assert!(said.contains("confirm it where the agent asks, and record the same draft again"), "{said}");
    let word = office.path("word");
    script(&word, "echo word");
    agent.lock(&word);
    let said = office.refused(Some(&agent.socket));
    assert!(said.contains("or unlock it with ssh-add -X"), "{said}");
    assert_eq!(office.program.log().lines().count(), 2);
}

#[test]
fn the_agent_is_asked_when_a_key_is_chosen_and_not_first_in_the_meeting() {
    let office = Office::new();
    let agent = Agent::started(office.folder.path());
    let uses = || {
        let mut command = trellis("lin", &office.public("lin"), Some(&agent.socket));
        command.env("XDG_CONFIG_HOME", office.folder.path());
        let done = command.args(["identity", "use", "--as", "lin", "--role", "chair", "--key"]);
        let done = done.arg(office.public("lin")).output().unwrap();
        assert!(done.status.success() && out(&done).contains("held by the SSH agent"), "{}", err(&done));
        err(&done)
    };
    let said = uses();
    assert!(said.contains("this key cannot sign now: the SSH agent holds no key, or is locked"), "{said}");
    agent.add(&key_file("lin"), None);
    assert_eq!(uses(), "");
}
