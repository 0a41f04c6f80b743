use insta::assert_snapshot;

use super::*;
use crate::app::Screen;
use crate::app::screen::List;
use crate::domain::case::CaseRow;
use crate::domain::id::Code;
use crate::domain::record::RotationYield;
use crate::survey::bearing::Bearing;
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
    P, data to 1 Nov 2026, 2 residents, experience, not competence
    sorted by open prompts, not a ranking
    2 residents compared with 40 graduates
    the record: rotations from 1 Jan 2026
    nothing departs from what the statistics take for granted, as far as can be told
    class: all

    Okafor, Adaeze: class CA-1; month 9.0; coach Lin; open prompts 1 experience 1 milestone 1 EPA 1 measure 1 goal; cases by month, the last 12, oldest first: no data, no data, 12, 0, 9, 14, 11, no data, no data, 3, 8, 10; since the last meeting: 21 cases, 1 rating; review decided; 1 goal, was due 31 Oct 2026
      prompt: Spinal: minimum of 20 in doubt, probability 0.12
      prompt: PC1: 2.5, goal 4.0
      prompt: Thoracic, one-lung: thin evidence
      prompt: WARM-1 as titled: three periods worse, from 97 % to 67 %
      prompt: goal overdue, due 31 Oct 2026
    Byrne, Conor: class unknown; month unknown; coach not named; open prompts 1 data; silent, because the first day of training is not known: few for training time, minimum in doubt, rare, not met; cases: no data; review to do
      prompt: training time unknown
    ");
    assert_snapshot!(triage(&model.catalog, &Bearing::default(), &model.listing.rows, &[]).join("\n"), @"
    P · data to 1 Nov 2026 · 2 residents · experience, not competence
    sorted by open prompts, not a ranking
    nothing departs from what the statistics take for granted, as far as can be told
    exp, mil, EPA, oth: open prompts on experience, milestones, EPAs, and on all else
    wat: minimums that are watched
    last 5 months: cases by calendar month, oldest first; · no data
    new c, new r: cases and ratings since the last meeting

    resident        class  month  coach  exp  mil  EPA  oth  wat  last 5 months   new c  new r  review
    Okafor, Adaeze  CA-1     9.0  Lin      1    1    1    2    0   ·  ·  3  8 10     21      1  decided
    Byrne, Conor    —          —  —        0    0    0    1    0   ·  ·  ·  ·  ·      ·      ·  to do
    ");
    assert!(
        triage(&model.catalog, &Bearing::default(), &model.listing.rows, &[])
            .iter()
            .all(|line| line.chars().count() <= 100)
    );
}

