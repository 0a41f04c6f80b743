//! Rare events, with many graduates, with few, and with none.

use insta::assert_snapshot;

use super::text;
use crate::app::Screen;
use crate::testing::ui::room::open;

#[test]
fn rare_events_stand_with_what_graduates_had_and_what_may_still_come() {
    assert_snapshot!(text(&open(Screen::Rare, "R1", 40)), @"
    Rare events, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026, typical range of 40 graduates 2027
    training months to come: 3.0

    Massive hemorrhage: so far 0; last none; graduates, median (10 to 90) 0 (0 to 1); with none 32 of 40; expected to come under 0.1; probability of none more more than 0.99

    Massive hemorrhage: No case so far. By graduation the 40 graduates 2027 had a median of 0, 8 in 10 of them from 0 to 1; 32 of 40 had none. In the 3.0 training months to come under 0.1 more expected; none more with probability more than 0.99.
      counts:
      definition: massive hash of massive
    ");
    assert_snapshot!(text(&open(Screen::Rare, "R1", 5)), @"
    Rare events, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026, too few graduates for centiles (5 graduates 2027): median and range
    training months to come: 3.0

    Massive hemorrhage: so far 0; last none; graduates, median (range) 0 (0 to 1); with none 4 of 5; expected to come none; probability of none more none

    Massive hemorrhage: No case so far. By graduation the 5 graduates 2027 had a median of 0, all of them from 0 to 1; 4 of 5 had none. No forecast: too few graduates to take a pace from.
      counts:
      definition: massive hash of massive
    ");
    assert_snapshot!(text(&open(Screen::Rare, "R2", 0)), @"
    Rare events, Byrne, Conor, training time unknown, no coach named, experience, not competence
    data to 1 Nov 2026, no graduates to compare with
    training months to come: unknown

    Massive hemorrhage: so far 0; last none; graduates, median (range) none; with none none; expected to come none; probability of none more none

    Massive hemorrhage: No case so far. No forecast: training time is unknown.
      counts:
      definition: massive hash of massive
    ");
}
