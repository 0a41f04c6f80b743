//! On a shared screen codes stand for names.

use std::collections::BTreeSet;

use duckdb::Connection;

use super::pty::{CTRL_C, ENTER, ESC};
use super::{Program, TRIAGE};

/// Returns every resident's whole name, and the family names that are not also a teacher's.
fn names(program: &Program) -> BTreeSet<String> {
    let connection = Connection::open(program.cases()).unwrap();
    let ask = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut names: BTreeSet<_> = ask("select name from residents").into_iter().collect();
    names.extend(ask("select split_part(name, ',', 1) from residents
         where split_part(name, ',', 1) not in (select split_part(name, ',', 1) from faculty)"));
    assert!(names.len() > 40, "{names:?}");
    names
}

/// Returns the names that stand on the screen as words of their own.
fn shown<'a>(screen: &str, names: &'a BTreeSet<String>) -> Vec<&'a String> {
    let is_word = |name: &str| {
        screen.match_indices(name).any(|(at, _)| {
            let before = screen[..at].chars().next_back();
            let after = screen[at + name.len()..].chars().next();
            ![before, after].iter().flatten().any(|c| c.is_alphanumeric())
        })
    };
    names.iter().filter(|name| is_word(name)).collect()
}

#[test]
fn presenter_mode_shows_nobodys_name_on_any_screen() {
    let program = Program::sample();
    let names = names(&program);
    let mut review = program.review_at((200, 60), &["--present"], &[]);
    let none = |what: &str, screen: &str| {
        let found = shown(screen, &names);
        assert!(found.is_empty(), "{what} shows {found:?}:\n{screen}");
    };
    none("triage", &review.screen());
    review.press("/");
    none("the list by what is typed", &review.shows("45 of 45 list"));
    review.press(ESC).loses("45 of 45 list");
    review.press(ENTER);
    let screens = [
        ("r", "EXPERIENCE"),
        ("g", "1 of "),
        ("m", "MILESTONES"),
        ("e", "EPAS"),
        ("o", "ROTATION"),
        ("c", "the rows behind"),
        ("i", "what it is"),
        ("l", "LEDGER"),
        ("d", "rationale"),
    ];
    for (key, word) in screens {
        review.press(key);
        none(word, &review.shows(word));
    }
    review.press(ESC).shows("LEDGER");
    for resident in ["L", "L"] {
        review.press(resident);
        none("the next resident's entries", &review.shows("LEDGER"));
        review.press("r");
        none("the next resident", &review.shows("EXPERIENCE"));
        review.press("l").shows("LEDGER");
    }
    review.press("?");
    none("help", &review.shows("keys of the screen"));
    review.press(ESC).loses("keys of the screen");
    review.press(":");
    none("the palette", &review.shows("┌ actions"));
    // A key that follows an Esc at once may be read as one key with it.
    review.press(ESC).loses("┌ actions");
    review.press("t").shows(TRIAGE);
    // The names are there when they are asked for, so that the test above can fail.
    review.press("p").until("names", |screen| !shown(screen, &names).is_empty());
    review.press(CTRL_C);
    review.ends();
}

#[test]
fn one_name_is_shown_when_it_is_asked_for_and_only_that_one() {
    let program = Program::sample();
    let names = names(&program);
    let mut review = program.review(&["--present"]);
    review.press(ENTER).shows("1 of ");
    review.press("P").until("one name", |screen| !shown(screen, &names).is_empty());
    review.press("L");
    let next = review.shows("2 of ");
    assert!(shown(&next, &names).is_empty(), "{next}");
    review.press(CTRL_C);
    review.ends();
}
