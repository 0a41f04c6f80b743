//! The review with a key that an agent holds and that is waited for.

use std::fs;

use super::pty::{CTRL_S, ENTER, ESC, TAB, Terminal};
use super::{Program, listed};
use crate::ledger::agent::Agent;
use crate::ledger::samples::{identity, key_file};

const WAITS: &str = "waiting for your key: confirm it where its agent asks; Esc gives up";

/// A review of lin's, whose key an agent holds.
struct Asked {
    program: Program,
    agent: Agent,
    folder: tempfile::TempDir,
}

impl Asked {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let agent = Agent::started(folder.path());
        agent.add(&key_file("lin"), None);
        Self { program: Program::sample(), agent, folder }
    }

    fn review(&self) -> Terminal {
        let public = self.folder.path().join("lin-only.pub");
        fs::write(&public, identity("lin").public().to_openssh() + "\n").unwrap();
        let socket = self.agent.socket.to_str().unwrap();
        let env = [("SSH_AUTH_SOCK", socket)];
        let mut review = Terminal::signing(&self.program.cases(), ("lin", &public), (120, 40), &[], &env);
        listed(&mut review);
        review
    }
}

/// Fills in a decision on the resident who is open, and confirms it.
fn decides(review: &mut Terminal, why: &str) {
    review.press("d").shows("rationale");
    review.press("1").press(TAB).press("1").press(TAB).press(TAB);
    review.write(why).shows(why);
    review.press(CTRL_S).shows("Because: ");
    review.confirm("1");
}

#[test]
fn a_silent_agent_is_said_given_up_by_one_key_and_the_words_stay() {
    let asked = Asked::new();
    let mut review = asked.review();
    review.press(ENTER).shows("1 of ");
    asked.agent.signal("STOP");
    decides(&mut review, "Watched twice this week.");
    review.shows(WAITS);
    // What is written meanwhile by anybody else does not wait for this key.
    assert!(asked.program.log().lines().count() == 2);
    review.press(ESC).shows("did not sign: it was given up.");
    assert!(review.screen().contains("Watched twice this week."), "{}", review.screen());
    asked.agent.signal("CONT");
    review.press(CTRL_S).shows("Because: Watched twice");
    review.again("1").shows("is recorded: entry 3");
    assert_eq!(review.leaves().exit_code(), 0);
    asked.program.log();
}

#[test]
fn who_leaves_while_a_silent_agent_is_waited_for_is_out_soon_and_hears_what_was_not_recorded() {
    let asked = Asked::new();
    let mut review = asked.review();
    asked.agent.signal("STOP");
    review.press(ENTER).shows("1 of ");
    decides(&mut review, "Half a day of work.");
    review.shows(WAITS);
    assert_eq!(review.leaves().exit_code(), 0);
    let raw = String::from_utf8_lossy(&review.raw()).into_owned();
    // Had it stayed for the agent's whole time, it would be the agent that did not answer.
    assert!(raw.contains("did not sign: it was given up"), "{raw:?}");
    assert_eq!(asked.program.log().lines().count(), 1);
    asked.agent.signal("CONT");
    let mut review = asked.review();
    review.shows("begun and not recorded: 1 decision");
    review.leaves();
}
