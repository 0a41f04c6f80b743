use insta::assert_snapshot;

use super::*;
use crate::app::Screen;
use crate::app::screen::List;
use crate::domain::case::CaseRow;
use crate::domain::id::Code;
use crate::domain::record::RotationYield;
use crate::survey::dossier::ExperienceRow;
use crate::testing::ui::program::{day, presented};
use crate::testing::ui::room::open;
use crate::ui::words;

mod goals;
mod measures;
mod rare;
mod room;

fn text(model: &Model) -> String {
    screen(model, &Keymap::default()).join("\n")
}

fn on(model: &mut Model, experience: usize) -> String {
    model.at[List::Experiences] = experience;
    text(model)
}

#[test]
fn triage_says_that_it_is_no_ranking_and_that_no_data_are_no_zero() {
    let model = open(Screen::Triage, "R1", 40);
    assert_snapshot!(text(&model), @"
    P · data to 1 Nov 2026 · 2 residents · experience, not competence
    sorted by open prompts, not a ranking
    class: all

    Okafor, Adaeze: class CA-1; month 9.0; coach Lin; open prompts 1 experience  1 milestone  1 EPA  1 measure  1 goal; cases by month, the last 12, oldest first: no data, no data, 12, 0, 9, 14, 11, no data, no data, 3, 8, 10; since the last meeting: 21 cases, 1 rating; review decided
      prompt: Spinal: minimum of 20 in doubt, probability 0.12
      prompt: PC1: 2.5, goal 4.0
      prompt: Thoracic, one-lung: thin evidence
      prompt: WARM-1 as titled: three periods worse, from 97 % to 67 %
      prompt: goal overdue, due 31 Oct 2026
    Byrne, Conor: class unknown; month unknown; coach not named; open prompts 1 data; cases: no data; review to do
      prompt: training time unknown
    ");
    assert_snapshot!(triage(&model.catalog, &model.listing.rows, &[]).join("\n"), @"
    P · data to 1 Nov 2026 · 2 residents · experience, not competence
    sorted by open prompts, not a ranking
    exp, mil, EPA, oth: open prompts on experience, milestones, EPAs, and on all else
    wat: minimums that are watched
    last 5 months: cases by calendar month, oldest first; · no data
    new c, new r: cases and ratings since the last meeting

    resident        class  month  coach  exp  mil  EPA  oth  wat  last 5 months   new c  new r  review
    Okafor, Adaeze  CA-1     9.0  Lin      1    1    1    2    0   ·  ·  3  8 10     21      1  decided
    Byrne, Conor    —          —  —        0    0    0    1    0   ·  ·  ·  ·  ·      ·      ·  to do
    ");
    assert!(triage(&model.catalog, &model.listing.rows, &[]).iter().all(|line| line.chars().count() <= 100));
}

#[test]
fn a_resident_is_told_with_all_that_the_picture_shows() {
    assert_snapshot!(text(&open(Screen::Resident, "R1", 40)), @"
    Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    on the list: 1 of 2, sorted by open prompts, not a ranking
    data to 1 Nov 2026 · typical range of 40 graduates 2027 · code R1

    Experience
    experience           n  self-logged  centile (95 %)  by end /minimum        prompts  last 12 months
    Spinal              12           14      35 (22–50)  14–20 /20                    1  · · · 2 2 2 2 2 2 0 0 0
    Cardiac              0            ·               —  0                            0  · · · 0 0 0 0 0 0 0 0 0
    Massive hemorrhage   0            ·      40 (26–55)  rare, 100 % none more        0  · · · 0 0 0 0 0 0 0 0 0
    no centile (Cardiac): block not yet had: No block of cardiac has ended; one runs or is scheduled from 1 Dec 2026.

    Milestones
    committee, fall 2025 → spring 2026; n/a not assessable, · no rating
    PC1 Assessment: n/a → 2.5; prompts: below goal

    EPAs
    Thoracic, one-lung (thoracic): level 2 recommended by lin (chair) on 20 Oct 2026, entry 1; 2 ratings by 2 raters, 1 Mar 2026 to 1 May 2026, level 2 × 1, level 3 × 1, median 2 to 3; thin: 2 of 4 expected ratings, 2 of 4 expected raters; prompts: thin evidence

    Prompts
    minimum in doubt (experience): Spinal: 12 by training month 9.0, with 3.0 to go; 17 are expected by graduation (80 %: 14–20), and the minimum of 20 is reached with probability 0.12. What is planned?
      open; value 0.120, threshold 0.500, n = 40; definition hash of spinal
      how often this fires by chance is not known
    below goal (milestone): PC1 stands at 2.5 in spring 2026, 8 months before graduation; the goal is 4.0, a goal and not a requirement. What would help?
      open; value 2.5, threshold 4.0, n = 1
      how often this fires by chance, and what became of others with it, is not known
    thin evidence (EPA): Thoracic, one-lung: 2 of 4 expected ratings, 2 of 4 expected raters. Who could observe it next?
      open; value 2, threshold 4, n = 2
      how often this fires by chance is not known
    three periods worse (measure): WARM-1 as titled: 97 % of 30, then 90 % of 30, then 67 % of 30 over three periods of three months, falling. It reflects the team. What changed?
      open; value 66.7 %, threshold 96.7 %, n = 90
      by chance this fires on about 1 in 100 residents: the slope must be as steep as chance makes it so often, for each measure by itself
    goal overdue (goal): A goal was due on 31 Oct 2026 and is still open: Lead a one-lung case.␇. Is it done, carried on or dropped?
      open; value 2026-10-31, threshold 0 days, n = 1
      this is so or not so; chance has no part in it

    Goals
    Lead a one-lung case.␇ (on Thoracic, one-lung): owner Lin; was due 31 Oct 2026; set 21 Oct 2026; entry 2

    Examinations
    the case file has no relation exams, which would fill this

    Own words
    1 Sep 2026: I want more spinals.
    ");
}

#[test]
fn a_resident_without_a_first_day_is_not_guessed_about() {
    assert_snapshot!(text(&open(Screen::Resident, "R2", 40)), @"
    Byrne, Conor · training time unknown · no coach named · experience, not competence
    on the list: 2 of 2, sorted by open prompts, not a ranking
    data to 1 Nov 2026 · typical range of 40 graduates 2027 · code R2

    Experience
    experience          n  self-logged  centile (95 %)  by end /minimum  prompts  last 12 months
    Spinal              7            ·               —  — /20                  0  · · · · · · · · · · · ·
    Cardiac             0            ·               —  —                      0  · · · · · · · · · · · ·
    Massive hemorrhage  0            ·               —  —                      0  · · · · · · · · · · · ·
    no centile (all): training time unknown: the case file has no first day of training

    Milestones
    no rating by the committee

    EPAs
    Thoracic, one-lung (thoracic): nothing decided; 0 ratings by 0 raters; thin: 0 of 4 expected ratings, 0 of 4 expected raters

    Prompts
    training time unknown (data): The case file has no first day of training, so that nothing can be compared or forecast. When did training begin?
      open; value 0, threshold 1, n = 0
      this is so or not so; chance has no part in it

    Goals
    none is open

    Examinations
    the case file has no relation exams, which would fill this

    Own words
    none
    ");
    assert_snapshot!(text(&open(Screen::Growth, "R2", 40)), @r"
    Spinal · Byrne, Conor · training time unknown · no coach named · experience, not competence
    data to 1 Nov 2026 · typical range of 40 graduates 2027
    By 1 Nov 2026: 7 procedures. Training time is unknown, since the case file has no first day of training: no comparison and no forecast.
    no centile: training time unknown: the case file has no first day of training
    minimum: 20 (example; an authority, 2024)
    definition: spinal hash of spinal
    ");
}

#[test]
fn a_growth_curve_is_a_sentence_and_a_table() {
    let mut model = open(Screen::Growth, "R1", 40);
    model.turned.crosshair = Some(4);
    assert_snapshot!(on(&mut model, 0), @"
    Spinal · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    data to 1 Nov 2026 · typical range of 40 graduates 2027
    At month 9.0: 12 procedures. Of the 40 graduates 2027, half had between 12 and 22 by then, 8 in 10 between 9 and 28, the middle one 17. That is centile 35; a group of 40 tells it to within 22 to 50 (95 %). The curve has crossed 2 lines downwards since month 6. 14 to 20 expected by graduation (80 %), 20 or more with probability 0.12.
    reading: At month 4: 8 procedures. In that month: general. Of the 40 graduates 2027, half had between 5 and 10 by then, 8 in 10 between 4 and 13, the middle one 8. That is centile 51; a group of 40 tells it to within 36 to 66 (95 %). 14 to 20 expected by graduation (80 %), 20 or more with probability 0.12.
    minimum: 20 (example; an authority, 2024)
    self-logged: 14, counted by the case file: 12
    definition: spinal hash of spinal
    prompt: minimum in doubt

    month  count    10    25  50 (median)    75    90  expected   80 %  rotations
        1      2   0.1   0.8          1.8   2.9   4.1         —      —  general
        2      4   1.2   2.3          3.7   5.3     7         —      —  general
        3      6   2.5   3.8          5.6   7.7   9.8         —      —  general
        4      8   3.6   5.3          7.5  10.1  12.6         —      —  general
        5     10   4.7   6.7          9.4  12.5  15.7         —      —  general, away
        6     12   5.7   8.1         11.3  14.9  18.7         —      —
        7     12   6.8   9.6         13.2  17.4  21.7         —      —
        8     12   7.8  10.9           15  19.8  24.7         —      —
        9     12   8.9  12.4         16.9  22.2  27.8         —      —
       10      —    10  13.8         18.8  24.7  30.8      13.5  12–15  cardiac
       11      —    11  15.2         20.6  27.1  33.8      15.1  13–18  cardiac
       12      —  12.1  16.6         22.5  29.5  36.8      16.6  14–20
    ");
}

#[test]
fn before_the_block_there_is_no_centile() {
    let mut model = open(Screen::Growth, "R1", 40);
    assert_snapshot!(on(&mut model, 1).lines().take(6).collect::<Vec<_>>().join("\n"), @"
    Cardiac · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    data to 1 Nov 2026 · typical range of 40 graduates 2027
    At month 9.0: 0 cases. Of the 40 graduates 2027, half had between 0 and 3 by then, 8 in 10 between 0 and 3, the middle one 1. No block of cardiac has ended; one runs or is scheduled from 1 Dec 2026. Hence no centile. 0 expected by graduation (80 %). The blocks still to come are counted in.
    no centile: block not yet had: No block of cardiac has ended; one runs or is scheduled from 1 Dec 2026.
    minimum: none
    definition: cardiac hash of cardiac
    ");
}

#[test]
fn of_a_rare_experience_the_chance_of_none_is_told() {
    let mut model = open(Screen::Growth, "R1", 40);
    assert_snapshot!(on(&mut model, 2).lines().nth(2).unwrap(), @"At month 9.0: 0 cases. Of the 40 graduates 2027, half had 0 by then, 8 in 10 between 0 and 1, the middle one 0. That is centile 40; a group of 40 tells it to within 26 to 55 (95 %). 0 expected by graduation (80 %), 0.0 more in the mean, no further case with probability more than 0.99.");
}

#[test]
fn five_graduates_give_a_median_and_a_range() {
    let mut model = open(Screen::Growth, "R1", 5);
    assert_snapshot!(on(&mut model, 0), @"
    Spinal · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    data to 1 Nov 2026 · too few graduates for centiles (5 graduates 2027): median and range
    At month 9.0: 12 procedures. The 5 graduates 2027 had between 9 and 27 by then, 18 in the middle, too few for centiles. No forecast: too few graduates to take a pace from.
    no centile: 5 graduates are too few for centiles: median and range only
    minimum: 20 (example; an authority, 2024)
    self-logged: 14, counted by the case file: 12
    definition: spinal hash of spinal
    prompt: minimum in doubt

    month  count  least  50 (median)  most  expected  80 %  rotations
        1      2      1            2     3         —     —  general
        2      4      2            4     6         —     —  general
        3      6      3            6     9         —     —  general
        4      8      4            8    12         —     —  general
        5     10      5           10    15         —     —  general, away
        6     12      6           12    18         —     —
        7     12      7           14    21         —     —
        8     12      8           16    24         —     —
        9     12      9           18    27         —     —
       10      —     10           20    30         —     —  cardiac
       11      —     11           22    33         —     —  cardiac
       12      —     12           24    36         —     —
    ");
}

#[test]
fn milestones_stand_by_period_with_the_residents_own_beside() {
    assert_snapshot!(text(&open(Screen::Milestones, "R1", 40)), @r"
    Milestones · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    levels are ordinal; n/a: not assessable; ·: no rating
    level 4 is a goal for graduation, not a requirement
    PC1 Assessment: fall 2025: committee n/a, self ·; spring 2026: committee 2.5, self 3.0; prompts: below goal
    ");
}

#[test]
fn epas_carry_their_evidence_and_what_stands() {
    assert_snapshot!(text(&open(Screen::Epas, "R1", 40)), @r"
    EPAs · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    levels are ordinal: counts and medians, no averages

    Thoracic, one-lung (thoracic): level 2 recommended by lin (chair) on 20 Oct 2026, entry 1; 2 ratings by 2 raters, 1 Mar 2026 to 1 May 2026, level 2 × 1, level 3 × 1, median 2 to 3; thin: 2 of 4 expected ratings, 2 of 4 expected raters; prompts: thin evidence
      scale: ten_cate (prospective); target level 4; expected: 4 ratings by 4 raters
      1 Mar 2026: level 2 by Dr A, observation
      1 May 2026: level 3 by Dr B, observation: calm
      raters: pairs of a rating by each and one by others, on the same activity, scale and year of training; a tie counts half; they met other residents, and no level is corrected
        Dr A: 1 rating here; of 100 by others 88 (53–98) lie above
          own 12: 2×8 3×4 · others 20: 3×14 4×6
        Dr B: 1 rating here; not compared: 5 ratings with others to compare; it takes 10
    ");
}

#[test]
fn a_rotation_is_beside_what_it_brings_others() {
    let mut model = open(Screen::Rotations, "R1", 40);
    let yielded = |code: &str, days, n, others: usize| RotationYield {
        rotation: "general".into(),
        code: code.parse::<Code>().unwrap(),
        n,
        days,
        others_per_block: (0..others).map(|i| i as f64 / 2.0).collect(),
    };
    model.yields = Remote::Ready(vec![yielded("spinal", 151, 12, 12), yielded("massive", 9, 1, 3)]);
    assert_snapshot!(text(&model), @r"
    Rotations · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    data to 1 Nov 2026
    general: 1 Jan 2026 to 31 May 2026, done
    cardiac: 1 Dec 2026 to 31 Dec 2026, scheduled
    away: 1 Jun 2026 to 30 Jun 2026

    What each brought, per four weeks on it, beside all other residents with two weeks or more on it
    —: fewer than 14 days, or fewer than 10 others
    rotation  experience           n  days  per 4 weeks  others, median  from–to  others
    general   Spinal              12   151          2.2             2.8  0.0–5.5      12
    general   Massive hemorrhage   1     9            —               —  —             3
    ");
}

#[test]
fn the_rows_behind_a_number_say_what_was_not_recorded() {
    let mut model = open(Screen::Cases, "R1", 40);
    model.cases = Remote::Ready(vec![CaseRow {
        facts: std::collections::BTreeMap::new(),
        on: day("2026-03-02"),
        case_id: Some("C7".into()),
        procedure_text: Some("Hip".into()),
        age_years: Some(71.0),
        asa: None,
        emergency: Some(false),
        role: Some("resident".into()),
        signed_in_at: day("2026-03-02").and_hms_opt(7, 30, 0),
        signed_out_at: None,
        attending: Some("Lin".into()),
        value: Some(1.0),
    }]);
    assert_snapshot!(text(&model), @r"
    Cases of Spinal · Okafor, Adaeze · CA-1 · month 9.0 of 12 · away 1.0 months · coach Lin · experience, not competence
    counted: 12 procedures, data to 1 Nov 2026; definition spinal hash of spinal
    2 Mar 2026: case C7; procedure Hip; age 71 years; ASA not recorded; not an emergency; signed in 07:30, out not recorded; role resident; attending Lin; counted value 1
    ");
}

#[test]
fn a_definition_comes_with_its_version_n_and_day() {
    assert_snapshot!(text(&open(Screen::Definition, "R1", 40)), @"
    Definition of Spinal · Okafor, Adaeze · experience, not competence
    code: spinal
    summary: A spinal was placed.
    includes: not said
    excludes: not said
    limits: not said
    unit: procedure
    rotations that bring it: any
    minimum: 20 (example; an authority, 2024)
    status: standard
    source: not said
    hash: hash of spinal
    n: 12 procedures
    as of: 1 Nov 2026
    self-logged: 14
    reference group: typical range of 40 graduates 2027
    bands: centiles 10, 25, 50, 75, 90 by training month: negative binomial; n 40
    forecast: gamma–Poisson: what the 40 graduates 2027 met from this training month on, since no schedule decides it, at this resident's own pace
    thresholds of the prompts: 7412e5
    SQL:
    -- code: spinal
    select 1
    ");
}

#[test]
fn the_ledger_shows_all_that_an_entry_binds_and_no_escape_sequence() {
    assert_snapshot!(text(&open(Screen::Ledger, "R1", 40)), @"
    Ledger · Okafor, Adaeze · experience, not competence
    small.ledger.jsonl: 2 entries about this resident, newest first
    2  2026-10-21 14:05 UTC  lin (chair): goal on thoracic: Lead a one-lung case.␇; owner Lin; due 31 Oct 2026, about R1
    1  2026-10-20 14:05 UTC  lin (chair): recommendation: entrust thoracic at level 2 (ten_cate), about R1

    entry: 2
    at: 2026-10-21 14:05:09 UTC
    by: lin (chair)
    about: R1
    act: goal on thoracic: Lead a one-lung case.␇; owner Lin; due 31 Oct 2026
    signed by: the key SHA256:z/fSv0Z0RZS+Lccbc6ZoOWwt/fbj1VFJGSBKQbo4icE of lin
    proven by: no checkpoint yet
    id: d2
    hash: e7a57ae290f1c197b22eb43757c87f17fe114c9b1201e958d761b1f7db2f8a3f
    hash of the entry before: 743f0d6d86c7f6e6e5d92857a36b77782069b4049779c2a86698725ac102d579
    ");
}

#[test]
fn a_decision_reads_back_what_it_would_record() {
    assert_snapshot!(text(&open(Screen::Decide, "R1", 40)), @"
    Decide · Thoracic, one-lung · Okafor, Adaeze · experience, not competence
    would supersede: level 2 of 2026-10-20, entry 1
    outcome: not chosen, of entrust, keep level, withdraw, defer
    evidence: as shown below, of as shown below, insufficient evidence
    rationale: none
    why replaced: none
    dissent: none
    recused: none
    evidence as shown, data to 1 Nov 2026, case file ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12:
      thresholds of the prompts: 7412e5
      training month: 9.0
      recommendation that stands: level 2 of 2026-10-20, entry 1
      open goal, entry 2: Lead a one-lung case.␇; due 2026-10-31
      ratings: 2 by 2 raters, n = 2
      rated: 2026-03-01 to 2026-05-01, n = 2
      levels: level 2: 1, level 3: 1, n = 2
      thin evidence: 2 of 4 expected ratings; 2 of 4 expected raters, n = 2
      prompt thin_evidence/thoracic: Thoracic, one-lung: 2 of 4 expected ratings, 2 of 4 expected raters. Who could observe it next?, n = 2
    reads back: The committee has not chosen an outcome for Thoracic, one-lung yet.
    state: not recorded; still to do: choose an outcome
    ");
}

#[test]
fn a_reached_minimum_is_said_with_the_count() {
    let model = open(Screen::Resident, "R1", 40);
    let row = ExperienceRow { n: Some(71), ..model.experience().unwrap().clone() };
    assert_eq!(words::by_end(&row), "71+ /20");
    assert_eq!(words::milestone_change(&model.dossier.ready().unwrap().milestones[0]), "n/a → 2.5");
}

#[test]
fn a_blank_screen_shows_nothing_of_anybody() {
    let model = Model { blank: true, ..open(Screen::Resident, "R1", 40) };
    assert_eq!(text(&model), "The screen is blank · experience, not competence");
}

#[test]
fn while_presenting_no_screen_has_a_name_or_anyones_own_words() {
    for shown in <Screen as strum::IntoEnumIterator>::iter() {
        let text = text(&presented(shown, "R1", 40, true));
        for private in ["Okafor", "Byrne", "more spinals", "calm"] {
            assert!(!text.contains(private), "{shown}: {private}\n{text}");
        }
        assert!(text.lines().next().unwrap().contains(BANNER), "{shown}");
    }
}