#[test]
fn a_resident_is_told_with_all_that_the_picture_shows() {
    assert_snapshot!(text(&open(Screen::Resident, "R1", 40)), @"
    Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    on the list: 1 of 2, sorted by open prompts, not a ranking
    data to 1 Nov 2026, typical range of 40 graduates 2027, code R1

    Experience
    Spinal: count 12; self-logged 14; centile (95 %) 35 (22 to 50); by graduation 14 to 20, minimum 20; prompts 1; last 12 months no data, no data, no data, 2, 2, 2, 2, 2, 2, 0, 0, 0
    Cardiac: count 0; self-logged no data; centile (95 %) none; by graduation 0; prompts 0; last 12 months no data, no data, no data, 0, 0, 0, 0, 0, 0, 0, 0, 0
    Massive hemorrhage: count 0; self-logged no data; centile (95 %) 40 (26 to 55); by graduation none more with probability more than 0.99; prompts 0; last 12 months no data, no data, no data, 0, 0, 0, 0, 0, 0, 0, 0, 0
    no centile (Cardiac): block not yet had: No block of cardiac has ended; one runs or is scheduled from 1 Dec 2026.

    Milestones
    committee, fall 2025 to spring 2026
    PC1 Assessment: not assessable to 2.5; prompts: below goal

    EPAs
    Thoracic, one-lung (thoracic): level 2 recommended by lin (chair) on 20 Oct 2026, entry 1; 2 ratings by 2 raters, 1 Mar 2026 to 1 May 2026, level 2: 1, level 3: 1, median 2 to 3; thin: 2 of 4 expected ratings, 2 of 4 expected raters; prompts: thin evidence

    Prompts
    minimum in doubt (experience): Spinal: 12 by training month 9.0, with 3.0 to go; 17 are expected by graduation (80 %: 14 to 20), and the minimum of 20 is reached with probability 0.12. What is planned?
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
    Byrne, Conor, training time unknown, no coach named, experience, not competence
    on the list: 2 of 2, sorted by open prompts, not a ranking
    data to 1 Nov 2026, typical range of 40 graduates 2027, code R2

    Experience
    Spinal: count 7; self-logged no data; centile (95 %) none; by graduation not forecast, minimum 20; prompts 0; last 12 months no data
    Cardiac: count 0; self-logged no data; centile (95 %) none; by graduation not forecast; prompts 0; last 12 months no data
    Massive hemorrhage: count 0; self-logged no data; centile (95 %) none; by graduation not forecast; prompts 0; last 12 months no data
    no centile (all): training time unknown: the case file has no first day of training

    Milestones
    no rating by the committee; milestones.csv brings it

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
    none; statements.csv brings it
    ");
    assert_snapshot!(text(&open(Screen::Growth, "R2", 40)), @"
    Spinal, Byrne, Conor, training time unknown, no coach named, experience, not competence
    data to 1 Nov 2026, typical range of 40 graduates 2027
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
    Spinal, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026, typical range of 40 graduates 2027
    At month 9.0: 12 procedures. Of the 40 graduates 2027, half had between 12 and 22 by then, 8 in 10 between 9 and 28, the middle one 17. That is centile 35; a group of 40 tells it to within 22 to 50 (95 %). 14 to 20 expected by graduation (80 %), 20 or more with probability 0.12.
    reading: At month 4: 8 procedures. In that month: general. Of the 40 graduates 2027, half had between 5 and 10 by then, 8 in 10 between 4 and 13, the middle one 8. That is centile 51; a group of 40 tells it to within 36 to 66 (95 %). 14 to 20 expected by graduation (80 %), 20 or more with probability 0.12.
    minimum: 20 (example; an authority, 2024)
    self-logged: 14, counted by the case file: 12
    definition: spinal hash of spinal
    prompt: minimum in doubt

    month 1: count 2; centile 10: 0.1; centile 25: 0.8; median 1.8; centile 75: 2.9; centile 90: 4.1; rotations general
    month 2: count 4; centile 10: 1.2; centile 25: 2.3; median 3.7; centile 75: 5.3; centile 90: 7; rotations general
    month 3: count 6; centile 10: 2.5; centile 25: 3.8; median 5.6; centile 75: 7.7; centile 90: 9.8; rotations general
    month 4: count 8; centile 10: 3.6; centile 25: 5.3; median 7.5; centile 75: 10.1; centile 90: 12.6; rotations general
    month 5: count 10; centile 10: 4.7; centile 25: 6.7; median 9.4; centile 75: 12.5; centile 90: 15.7; rotations general, away
    month 6: count 12; centile 10: 5.7; centile 25: 8.1; median 11.3; centile 75: 14.9; centile 90: 18.7
    month 7: count 12; centile 10: 6.8; centile 25: 9.6; median 13.2; centile 75: 17.4; centile 90: 21.7
    month 8: count 12; centile 10: 7.8; centile 25: 10.9; median 15; centile 75: 19.8; centile 90: 24.7
    month 9: count 12; centile 10: 8.9; centile 25: 12.4; median 16.9; centile 75: 22.2; centile 90: 27.8
    month 10: count not yet; centile 10: 10; centile 25: 13.8; median 18.8; centile 75: 24.7; centile 90: 30.8; expected 13.5; 8 in 10 from 12 to 15; rotations cardiac
    month 11: count not yet; centile 10: 11; centile 25: 15.2; median 20.6; centile 75: 27.1; centile 90: 33.8; expected 15.1; 8 in 10 from 13 to 18; rotations cardiac
    month 12: count not yet; centile 10: 12.1; centile 25: 16.6; median 22.5; centile 75: 29.5; centile 90: 36.8; expected 16.6; 8 in 10 from 14 to 20
    ");
}

#[test]
fn before_the_block_there_is_no_centile() {
    let mut model = open(Screen::Growth, "R1", 40);
    assert_snapshot!(on(&mut model, 1).lines().take(6).collect::<Vec<_>>().join("\n"), @"
    Cardiac, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026, typical range of 40 graduates 2027
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
    Spinal, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026, too few graduates for centiles (5 graduates 2027): median and range
    At month 9.0: 12 procedures. The 5 graduates 2027 had between 9 and 27 by then, 18 in the middle, too few for centiles. No forecast: too few graduates to take a pace from.
    no centile: 5 graduates are too few for centiles: median and range only
    minimum: 20 (example; an authority, 2024)
    self-logged: 14, counted by the case file: 12
    definition: spinal hash of spinal
    prompt: minimum in doubt

    month 1: count 2; least 1; median 2; most 3; rotations general
    month 2: count 4; least 2; median 4; most 6; rotations general
    month 3: count 6; least 3; median 6; most 9; rotations general
    month 4: count 8; least 4; median 8; most 12; rotations general
    month 5: count 10; least 5; median 10; most 15; rotations general, away
    month 6: count 12; least 6; median 12; most 18
    month 7: count 12; least 7; median 14; most 21
    month 8: count 12; least 8; median 16; most 24
    month 9: count 12; least 9; median 18; most 27
    month 10: count not yet; least 10; median 20; most 30; rotations cardiac
    month 11: count not yet; least 11; median 22; most 33; rotations cardiac
    month 12: count not yet; least 12; median 24; most 36
    ");
}

#[test]
fn milestones_stand_by_period_with_the_residents_own_beside() {
    assert_snapshot!(text(&open(Screen::Milestones, "R1", 40)), @"
    Milestones, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    levels are ordinal
    level 4 is a goal for graduation, not a requirement
    PC1 Assessment: fall 2025: committee not assessable, self not rated; spring 2026: committee 2.5, self 3.0; prompts: below goal
    ");
}

#[test]
fn epas_carry_their_evidence_and_what_stands() {
    assert_snapshot!(text(&open(Screen::Epas, "R1", 40)), @"
    EPAs, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    levels are ordinal: counts and medians, no averages

    Thoracic, one-lung (thoracic): level 2 recommended by lin (chair) on 20 Oct 2026, entry 1; 2 ratings by 2 raters, 1 Mar 2026 to 1 May 2026, level 2: 1, level 3: 1, median 2 to 3; thin: 2 of 4 expected ratings, 2 of 4 expected raters; prompts: thin evidence
      scale: ten_cate (prospective); target level 4; expected: 4 ratings by 4 raters
      1 Mar 2026: level 2 by Dr A, observation
      1 May 2026: level 3 by Dr B, observation: calm
      raters: pairs of a rating by each and one by others, on the same activity, scale and year of training; a tie counts half; they met other residents, and no level is corrected
        Dr A: 1 rating here; of 100 by others 88 (53 to 98) lie above
          own 12: level 2: 8, 3: 4, others 20: level 3: 14, 4: 6
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
    assert_snapshot!(text(&model), @"
    Rotations, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    data to 1 Nov 2026
    general: 1 Jan 2026 to 31 May 2026, done
    cardiac: 1 Dec 2026 to 31 Dec 2026, scheduled
    away: 1 Jun 2026 to 30 Jun 2026

    What each brought, per four weeks on it, beside all other residents with two weeks or more on it
    none: fewer than 14 days, or fewer than 10 others
    general, Spinal: count 12; days 151; per 4 weeks 2.2; median of others 2.8; others from 0.0 to 5.5; number of others 12
    general, Massive hemorrhage: count 1; days 9; per 4 weeks none; median of others none; others from none; number of others 3
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
    assert_snapshot!(text(&model), @"
    Cases of Spinal, Okafor, Adaeze, CA-1, month 9.0 of 12, away 1.0 months, coach Lin, experience, not competence
    counted: 12 procedures, data to 1 Nov 2026; definition spinal hash of spinal
    2 Mar 2026: case C7; procedure Hip; age 71 years; ASA not recorded; not an emergency; signed in 07:30, out not recorded; role resident; attending Lin; counted value 1
    ");
}

#[test]
fn a_definition_comes_with_its_version_n_and_day() {
    assert_snapshot!(text(&open(Screen::Definition, "R1", 40)), @"
    Definition of Spinal, Okafor, Adaeze, experience, not competence
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
    forecast: gamma-Poisson: what the 40 graduates 2027 met from this training month on, since no schedule decides it, at this resident's own pace
    thresholds of the prompts: 7412e5
    SQL:
    -- code: spinal
    select 1
    ");
}

#[test]
fn the_ledger_shows_all_that_an_entry_binds_and_no_escape_sequence() {
    assert_snapshot!(text(&open(Screen::Ledger, "R1", 40)), @"
    Ledger, Okafor, Adaeze, experience, not competence
    small.ledger.jsonl: 2 entries about this resident, newest first
    2 2026-10-21 14:05 UTC lin (chair): goal on thoracic: Lead a one-lung case.␇; owner Lin; due 31 Oct 2026, about R1
    1 2026-10-20 14:05 UTC lin (chair): recommendation: entrust thoracic at level 2 (ten_cate), about R1

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
    Decide, Thoracic, one-lung, Okafor, Adaeze, experience, not competence
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
    evidence, all, on Thoracic, one-lung:
      RATINGS
      stands: level 2, recommended 20 Oct 2026 (entry 1)
      2 ratings by 2 raters; the last 3 on 1 May 2026
      1 May 2026: level 3, Dr B, observation
      “calm” Dr B, 1 May 2026
      1 Mar 2026: level 2, Dr A, observation
      PROMPTS
      ? Thoracic, one-lung: 2 of 4 expected ratings, 2 of 4 expected raters. Who could observe it next?
      GOALS
      Lead a one-lung case.␇ (on Thoracic, one-lung): owner Lin; was due 31 Oct 2026; set 21 Oct 2026; entry 2
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
    assert_eq!(text(&model), "The screen is blank, experience, not competence");
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

/// A sign that a speech synthesiser passes over, or calls by its shape, carries nothing that words do not.
#[test]
fn no_line_has_a_sign_that_is_not_heard() {
    const SIGNS: &str = "·–—…−→←↑↓↵▌▸◂●○◐◆█▁▂▃▄▅▆▇×≥≤±";
    let screens = <Screen as strum::IntoEnumIterator>::iter();
    for screen in screens.filter(|screen| !matches!(screen, Screen::Card | Screen::Review)) {
        for resident in ["R1", "R2"] {
            let lines = text(&open(screen, resident, 40));
            let silent: Vec<_> = lines.lines().filter(|line| line.contains(|c| SIGNS.contains(c))).collect();
            assert_eq!(silent, [""; 0], "{screen}");
        }
    }
}
