use insta::assert_snapshot;
use pulldown_cmark::{Event, Options, Parser, Tag};
use strum::IntoEnumIterator as _;

use super::html::html;
use super::*;
use crate::domain::experience::{DefinitionStanding, Group};
use crate::domain::goal::Topic;
use crate::domain::milestone::Subcompetency;
use crate::domain::resident::Status;
use crate::domain::schedule::Schedules;
use crate::growth::forecast::Outlook;
use crate::growth::group::CLASSES;
use crate::growth::standards::Standard;
use crate::ledger::entry::GoalOutcome;
use crate::prompts::{About, Quantity, Rule};
use crate::testing::growth::block;
use crate::testing::growth::{definition, graduate, program};

/// A name that would be markup, a heading, a picture and an escape sequence, were it not text.
const HOSTILE: &str = "</h1><script>alert(1)</script>, # \"O'Neil\" & ![x](http://x) | \u{1b}[2J\u{202e}";

/// One resident of a program whose graduates met one spinal a month.
struct Sample {
    catalog: Catalog,
    resident: Resident,
    standard: Standard,
    record: Record,
    curve: Vec<u32>,
    prompts: Vec<Prompt>,
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn sample() -> Sample {
    let (mut catalog, curves) = program(10);
    let group = ReferenceGroup::of_track(Some("categorical"), &catalog, &curves, CLASSES);
    let resident = Resident {
        name: "Okafor, Adaeze".into(),
        status: Status::Current,
        coach: Some("Lin".into()),
        ..graduate("R1", 2024, "2024-07-01")
    };
    let standard = Standard::of(group, &catalog, &curves, &Schedules::default());
    catalog.definitions[0].title = "Spinal".into();
    let more =
        [("Cardiac", Group::Category), ("Arterial lines", Group::Procedure), ("Cardiac arrest", Group::Rare)];
    catalog.definitions.extend(more.map(|(title, group)| Definition {
        title: title.into(),
        group,
        ..definition(&title.to_lowercase().replace(' ', "_"), &[])
    }));
    let minimum = Minimum {
        minimum: 40,
        note: None,
        version: "2026".into(),
        source: "test".into(),
        status: DefinitionStanding::Example,
    };
    catalog.minimums.insert("spinal".parse().unwrap(), minimum);
    catalog.subcompetencies =
        vec![Subcompetency { id: "PC5".parse().unwrap(), title: "Airway Management".into() }];
    let rotations = vec![block("Cardiac block", "2026-12-01", "2026-12-28")];
    let prompt = |rule, about, n| {
        Prompt::new(
            rule,
            about,
            (Quantity::Count(12), Quantity::Count(20)),
            n,
            "What the committee is asked.",
        )
    };
    let spinal = About::Experience("spinal".parse().unwrap());
    Sample {
        catalog,
        resident,
        standard,
        record: Record { rotations, ..Record::default() },
        curve: (0..=36).map(|month| month / 2).collect(),
        prompts: vec![
            prompt(Rule::FewForTrainingTime, spinal.clone(), 40),
            prompt(Rule::MinimumInDoubt, spinal, 40),
            prompt(Rule::Plateau, About::Subcompetency("PC5".parse().unwrap()), 3),
            prompt(Rule::RatingsAtOdds, About::Epa("thoracic".parse().unwrap()), 3),
        ],
    }
}

impl Sample {
    fn experience<'a>(&'a self, definition: &'a Definition) -> Experience<'a> {
        let usual = self.standard.usual(&"spinal".parse().unwrap()).unwrap();
        let (n, last) = match definition.title.as_str() {
            "Spinal" => (14, Some(date("2026-10-20"))),
            "Arterial lines" => (3, Some(date("2026-09-02"))),
            _ => (0, None),
        };
        let outlook = usual.expectation.as_ref().map(|usual| Outlook {
            usual,
            so_far: n,
            month: 28.0,
            end: 36.0,
            blocks: None,
        });
        let waits = definition.title == "Cardiac";
        let scheduled = BlockState::Scheduled { next: date("2026-12-01"), to_come: 1 };
        Experience {
            partly: false,
            definition,
            n,
            curve: if n == 0 { &[0; 29] } else { &self.curve },
            recent: n,
            usual: &usual.bands,
            ends: Totals::of(usual.ranks.by_month().last().unwrap()),
            minimum: self.catalog.minimums.get(&definition.code),
            forecast: outlook.map(|outlook| outlook.at_end()),
            block: if waits { scheduled } else { BlockState::Anywhere },
            last,
        }
    }

