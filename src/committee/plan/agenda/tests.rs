//! Plans of small programs, and what must hold of every plan.

use proptest::prelude::*;

use super::*;
use crate::committee::plan::{PlanFile, Recusal};
use crate::domain::resident::Status;
use crate::testing::committee::{catalog, committee, resident};

fn wanted<'a>(catalog: &'a Catalog, committee: &'a Committee) -> Wanted<'a> {
    Wanted { catalog, committee, classes: &[], seed: 1, held: 0, minutes: 6 }
}

fn reviewers(plan: &Plan) -> Vec<&str> {
    plan.agenda.iter().filter_map(|slot| slot.reviewer.as_deref()).collect()
}

/// The program of a list of coaches: resident `R0` is coached by the first, and so on.
fn coached(coaches: &[Option<String>]) -> Catalog {
    let one = |(n, coach): (usize, &Option<String>)| resident(&format!("R{n:02}"), Some(1), coach.as_deref());
    catalog(coaches.iter().enumerate().map(one).collect())
}

#[test]
fn only_current_residents_of_the_chosen_classes_are_on_the_agenda() {
    let mut gone = resident("R9", Some(3), None);
    gone.status = Status::Graduated;
    let some = [("R1", Some(1)), ("R2", Some(2)), ("R3", Some(3)), ("R4", None)];
    let mut all: Vec<_> = some.iter().map(|(id, year)| resident(id, *year, None)).collect();
    all.push(gone);
    let (catalog, committee) = (catalog(all), committee(1));
    let on = |classes: &[&str]| {
        let classes: Vec<_> = classes.iter().map(|class| (*class).to_owned()).collect();
        let drawn = draw(&Wanted { classes: &classes, ..wanted(&catalog, &committee) })?;
        let mut ids: Vec<_> = drawn.agenda.iter().map(|slot| slot.resident.to_string()).collect();
        ids.sort();
        Ok::<_, NoPlan>(ids.join(" "))
    };
    assert_eq!(on(&[]), Ok("R1 R2 R3 R4".to_owned()));
    assert_eq!(on(&["ca-3", "CA-1"]), Ok("R1 R3".to_owned()));
    assert_eq!(on(&["—"]), Ok("R4".to_owned()));
    let said = on(&["CA-1", "CA-4"]).unwrap_err().to_string();
    assert_eq!(
        said,
        "no current resident is in the class \"CA-4\"; there are CA-1 (1), CA-2 (1), CA-3 (1), — (1)"
    );
}

#[test]
fn what_cannot_be_planned_is_said() {
    let (none, one) = (catalog(Vec::new()), catalog(vec![resident("R1", Some(1), None)]));
    let (ours, nobody) = (committee(1), Committee { seats: Vec::new(), ..committee(1) });
    for (wish, expected) in [
        (wanted(&none, &ours), "there is no current resident in the case file, so there is nobody to review"),
        (wanted(&one, &nobody), "there is no member; list who belongs to the committee under members"),
        (Wanted { minutes: 0, ..wanted(&one, &ours) }, "0 minutes a resident are impossible; give 1 to 240"),
        (
            Wanted { seed: 1 << 53, ..wanted(&one, &ours) },
            "the seed 9007199254740992 is too large; whole numbers up to 9007199254740991 are exact everywhere",
        ),
    ] {
        assert_eq!(draw(&wish).unwrap_err().to_string(), expected);
    }
}

#[test]
fn the_program_director_reviews_only_whom_no_other_can() {
    let (two, ours) = (coached(&[None, Some("chair, of the faculty".to_owned())]), committee(0));
    let drawn = draw(&wanted(&two, &ours)).unwrap();
    let by = |id: &str| drawn.agenda.iter().find(|s| s.resident.as_str() == id).unwrap().reviewer.clone();
    assert_eq!(by("R00").as_deref(), Some("chair"));
    assert_eq!(by("R01").as_deref(), Some("director"), "the chair coaches them");
}

