//! The review with a key that an agent holds and that is waited for.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::pty::{CTRL_S, ENTER, ESC, TAB, Terminal};
use super::{Program, listed};
use crate::ledger::agent::Agent;
use crate::ledger::samples::{identity, key_file};
use crate::skipped::skipped;

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

impl Asked {
    /// Waits until the ledger has so many entries.
    fn has(&self, entries: usize) {
        let begun = Instant::now();
        while self.program.log().lines().count() < entries {
            assert!(begun.elapsed() < Duration::from_mins(1), "entry {entries} was not recorded");
            thread::sleep(Duration::from_millis(50));
        }
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
    // The look is signed by then, and the next act is the first to wait.
    asked.has(2);
    asked.agent.signal("STOP");
    decides(&mut review, "Watched twice this week.");
    review.shows(WAITS);
    // The ledger is read meanwhile, and held by nobody.
    assert_eq!(asked.program.log().lines().count(), 2);
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

/// gpg's agent with a key that has a passphrase, and pinentry in the terminal of the review.
struct Gpg {
    home: tempfile::TempDir,
}

impl Gpg {
    /// Makes a key, and returns where its public half stands; none where gpg is not installed.
    fn with_key(who: &str) -> Option<(Self, std::path::PathBuf)> {
        let pinentry = std::path::Path::new("/usr/bin/pinentry-curses");
        let home = tempfile::tempdir().unwrap();
        let gpg = Self { home };
        if !pinentry.exists() || gpg.command("gpg").arg("--version").output().is_err() {
            return None;
        }
        let conf = format!("enable-ssh-support\npinentry-program {}\n", pinentry.display());
        fs::write(gpg.home.path().join("gpg-agent.conf"), conf).unwrap();
        let mut make = gpg.command("gpg");
        make.args(["--batch", "--pinentry-mode", "loopback", "--passphrase", "open sesame"]);
        done(make.args(["--quick-gen-key", who, "ed25519", "auth", "never"]));
        let listed = done(gpg.command("gpg").args(["-K", "--with-keygrip", who]));
        let grip = listed.lines().find_map(|line| line.trim().strip_prefix("Keygrip = ")).unwrap();
        fs::write(gpg.home.path().join("sshcontrol"), format!("{grip}\n")).unwrap();
        let public = gpg.home.path().join("gpg.pub");
        fs::write(&public, done(gpg.command("gpg").args(["--export-ssh-key", who]))).unwrap();
        // The one that made the key keeps its passphrase.
        done(gpg.command("gpgconf").args(["--kill", "gpg-agent"]));
        Some((gpg, public))
    }

    fn command(&self, program: &str) -> std::process::Command {
        let mut command = std::process::Command::new(program);
        command.env("GNUPGHOME", self.home.path());
        command
    }
}

fn done(command: &mut std::process::Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", super::err(&output));
    super::out(&output)
}

impl Drop for Gpg {
    fn drop(&mut self) {
        let _ = self.command("gpgconf").args(["--kill", "gpg-agent"]).output();
    }
}

#[test]
fn a_passphrase_is_typed_into_the_agents_box_and_never_into_the_review() {
    let Some((gpg, public)) = Gpg::with_key("lin") else {
        return skipped(
            "gpg's agent that asks in the terminal (Debian: apt-get install gnupg pinentry-curses)",
        );
    };
    let program = Program::sample();
    let key = fs::read_to_string(&public).unwrap();
    let bare: Vec<_> = key.split_whitespace().take(2).collect();
    fs::write(&public, bare.join(" ") + "\n").unwrap();
    let mut allow = super::trellis();
    allow.args(["identity", "allow"]).arg(program.ledger()).args(["lin", "--for", "chair"]).arg(&public);
    let done = allow.args(["--as", "lin", "--role", "chair"]).output().unwrap();
    assert!(done.status.success(), "{}", super::err(&done));

    let mut review = Terminal::shell(&program.cases(), (120, 40));
    let home = gpg.home.path().display();
    review.write(&format!(
        "export GNUPGHOME={home} GPG_TTY=$(tty) TRELLIS_KEY={} SSH_AUTH_SOCK={home}/S.gpg-agent.ssh; \
         gpg-connect-agent updatestartuptty /bye; eval \"$REVIEW\"\r",
        public.display()
    ));
    listed(&mut review);
    // The look is to be signed: the agent asks, and has the terminal to itself.
    review.press(ENTER);
    let asked =
        review.until("the agent's box", |screen| screen.contains("assphrase") && screen.contains("OK"));
    assert!(!asked.contains("1 of 45"), "{asked}");
    review.write("open sesame");
    review.press("\r");
    let back = review.shows("1 of 45");
    assert!(!back.contains("sesame") && !back.contains("assphrase"), "{back}");
    review.press("q");
    review.until("the shell", |screen| screen.contains("$ ") && !screen.contains("1 of 45"));
    review.write("exit\r");
    review.ends();
    assert!(program.log().contains("viewed"), "{}", program.log());
}