    fn known(&self) -> Known<'_> {
        let goal = |text: &str, due: &str, carried| Goal {
            entry: 12,
            text: text.into(),
            owner: "Lin".into(),
            due: date(due),
            about: Some(Topic::Experience("spinal".parse().unwrap())),
            since: "2026-05-20T12:00:00Z".parse().unwrap(),
            carried,
        };
        Known {
            not_here: Vec::new(),
            catalog: &self.catalog,
            resident: &self.resident,
            training_year: "CA-3",
            month: Some(28.0),
            group: &self.standard.group,
            record: &self.record,
            experiences: self.catalog.definitions.iter().map(|d| self.experience(d)).collect(),
            prompts: self.prompts.iter().collect(),
            goals: vec![goal("Lead a spinal list.", "2026-10-31", 1), goal("Teach one.", "2026-12-24", 0)],
            closed: vec![Closed {
                text: "Read the protocol.".into(),
                owner: "Okafor".into(),
                outcome: GoalOutcome::Done,
                on: date("2026-08-01"),
                entry: 17,
            }],
            since: date("2026-05-20"),
            today: date("2026-11-02"),
        }
    }
}

#[test]
fn one_page_tells_what_was_met_what_is_to_come_and_asks() {
    let sample = sample();
    assert_snapshot!(markdown(&Page::of(&sample.known())), @"
    # Okafor, Adaeze

    A brief for a coaching conversation · P · CA-3 · training month 28.0 of 36 · data to 1 Nov 2026 · written 2 Nov 2026

    Experience, not competence: a count says what you have met, not how well. Usual is what 8 in 10 of 40 graduates 2022–2025 had by the same training month. It is no target.

    ## What you have met

    - **Spinal**: 14 cases by 1 Nov 2026, training month 28.0. By then 8 in 10 of 40 graduates 2022–2025 had 21–35, the middle one 28. The minimum by graduation is 40 cases (example, 2026).
    - **Arterial lines**: 3 cases by 1 Nov 2026, training month 28.0. By then 8 in 10 of 40 graduates 2022–2025 had 21–35, the middle one 28.

    ## What is rare and still to come

    Counts to 1 Nov 2026. What is still to come is expected from your own pace and that of 40 graduates 2022–2025.

    | rare event | so far | expected still to come | probability of none more | graduates with none |
    |---|---|---|---|---|
    | Cardiac arrest | 0 | 6.2 | less than 0.01 | 0 of 40 |

    Minimums not reached by 1 Nov 2026: Spinal: 14 of 40 (example), 18 to 25 expected by graduation (80 %)

    Blocks to come: Cardiac block from 1 Dec 2026 (4 weeks)

    ## Open questions

    - What surprises you on this page?
    - What do you want next?
    - Spinal: 14 cases by 1 Nov 2026, training month 28.0; going by 40 graduates 2022–2025, more would be expected. What explains it, and do you want more?
    - Airway Management (PC5): what would your next step look like, and what would help?

    ## Last goals

    - Lead a spinal list (on Spinal): owner Lin; set 20 May 2026, carried on once; was due 31 Oct 2026: is it done, carried on or dropped?
    - Teach one (on Spinal): owner Lin; set 20 May 2026; due 24 Dec 2026.

    Since 20 May 2026:

    - Read the protocol: done 1 Aug 2026 (owner Okafor; entry 17).

    ## New goals

    | goal | owner | due |
    |---|---|---|
    |   |   |   |
    |   |   |   |
    |   |   |   |
    ");
}

#[test]
fn without_a_first_day_of_training_nothing_is_compared_or_forecast() {
    let sample = sample();
    let mut known = sample.known();
    known.month = None;
    for one in &mut known.experiences {
        (one.curve, one.forecast) = (&[], None);
    }
    let page = Page::of(&known);
    let text = markdown(&page);
    assert!(
        text.contains("training time unknown") && text.contains("No forecast: training time is unknown.")
    );
    assert!(
        !text.contains("8 in 10 of 40 graduates 2022–2025 had 2") && !text.contains("expected by graduation")
    );
    assert!(page.met.iter().all(|figure| figure.plot.is_none()));
    assert!(!html(&page).unwrap().contains("<svg"));
}

#[test]
fn what_is_still_to_come_is_not_compared() {
    let sample = sample();
    let mut known = sample.known();
    let cardiac =
        Prompt { about: About::Experience("cardiac".parse().unwrap()), ..sample.prompts[0].clone() };
    known.prompts.push(&cardiac);
    let figure = Page::of(&known).met.into_iter().find(|figure| figure.title == "Cardiac").unwrap();
    assert_eq!(figure.caption, "0 cases · block not yet had");
    assert!(figure.plot.is_some_and(|plot| plot.band.is_none() && plot.middle.is_none()));
    assert!(!figure.sentence.contains("the middle one"), "{}", figure.sentence);
}

/// The committee's own questions stay with the committee; every other rule asks the resident something.
#[test]
fn every_rule_asks_a_question_or_is_the_committees_own() {
    let sample = sample();
    let own = [
        Rule::ClassShortage,
        Rule::MinimumWatched,
        Rule::StraightLine,
        Rule::RatingsAtOdds,
        Rule::GoalOverdue,
    ];
    for rule in Rule::iter() {
        let about = match rule.kind() {
            crate::prompts::Kind::Experience => About::Experience("spinal".parse().unwrap()),
            crate::prompts::Kind::Epa => About::Epa("thoracic".parse().unwrap()),
            crate::prompts::Kind::Measure => About::Measure("TEMP-03".parse().unwrap()),
            crate::prompts::Kind::Goal => About::Goal(12),
            _ => About::Subcompetency("PC5".parse().unwrap()),
        };
        let value = if rule == Rule::NotPractised { Quantity::Months(8.0) } else { Quantity::Share(0.5) };
        let prompt = Prompt::new(rule, about, (value, Quantity::Count(1)), 20, "Committee only, level 2.");
        let mut known = sample.known();
        known.prompts = vec![&prompt];
        let logged = crate::domain::record::SelfLogged { as_of: date("2026-10-01"), n: 5, recorded: 14 };
        let mut record = sample.record.clone();
        record.self_logged.insert("spinal".parse().unwrap(), logged);
        known.record = &record;
        let asked = &Page::of(&known).questions[2..];
        assert_eq!(asked.is_empty(), own.contains(&rule), "{rule}: {asked:?}");
        assert!(asked.iter().all(|text| text.ends_with('?') && !text.contains("level 2")), "{asked:?}");
    }
}

#[test]
fn the_page_holds_no_coach_no_centile_and_no_rating() {
    let sample = sample();
    let mut known = sample.known();
    known.goals.clear();
    known.closed.clear();
    let page = Page::of(&known);
    for text in [markdown(&page), html(&page).unwrap()] {
        for never in ["Lin", "centile 4", "centile 1", "rank", "committee is asked", "ratings at odds"] {
            assert!(!text.contains(never), "{never:?} in {text}");
        }
    }
}

#[test]
fn markup_in_texts_from_data_stays_text() {
    let mut sample = sample();
    sample.resident.name = HOSTILE.into();
    for definition in &mut sample.catalog.definitions {
        definition.title = HOSTILE.into();
    }
    sample.catalog.subcompetencies[0].title = HOSTILE.into();
    let mut known = sample.known();
    for goal in &mut known.goals {
        (goal.text, goal.owner) = (HOSTILE.into(), HOSTILE.into());
    }
    known.closed[0].text = HOSTILE.into();
    let page = Page::of(&known);

    let web = html(&page).unwrap();
    assert!(!web.contains("<script") && !web.contains('\u{1b}') && !web.contains('\u{202e}'));
    assert_eq!(web.matches("<h1>").count(), 1);
    assert!(web.contains("&lt;/h1&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));

    let text = markdown(&page);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        let markup = matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        );
        assert!(!markup, "{event:?}");
    }
    let headings = Parser::new(&text).filter(|event| matches!(event, Event::Start(Tag::Heading { .. })));
    assert_eq!(headings.count(), 6);
    let rows =
        Parser::new_ext(&text, Options::ENABLE_TABLES).filter(|e| matches!(e, Event::Start(Tag::TableCell)));
    // Five columns of rare events in a head and a row, three of new goals in a head and three rows.
    assert_eq!(rows.count(), 2 * 5 + 4 * 3);
}

#[test]
fn the_web_page_names_its_language_its_headings_in_order_and_each_plot_in_words() {
    let sample = sample();
    let page = Page::of(&sample.known());
    let web = html(&page).unwrap();
    assert!(web.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    let levels: Vec<char> =
        web.split("<h").skip(1).filter_map(|rest| rest.chars().next()).filter(char::is_ascii_digit).collect();
    assert_eq!(levels.first(), Some(&'1'));
    assert!(levels.windows(2).all(|pair| pair[1] as u32 <= pair[0] as u32 + 1), "{levels:?}");
    let plots = page.met.iter().filter(|figure| figure.plot.is_some()).count();
    assert!(plots > 0);
    assert_eq!(web.matches("<svg ").count(), plots);
    for (place, figure) in page.met.iter().enumerate() {
        let said = format!("<desc id=\"plot-{place}-desc\">{}</desc>", figure.sentence);
        assert!(web.contains(&said), "{said}");
        assert!(web.contains(&format!("aria-labelledby=\"plot-{place}-title\"")));
    }
    assert_eq!(web.matches("role=\"img\"").count(), plots);
}

#[test]
fn the_web_page_loads_nothing_and_its_style_knows_every_colour_of_the_plots() {
    let web = html(&Page::of(&sample().known())).unwrap();
    let without_the_name_of_svg = web.replace("http://www.w3.org/2000/svg", "");
    for never in ["http", "<script", "<link", "<img", "url(", "@import", " src=", "onload"] {
        let found = without_the_name_of_svg.replace("http-equiv", "").contains(never);
        assert!(!found, "{never:?}");
    }
    for part in web.split('"').filter(|part| part.len() == 7 && part.starts_with('#')) {
        assert!(web.contains(&format!("[fill=\"{part}\"]")), "{part} is not in the style");
    }
}