#[test]
fn the_own_coach_reviews_only_where_nobody_else_votes() {
    let mut ours = committee(0);
    ours.seats[1].member.votes = false;
    let program = coached(&[Some("CHAIR,  of the faculty".to_owned()), None]);
    let drawn = draw(&wanted(&program, &ours)).unwrap();
    assert_eq!(reviewers(&drawn), ["chair", "chair"]);
    let own = by_own_coach(&drawn, &ours, &program);
    assert_eq!(own.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["R00"]);
}

/// Taken as they come, m1 would review R00 and the chair be left with whom they coach themselves.
#[test]
fn who_can_review_only_one_resident_is_kept_for_them() {
    let chair = Some("chair, of the faculty".to_owned());
    let program = coached(&[None, chair.clone(), chair.clone(), chair]);
    let ours = committee(1);
    for held in 0..8 {
        let drawn = draw(&Wanted { held, ..wanted(&program, &ours) }).unwrap();
        let shares: Vec<_> = shares(&drawn).map(|(_, n)| n).collect();
        assert_eq!(shares, [3, 1, 0, 0]);
        assert!(by_own_coach(&drawn, &ours, &program).is_empty());
    }
}

#[test]
fn who_has_one_more_changes_from_meeting_to_meeting() {
    let (program, ours) = (coached(&vec![None; 4]), committee(2));
    let with_two = |held| {
        let drawn = draw(&Wanted { held, ..wanted(&program, &ours) }).unwrap();
        shares(&drawn).find(|(_, n)| *n == 2).map(|(member, _)| member.id.clone()).unwrap()
    };
    assert_eq!([with_two(0), with_two(1), with_two(2), with_two(3)], ["m1", "m2", "chair", "m1"]);
}

#[test]
fn a_member_whose_name_no_coach_has_is_named() {
    let mut ours = committee(1);
    ours.seats[1].name = None;
    let program = coached(&[Some("m1, of the faculty".to_owned())]);
    let named = coaching_nobody(&ours, &program);
    assert_eq!(named.iter().map(|seat| seat.member.id.as_str()).collect::<Vec<_>>(), ["director"]);
}

#[test]
fn who_was_taken_off_the_agenda_is_named_beside_others_of_their_year() {
    let some = [("R1", Some(1)), ("R2", Some(1)), ("R3", Some(2))];
    let program = catalog(some.iter().map(|(id, year)| resident(id, *year, None)).collect());
    let mut drawn = draw(&wanted(&program, &committee(1))).unwrap();
    assert!(left_out(&drawn, &program).is_empty());
    drawn.agenda.retain(|slot| slot.resident.as_str() == "R1");
    assert_eq!(left_out(&drawn, &program).iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["R2"]);
}

/// Every way to give residents reviewers who are not their coach, as loads of `n` reviewers.
fn fewest_apart(coaches: &[Option<usize>], n: usize) -> Option<usize> {
    let mut loads = vec![vec![0; n]];
    for coach in coaches {
        let ways = |loads: Vec<usize>| {
            let free = (0..n).filter(move |who| Some(*who) != *coach);
            free.map(move |who| {
                let mut loads = loads.clone();
                loads[who] += 1;
                loads
            })
        };
        loads = loads.into_iter().flat_map(ways).collect();
    }
    let apart = |loads: &Vec<usize>| Some(loads.iter().max()? - loads.iter().min()?);
    loads.iter().filter_map(apart).min()
}

fn named(coach: Option<usize>) -> Option<String> {
    coach.map(|n| format!("{}, of the faculty", ["m1", "m2", "chair"][n]))
}

