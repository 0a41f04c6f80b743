//! Quality measures and attempts as lines, and what a decision changes in what is asked.

use insta::assert_snapshot;

use super::text;
use crate::app::Screen;
use crate::prompts::Kind;
use crate::testing::ui::program;
use crate::testing::ui::room::open;

#[test]
fn measures_and_attempts_say_what_they_rest_on_and_speak_of_a_team() {
    assert_snapshot!(text(&open(Screen::Measures, "R1", 40)), @"
    Measures, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    a measure reflects a team, not one person; twelve months to 1 Nov 2026

    WARM-1 as titled: 77 of 94 cases passed: 82 % (95 % interval 73 to 88 %)
      place: outside 95 of 100, as chance makes it in 1 of 20
      the program's others: 90 % of 600 cases; by chance 95 of 100 lie in 83 to 95 %, 998 of 1000 in 79 to 98 %
      periods of three months: to Feb 2026 4 cases, too few; to May 2026 97 % of 30; to Aug 2026 90 % of 30; to Nov 2026 67 % of 30
      trend: falling over three periods; where nothing changed, a slope as steep comes in fewer than 1 of 1000
      definition: WARM-1: passed; more is better, goal 90 % or more, example, an authority, 2026
      limits: exact binomial; 13 residents vary 0.1 times as much as chance makes
      prompt: WARM-1 as titled: 97 % of 30, then 90 % of 30, then 67 % of 30 over three periods of three months, falling. It reflects the team. What changed?

    COLD-1 as titled: 0 of 9 cases flagged: fewer than 10 make no share
      the program's others: 10 % of 600 cases; no limits
      periods of three months: to Nov 2026 9 cases, too few
      no trend: it takes three periods in a row, each of 10 or more, that go one way
      definition: COLD-1: flagged; fewer is better, goal 10 % or less, example, an authority, 2026
      limits: exact binomial; 12 residents vary 0.0 times as much as chance makes
    no case in two years: NONE-1

    Attempts, only those whose outcome is recorded (procedures.outcome)

    labor epidural: 36 of 71 attempts have an outcome; 3 failed, 8 % (95 % interval 3 to 22 %)
      outcomes from 11 Jan 2026 to 11 Sep 2026
      a failure is an attempt that the case file marks as a failure; the program has not said more. The program's own choice: 10 % acceptable, 20 % not, risk of error 10 %
      CUSUM: the outcomes do not yet speak for 10 % or for 20 %; the sum stands at minus 2.23 between minus 3.13 and +3.13, set for 100 attempts; over as many as these a true rate of 10 % speaks for 20 % in 2 %, and one of 20 % for 10 % in 2 %
      learning curve (LC-CUSUM): the sum has not reached 3.19; it stands at 2.72
    ");
    let nobody = text(&open(Screen::Measures, "R2", 40));
    assert!(nobody.contains("no case in two years: COLD-1, NONE-1, WARM-1"), "{nobody}");
}

#[test]
fn a_decision_changes_at_once_what_is_asked_about_it() {
    let mut model = open(Screen::Epas, "R1", 40);
    program::rated(&mut model, &["A", "B", "C", "A"], "3");
    // Level 2 stands, and four ratings by three raters lie above it.
    assert!(text(&model).contains("prompts: thin evidence, ratings at odds"), "{}", text(&model));
    assert!((model.listing.rows[0].of_kind(Kind::Measure) == 1), "{:?}", model.listing.rows[0].by_kind());
    assert!((model.listing.rows[0].of_kind(Kind::Epa) == 2), "{:?}", model.listing.rows[0].by_kind());
    program::decide(&mut model, "3");
    assert!(!text(&model).contains("ratings at odds"), "{}", text(&model));
    assert!((model.listing.rows[0].of_kind(Kind::Epa) == 1), "{:?}", model.listing.rows[0].by_kind());
}
