//! From two exports of the record system to a decision that a stranger can verify.

use super::pty::{CTRL_C, CTRL_S, ENTER, ESC, TAB};
use super::{Program, TRIAGE, err, out, trellis};

#[test]
fn two_exports_become_a_decision_that_a_stranger_can_verify() {
    let program = Program::imported("mpog-roster");
    let checked = trellis().arg("check").arg(program.cases()).output().unwrap();
    // The roster's exports hold two faults, each told with what hangs on it; ages, one text, what no list carries and whose list is
    // not there are gaps.
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    assert!(out(&checked).contains("without its pair (2 places)"), "{}", out(&checked));
    assert!(out(&checked).ends_with("wrong: 1; gaps: 4; to weigh: 2\n"), "{}", out(&checked));

    let mut review = program.review(&[]);
    assert!(review.screen().contains("Okonjo, Adaora"), "{}", review.screen());
    let who = first_listed(&review.screen());
    review.press(ENTER).loses(TRIAGE);
    review.shows("1 of 5");
    review.press("d").shows("rationale");
    review.press("1").shows("[1 entrust]");
    review.press(TAB).press("1").shows("[1 ");
    review.press(TAB).press(TAB);
    review.write("Watched twice this week; calm and complete.").shows("calm and complete.");
    review.press(CTRL_S).shows("Because: Watched twice");
    review.confirm("1").shows("A new one begins with this");
    review.again("1").shows("is recorded: entry");
    assert!(review.pressed <= 16, "{} keys", review.pressed);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    review.is_clean();

    let log = program.log();
    let recommended: Vec<_> = log.lines().filter(|line| line.contains("recommendation: ")).collect();
    assert_eq!(recommended.len(), 1, "{log}");
    assert!(recommended[0].contains("lin") && recommended[0].contains(who), "{log}");
    let verified = out(&program.audit("verify"));
    assert!(verified.contains("valid"), "{verified}");
}

/// Returns the code of the resident on the first line of the table of the roster's five.
fn first_listed(triage: &str) -> &'static str {
    let people = [
        ("Okonjo", "RES101"),
        ("Lindqvist", "RES102"),
        ("Tran", "RES103"),
        ("Moreno", "RES104"),
        ("Baptiste", "RES105"),
    ];
    let (_, code) = people
        .iter()
        .min_by_key(|(name, _)| triage.find(name).unwrap_or(usize::MAX))
        .copied()
        .unwrap_or_default();
    code
}

#[test]
fn the_next_resident_is_one_key_away_on_every_screen() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    for screen in ["r", "g", "m", "e", "o", "v", "c", "i"] {
        review.press(screen);
        // The header's own words: "2 of 4 expected ratings" stands on one of the screens too.
        let first = review.shows(" 1 of 45 ");
        review.press("L");
        let second = review.shows(" 2 of 45 ");
        assert_ne!(first.lines().next(), second.lines().next(), "the same resident on screen {screen}");
        review.press("H").shows(" 1 of 45 ");
    }
    review.press("l").shows("LEDGER");
    let first = review.screen();
    review.press("L").until("another resident's entries", |screen| heading(screen) != heading(&first));
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
}

/// Returns the ledger's heading, which says whose entries are listed.
fn heading(screen: &str) -> Option<String> {
    let line = screen.lines().find(|line| line.contains("LEDGER"))?;
    line.split('·').next().map(str::to_owned)
}

#[test]
fn going_to_the_next_resident_while_deciding_keeps_the_draft() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press(TAB).press(TAB).write("Half a thought").shows("Half a thought");
    review.press(ESC).shows("1 of ");
    review.press("L").shows("2 of ");
    review.press("H").shows("1 of ");
    review.press("d").shows("Half a thought");
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
}