proptest! {
    #[test]
    fn no_choice_without_own_coaches_is_more_even(
        coaches in prop::collection::vec(prop::option::of(0usize..3), 1..8), held in 0usize..5, seed in 0u64..99
    ) {
        let program = coached(&coaches.iter().map(|coach| named(*coach)).collect::<Vec<_>>());
        let ours = committee(2);
        let drawn = draw(&Wanted { seed, held, ..wanted(&program, &ours) }).unwrap();
        prop_assert!(by_own_coach(&drawn, &ours, &program).is_empty());
        let loads: Vec<_> = shares(&drawn).take(3).map(|(_, n)| n).collect();
        prop_assert_eq!(loads.iter().sum::<usize>(), coaches.len(), "the director reviews nobody");
        let apart = loads.iter().max().unwrap() - loads.iter().min().unwrap();
        prop_assert_eq!(Some(apart), fewest_apart(&coaches, 3));
    }

    /// By Hall's theorem (1935) shares that differ by at most one exist exactly where nobody coaches so
    /// many that too few are left for them.
    #[test]
    fn shares_differ_by_at_most_one_where_they_can(
        coaches in prop::collection::vec(prop::option::of(0usize..3), 1..80), held in 0usize..50
    ) {
        let program = coached(&coaches.iter().map(|coach| named(*coach)).collect::<Vec<_>>());
        let ours = committee(2);
        let drawn = draw(&Wanted { held, ..wanted(&program, &ours) }).unwrap();
        let loads: Vec<_> = shares(&drawn).take(3).map(|(_, n)| n).collect();
        let apart = loads.iter().max().unwrap() - loads.iter().min().unwrap();
        let left = |who| coaches.iter().filter(|coach| **coach != Some(who)).count();
        let can = (0..3).all(|who| left(who) >= coaches.len() / 3);
        prop_assert_eq!(apart <= 1, can, "{:?}", loads);
    }

    #[test]
    fn a_plan_that_was_drawn_holds_and_survives_its_file(
        n in 1usize..60, members in 0usize..6, seed in 0..=GREATEST_SEED, held in 0usize..99,
        minutes in 1..=MOST_MINUTES, meeting in "[!-~]{1,64}", title in "\\PC{0,20}[a-z]\\PC{0,20}"
    ) {
        let (program, ours) = (coached(&vec![None; n]), committee(members));
        let plan = draw(&Wanted { seed, held, minutes, ..wanted(&program, &ours) }).unwrap();
        prop_assert_eq!(check::plan(&plan, &program), Vec::new());
        let title = crate::domain::text::sanitised(title.trim());
        let file = PlanFile { meeting, title, plan, recusals: Vec::new() };
        prop_assert_eq!(check::file(&file, &program), Vec::new());
        prop_assert_eq!(PlanFile::read(&file.written(&program)), Ok(file));
    }

    #[test]
    fn nobody_reviews_whom_they_are_recused_for(
        n in 1usize..30, members in 1usize..5, seed in 0..=GREATEST_SEED, held in 0usize..9,
        pairs in proptest::collection::btree_set((0usize..7, 0usize..40), 0..60)
    ) {
        let program = coached(&vec![None; n]);
        let mut ours = committee(members);
        // The quorum of two stays whatever is drawn: one of the faculty beside the chair is never recused.
        let names: Vec<_> = ours.members().into_iter().filter(|m| m.votes && m.id != "chair" && m.id != "m1").collect();
        let pair = |(who, resident): &(usize, usize)| names.get(*who).map(|member| Recusal {
            member: member.id.clone(),
            resident: format!("R{resident:02}").parse().unwrap(),
            reason: "kin, \"by marriage\"".to_owned(),
        });
        ours.recusals = pairs.iter().filter_map(pair).collect();
        let wish = Wanted { seed, held, ..wanted(&program, &ours) };
        let file = file(&wish, "M1".to_owned(), "Meeting 1".to_owned()).unwrap();
        prop_assert_eq!(check::file(&file, &program), Vec::new());
        prop_assert!(file.plan.agenda.iter().all(|slot| slot.reviewer.is_some()));
        let on: Vec<_> = ours.recusals.iter().filter(|r| file.plan.slot(&r.resident).is_some()).cloned().collect();
        prop_assert_eq!(&file.recusals, &on);
        prop_assert_eq!(PlanFile::read(&file.written(&program)), Ok(file));
    }
}
