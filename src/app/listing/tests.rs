use super::*;
use crate::prompts::{About, Prompt, Quantity, Rule};
use crate::survey::earlier::Freshness;
use crate::testing::prompts::Case;

fn row(id: &str, name: &str, coach: &str) -> TriageRow {
    TriageRow {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        training_year: "CA-3".to_owned(),
        month: Some(28.0),
        coach: Some(coach.to_owned()),
        asked: Vec::new(),
        watched: Vec::new(),
        of_class: Vec::new(),
        compared: crate::survey::bearing::ComparedOn::default(),
        activity: None,
        review: TriageReview::ToDo,
        overall: None,
        since: None,
    }
}

fn asked(rule: Rule, freshness: Freshness) -> Asked {
    let about = About::Experience("spinal".parse().unwrap());
    let prompt = Prompt::new(rule, about, (Quantity::Count(3), Quantity::Count(9)), 40, "");
    Asked { prompt, freshness: Some(freshness) }
}

fn everyone() -> Listing {
    let mut garcia = row("R0001", "Garci\u{301}a, Ana", "Lin, Ada");
    garcia.asked.push(asked(Rule::FewForTrainingTime, Freshness::New));
    let mut brien = row("R0002", "O’Brien, Conor", "Nwosu, Ada");
    brien.asked.push(asked(Rule::RareNotMet, Freshness::Stands));
    brien.review = TriageReview::Decided;
    let mut newman = row("R0003", "Newman, Mei", "Lin, Ada");
    newman.training_year = "CA-1".to_owned();
    newman.asked.push(asked(Rule::RareNotMet, Freshness::NotKnown));
    Listing { rows: vec![garcia, brien, newman], ..Listing::default() }
}

fn found(listing: &mut Listing, typed: &str, presenting: bool) -> Vec<String> {
    let catalog = Case::entering(2024).catalog;
    typed.clone_into(&mut listing.typed);
    listing.find(&Telling { catalog: &catalog, presenting, me: &["lin, ada".to_owned()] });
    listing.shown().map(|row| row.id.to_string()).collect()
}

#[test]
fn each_word_must_stand_somewhere_and_the_order_stays() {
    for (typed, expected) in [
        ("garcia", &["R0001"][..]),
        ("GARCÍA", &["R0001"]),
        ("o'brien", &["R0002"]),
        ("obrien", &["R0002"]),
        ("lin", &["R0001", "R0003"]),
        ("nwosu", &["R0002"]),
        ("ca-3", &["R0001", "R0002"]),
        ("ca3 lin", &["R0001"]),
        ("r0003", &["R0003"]),
        ("spinal few", &["R0001"]),
        ("new lin ca3", &["R0001"]),
        ("undecided", &["R0001", "R0003"]),
        ("decided", &["R0002"]),
        ("mine", &["R0001", "R0003"]),
        ("", &["R0001", "R0002", "R0003"]),
        ("zzzz", &[]),
        // Nothing has the word; a name has the letters.
        ("grca", &["R0001"]),
    ] {
        assert_eq!(found(&mut everyone(), typed, false), expected, "{typed:?}");
    }
}

#[test]
fn a_new_prompt_is_one_that_was_not_there_before() {
    let mut listing = everyone();
    listing.only_new = true;
    assert_eq!(found(&mut listing, "", false), ["R0001"]);
    listing.coach = Some("Nwosu, Ada".to_owned());
    assert_eq!(found(&mut listing, "", false), [""; 0]);
    listing.widen();
    assert_eq!(found(&mut listing, "", false).len(), 3);
}

#[test]
fn codes_are_not_found_by_the_names_that_they_stand_for() {
    for typed in ["garcia", "lin", "mine", "grca"] {
        assert_eq!(found(&mut everyone(), typed, true), [""; 0], "{typed}");
    }
    assert_eq!(found(&mut everyone(), "r0002", true), ["R0002"]);
}

#[test]
fn who_was_listed_stays_until_somebody_asks_anew() {
    let mut listing = everyone();
    assert_eq!(found(&mut listing, "undecided", false), ["R0001", "R0003"]);
    listing.rows[0].review = TriageReview::Decided;
    assert_eq!(listing.shown().count(), 2, "nobody goes from under the cursor");
    assert_eq!(found(&mut listing, "undecided", false), ["R0003"]);
}

#[test]
fn a_name_or_a_coach_that_was_asked_for_is_forgotten_when_codes_are_shown() {
    let mut listing = everyone();
    listing.class = Some("CA-3".to_owned());
    listing.coach = Some("Lin, Ada".to_owned());
    assert_eq!(found(&mut listing, "garcia", false), ["R0001"]);
    listing.forget_names();
    assert_eq!((listing.typed.as_str(), listing.coach.as_ref()), ("", None));
    assert_eq!(found(&mut listing, "", true), ["R0001", "R0002"], "the class is no name");
}
