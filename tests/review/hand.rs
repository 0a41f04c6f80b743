//! Nothing is recorded that a person did not confirm after seeing it: by bytes, as terminals, multiplexers, bad lines
//! and heavy hands send them.

mod answers;
mod held;
mod multiplexers;
mod pasted;
mod pieces;
mod stopped;

use std::thread;
use std::time::Duration;

use super::Program;
use super::pty::{CTRL_C, CTRL_S, ENTER, RIGHT, TAB, Terminal};

/// What is asked for in words, or read back, and by which acts the ledger would tell.
const PROMPT: &str = "acknowledg";
const DECISION: &str = "recommendation: ";

/// Steps of a hand: bytes, and pauses in milliseconds.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Bytes(&'a str),
    Pause(u64),
}

use Step::{Bytes, Pause};

fn plays(terminal: &mut Terminal, steps: &[Step<'_>]) {
    for step in steps {
        match step {
            Bytes(bytes) => {
                terminal.send(bytes.as_bytes());
            }
            Pause(ms) => thread::sleep(Duration::from_millis(*ms)),
        }
    }
}

/// A review in which the words of an answer to a prompt stand, and are not recorded.
fn acknowledging(program: &Program) -> Terminal {
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("a").shows("acknowledge a prompt");
    review.write("not this one").shows("not this one");
    review
}

/// A review in which a decision is read back, and not recorded.
fn reading_back(program: &Program) -> Terminal {
    let mut review = deciding(program);
    review.press(CTRL_S).shows("1 record it");
    review
}

/// A review in which all of a decision is written.
fn deciding(program: &Program) -> Terminal {
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press(RIGHT).press(TAB).press(RIGHT).press(TAB).press(TAB).write("Seen alone").shows("Seen alone");
    review
}

/// Leaves the review, whatever it shows, and returns the acts in its ledger besides looks.
fn recorded(program: &Program, mut review: Terminal) -> Vec<String> {
    review.press(CTRL_C);
    review.ends();
    acts(program)
}

/// The acts in the ledger besides looks, and the list of who may sign that a first look begins it with; the ledger is
/// valid.
fn acts(program: &Program) -> Vec<String> {
    let log = program.log();
    let is_act = |line: &&str| {
        line.contains(" lin ") && !["viewed", "signers named"].iter().any(|it| line.contains(it))
    };
    let acts = log.lines().filter(is_act);
    acts.map(str::to_owned).collect()
}
