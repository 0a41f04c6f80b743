//! Strings that would steer a terminal, a spreadsheet or a page.

use std::fs;
use std::path::Path;

use super::{COMMANDS, Small};
use crate::review::pty::{CTRL_C, ENTER, Terminal};
use crate::review::{err, out, trellis};

/// Clears the screen, sets the title, rings, reverses what follows, and opens a script.
const NAME: &str = "=Evil\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}\u{9b}31m<script>alert(1)</script>";

fn evil() -> Small {
    let small = Small::new();
    let connection = duckdb::Connection::open(small.cases()).unwrap();
    for sql in [
        "update residents set name = ? where resident_id = 'R1'",
        "update program set name = ?",
        "update cases set procedure_text = ?",
        "update statements set text = ?",
        "update epas set title = ?",
        "update subcompetencies set title = ?",
        "insert into overall_choices values ('progress', 'steady', ?, 1, '1', 'here', 'local')",
        "update assessments set comment = ?",
        "insert into faculty values ('F1', ?, true)",
    ] {
        connection.execute(sql, [NAME]).unwrap();
    }
    drop(connection);
    small
}

/// Checks that `text` has nothing in it that acts on a terminal or turns the direction of writing.
fn is_tame(what: &str, text: &str) {
    let wild = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(|c| wild(*c));
    assert!(found.is_none(), "{what}: {found:?} in {text:?}");
}

#[test]
fn a_name_that_steers_a_terminal_is_printed_as_visible_characters() {
    let small = evil();
    for command in COMMANDS.iter().filter(|command| **command != ["review", "--as", "lin"]) {
        let text = small.prints(command);
        is_tame(&format!("{command:?}"), &text);
    }
    let codes = ["--as", "lin", "--resident", "R1", "--plain"];
    for screen in
        ["triage", "resident", "growth", "milestones", "epas", "rotations", "cases", "definition", "ledger"]
    {
        let mut command = vec!["review"];
        command.extend(codes);
        command.push(screen);
        is_tame(screen, &small.prints(&command));
    }
    let output = small.run(&["check"]);
    is_tame("check", &(out(&output) + &err(&output)));
    for command in ["log", "verify", "show"] {
        let mut audit = trellis();
        audit.args(["audit", command]).arg(small.ledger());
        let output = if command == "show" { audit.arg("1").output() } else { audit.output() }.unwrap();
        is_tame(command, &(out(&output) + &err(&output)));
        assert!(!output.stdout.is_empty(), "{command}");
    }
    let shown = small.prints(&["triage", "--format", "json"]);
    assert!(shown.contains("␛[2J"), "the name is there, made visible: {shown}");
}

#[test]
fn a_spreadsheet_takes_a_name_for_text() {
    let table = evil().prints(&["triage", "--format", "csv"]);
    let line = table.lines().find(|line| line.contains("Evil")).unwrap();
    assert!(!line.contains(",=Evil") && !line.contains(",\"=Evil"), "{line}");
}

#[test]
fn a_page_takes_a_title_for_text() {
    let small = evil();
    let site = small.folder.path().join("site");
    small.prints(&["definitions", "--site", site.to_str().unwrap()]);
    let pages = pages(&site);
    assert!(pages.len() > 40, "{}", pages.len());
    for (name, text) in pages {
        assert!(!text.contains("<script>alert"), "{name}");
        is_tame(&name, &text.replace('\t', " "));
    }
}

fn pages(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(pages(&entry.path()));
        } else {
            found.push((entry.path().display().to_string(), fs::read_to_string(entry.path()).unwrap()));
        }
    }
    found
}

#[test]
fn a_name_does_not_steer_the_review() {
    let small = evil();
    let mut review = Terminal::review(&small.cases(), (160, 50), &[], &[]);
    review.shows("CA-1");
    assert!(review.screen().contains("Evil␛[2J"), "{}", review.screen());
    review.press(ENTER).shows("of 2");
    for key in ["m", "e", "o", "c", "i", "l", "/"] {
        review.press(key);
    }
    review.shows("find a resident");
    review.press(CTRL_C);
    review.ends();
    let raw = review.raw();
    let raw = String::from_utf8_lossy(&raw);
    for wild in ["\u{1b}]0;", "\u{7}", "\u{202e}", "\u{9b}"] {
        assert!(!raw.contains(wild), "{wild:?}");
    }
}
